import type { WordPart } from 'unbash';
import type { Scope } from './machine.ts';
import { literal, type Value } from './value.ts';
import type { Walk } from './walk.ts';
import type { Resolver } from './words.ts';

/** What words need of a shell. */
type Words = Pick<
  Walk,
  'variables' | 'files' | 'positional' | 'assign' | 'assignElement' | 'substitute' | 'runText' | 'spend' | 'cut'
>;

/** Resolves words with the state of a shell. */
export class ScopeResolver implements Resolver {
  readonly nested: number;
  private readonly machine: Words;
  private readonly scope: Scope;

  constructor(machine: Words, scope: Scope, nested: number) {
    this.machine = machine;
    this.scope = scope;
    this.nested = nested;
  }

  variable(name: string): Value | undefined {
    const { variables, files } = this.machine;
    const held = variables.get(variables.nameOf(name));
    return held === undefined && name === 'PWD' && files.directory?.startsWith('/') === true
      ? literal(files.directory)
      : held;
  }

  list(name: string): readonly Value[] | undefined {
    const { variables } = this.machine;
    return variables.elements(variables.nameOf(name));
  }

  map(name: string): ReadonlyMap<string, Value> | undefined {
    const { variables } = this.machine;
    return variables.maps.get(variables.nameOf(name));
  }

  keys(name: string): readonly string[] | undefined {
    const { variables } = this.machine;
    return variables.keysOf(variables.nameOf(name));
  }

  get separators(): string | null {
    const held = this.machine.variables.get('IFS');
    return held?.known === true && held.text !== ' \t\n' ? held.text : null;
  }

  assign(name: string, value: Value): void {
    this.machine.assign(name, value);
  }

  assignElement(name: string, key: string, value: Value): void {
    this.machine.assignElement(name, key, value);
  }

  get positional(): readonly Value[] {
    return this.machine.positional;
  }

  get shellName(): string {
    return this.scope.shell;
  }

  substitute(part: WordPart): Value {
    return this.machine.substitute(part, this.scope);
  }

  expand(value: Value): Value {
    return this.machine.runText({ ...value, text: `printf %s "${value.text}"` }, this.scope, null);
  }

  inside(): Resolver {
    return new ScopeResolver(this.machine, this.scope, this.nested + 1);
  }

  spend(work: number): boolean {
    return this.machine.spend(work);
  }

  cut(): void {
    this.machine.cut({ scope: this.scope, shown: '' });
  }
}
