/**
 * Why something could not be told. One closed list, shared with a finding's `unassessed`.
 *
 * - `level-metadata`: the audit level carries no body
 * - `truncated`: the record was cut, or the body replaced because of its size
 * - `refused-before-read`: the API server refused the request before it read the body
 * - `patch-without-base`: the body is only a change, and the object it changes is not known
 * - `patch-type-unknown`: the event carries no content type, and the readings differ
 * - `no-baseline`: too little was seen to say what is normal
 * - `rights-unknown`: what the service account may do is not in the log
 * - `origin-unseen`: the object that it claims to be made of is not in the log
 * - `not-kept`: the record does not carry it, for a reason of the envelope or of the export
 */
export const BECAUSE = [
  'level-metadata',
  'truncated',
  'refused-before-read',
  'patch-without-base',
  'patch-type-unknown',
  'no-baseline',
  'rights-unknown',
  'origin-unseen',
  'not-kept',
] as const;
export type Because = (typeof BECAUSE)[number];

/** A fact in one of three states: "not set" and "not logged" lead to opposite conclusions. */
export type Seen<T> =
  | { readonly state: 'seen'; readonly value: T; readonly missing?: Because } // a cut or patched body shows a part
  | { readonly state: 'absent' } // the request was logged and did not set it
  | { readonly state: 'unseen'; readonly because: Because };

export const seen = <T>(value: T, missing?: Because): Seen<T> =>
  missing === undefined ? { state: 'seen', value } : { state: 'seen', value, missing };
export const ABSENT = { state: 'absent' } as const;
export const unseen = (because: Because): { readonly state: 'unseen'; readonly because: Because } => ({
  state: 'unseen',
  because,
});

/** The value if it was seen, `undefined` otherwise. For display only: a judgement needs the state. */
export const seenValue = <T>(fact: Seen<T>): T | undefined => (fact.state === 'seen' ? fact.value : undefined);
