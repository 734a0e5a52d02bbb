import type { ParameterExpansionPart, ParameterOperation, Word, WordPart } from 'unbash';
import { calculatedText } from './arithmetic.ts';
import { WORK } from './budget.ts';
import { unescaped } from './decoders.ts';
import { compile, find, type Pattern, replaced } from './pattern.ts';
import { concat, EMPTY, join, literal, MOST_VALUE, mapped, unknown, type Value } from './value.ts';
import { type Resolver, textOf } from './words.ts';

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
  ['MACHTYPE', 'x86_64-pc-linux-gnu'],
  ['HOSTTYPE', 'x86_64'],
  ['SHLVL', '1'],
  ['-', 'hBc'],
  ['?', '0'],
]);

/** What `"$*"` puts between its words. */
const gapOf = ({ separators }: Resolver): Value => literal(separators === null ? ' ' : separators.slice(0, 1));

/** The value of a name, a number or a sign behind a dollar. */
export const expanded = (name: string, written: string, resolver: Resolver): Value => {
  if (/^[A-Za-z_]/.test(name)) return resolver.variable(name) ?? unheld(name, written);
  const { positional } = resolver;
  if (name === '@' || name === '*') {
    let out = EMPTY;
    const gap = name === '*' ? gapOf(resolver) : literal(' ');
    for (const [index, value] of positional.entries()) out = concat(index === 0 ? out : concat(out, gap), value);
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

/** `"${a[@]}"`, `"${a[@]:1}"`, `"$@"` stand for words of their own; `null` for any other part. */
export const elementsOf = (part: WordPart | undefined, resolver: Resolver): readonly Value[] | null => {
  const inner = part?.type === 'DoubleQuoted' && part.parts.length === 1 ? part.parts[0] : part;
  if (inner?.type === 'SimpleExpansion') return inner.text === '$@' ? resolver.positional : null;
  if (inner?.type !== 'ParameterExpansion' || inner.prefix === '#') return null;
  const { parameter: name, operation } = inner;
  const list =
    inner.index?.text === '@'
      ? listOf(inner, resolver)
      : name === '@' && inner.index === undefined
        ? resolver.positional
        : null;
  if (list === null || list === undefined) return null;
  if (operation === undefined) return list;
  if (operation.type === 'Slice') {
    const whole = name === '@' ? [literal(resolver.shellName), ...list] : list;
    const bounds = boundsOf(operation, whole.length, resolver);
    return bounds === null ? null : whole.slice(bounds.from, bounds.to);
  }
  return operation.type === 'Default' || operation.type === 'Names'
    ? null
    : list.map((one) => applied(one, operation, name, resolver));
};

/** The elements of an array, or with `!` their names. */
const listOf = (
  { parameter: name, prefix }: ParameterExpansionPart,
  resolver: Resolver,
): readonly Value[] | undefined => {
  if (prefix !== '!') return resolver.list(name);
  return resolver.keys(name)?.map(literal);
};

export const parameter = (part: ParameterExpansionPart, outer: Resolver): Value => {
  if (outer.nested >= MOST_NESTED) {
    outer.cut();
    return unknown([], `$${part.parameter}`);
  }
  const resolver = outer.inside();
  const { parameter: name, operation, prefix } = part;
  if (name === 'IFS' && operation === undefined && prefix === undefined)
    return resolver.variable('IFS') ?? literal(' ');
  const found = part.index === undefined ? null : element(part, part.index, resolver);
  if (found !== null) {
    if (prefix === '#') return found.known ? literal(String(found.text.length)) : unknown();
    return operation === undefined ? found : worked(found, operation, name, resolver);
  }
  if (name === '@' || name === '*') {
    const words = operation?.type === 'Slice' ? elementsOf({ ...part, parameter: '@' }, outer) : null;
    if (words !== null) return join(words, name === '*' ? gapOf(resolver).text : ' ');
    if (prefix === '#') return literal(String(resolver.positional.length));
  }
  let value = expanded(name, `$${name}`, resolver);
  if (prefix === '#') return value.known ? literal(String(value.text.length)) : unknown();
  if (prefix === '!') {
    const target = /^(\w{1,64})(?:\[(\w{1,64})\])?$/.exec(value.text);
    if (!value.known || target === null) return unknown(value.origins);
    const [, to = '', key] = target;
    value = key === undefined ? expanded(to, `$${to}`, resolver) : (elementAt(to, key, resolver) ?? EMPTY);
  }
  if (operation === undefined) return value;
  // Where it is is not known; that it begins at the root is.
  const isPlace =
    (name === 'HOME' || name === 'PWD') && resolver.variable(name) === undefined && CUTS.has(operation.type);
  return worked(isPlace ? literal(SOME_PLACE) : value, operation, name, resolver);
};
/** Operations that take a part of a value. */
const CUTS: ReadonlySet<string> = new Set(['Slice', 'Remove']);
const SOME_PLACE = '/root';

const elementAt = (name: string, key: string, resolver: Resolver): Value | undefined => {
  const map = resolver.map(name);
  if (map !== undefined) return map.get(key);
  const list = resolver.list(name);
  if (list === undefined) return undefined;
  const place = calculatedText(key, resolver);
  return place === null ? unknown() : list.at(Number(place));
};

/** An element of an array, all of them joined, or how many they are; `null` for what is no array. */
const element = (part: ParameterExpansionPart, index: Word, resolver: Resolver): Value | null => {
  const { parameter: name, prefix, operation } = part;
  const key = textOf(index, resolver);
  const at = key.text.trim();
  const isAll = at === '@' || at === '*';
  const list = isAll ? listOf(part, resolver) : undefined;
  if (list !== undefined) {
    // The caller takes the length of what it is given.
    if (prefix === '#') return literal('x'.repeat(list.length));
    const words =
      operation === undefined ? list : (elementsOf({ ...part, index: { ...index, text: '@' } }, resolver) ?? list);
    const joined = join(words, at === '*' ? gapOf(resolver).text : ' ');
    return joined;
  }
  if (isAll || !key.known || prefix === '!') return null;
  const found = elementAt(name, at, resolver);
  if (found !== undefined) return found;
  return resolver.list(name) === undefined ? null : EMPTY;
};

const worked = (value: Value, operation: ParameterOperation, name: string, resolver: Resolver): Value => {
  if (!resolver.spend(value.text.length * WORK.character)) {
    resolver.cut();
    return mapped(value, null);
  }
  return applied(value, operation, name, resolver);
};

interface Bounds {
  readonly from: number;
  readonly to: number;
}

/** Offset and length, each of which is an expression; `null` where one is not known. */
const boundsOf = (
  { offset, length }: Extract<ParameterOperation, { readonly type: 'Slice' }>,
  whole: number,
  resolver: Resolver,
): Bounds | null => {
  const start = placeOf(offset, resolver);
  const size = length === undefined ? undefined : placeOf(length, resolver);
  if (start === null || size === null) return null;
  const from = start < 0 ? Math.max(0, whole + start) : start;
  return { from, to: size === undefined ? whole : size < 0 ? whole + size : from + size };
};

const placeOf = (word: Word, resolver: Resolver): number | null => {
  const { text, known } = textOf(word, resolver);
  const value = known ? calculatedText(text.trim() === '' ? '0' : text.trim(), resolver) : null;
  return value === null || value > 1_000_000n || value < -1_000_000n ? null : Number(value);
};

const applied = (value: Value, operation: ParameterOperation, name: string, resolver: Resolver): Value => {
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
      const bounds = boundsOf(operation, value.text.length, resolver);
      if (!value.known || bounds === null) return mapped(value, null);
      return mapped(value, value.text.slice(bounds.from, bounds.to));
    }
    case 'Replace': {
      const pattern = patternOf(operation.pattern, resolver);
      const by = textOf(operation.replacement, resolver).text;
      if (!value.known || pattern.source === '') return value.known ? value : mapped(value, null);
      return mapped(value, changed(value.text, pattern, by, operation.operator, resolver));
    }
    case 'Remove': {
      if (!value.known) return value;
      return mapped(value, trimmed(value.text, patternOf(operation.operand, resolver), operation.operator, resolver));
    }
    case 'CaseModification': {
      if (!value.known) return value;
      const { operator } = operation;
      const head = operator.length === 1 ? value.text.slice(0, 1) : value.text;
      const upper = operator.startsWith('^');
      const only = operation.operand === undefined ? null : patternOf(operation.operand, resolver);
      const pattern = only === null || only.source === '' ? null : compile(only.source, { syntax: 'glob' });
      if (pattern === null) {
        const turned = upper ? head.toUpperCase() : head.toLowerCase();
        return mapped(value, turned + value.text.slice(head.length));
      }
      const out = replaced(
        pattern,
        head,
        ({ start, end }) => (upper ? head.slice(start, end).toUpperCase() : head.slice(start, end).toLowerCase()),
        { all: true, most: MOST_VALUE },
        spendOf(resolver),
      );
      return mapped(value, out === undefined ? null : out.text + value.text.slice(head.length));
    }
    case 'Transform': {
      if (!value.known) return value;
      const by = textOf(operation.operand, resolver).text;
      if (by === 'P') {
        const prompt = mapped(value, value.text.replaceAll(PROMPT_ESCAPES, unescaped));
        return /[$`]/.test(prompt.text) ? resolver.expand(prompt) : prompt;
      }
      if (by === 'E') return mapped(value, unescaped(value.text));
      if (by === 'Q') return mapped(value, `'${value.text.replaceAll("'", `'\\''`)}'`);
      if (by === 'U') return mapped(value, value.text.toUpperCase());
      if (by === 'L') return mapped(value, value.text.toLowerCase());
      if (by === 'u') return mapped(value, value.text.slice(0, 1).toUpperCase() + value.text.slice(1));
      if (by === 'A') return mapped(value, `${name}='${value.text.replaceAll("'", `'\\''`)}'`);
      return value;
    }
    case 'Unknown': {
      if (!value.known || !/^~~?$/.test(operation.operator)) return value;
      const head = operation.operator === '~' ? value.text.slice(0, 1) : value.text;
      return mapped(value, otherCase(head) + value.text.slice(head.length));
    }
    case 'Names':
      return value;
    default:
      operation satisfies never;
      return value;
  }
};

/** Escapes that mean in a prompt what they mean elsewhere. */
const PROMPT_ESCAPES = /\\(?:[0-7]{3}|[nrea\\])/g;

const otherCase = (text: string): string =>
  [...text].map((sign) => (sign === sign.toLowerCase() ? sign.toUpperCase() : sign.toLowerCase())).join('');

export const spendOf =
  (resolver: Resolver) =>
  (work: number): boolean => {
    if (resolver.spend(work)) return true;
    resolver.cut();
    return false;
  };

export interface WrittenPattern {
  readonly source: string;
  /** False where a part of it is not known. */
  readonly known: boolean;
  /** The text that it stands for, where it has no sign of a pattern. */
  readonly plain: string | null;
}

const SIGNS = /[\\*?[\]@+!()|]/;

/** A word as a pattern: what is quoted stands for itself. */
export const patternOf = (word: Word, resolver: Resolver): WrittenPattern => {
  const parts: readonly WordPart[] = word.parts ?? [];
  const plainWord = word.parts === undefined;
  let source = '';
  let isPlain = true;
  let known = true;
  const add = (text: string, isQuoted: boolean): void => {
    source += isQuoted ? text.replaceAll(/[\\*?[\]@+!()|]/g, '\\$&') : text;
    if (!isQuoted && SIGNS.test(text)) isPlain = false;
  };
  if (plainWord) {
    // Where there are no parts the quotes are gone and a backslash with them; what is written says what was quoted.
    const isQuoted = word.text !== word.value && !/[*?[]/.test(word.text.replaceAll(/\\.|'[^']*'|"[^"]*"/g, ''));
    add(word.value, isQuoted);
  } else {
    for (const part of parts) {
      const isQuoted = part.type === 'SingleQuoted' || part.type === 'DoubleQuoted' || part.type === 'AnsiCQuoted';
      const isLiteral = part.type === 'Literal';
      const value = textOf({ value: '', parts: [part] }, resolver);
      known &&= value.known;
      add(value.text, isQuoted || (isLiteral && part.text !== part.value));
    }
  }
  return { source, known, plain: isPlain ? source.replaceAll(/\\(.)/gs, '$1') : null };
};

const compiled = (source: string, reversed = false): Pattern | null =>
  compile(source, { syntax: 'glob', ...(reversed ? { reversed } : {}) });

/** What a replacement makes of a text; `null` when that is not known. */
const changed = (
  text: string,
  { source, plain }: WrittenPattern,
  by: string,
  operator: '/' | '//' | '/#' | '/%',
  resolver: Resolver,
): string | null => {
  if (plain !== null) {
    if (operator === '/') return text.replace(plain, () => by);
    if (operator === '/#') return text.startsWith(plain) ? by + text.slice(plain.length) : text;
    if (operator === '/%') return text.endsWith(plain) ? text.slice(0, -plain.length) + by : text;
    // Where each sign becomes many the text grows, and with it what comes after.
    const most = (text.length / plain.length) * Math.max(by.length, 1);
    if (resolver.spend((text.length + Math.min(most, MOST_VALUE)) * WORK.decodedCharacter))
      return bounded(text, plain, by);
    resolver.cut();
    return null;
  }
  const spend = spendOf(resolver);
  const atEnd = operator === '/%';
  const pattern = compiled(source, atEnd);
  if (pattern === null) return null;
  if (operator === '/#' || atEnd) {
    const given = atEnd ? turned(text) : text;
    const match = find(pattern, given, spend, { anchored: true, prefer: 'longest' });
    if (match === undefined) return null;
    if (match === null) return text;
    return atEnd ? text.slice(0, text.length - match.end) + by : by + text.slice(match.end);
  }
  return (
    replaced(pattern, text, () => by, { all: operator === '//', most: MOST_VALUE, prefer: 'longest' }, spend)?.text ??
    null
  );
};

/** All occurrences replaced; `null` for a text that would be longer than a value may be. */
const bounded = (text: string, pattern: string, by: string): string | null => {
  if ((text.length / pattern.length) * by.length > MOST_VALUE && by.length > pattern.length) {
    const count = text.split(pattern).length - 1;
    if (text.length + count * (by.length - pattern.length) > MOST_VALUE) return null;
  }
  return text.replaceAll(pattern, () => by);
};

const turned = (text: string): string => {
  const out: string[] = [];
  for (let at = text.length - 1; at >= 0; at -= 1) out.push(text[at] ?? '');
  return out.join('');
};

/** `${X#*,}`, `${X%%x*}`, `${X%??}`; `null` when it is not known. */
const trimmed = (
  text: string,
  { source, plain }: WrittenPattern,
  operator: '#' | '##' | '%' | '%%',
  resolver: Resolver,
): string | null => {
  if (source === '') return text;
  const front = operator.startsWith('#');
  if (plain !== null) {
    if (front) return text.startsWith(plain) ? text.slice(plain.length) : text;
    return text.endsWith(plain) ? text.slice(0, text.length - plain.length) : text;
  }
  if (/^\?+$/.test(source)) {
    if (text.length < source.length) return text;
    return front ? text.slice(source.length) : text.slice(0, text.length - source.length);
  }
  const pattern = compiled(source, !front);
  if (pattern === null) return null;
  const match = find(pattern, front ? text : turned(text), spendOf(resolver), {
    anchored: true,
    prefer: operator.length === 2 ? 'longest' : 'shortest',
  });
  if (match === undefined) return null;
  if (match === null) return text;
  return front ? text.slice(match.end) : text.slice(0, text.length - match.end);
};
