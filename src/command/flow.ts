import type { CompoundList, Statement, Word } from 'unbash';
import { calculated } from './arithmetic.ts';
import { WORK } from './budget.ts';
import { type BodyKind, bodyKind, fitsPattern } from './conditions.ts';
import type { Descriptors } from './descriptors.ts';
import { onlyEnds } from './endings.ts';
import { pathsWritten } from './filter-sources.ts';
import type { Forks } from './forks.ts';
import type { Functions } from './functions.ts';
import type { Scope } from './machine.ts';
import { patternOf } from './parameters.ts';
import type { Substitutions } from './substitutions.ts';
import { concat, EMPTY, MARK, mapped, union, unknown, type Value } from './value.ts';
import type { NodeOf, Walk } from './walk.ts';
import { fieldsOf, textOf } from './words.ts';

/** Words of a loop for which the body is read on its own, and loops in one another for which it is. */
const MOST_OF_KIND: Readonly<Record<BodyKind, number>> = { text: 4096, runs: 64, other: 6 };
const MOST_LOOPS = 2;

/** What control structures need of a shell. */
type Flowing = Pick<
  Walk,
  | 'variables'
  | 'aliases'
  | 'files'
  | 'status'
  | 'positional'
  | 'isSparse'
  | 'spend'
  | 'cut'
  | 'absolute'
  | 'assign'
  | 'resolver'
  | 'list'
>;

/** What control structures need of what stands beside them. */
interface Beside {
  readonly descriptors: Pick<Descriptors, 'isOutput'>;
  readonly substitutions: Pick<Substitutions, 'isInside'>;
  readonly functions: Functions;
  readonly forks: Forks;
}

/** Control structures: loops, branches, and what is read though it does not run. */
export class Flow {
  /** True once the loop around was ended, by `break` or by what its condition says. */
  isBroken = false;
  /** Forks that stand in the shell of the container itself: an `exit` in one of their ways ends all that follows. */
  private readonly outermost = new WeakSet<object>();
  /** Above nothing while a command is read that may not run. */
  private maybe = 0;
  /** Loops around what is read now. */
  private loops = 0;
  /** Functions around what is read now. */
  private calls = 0;
  private readonly machine: Flowing;
  private readonly descriptors: Pick<Descriptors, 'isOutput'>;
  private readonly substitutions: Pick<Substitutions, 'isInside'>;
  private readonly functions: Functions;
  private readonly forks: Forks;

  constructor(machine: Flowing, { descriptors, substitutions, functions, forks }: Beside) {
    this.machine = machine;
    this.descriptors = descriptors;
    this.substitutions = substitutions;
    this.functions = functions;
    this.forks = forks;
  }

  loop(name: Word, words: readonly Word[] | undefined, body: CompoundList, scope: Scope, input: Value | null): Value {
    const given =
      words === undefined
        ? this.machine.positional
        : words.flatMap((word) => fieldsOf(word, this.machine.resolver(scope)).flatMap((one) => this.paths(one)));
    // Output that is not known may be one word or many: the name of the loop says so, the mark would not.
    const values = given.map((value) => (value.text === MARK ? { ...value, text: `$${name.value}` } : value));
    const origins = values.reduce<Value['origins']>((all, { origins }) => union(all, origins), []);
    const kind = this.kindOf(body);
    const isFew = values.length <= MOST_OF_KIND[kind] && (this.loops < MOST_LOOPS || kind === 'text');
    const rounds =
      isFew && values.length > 0 && !this.machine.isSparse
        ? values
        : [...values.slice(0, 1), unknown(origins, `$${name.value}`)];
    return this.rounds(
      scope,
      (index) => {
        const value = rounds[index];
        if (value === undefined) return null;
        const run = (): Value => {
          this.machine.assign(name.value, value);
          return this.machine.list(body, scope, input);
        };
        // Output that is not known may be no word at all.
        if (value.known || index > 0) return run();
        if (this.forks.choose(body, 2) === 0) this.aside(run);
        else return this.perhaps(run, body, 2);
        return null;
      },
      this.loops >= MOST_LOOPS && kind !== 'text' ? rounds.length - 1 : 0,
    );
  }

  /** The files that a pattern names, as far as the command wrote them; any other word as it is. */
  private paths(word: Value): readonly Value[] {
    const found = word.known ? pathsWritten(this.machine, word.text) : [];
    return found.length === 0 ? [word] : found.map((path) => mapped(word, path));
  }

