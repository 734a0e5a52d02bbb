import { columnsOf, type LibraryNode, scalarTypeOf } from './bridge.ts';
import type { Column, ScalarType } from './column.ts';

interface Origin {
  readonly text: string;
  readonly kinds: ReadonlyMap<number, string>;
  readonly resultName: (node: LibraryNode) => string;
  /** Where the tree's own text begins in the query: a function's body is bound once more for each call. */
  readonly base: number;
}

/** A node of the bound syntax tree, as far as the evaluator asks about it. */
export class Tree {
  readonly #node: LibraryNode;
  readonly #origin: Origin;

  constructor(node: LibraryNode, origin: Origin) {
    this.#node = node;
    this.#origin = origin;
  }

  /** The library's name of the node's kind, `FilterOperator` or `HasCsExpression`. */
  get kind(): string {
    return this.#origin.kinds.get(this.#node.Kind) ?? 'Unknown';
  }

  /** Offset in the query. */
  get at(): number {
    return this.#origin.base + this.#node.TextStart;
  }

  get end(): number {
    return this.#origin.base + this.#node.End;
  }

  get text(): string {
    return this.#origin.text.slice(this.at, this.end);
  }

  /** Type of a scalar expression; `null` for tables and for what has none. */
  get type(): ScalarType | null {
    return scalarTypeOf(this.#node.ResultType);
  }

  /** Columns of a tabular expression. */
  get columns(): readonly Column[] | null {
    return columnsOf(this.#node.ResultType);
  }

  /** The column's name that an expression gives: `tostring(a)` is still `a`. Empty where it has none of its own. */
  get resultName(): string {
    return this.#origin.resultName(this.#node);
  }

  get literal(): unknown {
    return this.#node.LiteralValue;
  }

  /** What a name was bound to. */
  get symbol(): string | null {
    return this.#node.ReferencedSymbol?.Name ?? null;
  }

  get symbolKind(): 'table' | 'column' | 'variable' | 'function' | 'other' | null {
    const symbol = this.#node.ReferencedSymbol;
    if (symbol === null || symbol === undefined) return null;
    // The library keeps the class's full name on its constructor.
    const name = String(Reflect.get(symbol.constructor, '$$name'));
    if (name.endsWith('.TableSymbol')) return 'table';
    if (name.endsWith('.ColumnSymbol')) return 'column';
    if (name.endsWith('.VariableSymbol') || name.endsWith('.ParameterSymbol')) return 'variable';
    return name.endsWith('.FunctionSymbol') ? 'function' : 'other';
  }

  /** The child of a name; `null` when it was left out. */
  child(name: string): Tree | null {
    for (let index = 0; index < this.#node.ChildCount; index += 1) {
      const child = this.#node.GetChild(index);
      if (child?.NameInParent === name) return new Tree(child, this.#origin);
    }
    return null;
  }

  /** The child of a name that the grammar requires. */
  part(name: string): Tree {
    const child = this.child(name);
    if (child === null) throw new Error(`a ${this.kind} without ${name}`);
    return child;
  }

  /** Elements of a list, without what separates them. */
  list(name: string): readonly Tree[] {
    return (
      this.child(name)?.children.map((one) => (one.kind === 'SeparatedElement' ? (one.children[0] ?? one) : one)) ?? []
    );
  }

  get children(): readonly Tree[] {
    const children: Tree[] = [];
    for (let index = 0; index < this.#node.ChildCount; index += 1) {
      const child = this.#node.GetChild(index);
      if (child !== null) children.push(new Tree(child, this.#origin));
    }
    return children;
  }

  /** For a call of a function of the query: its body, bound to the types of this call's arguments. */
  calledBody(declared: Tree): Tree | null {
    const body = this.#node.GetCalledFunctionBody?.() ?? null;
    return body === null ? null : new Tree(body, { ...this.#origin, base: declared.at - body.TextStart });
  }
}
