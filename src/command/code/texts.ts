import { fromBase64, fromHex, inflated, rot13 } from '../decoders.ts';
import { concat, EMPTY, literal, mapped, originOf, union, unknown, type Value, withOrigins } from '../value.ts';
import type { Language } from './parse.ts';
import {
  asKind,
  asValue,
  type CodeCall,
  dict,
  eitherOf,
  type Host,
  joinedOf,
  knownNumber,
  knownText,
  type ListThing,
  list,
  NOTHING,
  number,
  originsOf,
  type Thing,
  text,
  textOf,
  unknownThing,
} from './things.ts';

const MOST_ITEMS = 20_000;
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

/** An operation on values that are known; `null` where it is another one, or they are not. */
export const arithmetic = (op: string, left: Thing, right: Thing, language: Language): Thing | null => {
  const [a, b] = [left, right].map((one) => {
    if (one.kind === 'number') return one.value;
    const written = knownText(one);
    if (written === null) return null;
    // A byte of Python is a number that stands here as a character.
    if (language === 'python') return written.length === 1 ? written.charCodeAt(0) : null;
    return /^\d{1,9}$/.test(written) ? Number(written) : null;
  });
  const texts = left.kind === 'text' && right.kind === 'text';
  if (op === '==' || op === '===' || op === '!=' || op === '!==') {
    const [x, y] = [asValue(left), asValue(right)];
    if (!x.known || !y.known || left.kind === 'none' || right.kind === 'none') return null;
    return number(Number((x.text === y.text) === op.startsWith('=')));
  }
  if (op === '^' && texts && language === 'php') return xored(asValue(left), asValue(right));
  if (a === null || b === null || a === undefined || b === undefined) return null;
  if (texts && language !== 'php' && !(language === 'javascript' && op !== '+')) return null;
  if (op === '+' && (left.kind === 'text' || right.kind === 'text') && language !== 'python') return null;
  switch (op) {
    case '+':
      return number(a + b);
    case '-':
      return number(a - b);
    case '*':
      return left.kind === 'number' && right.kind === 'number' ? number(a * b) : null;
    case '/':
      return number(a / b);
    case '//':
      return number(Math.floor(a / b));
    case '%':
      return left.kind === 'number' ? number(((a % b) + b) % b) : null;
    case '**':
      return number(a ** b);
    case '^':
      return number(a ^ b);
    case '&':
      return number(a & b);
    case '|':
      return number(a | b);
    case '<<':
      return number(a << b);
    case '>>':
      return number(a >> b);
    case '<':
      return number(Number(a < b));
    case '>':
      return number(Number(a > b));
    case '<=':
      return number(Number(a <= b));
    case '>=':
      return number(Number(a >= b));
    default:
      return null;
  }
};

const xored = (a: Value, b: Value): Thing => {
  if (!a.known || !b.known) return unknownThing(union(a.origins, b.origins));
  let out = '';
  for (let at = 0; at < Math.min(a.text.length, b.text.length); at += 1) {
    out += String.fromCharCode(a.text.charCodeAt(at) ^ b.text.charCodeAt(at));
  }
  return textOf({ ...mapped(a, out), layers: [...a.layers, CHARACTERS] });
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
const filled = (format: Value, { args, named }: CodeCall): Value => {
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
    const whole = values.map((one) => one.text).join(between.text);
    return textOf({ text: whole, known: true, origins, leads: values[0]?.leads ?? [], layers });
  }
  let out: Value = EMPTY;
  for (const [index, value] of values.slice(0, 400).entries())
    out = concat(index === 0 ? out : concat(out, between), value);
  return textOf(out);
};

const replaced = (host: Host, self: Value, from: string, to: Value, all: boolean): Thing => {
  if (!self.known || !to.known) return textOf({ ...mapped(self, null), origins: union(self.origins, to.origins) });
  const pattern = /^\/(.{1,40})\/([a-z]{0,4})$/s.exec(from);
  const plain = pattern === null ? from : (pattern[1] ?? '').replaceAll(/\\(.)/gs, '$1');
  if (pattern !== null && /[[\]().*+?^$|{}]/.test((pattern[1] ?? '').replaceAll(/\\./gs, ''))) {
    // A class of characters, which is what hides a text as often as a plain one.
    const set = /^\[([^\]\\^-]{1,20})\]\+?$/.exec(pattern[1] ?? '')?.[1];
    if (set === undefined) return textOf(mapped(self, null));
    return textOf(
      mapped(self, [...self.text].filter((char) => !set.includes(char)).join(to.text === '' ? '' : to.text)),
    );
  }
  host.spend(self.text.length / 32);
  const out =
    all || pattern?.[2]?.includes('g') === true
      ? self.text.replaceAll(plain, () => to.text)
      : self.text.replace(plain, () => to.text);
  return textOf(mapped(self, out.length > 256 * 1024 ? null : out));
};

