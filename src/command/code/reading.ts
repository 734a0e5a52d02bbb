import type { Act, Effect } from '../../model/effect.ts';

import type { Call, Machine } from '../machine.ts';
import { EMPTY, literal, union, type Value, withOrigins } from '../value.ts';
import type { Budget } from './budget.ts';
import { handlerOf, isKnownName, memberOfObject, methodOf, nameOfPath } from './handlers.ts';
import { fromJavaScript } from './javascript.ts';
import { binary, itemOf, itemsOf, sliceOf, unary } from './operations.ts';
import { type Language, parseCode } from './parse.ts';
import { fromPhp } from './php.ts';
import { fromPython } from './python.ts';
import {
  asKind,
  asValue,
  type ClassThing,
  type CodeCall,
  dict,
  eitherOf,
  type FunctionThing,
  type Host,
  joinedOf,
  knownNumber,
  list,
  MOST_ITEMS,
  type Names,
  NOTHING,
  namesIn,
  number,
  type ObjectThing,
  object,
  originsOf,
  ref,
  type Thing,
  text,
  textOf,
  unknownThing,
} from './things.ts';
import type { Argument, ClassNode, Clause, FunctionNode, Node } from './tree.ts';

/** Calls and values in one another. */
const MOST_DEPTH = 60;
/** Code that is run by code. */
const MOST_TEXTS = 6;
/** Rounds of a loop whose end is known. */
const MOST_ROUNDS = 4096;
/** Steps that every loop may take. */
const LEAST_ROUNDS = 1000;
const MOST_NAMES = 4000;
const MOST_SHOWN = 300;
const MOST_RESULTS = 200;

const LOWER = { python: fromPython, javascript: fromJavaScript, php: fromPhp } as const;

/** Follows one program of an interpreter without running it: what its names hold, and what the calls that matter would do. */
export class Reading implements Host {
  readonly machine: Machine;
  readonly language: Language;
  readonly input: Value | null;
  readonly operands: readonly Value[];
  readonly descriptors = new Map<number, string>();
  readonly ran = new Set<string>();
  readonly started = new Set<string>();
  output: Value = EMPTY;
  joined: ObjectThing | null = null;
  newRoot: string | null = null;
  private readonly outer: Pick<Call, 'scope' | 'shown'>;
  private readonly budget: Budget;
  private readonly root: Names = namesIn(null);
  private names: Names = this.root;
  private readonly opened: string[] = [];
  private readonly uncalled = new Map<FunctionNode, FunctionThing>();
  private readonly active: FunctionNode[] = [];
  private readonly numbers = new WeakMap<ObjectThing, number>();
  private numbered = 0;
  /** What functions gave for what they were given. */
  private readonly results = new Map<FunctionNode, Map<string, { readonly result: Thing; readonly calls: number }>>();
  private readonly waiting: { readonly callee: Thing; readonly args: readonly Thing[]; readonly self: Thing }[] = [];
  private returned: Thing[] = [];
  private layers: readonly string[];
  private source = '';
  private shown = '';
  private depth = 0;
  private texts = 0;

  constructor(
    machine: Machine,
    language: Language,
    outer: Pick<Call, 'scope' | 'shown'>,
    { input, operands }: { readonly input: Value | null; readonly operands: readonly Value[] },
    budget: Budget,
  ) {
    this.machine = machine;
    this.language = language;
    this.outer = outer;
    this.input = input;
    this.operands = operands;
    this.budget = budget;
    this.layers = outer.scope.layers;
  }

  get at(): Pick<Call, 'scope' | 'shown'> {
    return { scope: { ...this.outer.scope, layers: this.layers }, shown: this.shown };
  }

  emit(act: Act): Effect {
    return this.machine.emit(act, this.at);
  }

  spend(units = 1): boolean {
    return this.budget.spend(units);
  }

  /** Reads a whole program: what it does at once, then what its functions would do if something called them. */
  run(code: string): void {
    this.evaluateText(code);
    for (let round = 0; round < 3 && this.uncalled.size > 0; round += 1) {
      for (const one of [...this.uncalled.values()]) {
        if (!this.spend()) return;
        this.invoke(one, [], new Map(), one.self ?? NOTHING);
      }
    }
  }

