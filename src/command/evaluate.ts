import type { CommandNode, CompoundList, Script, Statement, SyntaxNode, WordPart } from 'unbash';
import { cleanPath } from '../lib/path.ts';
import type { Act, Effect, HostPlace } from '../model/effect.ts';
import type { CommandFact, HostPathFact } from '../model/facts.ts';
import { calculated, calculatedText } from './arithmetic.ts';
import { Assignments } from './assignments.ts';
import { type Budget, type Pool, WORK } from './budget.ts';
import { truthOf } from './conditions.ts';
import type { Inflate } from './decoders.ts';
import { Descriptors } from './descriptors.ts';
import type { Files } from './files.ts';
import { Flow } from './flow.ts';
import type { Forks } from './forks.ts';
import { Functions } from './functions.ts';
import type { Call, Redirection, Scope } from './machine.ts';
import { HostMounts } from './mounts.ts';
import { MOST_TEXT, type Parses } from './parse.ts';
import { ScopeResolver } from './resolver.ts';
import { SimpleCommands } from './simple.ts';
import { Substitutions } from './substitutions.ts';
import { isCommandText, LEAST_COMMAND, LOOKED_THROUGH, Suspects } from './suspects.ts';
import { concat, EMPTY, literal, sealedBy, unknown, type Value } from './value.ts';
import { Variables } from './variables.ts';
import { Verified } from './verified.ts';
import { MOST_DEPTH, OUTERMOST, type Runnable, type Walk } from './walk.ts';
import type { Resolver } from './words.ts';

/** Shell text and code in one another. */
const MOST_LAYERS = 8;
const MOST_EFFECTS = 20_000;
const MOST_RAN = 2000;
/** Texts of other objects that count for the length of a command. */
const MOST_OUTSIDE = 100;
/** Characters of long words that effects keep whole; after that each keeps its beginning. */
const WORDS_KEPT = 32 * 1024;
const SHORT_WORD = 512;
/** Commands at the end of a list that are read however little work is left. */
const LAST = 6;

/** Where what a coprocess puts out is read, and where what it is given is written. */
const COPROCESS = '63';
const INTO_COPROCESS = '60';

/** What is shown in the place of text that must not be. */
const HIDDEN = '(text that is not shown)';

/** What the commands of one pod have in common. */
export interface Pod {
  readonly inflate: Inflate | undefined;
  readonly parses: Parses;
  readonly pool: Pool;
  /** For readings beside the first. */
  readonly others: Pool;
}

/** Follows one command as a shell would, without running anything: what flows where, and what each program would do. */
export class Evaluation implements Walk {
  readonly command: CommandFact;
  readonly hostPaths: readonly HostPathFact[];
  readonly inflate: Inflate | undefined;
  readonly files: Files;
  readonly effects: Effect[] = [];
  readonly variables: Variables;
  readonly environment: ReadonlyMap<string, Value>;
  positional: readonly Value[] = [];
  private readonly assignments: Assignments;
  private readonly substitutions: Substitutions;
  private readonly descriptors: Descriptors;
  private readonly functions = new Functions();
  private readonly flow: Flow;
  private readonly commands: SimpleCommands;
  private readonly mounts: HostMounts;
  private readonly budget: Budget;
  private readonly forks: Forks;
  private readonly parses: Parses;
  private readonly suspects = new Suspects();
  readonly verified = new Verified();
  /** Texts of other objects that were run: they are a part of the command, whose length sets the bounds. */
  private readonly outside = new Set<string>();
  status: boolean | null = null;
  readonly aliases = new Map<string, Value>();
  /** True once a text was read: the first is the shell of the container, what it holds are others. */
  private hasText = false;
  private room: number;
  depth = 0;
  feeding: Value | null = null;
  /** True once a limit kept something from being read. */
  isCut = false;
  /** Texts that were read as those of a shell. */
  private readonly ran = new Set<string>();

