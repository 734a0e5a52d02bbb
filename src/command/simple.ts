import type { Command, CommandNode, SyntaxNode } from 'unbash';
import { type Assignments, LONGEST_NAME } from './assignments.ts';
import { WORK } from './budget.ts';
import type { Descriptors } from './descriptors.ts';
import { dispatch } from './dispatch.ts';
import type { Functions, FunctionText } from './functions.ts';
import type { Call, Redirection, Scope } from './machine.ts';
import { NETWORK_DEVICE } from './network.ts';
import { type HostEntry, ranBy } from './programs.ts';
import { shownOf } from './shown.ts';
import { concat, EMPTY, literal, mapped, union, unknown, type Value } from './value.ts';
import { MOST_DEPTH, type Walk } from './walk.ts';
import { fieldsOf } from './words.ts';

/** Words of one command that are read, and those of its end among them. */
const MOST_WORDS = 1200;
const LAST_WORDS = 200;
/** Assignments in front of one command that are read. */
const MOST_ASSIGNMENTS = 200;
/** Characters of the words of one command that cost nothing beside them, and words. */
const FEW_CHARACTERS = 2000;
const FEW_WORDS = 50;

const NOT_FOUND = 'command_not_found_handle';
const DECLARERS: ReadonlySet<string> = new Set(['export', 'local', 'declare', 'typeset', 'readonly']);
/** Programs that take only a part of what they are given. */
const READERS: ReadonlySet<string> = new Set(['read', 'mapfile', 'readarray']);
/** Those, and what opens a file for others. */
const SELF_READERS: ReadonlySet<string> = new Set([...READERS, 'exec']);

/** Whether the processes of the node are in sight, and the root of each with them. */
const seesProcesses = ({ hostPaths }: Walk): boolean => hostPaths.some(({ mountPath }) => mountPath === '/proc/1/root');

const sureEntries = (entries: readonly HostEntry[]): readonly HostEntry[] =>
  entries.some(({ isUnsure }) => isUnsure === true) ? entries.filter(({ isUnsure }) => isUnsure !== true) : entries;

/** Simple commands: their assignments and words, and the alias, function or program that the first of them names. */
export class SimpleCommands {
  private readonly machine: Walk;
  private readonly assignments: Assignments;
  private readonly descriptors: Descriptors;
  private readonly functions: Functions;
  /** Aliases that stand for a text that is read now. */
  private readonly expanding = new Set<string>();
  /** Bodies of functions that are read now, with the state in which the innermost call of each began. */
  private readonly active = new Map<SyntaxNode, string>();

  constructor(machine: Walk, assignments: Assignments, descriptors: Descriptors, functions: Functions) {
    this.machine = machine;
    this.assignments = assignments;
    this.descriptors = descriptors;
    this.functions = functions;
  }

