import { baseName } from '../lib/path.ts';
import { unpacksInPlace } from './archives.ts';
import { followAwk } from './awk.ts';
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
  translated,
  unescaped,
} from './decoders.ts';
import { source, textSource } from './filter-sources.ts';
import { containersPutBy } from './jq-objects.ts';
import type { Call, Machine } from './machine.ts';
import { printed } from './printf.ts';
import { commandsIn, edited, sedOptions } from './sed.ts';
import { expression, fromDump, fromUuencoded, sequence, stacked, TEXT_FILTERS } from './text-filters.ts';
import { concat, EMPTY, join, literal, MARK, mapped, union, unknown, type Value, withOrigins } from './value.ts';

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
      return decoded(machine, call, 'uuencode', fromUuencoded);
    case 'xxd':
      return hasOption(texts, 'r', ['-revert'])
        ? decoded(machine, call, 'hex', hasOption(texts, 'p', ['-ps', '-plain']) ? fromHex : fromDump)
        : changed(machine, call, (text) => TEXT_FILTERS.get('xxd')?.(text, texts, spendOf(machine, call)) ?? null);
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
    case 'sed':
      return sed(machine, call);
    case 'awk':
    case 'gawk':
    case 'mawk':
    case 'nawk':
      return awk(machine, call);
    case 'seq': {
      const format = texts.indexOf('-f');
      const text = format < 0 ? null : (texts[format + 1] ?? '');
      return mapped(EMPTY, text === null ? sequence(texts) : `${text.replaceAll(/%[-0-9.]*[gef]/g, '1')}\n`);
    }
    case 'dc': {
      const length = texts.reduce((sum, text) => sum + text.length, 0);
      const value = literal('');
      // A number of many digits is converted in the square of them.
      if (!machine.spend(length * WORK.decodedCharacter * (1 + length / 2000))) {
        machine.cut(call);
        return unknown();
      }
      const effect = machine.emit({ kind: 'decode', layer: 'numbers' }, call);
      return { ...withOrigins(mapped(value, stacked(texts)), [effect]), layers: ['numbers'] };
    }
    case 'yes':
      // It goes on without an end; the first line says all of it.
      return call.args.length === 0 ? literal('y\n') : concat(join(call.args, ' '), literal('\n'));
    case 'envsubst':
      return changed(machine, call, (text) => substituted(text, machine));
    case 'comm': {
      const files = texts.filter((text) => !text.startsWith('-')).map((text) => machine.files.get(text));
      return files[0] ?? files[1] ?? call.input ?? null;
    }
    case 'diff': {
      const from = textSource(machine, call);
      return mapped(from, from.known ? from.text.replaceAll(/^(?=.)/gm, '< ') : null);
    }
    case 'expr': {
      const words = join(call.args, ' ');
      return mapped(words, words.known ? expression(texts, spendOf(machine, call)) : null);
    }
    case 'head':
    case 'tail': {
      const from = source(machine, call);
      const part = from.known ? ended(from.text, program, texts) : null;
      // What cannot be told apart is passed on whole, as the other filters do.
      return part === null ? from : mapped(from, part);
    }
    case 'command':
    case 'type':
      return call.args.at(-1) ?? null;
    case 'dirname':
    case 'basename': {
      const [path, suffix] = call.args.filter(({ text }) => !text.startsWith('-'));
      if (path === undefined || !path.known) return path ?? null;
      const plain = path.text.replace(/\/+$/, '');
      if (program === 'dirname')
        return mapped(path, plain.replace(/\/?[^/]*$/, '') || (plain.includes('/') ? '/' : '.'));
      const name = baseName(plain);
      return mapped(
        path,
        suffix?.known === true && suffix.text !== '' && name.endsWith(suffix.text)
          ? name.slice(0, -suffix.text.length)
          : name,
      );
    }
    case 'which':
    case 'realpath':
    case 'readlink': {
      const [only, ...more] = call.args.filter(({ text }) => !text.startsWith('-'));
      return more.length === 0 ? (only ?? null) : null;
    }
    default:
  }
  const unpacks = UNPACKS.get(program);
  if (unpacks !== undefined) {
    const packs =
      ['gzip', 'pigz', 'bzip2', 'xz', 'zstd'].includes(program) &&
      !hasOption(texts, 'd', ['--decompress', '--uncompress']);
    if (packs) return mapped(source(machine, call), null);
    const from = source(machine, call);
    const text = from.known && ['gzip', 'zlib', 'zstd'].includes(unpacks) ? unpacked(machine, call, from.text) : null;
    const out = { ...mapped(from, text), layers: [...from.layers, unpacks] };
    return unpacksInPlace(machine, call, out) ? EMPTY : out;
  }
  const filter = TEXT_FILTERS.get(program);
  if (filter !== undefined) {
    const from = program === 'jq' && hasOption(texts, 'n', ['--null-input']) ? EMPTY : textSource(machine, call);
    const text = from.known && affords(machine, call, from) ? filter(from.text, texts, spendOf(machine, call)) : null;
    const put = text === null && program === 'jq' ? containersPutBy(texts) : '';
    if (put !== '') return unknown(from.origins, `${MARK}\n---\n${put}`);
    // What passes lines on is taken to pass on all of them where its options are not followed.
    return text === null && PASSES.has(program) ? from : mapped(from, text);
  }
  if (
    program === 'cat' &&
    texts.length === 1 &&
    OF_THE_IMAGE.test(texts[0] ?? '') &&
    machine.files.get(texts[0] ?? '') === undefined
  )
    return literal(`${texts[0]} "$@"\n`);
  return PASSES.has(program) ? source(machine, call) : null;
};

