/** Microsoft's parser of KQL, as far as the tests need it. It is C# in JavaScript's clothes and has no types of its own. */
interface Listed<T> {
  readonly Count: number;
  getItem(index: number): T;
}
interface LibraryNode {
  readonly NameInParent: string | null;
  readonly ChildCount: number;
  readonly LiteralValue?: unknown;
  GetChild(index: number): LibraryNode | null;
}
interface Library {
  readonly KustoCode: {
    ParseAndAnalyze(
      text: string,
      globals: unknown,
    ): {
      readonly Syntax: LibraryNode;
      GetDiagnostics(): Listed<{ readonly Message: string; readonly Severity: string }>;
    };
  };
  readonly GlobalState: { readonly Default: { WithDatabase(database: unknown): unknown } };
  readonly Symbols: {
    readonly TableSymbol: { readonly $ctor7: new (name: string, schema: string, description: null) => unknown };
    readonly DatabaseSymbol: { readonly ctor: new (name: string, tables: readonly unknown[]) => unknown };
  };
}

const library = async (): Promise<Library> => {
  // Scripts that put what they hold on the global object.
  await import('@kusto/language-service-next/bridge.min.js' as string);
  await import('@kusto/language-service-next/Kusto.Language.Bridge.min.js' as string);
  const language: unknown = Reflect.get(Reflect.get(globalThis, 'Kusto') ?? {}, 'Language');
  if (typeof language !== 'object' || language === null) throw new Error('the parser for KQL did not load');
  return language as Library; // the shape of the pinned version
};

/** Columns as the reference of Azure Monitor lists them, those that a guide uses. */
const TABLES = {
  AzureDiagnostics: '(TimeGenerated: datetime, Category: string, log_s: string, _ResourceId: string)',
  AKSAudit: '',
  AKSAuditAdmin: '',
};
const AUDIT =
  '(TimeGenerated: datetime, Annotations: dynamic, AuditId: string, Level: string, ObjectRef: dynamic, PodName: string, RequestObject: dynamic, RequestReceivedTime: datetime, RequestUri: string, ResponseObject: dynamic, ResponseStatus: dynamic, SourceIps: dynamic, Stage: string, StageReceivedTime: datetime, User: dynamic, UserAgent: string, Verb: string)';

export interface Kusto {
  /** Errors and warnings, and the value of every string literal in the query. */
  read(text: string): { readonly diagnostics: readonly string[]; readonly values: readonly string[] };
}

export const loadKusto = async (): Promise<Kusto> => {
  const { KustoCode, GlobalState, Symbols } = await library();
  const tables = Object.entries(TABLES).map(
    ([name, schema]) => new Symbols.TableSymbol.$ctor7(name, schema || AUDIT, null),
  );
  const globals = GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.ctor('logs', tables));
  return {
    read: (text) => {
      const code = KustoCode.ParseAndAnalyze(text, globals);
      const found = code.GetDiagnostics();
      const diagnostics = Array.from({ length: found.Count }, (_, index) => found.getItem(index))
        .filter(({ Severity }) => Severity === 'Error' || Severity === 'Warning')
        .map(({ Message }) => Message);
      const values: string[] = [];
      const visit = (node: LibraryNode): void => {
        if (node.ChildCount <= 1 && typeof node.LiteralValue === 'string') {
          values.push(node.LiteralValue);
          return;
        }
        for (let at = 0; at < node.ChildCount; at++) {
          const child = node.GetChild(at);
          if (child !== null) visit(child);
        }
      };
      visit(code.Syntax);
      return { diagnostics, values };
    },
  };
};
