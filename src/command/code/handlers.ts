import { union } from '../value.ts';
import { runsAsCode } from './acts.ts';
import { javascriptCall, javascriptMember, javascriptPath } from './javascript-calls.ts';
import { dictMethod, listMethod, textMethod } from './methods.ts';
import { objectMember, objectMethod } from './objects.ts';
import type { Language } from './parse.ts';
import { phpCall, phpMember, phpPath } from './php-calls.ts';
import { pythonCall, pythonMember, pythonPath } from './python-calls.ts';
import {
  asKind,
  type CodeCall,
  type Handler,
  type Host,
  knownText,
  type ObjectThing,
  originsOf,
  ref,
  type Thing,
  unknownThing,
} from './things.ts';

const PATHS = { python: pythonPath, javascript: javascriptPath, php: phpPath } as const;
const CALLS = { python: pythonCall, javascript: javascriptCall, php: phpCall } as const;
const MEMBERS = { python: pythonMember, javascript: javascriptMember, php: phpMember } as const;
/** A path of names and dots beyond any that a library has. */
const MOST_PATH = 300;

/** The handler of a function that a language or a library brings. */
export const handlerOf = (language: Language, path: string): Handler | undefined =>
  CALLS[language](PATHS[language](path));

export const isKnownName = (language: Language, path: string): boolean => handlerOf(language, path) !== undefined;

/** What a path means that the program did not set itself. */
export const nameOfPath = (host: Host, path: string): Thing => {
  if (path.length > MOST_PATH) return unknownThing();
  const plain = PATHS[host.language](path);
  return MEMBERS[host.language](host, plain) ?? ref(plain);
};

export const memberOfObject = (host: Host, self: ObjectThing, name: string): Thing | null =>
  objectMember(host, self, name);

/** The handler of a method: of a library's object, or of text, lists and dictionaries. */
export const methodOf = (of: Thing, name: string): Handler | undefined => {
  if (name === 'call' || name === 'apply' || name === 'bind') return applies(name);
  if (of.kind === 'object') return of.type === 'code' ? runsCode : objectMethod(of.type, name);
  if (of.kind === 'text' || of.kind === 'number') return orGeneric((host, call) => textMethod(host, call, name));
  if (of.kind === 'list') return orGeneric((host, call) => listMethod(host, call, name));
  if (of.kind === 'dict') return orGeneric((_host, call) => dictMethod(call, name));
  return undefined;
};

/** A function that was made of text: the names of what it takes, then its code. */
const runsCode: Handler = (host, { self, args }) => {
  if (self.kind !== 'object') return unknownThing();
  const names = asKind(self.fields.get('names'), 'list')?.items ?? [];
  for (const [index, name] of names.slice(0, 20).entries()) {
    host.assign(knownText(name) ?? '', args[index] ?? unknownThing());
  }
  return runsAsCode(host, self.fields.get('code'));
};

/** `f.call(this, …)`, `f.apply(this, list)`, `f.bind(this)`. */
const applies =
  (name: string): Handler =>
  (host, call) => {
    const [, ...given] = call.args;
    if (name === 'bind') return call.self;
    const [first] = given;
    return host.call(
      call.self,
      name === 'apply' && first?.kind === 'list' ? first.items : given,
      new Map(),
      call.args[0],
    );
  };

/** What a method without a handler passes on. */
const orGeneric =
  (method: (host: Host, call: CodeCall) => Thing | null): Handler =>
  (host, call) => {
    const found = method(host, call);
    if (found !== null) return found;
    const given = [...call.args, ...call.named.values()];
    for (const one of given) if (one.kind === 'function') host.call(one, [unknownThing(originsOf(call.self))]);
    return unknownThing(given.reduce((all, one) => union(all, originsOf(one)), originsOf(call.self)));
  };