  /** Runs a simple command; gives what it puts out. */
  run(node: Command, outer: Scope, input: Value | null): Value {
    if (!this.machine.spend(node.name === undefined ? WORK.assignment : WORK.command)) {
      this.machine.cut({ scope: outer, shown: '' });
      return unknown();
    }
    const scope = outer.from > node.pos ? { ...outer, from: node.pos } : outer;
    const alias = this.machine.aliases.size === 0 ? null : this.unaliased(node, scope);
    if (alias !== null) {
      const documents = node.redirects.filter(({ type }) => type === 'HereDoc');
      return this.runAlias(alias, scope, this.descriptors.inputOf([], documents, scope, input));
    }
    this.machine.status = node.name === undefined ? true : null;
    const resolver = this.machine.resolver(scope);
    const shown = shownOf(scope, node.end);
    const at = { scope, shown };
    const local: [string, Value][] = [];
    for (const one of node.prefix) {
      if (local.length >= MOST_ASSIGNMENTS || !this.machine.spend(WORK.word)) {
        this.machine.cut(at);
        break;
      }
      if (one.type === 'Assignment') local.push([one.name, this.assignments.assigned(one, resolver)]);
    }
    const outside = this.machine.feeding;
    this.machine.feeding = input;
    const values: Value[] = [];
    if (node.name !== undefined) values.push(...fieldsOf(node.name, resolver, 0, true));
    const declares = DECLARERS.has(values[0]?.text ?? '');
    let options = '';
    if (declares) for (const field of values.slice(1)) options = this.assignments.declares(field, options);
    for (const argument of node.suffix) {
      if (argument.type === 'Word') {
        const fields = fieldsOf(argument, resolver);
        values.push(...fields);
        if (declares) for (const field of fields) options = this.assignments.declares(field, options);
      } else if (argument.type === 'Assignment') {
        if (declares && options.includes('A')) this.assignments.declared(argument.name, options, null);
        const value = this.assignments.assigned(argument, resolver);
        if (declares && argument.value.type === 'Word' && argument.index === undefined)
          this.assignments.declared(argument.name, options, value);
        values.push(concat(literal(`${argument.name}=`), value));
      }
      if (!this.machine.spend(WORK.word)) break;
    }
    this.machine.feeding = outside;
    const redirects = this.descriptors.redirectsOf(node.redirects, scope);
    const reader = SELF_READERS.has(values[0]?.text ?? '') ? at : null;
    const fed =
      node.redirects.length === 0 ? input : this.descriptors.inputOf(redirects, node.redirects, scope, input, reader);
    if (values.length === 0) {
      for (const [name, value] of local) if (!this.isArray(node, name)) this.machine.assign(name, value);
      if (redirects.some((one) => NETWORK_DEVICE.test(one.target.text))) this.descriptors.connection(redirects, at);
      // `$(< file)` puts out the file, as `cat` does; an assignment puts out nothing.
      const reads = local.length === 0 && redirects.some(({ op }) => op === '<');
      return this.descriptors.written(
        redirects,
        reads ? this.perform([literal('cat')], redirects, at, fed) : EMPTY,
        at,
      );
    }
    const program = values[0]?.text ?? '';
    if (program === 'exec' && values.length === 1) this.descriptors.openDevices(redirects, at);
    const named = program.length <= LONGEST_NAME ? this.functions.get(program) : undefined;
    if (named !== undefined && named.body.type !== 'Word')
      return this.called(named, values.slice(1), scope, fed, redirects, at);
    // A name that no program has goes to whoever takes those that are not found.
    const taker = /[\s;|&<>]/.test(program) ? this.functions.get(NOT_FOUND) : undefined;
    if (taker !== undefined) return this.called(taker, values, scope, fed, redirects, at);
    if (local.length === 0) return this.descriptors.written(redirects, this.perform(values, redirects, at, fed), at);
    const before = local.map(([name]) => [name, this.machine.variables.get(name)] as const);
    for (const [name, value] of local) this.machine.assign(name, value);
    const words = [...local.map(([name, value]) => concat(literal(`${name}=`), value)), ...values];
    const out = this.perform(words, redirects, at, fed);
    for (const [name, value] of before) {
      if (value === undefined) this.machine.variables.delete(name);
      else this.machine.assign(name, value);
    }
    return this.descriptors.written(redirects, out, at);
  }

  /** The text that a command means whose first word is an alias; `null` for any other. */
  private unaliased(
    { name, pos, end, redirects }: Command,
    { source }: Scope,
  ): { readonly name: string; readonly text: Value } | null {
    if (name?.parts !== undefined || name === undefined || name.text !== name.value) return null;
    const held = this.expanding.has(name.value) ? undefined : this.machine.aliases.get(name.value);
    if (held === undefined) return null;
    let rest = source.slice(name.end, end);
    // The body of a here-document stands elsewhere: it is handed over as the input.
    for (const one of redirects) {
      if (one.type === 'HereDoc') rest = rest.replace(source.slice(one.pos, one.delimiter?.end ?? one.end), () => '');
    }
    const text = concat(concat(literal(source.slice(pos, name.pos)), held), literal(rest));
    return { name: name.value, text };
  }

  private runAlias(
    { name, text }: { readonly name: string; readonly text: Value },
    scope: Scope,
    input: Value | null,
  ): Value {
    this.expanding.add(name);
    const out = this.machine.runText(text, scope, input);
    this.expanding.delete(name);
    return out;
  }

  /** Whether an assignment was to an array or to one element, which is made where it is read. */
  private isArray({ prefix }: Command, name: string): boolean {
    return prefix.some(
      (one) => one.type === 'Assignment' && one.name === name && (one.index !== undefined || one.value.type !== 'Word'),
    );
  }

  private called(
    { body, source, provenance }: FunctionText,
    args: readonly Value[],
    scope: Scope,
    input: Value | null,
    redirects: readonly Redirection[],
    at: Pick<Call, 'scope' | 'shown'>,
  ): Value {
    const outer = this.active.get(body);
    // What stands behind the end of a function was read when it was called first.
    if (this.machine.files.aside > 0 && outer !== undefined) return unknown();
    const state = this.stateOf(args);
    // One that calls itself again with nothing changed, to try once more, does nothing new.
    if (outer === state) return unknown();
    const before = this.machine.positional;
    this.machine.positional = args;
    this.active.set(body, state);
    const onDevice = scope.onDevice || redirects.some((one) => this.descriptors.isOnDevice(one));
    const inner = { ...scope, source, from: body.pos, onDevice };
    // The body of a function is a command or a list, whatever its type says of syntax nodes.
    const held = provenance === undefined ? inner : { ...inner, provenance };
    const out = this.machine.calling(() => this.machine.node(body as CommandNode, held, input));
    if (outer === undefined) this.active.delete(body);
    else this.active.set(body, outer);
    this.machine.positional = before;
    return this.descriptors.written(redirects, out, at);
  }

