import { numberOf } from './arithmetic.ts';
import { WORK } from './budget.ts';
import { hidesText, unescaped } from './decoders.ts';
import type { Call, Machine } from './machine.ts';
import { runsIndex } from './subscripts.ts';
import { concat, EMPTY, literal, mapped, type Value, withOrigins } from './value.ts';

/** Conversions and texts between them that are written. */
const MOST_PIECES = 4000;
const MOST_WIDTH = 200;
const CONVERSION = /(%[-+ 0#']{0,5}(?:\d{1,4}|\*)?(?:\.(?:\d{1,4}|\*)?)?[diouxXcsbqeEfFgGa]|%%)/;

/** What `printf` puts out; with `-v` it is set as a variable too. */
export const printed = (machine: Machine, call: Call): Value => {
  const name = call.texts[0] === '-v' ? call.texts[1] : undefined;
  const behind = name === undefined ? call.args : call.args.slice(2);
  const args = behind[0]?.text === '--' ? behind.slice(1) : behind;
  const format = args[0];
  if (format === undefined) return EMPTY;
  let taken = 1;
  const pieces = format.text.split(CONVERSION, MOST_PIECES);
  const takes = pieces.some((piece) => piece !== '%%' && CONVERSION.test(piece));
  const hidden = hidesText(format.text) || (format.text.includes('%b') && args.some(({ text }) => hidesText(text)));
  let out: Value = { ...EMPTY, origins: format.origins, leads: format.leads, layers: format.layers };
  let written = 0;
  do {
    for (const piece of pieces) {
      written += 1;
      if (!machine.spend(WORK.piece + piece.length * WORK.decodedCharacter)) {
        machine.cut(call);
        written = MOST_PIECES;
        break;
      }
      if (piece === '%%') out = concat(out, literal('%'));
      else if (piece.startsWith('%') && CONVERSION.test(piece)) {
        const stars = piece.split('*').length - 1;
        let spec = piece;
        for (let star = 0; star < stars; star += 1) {
          spec = spec.replace('*', args[taken]?.text.slice(0, 4) ?? '');
          taken += 1;
        }
        out = concat(out, converted(spec, args[taken] ?? EMPTY));
        taken += 1;
      } else if (piece !== '') out = concat(out, { ...literal(unescaped(withWholeOctal(piece))), known: format.known });
    }
  } while (takes && taken < args.length && written < MOST_PIECES);
  if (written >= MOST_PIECES) machine.cut(call);
  if (name !== undefined) {
    runsIndex(machine, call, name);
    machine.assign(name, out);
  }
  if (!hidden) return name === undefined ? out : EMPTY;
  const effect = machine.emit({ kind: 'decode', layer: 'escapes' }, call);
  const decoded: Value = { ...withOrigins(out, [effect]), layers: [...out.layers, 'escapes'] };
  if (name === undefined) return decoded;
  machine.assign(name, decoded);
  return EMPTY;
};

/** One octal digit is a character as well. */
const withWholeOctal = (text: string): string =>
  text.replaceAll(/\\(\\|[0-7](?![0-7]))/g, (whole, sign: string) => (sign === '\\' ? whole : `\\00${sign}`));

const converted = (spec: string, value: Value): Value => {
  if (!value.known) return value;
  const letter = spec.at(-1) ?? '';
  const text = convertedText(spec, letter, value.text);
  return mapped(value, text);
};

const convertedText = (spec: string, letter: string, text: string): string | null => {
  const [, flags = '', width = '', precision] = /^%([-+ 0#']*)(\d*)(?:\.(\d*))?/.exec(spec) ?? [];
  const most = precision === undefined ? null : Number(precision);
  if (letter === 's') return padded(most === null ? text : text.slice(0, most), flags, width);
  if (letter === 'b') return padded(unescaped(text), flags, width);
  if (letter === 'q') return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
  if (letter === 'c') return padded(text.slice(0, 1), flags, width);
  return formattedNumber(spec, letter, numberIn(text));
};

/** A number, or the code of a character behind a quote. */
const numberIn = (text: string): bigint | null => {
  if (/^["']/.test(text)) return BigInt(text.codePointAt(1) ?? 0);
  return text.trim() === '' ? 0n : numberOf(text);
};

/** A whole number by a conversion of `printf`; `null` for one that is not known. */
export const formattedNumber = (spec: string, letter: string, number: bigint | null): string | null => {
  if (number === null) return null;
  const [, flags = '', width = '', precision] = /^%([-+ 0#']*)(\d*)(?:\.(\d*))?/.exec(spec) ?? [];
  const base = letter === 'o' ? 8 : /x/i.test(letter) ? 16 : 10;
  const unsigned = base === 10 || number >= 0n ? number : BigInt.asUintN(64, number);
  const sign = unsigned < 0n ? '-' : flags.includes('+') && base === 10 ? '+' : '';
  let digits = (unsigned < 0n ? -unsigned : unsigned).toString(base);
  if (letter === 'X') digits = digits.toUpperCase();
  if (/[eEfFgGa]/.test(letter) && precision !== '0')
    digits += `.${'0'.repeat(precision === undefined ? 6 : Math.min(Number(precision), 20))}`;
  else digits = digits.padStart(Math.min(Number(precision ?? 0), MOST_WIDTH), '0');
  const prefix = flags.includes('#') ? (base === 16 ? `0${letter}` : base === 8 ? '0' : '') : '';
  if (flags.includes('0') && !flags.includes('-'))
    return sign + prefix + digits.padStart(Math.min(Number(width), MOST_WIDTH) - sign.length - prefix.length, '0');
  return padded(sign + prefix + digits, flags, width);
};

export const padded = (text: string, flags: string, width: string): string => {
  const size = Math.min(Number(width), MOST_WIDTH);
  return flags.includes('-') ? text.padEnd(size) : text.padStart(size);
};
