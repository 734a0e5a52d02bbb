import { concat, mapped, union, withOrigins } from '../value.ts';
import { arithmetic } from './calculations.ts';
import { formatted } from './texts.ts';
import {
  asValue,
  dict,
  eitherOf,
  type Host,
  knownNumber,
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

const COMPARES: ReadonlySet<string> = new Set([
  '==',
  '!=',
  '===',
  '!==',
  '<',
  '>',
  '<=',
  '>=',
  'in',
  'not',
  'is',
  'instanceof',
]);

/** What a thing holds under an index; `null` is the place behind its end. */
export const itemOf = (host: Host, of: Thing, index: Thing | null): Thing => {
  if (index === null) return NOTHING;
  if (of.kind === 'either') return eitherOf(of.options.map((one) => itemOf(host, one, index)));
  const key = asValue(index);
  const at = knownNumber(index);
  if (of.kind === 'list' && key.known) {
    const place = /^-\d{1,6}$/.test(key.text) ? of.items.length + Number(key.text) : at;
    if (place !== null) return of.items[place] ?? (of.items.length === 0 ? NOTHING : unknownThing(originsOf(of)));
  }
  if (of.kind === 'dict' && key.known) {
    const found = of.entries.get(key.text);
    if (found !== undefined) return found;
    return unknownThing(originsOf(of));
  }
  if (of.kind === 'text' && of.value.known && /^-?\d{1,6}$/.test(key.text)) {
    return textOf(mapped(of.value, of.value.text.at(Number(key.text)) ?? ''));
  }
  if (key.known && key.text !== '' && at === null) {
    if (of.kind === 'object' || of.kind === 'ref' || of.kind === 'class' || of.kind === 'function') {
      return host.member(of, key.text);
    }
    if (host.language === 'javascript') return host.member(of, key.text);
  }
  if (of.kind === 'list' && host.language === 'javascript' && key.known) return host.member(of, key.text);
  if (of.kind === 'object' && of.type === 'mongo') return of;
  if (of.kind === 'object' && of.fields.has(key.text)) return of.fields.get(key.text) ?? NOTHING;
  return unknownThing(union(originsOf(of), key.origins));
};

/** What a loop over a thing gives, one by one; of what is not known, one item for all. */
export const itemsOf = (thing: Thing, keys: boolean): readonly Thing[] => {
  switch (thing.kind) {
    case 'list':
      return thing.items;
    case 'dict':
      return keys
        ? [...thing.entries.keys()].map((key) => (key.startsWith('\0') ? unknownThing() : text(key)))
        : [...thing.entries.values()];
    case 'text': {
      const { value } = thing;
      if (!value.known || value.text.length > MOST_ITEMS) return [unknownThing(value.origins)];
      // Of bytes, Python gives the numbers; as text it is the same when asked for its number.
      return [...value.text].map((char) => textOf(mapped(value, char)));
    }
    case 'either':
      return itemsOf(thing.options[0] ?? NOTHING, keys);
    default:
      return [unknownThing(originsOf(thing))];
  }
};

/** A part of a text or a list; `set` says which bounds are written, of which one may not be known. */
export const sliceOf = (host: Host, of: Thing, bounds: readonly (number | null)[], set: readonly boolean[]): Thing => {
  const unclear = bounds.some((bound, index) => bound === null && set[index] === true);
  const [from = null, to = null, step = null] = bounds;
  const cut = <T>(items: readonly T[]): readonly T[] => {
    if (step === null || step === 1) return items.slice(from ?? 0, to ?? undefined);
    const out: T[] = [];
    const down = step < 0;
    const place = (bound: number): number => (bound < 0 ? items.length + bound : bound);
    const first = from === null ? (down ? items.length - 1 : 0) : Math.min(place(from), items.length - (down ? 1 : 0));
    const end = to === null ? (down ? -1 : items.length) : place(to);
    if (step !== 0)
      for (let at = first; down ? at > end : at < end; at += step) {
        const one = items[at];
        if (one !== undefined) out.push(one);
      }
    return out;
  };
  if (of.kind === 'list') return unclear ? of : list(cut(of.items));
  const value = asValue(of);
  if (!value.known || unclear) return textOf(mapped(value, null));
  host.spend(value.text.length / 16);
  const chars = cut([...value.text]).join('');
  if (step === null || step === 1 || value.text.length < 4) return textOf(mapped(value, chars));
  return revealedBy(host, textOf(mapped(value, chars)), step === -1 ? 'reversed' : 'characters');
};

/** Text that was hidden from a reader until now. */
const revealedBy = (host: Host, thing: Thing, layer: string): Thing => {
  const value = asValue(thing);
  const effect = host.emit({ kind: 'decode', layer });
  return textOf({ ...withOrigins(value, [effect]), layers: [...value.layers, layer] });
};

/** What an operator gives for two things. */
export const binary = (host: Host, op: string, left: Thing, right: Thing): Thing => {
  if (left.kind === 'either' || right.kind === 'either') {
    const a = left.kind === 'either' ? left.options : [left];
    const b = right.kind === 'either' ? right.options : [right];
    return eitherOf(a.flatMap((one) => b.map((other) => binary(host, op, one, other))).slice(0, 6));
  }
  if (op === '+' && left.kind === 'list' && right.kind === 'list')
    return list([...left.items, ...right.items].slice(0, MOST_ITEMS));
  if (op === '|' && left.kind === 'dict' && right.kind === 'dict') return dict([...left.entries, ...right.entries]);
  if (op === '/' && (left.kind === 'object' || right.kind === 'object')) {
    return host.call(host.member(left, '__truediv__'), [right]);
  }
  const known = arithmetic(op, left, right, host.language);
  if (known !== null) return known;
  if (op === '%' && left.kind === 'text') return textOf(formatted(left.value, right));
  if (op === '*' && host.language === 'python') {
    const [of, times] = left.kind === 'number' ? [right, left.value] : [left, knownNumber(right)];
    const value = asValue(of);
    if (times !== null && value.known && value.text.length * times < 100_000) {
      host.spend((value.text.length * times) / 64);
      return textOf(mapped(value, value.text.repeat(Math.max(0, times))));
    }
  }
  if (op !== '+' && op !== '%')
    return COMPARES.has(op) ? unknownThing() : unknownThing(union(originsOf(left), originsOf(right)));
  const joined = concat(asValue(left), asValue(right));
  host.spend(joined.text.length / 256);
  return textOf(joined);
};

/** What an operator in front of a thing gives. */
export const unary = (op: string, of: Thing): Thing => {
  const value = knownNumber(of);
  if (op === '-' && value !== null) return number(-value);
  if (op === '~' && value !== null) return number(~value);
  if ((op === '!' || op === 'not') && value !== null) return number(value === 0 ? 1 : 0);
  if (op === '+' || op === 'await' || op === 'void') return value === null ? of : number(value);
  return op === 'typeof' || op === 'delete' ? unknownThing() : of.kind === 'object' ? of : unknownThing(originsOf(of));
};