  /** A loop with a condition: once, or as often as the condition is known to hold where the loop makes text or reads lines. */
  repeated({ clause, body, kind: word }: NodeOf<'While'>, scope: Scope, input: Value | null): Value {
    const goesOn = word === 'while';
    const kind = this.kindOf(body);
    const reads =
      readsLines(clause) || (asksOptions(clause) && this.machine.positional[0]?.text.startsWith('-') === true);
    const isEndless = isAlways(clause);
    const most = kind === 'text' || reads ? MOST_OF_KIND[kind] : 1;
    const inside = isEndless ? { ...scope, isEndless: true } : scope;
    return this.rounds(scope, (index) => {
      const limit = this.loops > MOST_LOOPS && kind !== 'text' ? 1 : most;
      if (index > limit || (index === limit && !reads)) return null;
      if (index === limit) {
        // Of many lines the first are read, and one that stands for any of the others.
        this.machine.list(clause, scope, input);
        if (this.machine.status !== goesOn) return null;
        this.machine.list(clause, scope, unknown(input?.origins ?? []));
        return this.machine.list(body, scope, input);
      }
      const head = this.machine.list(clause, scope, input);
      const { status } = this.machine;
      if (index > 0 && status !== goesOn) return null;
      const isFork = index === 0 && status === null && !reads;
      if ((status !== null && status !== goesOn) || (isFork && this.forks.choose(body, 2) === 0)) {
        this.aside(() => this.machine.list(body, scope, input));
        return head;
      }
      const { version } = this.machine.variables;
      const { positional } = this.machine;
      const run = (): Value => this.machine.list(body, inside, input);
      const out = concat(head, isFork ? this.perhaps(run, body, 2) : run());
      if (
        isEndless ||
        status === null ||
        (!reads && version === this.machine.variables.version && positional === this.machine.positional)
      )
        this.isBroken = true;
      return out;
    });
  }

  counted({ initialize, test, update, body }: NodeOf<'ArithmeticFor'>, scope: Scope, input: Value | null): Value {
    const resolver = this.machine.resolver(scope);
    const kind = this.kindOf(body);
    calculated(initialize, resolver);
    return this.rounds(scope, (index) => {
      const holds = test === undefined ? null : calculated(test, resolver);
      if (index > 0 && (holds === null || holds === 0n)) return null;
      if (index >= (kind === 'other' || this.loops > MOST_LOOPS ? 1 : MOST_OF_KIND[kind])) return null;
      const out = this.machine.list(body, scope, input);
      calculated(update, resolver);
      return out;
    });
  }

  /** The rounds of a loop until there is none, something ends it, or little work is left. */
  private rounds(scope: Scope, round: (index: number) => Value | null, from = 0): Value {
    const outer = this.isBroken;
    this.isBroken = false;
    this.loops += 1;
    let out = EMPTY;
    for (let index = from; ; index += 1) {
      if (index - from >= MOST_OF_KIND.text || (index > from && this.machine.isSparse)) {
        this.machine.cut({ scope, shown: '' });
        break;
      }
      const more = round(index);
      if (more === null) break;
      out = concat(out, more);
      if (this.isBroken) break;
    }
    this.loops -= 1;
    this.isBroken = outer;
    return out;
  }

  private kindOf(body: CompoundList): BodyKind {
    return bodyKind(
      body,
      (descriptor) => this.descriptors.isOutput(descriptor),
      (nodes) => this.machine.spend(nodes * WORK.node),
    );
  }

  /** Every branch is read. Where the text says which one is taken, the others set nothing and put nothing out. */
  branches(
    branches: readonly { readonly clause: CompoundList; readonly then: CompoundList }[],
    last: CompoundList | undefined,
    scope: Scope,
    input: Value | null,
  ): Value {
    let out = EMPTY;
    let isTaken = false;
    const fork = branches[0]?.then ?? branches;
    // Without an `else` the first way is none of them, else the last is the `else`.
    const first = last === undefined ? 1 : 0;
    const bodies = branches.map(({ then }) => then);
    const going = this.goingOn(fork, last === undefined ? [null, ...bodies] : [...bodies, last]);
    const ways = going.length;
    let way: number | null | undefined;
    for (const [index, { clause, then }] of branches.entries()) {
      const head = (): boolean | null => {
        out = concat(out, this.machine.list(clause, scope, input));
        return this.machine.status;
      };
      const status: boolean | null = isTaken ? this.aside(head) : head();
      if (status === null && way === undefined) way = this.wayOf(fork, going);
      const isChosen = status === null ? way === null || way === index + first : status;
      if (isTaken || !isChosen) this.aside(() => this.machine.list(then, scope, input));
      else {
        const run = (): Value => this.machine.list(then, scope, input);
        out = concat(out, status === null ? this.perhaps(run, fork, ways) : run());
        isTaken = status === true || way === index + first;
      }
    }
    if (last !== undefined) {
      const run = (): Value => this.machine.list(last, scope, input);
      if (isTaken) this.aside(run);
      else out = concat(out, way === undefined ? run() : this.perhaps(run, fork, ways));
    }
    return out;
  }