  runsCode(code: Value): Thing {
    if (this.texts >= MOST_TEXTS) {
      this.budget.cut();
      return unknownThing(code.origins);
    }
    const { layers, source, shown } = this;
    this.ran.add(code.text);
    this.texts += 1;
    if (code.layers.length > 0) this.layers = [...layers, ...code.layers].slice(0, 16);
    const result = this.evaluateText(code.text);
    this.texts -= 1;
    this.layers = layers;
    this.source = source;
    this.shown = shown;
    return result;
  }

  private evaluateText(code: string): Thing {
    const plain =
      this.language === 'php' ? code.replace(/^\s{0,100}<\?(?:php\b)?/i, '').replace(/\?>\s{0,100}$/, '') : code;
    const tree = parseCode(plain, this.language, this.budget);
    if (tree === null) return NOTHING;
    this.source = plain;
    return this.value(LOWER[this.language](tree, plain));
  }

  named(name: string): Thing {
    for (let scope: Names | null = this.names; scope !== null; scope = scope.around) {
      const held = scope.held.get(name);
      if (held !== undefined) return held;
    }
    for (const module of this.opened)
      if (isKnownName(this.language, `${module}.${name}`)) return ref(`${module}.${name}`);
    return nameOfPath(this, name);
  }

  assign(name: string, thing: Thing): void {
    this.put(this.names.global.has(name) ? this.root : this.names, name, thing);
  }

  private put({ held }: Names, name: string, thing: Thing): void {
    if (held.size < MOST_NAMES || held.has(name)) held.set(name, thing);
  }

  later(callee: Thing, args: readonly Thing[], self: Thing): void {
    if (callee.kind !== 'function' || this.waiting.length > 200) return;
    this.uncalled.delete(callee.node);
    this.waiting.push({ callee, args, self });
  }

  /** What an expression or a statement gives. */
  private value(node: Node): Thing {
    if (!this.spend()) return NOTHING;
    if (this.depth >= MOST_DEPTH * 4) {
      this.budget.cut();
      return unknownThing();
    }
    this.depth += 1;
    const out = this.thingOf(node);
    this.depth -= 1;
    return out;
  }

