import { literalOf, numberOf } from './literals.ts';
import type { Raw } from './parse.ts';
import {
  type Argument,
  blockOf,
  callOf,
  countsBy,
  type Entry,
  NONE,
  type Node,
  nameOf,
  type Parameter,
  textNode,
} from './tree.ts';

const LEAVES: ReadonlySet<string> = new Set([
  ...['VariableName', 'Integer', 'Float', 'Boolean', 'String', 'HeredocString', 'ShellExpression', 'Name', 'null'],
]);
const TYPES: ReadonlySet<string> = new Set(['NamedType', 'UnionType', 'OptionalType', 'IntersectionType']);

/** The tree of PHP code in the terms that all languages share: names of variables keep their sign, others are in lower case. */
export const fromPhp = (top: Raw, source: string): Node => {
  const textOf = ({ from, to }: Raw): string => source.slice(from, to);
  const isValue = ({ name, kids }: Raw): boolean => kids.length > 0 || LEAVES.has(name);

  const statements = (kids: readonly Raw[]): readonly Node[] =>
    kids
      .filter(isValue)
      .map((one) => ({ kind: 'statement', from: one.from, to: one.to, node: expression(one) }) as const);

  const all = (kids: readonly Raw[]): Node => {
    const found = kids.filter((one) => isValue(one) && !TYPES.has(one.name));
    const [only] = found;
    return found.length === 1 && only !== undefined ? expression(only) : blockOf(found.map(expression));
  };

  /** What stands between commas, without the brackets around. */
  const separated = (kids: readonly Raw[]): readonly (readonly Raw[])[] => {
    const out: Raw[][] = [];
    let part: Raw[] = [];
    for (const one of kids) {
      if (one.name === ',') {
        out.push(part);
        part = [];
      } else if (!['(', ')', '[', ']', ';', '⚠', 'array', 'list', '&'].includes(one.name)) part.push(one);
    }
    out.push(part);
    return out.filter(({ length }) => length > 0);
  };

  const argumentsOf = (list: Raw | undefined): readonly Argument[] =>
    separated(list?.kids ?? []).map((parts) => ({
      name: null,
      value: all(parts),
      spread: parts[0]?.name === '...',
    }));

  const functionOf = ({ kids }: Raw): Node => {
    const name = kids.find((one) => one.name === 'Name');
    const list = kids.find((one) => one.name === 'ParamList');
    const body = kids.at(-1);
    return {
      kind: 'function',
      name: name === undefined ? null : textOf(name).toLowerCase(),
      parameters: (list?.kids ?? [])
        .filter((one) => /Parameter$/.test(one.name))
        .flatMap(({ kids: parts }): readonly Parameter[] => {
          const target = parts.find((one) => one.name === 'VariableName');
          const assigned = parts.findIndex((one) => one.name === 'AssignOp');
          if (target === undefined) return [];
          const fallback = assigned < 0 ? null : all(parts.slice(assigned + 1));
          return [{ target: nameOf(textOf(target)), fallback, rest: parts.some((one) => one.name === '...') }];
        }),
      body: body === undefined || body === list ? NONE : expression(body),
      isExpression: kids.some((one) => one.name === '=>'),
    };
  };

  const arrayOf = (raw: Raw): Node => {
    const list = raw.kids.find(({ name }) => name === 'ValueList') ?? raw;
    const parts = separated(list.kids);
    if (!parts.some(([only]) => only?.name === 'Pair'))
      return {
        kind: 'list',
        items: parts.map((one) => ({ name: null, value: all(one), spread: one[0]?.name === '...' })),
      };
    return {
      kind: 'dict',
      entries: parts.map(([only], index): Entry => {
        if (only?.name !== 'Pair')
          return { key: textNode(String(index)), value: only === undefined ? NONE : expression(only) };
        const arrow = only.kids.findIndex(({ name }) => name === '=>');
        return { key: all(only.kids.slice(0, arrow)), value: all(only.kids.slice(arrow + 1)) };
      }),
    };
  };

  const expression = (raw: Raw): Node => {
    const { kids } = raw;
    const [first] = kids;
    const last = kids.at(-1);
    switch (raw.name) {
      case 'VariableName':
        return nameOf(textOf(raw));
      case 'Name':
        return nameOf(textOf(raw).toLowerCase());
      case 'QualifiedName':
        return nameOf((last === undefined ? '' : textOf(last)).toLowerCase());
      case 'Integer':
      case 'Float':
        return { kind: 'number', value: numberOf(textOf(raw)) };
      case 'Boolean':
        return { kind: 'number', value: /^true$/i.test(textOf(raw)) ? 1 : 0 };
      case 'String':
        return string(raw, raw.from + 1, raw.to - 1, source[raw.from] === '"');
      case 'HeredocString':
        return heredoc(raw);
      case 'ShellExpression':
        return callOf('shell_exec', string(raw, raw.from + 1, raw.to - 1, true));
      case 'DynamicVariable':
        return { kind: 'item', of: nameOf('$GLOBALS'), index: last === undefined ? null : expression(last) };
      case 'ArrayExpression':
      case 'ListExpression':
        return arrayOf(raw);
      case 'MemberExpression': {
        if (first === undefined || last === undefined) return NONE;
        const of = expression(first);
        return last.name === 'Name'
          ? { kind: 'member', of, name: textOf(last) }
          : { kind: 'item', of, index: expression(last) };
      }
      case 'ScopedExpression': {
        const name = last?.kids[0];
        if (first === undefined || name === undefined) return NONE;
        return { kind: 'member', of: expression(first), name: textOf(name) };
      }
      case 'SubscriptExpression': {
        if (first === undefined) return NONE;
        const index = kids.slice(1).filter(isValue);
        return { kind: 'item', of: expression(first), index: index.length === 0 ? null : all(index) };
      }
      case 'CallExpression':
        if (first === undefined) return NONE;
        return { kind: 'call', of: expression(first), args: argumentsOf(kids.find(({ name }) => name === 'ArgList')) };
      case 'NewExpression': {
        const of = kids.find((one) => one.name !== 'ArgList' && isValue(one));
        const list = kids.find(({ name }) => name === 'ArgList');
        return of === undefined ? NONE : { kind: 'call', of: expression(of), args: argumentsOf(list) };
      }
      case 'AssignmentExpression':
      case 'UpdateExpression':
      case 'VariableDeclarator': {
        const op = kids.find(({ name }) => /Op$/.test(name));
        if (first === undefined || op === undefined) return all(kids);
        const sign = textOf(op);
        if (sign === '++' || sign === '--') {
          const of = kids.find(isValue);
          return of === undefined ? NONE : countsBy(expression(of), sign === '++' ? '+' : '-', true, of === first);
        }
        const value = all(kids.slice(kids.indexOf(op) + 1));
        return { kind: 'assign', target: expression(first), value, op: sign.slice(0, -1), own: true };
      }
      case 'BinaryExpression': {
        const op = kids.find(({ name }) => /Op$/.test(name));
        if (first === undefined || last === undefined || op === undefined) return all(kids);
        const sign = textOf(op);
        const [left, right] = [expression(first), expression(last)];
        return ['&&', '||', '??', 'and', 'or'].includes(sign)
          ? { kind: 'choice', before: null, options: [left, right] }
          : { kind: 'binary', op: sign === '.' ? '+' : sign, left, right };
      }
      case 'UnaryExpression': {
        if (first === undefined || last === undefined) return NONE;
        const sign = textOf(first);
        return sign === '@' ? expression(last) : { kind: 'unary', op: sign, of: expression(last) };
      }
      case 'ConditionalExpression': {
        const [test = NONE, yes = NONE, no = NONE] = kids.filter(isValue).map(expression);
        return { kind: 'choice', before: test, options: [yes, no] };
      }
      case 'ArrowFunction':
      case 'FunctionExpression':
      case 'FunctionDefinition':
      case 'MethodDeclaration':
        return functionOf(raw);
      case 'ClassDeclaration': {
        const name = kids.find((one) => one.name === 'Name');
        return {
          kind: 'class',
          name: name === undefined ? null : textOf(name).toLowerCase(),
          bases: [],
          body: (kids.find((one) => one.name === 'DeclarationList')?.kids ?? []).filter(isValue).map(expression),
        };
      }
      case 'IncludeExpression':
        return callOf('include', last === undefined ? NONE : expression(last));
      case 'PrintIntrinsic':
      case 'EchoStatement':
        return callOf('echo', all(kids));
      case 'ReturnStatement':
        return { kind: 'return', value: all(kids) };
      case 'GlobalDeclaration':
        return { kind: 'global', names: kids.filter((one) => one.name === 'VariableName').map(textOf) };
      case 'IfStatement': {
        const isTest = (one: Raw): boolean => one.name === 'ParenthesizedExpression';
        return blockOf([
          ...kids.filter(isTest).map(expression),
          { kind: 'branches', bodies: kids.filter((one) => isValue(one) && !isTest(one)).map(expression) },
        ]);
      }
      case 'TryStatement':
        return { kind: 'branches', bodies: kids.filter((one) => one.name === 'Block').map(expression) };
      case 'SwitchStatement':
        return blockOf([
          ...kids.filter((one) => one.name === 'ParenthesizedExpression').map(expression),
          {
            kind: 'branches',
            bodies: (kids.find((one) => one.name === 'Block')?.kids ?? []).filter(isValue).map(expression),
          },
        ]);
      case 'WhileStatement':
      case 'DoStatement': {
        const test = kids.find((one) => one.name === 'ParenthesizedExpression');
        return {
          kind: 'while',
          test: test === undefined ? null : expression(test),
          body: all(kids.filter((one) => one !== test)),
          step: null,
        };
      }
      case 'ForStatement':
      case 'ForeachStatement':
        return loop(kids);
      case 'Block':
      case 'Program':
      case 'Template':
        return blockOf(statements(kids));
      default:
        return kids.length === 0 ? NONE : all(kids);
    }
  };

  const loop = (kids: readonly Raw[]): Node => {
    const spec = kids.find(({ name }) => name === 'ForSpec');
    const body = all(kids.filter((one) => one !== spec));
    if (spec === undefined) return body;
    const inner = spec.kids.filter(({ name }) => name !== '(' && name !== ')');
    const middle = inner.findIndex(({ name }) => name === 'as');
    if (middle >= 0) {
      const target = inner[middle + 1];
      const value = target?.name === 'Pair' ? target.kids.at(-1) : target;
      return {
        kind: 'each',
        target: value === undefined ? NONE : expression(value),
        over: all(inner.slice(0, middle)),
        body,
        keys: false,
      };
    }
    const parts: Raw[][] = [[]];
    for (const one of inner) {
      if (one.name === ';') parts.push([]);
      else parts.at(-1)?.push(one);
    }
    const [start = [], test = [], step = []] = parts;
    return blockOf([all(start), { kind: 'while', test: test.length === 0 ? null : all(test), body, step: all(step) }]);
  };

  const string = (raw: Raw, start: number, end: number, takesValues: boolean): Node => {
    if (!takesValues) return textNode(source.slice(start, end).replaceAll(/\\([\\'])/g, '$1'));
    const parts: Node[] = [];
    let from = start;
    for (const hole of raw.kids) {
      if (hole.name.startsWith('Escape') || hole.name === '⚠' || hole.to > end) continue;
      if (hole.from > from) parts.push(literalOf(source.slice(from, hole.from), 'php'));
      const inside = hole.name === 'Interpolation' ? hole.kids : [hole];
      const [sign, name] = inside;
      parts.push(
        sign !== undefined && textOf(sign) === '${' && name !== undefined ? nameOf(`$${textOf(name)}`) : all(inside),
      );
      from = hole.to;
    }
    if (from < end) parts.push(literalOf(source.slice(from, end), 'php'));
    const [only] = parts;
    if (only === undefined) return textNode('');
    return parts.length === 1 && only.kind === 'text' ? only : { kind: 'joined', parts };
  };

  /** The body of a here-document; values in it are found by their sign, as the grammar leaves them out. */
  const heredoc = (raw: Raw): Node => {
    const written = textOf(raw);
    const line = written.indexOf('\n');
    const end = written.lastIndexOf('\n');
    if (line < 0 || end <= line) return textNode('');
    const body = written.slice(line + 1, end);
    if (written.slice(0, line).includes("'")) return textNode(body);
    const parts = body
      .split(/(\{?\$[A-Za-z_]\w{0,60}\}?)/, 400)
      .map(
        (part): Node => (/^\{?\$[A-Za-z_]/.test(part) ? nameOf(part.replaceAll(/[{}]/g, '')) : literalOf(part, 'php')),
      );
    return { kind: 'joined', parts };
  };

  return blockOf(statements(top.kids));
};
