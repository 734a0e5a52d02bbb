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
import type { Act, Effect, HostPlace } from '../model/effect.ts';
import type { CommandFact, HostPathFact } from '../model/facts.ts';
import type { Inflate } from './decoders.ts';
import { dispatch } from './dispatch.ts';
import { type Files, isFile, onHost } from './files.ts';
import type { Call, Machine, Redirection, Scope } from './machine.ts';
import { MOST_TEXT, parseShell } from './parse.ts';
import { ranBy } from './programs.ts';
import { concat, EMPTY, literal, MARK, mapped, union, unknown, type Value, withOrigins } from './value.ts';
import { CHARACTERS_PER_UNIT, fieldsOf, type Resolver, textOf, textOfParts } from './words.ts';
import { writesFile } from './writes.ts';

/**
 * Simple commands that are read of a command of this many characters; what follows is not judged, and said so. Far more
 * than people write: whoever pads a payload beyond it has to write a script of tens of kilobytes, which is told too.
 */
export const mostSteps = (length: number): number => 4000 + Math.floor(Math.min(length, MOST_TEXT) / 80);
/** Work for each of these: words, substitutions, and characters that are looked through. */
const UNITS_PER_STEP = 12;
/** Shell text in shell text costs a parse of its own. */
const STEPS_PER_TEXT = 2;
const EFFECTS_PER_STEP = 4;
/** Shell text and code in one another. */
const MOST_LAYERS = 8;
/** Groups, substitutions, functions and texts in one another. */
const MOST_DEPTH = 120;
const MOST_SHOWN = 4000;
/** Words of a loop for which the body is read on its own, and loops in one another for which it is. */
const MOST_ROUNDS = 6;
const MOST_LOOPS = 2;
/** Substitutions in one another: each is parsed again for the one around it. */
const MOST_SUBSTITUTIONS = 8;
const MOST_VARIABLES = 4000;
/** Characters of long words that effects keep whole; after that each keeps its beginning. */
const MOST_WORDS_KEPT = 1024 * 1024;
const SHORT_WORD = 512;

const DECLARERS: ReadonlySet<string> = new Set(['export', 'local', 'declare', 'typeset', 'readonly']);
const NETWORK_DEVICE = /^\/dev\/(?:tcp|udp)\//;

/** Follows one command as a shell would, without running anything: what flows where, and what each program would do. */
export class Evaluation implements Machine {
  readonly command: CommandFact;
  readonly hostPaths: readonly HostPathFact[];
  readonly inflate: Inflate | undefined;
  readonly files: Files;
  readonly effects: Effect[] = [];
  readonly variables: Map<string, Value>;
  positional: readonly Value[] = [];
  directory: string | null = null;
  private readonly functions = new Map<string, { readonly body: SyntaxNode; readonly source: string }>();
  /** Descriptors that were opened on the network, for good. */
  private readonly devices = new Set<number>();
  private readonly mostSteps: number;
  private readonly mostUnits: number;
  private steps = 0;
  private loops = 0;
  private room = MOST_WORDS_KEPT;
  private substitutions = 0;
  private units = 0;
  private depth = 0;
  private descriptors = 0;
  private isCut = false;

  constructor(
    command: CommandFact,
    hostPaths: readonly HostPathFact[],
    files: Files,
    environment: ReadonlyMap<string, Value>,
    inflate: Inflate | undefined,
  ) {
    this.command = command;
    this.hostPaths = hostPaths;
    this.files = files;
    this.variables = new Map(environment);
    this.inflate = inflate;
    const { argv, script } = command;
    this.mostSteps = mostSteps(argv.reduce((sum, word) => sum + word.length, script?.length ?? 0));
    this.mostUnits = this.mostSteps * UNITS_PER_STEP;
  }

  wordsShown(words: readonly string[]): readonly string[] {
    return words.map((word) => {
      if (word.length <= SHORT_WORD) return word;
      this.room -= word.length;
      return this.room > 0 ? word : word.slice(0, SHORT_WORD);
    });
  }

  emit(act: Act, { scope, shown }: Pick<Call, 'scope' | 'shown'>, layers = scope.layers): Effect {
    const { container, role, pointer, carrier } = this.command;
    const effect: Effect = {
      ...act,
      container,
      role,
      pointer,
      carrier,
      shown: shown === '' ? this.command.shown : shown,
      layers,
      onHost: scope.hostEntry?.how ?? null,
    };
    if (this.effects.length < this.mostSteps * EFFECTS_PER_STEP) this.effects.push(effect);
    return effect;
  }

  hostPlace(path: string, { hostEntry }: Scope): HostPlace | null {
    return onHost(this.absolute(path), hostEntry, this.command.container, this.hostPaths);
  }

