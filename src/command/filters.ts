import { WORK } from './budget.ts';
import {
  fromBase32,
  fromBase64,
  fromHex,
  fromUrl,
  hidesText,
  inflated,
  reversedLines,
  rot13,
  substituted,
  translated,
  unescaped,
} from './decoders.ts';
import { isFile } from './files.ts';
import type { Call, Machine } from './machine.ts';
import { concat, EMPTY, join, literal, mapped, union, unknown, type Value, withOrigins } from './value.ts';

/** Programs whose output is their input, or nearly so. */
const PASSES: ReadonlySet<string> = new Set([
  ...['cat', 'tac', 'tee', 'head', 'tail', 'more', 'less', 'sort', 'uniq', 'pv', 'sponge', 'strings', 'dd', 'unexpand'],
  ...['expand', 'fold', 'fmt', 'nl', 'iconv', 'dos2unix', 'zcat-plain', 'stdbuf', 'buffer', 'mbuffer'],
]);
const UNPACKS: ReadonlyMap<string, string> = new Map([
  ['gunzip', 'gzip'],
  ['zcat', 'gzip'],
  ['gzip', 'gzip'],
  ['pigz', 'gzip'],
  ['unpigz', 'gzip'],
  ['bunzip2', 'bzip2'],
  ['bzcat', 'bzip2'],
  ['bzip2', 'bzip2'],
  ['unxz', 'xz'],
  ['xzcat', 'xz'],
  ['xz', 'xz'],
  ['zstdcat', 'zstd'],
  ['zstd', 'zstd'],
  ['zlib-flate', 'zlib'],
  ['uncompress', 'compress'],
]);
/** Programs that print their arguments' text in some form of their own. */
export const PRINTERS: ReadonlySet<string> = new Set(['echo', 'printf']);

const hasOption = (args: readonly string[], letters: string, long: readonly string[]): boolean =>
  args.some(
    (arg) =>
      long.some((name) => arg === name || arg.startsWith(`${name}=`)) ||
      (arg.startsWith('-') && !arg.startsWith('--') && [...letters].some((letter) => arg.includes(letter))),
  );

/** Whether there is work left to turn this text into another; says so when not. */
const affords = (machine: Machine, call: Call, { text, known }: Value): boolean => {
  if (!known || text.length < 64 || machine.spend(text.length * WORK.decodedCharacter)) return true;
  machine.cut(call);
  return false;
};

/** What a filter puts out; `null` for a program that is none. */
export const filtered = (machine: Machine, call: Call): Value | null => {
  const { program, texts } = call;
  switch (program) {
    case 'echo':
      return echoed(machine, call);
    case 'printf':
      return printed(machine, call);
    case 'base64':
      return coded(machine, call, hasOption(texts, 'dD', ['--decode']), 'base64', fromBase64);
    case 'base32':
      return coded(machine, call, hasOption(texts, 'dD', ['--decode']), 'base32', fromBase32);
    case 'basenc': {
      const [layer, decoder] = texts.includes('--base16')
        ? (['hex', fromHex] as const)
        : texts.includes('--base32')
          ? (['base32', fromBase32] as const)
          : (['base64', fromBase64] as const);
      return coded(machine, call, hasOption(texts, 'dD', ['--decode']), layer, decoder);
    }
    case 'uudecode':
      return decoded(machine, call, 'uuencode', null);
    case 'xxd':
      return hasOption(texts, 'r', ['-revert'])
        ? decoded(machine, call, 'hex', hasOption(texts, 'p', ['-ps', '-plain']) ? fromHex : null)
        : null;
    case 'openssl': {
      if (texts[0] !== 'enc' && texts[0] !== 'base64') return null;
      if (!texts.includes('-d') && !texts.includes('-D')) return null;
      const plain = texts[0] === 'base64' || texts.includes('-base64') || texts.includes('-a') || texts.includes('-A');
      const cipher = texts.some((text) => /^-(?:aes|des|camellia|chacha|rc4|bf|k|pass)/.test(text));
      return decoded(machine, call, cipher ? 'openssl' : 'base64', plain && !cipher ? fromBase64 : null);
    }
    case 'rev':
      return decoded(machine, call, 'reversed', reversedLines);
    case 'tr': {
      const rot = texts.some((text) => /[nN]-[zZ][aA]-[mM]/.test(text));
      const change = (text: string): string | null => translated(text, texts);
      return rot ? decoded(machine, call, 'rot13', change) : changed(machine, call, change);
    }
    case 'rot13':
      return decoded(machine, call, 'rot13', rot13);
    case 'urldecode':
      return decoded(machine, call, 'url', fromUrl);
    case 'sed': {
      const scripts = texts.filter((text) => !text.startsWith('-'));
      return changed(machine, call, (text) => (scripts.length > 0 ? substituted(text, scripts[0] ?? '') : null));
    }
    case 'cut':
      return changed(machine, call, (text) => cutOut(text, texts));
    case 'head':
    case 'tail': {
      const from = source(machine, call);
      const part = from.known ? ended(from.text, program, texts) : null;
      // What cannot be told apart is passed on whole, as the other filters do.
      return part === null ? from : mapped(from, part);
    }
    case 'which':
    case 'realpath':
    case 'readlink':
    case 'basename':
      return texts.length === 1 ? (call.args[0] ?? null) : null;
    default:
  }
  const unpacks = UNPACKS.get(program);
  if (unpacks !== undefined) {
    const packs =
      ['gzip', 'pigz', 'bzip2', 'xz', 'zstd'].includes(program) &&
      !hasOption(texts, 'd', ['--decompress', '--uncompress']);
    if (packs) return mapped(source(machine, call), null);
    const from = source(machine, call);
    const text = from.known && (unpacks === 'gzip' || unpacks === 'zlib') ? unpacked(machine, call, from.text) : null;
    return { ...mapped(from, text), layers: [...from.layers, unpacks] };
  }
  return PASSES.has(program) ? source(machine, call) : null;
};

