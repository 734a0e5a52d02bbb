/** What stands in a raw event beside its bodies, as far as a count of events needs it. Texts as logged. */
export interface EventOutline {
  readonly level: string;
  readonly stage: string;
  readonly verb: string;
  /** Empty for core; `null` with the resource. */
  readonly group: string | null;
  /** `null`: the request was for a path. */
  readonly resource: string | null;
  readonly subresource: string | null;
  readonly receivedAt: string;
  readonly stageAt: string;
}

/** Where the keys of the line's own level and their values stand: four numbers for each, counted from `base`. */
export interface KeyRanges {
  readonly count: number;
  readonly ranges: Uint32Array;
  readonly base: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/**
 * Reads the outline of one raw event, written in one line without spaces as the API server does, without parsing it.
 * One character is one byte of the line. `null` for everything that is not just that: the decoder then says what it is.
 */
export const outlineOf = (text: string, { count, ranges, base }: KeyRanges): EventOutline | null => {
  const found: Found = { ...NOTHING };
  /** Where the quote of the next key must stand. */
  let next = 1;
  for (let index = 0; index < count * 4; index += 4) {
    const key = (ranges[index] ?? 0) - base;
    const keyEnd = (ranges[index + 1] ?? 0) - base;
    const from = (ranges[index + 2] ?? 0) - base;
    const to = (ranges[index + 3] ?? 0) - base;
    if (key !== next + 1 || from !== keyEnd + 2 || !take(found, text, key, keyEnd, from, to)) return null;
    next = to + 1;
  }
  return next === text.length && text.startsWith('{"') ? outlineFrom(found) : null;
};

interface Found {
  kind: string | null;
  apiVersion: string | null;
  level: string | null;
  stage: string | null;
  verb: string | null;
  requestReceivedTimestamp: string | null;
  stageTimestamp: string | null;
  auditID: string | null;
  group: string;
  version: string | null;
  resource: string | null;
  subresource: string | null;
  hasRef: boolean;
}
const NOTHING: Found = {
  kind: null,
  apiVersion: null,
  level: null,
  stage: null,
  verb: null,
  requestReceivedTimestamp: null,
  stageTimestamp: null,
  auditID: null,
  group: '',
  version: null,
  resource: null,
  subresource: null,
  hasRef: false,
};

type TextKey =
  | 'kind'
  | 'apiVersion'
  | 'level'
  | 'stage'
  | 'verb'
  | 'auditID'
  | 'requestReceivedTimestamp'
  | 'stageTimestamp';
type Key = TextKey | 'objectRef' | 'annotations' | Other;
/** Keys that tell nothing here. */
type Other =
  | 'user'
  | 'userAgent'
  | 'sourceIPs'
  | 'requestURI'
  | 'requestObject'
  | 'responseStatus'
  | 'impersonatedUser';

/** The key that one of this length and first letter can only be; no two are alike in both. */
const CANDIDATES: readonly (Key | undefined)[] = (() => {
  const keys: readonly Key[] = [
    ...(['kind', 'apiVersion', 'level', 'stage', 'verb', 'auditID', 'requestReceivedTimestamp'] as const),
    ...(['stageTimestamp', 'objectRef', 'annotations'] as const),
    ...([
      'user',
      'userAgent',
      'sourceIPs',
      'requestURI',
      'requestObject',
      'responseStatus',
      'impersonatedUser',
    ] as const),
  ];
  const table: (Key | undefined)[] = Array.from({ length: 25 * 128 });
  for (const key of keys) table[key.length * 128 + key.charCodeAt(0)] = key;
  return table;
})();

/** False where the decoder must look. */
const take = (found: Found, text: string, key: number, keyEnd: number, from: number, to: number): boolean => {
  const name = keyEnd - key < 25 ? CANDIDATES[(keyEnd - key) * 128 + text.charCodeAt(key)] : undefined;
  // Another key tells nothing, and one in escapes may be one of ours.
  if (name === undefined || !text.startsWith(name, key)) return !text.slice(key, keyEnd).includes('\\');
  switch (name) {
    case 'user':
    case 'userAgent':
    case 'sourceIPs':
    case 'requestURI':
    case 'requestObject':
    case 'responseStatus':
    case 'impersonatedUser':
      return true;
    case 'objectRef':
      if (found.hasRef) return false;
      found.hasRef = true;
      return takeReference(found, text, from);
    case 'annotations':
      return TELLING.every((word) => !holds(text, word, from, to));
    default:
      // A key that stands there twice counts by its last, and one that is no text is for the decoder.
      if (found[name] !== null || text.charCodeAt(from) !== QUOTE) return false;
      found[name] = text.slice(from + 1, to - 1);
      return true;
  }
};

/** In annotations: the name of the cluster, which some collectors put there, a body that was cut, and escapes. */
const TELLING = ['"cluster_name"', 'audit.k8s.io/truncated', '\\u'] as const;

const holds = (text: string, word: string, from: number, to: number): boolean => {
  const at = text.indexOf(word, from);
  return at >= 0 && at < to;
};

const takeReference = (found: Found, text: string, start: number): boolean => {
  if (!text.startsWith('{"', start)) return false;
  for (let at = start + 1; ; at++) {
    const keyEnd = text.charCodeAt(at) === QUOTE ? stringEnd(text, at) : -1;
    if (keyEnd < 0 || text.charCodeAt(keyEnd + 1) !== COLON) return false;
    const from = keyEnd + 2;
    const to = valueEnd(text, from);
    if (to < 0) return false;
    const name = text.slice(at + 1, keyEnd);
    if (name === 'resource' || name === 'subresource' || name === 'apiGroup' || name === 'apiVersion') {
      const value = simple(text, from, to);
      if (value === null) return false;
      if (name === 'apiGroup') found.group = value;
      else if (name === 'apiVersion') found.version = value;
      else found[name] = value;
    } else if (name.includes('\\')) return false;
    at = to;
    if (text.charCodeAt(at) !== COMMA) return text.charCodeAt(at) === 0x7d;
  }
};

/** A text of printable ASCII without escapes; `null` for any other value. */
const simple = (text: string, from: number, to: number): string | null => {
  if (text.charCodeAt(from) !== QUOTE) return null;
  const value = text.slice(from + 1, to - 1);
  return PLAIN.test(value) ? value : null;
};
/** Longer names are no resource's. */
const PLAIN = /^[\x20-\x5b\x5d-\x7e]{1,100}$/;

const outlineFrom = (found: Found): EventOutline | null => {
  const { kind, apiVersion, level, stage, verb, auditID, requestReceivedTimestamp, stageTimestamp } = found;
  if (kind !== 'Event' || apiVersion?.startsWith('audit.k8s.io/') !== true || auditID === null) return null;
  // Spelt otherwise, or in escapes, they are for the decoder.
  if (level === null || !LEVELS.has(level) || stage === null || !STAGES.has(stage)) return null;
  if (verb === null || !VERB.test(verb)) return null;
  if (requestReceivedTimestamp === null || stageTimestamp === null) return null;
  // Without a version the group of a reference is unsure; the path may tell.
  if (found.hasRef && (found.version === null || found.version.includes('/') || found.resource === null)) return null;
  const { resource, subresource } = found;
  const group = found.hasRef ? found.group : null;
  return {
    level,
    stage,
    verb,
    group,
    resource,
    subresource,
    receivedAt: requestReceivedTimestamp,
    stageAt: stageTimestamp,
  };
};

const LEVELS: ReadonlySet<string> = new Set(['Metadata', 'Request', 'RequestResponse']);
const STAGES: ReadonlySet<string> = new Set(['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic']);
const VERB = /^[a-z]{1,32}$/;

/** The closing quote of the string that opens at `at`; negative when there is none. */
const stringEnd = (text: string, at: number): number => {
  let end = text.indexOf('"', at + 1);
  while (end > 0 && text.charCodeAt(end - 1) === BACKSLASH) {
    let slashes = 1;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return end;
};

/** Behind the value that begins at `at`; negative when it does not end. */
const valueEnd = (text: string, at: number): number => {
  const first = text.charCodeAt(at);
  if (first === QUOTE) {
    const end = stringEnd(text, at);
    return end < 0 ? -1 : end + 1;
  }
  if (first === 0x7b || first === 0x5b) return nestedEnd(text, at);
  let end = at;
  while (end < text.length && text.charCodeAt(end) !== COMMA && text.charCodeAt(end) !== 0x7d) end++;
  return end > at && end < text.length ? end : -1;
};

const nestedEnd = (text: string, start: number): number => {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = stringEnd(text, at);
      if (at < 0) return -1;
    } else if (code === 0x7b || code === 0x5b) depth++;
    else if ((code === 0x7d || code === 0x5d) && --depth === 0) return at + 1;
  }
  return -1;
};