  constructor(
    command: CommandFact,
    hostPaths: readonly HostPathFact[],
    files: Files,
    environment: ReadonlyMap<string, Value>,
    pod: Pod,
    forks: Forks,
  ) {
    this.command = command;
    this.hostPaths = hostPaths;
    this.mounts = new HostMounts(hostPaths);
    this.files = files;
    this.variables = new Variables(environment);
    this.environment = environment;
    this.assignments = new Assignments(this);
    this.substitutions = new Substitutions(this);
    this.descriptors = new Descriptors(this, this.substitutions);
    this.commands = new SimpleCommands(this, this.assignments, this.descriptors, this.functions);
    const { descriptors, substitutions, functions } = this;
    this.flow = new Flow(this, { descriptors, substitutions, functions, forks });
    this.forks = forks;
    this.inflate = pod.inflate;
    this.parses = pod.parses;
    this.budget = forks.isFirst ? pod.pool.budgetFor(lengthOf(command)) : pod.others.budgetFor(0);
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
    const { provenance, isElsewhere } = scope;
    const fixed = act.kind === 'execute' ? this.verified.fixedBy(act, shown) : null;
    const placed: Effect = {
      ...act,
      container,
      role,
      pointer,
      carrier,
      shown: provenance?.hidden === true ? HIDDEN : shown === '' ? this.command.shown : shown,
      layers,
      onHost: scope.hostEntry?.how ?? null,
    };
    // What few effects have is added to those alone: a spread on a condition costs several times as much as the rest.
    let effect = placed;
    if (isElsewhere === true) effect = { ...effect, isElsewhere };
    if (provenance !== undefined) effect = { ...effect, provenance };
    if (fixed !== null && effect.kind === 'execute') effect = { ...effect, fixed };
    this.budget.spend(WORK.effect);
    if (this.effects.length < MOST_EFFECTS) this.effects.push(effect);
    return effect;
  }

  hostPlace(path: string, { hostEntry }: Scope): HostPlace | null {
    const absolute = this.absolute(path);
    if (hostEntry === null) return this.mounts.at(absolute);
    return absolute.startsWith('/') ? { path: cleanPath(absolute), readOnly: false } : null;
  }

  /** Where `~` leads: a container runs as root, as far as nothing else is known. */
  private home(): string {
    const home = this.variables.get('HOME');
    return home?.known === true && home.text.startsWith('/') ? home.text : '/root';
  }

  /** A path from the root, as far as the working directory is known. */
  absolute(path: string): string {
    if (path.startsWith('~/')) return `${this.home()}${path.slice(1)}`;
    return path.startsWith('/') || this.files.directory === null || path === ''
      ? path
      : `${this.files.directory}/${path}`;
  }

  cut(at: Pick<Call, 'scope' | 'shown'>): void {
    if (this.isCut) return;
    this.isCut = true;
    // The first reading saw every way; of another one less is read where little work is left.
    if (!this.forks.isFirst) return;
    this.emit({ kind: 'unresolved', because: 'limit', note: 'is longer or deeper than what is read of a command' }, at);
  }

  /** Says that the rest of the command was not read, for a reason that lies in the reader. */
  stumble(): void {
    this.isCut = true;
    this.emit({ kind: 'unresolved', because: 'limit', note: 'could not be followed to its end' }, OUTERMOST);
  }

