import { unescaped } from '../decoders.ts';

const MOST_COMMANDS = 64;
const MOST_WORDS = 64;
const MOST_WORD = 20_000;
/** Characters of words: one command may hold many others. */
const MOST_READ = 200_000;
const STARTS = /(?:^|[;[{"\s])(spawn|exec|system)[ \t]/g;
/** Signs of exec that a shell has too. */
const JOINS = /^(?:\||\|&|[<>]{1,2}|2>|&)$/;

interface Word {
  readonly text: string;
  readonly end: number;
}

/** What code of Tcl starts by `exec`, `spawn` and `system`, each as text for a shell. */
export const tclCommands = (code: string): readonly string[] => {
  const found: string[] = [];
  let read = 0;
  for (const match of code.matchAll(STARTS)) {
    const words = wordsFrom(code, match.index + match[0].length);
    const first = words.findIndex((word) => !/^-/.test(word));
    if (first < 0) continue;
    const command = words.slice(first);
    const isText = match[1] === 'system';
    found.push(command.map((word) => (isText || JOINS.test(word) ? word : quoted(word))).join(' '));
    read += words.reduce((sum, word) => sum + word.length, 0);
    if (found.length >= MOST_COMMANDS || read > MOST_READ) break;
  }
  return found;
};

/** A word that every shell takes as it is. */
const quoted = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

const wordsFrom = (code: string, start: number): readonly string[] => {
  const words: string[] = [];
  let at = start;
  while (words.length < MOST_WORDS) {
    while (code[at] === ' ' || code[at] === '\t' || code.startsWith('\\\n', at)) at += code[at] === '\\' ? 2 : 1;
    const word = wordAt(code, at);
    if (word === null) break;
    words.push(word.text);
    at = word.end;
  }
  return words;
};

/** The word that begins here; `null` where the command ends. */
const wordAt = (code: string, at: number): Word | null => {
  const sign = code[at];
  if (sign === undefined || /[\n;\]}]/.test(sign)) return null;
  // Between braces nothing is put in.
  if (sign === '{') {
    const end = closing(code, at);
    return end < 0 ? null : { text: code.slice(at + 1, end), end: end + 1 };
  }
  const pattern = sign === '"' ? IN_QUOTES : BARE;
  pattern.lastIndex = at;
  const match = pattern.exec(code);
  return match === null ? null : { text: unescaped(match[1] ?? match[0]), end: at + match[0].length };
};
const IN_QUOTES = /"((?:[^"\\]|\\[\s\S]){0,20000})"/y;
const BARE = /(?:[^\s;\]}\\]|\\[\s\S]){1,20000}/y;

const closing = (code: string, from: number): number => {
  let depth = 0;
  for (let at = from; at < code.length && at - from < MOST_WORD; at += 1) {
    const sign = code[at];
    if (sign === '\\') at += 1;
    else if (sign === '{') depth += 1;
    else if (sign === '}') {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
};
