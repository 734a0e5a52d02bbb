import { decodeRecord } from '../decode/decode.ts';
import { DECODE_WORDS } from '../decode/words.ts';
import { clip } from '../lib/inert.ts';
import type { CallEvent, Caller } from '../model/call.ts';
import type { AuditEvent, RawRecord } from '../model/event.ts';
import { outcomeOf } from '../normalise/outcome.ts';
import type { GateWords } from '../source/gate/gate.ts';
import { noCounts } from './counts.ts';
import { affordable, type Extract, type Extractor, inflate, type Outline } from './extract.ts';
import type { ScanSettings } from './settings.ts';

/** What a second pass looks for. */
export interface CallerSearch {
  readonly callers: readonly Caller[];
  /** One for each caller: other than 0 once he was seen to ask too often. Shared between threads. */
  readonly ended: Uint8Array<SharedArrayBuffer>;
}

/** The gate's words: a line passes when a needle stands in it, or when it takes decoding to tell. */
export const searchWords = ({ callers }: CallerSearch): GateWords => ({
  verbs: [],
  resources: [],
  names: [],
  always: [...new Set([...DECODE_WORDS, ...callers.map(({ needle }) => needle)])],
  onlyWords: true,
});

/** Longer than any name that the API server takes. */
const LONGEST = 253;
const clipped = (text: string | null): string | null => (text === null ? null : clip(text, LONGEST));

const POD_NAME = 'authentication.kubernetes.io/pod-name';
const POD_UID = 'authentication.kubernetes.io/pod-uid';

/** What names of users are made of, mostly; what stands around one in a record is none of it. */
const PLAIN = /^[A-Za-z0-9@._:-]+$/;
const isPlain = (character: string): boolean => character !== '' && PLAIN.test(character);

/** Whether a user may be named in a text: not where his name is a part of another word, as `audit` is of `audit.k8s.io`. */
export const mayNameIn = (text: string, { username, needle }: Caller): boolean => {
  if (!text.includes(needle)) return false;
  if (!PLAIN.test(username)) return true;
  for (let at = text.indexOf(username); at >= 0; at = text.indexOf(username, at + username.length)) {
    if (!isPlain(text.charAt(at - 1)) && !isPlain(text.charAt(at + username.length))) return true;
  }
  // A quote may be written as a number.
  return text.includes(ESCAPE);
};

const ESCAPE = '\\u';

/** Finds the requests of some users; counts nothing else. */
export const createCallFinder = (settings: ScanSettings, { callers, ended }: CallerSearch): Extractor => {
  let found: CallEvent[] = [];
  const counts = noCounts();
  const byName = new Map(callers.map(({ username }, index) => [username, index]));

  const isOutside = ({ time: { at } }: AuditEvent): boolean =>
    at !== null &&
    ((settings.since !== null && at < settings.since) || (settings.until !== null && at > settings.until));

  const callOf = (event: AuditEvent, { source, offset }: Pick<RawRecord, 'source' | 'offset'>): CallEvent | null => {
    const caller = byName.get(event.impersonated?.username ?? '') ?? byName.get(event.user.username ?? '');
    if (caller === undefined || event.stage === 'RequestReceived' || isOutside(event)) return null;
    const { resource, subresource, namespace, name, apiGroup } = event.objectRef;
    const pod = event.user.extra[POD_NAME]?.[0];
    return {
      caller,
      cluster: event.cluster,
      auditId: event.auditId,
      request:
        event.auditId === null
          ? null
          : JSON.stringify([event.cluster, event.auditId, event.receivedAt, event.verb, event.requestUri]),
      at: event.time.at,
      verb: clipped(event.verb) ?? '',
      apiGroup: clipped(apiGroup),
      resource: clipped(resource === null || (subresource ?? '') === '' ? resource : `${resource}/${subresource}`),
      namespace: clipped(namespace),
      name: clipped(resource === null ? (event.requestUri?.split('?', 1)[0] ?? null) : name),
      outcome: outcomeOf(event),
      pod: pod === undefined ? null : { name: pod, uid: event.user.extra[POD_UID]?.[0] ?? null },
      source,
      offset,
    };
  };

  const standing = (text: string): readonly number[] =>
    callers.flatMap((caller, index) => (mayNameIn(text, caller) ? [index] : []));

  /** `isPacked` where it takes decoding to tell whom a record names. */
  const read = (record: RawRecord, isPacked: boolean): void => {
    const { text } = record;
    if (!isPacked && !text.includes(ESCAPE)) {
      const named = standing(text);
      if (named.every((caller) => ended[caller] !== 0)) return;
    }
    const { events } = decodeRecord(affordable(record), { inflate });
    for (const event of events) {
      const call = callOf(event, record);
      if (call !== null) found.push(call);
    }
  };

  return {
    take: (record) =>
      read(
        record,
        DECODE_WORDS.some((word) => record.text.includes(word)),
      ),
    /** Who asked stands outside the bodies: a name in a body is nothing. */
    passOver: ({ source, offset, bare }: Outline) => {
      read({ source, offset, text: bare }, false);
      return true;
    },
    drain: (): Extract => {
      const calls = found;
      found = [];
      return { activities: [], notes: [], rows: [], counts: noCounts(), uses: [], calls };
    },
    counts,
  };
};