const splitBy = (host: Host, self: Value, by: string | null, most: number | null): Thing => {
  if (!self.known) return unknownThing(self.origins);
  host.spend(self.text.length / 16);
  const parts = by === null ? self.text.trim().split(/\s+/, MOST_ITEMS) : self.text.split(by, MOST_ITEMS);
  const kept =
    most !== null && most > 0 && parts.length > most + 1
      ? [...parts.slice(0, most), parts.slice(most).join(by ?? ' ')]
      : parts;
  return list(kept.map((part) => textOf(mapped(self, part))));
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

const changed = (value: Value, change: (text: string) => string): Thing =>
  textOf(value.known ? mapped(value, change(value.text)) : value);

/** Methods of text, of Python and of JavaScript; `null` for others. */
export const textMethod = (host: Host, call: CodeCall, name: string): Thing | null => {
  const self = asValue(call.self);
  const [first, second] = call.args;
  const [a, b] = [knownNumber(first), knownNumber(second)];
  host.spend(self.text.length / 128);
  switch (name) {
    case 'join':
      return joinedBy(host, self, first);
    case 'format':
      return textOf(filled(self, call));
    case 'replace':
    case 'replaceAll': {
      const from = knownText(first);
      const isEvery = name === 'replaceAll' || host.language === 'python';
      return from === null || from === ''
        ? textOf(self)
        : replaced(host, self, from, asValue(second ?? text('')), isEvery);
    }
    case 'split':
      return knownText(first) === ''
        ? list([...(self.known ? self.text.slice(0, MOST_ITEMS) : '')].map((char) => textOf(mapped(self, char))))
        : splitBy(host, self, knownText(first), host.language === 'python' ? b : null);
    case 'splitlines':
      return splitBy(host, self, '\n', null);
    case 'strip':
    case 'trim':
    case 'lstrip':
    case 'rstrip':
    case 'trimEnd':
    case 'trimStart':
      return changed(self, (value) =>
        knownText(first) === null ? value.trim() : stripped(value, knownText(first) ?? '', name),
      );
    case 'lower':
    case 'toLowerCase':
    case 'casefold':
      return changed(self, (value) => value.toLowerCase());
    case 'upper':
    case 'toUpperCase':
      return changed(self, (value) => value.toUpperCase());
    case 'swapcase':
      return changed(self, (value) =>
        [...value].map((char) => (char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase())).join(''),
      );
    case 'decode':
      return decodedAs(host, call.self, knownText(first ?? call.named.get('encoding')) ?? '');
    case 'encode':
    case 'toString':
    case 'toJSON':
      return encodedAs(call.self, knownText(first) ?? '');
    case 'hex':
      return encodedAs(call.self, 'hex');
    case 'toWellFormed':
    case 'normalize':
    case 'valueOf':
    case 'tobytes':
    case '__str__':
    case 'expandtabs':
      return textOf(self);
    case 'concat':
    case '__add__':
      return textOf(concat(self, joinedOf(call.args)));
    case 'repeat':
    case '__mul__':
      return self.known && a !== null && a * self.text.length < 100_000
        ? changed(self, (value) => value.repeat(Math.max(0, a)))
        : textOf(mapped(self, null));
    case 'charAt':
    case 'at':
      return self.known && a !== null ? textOf(mapped(self, self.text.at(a) ?? '')) : unknownThing(self.origins);
    case 'charCodeAt':
    case 'codePointAt':
      return self.known ? number(self.text.charCodeAt(a ?? 0)) : unknownThing(self.origins);
    case 'slice':
      return first !== undefined && signed(first) === null
        ? unknownThing(self.origins)
        : changed(self, (value) => value.slice(signed(first) ?? 0, signed(second) ?? undefined));
    case 'substring':
      return changed(self, (value) => value.substring(a ?? 0, b ?? undefined));
    case 'substr':
      return changed(self, (value) => value.slice(a ?? 0, b === null ? undefined : (a ?? 0) + b));
    case 'translate': {
      const table = asKind(first, 'dict');
      return table === undefined
        ? textOf(mapped(self, null))
        : changed(self, (value) =>
            [...value].map((char) => asValue(table.entries.get(char) ?? text(char)).text).join(''),
          );
    }
    case 'map':
    case 'forEach':
    case 'reverse':
      return listMethod(
        host,
        {
          ...call,
          self: list([...(self.known ? self.text.slice(0, MOST_ITEMS) : '')].map((char) => textOf(mapped(self, char)))),
        },
        name,
      );
    default:
      return null;
  }
};

/** A number with a sign, as the bounds of a slice have it. */
const signed = (thing: Thing | undefined): number | null =>
  thing?.kind === 'number' ? thing.value : knownNumber(thing);

const stripped = (value: string, set: string, name: string): string => {
  let from = 0;
  let to = value.length;
  if (name !== 'rstrip') while (from < to && set.includes(value[from] ?? '')) from += 1;
  if (name !== 'lstrip') while (to > from && set.includes(value[to - 1] ?? '')) to -= 1;
  return value.slice(from, to);
};

/** Methods of lists, of Python and of JavaScript; `null` for others. */
export const listMethod = (host: Host, call: CodeCall, name: string): Thing | null => {
  const self = asKind(call.self, 'list');
  if (self === undefined) return null;
  const [first, second] = call.args;
  const add = (things: readonly Thing[]): void => {
    self.items.push(...things.slice(0, Math.max(0, MOST_ITEMS - self.items.length)));
  };
  switch (name) {
    case 'join':
      return joinedBy(host, first === undefined ? literal(',') : asValue(first), self);
    case 'append':
    case 'push':
    case 'add':
      add(call.args);
      return NOTHING;
    case 'extend':
    case 'update':
      add(first?.kind === 'list' ? first.items : call.args);
      return NOTHING;
    case 'concat':
      return list(
        [...self.items, ...call.args.flatMap((one) => (one.kind === 'list' ? one.items : [one]))].slice(0, MOST_ITEMS),
      );
    case 'reverse':
      self.items.reverse();
      return hides(host, self);
    case 'slice': {
      const [from, to] = [signed(first), signed(second)];
      return list(self.items.slice(from ?? 0, to ?? undefined));
    }
    case 'map':
      return first === undefined
        ? self
        : list(mappedOver(host, self.items, (one, index) => host.call(first, [one, number(index)])));
    case 'forEach':
    case 'filter':
    case 'flatMap':
      if (first !== undefined) mappedOver(host, self.items, (one, index) => host.call(first, [one, number(index)]));
      return self;
    case 'reduce': {
      if (first === undefined) return null;
      return mappedOver(host, self.items, (one) => one).reduce(
        (all, one) => host.call(first, [all, one]),
        second ?? text(''),
      );
    }
    case 'pop':
      return knownNumber(first) === 0 ? (self.items.shift() ?? NOTHING) : (self.items.pop() ?? NOTHING);
    case 'shift':
      return self.items.shift() ?? NOTHING;
    case 'insert':
      if (second !== undefined && self.items.length < MOST_ITEMS) self.items.splice(knownNumber(first) ?? 0, 0, second);
      return NOTHING;
    case 'unshift':
      if (self.items.length < MOST_ITEMS) self.items.unshift(...call.args);
      return NOTHING;
    case 'toString':
    case 'decode':
      return joinedBy(host, literal(name === 'toString' ? ',' : ''), self);
    case 'sort':
    case 'flat':
    case 'values':
    case 'copy':
    case 'tolist':
      return self;
    case 'entries':
      return list(self.items.map((one, index) => list([number(index), one])));
    case 'at':
      return self.items.at(signed(first) ?? 0) ?? NOTHING;
    default:
      return null;
  }
};

/** Single characters in reverse are text that is to be read the other way. */
const hides = (host: Host, self: ListThing): Thing => {
  if (self.items.length < 4 || !self.items.every((one) => knownText(one)?.length === 1)) return self;
  const [effect] = [host.emit({ kind: 'decode', layer: 'reversed' })];
  const marked = self.items.map((one) => {
    const value = withOrigins(asValue(one), [effect]);
    return textOf({ ...value, layers: [...value.layers, 'reversed'] });
  });
  self.items.splice(0, self.items.length, ...marked);
  return self;
};

export const mappedOver = (
  host: Host,
  items: readonly Thing[],
  change: (one: Thing, index: number) => Thing,
): readonly Thing[] => {
  const out: Thing[] = [];
  for (const [index, one] of items.entries()) {
    if (!host.spend() || index >= MOST_ITEMS) break;
    out.push(change(one, index));
  }
  return out;
};

/** Methods of dictionaries and objects; `null` for others. */
export const dictMethod = (call: CodeCall, name: string): Thing | null => {
  const self = asKind(call.self, 'dict');
  if (self === undefined) return null;
  const [first, second] = call.args;
  const key = knownText(first);
  const origins = originsOf(self);
  switch (name) {
    case 'get':
    case 'pop':
    case 'setdefault':
    case '__getitem__':
      return (key === null ? undefined : self.entries.get(key)) ?? eitherOf([second ?? NOTHING, unknownThing(origins)]);
    case 'items':
    case 'entries':
      return list([...self.entries].map(([name, one]) => list([text(name), one])));
    case 'values':
      return list([...self.entries.values()]);
    case 'keys':
      return list([...self.entries.keys()].map(text));
    case 'update':
      if (first?.kind === 'dict') for (const [name, one] of first.entries) self.entries.set(name, one);
      for (const [name, one] of call.named) self.entries.set(name, one);
      return NOTHING;
    case 'copy':
      return dict(self.entries);
    case 'set':
      if (key !== null && second !== undefined && self.entries.size < 2000) self.entries.set(key, second);
      return self;
    default:
      return null;
  }
};
