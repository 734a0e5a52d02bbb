import { styleText } from 'node:util';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { plain } from '../lib/inert.ts';
import type { Severity } from '../model/finding.ts';

const NARROWEST = 40;
const WIDEST = 120;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Columns that a table uses: lines longer than about 120 are hard to read, and under 40 nothing fits. */
export const usableWidth = (columns: number): number =>
  Math.max(NARROWEST, Math.min(WIDEST, Number.isFinite(columns) ? Math.floor(columns) : 80));

/** Inert text, cut to so many columns with an ellipsis. Reads no more of a long text than can fit. */
export const fit = (text: string, columns: number): string => {
  // Four code units a column leave room for surrogate pairs and combining marks; the rest could not be shown anyway.
  const most = columns * 4 + 8;
  const whole = text.length <= most;
  const inert = plain(whole ? text : text.slice(0, most).toWellFormed());
  if (whole && stringWidth(inert) <= columns) return inert;
  let kept = '';
  let width = 0;
  for (const { segment } of graphemes.segment(inert)) {
    const next = stringWidth(segment);
    if (width + next > columns - 1) break;
    kept += segment;
    width += next;
  }
  return `${kept}…`;
};

/** Longest text that is wrapped in full; an attacker may send megabytes, and nobody reads past this in a terminal. */
const LONGEST = 4_000;

/** Inert text as lines of at most so many columns, words kept whole where they fit. At least one line. */
export const wrap = (text: string, columns: number): readonly string[] => {
  const shown =
    text.length <= LONGEST
      ? text
      : `${text.slice(0, LONGEST).toWellFormed()}… (${(text.length - LONGEST).toLocaleString('en-US')} more characters)`;
  return wrapAnsi(plain(shown), columns, { hard: true }).split('\n');
};

/** Wraps after a label: the first line begins with it, the others are indented below its text. */
export const hang = (label: string, text: string, columns: number): readonly string[] => {
  const indent = stringWidth(label);
  return wrap(text, Math.max(10, columns - indent)).map((line, at) => (at === 0 ? label : ' '.repeat(indent)) + line);
};

/** Parts with a dot between them, broken between parts rather than inside one where that is possible. */
export const hangParts = (label: string, parts: readonly string[], columns: number): readonly string[] => {
  const indent = ' '.repeat(stringWidth(label));
  const room = Math.max(10, columns - indent.length);
  const lines: string[] = [];
  let line = '';
  let width = 0;
  for (const part of parts) {
    const [first = '', ...rest] = wrap(part, room);
    const next = stringWidth(first);
    if (line !== '' && rest.length === 0 && width + 3 + next <= room) {
      line += ` · ${first}`;
      width += 3 + next;
      continue;
    }
    if (line !== '') lines.push(line);
    lines.push(...[first, ...rest].slice(0, -1));
    line = rest.at(-1) ?? first;
    width = stringWidth(line);
  }
  return [...lines, line].map((text, at) => (at === 0 ? label : indent) + text);
};

type Style = Parameters<typeof styleText>[0];

export interface Paint {
  /** The severity's word with its shape. */
  badge(severity: Severity, text: string): string;
  /** Lines and marks in the severity's colour. */
  tone(severity: Severity, text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

const BADGES: Readonly<Record<Severity, Style>> = {
  critical: ['bgRed', 'whiteBright', 'bold'],
  high: ['redBright', 'bold'],
  medium: ['yellow', 'bold'],
  low: ['cyan', 'bold'],
  info: ['gray', 'bold'],
};

const TONES: Readonly<Record<Severity, Style>> = {
  critical: 'red',
  high: 'redBright',
  medium: 'yellow',
  low: 'cyan',
  info: 'gray',
};

/** Colours when they are wanted, the bare text otherwise. The caller has looked at the stream and at `NO_COLOR`. */
export const paintWith = (color: boolean): Paint => {
  const paint = (style: Style, text: string): string =>
    color ? styleText(style, text, { validateStream: false }) : text;
  return {
    badge: (severity, text) => paint(BADGES[severity], text),
    tone: (severity, text) => paint(TONES[severity], text),
    strong: (text) => paint('bold', text),
    faint: (text) => paint('gray', text),
  };
};