  private thingOf(node: Node): Thing {
    switch (node.kind) {
      case 'text': {
        if (!node.hidden) return text(node.text);
        const effect = this.emit({ kind: 'decode', layer: 'escapes' });
        return textOf({ ...withOrigins(literal(node.text), [effect]), layers: ['escapes'] });
      }
      case 'number':
        return number(node.value);
      case 'none':
        return NOTHING;
      case 'name':
        return this.named(node.name);
      case 'joined': {
        const parts = node.parts.map((part) => this.value(part));
        const found = joinedOf(parts);
        this.spend(found.text.length / 64);
        return textOf(found);
      }
      case 'list':
        return list(this.argumentsOf(node.items).args);
      case 'dict': {
        const out = dict();
        for (const { key, value } of node.entries) {
          const held = this.value(value);
          if (key === null) {
            const from = asKind(held, 'dict');
            if (from === undefined) out.entries.set(`\0${out.entries.size}`, held);
            else for (const [name, one] of from.entries) out.entries.set(name, one);
          } else {
            const named = asValue(this.value(key));
            out.entries.set(named.known ? named.text : `\0${out.entries.size}`, held);
          }
        }
        return out;
      }
      case 'member':
        return this.member(this.value(node.of), node.name);
      case 'item':
        return itemOf(this, this.value(node.of), node.index === null ? null : this.value(node.index));
      case 'slice':
        return sliceOf(
          this,
          this.value(node.of),
          node.bounds.map((bound) => (bound === null ? null : knownNumber(this.value(bound)))),
          node.bounds.map((bound) => bound !== null),
        );
      case 'call': {
        const callee = this.value(node.of);
        const { args, named } = this.argumentsOf(node.args);
        return this.call(callee, args, named);
      }
      case 'binary':
        return binary(this, node.op, this.value(node.left), this.value(node.right));
      case 'unary':
        return unary(node.op, this.value(node.of));
      case 'choice': {
        if (node.before !== null) this.value(node.before);
        return eitherOf(node.options.map((one) => this.value(one)));
      }
      case 'function': {
        const made: FunctionThing = { kind: 'function', node, scope: this.names, self: null };
        this.uncalled.set(node, made);
        if (node.name !== null) this.put(this.names, node.name, made);
        return made;
      }
      case 'class':
        return this.classOf(node);
      case 'comprehension':
        return this.comprehension(node.element, node.clauses, 0);
      case 'assign': {
        const value = this.value(node.value);
        const held =
          node.op === '' || node.op === '|' || node.op === '&&' || node.op === '??'
            ? value
            : binary(this, node.op === '.' ? '+' : node.op, this.value(node.target), value);
        this.bind(node.target, held, node.own);
        return held;
      }
      case 'block': {
        let out: Thing = NOTHING;
        for (const one of node.body) out = this.value(one);
        return out;
      }
      case 'statement': {
        const before = this.shown;
        this.shown = shownOf(this.source, node.from, node.to);
        const waiting = this.waiting.length;
        const out = this.value(node.node);
        for (const one of this.waiting.splice(waiting)) this.call(one.callee, one.args, new Map(), one.self);
        this.shown = before;
        return out;
      }
      case 'branches':
        this.branches(node.bodies);
        return NOTHING;
      case 'each':
        for (const one of itemsOf(this.value(node.over), node.keys)) {
          if (!this.spend()) break;
          this.bind(node.target, one, true);
          this.value(node.body);
        }
        return NOTHING;
      case 'while':
        this.rounds(node.test, node.body, node.step);
        return NOTHING;
      case 'import':
        this.put(this.names, node.as, this.module(node.module));
        return NOTHING;
      case 'import-all':
        if (this.opened.length < 32) this.opened.push(node.module);
        return NOTHING;
      case 'global':
        for (const name of node.names) this.names.global.add(name);
        return NOTHING;
      case 'return': {
        const found = this.value(node.value);
        if (this.returned.length < 16) this.returned.push(found);
        return found;
      }
      default:
        node satisfies never;
        return NOTHING;
    }
  }

  /** A module by its path; something in it may be read at once, such as the environment. */
  private module(path: string): Thing {
    const [first = '', ...rest] = path.split('.');
    const plain = path.startsWith('node:') ? path.slice(5) : path;
    if (this.language !== 'python') return ref(plain);
    return rest.reduce((of, name) => this.member(of, name), ref(first));
  }

  private argumentsOf(nodes: readonly Argument[]): { readonly args: Thing[]; readonly named: Map<string, Thing> } {
    const args: Thing[] = [];
    const named = new Map<string, Thing>();
    for (const { name, value, spread } of nodes) {
      const held = this.value(value);
      if (name !== null) named.set(name, held);
      else if (!spread) args.push(held);
      else if (held.kind === 'dict') for (const [key, one] of held.entries) named.set(key, one);
      else args.push(...itemsOf(held, false));
    }
    return { args, named };
  }

  private branches(bodies: readonly Node[]): void {
    if (!this.spend((this.names.held.size * bodies.length) / 8)) return;
    const before = new Map(this.names.held);
    const after = bodies.map((body) => {
      this.value(body);
      return new Map([...this.names.held].filter(([name, held]) => before.get(name) !== held));
    });
    if (!after.some(({ size }) => size > 0)) return;
    const changed = new Set(after.flatMap((one) => [...one.keys()]));
    for (const name of changed) {
      const found = [...after].reverse().flatMap((one) => one.get(name) ?? []);
      const held = before.get(name);
      this.names.held.set(name, eitherOf(held === undefined ? found : [...found, held]));
    }
  }

  private rounds(test: Node | null, body: Node, step: Node | null): void {
    // A loop without an end must not take the place of what stands behind it.
    const least = this.budget.left * (2 / 3) - LEAST_ROUNDS;
    for (let round = 0; round < MOST_ROUNDS && this.spend() && this.budget.left > least; round += 1) {
      const met = test === null ? null : knownNumber(this.value(test));
      // A condition that is written as true says nothing of how often.
      const counts = met !== null && test !== null && test.kind !== 'number' && test.kind !== 'none';
      if (round > 0 && met === 0) return;
      this.value(body);
      if (step !== null) this.value(step);
      if (!counts) return;
    }
  }

