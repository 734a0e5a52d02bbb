import type { SyntaxNode } from 'unbash';
import type { Provenance } from '../model/effect.ts';
import type { Scope } from './machine.ts';
import type { NodeOf } from './walk.ts';

/** The body of a function, and the text in which it stands. */
export interface FunctionText {
  readonly body: SyntaxNode;
  readonly source: string;
  readonly provenance: Provenance | undefined;
}

/** The functions of a shell. What text that is not run defines again can be undone. */
export class Functions {
  /** Counts those that were defined again. */
  replaced = 0;
  private readonly texts = new Map<string, FunctionText>();
  private readonly undone: (readonly [string, FunctionText])[] = [];

  get(name: string): FunctionText | undefined {
    return this.texts.get(name);
  }

  /** Keeps the body of a function for its calls. */
  define({ name, body }: NodeOf<'Function'>, { source, provenance }: Scope, isAside: boolean): void {
    const before = this.texts.get(name.value);
    if (before !== undefined) {
      this.replaced += 1;
      if (isAside) this.undone.push([name.value, before]);
    }
    this.texts.set(name.value, { body, source, provenance });
  }

  /** For `undo`. */
  mark(): { readonly undone: number; readonly replaced: number } {
    return { undone: this.undone.length, replaced: this.replaced };
  }

  undo({ undone, replaced }: ReturnType<Functions['mark']>): void {
    for (const [name, before] of this.undone.splice(undone).toReversed()) this.texts.set(name, before);
    this.replaced = replaced;
  }
}
