import type { CommandNode, SyntaxNode, WordPart } from 'unbash';
import { forEachChild } from 'unbash';
import { WORK } from './budget.ts';
import type { Scope } from './machine.ts';
import { literal, mapped, unknown, type Value, withOrigins } from './value.ts';
import { MOST_DEPTH, type Walk } from './walk.ts';

/** Substitutions in one another: each is parsed again for the one around it. */
const MOST_SUBSTITUTIONS = 8;
/** Characters of a substitution whose parse costs nothing beside it. */
const SHORT = 512;

/** Where what is written comes to a process, and its number follows. */
export const PROCESS = '/dev/fd/p';

/** A substitution that takes the input of the command in whose words it stands. */
const READS_INPUT = /^(?:\$\(|`)\s{0,8}(?:cat|base64|base32|head|tail|tr|xxd|od|gzip)\b/;

/** What substitutions need of a shell. */
type Substituting = Pick<Walk, 'depth' | 'feeding' | 'variables' | 'files' | 'spend' | 'cut' | 'script' | 'node'>;

/** Substitutions of commands, and of processes that stand in the place of a file. */
export class Substitutions {
  private readonly machine: Substituting;
  /** Substitutions around what is read now. */
  private inside = 0;
  /** Process substitutions so far. */
  private count = 0;
  private readonly parsed = new WeakSet<WordPart>();
  /** Those that read what is written to them, by path. */
  private readonly processes = new Map<string, (scope: Scope, input: Value) => void>();

  constructor(machine: Substituting) {
    this.machine = machine;
  }

  get isInside(): boolean {
    return this.inside > 0;
  }

  /** Runs what stands in a substitution; gives what it puts out, or the path of the process. */
  substitute(part: WordPart, scope: Scope): Value {
    if (part.type !== 'CommandExpansion' && part.type !== 'ProcessSubstitution') return unknown();
    this.machine.depth += 1;
    this.inside += 1;
    try {
      const work = WORK.node + this.parseWork(part);
      if (this.machine.depth > MOST_DEPTH || this.inside > MOST_SUBSTITUTIONS || !this.machine.spend(work)) {
        this.machine.cut({ scope, shown: '' });
        return unknown();
      }
      const { script } = part;
      if (script === undefined) return unknown();
      if (part.type === 'CommandExpansion') {
        const mark = this.machine.variables.fork();
        const reads = READS_INPUT.test(scope.source.slice(part.pos, part.pos + 40));
        const out = this.machine.script(
          script,
          { ...scope, from: part.pos, isTaken: true },
          reads ? this.machine.feeding : null,
        );
        this.machine.variables.undo(mark);
        return withoutLastLines(out);
      }
      this.count += 1;
      const name = `${PROCESS}${this.count}`;
      if (part.operator === '>') {
        this.processes.set(name, (inner, input) => this.machine.script(script, inner, input));
        return literal(name);
      }
      const out = this.machine.script(script, { ...scope, isTaken: true }, null);
      this.machine.files.set(name, out);
      return withOrigins({ ...literal(name) }, out.origins);
    } finally {
      this.inside -= 1;
      this.machine.depth -= 1;
    }
  }

  /** What stands in a substitution is parsed when it is asked for, with all that is inside of that, and once. */
  private parseWork(part: WordPart): number {
    const length = part.end - part.pos;
    if (length < SHORT || this.parsed.has(part)) return 0;
    this.parsed.add(part);
    return length * WORK.parsedCharacter;
  }

  /** Runs the substitutions in a condition, which puts nothing out. */
  runAllIn(node: SyntaxNode, scope: Scope): void {
    const queue: SyntaxNode[] = [node];
    for (let one = queue.pop(); one !== undefined && this.machine.spend(WORK.node); one = queue.pop()) {
      if (one.type === 'CommandExpansion') this.substitute(one, scope);
      else forEachChild(one, (child) => queue.push(child));
    }
  }

  /** A path behind which a coprocess stands: it is given what is written there. */
  pathOf(body: CommandNode): string {
    this.count += 1;
    const path = `${PROCESS}${this.count}`;
    this.processes.set(path, (scope, input) => this.machine.node(body, { ...scope, from: body.pos }, input));
    return path;
  }

  /** Hands output to the process that stands behind a path. */
  intoProcess(name: string, out: Value, scope: Scope): void {
    const run = this.processes.get(name);
    if (run === undefined) return;
    if (this.inside >= MOST_SUBSTITUTIONS) {
      this.machine.cut({ scope, shown: '' });
      return;
    }
    this.inside += 1;
    run(scope, out);
    this.inside -= 1;
  }
}

const withoutLastLines = (value: Value): Value => {
  const { text } = value;
  let end = text.length;
  while (end > 0 && text[end - 1] === '\n') end -= 1;
  return end === text.length ? value : mapped(value, text.slice(0, end));
};