  private comprehension(element: Node, clauses: readonly Clause[], at: number): Thing {
    const clause = clauses[at];
    if (clause === undefined) return this.value(element);
    const out: Thing[] = [];
    if (!this.spend(this.names.held.size / 8)) return list([]);
    const held = new Map(this.names.held);
    for (const one of itemsOf(this.value(clause.over), true)) {
      if (!this.spend() || out.length >= MOST_ITEMS) break;
      this.bind(clause.target, one, true);
      if (clause.tests.some((test) => knownNumber(this.value(test)) === 0)) continue;
      const found = this.comprehension(element, clauses, at + 1);
      if (at + 1 < clauses.length && found.kind === 'list') out.push(...found.items.slice(0, MOST_ITEMS - out.length));
      else out.push(found);
    }
    for (const [name, thing] of held) this.names.held.set(name, thing);
    return list(out);
  }

  private bind(target: Node, value: Thing, own: boolean): void {
    switch (target.kind) {
      case 'name': {
        if (own) {
          this.assign(target.name, value);
          return;
        }
        let scope: Names = this.names;
        while (!scope.held.has(target.name) && scope.around !== null) scope = scope.around;
        this.put(scope, target.name, value);
        return;
      }
      case 'list': {
        const items = value.kind === 'list' ? value.items : null;
        for (const [index, one] of target.items.entries()) {
          if (one.spread) this.bind(one.value, items === null ? value : list(items.slice(index)), own);
          else this.bind(one.value, items?.[index] ?? itemOf(this, value, number(index)), own);
        }
        return;
      }
      case 'dict':
        for (const { key, value: inner } of target.entries) {
          if (key === null) this.bind(inner, value, own);
          else this.bind(inner, itemOf(this, value, this.value(key)), own);
        }
        return;
      case 'member': {
        const of = this.value(target.of);
        this.putIn(of, text(target.name), value);
        return;
      }
      case 'item':
        this.putIn(this.value(target.of), target.index === null ? null : this.value(target.index), value);
        return;
      case 'assign':
        this.bind(target.target, value, own);
        return;
      default:
    }
  }

  private putIn(of: Thing, key: Thing | null, value: Thing): void {
    const name = key === null ? null : asValue(key);
    const written = name === null || !name.known ? null : name.text;
    if (of.kind === 'object') {
      if (of.fields.size < 200) of.fields.set(written ?? `\0${of.fields.size}`, value);
    } else if (of.kind === 'dict') {
      if (of.entries.size < 2000) of.entries.set(written ?? `\0${of.entries.size}`, value);
    } else if (of.kind === 'list') {
      const at = written === null ? of.items.length : Number(written);
      if (Number.isInteger(at) && at >= 0 && at <= of.items.length && at < 2000) of.items[at] = value;
    } else if (of.kind === 'ref' && written !== null) {
      this.put(this.root, of.path === '$GLOBALS' ? `$${written}` : `${of.path}.${written}`, value);
    } else if (of.kind === 'class' && written !== null) this.put(of.members, written, value);
  }

  member(of: Thing, name: string): Thing {
    switch (of.kind) {
      case 'ref': {
        const path = `${of.path}.${name}`;
        return this.root.held.get(path) ?? nameOfPath(this, path);
      }
      case 'object': {
        const field = of.fields.get(name);
        if (field !== undefined) return field;
        const made = of.made === null ? undefined : memberOf(of.made, name);
        if (made !== undefined) return made.kind === 'function' ? { ...made, self: of } : made;
        if (of.type === 'code' && name === 'constructor') return ref('Function');
        const held = memberOfObject(this, of, name);
        if (held !== null) return held;
        return { kind: 'method', of, name };
      }
      case 'dict': {
        const entry = of.entries.get(name);
        return entry !== undefined && this.language !== 'python' ? entry : { kind: 'method', of, name };
      }
      case 'text':
        if (name === 'length' && of.value.known) return number(of.value.text.length);
        break;
      case 'list':
        if (name === 'length') return number(of.items.length);
        break;
      case 'class': {
        const found = memberOf(of, name);
        if (found !== undefined) return found;
        break;
      }
      case 'function':
        if (name === 'constructor') return ref('Function');
        if (name === '__globals__') return ref('*');
        break;
      case 'method':
        // What every function of a language leads to.
        if (name === 'constructor') return ref('Function');
        if (name === '__globals__' || name === '__builtins__') return ref('*');
        break;
      case 'either':
        return eitherOf(of.options.map((one) => this.member(one, name)));
      default:
    }
    // Of a way through what is not known, only where it began is kept.
    return { kind: 'method', of: of.kind === 'method' ? unknownThing(originsOf(of)) : of, name };
  }

