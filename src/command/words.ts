import { type ParameterExpansionPart, parse, type Word, type WordPart } from 'unbash';
import { WORK } from './budget.ts';
import { unescaped } from './decoders.ts';
import { commandNamed } from './globs.ts';
import { concat, EMPTY, literal, MOST_VALUE, mapped, unknown, type Value } from './value.ts';

/** What the words of a command are resolved with. */
export interface Resolver {
  variable(name: string): Value | undefined;
  assign(name: string, value: Value): void;
  /** `$@`, `$1` and so on. */
  readonly positional: readonly Value[];
  readonly shellName: string;
  /** Runs a substitution; gives what it puts out. */
  substitute(part: WordPart): Value;
  /** The elements of an array; `undefined` for what is none. */
  list(name: string): readonly Value[] | undefined;
  /** Expansions around the word. */
  readonly nested: number;
  /** The same for what stands in an expansion of the word. */
  inside(): Resolver;
  /** False once the work of the command is used up. */
  spend(work: number): boolean;
  /** Says once that a limit kept something from being read. */
  cut(): void;
}

interface Piece {
  readonly value: Value;
  /** An expansion outside quotes, which the shell splits at blanks. */
  readonly splits: boolean;
}

const MOST_FIELDS = 2000;
/** Of a text with more of them. */
const FIELDS_OF_CUT = 64;
const MOST_BRACES = 128;
/** Words and braces inside one another. */
const MOST_DEPTH = 12;

/** The words that one word becomes: expansions are resolved, and split outside quotes. */
export const fieldsOf = (word: Word, resolver: Resolver, depth = 0): readonly Value[] => {
  const { parts } = word;
  if (parts === undefined) return [literal(word.value)];
  const elements = parts.length === 1 ? elementsOf(parts[0], resolver) : null;
  if (elements !== null) return elements;
  const brace = parts.find(({ type }) => type === 'BraceExpansion');
  if (brace !== undefined && depth < MOST_DEPTH) return braced(word, brace, resolver, depth);
  const fields: Value[] = [];
  let field: Value | null = null;
  for (const { value, splits } of piecesOf(parts, resolver)) {
    if (!splits) {
      field = field === null ? value : concat(field, value);
      continue;
    }
    const texts = split(value.text, resolver);
    for (let index = 0; index < texts.length; index += 1) {
      const text = texts[index] ?? '';
      if (index > 0) {
        if (field !== null) fields.push(field);
        field = null;
      }
      if (text !== '') {
        const piece: Value = text === value.text ? value : { ...value, text };
        field = field === null ? piece : concat(field, piece);
      }
    }
  }
  if (field !== null) fields.push(field);
  const [first] = fields;
  if (first !== undefined && parts.some(({ type }) => type === 'Glob')) {
    const named = commandNamed(first.text);
    if (named !== null) fields[0] = mapped(first, named);
  }
  return fields;
};

/** `"${a[@]}"` and `"${a[@]:1}"` stand for the elements, each a word of its own; `null` for any other part. */
const elementsOf = (part: WordPart | undefined, resolver: Resolver): readonly Value[] | null => {
  const inner = part?.type === 'DoubleQuoted' && part.parts.length === 1 ? part.parts[0] : part;
  if (inner?.type !== 'ParameterExpansion' || inner.index?.text !== '@' || inner.prefix !== undefined) return null;
  const list = resolver.list(inner.parameter);
  if (list === undefined) return null;
  const { operation } = inner;
  if (operation === undefined) return list;
  if (operation.type !== 'Slice') return null;
  const offset = Number(textOf(operation.offset, resolver).text.trim());
  const length = operation.length === undefined ? undefined : Number(textOf(operation.length, resolver).text.trim());
  if (!Number.isInteger(offset) || (length !== undefined && !Number.isInteger(length))) return null;
  const from = offset < 0 ? Math.max(0, list.length + offset) : offset;
  return list.slice(from, length === undefined || length < 0 ? undefined : from + length);
};

/** A text at its blanks, as the shell splits what an expansion gives. */
const split = (text: string, resolver: Resolver): readonly string[] => {
  if (text.length < 64 && !/[ \t\n]/.test(text)) return [text];
  if (!resolver.spend(text.length * WORK.character)) {
    resolver.cut();
    return [];
  }
  const texts = text.split(/[ \t\n]+/, MOST_FIELDS + 1);
  if (texts.length <= MOST_FIELDS && resolver.spend(texts.length * WORK.word)) return texts;
  resolver.cut();
  return texts.slice(0, FIELDS_OF_CUT);
};

/** One word as one text, without splitting: an assignment, the target of a redirect, a here-document. */
export const textOf = (word: Pick<Word, 'value' | 'parts'>, resolver: Resolver): Value => {
  if (word.parts === undefined) return literal(word.value);
  let out = EMPTY;
  for (const { value } of piecesOf(word.parts, resolver)) out = concat(out, value);
  return out;
};

