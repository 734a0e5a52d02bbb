import { literalOf, numberOf } from './literals.ts';
import type { Raw } from './parse.ts';
import {
  type Argument,
  argument,
  blockOf,
  type Clause,
  callOf,
  type Entry,
  type FunctionNode,
  NONE,
  type Node,
  nameOf,
  type Parameter,
  textNode,
} from './tree.ts';

/** The tree of Python code in the terms that all languages share. */
export const fromPython = (top: Raw, source: string): Node => {
  const textOf = ({ from, to }: Raw): string => source.slice(from, to);

  const statements = (kids: readonly Raw[]): readonly Node[] => {
    const out: Node[] = [];
    for (let at = 0; at < kids.length; at += 1) {
      const one = kids[at];
      if (one === undefined || one.name === '⚠') continue;
      // `exec "…"` of Python 2 reads as a name, a fault and a text.
      const text = kids[at + 2];
      if (one.name === 'ExpressionStatement' && textOf(one).trim() === 'exec' && kids[at + 1]?.name === '⚠' && text) {
        out.push({ kind: 'statement', from: one.from, to: text.to, node: callOf('exec', statement(text)) });
        at += 2;
      } else out.push({ kind: 'statement', from: one.from, to: one.to, node: statement(one) });
    }
    return out;
  };

  const bodyOf = (raw: Raw | undefined): Node => blockOf(statements(raw?.kids ?? []));

  const statement = (raw: Raw): Node => {
    const { kids } = raw;
    switch (raw.name) {
      case 'ExpressionStatement':
      case 'PrintStatement':
      case 'RaiseStatement':
      case 'AssertStatement':
      case 'DeleteStatement':
      case 'YieldStatement':
        return all(kids);
      case 'StatementGroup':
      case 'Body':
      case 'MatchBody':
      case 'Script':
        return blockOf(statements(kids));
      case 'AssignStatement':
        return assignment(kids);
      case 'UpdateStatement': {
        const [target, op, value] = kids.filter(({ name }) => name !== '⚠');
        if (target === undefined || op === undefined || value === undefined) return NONE;
        const sign = textOf(op).slice(0, -1);
        return { kind: 'assign', target: expression(target), value: expression(value), op: sign, own: true };
      }
      case 'ImportStatement':
        return imports(raw);
      case 'ReturnStatement':
        return { kind: 'return', value: group(kids.slice(1)) };
      case 'FunctionDefinition':
        return definition(raw);
      case 'ClassDefinition': {
        const list = kids.find(({ name }) => name === 'ArgList');
        return {
          kind: 'class',
          name: nameIn(kids),
          bases: list === undefined ? [] : argumentsOf(list).map(({ value }) => value),
          body: statements(kids.find(({ name }) => name === 'Body')?.kids ?? []),
        };
      }
      case 'DecoratedStatement':
        return blockOf(kids.map((one) => (one.name === 'Decorator' ? all(one.kids) : statement(one))));
      case 'ForStatement': {
        const start = kids.findIndex(({ name }) => name === 'for');
        const middle = kids.findIndex(({ name }) => name === 'in');
        const body = kids.findIndex(({ name }) => name === 'Body');
        if (middle < 0) return branchesOf(kids);
        return blockOf([
          {
            kind: 'each',
            target: group(kids.slice(start + 1, middle)),
            over: group(kids.slice(middle + 1, body < 0 ? undefined : body)),
            body: bodyOf(kids[body]),
            keys: true,
          },
          ...(body < 0 ? [] : kids.slice(body + 1).filter(({ name }) => name === 'Body')).map(bodyOf),
        ]);
      }
      case 'WhileStatement': {
        const body = kids.findIndex(({ name }) => name === 'Body');
        return {
          kind: 'while',
          test: group(kids.slice(1, body < 0 ? undefined : body)),
          body: bodyOf(kids[body]),
          step: null,
        };
      }
      case 'WithStatement':
        return blockOf(within(kids));
      case 'IfStatement':
      case 'TryStatement':
      case 'MatchStatement':
      case 'MatchClause':
        return branchesOf(kids);
      case 'ScopeStatement':
        return { kind: 'global', names: kids.slice(1).flatMap((one) => (one.name === ',' ? [] : [textOf(one)])) };
      default:
        return expression(raw);
    }
  };

  /** Conditions in their order, each body as one that may run. */
  const branchesOf = (kids: readonly Raw[]): Node => {
    const before: Node[] = [];
    const bodies: Node[] = [];
    for (const [index, one] of kids.entries()) {
      if (one.name === 'Body') bodies.push(bodyOf(one));
      else if (one.name === 'MatchBody') for (const clause of one.kids) bodies.push(statement(clause));
      else if (one.kids.length > 0) {
        // The class of an exception says nothing.
        if (kids[index - 1]?.name !== 'except') before.push(expression(one));
      }
    }
    return blockOf([...before, { kind: 'branches', bodies }]);
  };

  const within = (kids: readonly Raw[]): readonly Node[] => {
    const out: Node[] = [];
    const items = kids.filter(({ name }) => !['with', 'async', ',', '(', ')'].includes(name));
    for (let at = 0; at < items.length; at += 1) {
      const one = items[at];
      if (one === undefined) continue;
      if (one.name === 'Body') out.push(bodyOf(one));
      else if (items[at + 1]?.name === 'as') {
        const target = items[at + 2];
        if (target !== undefined)
          out.push({ kind: 'assign', target: expression(target), value: expression(one), op: '', own: true });
        at += 2;
      } else out.push(expression(one));
    }
    return out;
  };

  const assignment = (kids: readonly Raw[]): Node => {
    const groups: Raw[][] = [[]];
    for (const one of kids) {
      if (one.name === 'AssignOp') groups.push([]);
      else if (one.name !== 'TypeDef' && one.name !== '⚠') groups.at(-1)?.push(one);
    }
    const value = groups.length > 1 ? group(groups.pop() ?? []) : NONE;
    return groups.reduce<Node>(
      (inner, targets) => ({ kind: 'assign', target: group(targets), value: inner, op: '', own: true }),
      value,
    );
  };

  const imports = ({ kids }: Raw): Node => {
    const out: Node[] = [];
    const isFrom = kids[0]?.name === 'from';
    const start = isFrom ? kids.findIndex(({ name }) => name === 'import') : 0;
    const prefix = isFrom
      ? kids
          .slice(1, start)
          .map(textOf)
          .join('')
          .replace(/^\.{1,20}/, '')
      : '';
    let path = '';
    let as: string | null = null;
    const end = (): void => {
      if (path === '') return;
      const module = prefix === '' ? path : `${prefix}.${path}`;
      const bound = as ?? (isFrom ? path : (path.split('.', 1)[0] ?? path));
      if (path === '*') out.push({ kind: 'import-all', module: prefix });
      else out.push({ kind: 'import', module: as === null && !isFrom ? bound : module, as: bound });
      path = '';
      as = null;
    };
    for (const [index, one] of kids.entries()) {
      if (index <= start) continue;
      if (one.name === ',') end();
      else if (one.name === 'as') as = '';
      else if (one.name === '(' || one.name === ')') continue;
      else if (as === '') as = textOf(one);
      else path += textOf(one);
    }
    end();
    return blockOf(out);
  };

  const nameIn = (kids: readonly Raw[]): string | null => {
    const one = kids.find(({ name }) => name === 'VariableName');
    return one === undefined ? null : textOf(one);
  };

  const definition = ({ kids }: Raw): FunctionNode => ({
    kind: 'function',
    name: nameIn(kids),
    parameters: parametersOf(kids.find(({ name }) => name === 'ParamList')),
    body: bodyOf(kids.find(({ name }) => name === 'Body')),
    isExpression: false,
  });

  const parametersOf = (list: Raw | undefined): readonly Parameter[] =>
    separated(list?.kids ?? []).flatMap((parts) => {
      const rest = parts[0]?.name === '*' || parts[0]?.name === '**';
      const target = parts.find(({ name }) => name === 'VariableName');
      const assigned = parts.findIndex(({ name }) => name === 'AssignOp');
      if (target === undefined) return [];
      return [
        { target: nameOf(textOf(target)), fallback: assigned < 0 ? null : group(parts.slice(assigned + 1)), rest },
      ];
    });

  /** What stands between commas, without the brackets around. */
  const separated = (kids: readonly Raw[]): readonly (readonly Raw[])[] => {
    const out: Raw[][] = [];
    let part: Raw[] = [];
    for (const one of kids) {
      if (one.name === ',') {
        out.push(part);
        part = [];
      } else if (!['(', ')', '[', ']', '{', '}', '⚠'].includes(one.name)) part.push(one);
    }
    out.push(part);
    return out.filter(({ length }) => length > 0);
  };

  const argumentsOf = (list: Raw): readonly Argument[] => {
    if (list.kids.some(({ name }) => name === 'for')) return [argument(comprehension(list))];
    return separated(list.kids).map((parts) => {
      const [first] = parts;
      if (first?.name === '*' || first?.name === '**')
        return { name: null, value: group(parts.slice(1)), spread: true };
      if (first !== undefined && parts[1]?.name === 'AssignOp')
        return { name: textOf(first), value: group(parts.slice(2)), spread: false };
      return argument(group(parts));
    });
  };

  const comprehension = ({ kids }: Raw): Node => {
    const inner = kids.filter(({ name }) => !['(', ')', '[', ']', '{', '}', 'async'].includes(name));
    const clauses: Clause[] = [];
    const first = inner.findIndex(({ name }) => name === 'for');
    for (let at = first; at >= 0 && at < inner.length; ) {
      const middle = inner.findIndex(({ name }, index) => index > at && name === 'in');
      if (middle < 0) break;
      const next = inner.findIndex(({ name }, index) => index > middle && name === 'for');
      const [over = [], ...tests] = parted(inner.slice(middle + 1, next < 0 ? undefined : next));
      clauses.push({ target: group(inner.slice(at + 1, middle)), over: group(over), tests: tests.map(group) });
      at = next;
    }
    const parts = inner.slice(0, first);
    const colon = parts.findIndex(({ name }) => name === ':');
    const element: Node =
      colon < 0
        ? group(parts)
        : { kind: 'list', items: [argument(group(parts.slice(0, colon))), argument(group(parts.slice(colon + 1)))] };
    return { kind: 'comprehension', element, clauses };
  };

  /** What stands between one `if` and the next. */
  const parted = (kids: readonly Raw[]): readonly (readonly Raw[])[] => {
    const parts: Raw[][] = [[]];
    for (const kid of kids) {
      if (kid.name === 'if') parts.push([]);
      else parts.at(-1)?.push(kid);
    }
    return parts;
  };

  /** One expression, or a tuple of several. */
  const group = (kids: readonly Raw[]): Node => {
    const parts = separated(kids);
    const several = kids.some(({ name }) => name === ',');
    const [only] = parts;
    if (only === undefined) return NONE;
    if (!several) return only.length === 1 && only[0] !== undefined ? expression(only[0]) : all(only);
    return {
      kind: 'list',
      items: parts.map((part) =>
        part[0]?.name === '*' ? { name: null, value: all(part.slice(1)), spread: true } : argument(all(part)),
      ),
    };
  };

  /** Every expression among nodes; the last is the value. */
  const all = (kids: readonly Raw[]): Node => {
    const found = kids.filter(({ name, kids: inner }) => inner.length > 0 || VALUES.has(name));
    const [only] = found;
    return found.length === 1 && only !== undefined ? expression(only) : blockOf(found.map(expression));
  };

  const expression = (raw: Raw): Node => {
    const { kids } = raw;
    const [first] = kids;
    const last = kids.at(-1);
    switch (raw.name) {
      case 'VariableName':
      case 'PropertyName':
        return nameOf(textOf(raw));
      case 'Number':
        return { kind: 'number', value: numberOf(textOf(raw)) };
      case 'Boolean':
        return { kind: 'number', value: textOf(raw) === 'True' ? 1 : 0 };
      case 'String':
      case 'FormatString':
        return string(raw);
      case 'ContinuedString':
        return { kind: 'joined', parts: kids.map(expression) };
      case 'ParenthesizedExpression':
        return kids.some(({ name }) => name === 'for') ? comprehension(raw) : group(kids);
      case 'TupleExpression':
      case 'ArrayExpression':
      case 'SetExpression':
        return {
          kind: 'list',
          items: separated(kids).map((part) =>
            part[0]?.name === '*' ? { name: null, value: all(part.slice(1)), spread: true } : argument(all(part)),
          ),
        };
      case 'DictionaryExpression':
        return { kind: 'dict', entries: separated(kids).map(entryOf) };
      case 'ArrayComprehensionExpression':
      case 'SetComprehensionExpression':
      case 'ComprehensionExpression':
      case 'DictionaryComprehensionExpression':
        return comprehension(raw);
      case 'MemberExpression':
        return first === undefined ? NONE : memberOf(first, kids.slice(1));
      case 'CallExpression':
        if (first === undefined) return NONE;
        return {
          kind: 'call',
          of: expression(first),
          args: last?.name === 'ArgList' ? argumentsOf(last) : [],
        };
      case 'BinaryExpression': {
        if (first === undefined || last === undefined || kids.length < 2) return all(kids);
        const op = textOf(kids[1] ?? first);
        const [left, right] = [expression(first), expression(last)];
        return op === 'and' || op === 'or'
          ? { kind: 'choice', before: null, options: [left, right] }
          : { kind: 'binary', op, left, right };
      }
      case 'UnaryExpression':
        if (first === undefined || last === undefined) return NONE;
        return { kind: 'unary', op: textOf(first), of: expression(last) };
      case 'ConditionalExpression': {
        const values = kids.filter(({ name }) => name !== 'if' && name !== 'else' && name !== '⚠').map(expression);
        const [yes = NONE, test = null, no = NONE] = values;
        return { kind: 'choice', before: test, options: [yes, no] };
      }
      case 'LambdaExpression':
        return {
          kind: 'function',
          name: null,
          parameters: parametersOf(kids.find(({ name }) => name === 'ParamList')),
          body: last === undefined ? NONE : expression(last),
          isExpression: true,
        };
      case 'NamedExpression':
        if (first === undefined || last === undefined) return NONE;
        return { kind: 'assign', target: expression(first), value: expression(last), op: '', own: true };
      default:
        return kids.length === 0 ? NONE : all(kids);
    }
  };

  const entryOf = (parts: readonly Raw[]): Entry => {
    const colon = parts.findIndex(({ name }) => name === ':');
    return colon < 0
      ? { key: null, value: group(parts.slice(1)) }
      : { key: group(parts.slice(0, colon)), value: group(parts.slice(colon + 1)) };
  };

  const memberOf = (of: Raw, kids: readonly Raw[]): Node => {
    const object = expression(of);
    const [sign] = kids;
    if (sign?.name === '.') {
      const name = kids[1];
      return name === undefined ? object : { kind: 'member', of: object, name: textOf(name) };
    }
    const inner = kids.filter(({ name }) => name !== '[' && name !== ']');
    if (!inner.some(({ name }) => name === ':')) return { kind: 'item', of: object, index: group(inner) };
    const bounds: (Node | null)[] = [null];
    for (const one of inner) {
      if (one.name === ':') bounds.push(null);
      else bounds[bounds.length - 1] = expression(one);
    }
    return { kind: 'slice', of: object, bounds };
  };

  const string = (raw: Raw): Node => {
    const written = textOf(raw);
    const prefix = /^[A-Za-z]{0,3}/.exec(written)?.[0] ?? '';
    const quotes = /^(?:"""|'''|"|')/.exec(written.slice(prefix.length, prefix.length + 3))?.[0] ?? '';
    const start = raw.from + prefix.length + quotes.length;
    const end = written.endsWith(quotes) && raw.to - quotes.length >= start ? raw.to - quotes.length : raw.to;
    const isRaw = /r/i.test(prefix);
    const plain = (from: number, to: number): Node => {
      const inner = source.slice(from, to);
      return isRaw ? textNode(inner) : literalOf(inner, 'python');
    };
    const holes = raw.kids.filter(({ name }) => name === 'FormatReplacement');
    if (holes.length === 0) return plain(start, end);
    const parts: Node[] = [];
    let from = start;
    for (const hole of holes) {
      if (hole.from > from) parts.push(plain(from, hole.from));
      parts.push(all(hole.kids.filter(({ name }) => !/^Format/.test(name))));
      from = hole.to;
    }
    if (from < end) parts.push(plain(from, end));
    return { kind: 'joined', parts };
  };

  return blockOf(statements(top.kids));
};

const VALUES: ReadonlySet<string> = new Set(['VariableName', 'Number', 'Boolean', 'String', 'FormatString', 'None']);
