import { parse, type Word, type WordPart } from 'unbash';
import { WORK } from './budget.ts';
import { literal, type Value } from './value.ts';
import { fieldsOf, type Resolver } from './words.ts';

const MOST_BRACES = 128;

/** `{a,b}c` as `ac` and `bc`. The alternatives are read as words of their own, since they may be quoted. */
export const braced = (word: Word, brace: WordPart, resolver: Resolver, depth: number): readonly Value[] => {
  const at = brace.pos - word.pos;
  const before = word.text.slice(0, at);
  const after = word.text.slice(at + brace.text.length);
  const out: Value[] = [];
  for (const alternative of alternativesOf(brace.text)) {
    if (out.length >= MOST_BRACES || !resolver.spend(WORK.text + word.text.length * WORK.parsedCharacter)) {
      resolver.cut();
      break;
    }
    out.push(...reread(`${before}${alternative}${after}`, resolver, depth + 1));
  }
  return out;
};

/** Longer words are not read again for their alternatives. */
const MOST_WORD = 2000;

const reread = (text: string, resolver: Resolver, depth: number): readonly Value[] => {
  if (text.length > MOST_WORD) return [literal(text)];
  const command = parse(`: ${text}`).commands[0]?.command;
  if (command?.type !== 'Command') return [literal(text)];
  return command.suffix.flatMap((word) => (word.type === 'Word' ? fieldsOf(word, resolver, depth) : []));
};

const alternativesOf = (braces: string): readonly string[] => {
  const inner = braces.slice(1, -1);
  const range = /^(-?\d{1,6}|[A-Za-z])\.\.(-?\d{1,6}|[A-Za-z])$/.exec(inner);
  if (range !== null) return rangeOf(range[1] ?? '', range[2] ?? '');
  const out: string[] = [];
  let depth = 0;
  let quote = '';
  let from = 0;
  for (let at = 0; at < inner.length; at += 1) {
    const char = inner[at] ?? '';
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '\\') at += 1;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '{' || char === '(') depth += 1;
    else if (char === '}' || char === ')') depth -= 1;
    else if (char === ',' && depth === 0) {
      out.push(inner.slice(from, at));
      from = at + 1;
    }
  }
  out.push(inner.slice(from));
  return out;
};

const rangeOf = (from: string, to: string): readonly string[] => {
  const numbers = /\d/.test(from);
  const start = numbers ? Number(from) : from.charCodeAt(0);
  const end = numbers ? Number(to) : to.charCodeAt(0);
  const length = Math.min(Math.abs(end - start) + 1, MOST_BRACES);
  const step = end < start ? -1 : 1;
  return Array.from({ length }, (_, index) => {
    const code = start + index * step;
    return numbers ? String(code) : String.fromCharCode(code);
  });
};