export const textOfParts = (parts: readonly WordPart[], resolver: Resolver): Value =>
  textOf({ value: '', parts }, resolver);

const piecesOf = (parts: readonly WordPart[], resolver: Resolver): readonly Piece[] => {
  const pieces: Piece[] = [];
  for (const part of parts) {
    if (!resolver.spend(WORK.node)) {
      resolver.cut();
      break;
    }
    pieces.push(pieceOf(part, resolver));
  }
  return pieces;
};

const pieceOf = (part: WordPart, resolver: Resolver): Piece => {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return { value: literal(part.value), splits: false };
    case 'Glob':
      return { value: literal(part.text), splits: false };
    case 'DoubleQuoted':
    case 'LocaleString': {
      let out = EMPTY;
      for (const { value } of piecesOf(part.parts, resolver)) out = concat(out, value);
      return { value: out, splits: false };
    }
    case 'SimpleExpansion':
      return { value: expanded(part.text.slice(1), part.text, resolver), splits: true };
    case 'ParameterExpansion':
      return { value: parameter(part, resolver), splits: true };
    case 'CommandExpansion':
      return { value: resolver.substitute(part), splits: true };
    case 'ProcessSubstitution':
      return { value: resolver.substitute(part), splits: false };
    case 'ArithmeticExpansion': {
      const number = /^\$(?:\(\(|\[)\s*(\d{1,9})\s*(?:([-+*])\s*(\d{1,9})\s*)?(?:\)\)|\])$/.exec(part.text);
      return { value: number === null ? unknown() : literal(calculated(number)), splits: false };
    }
    case 'ExtendedGlob':
    case 'BraceExpansion':
      return { value: literal(part.text), splits: false };
    default:
      part satisfies never;
      return { value: EMPTY, splits: false };
  }
};

const calculated = ([, a, sign, b]: readonly (string | undefined)[]): string => {
  const left = Number(a);
  const right = Number(b ?? 0);
  return String(sign === '*' ? left * right : sign === '-' ? left - right : left + right);
};

/** Values that every shell has from the start, as far as disguises use their letters. */
const BUILT_IN: ReadonlyMap<string, string> = new Map([
  ['IFS', ' '],
  ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
  ['PS2', '> '],
  ['PS4', '+ '],
  ['OPTIND', '1'],
  ['BASH', '/bin/bash'],
  ['SHELL', '/bin/sh'],
  ['OSTYPE', 'linux-gnu'],
]);

const expanded = (name: string, written: string, resolver: Resolver): Value => {
  if (/^[A-Za-z_]/.test(name)) return resolver.variable(name) ?? unheld(name, written);
  const { positional } = resolver;
  if (name === '@' || name === '*') {
    let out = EMPTY;
    for (const [index, value] of positional.entries())
      out = concat(index === 0 ? out : concat(out, literal(' ')), value);
    return out;
  }
  if (name === '0') return resolver.variable('0') ?? literal(resolver.shellName);
  if (/^\d+$/.test(name)) return positional[Number(name) - 1] ?? EMPTY;
  if (name === '#') return literal(String(positional.length));
  return resolver.variable(name) ?? unheld(name, written);
};

const unheld = (name: string, written: string): Value => {
  const builtIn = BUILT_IN.get(name);
  return builtIn === undefined ? unknown([], written) : literal(builtIn);
};

const isSet = (name: string, resolver: Resolver): boolean =>
  resolver.variable(name) !== undefined ||
  BUILT_IN.has(name) ||
  (/^\d+$/.test(name) && resolver.positional[Number(name) - 1] !== undefined);

/** Expansions inside one another; each level is parsed again. */
const MOST_NESTED = 6;

