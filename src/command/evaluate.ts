import type { Command, CommandNode, CompoundList, Script, Statement, SyntaxNode, WordPart } from 'unbash';
import { cleanPath } from '../lib/path.ts';
import type { Act, Effect, HostPlace, Provenance } from '../model/effect.ts';
import type { CommandFact, HostPathFact } from '../model/facts.ts';
import { calculated, calculatedText } from './arithmetic.ts';
import { Assignments } from './assignments.ts';
import { type Budget, type Pool, WORK } from './budget.ts';
import { truthOf } from './conditions.ts';
import type { Inflate } from './decoders.ts';
import { Descriptors } from './descriptors.ts';
import { dispatch } from './dispatch.ts';
import type { Files } from './files.ts';
import { Flow } from './flow.ts';
import type { Call, Redirection, Scope } from './machine.ts';
import { HostMounts } from './mounts.ts';
import { NETWORK_DEVICE } from './network.ts';
import { MOST_TEXT, type Parses } from './parse.ts';
import { ranBy } from './programs.ts';
import { ScopeResolver } from './resolver.ts';
import { shownOf } from './shown.ts';
import { Substitutions } from './substitutions.ts';
import { Suspects } from './suspects.ts';
import { concat, EMPTY, literal, sealedBy, union, unknown, type Value } from './value.ts';
import { Variables } from './variables.ts';
import { Verified } from './verified.ts';
import { MOST_DEPTH, OUTERMOST, type Runnable, type Walk } from './walk.ts';
import { fieldsOf, type Resolver } from './words.ts';

/** Shell text and code in one another. */
const MOST_LAYERS = 8;
const MOST_EFFECTS = 20_000;
/** Words of one command that are read, and those of its end among them. */
const MOST_WORDS = 1200;
const LAST_WORDS = 200;
/** Assignments in front of one command that are read. */
const MOST_ASSIGNMENTS = 200;
/** Characters of the words of one command that cost nothing beside them. */
const FEW_CHARACTERS = 2000;
const LONGEST_NAME = 256;
/** Texts of other objects that count for the length of a command. */
const MOST_OUTSIDE = 100;
/** Characters of long words that effects keep whole; after that each keeps its beginning. */
const WORDS_KEPT = 32 * 1024;
const SHORT_WORD = 512;
/** Commands at the end of a list that are read however little work is left. */
const LAST = 6;

const DECLARERS: ReadonlySet<string> = new Set(['export', 'local', 'declare', 'typeset', 'readonly']);
/** Programs that take only a part of what they are given. */
const READERS: ReadonlySet<string> = new Set(['read', 'mapfile', 'readarray']);
/** Where what a coprocess puts out is read. */
const COPROCESS = '63';

/** What is shown in the place of text that must not be. */
const HIDDEN = '(text that is not shown)';

interface FunctionText {
  readonly body: SyntaxNode;
  readonly source: string;
  readonly provenance: Provenance | undefined;
}

/** What the commands of one pod have in common. */
export interface Pod {
  readonly inflate: Inflate | undefined;
  readonly parses: Parses;
  readonly pool: Pool;
}

/** Follows one command as a shell would, without running anything: what flows where, and what each program would do. */
export class Evaluation implements Walk {
  readonly command: CommandFact;
  readonly hostPaths: readonly HostPathFact[];
  readonly inflate: Inflate | undefined;
  readonly files: Files;
  readonly effects: Effect[] = [];
  readonly variables: Variables;
  positional: readonly Value[] = [];
  private readonly assignments: Assignments;
  private readonly substitutions: Substitutions;
  private readonly descriptors: Descriptors;
  private readonly flow: Flow;
  private readonly functions = new Map<string, FunctionText>();
  private readonly mounts: HostMounts;
  private readonly budget: Budget;
  private readonly parses: Parses;
  private readonly suspects = new Suspects();
  readonly verified = new Verified();
  /** Texts of other objects that were run: they are a part of the command, whose length sets the bounds. */
  private readonly outside = new Set<string>();
  status: boolean | null = null;
  readonly aliases = new Map<string, Value>();
  /** Aliases that stand for a text that is read now. */
  private readonly expanding = new Set<string>();
  private room: number;
  depth = 0;
  /** True once a limit kept something from being read. */
  isCut = false;

