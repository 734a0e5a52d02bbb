import { type ParsedScript, parse } from 'unbash';

/** Characters of one shell text that are read; of a longer one the beginning and the end. */
export const MOST_TEXT = 256 * 1024;
const END = 48 * 1024;
/** A here-document without its end is looked for to the end of the text, each of them. */
const MOST_HEREDOCS = 400;
/** The parser recurses on functions in functions. */
const MOST_FUNCTIONS = 400;
/** Signs that open a level or end a command. */
const MOST_SIGNS = 16_000;

export interface Parsed {
  readonly script: ParsedScript;
  /** What the positions of the tree count in. */
  readonly text: string;
  /** True when a limit kept a part from being read. */
  readonly cut: boolean;
}

const NOTHING: ParsedScript = { type: 'Script', pos: 0, end: 0, shebang: undefined, commands: [] };

/**
 * Shell text as a tree. Tolerant: text that no shell would take gives the tree of what was recognised. Never throws.
 *
 * Nothing stops a parse that has begun, so text that would cost more than a few milliseconds is cut before.
 */
export const parseShell = (written: string): Parsed => {
  const whole = written.includes('\r') ? written.replaceAll('\r\n', '\n') : written;
  const text = bounded(whole);
  const cut = text !== whole;
  try {
    return { script: parse(text), text, cut };
  } catch {
    // The parser has no limit of its own for every kind of nesting; what it cannot hold is said.
    return { script: NOTHING, text, cut: true };
  }
};

const bounded = (text: string): string => {
  const short = text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT - END)}\n${text.slice(-END)}`;
  return [['<<', MOST_HEREDOCS] as const, ['()', MOST_FUNCTIONS] as const].reduce(
    (kept, [sign, most]) => cutAtText(kept, sign, most),
    cutAtSign(short),
  );
};

/** The text before the occurrence that is one too many. */
const cutAtText = (text: string, sign: string, most: number): string => {
  let count = 0;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + sign.length)) {
    count += 1;
    if (count > most) return text.slice(0, at);
  }
  return text;
};

const SIGNS = /[;|&\n(`{[$]/g;

const cutAtSign = (text: string): string => {
  if (text.length <= MOST_SIGNS) return text;
  let count = 0;
  SIGNS.lastIndex = 0;
  while (SIGNS.test(text)) {
    count += 1;
    if (count > MOST_SIGNS) {
      const at = SIGNS.lastIndex - 1;
      SIGNS.lastIndex = 0;
      return text.slice(0, at);
    }
  }
  return text;
};
