import { numberOf } from './arithmetic.ts';
import { fromBase64 } from './decoders.ts';
import { madeByJq } from './jq-objects.ts';
import { compile, find, type Spend } from './pattern.ts';

/** What a filter makes of a text; `null` when its options ask for more than is followed here. */
type TextFilter = (text: string, texts: readonly string[], spend: Spend) => string | null;

const MOST_LINES = 20_000;
const MOST_WIDTH = 10_000;

const linesOf = (text: string): readonly string[] =>
  text === '' ? [] : text.replace(/\n$/, '').split('\n', MOST_LINES);
const fromLines = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

const flagsOf = (texts: readonly string[]): string =>
  texts
    .filter((text) => /^-[a-zA-Z]/.test(text))
    .map((text) => text.slice(1))
    .join('');

/** The value of a short option, in the same word or the next. */
const optionOf = (texts: readonly string[], letter: string): string | null => {
  for (const [index, text] of texts.entries()) {
    const at = /^-[a-zA-Z]/.test(text) ? text.indexOf(letter) : -1;
    if (at > 0) return text.length > at + 1 ? text.slice(at + 1) : (texts[index + 1] ?? null);
  }
  return null;
};

const sorted: TextFilter = (text, texts) => {
  const flags = flagsOf(texts);
  const key = optionOf(texts, 'k');
  const mark = optionOf(texts, 't');
  const field = key === null ? 0 : Number.parseInt(key, 10);
  const isNumeric = /[nghV]/.test(flags) || (key !== null && /n/.test(key));
  const part = (line: string): string =>
    field < 1 ? line : ((mark === null ? line.trim().split(/\s+/) : line.split(mark))[field - 1] ?? '');
  const numberAt = (line: string): number => Number(/^\s*-?\d+(?:\.\d+)?/.exec(part(line))?.[0] ?? 0);
  const order = (a: string, b: string): number => {
    const byNumber = isNumeric ? numberAt(a) - numberAt(b) : 0;
    if (byNumber !== 0) return byNumber;
    const [left, right] = [part(a), part(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  };
  const lines = [...linesOf(text)].sort(order);
  if (flags.includes('r')) lines.reverse();
  return fromLines(flags.includes('u') ? lines.filter((line, index) => line !== lines[index - 1]) : lines);
};

const withoutRepeats: TextFilter = (text, texts) =>
  flagsOf(texts) === '' ? fromLines(linesOf(text).filter((line, index, lines) => line !== lines[index - 1])) : null;

const backwards: TextFilter = (text) => fromLines([...linesOf(text)].reverse());

const pasted: TextFilter = (text, texts) => {
  const marks = (optionOf(texts, 'd') ?? '\t').replaceAll(/\\([0nt\\])/g, (_, sign: string) =>
    sign === '0' ? '' : sign === 'n' ? '\n' : sign === 't' ? '\t' : '\\',
  );
  const lines = linesOf(text);
  if (flagsOf(texts).includes('s')) {
    let out = '';
    for (const [index, line] of lines.entries())
      out += index === 0 ? line : (marks === '' ? '' : (marks[(index - 1) % marks.length] ?? '')) + line;
    return `${out}\n`;
  }
  const columns = texts.filter((one) => one === '-').length;
  if (columns < 2) return null;
  const rows: string[] = [];
  for (let at = 0; at < lines.length; at += columns) rows.push(lines.slice(at, at + columns).join(marks.slice(0, 1)));
  return fromLines(rows);
};

const folded: TextFilter = (text, texts) => {
  const given = optionOf(texts, 'w') ?? texts.find((one) => /^-\d+$/.test(one))?.slice(1) ?? '80';
  const width = Number(given);
  if (!Number.isInteger(width) || width < 1 || width > MOST_WIDTH) return null;
  const pieces = linesOf(text).flatMap((line) => {
    const out: string[] = [];
    for (let at = 0; at < Math.max(line.length, 1); at += width) out.push(line.slice(at, at + width));
    return out;
  });
  return pieces.join('\n') + (text.endsWith('\n') ? '\n' : '');
};

const searched: TextFilter = (text, texts, spend) => {
  const flags = flagsOf(texts.filter((one) => !one.startsWith('-e')));
  if (/[clLqABCHnfbm]/.test(flags)) return null;
  const operands = texts.filter((one) => !one.startsWith('-') || one === '-');
  const source = optionOf(texts, 'e') ?? operands[0];
  if (source === undefined) return null;
  const isFixed = flags.includes('F');
  const whole = flags.includes('x') ? `^(?:${source})$` : flags.includes('w') ? `\\b(?:${source})\\b` : source;
  const pattern = compile(isFixed ? source.replaceAll(/[\\.*[\]^$+?(){}|]/g, '\\$&') : whole, {
    syntax: isFixed || /[EPxw]/.test(flags) ? 'extended' : 'basic',
    ignoreCase: flags.includes('i'),
  });
  if (pattern === null) return null;
  const out: string[] = [];
  for (const line of linesOf(text)) {
    let match = find(pattern, line, spend);
    if (match === undefined) return null;
    if (!flags.includes('o')) {
      if ((match !== null) !== flags.includes('v')) out.push(line);
      continue;
    }
    while (match !== null) {
      if (match.end > match.start) out.push(line.slice(match.start, match.end));
      match = find(pattern, line, spend, { from: Math.max(match.end, match.start + 1) });
      if (match === undefined) return null;
      if (match !== null && match.start >= line.length) break;
    }
  }
  return fromLines(out);
};

const numbered: TextFilter = (text) =>
  fromLines(linesOf(text).map((line, index) => (line === '' ? '' : `${String(index + 1).padStart(6)}\t${line}`)));

const hexOf = (text: string): readonly string[] =>
  [...text].map((sign) => (sign.charCodeAt(0) & 0xff).toString(16).padStart(2, '0'));

const dumped: TextFilter = (text, texts) => {
  if (!texts.some((one) => /^-(?:p|ps|plain)$/.test(one))) return null;
  return fromLines(
    (
      hexOf(text)
        .join('')
        .match(/.{1,60}/g) ?? []
    ).map(String),
  );
};

const octal: TextFilter = (text, texts) => {
  const isHex = texts.some((one) => /x1/.test(one));
  const isDecimal = texts.some((one) => /u1|d1/.test(one));
  const isOctal = texts.some((one) => /o1/.test(one)) || texts.includes('-b');
  if (!texts.some((one) => /^-[a-z]*A[a-z]*n?$|^-An/.test(one)) || !(isHex || isDecimal || isOctal)) return null;
  const codes = [...text].map((sign) => {
    const code = sign.charCodeAt(0) & 0xff;
    return isHex
      ? code.toString(16).padStart(2, '0')
      : isDecimal
        ? String(code).padStart(3)
        : code.toString(8).padStart(3, '0');
  });
  const rows: string[] = [];
  for (let at = 0; at < codes.length; at += 16) rows.push(` ${codes.slice(at, at + 16).join(' ')}`);
  return fromLines(rows);
};

/** `xxd -r` of a whole dump. */
export const fromDump = (text: string): string | null => {
  let out = '';
  for (const line of linesOf(text)) {
    const digits = /^\s{0,8}[0-9a-fA-F]{1,16}:\s((?:[0-9a-fA-F]{2,8}\s?){1,32})/.exec(line)?.[1];
    if (digits === undefined) return null;
    const clean = digits.replaceAll(/\s+/g, '');
    for (let at = 0; at + 1 < clean.length; at += 2)
      out += String.fromCharCode(Number.parseInt(clean.slice(at, at + 2), 16));
  }
  return out;
};

/** Text between `begin` and `end`, in either of the two codings. */
export const fromUuencoded = (text: string): string | null => {
  const lines = linesOf(text);
  const start = lines.findIndex((line) => /^begin(?:-base64)? [0-7]{3,4} /.test(line));
  if (start < 0) return null;
  if (lines[start]?.startsWith('begin-base64') === true) {
    const end = lines.indexOf('====', start);
    return fromBase64(lines.slice(start + 1, end < 0 ? undefined : end).join(''));
  }
  let out = '';
  for (const line of lines.slice(start + 1)) {
    if (line === 'end') break;
    const six = (at: number): number => ((line.charCodeAt(at) || 32) - 32) & 63;
    const length = six(0);
    let row = '';
    for (let at = 1; row.length < length && at < line.length; at += 4) {
      const bits = (six(at) << 18) | (six(at + 1) << 12) | (six(at + 2) << 6) | six(at + 3);
      row += String.fromCharCode((bits >> 16) & 255, (bits >> 8) & 255, bits & 255);
    }
    out += row.slice(0, length);
  }
  return out;
};

/** The parts of each line that `cut` is told to keep; `null` for other selections. */
const cutOut: TextFilter = (text, texts) => {
  const characters = optionOf(texts, 'c') ?? optionOf(texts, 'b');
  const fields = characters === null ? optionOf(texts, 'f') : null;
  const list = characters ?? fields;
  const isOther = texts.some((one) => one.startsWith('--complement') || /^-s/.test(one));
  if (list === null || isOther || !/^[\d,-]{1,100}$/.test(list)) return null;
  const ranges = list.split(',').map((one) => {
    const [from = '', to] = one.split('-');
    return [
      Number(from === '' ? 1 : from),
      to === undefined ? Number(from) : to === '' ? Number.POSITIVE_INFINITY : Number(to),
    ] as const;
  });
  const keeps = (place: number): boolean => ranges.some(([from, to]) => place >= from && place <= to);
  const mark = optionOf(texts, 'd') ?? '\t';
  const given = texts.find((one) => one.startsWith('--output-delimiter='))?.slice(19);
  if (characters === null && mark === '') return null;
  return fromLines(
    linesOf(text).map((line) => {
      if (characters !== null) return [...line].filter((_, index) => keeps(index + 1)).join('');
      const parts = line.split(mark);
      return parts.length === 1 ? line : parts.filter((_, index) => keeps(index + 1)).join(given ?? mark);
    }),
  );
};

/** Characters of what jq is asked for, which may hold the text itself. */
const MOST_JSON_PATH = 32 * 1024;

/** A field, an element or `@base64d` of a JSON text, along a path. */
const ofJson: TextFilter = (text, texts) => {
  const made = texts.some((one) => /^-[a-zA-Z]*n|^--null-input$/.test(one)) ? madeByJq(texts) : null;
  if (made !== null) return made;
  const path = texts.find((one) => !one.startsWith('-'));
  if (path === undefined || path.length > MOST_JSON_PATH || text.length > 256 * 1024) return null;
  let found: unknown[];
  const isAlone = texts.some((one) => /^-[a-zA-Z]*n|^--null-input$/.test(one));
  try {
    found = isAlone ? [null] : [JSON.parse(text)];
  } catch {
    return null;
  }
  for (const stage of path.match(/(?:"(?:[^"\\]|\\.)*"|[^|])+/gs) ?? []) {
    const next = stepped(found, stage.trim());
    if (next === null || next.length > MOST_LINES) return null;
    found = next;
  }
  const isRaw = texts.some((one) => /^-[a-z]*[rj]|^--raw-output$/.test(one));
  const shown = found.map((one) => (typeof one === 'string' && isRaw ? one : JSON.stringify(one)));
  return texts.some((one) => /^-[a-z]*j/.test(one)) ? shown.join('') : fromLines(shown);
};

const stepped = (given: readonly unknown[], stage: string): unknown[] | null => {
  const written = /^(?:"(?:[^"\\]|\\[^(])*"|\[[\d\s,]*\])$/s.test(stage) ? literalOf(stage) : undefined;
  if (written !== undefined) return given.map(() => written);
  if (stage === '@base64d') return given.map((one) => (typeof one === 'string' ? fromBase64(one) : null));
  if (stage === 'reverse' || stage === 'add' || /^join\("[^"\\]*"\)$/.test(stage)) {
    return given.map((one) => {
      const list: readonly unknown[] = Array.isArray(one) ? one : [];
      if (stage === 'reverse') return [...list].reverse();
      return list.map(String).join(stage === 'add' ? '' : stage.slice(6, -2));
    });
  }
  if (stage === 'implode')
    return given.map((one) => (Array.isArray(one) ? String.fromCodePoint(...one.slice(0, 4000).map(codePoint)) : null));
  let found: unknown[] = [...given];
  let rest = stage;
  while (rest !== '' && rest !== '.') {
    const match = /^(?:\.?\["([^"\\]{1,200})"\]|\.?\[(-?\d{0,6})\]|\."([^"\\]{1,200})"|\.([A-Za-z_]\w{0,200}))\??/.exec(
      rest,
    );
    if (match === null) return null;
    rest = rest.slice(match[0].length);
    const key = match[1] ?? match[3] ?? match[4];
    const index = match[2];
    found = found.flatMap((one): unknown[] => {
      if (typeof one !== 'object' || one === null) return [null];
      if (key !== undefined)
        return [Object.hasOwn(one, key) ? (Object.entries(one).find(([name]) => name === key)?.[1] ?? null) : null];
      if (index === '') return Object.values(one);
      return Array.isArray(one) ? [one.at(Number(index)) ?? null] : [null];
    });
  }
  return found;
};

const literalOf = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
};

const codePoint = (one: unknown): number =>
  typeof one === 'number' && one >= 0 && one <= 0x10ffff ? Math.floor(one) : 0xfffd;

/** Lines of `bc` with whole numbers and the two bases. */
const calculated: TextFilter = (text) => {
  let input = 10;
  let output = 10;
  const out: string[] = [];
  for (const piece of text.split(/[;\n]/, MOST_LINES)) {
    const line = piece.trim();
    const base = /^([io])base\s{0,4}=\s{0,4}(\d{1,2}|[A-F])$/.exec(line);
    if (base !== null) {
      const value = /[A-F]/.test(base[2] ?? '')
        ? Number.parseInt(base[2] ?? '', 16)
        : Number.parseInt(base[2] ?? '', input);
      if (value < 2 || value > 36) return null;
      if (base[1] === 'i') input = value;
      else output = value;
    } else if (line !== '' && !/^(?:scale|quit)/.test(line)) {
      const sum = /^(-?[0-9A-F]{1,20})(?:\s{0,4}([-+*/%])\s{0,4}(-?[0-9A-F]{1,20}))?$/.exec(line);
      if (sum === null) return null;
      const [a, b] = [sum[1], sum[3]].map((one) => (one === undefined ? 0n : wholeOf(one, input)));
      if (a === undefined || b === undefined || a === null || b === null) return null;
      const sign = sum[2];
      if (b === 0n && (sign === '/' || sign === '%')) return null;
      const value = sign === '-' ? a - b : sign === '*' ? a * b : sign === '/' ? a / b : sign === '%' ? a % b : a + b;
      out.push(value.toString(output).toUpperCase());
    }
  }
  return fromLines(out);
};

/** `dc -e '1819502624P'`: numbers that are printed as the bytes that they are made of, or as numbers. */
export const stacked = (texts: readonly string[]): string | null => {
  const at = texts.findIndex((one) => one === '-e' || one.startsWith('--expression'));
  const program = at < 0 ? undefined : (/=(.*)$/s.exec(texts[at] ?? '')?.[1] ?? texts[at + 1]);
  if (program === undefined || program.length > MOST_NUMBER) return null;
  let out = '';
  for (const [whole, digits = '', print] of program.matchAll(/([0-9A-F]{1,20000})\s{0,8}([Ppn])\s{0,8}|\S/g)) {
    if (print === undefined || /[A-F]/.test(digits)) return whole === 'q' ? out : null;
    if (print === 'P') out += bytesOf(BigInt(digits));
    else out += print === 'p' ? `${BigInt(digits)}\n` : String(BigInt(digits));
  }
  return out;
};
const MOST_NUMBER = 20_000;

const bytesOf = (number: bigint): string => {
  const digits = number.toString(16);
  return (digits.padStart(digits.length + (digits.length % 2), '0').match(/../g) ?? [])
    .map((pair) => String.fromCharCode(Number.parseInt(pair, 16)))
    .join('');
};

const wholeOf = (text: string, base: number): bigint | null =>
  base === 10 && /[A-F]/.test(text) ? null : numberOf(text.replace(/^(-?)/, `$1${base}#`));

/** Filters by the name of the program. */
export const TEXT_FILTERS: ReadonlyMap<string, TextFilter> = new Map([
  ['sort', sorted],
  ['uniq', withoutRepeats],
  ['tac', backwards],
  ['paste', pasted],
  ['fold', folded],
  ['grep', searched],
  ['egrep', (text, texts, spend) => searched(text, ['-E', ...texts], spend)],
  ['fgrep', (text, texts, spend) => searched(text, ['-F', ...texts], spend)],
  ['nl', numbered],
  ['xxd', dumped],
  ['od', octal],
  ['cut', cutOut],
  ['jq', ofJson],
  ['bc', calculated],
]);

/** `seq 3`, `seq 5 -1 1`, `seq -s , 1 3`; `null` for more than a few thousand numbers. */
export const sequence = (texts: readonly string[]): string | null => {
  const separator = optionOf(
    texts.filter((one) => !/^-\d/.test(one)),
    's',
  );
  const numbers = texts.filter((one) => /^-?\d{1,9}$/.test(one)).map(Number);
  const [first, second, third] = numbers;
  if (first === undefined || numbers.length > 3) return null;
  const from = second === undefined ? 1 : first;
  const step = third === undefined ? 1 : (second ?? 1);
  const to = third ?? second ?? first;
  const count = step === 0 ? -1 : Math.floor((to - from) / step) + 1;
  if (count < 0 || count > 4000) return count < 0 && step !== 0 ? '' : null;
  const all = Array.from({ length: count }, (_, index) => String(from + index * step));
  return separator === null ? fromLines(all) : `${all.join(separator)}\n`;
};

/** `expr` of three words, of a part of a text, and of a length. */
export const expression = (texts: readonly string[], spend: Spend): string | null => {
  const [a = '', b = '', c = '', d = ''] = texts;
  if (a === 'substr' && texts.length === 4)
    return `${b.slice(Math.max(0, Number(c) - 1), Math.max(0, Number(c) - 1) + Number(d))}\n`;
  if (a === 'length' && texts.length === 2) return `${b.length}\n`;
  if (texts.length === 1) return `${a}\n`;
  if (texts.length !== 3) return null;
  if (b === ':') {
    const pattern = compile(c, { syntax: 'basic' });
    const match = pattern === null ? null : find(pattern, a, spend, { anchored: true });
    if (match === undefined || match === null || pattern === null) return null;
    const [from = -1, to = -1] = match.groups.slice(2, 4);
    return pattern.groups > 0 ? `${from < 0 ? '' : a.slice(from, to)}\n` : `${match.end}\n`;
  }
  const [left, right] = [numberOf(a), numberOf(c)];
  if (left === null || right === null) return null;
  if (b === '+') return `${left + right}\n`;
  if (b === '-') return `${left - right}\n`;
  if (b === '*') return `${left * right}\n`;
  if (right === 0n) return null;
  return b === '/' ? `${left / right}\n` : b === '%' ? `${left % right}\n` : null;
};