/** Of a few characters much may come out. */
const unpacked = (machine: Machine, call: Call, text: string): string | null => {
  if (machine.spend(WORK.unpacked + text.length * WORK.character)) {
    const out = inflated(text, machine.inflate);
    if (out === null || machine.spend(out.length * WORK.character * 3)) return out;
  }
  machine.cut(call);
  return null;
};

/** What a filter reads: the files that it is given, as far as they are known, else its input. */
export const source = (machine: Machine, { program, texts, args, input }: Call): Value => {
  let out: Value | null = null;
  let names = false;
  for (const [index, text] of texts.entries()) {
    // The first word of openssl says what it does.
    if (index === 0 && program === 'openssl') continue;
    const name = text.startsWith('if=') ? text.slice(3) : text;
    if (name.startsWith('-') || (program === 'tee' && index >= 0) || /^(?:of|bs|count|skip|status|conv)=/.test(name))
      continue;
    const file = machine.files.get(name);
    if (file !== undefined) out = out === null ? file : concat(out, file);
    else if (isFile(name) && !/^\+?\d+$/.test(name)) {
      names = true;
      const origins = args[index]?.origins ?? [];
      if (origins.length > 0) out = out === null ? unknown(origins) : concat(out, unknown(origins));
    }
  }
  if (out !== null) return input === null ? out : { ...out, origins: union(out.origins, input.origins) };
  if (input !== null) return names && program !== 'tee' ? { ...mapped(input, null), leads: input.origins } : input;
  return names ? unknown() : EMPTY;
};

const changed = (machine: Machine, call: Call, change: (text: string) => string | null): Value => {
  const from = withoutOperands(machine, call);
  return mapped(from, from.known && affords(machine, call, from) ? change(from.text) : null);
};

/** The input of a filter whose first words are no files. */
const withoutOperands = (machine: Machine, call: Call): Value => {
  const file = machine.files.get(call.texts.at(-1) ?? '');
  if (file !== undefined) return file;
  return call.input ?? unknown();
};

const decoded = (
  machine: Machine,
  call: Call,
  layer: string,
  decoder: ((text: string) => string | null) | null,
): Value => {
  const from = decoder === null || layer === 'rot13' ? withoutOperands(machine, call) : source(machine, call);
  const effect = machine.emit({ kind: 'decode', layer }, call);
  const text = from.known && decoder !== null && affords(machine, call, from) ? decoder(from.text) : null;
  return { ...withOrigins(mapped(from, text), [effect]), layers: [...from.layers, layer] };
};

const coded = (
  machine: Machine,
  call: Call,
  decodes: boolean,
  layer: string,
  decoder: (text: string) => string | null,
): Value => {
  if (decodes) return decoded(machine, call, layer, decoder);
  const from = source(machine, call);
  const text =
    from.known && layer === 'base64' && affords(machine, call, from) && !/[^\0-\xff]/.test(from.text)
      ? btoa(from.text)
      : null;
  return mapped(from, text);
};

const echoed = (machine: Machine, call: Call): Value => {
  let first = 0;
  while (first < call.texts.length && /^-[neE]+$/.test(call.texts[first] ?? '')) first += 1;
  const options = call.texts.slice(0, first).join('');
  const words = join(call.args.slice(first), ' ');
  if (!affords(machine, call, words)) return mapped(words, null);
  const hidden = hidesText(words.text);
  const value = hidden || options.includes('e') ? withEscapes(machine, call, words, hidden) : words;
  return options.includes('n') ? value : concat(value, literal('\n'));
};

