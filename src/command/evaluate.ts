import type {
  Assignment,
  Command,
  CommandNode,
  CompoundList,
  HereDoc,
  PipelineNode,
  Redirection as RedirectionNode,
  Script,
  Statement,
  SyntaxNode,
  Word,
  WordPart,
} from 'unbash';
import { forEachChild } from 'unbash';
import { cleanPath } from '../lib/path.ts';
import type { Act, Effect, HostPlace, Provenance } from '../model/effect.ts';
import type { CommandFact, HostPathFact } from '../model/facts.ts';
import { calculated, calculatedText } from './arithmetic.ts';
import { type Budget, type Pool, WORK } from './budget.ts';
import { type BodyKind, bodyKind, fitsPattern, truthOf } from './conditions.ts';
import type { Inflate } from './decoders.ts';
import { dispatch } from './dispatch.ts';
import { type Files, isFile } from './files.ts';
import type { Call, Machine, Redirection, Scope } from './machine.ts';
import { HostMounts } from './mounts.ts';
import { patternOf } from './parameters.ts';
import { MOST_TEXT, type Parses } from './parse.ts';
import { ranBy } from './programs.ts';
import { ScopeResolver } from './resolver.ts';
import { Suspects } from './suspects.ts';
import { concat, EMPTY, literal, MARK, mapped, sealedBy, union, unknown, type Value, withOrigins } from './value.ts';
import { MOST_ELEMENTS, Variables } from './variables.ts';
import { Verified } from './verified.ts';
import { fieldsOf, type Resolver, textOf, textOfParts } from './words.ts';
import { writesFile } from './writes.ts';

/** Shell text and code in one another. */
const MOST_LAYERS = 8;
/** Groups, substitutions, functions and texts in one another. */
const MOST_DEPTH = 120;
/** Characters of the pipeline that a person is shown; evidence quotes less. */
const MOST_SHOWN = 600;
/** Words of a loop for which the body is read on its own, and loops in one another for which it is. */
const MOST_OF_KIND: Readonly<Record<BodyKind, number>> = { text: 4096, runs: 64, other: 6 };
const MOST_LOOPS = 2;
/** Substitutions in one another: each is parsed again for the one around it. */
const MOST_SUBSTITUTIONS = 8;
const MOST_EFFECTS = 20_000;
/** Words of one command that are read, and those of its end among them. */
const MOST_WORDS = 1200;
const LAST_WORDS = 200;
/** Assignments in front of one command that are read. */
const MOST_ASSIGNMENTS = 200;
/** Characters of the words of one command that cost nothing beside them. */
const FEW_CHARACTERS = 2000;
const LONGEST_NAME = 256;
/** Redirects of one command that are read: the last, since each takes the place of those before. */
const MOST_REDIRECTS = 64;
/** Texts of other objects that count for the length of a command. */
const MOST_OUTSIDE = 100;
/** Characters of long words that effects keep whole; after that each keeps its beginning. */
const WORDS_KEPT = 32 * 1024;
const SHORT_WORD = 512;
/** Commands at the end of a list that are read however little work is left. */
const LAST = 6;