  /** A path from the root, as far as the working directory is known. */
  absolute(path: string): string {
    return path.startsWith('/') || this.directory === null || path === '' ? path : `${this.directory}/${path}`;
  }

  cut(at: Pick<Call, 'scope' | 'shown'>): void {
    if (this.isCut) return;
    this.isCut = true;
    this.emit({ kind: 'unresolved', because: 'limit', note: 'is longer or deeper than what is read of a command' }, at);
  }

  spend(units = 1): boolean {
    this.units += 1 + units;
    return this.units <= this.mostUnits;
  }

  runText(text: Value, outer: Scope, input: Value | null, positional?: readonly Value[]): Value {
    const layers = text.layers.length === 0 ? outer.layers : [...outer.layers, ...text.layers];
    const scope: Scope = { ...outer, layers, source: text.text, from: 0, depth: outer.depth + 1 };
    const at = { scope: outer, shown: '' };
    this.steps += STEPS_PER_TEXT;
    if (
      scope.depth > MOST_LAYERS ||
      this.steps > this.mostSteps ||
      !this.spend(text.text.length / CHARACTERS_PER_UNIT)
    ) {
      this.cut(at);
      return unknown(text.origins);
    }
    const { script, text: source, cut } = parseShell(text.text);
    if (cut || text.text.length >= MOST_TEXT) this.cut(at);
    const before = this.positional;
    if (positional !== undefined) this.positional = positional;
    const out = this.script(script, { ...scope, source }, input);
    this.positional = before;
    return out;
  }

  private script(script: Script, scope: Scope, input: Value | null): Value {
    const inner = script.source === undefined ? scope : { ...scope, source: script.source };
    return this.statements(script.commands, inner, input);
  }

  private statements(statements: readonly Statement[], scope: Scope, input: Value | null): Value {
    let out = EMPTY;
    for (const { command } of statements) {
      if (isNothing(command)) continue;
      if (this.steps > this.mostSteps) {
        this.cut({ scope, shown: '' });
        break;
      }
      out = concat(out, this.node(command, { ...scope, from: command.pos }, input));
    }
    return out;
  }

  private list({ commands }: CompoundList, scope: Scope, input: Value | null): Value {
    return this.statements(commands, scope, input);
  }

  /** What a command puts out. Every branch is taken: which one would be is not known. */
  private node(node: PipelineNode | Statement['command'] | CompoundList, scope: Scope, input: Value | null): Value {
    this.depth += 1;
    try {
      if (this.depth > MOST_DEPTH || !this.spend()) {
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
        for (const one of node.commands) flowing = this.node(one, inside, flowing);
        return flowing ?? EMPTY;
      }
      case 'AndOr': {
        let out = EMPTY;
        for (const one of node.commands) out = concat(out, this.node(one, { ...scope, from: one.pos }, input));
        return out;
      }
      case 'CompoundList':
        return this.list(node, scope, input);
      case 'BraceGroup':
        return this.list(node.body, scope, input);
      case 'Subshell': {
        const { directory } = this;
        const out = this.list(node.body, scope, input);
        this.directory = directory;
        return out;
      }
      case 'If':
        return [
          node.clause,
          node.then,
          ...node.elif.flatMap(({ clause, then }) => [clause, then]),
          ...(node.else === undefined ? [] : [node.else]),
        ]
          .map((list) => this.list(list, scope, input))
          .reduce(concat, EMPTY);
      case 'While':
        return concat(this.list(node.clause, scope, input), this.list(node.body, scope, input));
      case 'For':
      case 'Select':
        return this.loop(node.name, node.wordlist, node.body, scope, input);
      case 'ArithmeticFor':
        return this.list(node.body, scope, input);
      case 'Case': {
        textOf(node.word, this.resolver(scope));
        return node.items.map(({ body }) => this.list(body, scope, input)).reduce(concat, EMPTY);
      }
      case 'Function':
        this.functions.set(node.name.value, { body: node.body, source: scope.source });
        return EMPTY;
      case 'Coproc':
        return this.node(node.body as CommandNode, scope, input); // every body of it is a command or a list
      case 'Redirected':
        return this.redirected(node, scope, input);
      case 'TestCommand':
      case 'ArithmeticCommand':
        this.substitutionsIn(node, scope);
        return EMPTY;
      default:
        node satisfies never;
        return EMPTY;
    }
  }

