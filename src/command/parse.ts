import { type ParsedScript, parse } from 'unbash';
import { suspectsIn } from './suspects.ts';

/** Characters of one shell text that are read; of a longer one the beginning, the end, and what looks suspect between. */
export const MOST_TEXT = 256 * 1024;
/** A here-document without its end is looked for to the end of the text, each of them. */
const MOST_HEREDOCS = 400;
/** The parser recurses on functions in functions. */
const MOST_FUNCTIONS = 400;
/** Each is looked through for the one around it. */
const MOST_CALCULATIONS = 400;
/** Signs that open a level or end a command. */
const MOST_SIGNS = 12_000;
/** Expansions inside one another: each is read again for the one around it. */
const MOST_EXPANSIONS = 24;
/** Characters of the end of a text that is too long, and the signs in it. */
const END = 32 * 1024;
const END_SIGNS = 800;
/** Pieces out of the middle, and the characters of one. */
const MOST_WINDOWS = 48;
const WINDOW = 600;

/** A part of a text that was parsed by itself. */
export interface Piece {
  readonly script: ParsedScript;
  /** What the positions of the tree count in. */
  readonly text: string;
}

export interface Parsed {
  /** One for a text that is read whole. Of another the beginning, suspect places of the middle, and the end. */
  readonly pieces: readonly Piece[];
  /** True when a limit kept a part from being read. */
  readonly cut: boolean;
}

const NOTHING: ParsedScript = { type: 'Script', pos: 0, end: 0, shebang: undefined, commands: [] };

/**
 * Shell text as a tree. Tolerant: text that no shell would take gives the tree of what was recognised. Never throws.
 *
 * Nothing stops a parse that has begun, so text that would cost more than a few milliseconds is cut before. The pieces
 * are parsed apart, so that a quote or a here-document that one leaves open does not swallow the next.
 */
export const parseShell = (written: string): Parsed => {
  const text = withoutBlanks(written.includes('\r') ? written.replaceAll('\r\n', '\n') : written);
  const end = readableEnd(text);
  if (end === text.length) {
    const script = parsed(text);
    return { pieces: [{ script: script ?? NOTHING, text }], cut: script === null };
  }
  const back = Math.max(end, startOfEnd(text));
  const texts = [text.slice(0, end), ...windows(text, end, back), readableTail(text.slice(back))];
  return {
    pieces: texts.map((piece) => {
      // A piece of the middle has the same bounds.
      const bounded = piece.slice(0, readableEnd(piece));
      return { script: parsed(bounded) ?? NOTHING, text: bounded };
    }),
    cut: true,
  };
};

/** `<ATTACKER_IP>`, `<your-server>`: a blank that a reader is to fill in, where a shell would see two redirections. */
const BLANK =
  /<((?=[\w-]{0,30}(?:(?<![A-Za-z])(?:ip|[ac]2)(?![A-Za-z])|host|server|addr|url|port|domain|attacker|listener|your))[A-Za-z][\w-]{0,60})>(?=[\s:/"'|;,)]|$)/gi;

/** Each blank as a variable of no value, of the same length, so that positions stay. */
const withoutBlanks = (text: string): string =>
  text.includes('<') && text.length <= MOST_TEXT
    ? text.replace(BLANK, (_, name: string) => `$${name.replaceAll('-', '_')}_`)
    : text;

/** As much of the end of a text as is parsed. */
const readableTail = (text: string): string => {
  let tail = text;
  while (readableEnd(tail) < tail.length) tail = tail.slice(Math.ceil(tail.length / 2));
  return tail;
};

const parsed = (text: string): ParsedScript | null => {
  try {
    return parse(text);
  } catch {
    // The parser has no limit of its own for every kind of nesting; what it cannot hold is said.
    return null;
  }
};

/** Where a text becomes more than is parsed; its length when it never does. */
const readableEnd = (text: string): number =>
  Math.min(
    text.length,
    MOST_TEXT - END,
    occurrence(text, '<<', MOST_HEREDOCS),
    occurrence(text, '()', MOST_FUNCTIONS),
    occurrence(text, '((', MOST_CALCULATIONS),
    signsEnd(text),
    expansionsEnd(text),
  );

/** The place of the occurrence that is one too many. */
const occurrence = (text: string, sign: string, most: number): number => {
  let count = 0;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + sign.length)) {
    count += 1;
    if (count > most) return at;
  }
  return text.length;
};

const SIGNS = ';|&\n(`{[$';
const IS_SIGN: readonly boolean[] = Array.from({ length: 128 }, (_, code) => SIGNS.includes(String.fromCharCode(code)));

const signsEnd = (text: string): number => {
  if (text.length <= MOST_SIGNS) return text.length;
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (IS_SIGN[text.charCodeAt(at)] !== true) continue;
    count += 1;
    if (count > MOST_SIGNS) return at;
  }
  return text.length;
};

/** Where expansions stand too deep in one another. Quotes are not read, so a brace of any kind closes one. */
const expansionsEnd = (text: string): number => {
  let depth = 0;
  let from = 0;
  for (let at = text.indexOf('${'); at >= 0; at = text.indexOf('${', from)) {
    for (let close = text.indexOf('}', from); close >= 0 && close < at && depth > 0; ) {
      depth -= 1;
      from = close + 1;
      close = text.indexOf('}', from);
    }
    depth += 1;
    if (depth > MOST_EXPANSIONS) return at;
    from = at + 2;
  }
  return text.length;
};

/** Where the end of a text begins: at a line or a command, as long as it holds few signs. */
const startOfEnd = (text: string): number => {
  const least = Math.max(0, text.length - END);
  let count = 0;
  let start = text.length;
  for (let at = text.length - 1; at >= least && count < END_SIGNS; at -= 1) {
    const code = text.charCodeAt(at);
    if (IS_SIGN[code] !== true) continue;
    count += 1;
    if (code === NEWLINE || code === SEMICOLON) start = at + 1;
  }
  return count < END_SIGNS || start === text.length ? least : start;
};
const NEWLINE = 10;
const SEMICOLON = 59;

/** The commands around suspect words between two places. */
const windows = (text: string, from: number, to: number): readonly string[] => {
  const found: string[] = [];
  let last = from;
  for (const at of suspectsIn(text, from, to)) {
    if (at < last) continue;
    if (found.length >= MOST_WINDOWS) break;
    const before = text.slice(Math.max(last, at - WINDOW / 2), at);
    const start = at - before.length + 1 + Math.max(before.lastIndexOf('\n'), before.lastIndexOf(';'));
    const line = text.indexOf('\n', at);
    last = Math.min(to, at + WINDOW / 2, line < 0 ? to : line);
    found.push(text.slice(start, last));
  }
  return found;
};

const MOST_KEPT = 64;
const LONGEST_KEPT = 8192;

/** Trees of the texts of one pod: what is decoded or called again and again is parsed once. */
export class Parses {
  private readonly kept = new Map<string, Parsed>();

  has(text: string): boolean {
    return text.length <= LONGEST_KEPT && this.kept.has(text);
  }

  of(text: string): Parsed {
    const known = text.length <= LONGEST_KEPT ? this.kept.get(text) : undefined;
    if (known !== undefined) return known;
    const made = parseShell(text);
    if (text.length <= LONGEST_KEPT && this.kept.size < MOST_KEPT) this.kept.set(text, made);
    return made;
  }
}
