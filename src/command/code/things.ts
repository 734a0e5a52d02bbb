import type { Act, Effect } from '../../model/effect.ts';
import type { Call, Machine } from '../machine.ts';
import { concat, EMPTY, literal, union, unknown, type Value } from '../value.ts';
import type { Language } from './parse.ts';
import type { ClassNode, FunctionNode } from './tree.ts';

/** Items of one list, and characters that are looked at one by one. */
export const MOST_ITEMS = 20_000;

/** What a name or an expression of a program stands for. */
export type Thing =
  | { readonly kind: 'text'; readonly value: Value }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'none' }
  | ListThing
  | DictThing
  /** A module, or something in one, by its path: `os.system`. */
  | { readonly kind: 'ref'; readonly path: string }
  | FunctionThing
  | ClassThing
  | ObjectThing
  | { readonly kind: 'method'; readonly of: Thing; readonly name: string }
  /** One of several, as the program goes. */
  | { readonly kind: 'either'; readonly options: readonly Thing[] };

export interface ListThing {
  readonly kind: 'list';
  readonly items: Thing[];
}

export interface DictThing {
  readonly kind: 'dict';
  readonly entries: Map<string, Thing>;
}

export interface FunctionThing {
  readonly kind: 'function';
  readonly node: FunctionNode;
  readonly scope: Names;
  readonly self: Thing | null;
}

export interface ClassThing {
  readonly kind: 'class';
  readonly node: ClassNode;
  readonly members: Names;
  readonly bases: readonly Thing[];
}

/** Something that a library made: a socket, a file, a response. */
export interface ObjectThing {
  readonly kind: 'object';
  readonly type: string;
  readonly fields: Map<string, Thing>;
  /** Effects whose data it gives out. */
  origins: readonly Effect[];
  readonly made: ClassThing | null;
}

/** Names of one block of a program, and those around it. */
export interface Names {
  readonly held: Map<string, Thing>;
  readonly around: Names | null;
  /** Names that belong to the program as a whole. */
  readonly global: Set<string>;
}

export const namesIn = (around: Names | null): Names => ({ held: new Map(), around, global: new Set() });

export const NOTHING: Thing = { kind: 'none' };
export const text = (value: string): Thing => ({ kind: 'text', value: literal(value) });
export const textOf = (value: Value): Thing => ({ kind: 'text', value });
export const number = (value: number): Thing => ({ kind: 'number', value });
export const ref = (path: string): Thing => ({ kind: 'ref', path });
export const list = (items: readonly Thing[]): ListThing => ({ kind: 'list', items: [...items] });
export const dict = (entries: Iterable<readonly [string, Thing]> = []): DictThing => ({
  kind: 'dict',
  entries: new Map(entries),
});
export const unknownThing = (origins: readonly Effect[] = [], shown?: string): Thing => textOf(unknown(origins, shown));
export const object = (
  type: string,
  origins: readonly Effect[] = [],
  fields: Iterable<readonly [string, Thing]> = [],
): ObjectThing => ({ kind: 'object', type, origins, fields: new Map(fields), made: null });

/** Text that is known, or null. */
export const knownText = (thing: Thing | undefined): string | null =>
  thing?.kind === 'text' && thing.value.known ? thing.value.text : null;
export const knownNumber = (thing: Thing | undefined): number | null => {
  if (thing?.kind === 'number') return thing.value;
  const written = knownText(thing);
  return written !== null && /^\d{1,9}$/.test(written) ? Number(written) : null;
};

const MOST_OPTIONS = 4;

const saysNothing = (thing: Thing): boolean =>
  thing.kind === 'none' ||
  (thing.kind === 'text' && thing.value.text === '' && thing.value.origins.length === 0) ||
  (thing.kind === 'list' && thing.items.length === 0) ||
  (thing.kind === 'dict' && thing.entries.size === 0);

/** What a name holds after branches that set it differently. An empty value says less than any other. */
export const eitherOf = (things: readonly Thing[]): Thing => {
  const options: Thing[] = [];
  for (const one of things.flatMap((thing) => (thing.kind === 'either' ? thing.options : [thing]))) {
    if (!saysNothing(one) && options.length < MOST_OPTIONS && !options.some((other) => isSame(one, other)))
      options.push(one);
  }
  const [only] = options;
  if (only === undefined) return things[0] ?? NOTHING;
  return options.length === 1 ? only : { kind: 'either', options };
};

const isSame = (a: Thing, b: Thing): boolean =>
  a === b ||
  (a.kind === 'text' && b.kind === 'text' && a.value.text === b.value.text && a.value.origins === b.value.origins) ||
  (a.kind === 'number' && b.kind === 'number' && a.value === b.value) ||
  (a.kind === 'ref' && b.kind === 'ref' && a.path === b.path);

export const optionsOf = (thing: Thing | undefined): readonly Thing[] =>
  thing === undefined ? [] : thing.kind === 'either' ? thing.options : [thing];

