import type { Compiler } from './compiler.ts';
import { QueryError } from './failure.ts';
import { NO_ROW } from './functions/call.ts';
import type { Relation } from './plan.ts';
import { type Scope, withVariable } from './scope.ts';
import type { Tree } from './tree.ts';
import type { Value } from './value.ts';

/** The scope and the last expression of a called function's body. `piped`: what `invoke` hands over as the first argument. */
export const callScope = (
  tree: Tree,
  name: string,
  trees: readonly Tree[],
  scope: Scope,
  compiler: Compiler,
  piped: Relation | null,
): { readonly result: Tree; readonly scope: Scope } => {
  const variable = scope.variables.get(name);
  if (variable?.kind !== 'function') throw new QueryError(`${name} is no function of this query`, tree.at);
  const { declaration } = variable;
  const body = tree.calledBody(declaration.part('Body')) ?? declaration.part('Body');
  const parameters = declaration.part('Parameters').list('Parameters');
  // The body sees what was declared before it, and the row of a call's arguments only through them.
  let inner: Scope = { ...variable.scope, columns: scope.columns, index: scope.index };
  const positional = trees.filter((one) => one.kind !== 'SimpleNamedExpression');
  const named = new Map(
    trees
      .filter((one) => one.kind === 'SimpleNamedExpression')
      .map((one) => [one.part('Name').text, one.part('Expression')] as const),
  );
  for (const [index, parameter] of parameters.entries()) {
    const declared = parameter.part('NameAndType').part('Name').text;
    if (index === 0 && piped !== null) {
      inner = withVariable(inner, declared, { kind: 'table', relation: piped });
      continue;
    }
    const given = named.get(declared) ?? positional[index - (piped === null ? 0 : 1)];
    const value = given ?? parameter.child('DefaultValue')?.part('Value');
    if (value === undefined) throw new QueryError(`${name}() without ${declared}`, tree.at);
    inner = withVariable(
      inner,
      declared,
      value.columns === null
        ? { kind: 'scalar', value: compiler.scalar(value, scope) }
        : { kind: 'table', relation: compiler.relation(value, scope) },
    );
  }
  for (const statement of body.list('Statements')) inner = declare(statement, inner, compiler, 'row');
  return { result: body.part('Expression'), scope: inner };
};

/** `let`: a function, a table or a scalar under a name. In a function that is called for each `row` a scalar may depend on it. */
export const declare = (statement: Tree, scope: Scope, compiler: Compiler, per: 'query' | 'row'): Scope => {
  if (statement.kind === 'EmptyStatement' || statement.kind === 'SemicolonToken') return scope;
  if (statement.kind !== 'LetStatement') {
    throw new QueryError(`${statement.kind} is not supported`, statement.at);
  }
  const name = statement.part('Name').symbol ?? statement.part('Name').text;
  const value = statement.part('Expression');
  if (value.kind === 'FunctionDeclaration') {
    return withVariable(scope, name, { kind: 'function', declaration: value, scope });
  }
  if (value.columns !== null)
    return withVariable(scope, name, { kind: 'table', relation: compiler.relation(value, scope) });
  const compiled = compiler.scalar(value, scope);
  if (per === 'row') return withVariable(scope, name, { kind: 'scalar', value: compiled });
  // Worked out once, when it is first asked for: by then what it needs has been read.
  let known: { readonly value: Value } | undefined;
  return withVariable(scope, name, {
    kind: 'scalar',
    value: () => {
      known ??= { value: compiled(NO_ROW) };
      return known.value;
    },
  });
};