const twoDigits = (text: string, at: number): number => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;

const DIGITS = [0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18, 20, 21, 22, 23, 24, 25] as const;
const LENGTH = '2026-11-24T10:00:00.123456Z'.length;

/**
 * Milliseconds since 1970 of a time as the API server writes it; `null` for one in any other form. Days are looked up, since
 * nearly all events of a log are of a few.
 */
export const createTimeReader = (): ((text: string) => number | null) => {
  let day = '';
  let dayMs: number | null = null;
  return (text) => {
    if (text.length !== LENGTH || text[10] !== 'T' || text[13] !== ':' || text[16] !== ':' || text[26] !== 'Z')
      return null;
    if (text[4] !== '-' || text[7] !== '-' || text[19] !== '.') return null;
    for (let index = 0; index < DIGITS.length; index++) {
      const code = text.charCodeAt(DIGITS[index] ?? 0);
      if (code < 0x30 || code > 0x39) return null;
    }
    if (!text.startsWith(day) || day === '') {
      day = text.slice(0, 10);
      const parsed = Date.parse(`${day}T00:00:00Z`);
      // A date such as 31 November moves on to the next month.
      dayMs = !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(day) ? parsed : null;
    }
    const hour = twoDigits(text, 11);
    const minute = twoDigits(text, 14);
    const second = twoDigits(text, 17);
    if (dayMs === null || hour > 23 || minute > 59 || second > 59) return null;
    const ms = twoDigits(text, 20) * 10 + text.charCodeAt(22) - 48;
    return dayMs + ((hour * 60 + minute) * 60 + second) * 1000 + ms;
  };
};