/** A program of the image: what is copied of it does what it does. */
const OF_THE_IMAGE = /^(?:\/usr(?:\/local)?)?\/s?bin\/[\w.+-]{1,40}$/;

/** Of a few characters much may come out. */
const unpacked = (machine: Machine, call: Call, text: string): string | null => {
  if (machine.spend(WORK.unpacked + text.length * WORK.character)) {
    const out = inflated(text, machine.inflate);
    if (out === null || machine.spend(out.length * WORK.character * 3)) return out;
  }
  machine.cut(call);
  return null;
};

const spendOf =
  (machine: Machine, call: Call) =>
  (work: number): boolean => {
    if (machine.spend(work)) return true;
    machine.cut(call);
    return false;
  };

/** A text with the variables that are set in their places. */
const substituted = (text: string, { variables }: Machine): string => {
  let room = MOST_SUBSTITUTED;
  return text.replaceAll(/\$(?:\{(\w{1,80})\}|([A-Za-z_]\w{0,80}))/g, (whole, braced?: string, plain?: string) => {
    const value = variables.get(braced ?? plain ?? '');
    if (value?.known !== true || value.text.length > room) return whole;
    room -= value.text.length;
    return value.text;
  });
};
const MOST_SUBSTITUTED = 64 * 1024;

/** `sed`: what it puts out, and what it runs on its way. */
const sed = (machine: Machine, call: Call): Value => {
  const from = textSource(machine, call);
  const options = sedOptions(call.texts, (name) => machine.files.get(name)?.text ?? null);
  if (!from.known) for (const one of commandsIn(options)) machine.runText(literal(one), call.scope, null);
  if (!from.known || !affords(machine, call, from)) return mapped(from, null);
  const { text, runs } = edited(from.text, options, spendOf(machine, call));
  for (const one of runs) machine.runText(mapped(from, one), call.scope, null);
  return mapped(from, text);
};

