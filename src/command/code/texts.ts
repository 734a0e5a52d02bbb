import { joinedTexts } from '../../lib/grown.ts';
import { fromBase64, fromHex, inflated, rot13 } from '../decoders.ts';
import {
  concat,
  EMPTY,
  literal,
  MOST_VALUE,
  mapped,
  originOf,
  union,
  unknown,
  type Value,
  withOrigins,
} from '../value.ts';
import {
  asKind,
  asValue,
  type CodeCall,
  type Host,
  knownText,
  MOST_ITEMS,
  NOTHING,
  originsOf,
  type Thing,
  text,
  textOf,
  unknownThing,
} from './things.ts';

/** Text that is made of characters by their numbers; it counts as decoded where it is run. */
export const CHARACTERS = 'characters';

export type TextDecoder = (text: string, host: Host) => string | null;

/** Text with one encoding taken off; of what is not known, where it comes from. */
export const decodedBy = (host: Host, thing: Thing | undefined, layer: string, decoder: TextDecoder | null): Thing => {
  const from = asValue(thing ?? NOTHING);
  const effect = host.emit({ kind: 'decode', layer });
  host.spend(from.text.length / 32);
  const plain = from.known && decoder !== null ? decoder(from.text, host) : null;
  return textOf({ ...withOrigins(mapped(from, plain), [effect]), layers: [...from.layers, layer] });
};

/** Text as it is handed on to be run: what was built of single characters is said to be decoded. */
export const revealed = (host: Host, value: Value): Value =>
  value.layers.includes(CHARACTERS) && value.text.length >= 4 && originOf(value.origins, 'decode') === undefined
    ? withOrigins(value, [host.emit({ kind: 'decode', layer: CHARACTERS })])
    : value;

/** `chr(99)`. Line ends and quotes are written this way by honest authors too. */
export const charactersOf = (codes: readonly (number | null)[]): Thing => {
  let out = '';
  let hides = false;
  for (const code of codes.slice(0, MOST_ITEMS)) {
    if (code === null || !Number.isInteger(code) || code < 0 || code > 0x10ffff) return unknownThing();
    out += String.fromCodePoint(code);
    hides ||= code > 32 && code !== 34 && code !== 39 && code !== 96;
  }
  return textOf({ ...literal(out), layers: hides ? [CHARACTERS] : [] });
};

/** The number of a character: of a number, itself. */
export const codeOf = (thing: Thing | undefined): number | null => {
  if (thing?.kind === 'number') return thing.value;
  const written = knownText(thing);
  return written === null ? null : (written.codePointAt(0) ?? null);
};

