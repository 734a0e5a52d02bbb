import { literalOf, numberOf } from './literals.ts';
import type { Raw } from './parse.ts';
import {
  type Argument,
  argument,
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

const MEMBERS: ReadonlySet<string> = new Set(['MethodDeclaration', 'PropertyDeclaration', 'StaticBlock']);
const LEAVES: ReadonlySet<string> = new Set([
  ...['VariableName', 'VariableDefinition', 'Number', 'String', 'TemplateString', 'BooleanLiteral', 'this', 'null'],
  ...['RegExp', 'super'],
]);

/** The tree of JavaScript or TypeScript code in the terms that all languages share. */
export const fromJavaScript = (top: Raw, source: string): Node => {
  const textOf = ({ from, to }: Raw): string => source.slice(from, to);
  const isValue = ({ name, kids }: Raw): boolean => kids.length > 0 || LEAVES.has(name);

  const statements = (kids: readonly Raw[]): readonly Node[] =>
    kids
      .filter(isValue)
      .map((one) => ({ kind: 'statement', from: one.from, to: one.to, node: statement(one) }) as const);

  const all = (kids: readonly Raw[]): Node => {
    const found = kids.filter(isValue);
    const [only] = found;
    return found.length === 1 && only !== undefined ? statement(only) : blockOf(found.map(statement));
  };

  const statement = (raw: Raw): Node => {
    const { kids } = raw;
    switch (raw.name) {
      case 'Block':
        return blockOf(statements(kids));
      case 'VariableDeclaration':
        return blockOf(separated(kids).map(declaration));
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunction':
      case 'MethodDeclaration':
        return functionOf(raw);
      case 'ClassDeclaration':
      case 'ClassExpression': {
        const name = kids.find((one) => one.name === 'VariableDefinition');
        const base = kids[kids.findIndex((one) => one.name === 'extends') + 1];
        const body = kids.find((one) => one.name === 'ClassBody')?.kids ?? [];
        return {
          kind: 'class',
          name: name === undefined ? null : textOf(name),
          bases: base === undefined || !kids.some((one) => one.name === 'extends') ? [] : [expression(base)],
          body: body.filter((one) => MEMBERS.has(one.name)).map(memberOf),
        };
      }
      case 'ImportDeclaration':
        return imports(kids);
      case 'ReturnStatement':
        return { kind: 'return', value: all(kids) };
      case 'ForStatement':
        return loop(kids);
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
      case 'IfStatement': {
        const [test, ...bodies] = kids.filter(isValue);
        return blockOf([
          ...(test === undefined ? [] : [expression(test)]),
          { kind: 'branches', bodies: bodies.map(statement) },
        ]);
      }
      case 'TryStatement':
        return { kind: 'branches', bodies: kids.filter(({ kids: inner }) => inner.length > 0).map(statement) };
      case 'SwitchStatement': {
        const bodies: Raw[][] = [[]];
        for (const one of kids.find(({ name }) => name === 'SwitchBody')?.kids ?? []) {
          if (one.name === 'CaseLabel' || one.name === 'DefaultLabel') bodies.push([]);
          else bodies.at(-1)?.push(one);
        }
        return blockOf([
          all(kids.filter((one) => one.name === 'ParenthesizedExpression')),
          { kind: 'branches', bodies: bodies.map((body) => blockOf(statements(body))) },
        ]);
      }
      default:
        return expression(raw);
    }
  };

  const declaration = (parts: readonly Raw[]): Node => {
    const assigned = parts.findIndex(({ name }) => name === 'Equals');
    const target = parts.find(({ name }) => /^(?:VariableDefinition|ObjectPattern|ArrayPattern)$/.test(name));
    if (target === undefined) return all(parts);
    return {
      kind: 'assign',
      target: pattern(target),
      value: assigned < 0 ? NONE : all(parts.slice(assigned + 1)),
      op: '',
      own: true,
    };
  };

  /** What stands between commas, without the brackets around. */
  const separated = (kids: readonly Raw[]): readonly (readonly Raw[])[] => {
    const out: Raw[][] = [];
    let part: Raw[] = [];
    for (const one of kids) {
      if (one.name === ',') {
        out.push(part);
        part = [];
      } else if (!['(', ')', '[', ']', '{', '}', ';', '⚠', 'const', 'let', 'var'].includes(one.name)) part.push(one);
    }
    out.push(part);
    return out.filter(({ length }) => length > 0);
  };

  /** A target that takes a value apart is written as the list or object that it looks like. */
  const pattern = (raw: Raw): Node => {
    switch (raw.name) {
      case 'ArrayPattern':
        return {
          kind: 'list',
          items: separated(raw.kids).map((parts) => {
            const spread = parts[0]?.name === 'Spread';
            const one = spread ? parts[1] : parts[0];
            return { name: null, value: one === undefined ? NONE : pattern(one), spread };
          }),
        };
      case 'ObjectPattern':
        return {
          kind: 'dict',
          entries: raw.kids
            .filter(({ name }) => name === 'PatternProperty')
            .map(({ kids }) => {
              const [key] = kids;
              if (key === undefined) return { key: null, value: NONE };
              if (key.name === 'Spread') return { key: null, value: kids[1] === undefined ? NONE : pattern(kids[1]) };
              const colon = kids.findIndex(({ name }) => name === ':');
              const value = colon < 0 ? key : kids[colon + 1];
              return { key: textNode(textOf(key)), value: value === undefined ? NONE : pattern(value) };
            }),
        };
      case 'VariableDefinition':
        return nameOf(textOf(raw));
      default:
        return expression(raw);
    }
  };

  const functionOf = ({ kids }: Raw): Node => {
    const name = kids.find((one) => one.name === 'VariableDefinition' || one.name === 'PropertyDefinition');
    const list = kids.find((one) => one.name === 'ParamList');
    const body = kids.at(-1);
    const isExpression = kids.some((one) => one.name === 'Arrow') && body?.name !== 'Block';
    return {
      kind: 'function',
      name: name === undefined ? null : textOf(name),
      parameters: parametersOf(list),
      body: body === undefined || body === list ? NONE : statement(body),
      isExpression,
    };
  };

  const parametersOf = (list: Raw | undefined): readonly Parameter[] =>
    separated(list?.kids ?? []).flatMap((parts) => {
      const target = parts.find(({ name }) => /^(?:VariableDefinition|ObjectPattern|ArrayPattern)$/.test(name));
      const assigned = parts.findIndex(({ name }) => name === 'Equals');
      if (target === undefined) return [];
      return [
        {
          target: pattern(target),
          fallback: assigned < 0 ? null : all(parts.slice(assigned + 1)),
          rest: parts[0]?.name === 'Spread',
        },
      ];
    });

  const memberOf = (raw: Raw): Node => {
    if (raw.name === 'MethodDeclaration') return functionOf(raw);
    const assigned = raw.kids.findIndex(({ name }) => name === 'Equals');
    const name = raw.kids.find((one) => one.name === 'PropertyDefinition');
    const value = all(raw.kids.slice(assigned + 1));
    return name === undefined || assigned < 0
      ? value
      : { kind: 'assign', target: nameOf(textOf(name)), value, op: '', own: true };
  };

  const imports = (kids: readonly Raw[]): Node => {
    const from = kids.find(({ name }) => name === 'String');
    if (from === undefined) return NONE;
    const module = textOf(from).slice(1, -1);
    const out: Node[] = [];
    for (const one of kids) {
      // A module's default export stands for the module.
      if (one.name === 'VariableDefinition') out.push({ kind: 'import', module, as: textOf(one) });
      if (one.name !== 'ImportGroup') continue;
      for (const parts of separated(one.kids)) {
        const [name] = parts;
        const as = parts.at(-1);
        if (name !== undefined && as !== undefined)
          out.push({ kind: 'import', module: `${module}.${textOf(name)}`, as: textOf(as) });
      }
    }
    return blockOf(out);
  };

  const loop = (kids: readonly Raw[]): Node => {
    const spec = kids.find(({ name }) => /^For(?:Of|In)?Spec$/.test(name));
    const body = all(kids.filter((one) => one !== spec));
    if (spec === undefined) return body;
    const inner = spec.kids.filter(({ name }) => !['(', ')', 'await'].includes(name));
    const middle = inner.findIndex(({ name }) => name === 'of' || name === 'in');
    if (middle >= 0) {
      const target = inner[middle - 1];
      return {
        kind: 'each',
        target: target === undefined ? NONE : pattern(target),
        over: all(inner.slice(middle + 1)),
        body,
        keys: inner[middle]?.name === 'in',
      };
    }
    const parts: Raw[][] = [[]];
    for (const one of inner) {
      if (one.name === ';') parts.push([]);
      else {
        parts.at(-1)?.push(one);
        if (one.name === 'VariableDeclaration') parts.push([]);
      }
    }
    const [start = [], test = [], step = []] = parts;
    return blockOf([all(start), { kind: 'while', test: test.length === 0 ? null : all(test), body, step: all(step) }]);
  };

  const argumentsOf = (list: Raw | undefined): readonly Argument[] =>
    separated(list?.kids ?? []).map((parts) =>
      parts[0]?.name === 'Spread' ? { name: null, value: all(parts.slice(1)), spread: true } : argument(all(parts)),
    );

  const expression = (raw: Raw): Node => {
    const { kids } = raw;
    const [first] = kids;
    const last = kids.at(-1);
    switch (raw.name) {
      case 'VariableName':
      case 'VariableDefinition':
      case 'this':
      case 'super':
        return nameOf(textOf(raw));
      case 'Number':
        return { kind: 'number', value: numberOf(textOf(raw)) };
      case 'BooleanLiteral':
        return { kind: 'number', value: textOf(raw) === 'true' ? 1 : 0 };
      case 'String':
        return literalOf(source.slice(raw.from + 1, raw.to - 1), 'javascript');
      case 'TemplateString':
        return template(raw);
      case 'RegExp':
        return textNode(textOf(raw));
      case 'TaggedTemplateExpression': {
        if (first === undefined || last === undefined) return NONE;
        const of = expression(first);
        // `String.raw` gives the text itself; other tags are taken for functions of it.
        if (textOf(first) === 'String.raw') return expression(last);
        return { kind: 'call', of, args: [argument(expression(last))] };
      }
      case 'ArrayExpression':
        return { kind: 'list', items: argumentsOf(raw) };
      case 'ObjectExpression':
        return { kind: 'dict', entries: kids.filter(({ name }) => name === 'Property').map(entryOf) };
      case 'MemberExpression': {
        if (first === undefined) return NONE;
        const of = expression(first);
        const name = kids.find((one) => one.name === 'PropertyName' || one.name === 'PrivatePropertyName');
        if (name !== undefined) return { kind: 'member', of, name: textOf(name) };
        return { kind: 'item', of, index: all(kids.slice(1)) };
      }
      case 'CallExpression':
        if (first === undefined) return NONE;
        return { kind: 'call', of: expression(first), args: argumentsOf(kids.find(({ name }) => name === 'ArgList')) };
      case 'NewExpression': {
        const of = kids.find((one) => one.name !== 'new' && isValue(one));
        const list = kids.find(({ name }) => name === 'ArgList');
        return of === undefined ? NONE : { kind: 'call', of: expression(of), args: argumentsOf(list) };
      }
      case 'DynamicImport': {
        const [from] = kids.filter(({ name }) => !['import', '(', ')'].includes(name));
        return callOf('require', from === undefined ? NONE : expression(from));
      }
      case 'AssignmentExpression': {
        const op = kids[1];
        if (first === undefined || last === undefined || op === undefined) return all(kids);
        const sign = textOf(op).slice(0, -1);
        return { kind: 'assign', target: pattern(asPattern(first)), value: statement(last), op: sign, own: false };
      }
      case 'BinaryExpression': {
        const op = kids[1];
        if (first === undefined || last === undefined || op === undefined) return all(kids);
        const sign = textOf(op);
        const [left, right] = [expression(first), expression(last)];
        return ['&&', '||', '??'].includes(sign)
          ? { kind: 'choice', before: null, options: [left, right] }
          : { kind: 'binary', op: sign, left, right };
      }
      case 'UnaryExpression':
      case 'PostfixExpression': {
        const of = kids.find(isValue);
        const sign = kids.find((one) => one !== of);
        if (of === undefined || sign === undefined) return NONE;
        const op = textOf(sign);
        if (op !== '++' && op !== '--') return { kind: 'unary', op, of: expression(of) };
        return countsBy(expression(of), op === '++' ? '+' : '-', false, raw.name === 'PostfixExpression');
      }
      case 'ConditionalExpression': {
        const [test = NONE, yes = NONE, no = NONE] = kids.filter(isValue).map(expression);
        return { kind: 'choice', before: test, options: [yes, no] };
      }
      case 'SequenceExpression':
        return all(kids);
      case 'FunctionExpression':
      case 'ArrowFunction':
      case 'ClassExpression':
      case 'FunctionDeclaration':
      case 'ClassDeclaration':
        return statement(raw);
      default:
        return kids.length === 0 ? NONE : all(kids);
    }
  };

  /** `[a, b] = …` and `({ a } = …)` read as an expression on the left side. */
  const asPattern = (raw: Raw): Raw => (raw.name === 'ParenthesizedExpression' ? (raw.kids.find(isValue) ?? raw) : raw);

  const entryOf = ({ kids }: Raw): Entry => {
    const [key] = kids;
    if (key === undefined) return { key: null, value: NONE };
    if (key.name === 'Spread') return { key: null, value: all(kids.slice(1)) };
    const colon = kids.findIndex(({ name }) => name === ':');
    const named =
      key.name === '['
        ? all(
            kids.slice(
              1,
              kids.findIndex(({ name }) => name === ']'),
            ),
          )
        : key.name === 'String'
          ? expression(key)
          : textNode(textOf(key));
    if (colon >= 0) return { key: named, value: all(kids.slice(colon + 1)) };
    const list = kids.find(({ name }) => name === 'ParamList');
    return { key: named, value: list === undefined ? nameOf(textOf(key)) : functionOf({ ...key, kids }) };
  };

  const template = (raw: Raw): Node => {
    const parts: Node[] = [];
    let from = raw.from + 1;
    for (const hole of raw.kids) {
      if (hole.name !== 'Interpolation') continue;
      if (hole.from > from) parts.push(literalOf(source.slice(from, hole.from), 'javascript'));
      parts.push(all(hole.kids));
      from = hole.to;
    }
    if (from < raw.to - 1) parts.push(literalOf(source.slice(from, raw.to - 1), 'javascript'));
    const [only] = parts;
    return parts.length === 1 && only?.kind === 'text' ? only : { kind: 'joined', parts };
  };

  return blockOf(statements(top.kids));
};