  private grow(text: string): void {
    if (!this.forks.isFirst || this.outside.size >= MOST_OUTSIDE || this.outside.has(text)) return;
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
    const around = provenance === outer.provenance || provenance === undefined ? outer : { ...outer, provenance };
    const scope: Scope = { ...around, layers, source: text.text, from: 0, depth: outer.depth + 1 };
    const at = { scope: around, shown: '' };
    if (scope.depth > MOST_LAYERS || !this.spend(this.workOf(text.text))) {
      this.cut(at);
      return unknown(text.origins);
    }
    if (this.ran.size < MOST_RAN) this.ran.add(text.text);
    const { pieces, cut } = this.parses.of(text.text);
    if (cut || text.text.length >= MOST_TEXT) this.cut(at);
    const before = this.positional;
    if (positional !== undefined) this.positional = positional;
    const open = this.files.sealing;
    if (provenance?.hidden === true) this.files.sealing = provenance;
    let out = EMPTY;
    const isOutermost = !this.hasText && text.text === this.command.script;
    this.hasText = true;
    for (const { script, text: source } of pieces) {
      if (isOutermost) this.flow.standsOutermost(script.commands);
      out = concat(out, this.script(script, { ...scope, source }, input));
    }
    this.files.sealing = open;
    this.positional = before;
    return provenance?.hidden === true && open === null ? sealedBy(out, provenance) : out;
  }

  /**
   * Reads a text that the container is given as one of a shell, where nothing was seen to run it: whatever it is that does, a text
   * that is a command is there to be run.
   */
  readsAside(text: Value, at: Pick<Call, 'scope' | 'shown'>): void {
    if (!text.known || text.text.length < LEAST_COMMAND || this.ran.has(text.text)) return;
    if (!this.spend(text.text.length * LOOKED_THROUGH)) {
      this.cut(at);
      return;
    }
    if (!isCommandText(text.text)) return;
    this.runText(text, at.scope, null);
  }

  /** Takes over the functions of a text, of which nothing runs. */
  defines(text: string): void {
    if (!this.spend(this.workOf(text))) return;
    for (const { script, text: source } of this.parses.of(text).pieces) {
      for (const { command } of script.commands)
        if (command.type === 'Function') this.functions.define(command, { ...OUTERMOST.scope, source }, false);
    }
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
        return this.commands.run(node, scope, input);
      case 'Pipeline': {
        const last = { ...scope, from: node.pos };
        const piped = { ...last, isTaken: true };
        let flowing = input;
        for (const [index, one] of node.commands.entries()) {
          const inside = index < node.commands.length - 1 ? piped : last;
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
          const isFork = index > 0 && before === null;
          const isSkipped = isFork
            ? this.forks.choose(one, 2) === 0
            : index > 0 && (node.operators[index - 1] === '&&') !== before;
          if (!isSkipped) out = concat(out, isFork ? this.flow.perhaps(run, one, 2) : run());
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
        this.functions.define(node, scope, this.files.aside > 0);
        // Bash calls it for each name that it does not find; which names those are is not known here.
        if (node.name.value === 'command_not_found_handle')
          this.node(node.body as CommandNode, { ...scope, from: node.body.pos }, null);
        return EMPTY;
      case 'Coproc': {
        const body = node.body as CommandNode; // every body of it is a command or a list
        const out = this.node(body, scope, input);
        this.files.set(`/dev/fd/${COPROCESS}`, out);
        this.descriptors.leads(Number(INTO_COPROCESS), this.substitutions.pathOf(body));
        this.variables.setList(node.name?.value ?? 'COPROC', [literal(COPROCESS), literal(INTO_COPROCESS)]);
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

  runWords(words: readonly Value[], at: Pick<Call, 'scope' | 'shown'>, input: Value | null): Value {
    return this.commands.runWords(words, at, input);
  }

  feeds(path: string, out: Value, scope: Scope): void {
    this.substitutions.intoProcess(path, out, scope);
  }

  breaks(): void {
    this.flow.breaks();
  }

  returns(): void {
    this.flow.returns();
  }

  calling<T>(run: () => T): T {
    return this.flow.calling(run);
  }

  openDevice(to: string, at: Pick<Call, 'scope' | 'shown'>): number {
    return this.descriptors.openDevice(to, at);
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

/** Characters that a command is written in. */
export const lengthOf = ({ argv, script }: Pick<CommandFact, 'argv' | 'script'>): number =>
  argv.reduce((sum, word) => sum + word.length, script === null || argv.includes(script) ? 0 : script.length);
