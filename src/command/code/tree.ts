/** One program of any of the languages that are read, as far as it matters for what it would do. */
export type Node =
  | { readonly kind: 'text'; readonly text: string; readonly hidden: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'none' }
  | { readonly kind: 'name'; readonly name: string }
  /** Text with values put in. */
  | { readonly kind: 'joined'; readonly parts: readonly Node[] }
  | { readonly kind: 'list'; readonly items: readonly Argument[] }
  | { readonly kind: 'dict'; readonly entries: readonly Entry[] }
  | { readonly kind: 'member'; readonly of: Node; readonly name: string }
  | { readonly kind: 'item'; readonly of: Node; readonly index: Node | null }
  | { readonly kind: 'slice'; readonly of: Node; readonly bounds: readonly (Node | null)[] }
  | { readonly kind: 'call'; readonly of: Node; readonly args: readonly Argument[] }
  | { readonly kind: 'binary'; readonly op: string; readonly left: Node; readonly right: Node }
  | { readonly kind: 'unary'; readonly op: string; readonly of: Node }
  /** Which of them it is, is decided at run time. */
  | { readonly kind: 'choice'; readonly before: Node | null; readonly options: readonly Node[] }
  | FunctionNode
  | ClassNode
  | { readonly kind: 'comprehension'; readonly element: Node; readonly clauses: readonly Clause[] }
  | { readonly kind: 'assign'; readonly target: Node; readonly value: Node; readonly op: string; readonly own: boolean }
  | { readonly kind: 'block'; readonly body: readonly Node[] }
  /** Each of the bodies may run or not. */
  | { readonly kind: 'branches'; readonly bodies: readonly Node[] }
  | { readonly kind: 'statement'; readonly from: number; readonly to: number; readonly node: Node }
  | { readonly kind: 'each'; readonly target: Node; readonly over: Node; readonly body: Node; readonly keys: boolean }
  | { readonly kind: 'while'; readonly test: Node | null; readonly body: Node; readonly step: Node | null }
  | { readonly kind: 'import'; readonly module: string; readonly as: string }
  /** Every name of a module, without its prefix. */
  | { readonly kind: 'import-all'; readonly module: string }
  | { readonly kind: 'global'; readonly names: readonly string[] }
  | { readonly kind: 'return'; readonly value: Node };

export interface FunctionNode {
  readonly kind: 'function';
  readonly name: string | null;
  readonly parameters: readonly Parameter[];
  readonly body: Node;
  /** The body is the value. */
  readonly isExpression: boolean;
}

export interface ClassNode {
  readonly kind: 'class';
  readonly name: string | null;
  readonly bases: readonly Node[];
  readonly body: readonly Node[];
}

export interface Argument {
  readonly name: string | null;
  readonly value: Node;
  readonly spread: boolean;
}

/** An entry without a key takes over the entries of its value. */
export interface Entry {
  readonly key: Node | null;
  readonly value: Node;
}

export interface Parameter {
  readonly target: Node;
  readonly fallback: Node | null;
  readonly rest: boolean;
}

export interface Clause {
  readonly target: Node;
  readonly over: Node;
  /** Conditions, all of which an item has to meet. */
  readonly tests: readonly Node[];
}

export const NONE: Node = { kind: 'none' };
export const nameOf = (name: string): Node => ({ kind: 'name', name });
export const textNode = (text: string, hidden = false): Node => ({ kind: 'text', text, hidden });
export const blockOf = (body: readonly Node[]): Node => ({ kind: 'block', body });
export const argument = (value: Node): Argument => ({ name: null, value, spread: false });
/** `++x`, `x--`: what it gives is the value after or before. */
export const countsBy = (target: Node, op: '+' | '-', own: boolean, isAfter: boolean): Node => {
  const one: Node = { kind: 'number', value: 1 };
  const counted: Node = { kind: 'assign', target, value: one, op, own };
  return isAfter ? { kind: 'binary', op: op === '+' ? '-' : '+', left: counted, right: one } : counted;
};
export const callOf = (name: string, ...values: readonly Node[]): Node => ({
  kind: 'call',
  of: nameOf(name),
  args: values.map(argument),
});