  constructor(
    command: CommandFact,
    hostPaths: readonly HostPathFact[],
    files: Files,
    environment: ReadonlyMap<string, Value>,
    pod: Pod,
  ) {
    this.command = command;
    this.hostPaths = hostPaths;
    this.mounts = new HostMounts(hostPaths);
    this.files = files;
    this.variables = new Variables(environment);
    this.assignments = new Assignments(this);
    this.substitutions = new Substitutions(this);
    this.descriptors = new Descriptors(this, this.substitutions);
    this.flow = new Flow(this, this.descriptors);
    this.inflate = pod.inflate;
    this.parses = pod.parses;
    this.budget = pod.pool.budgetFor(lengthOf(command));
    this.room = WORDS_KEPT + lengthOf(command);
  }

  wordsShown(words: readonly string[]): readonly string[] {
    // A copy is needed only where a word is cut.
    if (words.every((word) => word.length <= SHORT_WORD)) return words;
    return words.map((word) => {
      if (word.length <= SHORT_WORD) return word;
      this.room -= word.length;
      return this.room > 0 ? word : word.slice(0, SHORT_WORD);
    });
  }

  emit(act: Act, { scope, shown }: Pick<Call, 'scope' | 'shown'>, layers = scope.layers): Effect {
    const { container, role, pointer, carrier } = this.command;
    const fixed = act.kind === 'execute' ? this.verified.fixedBy(act, shown) : null;
    const effect: Effect = {
      ...act,
      ...(fixed === null ? {} : { fixed }),
      container,
      role,
      pointer,
      carrier,
      shown: scope.provenance?.hidden === true ? HIDDEN : shown === '' ? this.command.shown : shown,
      layers,
      onHost: scope.hostEntry?.how ?? null,
      ...(scope.provenance === undefined ? {} : { provenance: scope.provenance }),
    };
    this.budget.spend(WORK.effect);
    if (this.effects.length < MOST_EFFECTS) this.effects.push(effect);
    return effect;
  }

  hostPlace(path: string, { hostEntry }: Scope): HostPlace | null {
    const absolute = this.absolute(path);
    if (hostEntry === null) return this.mounts.at(absolute);
    return absolute.startsWith('/') ? { path: cleanPath(absolute), readOnly: false } : null;
  }

  /** A path from the root, as far as the working directory is known. */
  absolute(path: string): string {
    return path.startsWith('/') || this.files.directory === null || path === ''
      ? path
      : `${this.files.directory}/${path}`;
  }

  cut(at: Pick<Call, 'scope' | 'shown'>): void {
    if (this.isCut) return;
    this.isCut = true;
    this.emit({ kind: 'unresolved', because: 'limit', note: 'is longer or deeper than what is read of a command' }, at);
  }

  private grow(text: string): void {
    if (this.outside.size >= MOST_OUTSIDE || this.outside.has(text)) return;
    this.outside.add(text);
    this.budget.grow(text.length);
  }

  get isSparse(): boolean {
    return this.budget.isSparse;
  }

  spend(work: number): boolean {
    return this.budget.spend(work);
  }

  runText(text: Value, outer: Scope, input: Value | null, positional?: readonly Value[]): Value {
    const layers = text.layers.length === 0 ? outer.layers : [...outer.layers, ...text.layers];
    const provenance = text.provenance ?? outer.provenance;
    if (text.provenance !== undefined) this.grow(text.text);
    const scope: Scope = {
      ...outer,
      layers,
      source: text.text,
      from: 0,
      depth: outer.depth + 1,
      ...(provenance === undefined ? {} : { provenance }),
    };
    const at = { scope: provenance === undefined ? outer : { ...outer, provenance }, shown: '' };
    if (scope.depth > MOST_LAYERS || !this.spend(this.workOf(text.text))) {
      this.cut(at);
      return unknown(text.origins);
    }
    const { pieces, cut } = this.parses.of(text.text);
    if (cut || text.text.length >= MOST_TEXT) this.cut(at);
    const before = this.positional;
    if (positional !== undefined) this.positional = positional;
    const open = this.files.sealing;
    if (provenance?.hidden === true) this.files.sealing = provenance;
    let out = EMPTY;
    for (const { script, text: source } of pieces) out = concat(out, this.script(script, { ...scope, source }, input));
    this.files.sealing = open;
    this.positional = before;
    return provenance?.hidden === true && open === null ? sealedBy(out, provenance) : out;
  }