  /** All that a call depends on: what it is given, and how often variables and files changed. */
  private stateOf(args: readonly Value[]): string {
    const { variables, files } = this.machine;
    const given = args.reduce((all, { text, known }) => `${all}\0${known ? '=' : '?'}${text}`, '');
    return `${variables.version} ${files.size} ${files.replaced}${given}`;
  }

  /** Runs a program with these words, which need no resolving. */
  runWords(words: readonly Value[], at: Pick<Call, 'scope' | 'shown'>, input: Value | null): Value {
    if (this.machine.depth > MOST_DEPTH || !this.machine.spend(WORK.command + words.length * WORK.word)) {
      this.machine.cut(at);
      return unknown();
    }
    this.machine.depth += 1;
    const out = this.perform(words, [], at, input);
    this.machine.depth -= 1;
    return out;
  }

  /** What the program that the words name puts out, wrappers such as `env` taken off. */
  private perform(
    written: readonly Value[],
    redirects: readonly Redirection[],
    { scope, shown }: Pick<Call, 'scope' | 'shown'>,
    input: Value | null,
  ): Value {
    const words = written.length > MOST_WORDS ? bothEnds(written) : written;
    if (words.length < written.length) this.machine.cut({ scope, shown });
    const allTexts = words.map(({ text }) => text);
    const length = allTexts.reduce((sum, text) => sum + text.length, 0);
    // Whoever looks at what it does looks at each of them again.
    const many = words.length > FEW_WORDS ? words.length * WORK.wordOfMany : 0;
    const long = length > FEW_CHARACTERS ? length * WORK.character * 2 : 0;
    if (many + long > 0 && !this.machine.spend(many + long)) {
      this.machine.cut({ scope, shown });
      return unknown(words.reduce<Value['origins']>((all, { origins }) => union(all, origins), []));
    }
    const left = this.descriptors.leftOf(input);
    const ran = ranBy(allTexts);
    if (ran.program === 'exe' && OWN_PROGRAM.test(ran.path)) {
      const named = words.toSpliced(words.length - ran.args.length - 1, 1, literal(scope.shell));
      return this.perform(named, redirects, { scope, shown }, input);
    }
    const args = words.slice(words.length - ran.args.length);
    const onDevice =
      scope.onDevice || this.descriptors.isInputOnDevice || redirects.some((one) => this.descriptors.isOnDevice(one));
    const hostEntries =
      ran.hostEntries.length === 0 || seesProcesses(this.machine) ? ran.hostEntries : sureEntries(ran.hostEntries);
    const hostEntry = hostEntries[0] ?? scope.hostEntry;
    const call: Call = {
      program: ran.program,
      path: ran.path,
      args,
      texts: ran.args,
      all: words,
      allTexts,
      redirects,
      input: READERS.has(ran.program) ? input : left,
      hostEntries,
      scope: onDevice === scope.onDevice && hostEntry === scope.hostEntry ? scope : { ...scope, onDevice, hostEntry },
      shown,
    };
    const set = assignmentsOfEnv(words, words.length - args.length);
    if (set.length === 0) return dispatch(this.machine, call);
    const mark = this.machine.variables.fork();
    for (const { name, value } of set) {
      const of = EXPORTED_FUNCTION.exec(name)?.[1];
      if (of === undefined) this.machine.assign(name, value);
      else this.machine.runText(mapped(value, `${of} ${value.text}`), call.scope, null);
    }
    const out = dispatch(this.machine, call);
    this.machine.variables.undo(mark);
    return out;
  }
}

/** `env X=y program`: what is set for the program behind it. */
const assignmentsOfEnv = (
  words: readonly Value[],
  end: number,
): readonly { readonly name: string; readonly value: Value }[] => {
  const env = words.findIndex(({ text }, index) => index < end && /(?:^|\/)(?:env|sudo|doas)$/.test(text.slice(-8)));
  if (env < 0) return [];
  return words.slice(env + 1, Math.min(end, env + 1 + MOST_ASSIGNMENTS)).flatMap((word) => {
    const name = /^([A-Za-z_]\w{0,80}(?:%%|\(\))?)=/.exec(word.text)?.[1];
    return name === undefined ? [] : [{ name, value: { ...word, text: word.text.slice(name.length + 1) } }];
  });
};

/** How a function is handed to another bash: `BASH_FUNC_name%%=() { …; }`. */
export const EXPORTED_FUNCTION = /^BASH_FUNC_(\w{1,60})(?:%%|\(\))$/;

/** The program that a process is of: here the shell. */
const OWN_PROGRAM = /^\/proc\/(?:self|thread-self|\$\$|\d{1,7})\/exe$/;

const bothEnds = (words: readonly Value[]): readonly Value[] => [
  ...words.slice(0, MOST_WORDS - LAST_WORDS),
  ...words.slice(-LAST_WORDS),
];