  chosen(node: NodeOf<'Case'>, scope: Scope, input: Value | null): Value {
    const resolver = this.machine.resolver(scope);
    const word = textOf(node.word, resolver);
    const fits = node.items.map(({ pattern }) => {
      const each = pattern.map((one) =>
        word.known ? fitsPattern(word.text, patternOf(one, resolver), resolver) : null,
      );
      return each.includes(true) || pattern.some((one) => one.text === '*') ? true : each.includes(null) ? null : false;
    });
    const sure = fits.indexOf(true);
    const open = fits.flatMap((fit, index) => (fit === null && (sure < 0 || index < sure) ? [index] : []));
    // Without an item that is sure to fit the first way is none of them.
    const options = sure < 0 ? [-1, ...open] : [...open, sure];
    const going = this.goingOn(
      node,
      options.map((option) => node.items[option]?.body ?? null),
    );
    const way = open.length === 0 ? null : this.wayOf(node, going);
    const chosen = way === null ? null : options[way];
    let out = EMPTY;
    for (const [index, { body }] of node.items.entries()) {
      const run = (): Value => this.machine.list(body, scope, input);
      if (chosen === null ? !open.includes(index) && index !== sure : index !== chosen) this.aside(run);
      else out = concat(out, open.length === 0 ? run() : this.perhaps(run, node, going.length));
    }
    return out;
  }

  /** Notes the forks of a text that is the shell of the container. */
  standsOutermost(statements: readonly Statement[]): void {
    for (const { command, background } of statements) {
      if (background === true) continue;
      if (command.type === 'If') this.outermost.add(command.then);
      if (command.type === 'Case') this.outermost.add(command);
    }
  }

  /** The ways of a fork behind which its text goes on; all, where that is none or where only a part of a shell ends. */
  private goingOn(fork: object, bodies: readonly (CompoundList | null)[]): readonly number[] {
    const all = [...bodies.keys()];
    if (!this.outermost.has(fork)) return all;
    const isOwn = (name: string): boolean => this.functions.get(name) !== undefined || this.machine.aliases.has(name);
    const going = all.filter((way) => {
      const body = bodies[way];
      return body === null || body === undefined || !onlyEnds(body, isOwn);
    });
    return going.length === 0 ? all : going;
  }

  /** The way that this reading goes, of those behind which the text goes on. */
  private wayOf(fork: object, going: readonly number[]): number | null {
    const choice = this.forks.choose(fork, going.length);
    return choice === null ? null : (going[choice] ?? null);
  }

  /** Ends the loop around, where it is sure to run. */
  breaks(): void {
    if (this.machine.files.aside === 0 && this.maybe === 0 && this.loops > 0) this.isBroken = true;
  }

  /** Ends the function around, where it is sure to run. */
  returns(): void {
    if (this.machine.files.aside === 0 && this.maybe === 0 && this.calls > 0) this.isBroken = true;
  }

  /** Runs the body of a function, which ends no loop around its call. */
  calling<T>(run: () => T): T {
    const outer = this.isBroken;
    this.isBroken = false;
    this.calls += 1;
    const out = run();
    this.calls -= 1;
    this.isBroken = outer;
    return out;
  }

  /** Reads what is not run: what it would do counts, what it sets does not. */
  aside<T>(run: () => T): T {
    const { variables, files, positional } = this.machine;
    const mark = variables.fork();
    const defined = this.functions.mark();
    files.aside += 1;
    const out = run();
    files.aside -= 1;
    variables.undo(mark);
    this.functions.undo(defined);
    this.machine.positional = positional;
    return out;
  }

  /** Reads one of so many ways of a fork: what it sets counts, and it ends no loop. */
  perhaps(run: () => Value, fork: object, ways: number): Value {
    const before = this.setAgain();
    const { positional } = this.machine;
    this.maybe += 1;
    const out = run();
    this.maybe -= 1;
    // What a substitution puts out becomes words, which are others beside the output of another way.
    const isWord = this.substitutions.isInside && out.text !== '';
    if (isWord || this.setAgain() !== before || this.machine.positional !== positional) this.forks.hides(fork, ways);
    return out;
  }

  /** How often something was set that had another value. */
  private setAgain(): number {
    return this.machine.variables.replaced + this.machine.files.replaced + this.functions.replaced;
  }
}

/** The condition of a loop that nothing ends: `while true`, `while :`, `while [ 1 ]`. */
const isAlways = ({ commands }: CompoundList): boolean => {
  const [only, ...more] = commands;
  if (only?.command.type !== 'Command' || more.length > 0) return false;
  const words = [only.command.name, ...only.command.suffix].map((word) => (word?.type === 'Word' ? word.text : ''));
  return /^(?:true|:|\[ 1 \]|\[ true \]|test 1|\/bin\/true)$/.test(words.join(' '));
};

/** `while read …`, with or without a separator of its own. */
const readsLines = ({ commands }: CompoundList): boolean =>
  commands.some(({ command }) => command.type === 'Command' && command.name?.text === 'read');
/** `while getopts …`, which goes on as long as there are options. */
const asksOptions = ({ commands }: CompoundList): boolean =>
  commands.some(({ command }) => command.type === 'Command' && command.name?.text === 'getopts');