  private workOf(text: string): number {
    return WORK.text + (this.parses.has(text) ? 0 : Math.min(text.length, MOST_TEXT) * WORK.parsedCharacter);
  }

  script(script: Script, scope: Scope, input: Value | null): Value {
    const inner = script.source === undefined ? scope : { ...scope, source: script.source };
    return this.statements(script.commands, inner, input);
  }

  private statements(statements: readonly Statement[], scope: Scope, input: Value | null): Value {
    let out = EMPTY;
    for (let index = 0; index < statements.length; index += 1) {
      const command = statements[index]?.command;
      if (command !== undefined && isNothing(command)) this.status = true;
      if (command === undefined || isNothing(command) || this.isPassedOver(command, statements.length - index, scope))
        continue;
      const run = (): Value => this.node(command, { ...scope, from: command.pos }, input);
      // What stands behind the end of a loop is read, and does not count.
      if (this.flow.isBroken) this.flow.aside(run);
      else out = concat(out, run());
    }
    return out;
  }

  /**
   * Whether a command is passed over, because little work is left: then only the end of a list is read and what holds a
   * word that payloads need. Harmless commands in front hide neither.
   */
  private isPassedOver({ pos, end }: Pick<SyntaxNode, 'pos' | 'end'>, left: number, scope: Scope): boolean {
    if (!this.isSparse) return false;
    this.cut({ scope, shown: '' });
    return left > LAST && !this.suspects.within(scope.source, pos, end, this.budget);
  }

  list({ commands }: CompoundList, scope: Scope, input: Value | null): Value {
    return this.statements(commands, scope, input);
  }

  /** What a command puts out. Every branch is taken: which one would be is not known. */
  node(node: Runnable, scope: Scope, input: Value | null): Value {
    this.depth += 1;
    try {
      if (this.depth > MOST_DEPTH || !this.spend(WORK.node)) {
        this.cut({ scope, shown: '' });
        return unknown();
      }
      return this.nodeOf(node, scope, input);
    } finally {
      this.depth -= 1;
    }
  }

  private nodeOf(node: Runnable, scope: Scope, input: Value | null): Value {
    switch (node.type) {
      case 'Command':
        return this.simple(node, scope, input);
      case 'Pipeline': {
        const inside = { ...scope, from: node.pos };
        let flowing = input;
        for (const [index, one] of node.commands.entries()) {
          if (!this.isPassedOver(one, node.commands.length - index, scope)) flowing = this.node(one, inside, flowing);
        }
        const isNegated = node.prefixes.filter(({ type }) => type === 'Negation').length % 2 === 1;
        if (isNegated && this.status !== null) this.status = !this.status;
        return flowing ?? EMPTY;
      }
      case 'AndOr': {
        let out = EMPTY;
        for (const [index, one] of node.commands.entries()) {
          if (this.isPassedOver(one, node.commands.length - index, scope)) continue;
          const before = this.status;
          const run = (): Value => this.node(one, { ...scope, from: one.pos }, input);
          const isSkipped = index > 0 && before !== null && (node.operators[index - 1] === '&&') !== before;
          if (!isSkipped) out = concat(out, index > 0 && before === null ? this.flow.perhaps(run) : run());
          else {
            this.flow.aside(run);
            this.status = before;
          }
        }
        return out;
      }
      case 'CompoundList':
        return this.list(node, scope, input);
      case 'BraceGroup':
        return this.list(node.body, scope, input);
      case 'Subshell': {
        const { directory } = this.files;
        const mark = this.variables.fork();
        const out = this.list(node.body, scope, input);
        this.variables.undo(mark);
        this.files.directory = directory;
        return out;
      }
      case 'If':
        return this.flow.branches(
          [node, ...node.elif].map(({ clause, then }) => ({ clause, then })),
          node.else,
          scope,
          input,
        );
      case 'While':
        return this.flow.repeated(node, scope, input);
      case 'For':
      case 'Select':
        return this.flow.loop(node.name, node.wordlist, node.body, scope, input);
      case 'ArithmeticFor':
        return this.flow.counted(node, scope, input);
      case 'Case':
        return this.flow.chosen(node, scope, input);
      case 'Function':
        this.functions.set(node.name.value, {
          body: node.body,
          source: scope.source,
          provenance: scope.provenance,
        });
        return EMPTY;
      case 'Coproc': {
        const out = this.node(node.body as CommandNode, scope, input); // every body of it is a command or a list
        this.files.set(`/dev/fd/${COPROCESS}`, out);
        this.variables.setList(node.name?.value ?? 'COPROC', [literal(COPROCESS), literal('60')]);
        return EMPTY;
      }
      case 'Redirected':
        return this.descriptors.redirected(node, scope, input);
      case 'TestCommand':
        this.substitutions.runAllIn(node, scope);
        this.status = truthOf(node.expression, this.resolver(scope), (name, list) =>
          this.variables.setList(name, list),
        );
        return EMPTY;
      case 'ArithmeticCommand': {
        this.substitutions.runAllIn(node, scope);
        const number = calculated(node.expression, this.resolver(scope));
        this.status = number === null ? null : number !== 0n;
        return EMPTY;
      }
      default:
        node satisfies never;
        return EMPTY;
    }
  }

