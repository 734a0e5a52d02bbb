import { joinedTexts, replacedAll } from '../../lib/grown.ts';
import { concat, literal, MOST_VALUE, mapped, union, type Value, withOrigins } from '../value.ts';
import { decodedAs, encodedAs, filled, joinedBy } from './texts.ts';
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
  MOST_ITEMS,
  NOTHING,
  number,
  originsOf,
  type Thing,
  text,
  textOf,
  unknownThing,
} from './things.ts';

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
        : textOf(
            mapped(
              self,
              self.known
                ? joinedTexts(
                    [...self.text].map((char) => asValue(table.entries.get(char) ?? text(char)).text),
                    '',
                    MOST_VALUE,
                  )
                : null,
            ),
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
    // Addresses of a network, one of which stands for all.
    case 'hosts':
    case 'iter_hosts':
    case 'subnets':
      return self;
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
      ? replacedAll(self.text, plain, to.text, MOST_VALUE)
      : self.text.replace(plain, () => to.text);
  return textOf(mapped(self, out === null || out.length > MOST_VALUE ? null : out));
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

const changed = (value: Value, change: (text: string) => string): Thing =>
  textOf(value.known ? mapped(value, change(value.text)) : value);

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
