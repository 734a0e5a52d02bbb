/**
 * What of a recorded line is another at another time: times, uids and audit ids, names that servers and controllers draw,
 * numbers of releases and of runs. A line is cut into pieces at them once; to tell it again puts the pieces together.
 */

export type TokenKind = 'time' | 'uid' | 'minute' | 'suffix' | 'hash' | 'event' | 'version' | 'round';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

/** Pieces and the tokens between them: one token fewer than pieces. */
export interface Cut {
  readonly pieces: readonly string[];
  readonly tokens: readonly number[];
}

/** Letters of the names that Kubernetes draws. */
const DRAWN = 'bcdfghjklmnpqrstvwxz2456789';
const TIME = String.raw`(20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z)`;
const UID = `([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})`;
const MINUTE = String.raw`(?<=-)(\d{8})(?![0-9a-zA-Z])`;
const HASH = `(?<=[-"])([${DRAWN}]{8,10})(?=[-"])`;
const SUFFIX = `(?<=-)([${DRAWN}]{5})(?![0-9a-zA-Z])`;
const EVENT = String.raw`(?<=\.)([0-9a-f]{16})(?![0-9a-zA-Z])`;
/** Tags and release secrets that the recorded upgrades count up, and runs that are numbered. */
const VERSION = String.raw`(?<=:[25]\.)(\d+)(?=\.0["\\])|(?<=release\.v1\.shop\.v)(\d+)(?![0-9])`;
const ROUND = String.raw`(?<=(?:clear-now|backup-now|migrate|shards|fails|look)-)(\d+)(?![0-9])`;
const ANY = new RegExp([TIME, UID, MINUTE, HASH, SUFFIX, EVENT, VERSION, ROUND].join('|'), 'g');
/** By the groups of the pattern, in their order. */
const KINDS: readonly TokenKind[] = ['time', 'uid', 'minute', 'hash', 'suffix', 'event', 'version', 'version', 'round'];

/** The kind of a match: which of the pattern's groups it is in. */
const kindOf = (groups: readonly (string | undefined)[]): TokenKind =>
  KINDS[groups.findIndex((group, index) => index > 0 && group !== undefined) - 1] ?? 'time';

/** Kinds of which only what is new in a part of the recording is another each time. */
const BORN: ReadonlySet<TokenKind> = new Set(['uid', 'hash', 'suffix', 'event']);

export interface Dictionary {
  readonly tokens: readonly Token[];
  /** Cuts a line; what `isOld` says was there before the part began stays as it is. */
  cut(text: string, isOld: (token: string) => boolean): Cut;
}

export const createDictionary = (): Dictionary => {
  const tokens: Token[] = [];
  const byText = new Map<string, number>();
  return {
    tokens,
    cut: (text, isOld) => {
      const pieces: string[] = [];
      const found: number[] = [];
      let from = 0;
      for (const match of text.matchAll(ANY)) {
        const [whole] = match;
        const kind = kindOf(match);
        // A watch that began before ends under the id that it began with: told again it is another one.
        if (BORN.has(kind) && isOld(whole) && !text.startsWith('"auditID":"', match.index - 11)) continue;
        const key = `${kind} ${whole}`;
        const known = byText.get(key);
        const id = known ?? tokens.push({ kind, text: whole }) - 1;
        if (known === undefined) byText.set(key, id);
        pieces.push(text.slice(from, match.index));
        found.push(id);
        from = match.index + whole.length;
      }
      pieces.push(text.slice(from));
      return { pieces, tokens: found };
    },
  };
};

/** Calls back with every token of a text that may be new: to learn what was there before. */
export const eachBorn = (text: string, seen: (token: string) => void): void => {
  for (const match of text.matchAll(ANY)) if (BORN.has(kindOf(match))) seen(match[0]);
};

/** How a part of the recording is told: when, and as which of many tellings of it. */
export interface Telling {
  /** Differs for every telling; names, uids and ids are drawn by it. */
  readonly number: number;
  /** Numbers of releases and runs go on by so many. */
  readonly releases: number;
  /** The time of a recorded time, both in milliseconds since 1970. */
  readonly timeOf: (ms: number) => number;
}

/** A hash of a text and a number; the same everywhere. */
const drawn = (text: string, number: number): number => {
  let hash = 0x811c9dc5 ^ Math.imul(number + 1, 0x9e3779b1);
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
};

const hex = (value: number): string => value.toString(16).padStart(8, '0');

const lettersOf = (text: string, number: number): string => {
  let letters = '';
  for (let value = drawn(text, number), at = 0; at < text.length; at++) {
    letters += DRAWN[value % DRAWN.length] ?? '';
    value = drawn(letters, value);
  }
  return letters;
};

/** A recorded time in the form that it had: with as many digits after the second. */
export const timeText = (text: string, timeOf: Telling['timeOf']): string => {
  const ms = Date.parse(text);
  const told = new Date(timeOf(ms)).toISOString();
  const dot = text.indexOf('.');
  // Below a millisecond nothing is stretched.
  return dot < 0 ? `${told.slice(0, 19)}Z` : `${told.slice(0, 23)}${text.slice(dot + 4, -1)}Z`;
};

export const tokenText = ({ kind, text }: Token, telling: Telling): string => {
  const { number, releases, timeOf } = telling;
  switch (kind) {
    case 'time':
      return timeText(text, timeOf);
    case 'minute':
      return String(Math.round(timeOf(Number(text) * 60_000) / 60_000));
    case 'uid':
      // The middle keeps the version and the variant.
      return `${hex(drawn(text, number))}${text.slice(8, 24)}${hex(drawn(text, number + 7919))}${text.slice(32)}`;
    case 'event':
      return `${hex(drawn(text, number))}${hex(drawn(text, number + 7919))}`;
    case 'hash':
    case 'suffix':
      return lettersOf(text, number);
    case 'version':
    case 'round':
      return String(Number(text) + releases);
    default:
      return kind satisfies never;
  }
};