/** `"%s-%d" % (a, b)`, `sprintf`. */
export const formatted = (format: Value, given: Thing): Value => {
  if (!format.known) return { ...format, origins: union(format.origins, originsOf(given)) };
  const items = given.kind === 'list' ? given.items : [given];
  const named = asKind(given, 'dict');
  let next = 0;
  let out: Value = EMPTY;
  const pieces = format.text.split(/(%(?:\([^()]{1,60}\))?[-+ #0-9.]{0,10}[a-zA-Z%])/, MOST_ITEMS + 1);
  if (pieces.length > MOST_ITEMS) return { ...mapped(format, null), origins: union(format.origins, originsOf(given)) };
  for (const piece of pieces) {
    if (!/^%.*[a-zA-Z%]$/.test(piece)) out = concat(out, literal(piece));
    else if (piece === '%%') out = concat(out, literal('%'));
    else {
      const name = /^%\(([^()]{1,60})\)/.exec(piece)?.[1];
      const thing = name === undefined ? items[next] : named?.entries.get(name);
      next += 1;
      const held = thing === undefined ? unknown() : asValue(thing);
      const code = piece.endsWith('c') && thing?.kind === 'number' ? charactersOf([thing.value]) : null;
      out = concat(
        out,
        code === null
          ? piece.endsWith('x') && thing?.kind === 'number'
            ? literal(thing.value.toString(16))
            : held
          : asValue(code),
      );
    }
  }
  return out;
};

/** `"{}{1}{name}".format(…)`. */
export const filled = (format: Value, { args, named }: CodeCall): Value => {
  if (!format.known) {
    const given = [...args, ...named.values()].reduce((all, one) => union(all, originsOf(one)), format.origins);
    return { ...format, origins: given };
  }

  let next = 0;
  let out: Value = EMPTY;
  for (const piece of format.text.split(/(\{\{|\}\}|\{[\w.[\]]{0,60}(?:![rsa])?(?::[^{}]{0,20})?\})/, 400)) {
    if (piece === '{{' || piece === '}}') out = concat(out, literal(piece.slice(1)));
    else if (piece.startsWith('{') && piece.endsWith('}')) {
      const name = /^\{([\w]{0,60})/.exec(piece)?.[1] ?? '';
      const thing = name === '' ? args[next] : /^\d+$/.test(name) ? args[Number(name)] : named.get(name);
      next += 1;
      out = concat(out, thing === undefined ? unknown() : asValue(thing));
    } else out = concat(out, literal(piece));
  }
  return out;
};

/** What stands between the items, and the items one after the other. */
export const joinedBy = (host: Host, between: Value, of: Thing | undefined): Thing => {
  const items = of?.kind === 'list' ? of.items : of?.kind === 'dict' ? [...of.entries.keys()].map(text) : null;
  if (items === null) {
    const from = asValue(of ?? NOTHING);
    return from.known && between.text === '' ? textOf(from) : unknownThing(union(between.origins, from.origins));
  }
  host.spend(items.length);
  // Piece by piece it would be copied again and again.
  const values = items.slice(0, MOST_ITEMS).map(asValue);
  if (values.every(({ known }) => known)) {
    const origins = values.reduce<Value['origins']>((all, one) => union(all, one.origins), between.origins);
    const layers = values.reduce<Value['layers']>(
      (all, one) => (one.layers.length > all.length ? one.layers : all),
      [],
    );
    const whole = joinedTexts(
      values.map((one) => one.text),
      between.text,
      MOST_VALUE,
    );
    return textOf(mapped({ text: '', known: true, origins, leads: values[0]?.leads ?? [], layers }, whole));
  }
  let out: Value = EMPTY;
  for (const [index, value] of values.slice(0, 400).entries())
    out = concat(index === 0 ? out : concat(out, between), value);
  return textOf(out);
};

const CODECS: Readonly<Record<string, readonly [layer: string, decoder: TextDecoder | null]>> = {
  base64: ['base64', fromBase64],
  base64url: ['base64', fromBase64],
  base64_codec: ['base64', fromBase64],
  hex: ['hex', fromHex],
  hex_codec: ['hex', fromHex],
  rot13: ['rot13', rot13],
  rot_13: ['rot13', rot13],
  zlib: ['gzip', (value, { machine }) => inflated(value, machine.inflate)],
  zip: ['gzip', (value, { machine }) => inflated(value, machine.inflate)],
  zlib_codec: ['gzip', (value, { machine }) => inflated(value, machine.inflate)],
  bz2: ['bzip2', null],
  uu: ['uu', null],
  unicode_escape: ['escapes', (value) => value],
};

/** Takes an encoding off by its name; a character set changes nothing here. */
export const decodedAs = (host: Host, thing: Thing | undefined, encoding: string): Thing => {
  const name = encoding.toLowerCase().replaceAll('-', '_');
  const codec = Object.hasOwn(CODECS, name) ? CODECS[name] : undefined;
  if (codec !== undefined) return decodedBy(host, thing, codec[0], codec[1]);
  const value = asValue(thing ?? NOTHING);
  return /^utf_?16|^utf16le|^ucs_?2/.test(name)
    ? textOf(value.known ? mapped(value, value.text.replaceAll('\0', '')) : value)
    : textOf(value);
};

const toBase64 = (value: Value): Thing =>
  textOf(mapped(value, value.known && !/[^\0-\xff]/.test(value.text) ? btoa(value.text) : null));
export const encodedAs = (thing: Thing | undefined, encoding: string): Thing => {
  const value = asValue(thing ?? NOTHING);
  if (/^base64/.test(encoding)) return toBase64(value);
  if (/^hex/.test(encoding) && value.known) {
    return textOf(
      mapped(value, [...value.text].map((char) => (char.charCodeAt(0) & 0xff).toString(16).padStart(2, '0')).join('')),
    );
  }
  if (/^rot/.test(encoding) && value.known) return decodedAsIs(value, rot13(value.text));
  return textOf(value);
};

const decodedAsIs = (value: Value, plain: string): Thing =>
  textOf({ ...mapped(value, plain), layers: [...value.layers, CHARACTERS] });