  private classOf(node: ClassNode): ClassThing {
    const bases = node.bases.map((base) => this.value(base));
    const members = namesIn(this.names);
    const made: ClassThing = { kind: 'class', node, members, bases };
    if (node.name !== null) this.put(this.names, node.name, made);
    const before = this.names;
    this.names = members;
    for (const one of node.body) this.value(one);
    this.names = before;
    const self: ObjectThing = { ...object('instance'), made };
    for (const one of members.held.values()) {
      if (one.kind === 'function' && this.uncalled.has(one.node)) this.uncalled.set(one.node, { ...one, self });
    }
    return made;
  }

  call(
    callee: Thing,
    args: readonly Thing[],
    named: ReadonlyMap<string, Thing> = new Map(),
    self: Thing = NOTHING,
  ): Thing {
    if (!this.spend()) return NOTHING;
    switch (callee.kind) {
      case 'function':
        return this.invoke(callee, args, named, callee.self ?? self);
      case 'class': {
        const made: ObjectThing = { ...object('instance'), made: callee };
        const start =
          memberOf(callee, '__init__') ?? memberOf(callee, 'constructor') ?? memberOf(callee, '__construct');
        if (start?.kind === 'function') this.invoke({ ...start, self: made }, args, named, made);
        return made;
      }
      case 'ref':
        return this.perform({ path: callee.path, self, args, named }, handlerOf(this.language, callee.path));
      case 'method': {
        const path = `${typeOf(callee.of)}#${callee.name}`;
        return this.perform({ path, self: callee.of, args, named }, methodOf(callee.of, callee.name));
      }
      case 'text':
        if (this.language === 'php' && callee.value.known) {
          const name = callee.value.text.toLowerCase();
          const held = this.named(name);
          if (callee.value.origins.length > 0) this.decodedName(callee.value);
          return held.kind === 'text' ? unknownThing() : this.call(held, args, named, self);
        }
        return this.generic({ path: '', self: callee, args, named });
      case 'either':
        return eitherOf(callee.options.map((one) => this.call(one, args, named, self)));
      case 'object':
        if (callee.type === 'code') return this.perform({ path: '', self: callee, args, named }, methodOf(callee, ''));
        return this.generic({ path: '', self: callee, args, named });
      default:
        return this.generic({ path: '', self: callee, args, named });
    }
  }

  /** The name of what is called was hidden too. */
  private decodedName(value: Value): void {
    if (value.layers.length > 0) this.layers = [...new Set([...this.layers, ...value.layers])].slice(0, 16);
  }

  private perform(call: CodeCall, handler: ReturnType<typeof handlerOf>): Thing {
    if (handler === undefined) return this.generic(call);
    if (this.depth >= MOST_DEPTH * 3) {
      this.budget.cut();
      return unknownThing();
    }
    const out = handler(this, call);
    // What is handed over to be called with the result, later or at once.
    for (const one of [...call.args, ...call.named.values()]) {
      if (one.kind === 'function' && this.uncalled.has(one.node) && one.node.name === null)
        this.invoke(one, [out, out, out], new Map(), out);
    }
    return out;
  }