  /** Runs the substitutions in a condition, which puts nothing out. */
  private substitutionsIn(node: SyntaxNode, scope: Scope): void {
    const queue: SyntaxNode[] = [node];
    for (let one = queue.pop(); one !== undefined && this.spend(); one = queue.pop()) {
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
    const rounds =
      values.length <= MOST_ROUNDS && values.length > 0 && this.loops < MOST_LOOPS
        ? values
        : [...values.slice(0, 1), unknown(origins, `$${name.value}`)];
    this.loops += 1;
    let out = EMPTY;
    for (const value of this.loops > MOST_LOOPS ? rounds.slice(-1) : rounds) {
      this.assign(name.value, value);
      out = concat(out, this.list(body, scope, input));
    }
    this.loops -= 1;
    return out;
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
    this.steps += 1;
    if (this.steps > this.mostSteps) {
      this.cut({ scope: outer, shown: '' });
      return unknown();
    }
    const scope = outer.from > node.pos ? { ...outer, from: node.pos } : outer;
    const resolver = this.resolver(scope);
    const shown = shownOf(scope, node.end);
    const at = { scope, shown };
    const local: [string, Value][] = [];
    for (const one of node.prefix) if (one.type === 'Assignment') local.push([one.name, this.assigned(one, resolver)]);
    const values: Value[] = [];
    if (node.name !== undefined) values.push(...fieldsOf(node.name, resolver));
    const declares = DECLARERS.has(values[0]?.text ?? '');
    for (const argument of node.suffix) {
      if (argument.type === 'Word') values.push(...fieldsOf(argument, resolver));
      else if (argument.type === 'Assignment') {
        const value = this.assigned(argument, resolver);
        if (declares) this.assign(argument.name, value);
        values.push(concat(literal(`${argument.name}=`), value));
      }
      if (!this.spend()) break;
    }
    const redirects = this.redirectsOf(node.redirects, scope);
    const fed = this.inputOf(redirects, node.redirects, scope, input);
    const words = [...local.map(([name, value]) => concat(literal(`${name}=`), value)), ...values];
    if (values.length === 0) {
      for (const [name, value] of local) this.assign(name, value);
      if (redirects.some((one) => NETWORK_DEVICE.test(one.target.text))) this.connection(redirects, at);
      // `$(< file)` puts out the file, as `cat` does; an assignment puts out nothing.
      const reads = local.length === 0 && redirects.some(({ op }) => op === '<');
      return this.written(redirects, reads ? this.perform([literal('cat')], redirects, at, fed) : EMPTY, at);
    }
    const program = values[0]?.text ?? '';
    if (program === 'exec' && values.length === 1) this.openDevices(redirects, at);
    const named = this.functions.get(program);
    if (named !== undefined && named.body.type !== 'Word')
      return this.called(named, values.slice(1), scope, fed, redirects, at);
    const before = local.map(([name]) => [name, this.variables.get(name)] as const);
    for (const [name, value] of local) this.assign(name, value);
    const out = this.perform(words, redirects, at, fed);
    for (const [name, value] of before) {
      if (value === undefined) this.variables.delete(name);
      else this.assign(name, value);
    }
    return this.written(redirects, out, at);
  }

  private called(
    { body, source }: { readonly body: SyntaxNode; readonly source: string },
    args: readonly Value[],
    scope: Scope,
    input: Value | null,
    redirects: readonly Redirection[],
    at: Pick<Call, 'scope' | 'shown'>,
  ): Value {
    const before = this.positional;
    this.positional = args;
    // The body of a function is a command or a list, whatever its type says of syntax nodes.
    const out = this.node(body as CommandNode, { ...scope, source, from: body.pos }, input);
    this.positional = before;
    return this.written(redirects, out, at);
  }

  runWords(words: readonly Value[], at: Pick<Call, 'scope' | 'shown'>, input: Value | null): Value {
    this.steps += 1;
    if (this.steps > this.mostSteps || this.depth > MOST_DEPTH) {
      this.cut(at);
      return unknown();
    }
    this.depth += 1;
    const out = this.perform(words, [], at, input);
    this.depth -= 1;
    return out;
  }

  private perform(
    words: readonly Value[],
    redirects: readonly Redirection[],
    { scope, shown }: Pick<Call, 'scope' | 'shown'>,
    input: Value | null,
  ): Value {
    const allTexts = words.map(({ text }) => text);
    const ran = ranBy(allTexts);
    const args = words.slice(words.length - ran.args.length);
    const onDevice = scope.onDevice || this.devices.has(0) || redirects.some((one) => this.isOnDevice(one));
    const call: Call = {
      program: ran.program,
      path: ran.path,
      args,
      texts: ran.args,
      all: words,
      allTexts,
      redirects,
      input,
      hostEntries: ran.hostEntries,
      scope: { ...scope, onDevice, hostEntry: ran.hostEntries[0] ?? scope.hostEntry },
      shown,
    };
    return dispatch(this, call);
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
    const resolver = this.resolver(scope);
    return nodes.flatMap((node) => {
      if (node.type === 'HereDoc' || node.target === undefined) return [];
      const fd = node.descriptor?.type === 'FileDescriptor' ? node.descriptor.value : null;
      const named = node.descriptor?.type === 'FileDescriptorVariable' ? 9 : null;
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
      if (op === '<<<') input = concat(target, literal('\n'));
      else if (op === '<' && (fd ?? 0) === 0)
        input = this.files.get(target.text) ?? withOrigins(unknown(), target.origins);
      else if (op === '<&' && this.isOnDevice(redirect))
        input = unknown([this.emit({ kind: 'connect', to: '/dev/tcp', binds: null }, { scope, shown: '' })]);
      if ((op === '<' || op === '<>') && NETWORK_DEVICE.test(target.text)) {
        input = unknown([this.emit({ kind: 'connect', to: target.text, binds: null }, { scope, shown: '' })]);
      }
    }
    for (const node of nodes) if (node.type === 'HereDoc') input = this.heredoc(node, scope);
    return input;
  }

  private heredoc({ body, operator }: HereDoc, scope: Scope): Value {
    const value = body.parts === undefined ? literal(body.text) : textOfParts(body.parts, this.resolver(scope));
    return operator === '<<-' ? mapped(value, value.text.replaceAll(/^\t+/gm, '')) : value;
  }

  /** Where the output goes; what is left of it for the pipe. */
  private written(redirects: readonly Redirection[], out: Value, at: Pick<Call, 'scope' | 'shown'>): Value {
    let left = out;
    for (const { fd, op, target } of redirects) {
      if (fd === 2 || !(op === '>' || op === '>>' || op === '&>' || op === '&>>' || op === '<>' || op === '>&'))
        continue;
      if (op === '>&' && /^(?:\d+-?|-)$/.test(target.text)) continue;
      if (op !== '<>') left = EMPTY;
      if (target.text.startsWith(PROCESS)) {
        this.intoProcess(target.text, out, at.scope);
        continue;
      }
      const before = op === '>>' || op === '&>>' ? this.files.get(target.text) : undefined;
      const value = before === undefined ? out : concat(before, out);
      if (!isFile(target.text)) continue;
      this.files.set(target.text, value);
      writesFile(this, at, target.text, out.text, out.origins);
    }
    return left;
  }

  private assigned({ value, append, name }: Assignment, resolver: Resolver): Value {
    const next =
      value.type === 'Word'
        ? textOf(value, resolver)
        : value.elements
            .map((word) => textOf(word, resolver))
            .reduce((all, one) => concat(all.text === '' ? all : concat(all, literal(' ')), one), EMPTY);
    const before = append === true ? this.variables.get(name) : undefined;
    return before === undefined ? next : concat(before, next);
  }

  private assign(name: string, value: Value): void {
    if (this.variables.size < MOST_VARIABLES || this.variables.has(name)) this.variables.set(name, value);
  }

  private readonly processes = new Map<string, WordPart>();

  private intoProcess(name: string, out: Value, scope: Scope): void {
    const part = this.processes.get(name);
    if (part?.type === 'ProcessSubstitution' && part.script !== undefined) this.script(part.script, scope, out);
  }

  private substitute(part: WordPart, scope: Scope): Value {
    if (part.type !== 'CommandExpansion' && part.type !== 'ProcessSubstitution') return unknown();
    this.depth += 1;
    this.substitutions += 1;
    try {
      if (this.depth > MOST_DEPTH || this.substitutions > MOST_SUBSTITUTIONS || !this.spend()) {
        this.cut({ scope, shown: '' });
        return unknown();
      }
      const { script } = part;
      if (script === undefined) return unknown();
      if (part.type === 'CommandExpansion') {
        const out = this.script(script, { ...scope, from: part.pos }, null);
        return out.text.endsWith('\n') ? mapped(out, out.text.replace(/\n+$/, '')) : out;
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
    const machine = this;
    return {
      variable: (name) => machine.variables.get(name),
      assign: (name, value) => machine.assign(name, value),
      get positional() {
        return machine.positional;
      },
      shellName: scope.shell,
      nested: 0,
      substitute: (part) => machine.substitute(part, scope),
      spend: (units) => machine.spend(units),
    };
  }
}

/** `:` and `true` by themselves: padding, which costs nothing to pass over. */
const isNothing = (node: Statement['command']): boolean =>
  node.type === 'Command' &&
  node.prefix.length === 0 &&
  node.suffix.length === 0 &&
  (node.name?.text === ':' || node.name?.text === 'true');

const PROCESS = '/dev/fd/p';

/** One line for a person: from the beginning of the pipeline to the end of the command. */
const shownOf = ({ source, from }: Scope, end: number): string =>
  source
    .slice(Math.max(from, end - MOST_SHOWN), end)
    .trim()
    .replaceAll(/\r\n|\r|\n/g, ' ↵ ');