  assign(name: string, value: Value): void {
    this.assignments.assign(name, value);
  }

  assignElement(name: string, key: string, value: Value, append?: boolean): void {
    this.assignments.assignElement(name, key, value, append);
  }

  substitute(part: WordPart, scope: Scope): Value {
    return this.substitutions.substitute(part, scope);
  }

  breaks(): void {
    this.flow.breaks();
  }

  isOnDevice(redirection: Redirection): boolean {
    return this.descriptors.isOnDevice(redirection);
  }

  restOf(input: Value): string {
    return this.descriptors.restOf(input);
  }

  advance(input: Value, characters: number): void {
    this.descriptors.advance(input, characters);
  }

  calculate(text: string): void {
    const number = calculatedText(text, this.resolver(OUTERMOST.scope));
    this.status = number === null ? null : number !== 0n;
  }

  private simple(node: Command, outer: Scope, input: Value | null): Value {
    if (!this.spend(node.name === undefined ? WORK.assignment : WORK.command)) {
      this.cut({ scope: outer, shown: '' });
      return unknown();
    }
    const scope = outer.from > node.pos ? { ...outer, from: node.pos } : outer;
    const alias = this.aliases.size === 0 ? null : this.unaliased(node, scope);
    if (alias !== null) {
      const documents = node.redirects.filter(({ type }) => type === 'HereDoc');
      return this.runAlias(alias, scope, this.descriptors.inputOf([], documents, scope, input));
    }
    this.status = node.name === undefined ? true : null;
    const resolver = this.resolver(scope);
    const shown = shownOf(scope, node.end);
    const at = { scope, shown };
    const local: [string, Value][] = [];
    for (const one of node.prefix) {
      if (local.length >= MOST_ASSIGNMENTS || !this.spend(WORK.word)) {
        this.cut(at);
        break;
      }
      if (one.type === 'Assignment') local.push([one.name, this.assignments.assigned(one, resolver)]);
    }
    const values: Value[] = [];
    if (node.name !== undefined) values.push(...fieldsOf(node.name, resolver));
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
      if (!this.spend(WORK.word)) break;
    }
    const redirects = this.descriptors.redirectsOf(node.redirects, scope);
    const fed = node.redirects.length === 0 ? input : this.descriptors.inputOf(redirects, node.redirects, scope, input);
    if (values.length === 0) {
      for (const [name, value] of local) if (!this.isArray(node, name)) this.assign(name, value);
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
    if (local.length === 0) return this.descriptors.written(redirects, this.perform(values, redirects, at, fed), at);
    const before = local.map(([name]) => [name, this.variables.get(name)] as const);
    for (const [name, value] of local) this.assign(name, value);
    const words = [...local.map(([name, value]) => concat(literal(`${name}=`), value)), ...values];
    const out = this.perform(words, redirects, at, fed);
    for (const [name, value] of before) {
      if (value === undefined) this.variables.delete(name);
      else this.assign(name, value);
    }
    return this.descriptors.written(redirects, out, at);
  }