  /** Every other call is taken to pass on what it is given, and to call the functions that it is given with that. */
  private generic({ self, args, named }: CodeCall): Thing {
    let origins = originsOf(self);
    for (const one of [...args, ...named.values()]) origins = union(origins, originsOf(one));
    let result: Thing | null = null;
    for (const one of [...args, ...named.values()]) {
      if (one.kind !== 'function') continue;
      const given = self.kind === 'object' || self.kind === 'list' ? self : unknownThing(origins);
      result = this.invoke(one, [given, given, given], new Map(), self);
    }
    if (result !== null && result.kind !== 'none') return result;
    return self.kind === 'object' && args.length === 0 && origins.length === 0 ? self : unknownThing(origins);
  }

  /** What a function is given, where a second call with the same would do the same again; `null` where it came from elsewhere. */
  private signatureOf(things: readonly Thing[]): string | null {
    const parts: string[] = [];
    for (const one of things) {
      if (one.kind === 'number') parts.push(String(one.value));
      else if (one.kind === 'none') parts.push('-');
      else if (one.kind === 'ref') parts.push(`&${one.path}`);
      else if (one.kind === 'object') parts.push(`#${this.numberOf(one)}`);
      else if (one.kind === 'text' && one.value.origins.length === 0 && one.value.text.length < 300) {
        parts.push(`${one.value.known ? '=' : '?'}${one.value.text}`);
      } else return null;
    }
    return parts.join('\0');
  }

  private numberOf(one: ObjectThing): number {
    const known = this.numbers.get(one);
    if (known !== undefined) return known;
    this.numbered += 1;
    this.numbers.set(one, this.numbered);
    return this.numbered;
  }

  private invoke(callee: FunctionThing, args: readonly Thing[], named: ReadonlyMap<string, Thing>, self: Thing): Thing {
    const { node, scope } = callee;
    this.uncalled.delete(node);
    if (this.active.length >= MOST_DEPTH || this.active.filter((one) => one === node).length > 1) return unknownThing();
    const results = this.results.get(node) ?? new Map<string, { readonly result: Thing; readonly calls: number }>();
    this.results.set(node, results);
    const all = [self, ...args, ...named.values()];
    const signature = this.signatureOf(all);
    const known = signature === null ? undefined : results.get(signature);
    // What is given may have changed inside since; a few times it is looked at anew.
    const isSame = known !== undefined && known.calls >= (all.some(({ kind }) => kind === 'object') ? 3 : 1);
    if (known !== undefined && isSame) return known.result;
    const outside = { names: this.names, returned: this.returned };
    this.names = namesIn(scope);
    this.returned = [];
    this.active.push(node);
    this.names.held.set('this', self);
    this.names.held.set('$this', self);
    const isMethod = this.language === 'python' && callee.self !== null;
    const given = isMethod ? [self, ...args] : args;
    for (const [index, { target, fallback, rest }] of node.parameters.entries()) {
      const name = target.kind === 'name' ? target.name : null;
      const handed = rest ? list(given.slice(index)) : ((name === null ? undefined : named.get(name)) ?? given[index]);
      this.bind(target, handed ?? (fallback === null ? unknownThing() : this.value(fallback)), true);
    }
    const out = this.value(node.body);
    const found = node.isExpression ? [out] : this.returned;
    this.active.pop();
    this.names = outside.names;
    this.returned = outside.returned;
    const result = eitherOf(found);
    if (signature !== null && results.size < MOST_RESULTS)
      results.set(signature, { result, calls: (known?.calls ?? 0) + 1 });
    return result;
  }
}

const memberOf = (of: ClassThing, name: string): Thing | undefined => {
  // PHP writes a property with a sign where it is declared and without where it is used.
  const own = of.members.held.get(name) ?? of.members.held.get(`$${name}`);
  if (own !== undefined) return own;
  for (const base of of.bases) {
    const found = base.kind === 'class' && base !== of ? base.members.held.get(name) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
};

const typeOf = (thing: Thing): string => (thing.kind === 'object' ? thing.type : thing.kind);

/** A statement as one line for a person. */
const shownOf = (source: string, from: number, to: number): string =>
  source
    .slice(from, Math.min(to, from + MOST_SHOWN))
    .trim()
    .replaceAll(/\r\n|\r|\n/g, ' ↵ ');