/** The first of several that is of a kind. */
export const asKind = <K extends Thing['kind']>(
  thing: Thing | undefined,
  kind: K,
): Extract<Thing, { readonly kind: K }> | undefined =>
  // The test is on the tag that tells the union apart.
  optionsOf(thing).find((one) => one.kind === kind) as Extract<Thing, { readonly kind: K }> | undefined;

export const asObject = (thing: Thing | undefined, type: string): ObjectThing | undefined => {
  const found = asKind(thing, 'object');
  return found?.type === type ? found : undefined;
};

const MOST_LEVELS = 6;
/** Things that are looked through for where a thing comes from; one may stand in another many times over. */
const MOST_LOOKED_AT = 1000;

/** Effects whose data is in a thing. */
export const originsOf = (thing: Thing): readonly Effect[] => {
  let found: readonly Effect[] = [];
  let left = MOST_LOOKED_AT;
  const look = (one: Thing, level: number): void => {
    left -= 1;
    if (left < 0 || level > MOST_LEVELS) return;
    switch (one.kind) {
      case 'text':
        found = union(found, one.value.origins);
        return;
      case 'list':
        for (const item of one.items) if (left > 0) look(item, level + 1);
        return;
      case 'dict':
        for (const entry of one.entries.values()) if (left > 0) look(entry, level + 1);
        return;
      case 'object':
        found = union(found, one.origins);
        for (const field of one.fields.values()) if (left > 0) look(field, level + 1);
        return;
      case 'method':
        look(one.of, level + 1);
        return;
      case 'either':
        for (const option of one.options) look(option, level + 1);
        return;
      default:
    }
  };
  look(thing, 0);
  return found;
};

/** A thing as the text that it turns into. */
export const asValue = (thing: Thing): Value => {
  switch (thing.kind) {
    case 'text':
      return thing.value;
    case 'number':
      return literal(String(thing.value));
    case 'none':
      return EMPTY;
    case 'either':
      return asValue(thing.options[0] ?? NOTHING);
    case 'list': {
      // Of a list in a text, the items are what counts.
      const [only] = thing.items;
      return only !== undefined && only.kind !== 'list' && thing.items.length === 1
        ? asValue(only)
        : unknown(originsOf(thing));
    }
    default:
      return unknown(originsOf(thing));
  }
};

export const joinedOf = (things: readonly Thing[]): Value => {
  let out: Value = EMPTY;
  for (const one of things) out = concat(out, asValue(one));
  return out;
};

/** One call of something that a language or a library brings. */
export interface CodeCall {
  /** `os.system`; `socket#connect` for a method of an object. */
  readonly path: string;
  readonly self: Thing;
  readonly args: readonly Thing[];
  readonly named: ReadonlyMap<string, Thing>;
}

/** What handlers of calls may ask of the program that is read. */
export interface Host {
  readonly machine: Machine;
  readonly language: Language;
  /** Where the statement stands. */
  readonly at: Pick<Call, 'scope' | 'shown'>;
  /** What comes in on the standard input. */
  readonly input: Value | null;
  /** Words behind the program. */
  readonly operands: readonly Value[];
  /** Texts that were handed to a shell or to the interpreter. */
  readonly ran: Set<string>;
  /** Texts that a shell ran. */
  readonly started: Set<string>;
  /** What the program has put out. */
  output: Value;
  /** The socket that standard input and output were joined with. */
  joined: ObjectThing | null;
  /** The directory that the program made its root. */
  newRoot: string | null;
  /** Files by the numbers that the program opened them under. */
  readonly descriptors: Map<number, string>;
  emit(act: Act): Effect;
  spend(units?: number): boolean;
  call(callee: Thing, args: readonly Thing[], named?: ReadonlyMap<string, Thing>, self?: Thing): Thing;
  /** Calls a function once the statement around has ended, as an event does. */
  later(callee: Thing, args: readonly Thing[], self: Thing): void;
  member(of: Thing, name: string): Thing;
  /** What a name of the program holds. */
  named(name: string): Thing;
  assign(name: string, thing: Thing): void;
  /** Runs code of the same language among the names of the program. */
  runsCode(code: Value): Thing;
}

export type Handler = (host: Host, call: CodeCall) => Thing;

/** What calls of functions do, by the paths of those. */
export type Calls = readonly (readonly [path: string, handler: Handler])[];

/** An argument by its name or place. */
export const argumentOf = (
  { args, named }: CodeCall,
  place: number,
  ...names: readonly string[]
): Thing | undefined => {
  for (const name of names) {
    const found = named.get(name);
    if (found !== undefined) return found;
  }
  return args[place];
};

/** A handler of a call that gives nothing back, or always the same. */
export const does =
  (act: (host: Host, call: CodeCall) => unknown, gives: () => Thing = () => NOTHING): Handler =>
  (host, call) => {
    act(host, call);
    return gives();
  };