const withEscapes = (machine: Machine, call: Call, value: Value, hidden: boolean): Value => {
  const text = mapped(value, unescaped(value.text));
  if (!hidden) return text;
  const effect = machine.emit({ kind: 'decode', layer: 'escapes' }, call);
  return { ...withOrigins(text, [effect]), layers: [...value.layers, 'escapes'] };
};

const MOST_CONVERSIONS = 500;

const printed = (machine: Machine, call: Call): Value => {
  const args = call.texts[0] === '--' ? call.args.slice(1) : call.texts[0] === '-v' ? call.args.slice(2) : call.args;
  const format = args[0];
  if (format === undefined) return EMPTY;
  let taken = 1;
  const pieces = format.text.split(/(%-?\d{0,4}[sbqdcx]|%%)/, MOST_CONVERSIONS);
  const takes = pieces.some((piece) => /^%.*[sbqdcx]$/.test(piece));
  const hidden = hidesText(format.text) || (format.text.includes('%b') && args.some(({ text }) => hidesText(text)));
  let out: Value = { ...EMPTY, origins: format.origins, leads: format.leads, layers: format.layers };
  let conversions = 0;
  do {
    for (const piece of pieces) {
      conversions += 1;
      if (!machine.spend(WORK.word + piece.length * WORK.decodedCharacter)) {
        machine.cut(call);
        conversions = MOST_CONVERSIONS;
        break;
      }
      if (piece === '%%') out = concat(out, literal('%'));
      else if (/^%.*[sbqdcx]$/.test(piece)) {
        const next = args[taken] ?? EMPTY;
        taken += 1;
        out = concat(out, piece.endsWith('b') ? mapped(next, unescaped(next.text)) : next);
      } else if (piece !== '') out = concat(out, { ...literal(unescaped(piece)), known: format.known });
    }
  } while (takes && taken < args.length && conversions < MOST_CONVERSIONS);
  if (conversions >= MOST_CONVERSIONS) machine.cut(call);
  if (call.texts[0] === '-v' && call.texts[1] !== undefined) machine.assign(call.texts[1], out);
  if (!hidden) return out;
  const effect = machine.emit({ kind: 'decode', layer: 'escapes' }, call);
  return { ...withOrigins(out, [effect]), layers: [...out.layers, 'escapes'] };
};

/** `head -c 4`, `tail -c +3`, `tail -n 1`: the beginning or the end of a text; `null` for other options. */
const ended = (text: string, program: string, texts: readonly string[]): string | null => {
  const options = texts.filter((one, index) => one.startsWith('-') || /^[+-]?\d+$/.test(one) || index === 0).join(' ');
  const [, unit, sign, digits] = /(?:^| )-{1,2}(c|n|bytes|lines)[ =]?([+-]?)(\d{1,7})(?: |$)/.exec(options) ?? [];
  if (unit === undefined) return null;
  const amount = Number(digits);
  const isBytes = unit.startsWith('c') || unit.startsWith('b');
  const units = isBytes ? [...text] : text.replace(/\n$/, '').split('\n');
  const gap = isBytes ? '' : '\n';
  if (program === 'head')
    return (sign === '-' ? units.slice(0, Math.max(0, units.length - amount)) : units.slice(0, amount)).join(gap);
  return (sign === '+' ? units.slice(Math.max(0, amount - 1)) : amount === 0 ? [] : units.slice(-amount)).join(gap);
};

/** `cut -c2-5`, `cut -d: -f2`: what it cuts out of each line; `null` for other selections. */
const cutOut = (text: string, texts: readonly string[]): string | null => {
  const options = texts.join(' ');
  const characters = /(?:^| )-[cb] ?(\d*)(-?)(\d*)(?: |$)/.exec(options);
  const lines = text.replace(/\n$/, '').split('\n');
  if (characters !== null) {
    const from = characters[1] === '' ? 1 : Number(characters[1]);
    const to = characters[2] === '' ? from : characters[3] === '' ? undefined : Number(characters[3]);
    return lines.map((line) => line.slice(from - 1, to)).join('\n');
  }
  const field = /(?:^| )-f ?(\d{1,3})(?: |$)/.exec(options);
  const delimiter =
    texts.find((one) => /^-d./.test(one))?.slice(2) ?? (texts.includes('-d') ? texts[texts.indexOf('-d') + 1] : '\t');
  if (field === null || delimiter === undefined || delimiter === '') return null;
  return lines.map((line) => line.split(delimiter)[Number(field[1]) - 1] ?? '').join('\n');
};
