import { isScalarType } from '../column.ts';
import { castTo } from '../convert.ts';
import { QueryError } from '../failure.ts';
import { matchesOf, regexOf } from '../regex.ts';
import { isArray, numberOf, textOf, type Value } from '../value.ts';
import { type Call, ofAll, plain, type ScalarFunction } from './call.ts';

const whole = (value: Value | undefined): number | null => {
  const number = numberOf(value ?? null);
  return number === null ? null : Math.trunc(number);
};

/** Characters are Unicode code points. */
const characters = (text: string): readonly string[] => Array.from(text);
const isPlain = (text: string): boolean => !/[\ud800-\udfff]/.test(text);

const substring = (source: Value, from: Value | undefined, length: Value | undefined): Value => {
  const text = textOf(source);
  const start = whole(from);
  if (start === null) return '';
  const most = length === undefined ? Number.POSITIVE_INFINITY : (whole(length) ?? Number.POSITIVE_INFINITY);
  if (most < 0) return '';
  if (isPlain(text)) {
    const at = start < 0 ? Math.max(0, text.length + start) : start;
    return text.slice(at, at + most);
  }
  const all = characters(text);
  const at = start < 0 ? Math.max(0, all.length + start) : start;
  return all.slice(at, at + most).join('');
};

/** `indexof`: the place of an occurrence in a part of the text, -1 for none. */
const indexOf = (source: Value, wanted: Value, ...[start, length, occurrence]: (Value | undefined)[]): Value => {
  const [text, match] = [textOf(source), textOf(wanted)];
  const from = whole(start) ?? 0;
  const most = whole(length) ?? -1;
  const nth = whole(occurrence) ?? 1;
  if (nth < 0 || most < -1) return null;
  let at = (from < 0 ? Math.max(0, text.length + from) : from) - 1;
  for (let count = 0; count < Math.max(1, nth); count += 1) {
    // Behind each occurrence the search may go as far again: so the documentation's eighth example is worked out.
    const end = most === -1 ? text.length : Math.min(text.length, at + 1 + most);
    at = text.indexOf(match, at + 1);
    if (at < 0 || at + match.length > end) return -1n;
  }
  return BigInt(at);
};

const countOf = (source: Value, wanted: Value, kind: Value): Value => {
  const [text, match] = [textOf(source), textOf(wanted)];
  if (match === '') return 0n;
  let count = 0n;
  if (textOf(kind) === 'regex') {
    for (const _ of matchesOf(match, text)) count += 1n;
    return count;
  }
  for (let at = text.indexOf(match); at >= 0; at = text.indexOf(match, at + 1)) count += 1n;
  return count;
};

const typeOfCall = (call: Call, index: number): Parameters<typeof castTo>[1] => {
  const written = call.trees[index];
  if (written === undefined) return 'string';
  const name = /^typeof\(\s*(\w+)\s*\)$/.exec(written.text)?.[1] ?? '';
  const type = name === 'double' ? 'real' : name;
  if (!isScalarType(type)) throw new QueryError(`extract() to ${written.text} is not supported`, written.at);
  return type;
};

const extract: ScalarFunction = (call) => {
  const [regex = () => '', group = () => 0n, source = () => ''] = call.args;
  const type = typeOfCall(call, 3);
  return (row) => {
    const wanted = whole(group(row)) ?? 0;
    for (const { groups } of matchesOf(textOf(regex(row)), textOf(source(row))))
      return castTo(groups[wanted] ?? '', type);
    return type === 'string' ? '' : null;
  };
};

const extractAll = ofAll((values) => {
  const [regex = null, groups = null, source = null] = values.length > 2 ? values : [values[0], null, values[1]];
  const found: Value[] = [];
  for (const match of matchesOf(textOf(regex), textOf(source))) {
    const wanted = isArray(groups) ? groups.map((one) => whole(one) ?? 0) : match.groups.map((_, at) => at).slice(1);
    const texts = wanted.map((at) => match.groups[at] ?? '');
    found.push(texts.length === 1 ? (texts[0] ?? '') : texts);
  }
  return found.length === 0 ? null : found;
});

/** `\1` in the engine's rewrite is a group, `\\` a backslash; nothing else of it means anything. */
const replaceRegex = (source: Value, regex: Value, rewrite: Value): Value => {
  const text = textOf(source);
  const by = textOf(rewrite);
  let out = '';
  let from = 0;
  for (const { start, end, groups } of matchesOf(textOf(regex), text)) {
    out += text.slice(from, start);
    out += by.replace(/\\(\d|\\)/g, (_, sign: string) => (sign === '\\' ? '\\' : (groups[Number(sign)] ?? '')));
    from = end;
  }
  return out + text.slice(from);
};

const trim = (sides: 'both' | 'start' | 'end'): ScalarFunction =>
  plain((regex = null, source = null) => {
    let text = textOf(source);
    const pattern = textOf(regex);
    if (sides !== 'end') {
      const matcher = regexOf(`^(?:${pattern})`).matcher(text);
      if (matcher.find()) text = text.slice(matcher.end());
    }
    if (sides !== 'start') {
      const matcher = regexOf(`(?:${pattern})$`).matcher(text);
      if (matcher.find()) text = text.slice(0, matcher.start());
    }
    return text;
  });

const split = (source: Value, delimiter: Value, requested: Value | undefined): Value => {
  const [text, by] = [textOf(source), textOf(delimiter)];
  const parts = by === '' ? [text] : text.split(by);
  if (requested === undefined) return parts;
  const index = whole(requested) ?? -1;
  const part = index < 0 ? undefined : parts[index];
  return part === undefined ? null : [part];
};

export const TEXT: Readonly<Record<string, ScalarFunction>> = {
  strlen: plain((value = null) =>
    BigInt(isPlain(textOf(value)) ? textOf(value).length : characters(textOf(value)).length),
  ),
  string_size: plain((value = null) => BigInt(new TextEncoder().encode(textOf(value)).length)),
  tolower: plain((value = null) => textOf(value).toLowerCase()),
  toupper: plain((value = null) => textOf(value).toUpperCase()),
  strcat: ofAll((values) => values.map(textOf).join('')),
  strcat_delim: ofAll(([delimiter = null, ...values]) => values.map(textOf).join(textOf(delimiter))),
  strcat_array: plain((array = null, delimiter = null) =>
    isArray(array) ? array.map(textOf).join(textOf(delimiter)) : '',
  ),
  substring: plain((source = null, from, length) => substring(source, from, length)),
  split: plain((source = null, delimiter = null, requested) => split(source, delimiter, requested)),
  replace_string: plain((text = null, lookup = null, by = null) =>
    textOf(lookup) === '' ? textOf(text) : textOf(text).replaceAll(textOf(lookup), () => textOf(by)),
  ),
  replace_regex: plain((source = null, regex = null, by = null) => replaceRegex(source, regex, by)),
  replace: plain((regex = null, by = null, source = null) => replaceRegex(source, regex, by)),
  extract,
  extract_all: extractAll,
  trim: trim('both'),
  trim_start: trim('start'),
  trim_end: trim('end'),
  indexof: plain((source = null, wanted = null, ...more) => indexOf(source, wanted, ...more)),
  countof: plain((source = null, wanted = null, kind = null) => countOf(source, wanted, kind)),
  reverse: plain((value = null) => characters(textOf(value)).toReversed().join('')),
  strcmp: plain((a = null, b = null) => (textOf(a) < textOf(b) ? -1n : textOf(a) > textOf(b) ? 1n : 0n)),
  isascii: plain((value = null) => [...textOf(value)].every((char) => char < '\u0080')),
};
