/** Why a response stopped. `says` is for a person: what happened, and what to do. */
export type RespondCode =
  /** The target is not proved: wrong cluster, wrong context, another object, nothing known. */
  | 'target'
  | 'refused'
  | 'absent'
  | 'conflict'
  | 'invalid'
  | 'server'
  /** No answer, or half of one: what was asked for may or may not have been done. */
  | 'no-answer'
  | 'evidence'
  | 'changed-since'
  | 'journal'
  | 'open';

export class RespondError extends Error {
  readonly code: RespondCode;
  constructor(code: RespondCode, says: string, cause?: unknown) {
    super(says, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