/** A program of awk that is followed: what it puts out, and the shells that it starts; `null` for another. */
const awk = (machine: Machine, call: Call): Value | null => {
  const variables: [string, string][] = [];
  let separator: string | null = null;
  let program: Value | undefined;
  let origins = call.input?.origins ?? [];
  let text: string | null = call.input?.known === true ? call.input.text : call.input === null ? '' : null;
  const operands: Value[] = [];
  for (let at = 0; at < call.texts.length; at += 1) {
    const word = call.texts[at] ?? '';
    const option = /^-([vFf])(.*)$/s.exec(word);
    if (option !== null && program === undefined) {
      if (option[2] === '') at += 1;
      const given = option[2] === '' ? (call.texts[at] ?? '') : (option[2] ?? '');
      if (option[1] === 'F') separator = given === 't' ? '\t' : unescaped(given);
      else if (option[1] === 'f') program = machine.files.get(given);
      else variables.push([given.slice(0, given.indexOf('=')), unescaped(given.slice(given.indexOf('=') + 1))]);
    } else if (program === undefined) {
      if (!word.startsWith('--')) program = call.args[at];
    } else if (operands.push(call.args[at] ?? EMPTY) > 0 && /^\w{1,40}=/.test(word))
      variables.push([word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]);
    else {
      const file = machine.files.get(word);
      text = file?.known === true ? file.text : null;
      if (file !== undefined) origins = union(origins, file.origins);
    }
  }
  if (program?.known !== true) return null;
  // Where what it reads is not known, only what it starts is worth a look.
  if (text === null && !/system|getline|\||BEGIN/.test(program.text)) return null;
  if (!machine.spend(WORK.text + program.text.length * WORK.codeCharacter)) return null;
  const written = withWords(program.text, machine, operands);
  const run = followAwk({ program: written, separator, variables, text }, spendOf(machine, call));
  if (run === null) return null;
  for (const { command, input } of run.runs) {
    const fed = input === null ? null : { ...literal(input), origins, layers: call.input?.layers ?? [] };
    machine.runText({ ...literal(command), layers: call.input?.layers ?? [] }, call.scope, fed);
  }
  // Where it is not known what comes out, the other look at the program says what it may run.
  if (run.text === null) return null;
  return {
    ...literal(run.text),
    origins: union(origins, program.origins),
    leads: origins,
    layers: call.input?.layers ?? [],
  };
};

/** A program of awk in which a literal stands for a variable of the environment, or for a word behind it. */
const withWords = (program: string, { variables }: Machine, operands: readonly Value[]): string => {
  if (!/ENVIRON|ARGV/.test(program)) return program;
  let room = MOST_SUBSTITUTED;
  return program.replaceAll(
    /\bENVIRON\["(\w{1,80})"\]|\bARGV\[(\d{1,2})\]/g,
    (whole, name: string | undefined, place: string | undefined) => {
      const value = name === undefined ? operands[Number(place) - 1] : variables.get(name);
      if (value?.known !== true || value.text.length > room) return whole;
      room -= value.text.length;
      return JSON.stringify(value.text);
    },
  );
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

/** What is left of a text of which a decoder is told to pass over what it does not know. */
const withoutGarbage = (text: string, layer: string): string =>
  text.replaceAll(layer === 'base64' ? /[^A-Za-z0-9+/=]+/g : layer === 'hex' ? /[^0-9A-F]+/g : /[^A-Z2-7=]+/g, '');

const coded = (
  machine: Machine,
  call: Call,
  decodes: boolean,
  layer: string,
  decoder: (text: string) => string | null,
): Value => {
  if (decodes) {
    const isLoose = hasOption(call.texts, 'i', ['--ignore-garbage']);
    return decoded(machine, call, layer, isLoose ? (text) => decoder(withoutGarbage(text, layer)) : decoder);
  }
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
  // Without -e the echo of bash leaves them to whoever reads on, and that of other shells knows none of two digits.
  const hidden =
    hidesText(words.text) && (options.includes('e') || (call.scope.shell !== 'bash' && !words.text.includes('\\x')));
  const value = hidden || options.includes('e') ? withEscapes(machine, call, words, hidden) : words;
  return options.includes('n') ? value : concat(value, literal('\n'));
};

const withEscapes = (machine: Machine, call: Call, value: Value, hidden: boolean): Value => {
  const text = mapped(value, unescaped(value.text));
  if (!hidden) return text;
  const effect = machine.emit({ kind: 'decode', layer: 'escapes' }, call);
  return { ...withOrigins(text, [effect]), layers: [...value.layers, 'escapes'] };
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