  /** The text that a command means whose first word is an alias; `null` for any other. */
  private unaliased(
    { name, pos, end, redirects }: Command,
    { source }: Scope,
  ): { readonly name: string; readonly text: Value } | null {
    if (name?.parts !== undefined || name === undefined || name.text !== name.value) return null;
    const held = this.expanding.has(name.value) ? undefined : this.aliases.get(name.value);
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
    const out = this.runText(text, scope, input);
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
    const before = this.positional;
    this.positional = args;
    // The body of a function is a command or a list, whatever its type says of syntax nodes.
    const out = this.node(
      body as CommandNode,
      { ...scope, source, from: body.pos, ...(provenance === undefined ? {} : { provenance }) },
      input,
    );
    this.positional = before;
    return this.descriptors.written(redirects, out, at);
  }

  runWords(words: readonly Value[], at: Pick<Call, 'scope' | 'shown'>, input: Value | null): Value {
    if (this.depth > MOST_DEPTH || !this.spend(WORK.command + words.length * WORK.word)) {
      this.cut(at);
      return unknown();
    }
    this.depth += 1;
    const out = this.perform(words, [], at, input);
    this.depth -= 1;
    return out;
  }

  private perform(
    written: readonly Value[],
    redirects: readonly Redirection[],
    { scope, shown }: Pick<Call, 'scope' | 'shown'>,
    input: Value | null,
  ): Value {
    const words = written.length > MOST_WORDS ? bothEnds(written) : written;
    if (words.length < written.length) this.cut({ scope, shown });
    const allTexts = words.map(({ text }) => text);
    const length = allTexts.reduce((sum, text) => sum + text.length, 0);
    if (length > FEW_CHARACTERS && !this.spend(length * WORK.character * 2)) {
      this.cut({ scope, shown });
      return unknown(words.reduce<Value['origins']>((all, { origins }) => union(all, origins), []));
    }
    const left = this.descriptors.leftOf(input);
    const ran = ranBy(allTexts);
    const args = words.slice(words.length - ran.args.length);
    const onDevice =
      scope.onDevice || this.descriptors.isInputOnDevice || redirects.some((one) => this.isOnDevice(one));
    const hostEntry = ran.hostEntries[0] ?? scope.hostEntry;
    const call: Call = {
      program: ran.program,
      path: ran.path,
      args,
      texts: ran.args,
      all: words,
      allTexts,
      redirects,
      input: READERS.has(ran.program) ? input : left,
      hostEntries: ran.hostEntries,
      scope: onDevice === scope.onDevice && hostEntry === scope.hostEntry ? scope : { ...scope, onDevice, hostEntry },
      shown,
    };
    const set = assignmentsOfEnv(words, words.length - args.length);
    if (set.length === 0) return dispatch(this, call);
    const mark = this.variables.fork();
    for (const { name, value } of set) this.assign(name, value);
    const out = dispatch(this, call);
    this.variables.undo(mark);
    return out;
  }

  resolver(scope: Scope): Resolver {
    return new ScopeResolver(this, scope, 0);
  }
}

/** `:` and `true` by themselves: padding, which costs nothing to pass over. */
const isNothing = (node: Statement['command']): boolean =>
  node.type === 'Command' &&
  node.prefix.length === 0 &&
  node.suffix.length === 0 &&
  (node.name?.text === ':' || node.name?.text === 'true');

/** `env X=y program`: what is set for the program behind it. */
const assignmentsOfEnv = (
  words: readonly Value[],
  end: number,
): readonly { readonly name: string; readonly value: Value }[] => {
  const env = words.findIndex(({ text }) => /(?:^|\/)(?:env|sudo|doas)$/.test(text.slice(-8)));
  if (env < 0 || env >= end) return [];
  return words.slice(env + 1, Math.min(end, env + 1 + MOST_ASSIGNMENTS)).flatMap((word) => {
    const name = /^([A-Za-z_]\w{0,80})=/.exec(word.text)?.[1];
    return name === undefined ? [] : [{ name, value: { ...word, text: word.text.slice(name.length + 1) } }];
  });
};

/** Characters that a command is written in. */
export const lengthOf = ({ argv, script }: Pick<CommandFact, 'argv' | 'script'>): number =>
  argv.reduce((sum, word) => sum + word.length, script === null || argv.includes(script) ? 0 : script.length);

const bothEnds = (words: readonly Value[]): readonly Value[] => [
  ...words.slice(0, MOST_WORDS - LAST_WORDS),
  ...words.slice(-LAST_WORDS),
];