const DECLARERS: ReadonlySet<string> = new Set(['export', 'local', 'declare', 'typeset', 'readonly']);
/** Programs that take only a part of what they are given. */
/** A substitution that takes the input of the command in whose words it stands. */
const READS_INPUT = /^(?:\$\(|`)\s{0,8}(?:cat|base64|base32|head|tail|tr|xxd|od|gzip)\b/;
const READERS: ReadonlySet<string> = new Set(['read', 'mapfile', 'readarray']);
/** Where what a coprocess puts out is read. */
const COPROCESS = '63';
const NETWORK_DEVICE = /^\/dev\/(?:tcp|udp)\//;

/** What is shown in the place of text that must not be. */
const HIDDEN = '(text that is not shown)';

interface FunctionText {
  readonly body: SyntaxNode;
  readonly source: string;
  readonly provenance: Provenance | undefined;
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

/** What the commands of one pod have in common. */
export interface Pod {
  readonly inflate: Inflate | undefined;
  readonly parses: Parses;
  readonly pool: Pool;
}

/** Follows one command as a shell would, without running anything: what flows where, and what each program would do. */
export class Evaluation implements Machine {
  readonly command: CommandFact;
  readonly hostPaths: readonly HostPathFact[];
  readonly inflate: Inflate | undefined;
  readonly files: Files;
  readonly effects: Effect[] = [];
  readonly variables: Variables;
  positional: readonly Value[] = [];
  private readonly functions = new Map<string, FunctionText>();
  /** Descriptors that were opened on the network, for good. */
  private readonly devices = new Set<number>();
  private readonly mounts: HostMounts;
  private readonly budget: Budget;
  private readonly parses: Parses;
  private readonly suspects = new Suspects();
  private readonly parsed = new WeakSet<WordPart>();
  readonly verified = new Verified();
  /** Texts of other objects that were run: they are a part of the command, whose length sets the bounds. */
  private readonly outside = new Set<string>();
  status: boolean | null = null;
  readonly aliases = new Map<string, Value>();
  /** Aliases that stand for a text that is read now. */
  private readonly expanding = new Set<string>();
  /** How much of an input commands have read that share it. */
  private readonly cursors = new WeakMap<Value, number>();
  /** Files behind descriptors that were opened for writing. */
  private readonly outputs = new Map<number, string>();
  private isBroken = false;
  /** Above nothing while a command is read that may not run. */
  private maybe = 0;
  private loops = 0;
  private room: number;
  private substitutions = 0;
  /** What comes in to the command whose words are resolved. */
  private feeding: Value | null = null;
  private depth = 0;
  private descriptors = 0;
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

  private script(script: Script, scope: Scope, input: Value | null): Value {
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
      if (this.isBroken) this.aside(run);
      else out = concat(out, run());
    }
    return out;
  }

  /**
   * Whether a command is passed over, because little work is left: then only the end of a list is read and what holds a
   * word that payloads need. Harmless commands in front hide neither.
   */
  private isPassedOver({ pos, end }: Pick<SyntaxNode, 'pos' | 'end'>, left: number, scope: Scope): boolean {
    if (!this.budget.isSparse) return false;
    this.cut({ scope, shown: '' });
    return left > LAST && !this.suspects.within(scope.source, pos, end, this.budget);
  }

  private list({ commands }: CompoundList, scope: Scope, input: Value | null): Value {
    return this.statements(commands, scope, input);
  }

  /** What a command puts out. Every branch is taken: which one would be is not known. */
  private node(node: PipelineNode | Statement['command'] | CompoundList, scope: Scope, input: Value | null): Value {
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

  private nodeOf(node: PipelineNode | Statement['command'] | CompoundList, scope: Scope, input: Value | null): Value {
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
          if (!isSkipped) out = concat(out, index > 0 && before === null ? this.perhaps(run) : run());
          else {
            this.aside(run);
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
        return this.branches(
          [node, ...node.elif].map(({ clause, then }) => ({ clause, then })),
          node.else,
          scope,
          input,
        );
      case 'While':
        return this.repeated(node, scope, input);
      case 'For':
      case 'Select':
        return this.loop(node.name, node.wordlist, node.body, scope, input);
      case 'ArithmeticFor':
        return this.counted(node, scope, input);
      case 'Case':
        return this.chosen(node, scope, input);
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
        return this.redirected(node, scope, input);
      case 'TestCommand':
        this.substitutionsIn(node, scope);
        this.status = truthOf(node.expression, this.resolver(scope), (name, list) =>
          this.variables.setList(name, list),
        );
        return EMPTY;
      case 'ArithmeticCommand': {
        this.substitutionsIn(node, scope);
        const number = calculated(node.expression, this.resolver(scope));
        this.status = number === null ? null : number !== 0n;
        return EMPTY;
      }
      default:
        node satisfies never;
        return EMPTY;
    }
  }

  /** Runs the substitutions in a condition, which puts nothing out. */
  private substitutionsIn(node: SyntaxNode, scope: Scope): void {
    const queue: SyntaxNode[] = [node];
    for (let one = queue.pop(); one !== undefined && this.spend(WORK.node); one = queue.pop()) {
      if (one.type === 'CommandExpansion') this.substitute(one, scope);
      else forEachChild(one, (child) => queue.push(child));
    }
  }

  private loop(
    name: Word,
    words: readonly Word[] | undefined,
    body: CompoundList,
    scope: Scope,
    input: Value | null,
  ): Value {
    const given = words === undefined ? this.positional : words.flatMap((word) => fieldsOf(word, this.resolver(scope)));
    // Output that is not known may be one word or many: the name of the loop says so, the mark would not.
    const values = given.map((value) => (value.text === MARK ? { ...value, text: `$${name.value}` } : value));
    const origins = values.reduce<Value['origins']>((all, { origins }) => union(all, origins), []);
    const kind = this.kindOf(body);
    const isFew = values.length <= MOST_OF_KIND[kind] && (this.loops < MOST_LOOPS || kind === 'text');
    const rounds =
      isFew && values.length > 0 && !this.budget.isSparse
        ? values
        : [...values.slice(0, 1), unknown(origins, `$${name.value}`)];
    return this.rounds(
      scope,
      (index) => {
        const value = rounds[index];
        if (value === undefined) return null;
        this.assign(name.value, value);
        return this.list(body, scope, input);
      },
      this.loops >= MOST_LOOPS && kind !== 'text' ? rounds.length - 1 : 0,
    );
  }

  /** The rounds of a loop until there is none, something ends it, or little work is left. */
  private rounds(scope: Scope, round: (index: number) => Value | null, from = 0): Value {
    const outer = this.isBroken;
    this.isBroken = false;
    this.loops += 1;
    let out = EMPTY;
    for (let index = from; ; index += 1) {
      if (index - from >= MOST_OF_KIND.text || (index > from && this.budget.isSparse)) {
        this.cut({ scope, shown: '' });
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
      (descriptor) => this.outputs.has(descriptor),
      (nodes) => this.budget.spend(nodes * WORK.node),
    );
  }

  breaks(): void {
    if (this.files.aside === 0 && this.maybe === 0 && this.loops > 0) this.isBroken = true;
  }

  /** Reads what is not run: what it would do counts, what it sets does not. */
  private aside(run: () => unknown): void {
    const mark = this.variables.fork();
    this.files.aside += 1;
    run();
    this.files.aside -= 1;
    this.variables.undo(mark);
  }

  private perhaps(run: () => Value): Value {
    this.maybe += 1;
    const out = run();
    this.maybe -= 1;
    return out;
  }

  /** Every branch is read. Where the text says which one is taken, the others set nothing and put nothing out. */
  private branches(
    branches: readonly { readonly clause: CompoundList; readonly then: CompoundList }[],
    last: CompoundList | undefined,
    scope: Scope,
    input: Value | null,
  ): Value {
    let out = EMPTY;
    let isTaken = false;
    for (const { clause, then } of branches) {
      let status: boolean | null = false;
      const head = (): void => {
        out = concat(out, this.list(clause, scope, input));
        ({ status } = this);
      };
      if (isTaken) this.aside(head);
      else head();
      if (isTaken || status === false) this.aside(() => this.list(then, scope, input));
      else {
        const run = (): Value => this.list(then, scope, input);
        out = concat(out, status === null ? this.perhaps(run) : run());
        isTaken = status === true;
      }
    }
    if (last !== undefined) {
      if (isTaken) this.aside(() => this.list(last, scope, input));
      else
        out = concat(
          out,
          this.perhaps(() => this.list(last, scope, input)),
        );
    }
    return out;
  }

  private chosen(node: Extract<CommandNode, { readonly type: 'Case' }>, scope: Scope, input: Value | null): Value {
    const resolver = this.resolver(scope);
    const word = textOf(node.word, resolver);
    let out = EMPTY;
    let isTaken = false;
    for (const { pattern, body } of node.items) {
      const fits = pattern.map((one) =>
        word.known ? fitsPattern(word.text, patternOf(one, resolver), resolver) : null,
      );
      const isSure = fits.includes(true);
      if (isTaken || (!isSure && !fits.includes(null))) this.aside(() => this.list(body, scope, input));
      else {
        const run = (): Value => this.list(body, scope, input);
        out = concat(out, isSure ? run() : this.perhaps(run));
      }
      isTaken ||= isSure;
    }
    return out;
  }

  /** A loop with a condition: once, or as often as the condition is known to hold where the loop makes text or reads lines. */
  private repeated(
    { clause, body, kind: word }: Extract<CommandNode, { readonly type: 'While' }>,
    scope: Scope,
    input: Value | null,
  ): Value {
    const goesOn = word === 'while';
    const kind = this.kindOf(body);
    const reads = readsLines(clause);
    const isEndless = isAlways(clause);
    const most = kind === 'text' || reads ? MOST_OF_KIND[kind] : 1;
    const inside = isEndless ? { ...scope, isEndless: true } : scope;
    return this.rounds(scope, (index) => {
      const limit = this.loops > MOST_LOOPS && kind !== 'text' ? 1 : most;
      if (index > limit || (index === limit && !reads)) return null;
      if (index === limit) {
        // Of many lines the first are read, and one that stands for any of the others.
        this.list(clause, scope, input);
        if (this.status !== goesOn) return null;
        this.list(clause, scope, unknown(input?.origins ?? []));
        return this.list(body, scope, input);
      }
      const head = this.list(clause, scope, input);
      const { status } = this;
      if (index > 0 && status !== goesOn) return null;
      if (status !== null && status !== goesOn) {
        this.aside(() => this.list(body, scope, input));
        return head;
      }
      const { version } = this.variables;
      const out = concat(head, this.list(body, inside, input));
      if (isEndless || status === null || (!reads && version === this.variables.version)) this.isBroken = true;
      return out;
    });
  }

  private counted(
    { initialize, test, update, body }: Extract<CommandNode, { readonly type: 'ArithmeticFor' }>,
    scope: Scope,
    input: Value | null,
  ): Value {
    const resolver = this.resolver(scope);
    const kind = this.kindOf(body);
    calculated(initialize, resolver);
    return this.rounds(scope, (index) => {
      const holds = test === undefined ? null : calculated(test, resolver);
      if (index > 0 && (holds === null || holds === 0n)) return null;
      if (index >= (kind === 'other' || this.loops > MOST_LOOPS ? 1 : MOST_OF_KIND[kind])) return null;
      const out = this.list(body, scope, input);
      calculated(update, resolver);
      return out;
    });
  }

  restOf(input: Value): string {
    return input.text.slice(this.cursors.get(input) ?? 0);
  }

  advance(input: Value, characters: number): void {
    this.cursors.set(input, (this.cursors.get(input) ?? 0) + characters);
  }

  calculate(text: string): void {
    const number = calculatedText(text, this.resolver(OUTERMOST.scope));
    this.status = number === null ? null : number !== 0n;
  }

  private redirected(
    node: Extract<CommandNode, { readonly type: 'Redirected' }>,
    scope: Scope,
    input: Value | null,
  ): Value {
    const redirects = this.redirectsOf(node.redirects, scope);
    const shown = shownOf(scope, node.end);
    const at = { scope, shown };
    const onDevice = redirects.some((one) => this.isOnDevice(one));
    const joined = this.inputOf(redirects, node.redirects, scope, input);
    const fed = onDevice ? withOrigins(joined ?? unknown(), [this.connection(redirects, at)]) : joined;
    const out = this.node(node.command, { ...scope, from: node.pos, onDevice: scope.onDevice || onDevice }, fed);
    return this.written(redirects, out, at);
  }

  private connection(redirects: readonly Redirection[], at: Pick<Call, 'scope' | 'shown'>): Effect {
    const target = redirects.find(({ target }) => NETWORK_DEVICE.test(target.text))?.target.text;
    return this.emit({ kind: 'connect', to: target ?? '/dev/tcp', binds: null }, at);
  }

  isOnDevice({ fd, op, target }: Redirection): boolean {
    if (NETWORK_DEVICE.test(target.text)) return true;
    const number = /^\d{1,3}-?$/.test(target.text) ? Number.parseInt(target.text, 10) : null;
    return number !== null && (op === '<&' || op === '>&') && this.devices.has(number) && fd !== 2;
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
      return this.runAlias(alias, scope, this.inputOf([], documents, scope, input));
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
      if (one.type === 'Assignment') local.push([one.name, this.assigned(one, resolver)]);
    }
    const outside = this.feeding;
    this.feeding = input;
    const values: Value[] = [];
    if (node.name !== undefined) values.push(...fieldsOf(node.name, resolver));
    const declares = DECLARERS.has(values[0]?.text ?? '');
    let options = '';
    if (declares) for (const field of values.slice(1)) options = this.declares(field, options);
    for (const argument of node.suffix) {
      if (argument.type === 'Word') {
        const fields = fieldsOf(argument, resolver);
        values.push(...fields);
        if (declares) for (const field of fields) options = this.declares(field, options);
      } else if (argument.type === 'Assignment') {
        if (declares && options.includes('A')) this.declared(argument.name, options, null);
        const value = this.assigned(argument, resolver);
        if (declares && argument.value.type === 'Word' && argument.index === undefined)
          this.declared(argument.name, options, value);
        values.push(concat(literal(`${argument.name}=`), value));
      }
      if (!this.spend(WORK.word)) break;
    }
    this.feeding = outside;
    const redirects = this.redirectsOf(node.redirects, scope);
    const fed = node.redirects.length === 0 ? input : this.inputOf(redirects, node.redirects, scope, input);
    if (values.length === 0) {
      for (const [name, value] of local) if (!this.isArray(node, name)) this.assign(name, value);
      if (redirects.some((one) => NETWORK_DEVICE.test(one.target.text))) this.connection(redirects, at);
      // `$(< file)` puts out the file, as `cat` does; an assignment puts out nothing.
      const reads = local.length === 0 && redirects.some(({ op }) => op === '<');
      return this.written(redirects, reads ? this.perform([literal('cat')], redirects, at, fed) : EMPTY, at);
    }
    const program = values[0]?.text ?? '';
    if (program === 'exec' && values.length === 1) this.openDevices(redirects, at);
    const named = program.length <= LONGEST_NAME ? this.functions.get(program) : undefined;
    if (named !== undefined && named.body.type !== 'Word')
      return this.called(named, values.slice(1), scope, fed, redirects, at);
    if (local.length === 0) return this.written(redirects, this.perform(values, redirects, at, fed), at);
    const before = local.map(([name]) => [name, this.variables.get(name)] as const);
    for (const [name, value] of local) this.assign(name, value);
    const words = [...local.map(([name, value]) => concat(literal(`${name}=`), value)), ...values];
    const out = this.perform(words, redirects, at, fed);
    for (const [name, value] of before) {
      if (value === undefined) this.variables.delete(name);
      else this.assign(name, value);
    }
    return this.written(redirects, out, at);
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

  /** One word behind `declare`: options, a name, or a name with a value that an expansion gave. */
  private declares(field: Value, options: string): string {
    const { text } = field;
    if (/^[-+][a-zA-Z]{1,12}$/.test(text)) return text.startsWith('-') ? options + text.slice(1) : options;
    const equals = text.indexOf('=');
    const name = equals < 0 ? text : text.slice(0, equals);
    if (/^[A-Za-z_]\w*$/.test(name)) {
      this.declared(name, options, equals < 0 ? null : { ...field, text: text.slice(equals + 1) });
    }
    return options;
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
    return this.written(redirects, out, at);
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
    const left = input === null || !this.cursors.has(input) ? input : mapped(input, this.restOf(input));
    const ran = ranBy(allTexts);
    const args = words.slice(words.length - ran.args.length);
    const onDevice = scope.onDevice || this.devices.has(0) || redirects.some((one) => this.isOnDevice(one));
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

  /** `exec 5<>/dev/tcp/…` opens a descriptor for the rest of the script. */
  private openDevices(redirects: readonly Redirection[], at: Pick<Call, 'scope' | 'shown'>): void {
    for (const redirect of redirects) {
      if (!this.isOnDevice(redirect)) continue;
      this.connection([redirect], at);
      this.devices.add(redirect.fd ?? (redirect.op.startsWith('<') ? 0 : 1));
    }
  }

  private redirectsOf(nodes: readonly RedirectionNode[], scope: Scope): readonly Redirection[] {
    if (nodes.length === 0) return NO_REDIRECTS;
    const resolver = this.resolver(scope);
    const read = nodes.length > MOST_REDIRECTS ? nodes.slice(-MOST_REDIRECTS) : nodes;
    if (read.length < nodes.length) this.cut({ scope, shown: '' });
    return read.flatMap((node) => {
      if (!this.spend(WORK.word)) return [];
      if (node.type === 'HereDoc' || node.target === undefined) return [];
      const fd = node.descriptor?.type === 'FileDescriptor' ? node.descriptor.value : null;
      const variable = node.descriptor?.type === 'FileDescriptorVariable' ? node.descriptor.name : null;
      const named = variable === null ? null : 9;
      if (variable !== null) this.assign(variable, literal('9'));
      return [
        { fd: fd ?? named, op: node.operator === '>|' ? '>' : node.operator, target: textOf(node.target, resolver) },
      ];
    });
  }

  /** What comes in: the last of a pipe, a file, a here-string, a here-document. */
  private inputOf(
    redirects: readonly Redirection[],
    nodes: readonly RedirectionNode[],
    scope: Scope,
    piped: Value | null,
  ): Value | null {
    let input = piped;
    for (const redirect of redirects) {
      const { op, target, fd } = redirect;
      if (op === '<<<') {
        const text = concat(target, literal('\n'));
        if ((fd ?? 0) === 0) input = text;
        else this.files.set(`/dev/fd/${fd}`, text);
      } else if (op === '<') {
        const held = this.files.get(target.text) ?? withOrigins(unknown(), target.origins);
        if ((fd ?? 0) === 0) input = held;
        else this.files.set(`/dev/fd/${fd}`, held);
      } else if ((op === '>' || op === '>>') && (fd ?? 0) > 2) this.outputs.set(fd ?? 0, target.text);
      else if (op === '<&' && !this.isOnDevice(redirect) && /^\d{1,3}$/.test(target.text))
        input = this.files.get(`/dev/fd/${target.text}`) ?? input;
      else if (op === '<&' && this.isOnDevice(redirect))
        input = unknown([this.emit({ kind: 'connect', to: '/dev/tcp', binds: null }, { scope, shown: '' })]);
      if ((op === '<' || op === '<>') && NETWORK_DEVICE.test(target.text)) {
        input = unknown([this.emit({ kind: 'connect', to: target.text, binds: null }, { scope, shown: '' })]);
      }
    }
    for (const node of nodes) {
      if (node.type !== 'HereDoc') continue;
      const text = this.heredoc(node, scope);
      const fd = node.descriptor?.type === 'FileDescriptor' ? node.descriptor.value : 0;
      if (fd === 0) input = text;
      else this.files.set(`/dev/fd/${fd}`, text);
    }
    return input;
  }

  private heredoc({ body, operator }: HereDoc, scope: Scope): Value {
    const value = body.parts === undefined ? literal(body.text) : textOfParts(body.parts, this.resolver(scope));
    return operator === '<<-' ? mapped(value, value.text.replaceAll(/^\t+/gm, '')) : value;
  }

  /** Where the output goes; what is left of it for the pipe. */
  private written(redirects: readonly Redirection[], out: Value, at: Pick<Call, 'scope' | 'shown'>): Value {
    if (redirects.length === 0) return out;
    let left = out;
    for (const { fd, op, target: given } of redirects) {
      const opened = op === '>&' ? this.outputs.get(Number(given.text)) : undefined;
      const target = opened === undefined ? given : literal(opened);
      if (fd === 2 || !(op === '>' || op === '>>' || op === '&>' || op === '&>>' || op === '<>' || op === '>&'))
        continue;
      if (op === '>&' && /^(?:\d+-?|-)$/.test(target.text)) continue;
      if (op !== '<>') left = EMPTY;
      if (target.text.startsWith(PROCESS)) {
        this.intoProcess(target.text, out, at.scope);
        continue;
      }
      const before = op === '>>' || op === '&>>' || opened !== undefined ? this.files.get(target.text) : undefined;
      if (!isFile(target.text)) continue;
      // A text that is put together is copied when it is looked at.
      if (out.text.length > FEW_CHARACTERS && !this.spend(out.text.length * WORK.character)) {
        this.cut(at);
        this.files.set(target.text, mapped(out, null));
        continue;
      }
      const value = before === undefined ? out : concat(before, out);
      this.files.set(target.text, value);
      writesFile(this, at, target.text, out.text, out.origins);
    }
    return left;
  }

  /** Gives the value of an assignment; one of an array or an element is made at once. */
  private assigned({ value, append, name: written, index }: Assignment, resolver: Resolver): Value {
    const name = this.variables.nameOf(written);
    if (value.type !== 'Word') return this.listed(name, value.elements, append, resolver);
    const next = textOf(value, resolver);
    if (index !== undefined) {
      this.assignElement(name, this.keyOf(name, index, resolver), next, append);
      return this.variables.get(name) ?? next;
    }
    const before = append === true ? this.variables.get(name) : undefined;
    if (before === undefined || this.variables.attributes.get(name) !== 'integer')
      return before === undefined ? next : concat(before, next);
    return literal(`(${before.text})+(${next.text})`);
  }

  private keyOf(name: string, index: Word, resolver: Resolver): string {
    const key = textOf(index, resolver).text.trim();
    if (this.variables.maps.has(name) || /^\d+$/.test(key)) return key;
    return String(calculatedText(key, resolver) ?? key);
  }

  assignElement(name: string, key: string, given: Value, append?: boolean): void {
    const before = append === true ? this.elementOf(name, key) : undefined;
    const value = before === undefined ? given : concat(before, given);
    if (!this.spend((this.variables.elements(name)?.length ?? 0) * WORK.node)) this.cut(OUTERMOST);
    else
      this.variables.setElement(
        name,
        key,
        this.files.sealing === null ? value : sealedBy(value, this.files.sealing, `$${name}`),
      );
    if (this.variables.isFull) this.cut(OUTERMOST);
  }

  private elementOf(name: string, key: string): Value | undefined {
    return this.variables.maps.get(name)?.get(key) ?? this.variables.lists.get(name)?.[Number(key)];
  }

  /** The elements of an array, kept apart and given joined. */
  private listed(name: string, words: readonly Word[], append: boolean | undefined, resolver: Resolver): Value {
    const { maps, lists } = this.variables;
    const isKeyed = maps.has(name) || words.some(({ text }) => /^\[[^\]]{1,64}\]=/.test(text));
    if (words.length > MOST_ELEMENTS) this.cut(OUTERMOST);
    if (isKeyed) {
      if (append !== true) {
        if (maps.has(name)) maps.set(name, new Map());
        else lists.set(name, []);
      }
      let place = 0;
      for (const word of words.slice(0, MOST_ELEMENTS)) {
        const value = textOf(word, resolver);
        const keyed = /^\[([^\]]{1,64})\]=/.exec(value.text);
        const key = keyed?.[1]?.replaceAll(/^["']|["']$/g, '') ?? String(place);
        this.assignElement(name, key, keyed === null ? value : { ...value, text: value.text.slice(keyed[0].length) });
        place = (/^\d+$/.test(key) ? Number(key) : place) + 1;
      }
    } else {
      const elements = words.slice(0, MOST_ELEMENTS).flatMap((word) => fieldsOf(word, resolver));
      const before = append === true ? (lists.get(name) ?? []) : [];
      this.variables.setList(name, [...before, ...elements].slice(0, MOST_ELEMENTS));
    }
    return this.variables.get(name) ?? EMPTY;
  }

  assign(written: string, given: Value): void {
    const name = this.variables.nameOf(written);
    const value = this.shaped(name, given);
    this.variables.set(name, this.files.sealing === null ? value : sealedBy(value, this.files.sealing, `$${name}`));
    if (this.variables.isFull) this.cut(OUTERMOST);
  }

  /** A value as a declaration of its variable makes it: a number, or letters of one case. */
  private shaped(name: string, value: Value): Value {
    const attribute = this.variables.attributes.get(name);
    if (attribute === undefined || !value.known) return value;
    if (attribute === 'upper') return mapped(value, value.text.toUpperCase());
    if (attribute === 'lower') return mapped(value, value.text.toLowerCase());
    const number = calculatedText(value.text, this.resolver(OUTERMOST.scope));
    return mapped(value, number === null ? null : String(number));
  }

  /** What `declare`, `local` and their like say of a variable. */
  private declared(name: string, options: string, value: Value | null): void {
    if (name.length > LONGEST_NAME) return;
    const { attributes, maps } = this.variables;
    if (options.includes('n') && value !== null) {
      this.variables.refer(name, value.text);
      return;
    }
    if (options.includes('A') && !maps.has(name)) this.variables.setMap(name, new Map());
    const attribute = options.includes('u')
      ? 'upper'
      : options.includes('l')
        ? 'lower'
        : options.includes('i')
          ? 'integer'
          : null;
    if (attribute !== null && attributes.size < MOST_ELEMENTS) attributes.set(name, attribute);
    if (value !== null) this.assign(name, value);
  }

  private readonly processes = new Map<string, WordPart>();

  private intoProcess(name: string, out: Value, scope: Scope): void {
    const part = this.processes.get(name);
    if (part?.type !== 'ProcessSubstitution' || part.script === undefined) return;
    if (this.substitutions >= MOST_SUBSTITUTIONS) {
      this.cut({ scope, shown: '' });
      return;
    }
    this.substitutions += 1;
    this.script(part.script, scope, out);
    this.substitutions -= 1;
  }

  /** What stands in a substitution is parsed when it is asked for, with all that is inside of that, and once. */
  private parseWork(part: WordPart): number {
    const length = part.end - part.pos;
    if (length < SHORT_WORD || this.parsed.has(part)) return 0;
    this.parsed.add(part);
    return length * WORK.parsedCharacter;
  }

  substitute(part: WordPart, scope: Scope): Value {
    if (part.type !== 'CommandExpansion' && part.type !== 'ProcessSubstitution') return unknown();
    this.depth += 1;
    this.substitutions += 1;
    try {
      const work = WORK.node + this.parseWork(part);
      if (this.depth > MOST_DEPTH || this.substitutions > MOST_SUBSTITUTIONS || !this.spend(work)) {
        this.cut({ scope, shown: '' });
        return unknown();
      }
      const { script } = part;
      if (script === undefined) return unknown();
      if (part.type === 'CommandExpansion') {
        const mark = this.variables.fork();
        const reads = READS_INPUT.test(scope.source.slice(part.pos, part.pos + 40));
        const out = this.script(script, { ...scope, from: part.pos }, reads ? this.feeding : null);
        this.variables.undo(mark);
        return withoutLastLines(out);
      }
      this.descriptors += 1;
      const name = `${PROCESS}${this.descriptors}`;
      if (part.operator === '>') {
        this.processes.set(name, part);
        return literal(name);
      }
      const out = this.script(script, scope, null);
      this.files.set(name, out);
      return withOrigins({ ...literal(name) }, out.origins);
    } finally {
      this.substitutions -= 1;
      this.depth -= 1;
    }
  }

  private resolver(scope: Scope): Resolver {
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

const PROCESS = '/dev/fd/p';

/** Characters that a command is written in. */
export const lengthOf = ({ argv, script }: Pick<CommandFact, 'argv' | 'script'>): number =>
  argv.reduce((sum, word) => sum + word.length, script === null || argv.includes(script) ? 0 : script.length);

const OUTERMOST: Pick<Call, 'scope' | 'shown'> = {
  scope: { layers: [], hostEntry: null, source: '', from: 0, onDevice: false, shell: 'sh', depth: 0 },
  shown: '',
};
const withoutLastLines = (value: Value): Value => {
  const { text } = value;
  let end = text.length;
  while (end > 0 && text[end - 1] === '\n') end -= 1;
  return end === text.length ? value : mapped(value, text.slice(0, end));
};
const bothEnds = (words: readonly Value[]): readonly Value[] => [
  ...words.slice(0, MOST_WORDS - LAST_WORDS),
  ...words.slice(-LAST_WORDS),
];
const NO_REDIRECTS: readonly Redirection[] = [];

/** One line for a person: from the beginning of the pipeline to the end of the command. */
const shownOf = ({ source, from }: Scope, end: number): string => {
  const text = source.slice(Math.max(from, end - MOST_SHOWN), end).trim();
  return text.includes('\n') || text.includes('\r') ? text.replaceAll(/\r\n|\r|\n/g, ' ↵ ') : text;
};
