import type { Column, TableSchema } from './column.ts';
import { isScalarType } from './column.ts';
import { QueryError } from './failure.ts';
import { Tree } from './tree.ts';

/** What is used of the library; it is C# in JavaScript's clothes and has no types that could be checked in passing. */
export interface Listed<T> {
  readonly Count: number;
  getItem(index: number): T;
}
export interface LibraryType {
  readonly Name: string;
  readonly Columns?: Listed<{ readonly Name: string; readonly Type: LibraryType }>;
}
export interface LibraryNode {
  readonly Kind: number;
  readonly NameInParent: string | null;
  readonly TextStart: number;
  readonly End: number;
  readonly ChildCount: number;
  readonly ResultType?: LibraryType | null;
  readonly ReferencedSymbol?: { readonly Name: string } | null;
  readonly LiteralValue?: unknown;
  GetChild(index: number): LibraryNode | null;
  GetCalledFunctionBody?(): LibraryNode | null;
}
interface LibraryDiagnostic {
  readonly Message: string;
  readonly Start: number;
  readonly Severity: string;
  readonly Code: string;
}
interface LibraryCode {
  readonly Syntax: LibraryNode;
  readonly ResultType: LibraryType | null;
  GetDiagnostics(): Listed<LibraryDiagnostic>;
}
interface Library {
  readonly KustoCode: { ParseAndAnalyze(text: string, globals: unknown): LibraryCode };
  readonly GlobalState: { readonly Default: { WithDatabase(database: unknown): unknown } };
  readonly Symbols: {
    readonly TableSymbol: { readonly $ctor7: new (name: string, schema: string, description: null) => unknown };
    readonly DatabaseSymbol: { readonly ctor: new (name: string, tables: readonly unknown[]) => unknown };
  };
  readonly Binding: {
    readonly Binder: { GetExpressionResultName(node: LibraryNode, otherwise: string): string | null };
  };
  readonly Syntax: { readonly SyntaxKind: Readonly<Record<string, unknown>> };
}

export interface Analysis {
  readonly tree: Tree;
  /** What is odd about the query but does not stop it. */
  readonly warnings: readonly QueryError[];
}

let loaded: Promise<Library> | undefined;

/** A quarter of a second and 5 MB of script: nobody but a query pays for it. */
const library = (): Promise<Library> => {
  loaded ??= (async () => {
    await import('@kusto/language-service-next/bridge.min.js');
    await import('@kusto/language-service-next/Kusto.Language.Bridge.min.js');
    const language: unknown = Reflect.get(Reflect.get(globalThis, 'Kusto') ?? {}, 'Language');
    if (typeof language !== 'object' || language === null) throw new Error('the parser for KQL did not load');
    // Its shape is that of the pinned version; the tests of this folder would fail on another.
    return language as Library;
  })();
  return loaded;
};

/**
 * Parses a query and binds its names to the tables. Throws `QueryError` for the first thing that is wrong with it, whether
 * that is its syntax, a column, a function or a type.
 */
export const analyse = async (text: string, tables: readonly TableSchema[]): Promise<Analysis> => {
  const { KustoCode, GlobalState, Symbols, Syntax, Binding } = await library();
  const symbols = tables.map(({ name, columns }) => new Symbols.TableSymbol.$ctor7(name, schemaText(columns), null));
  const globals = GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.ctor('logs', symbols));
  const code = KustoCode.ParseAndAnalyze(text, globals);
  const warnings: QueryError[] = [];
  for (const { Message, Start, Severity } of items(code.GetDiagnostics())) {
    if (Severity === 'Error') throw new QueryError(Message, Start);
    if (Severity === 'Warning') warnings.push(new QueryError(Message, Start));
  }
  const origin = {
    text,
    kinds: kindNames(Syntax.SyntaxKind),
    resultName: (node: LibraryNode) => Binding.Binder.GetExpressionResultName(node, '') ?? '',
    base: 0,
  };
  return { tree: new Tree(code.Syntax, origin), warnings };
};

const schemaText = (columns: readonly Column[]): string =>
  `(${columns.map(({ name, type }) => `['${name}']:${type}`).join(', ')})`;

export const items = <T>(list: Listed<T>): readonly T[] =>
  Array.from({ length: list.Count }, (_, index) => list.getItem(index));

let names: ReadonlyMap<number, string> | undefined;
const kindNames = (kinds: Readonly<Record<string, unknown>>): ReadonlyMap<number, string> => {
  names ??= new Map(
    Object.entries(kinds).flatMap(([name, value]) => (typeof value === 'number' ? [[value, name] as const] : [])),
  );
  return names;
};

/** Columns of a table type; `null` for a scalar. Dynamic types that the library knows more of are `dynamic` here. */
export const columnsOf = (type: LibraryType | null | undefined): readonly Column[] | null =>
  type?.Columns === undefined
    ? null
    : items(type.Columns).map(({ Name, Type }) => ({ name: Name, type: scalarTypeOf(Type) ?? 'dynamic' }));

export const scalarTypeOf = (type: LibraryType | null | undefined): Column['type'] | null => {
  if (type === null || type === undefined || type.Columns !== undefined) return null;
  const name = type.Name.startsWith('dynamic') ? 'dynamic' : type.Name;
  return isScalarType(name) ? name : null;
};