const parameter = (part: ParameterExpansionPart, outer: Resolver): Value => {
  if (outer.nested >= MOST_NESTED) {
    outer.cut();
    return unknown([], `$${part.parameter}`);
  }
  const resolver = outer.inside();
  const { parameter: name, operation, prefix } = part;
  if (name === 'IFS') return literal(' ');
  const list = part.index === undefined ? undefined : resolver.list(name);
  if (list !== undefined && part.index !== undefined) {
    const at = textOf(part.index, resolver).text.trim();
    const isAll = at === '@' || at === '*';
    if (isAll && prefix === '#') return literal(String(list.length));
    if (!isAll && prefix === undefined && operation === undefined && /^-?\d{1,6}$/.test(at)) {
      return list.at(Number(at)) ?? EMPTY;
    }
  }
  let value = expanded(name, `$${name}`, resolver);
  if (prefix === '#') return value.known ? literal(String(value.text.length)) : unknown();
  if (prefix === '!') {
    if (!value.known || !/^\w{1,64}$/.test(value.text)) return unknown(value.origins);
    value = expanded(value.text, `$${value.text}`, resolver);
  }
  if (operation === undefined) return value;
  if (!resolver.spend(value.text.length * WORK.character)) {
    resolver.cut();
    return mapped(value, null);
  }
  switch (operation.type) {
    case 'Default': {
      const { operator } = operation;
      const set = isSet(name, resolver) && !(operator.startsWith(':') && value.text === '');
      if (operator.endsWith('+')) return set || !value.known ? textOf(operation.operand, resolver) : EMPTY;
      if (set || operator.endsWith('?')) return value;
      // A variable that the log does not hold may well be empty: then the default is what runs.
      const fallback = textOf(operation.operand, resolver);
      if (operator.endsWith('=')) resolver.assign(name, fallback);
      return fallback;
    }
    case 'Slice': {
      const offset = Number(textOf(operation.offset, resolver).text.trim());
      const length =
        operation.length === undefined ? undefined : Number(textOf(operation.length, resolver).text.trim());
      if (!value.known || !Number.isInteger(offset) || (length !== undefined && !Number.isInteger(length))) {
        return mapped(value, null);
      }
      const from = offset < 0 ? Math.max(0, value.text.length + offset) : offset;
      const to = length === undefined ? undefined : length < 0 ? value.text.length + length : from + length;
      return mapped(value, value.text.slice(from, to));
    }
    case 'Replace': {
      const pattern = textOf(operation.pattern, resolver).text;
      const by = textOf(operation.replacement, resolver).text;
      if (!value.known || pattern === '' || /[*?[\]]/.test(pattern)) return value.known ? value : mapped(value, null);
      if (operation.operator === '//') {
        // Where each sign becomes many the text grows, and with it what comes after.
        const most = (value.text.length / pattern.length) * Math.max(by.length, 1);
        if (resolver.spend((value.text.length + Math.min(most, MOST_VALUE)) * WORK.decodedCharacter))
          return mapped(value, bounded(value.text, pattern, by));
        resolver.cut();
        return mapped(value, null);
      }
      if (operation.operator === '/')
        return mapped(
          value,
          value.text.replace(pattern, () => by),
        );
      const atStart = operation.operator === '/#';
      if (atStart && value.text.startsWith(pattern)) return mapped(value, by + value.text.slice(pattern.length));
      if (!atStart && value.text.endsWith(pattern)) return mapped(value, value.text.slice(0, -pattern.length) + by);
      return value;
    }
    case 'Remove': {
      const pattern = textOf(operation.operand, resolver).text;
      return value.known ? mapped(value, trimmed(value.text, pattern, operation.operator)) : value;
    }
    case 'CaseModification': {
      if (!value.known) return value;
      const { operator } = operation;
      const head = operator.length === 1 ? value.text.slice(0, 1) : value.text;
      const changed = operator.startsWith('^') ? head.toUpperCase() : head.toLowerCase();
      return mapped(value, changed + value.text.slice(head.length));
    }
    case 'Transform':
      return textOf(operation.operand, resolver).text === 'E' && value.known
        ? mapped(value, unescaped(value.text))
        : value;
    case 'Names':
    case 'Unknown':
      return value;
    default:
      operation satisfies never;
      return value;
  }
};

/** All occurrences replaced; `null` for a text that would be longer than a value may be. */
const bounded = (text: string, pattern: string, by: string): string | null => {
  if ((text.length / pattern.length) * by.length > MOST_VALUE && by.length > pattern.length) {
    const count = text.split(pattern).length - 1;
    if (text.length + count * (by.length - pattern.length) > MOST_VALUE) return null;
  }
  return text.replaceAll(pattern, () => by);
};

/** `${X#*,}`, `${X%%x*}`, `${X%??}`: patterns of characters with one `*` at an end, or of question marks. */
const trimmed = (text: string, pattern: string, operator: '#' | '##' | '%' | '%%'): string => {
  const front = operator.startsWith('#');
  const long = operator.length === 2;
  if (pattern === '') return text;
  if (/^\?+$/.test(pattern)) return front ? text.slice(pattern.length) : text.slice(0, -pattern.length);
  const star = front ? pattern.startsWith('*') : pattern.endsWith('*');
  const plain = star ? (front ? pattern.slice(1) : pattern.slice(0, -1)) : pattern;
  if (/[*?[\]]/.test(plain)) return text;
  if (!star) {
    if (front) return text.startsWith(plain) ? text.slice(plain.length) : text;
    return text.endsWith(plain) ? text.slice(0, -plain.length) : text;
  }
  if (plain === '') return long ? '' : text;
  const at = front === long ? text.lastIndexOf(plain) : text.indexOf(plain);
  if (at < 0) return text;
  return front ? text.slice(at + plain.length) : text.slice(0, at);
};

/** `{a,b}c` as `ac` and `bc`. The alternatives are read as words of their own, since they may be quoted. */
const braced = (word: Word, brace: WordPart, resolver: Resolver, depth: number): readonly Value[] => {
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
