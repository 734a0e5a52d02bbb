import type { CompoundList, SyntaxNode, TestExpression } from 'unbash';
import { forEachChild } from 'unbash';
import { calculatedText } from './arithmetic.ts';
import { patternOf, spendOf } from './parameters.ts';
import { compile, find, groupOf } from './pattern.ts';
import { runningIndex } from './subscripts.ts';
import { literal, type Value } from './value.ts';
import { type Resolver, textOf } from './words.ts';

/** Conditions in one another. */
const MOST_DEPTH = 30;

/** Whether a condition holds, as far as the text alone says it; `null` when that hangs on what it runs in. */
export type Truth = boolean | null;

const compared = (operator: string, left: string, right: string): Truth => {
  switch (operator) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    default:
      return null;
  }
};

const NUMERIC: ReadonlySet<string> = new Set(['-eq', '-ne', '-lt', '-le', '-gt', '-ge']);

const counted = (operator: string, left: bigint, right: bigint): boolean => {
  if (operator === '-eq') return left === right;
  if (operator === '-ne') return left !== right;
  if (operator === '-lt') return left < right;
  if (operator === '-le') return left <= right;
  return operator === '-gt' ? left > right : left >= right;
};

const asNumbers = (operator: string, left: string, right: string): Truth =>
  /^\s*-?\d{1,18}\s*$/.test(left) && /^\s*-?\d{1,18}\s*$/.test(right)
    ? counted(operator, BigInt(left.trim()), BigInt(right.trim()))
    : null;

/** `test` and `[ … ]`: one comparison, with or without a negation. */
export const testOf = (words: readonly Value[]): Truth => {
  if (words.some(({ known }) => !known)) return null;
  const texts = words.map(({ text }) => text);
  if (texts[0] === '!') {
    const inner = testOf(words.slice(1));
    return inner === null ? null : !inner;
  }
  const [a = '', b = '', c = ''] = texts;
  if (texts.length === 0) return false;
  if (texts.length === 1) return a !== '';
  if (texts.length === 2) return a === '-z' ? b === '' : a === '-n' ? b !== '' : null;
  if (texts.length === 3) return NUMERIC.has(b) ? asNumbers(b, a, c) : compared(b, a, c);
  const joint = texts.findIndex((text) => text === '-a' || text === '-o');
  if (joint <= 0 || texts.length > 40) return null;
  const left = testOf(words.slice(0, joint));
  const right = testOf(words.slice(joint + 1));
  if (left === null || right === null) return null;
  return texts[joint] === '-a' ? left && right : left || right;
};

/** `[[ … ]]`. A match leaves its groups in BASH_REMATCH. */
export const truthOf = (
  expression: TestExpression,
  resolver: Resolver,
  setList: (name: string, list: readonly Value[]) => void,
  depth = 0,
): Truth => {
  if (depth > MOST_DEPTH) return null;
  const inner = (one: TestExpression): Truth => truthOf(one, resolver, setList, depth + 1);
  switch (expression.type) {
    case 'TestGroup':
      return inner(expression.expression);
    case 'TestNot': {
      const of = inner(expression.operand);
      return of === null ? null : expression.negations.length % 2 === 1 ? !of : of;
    }
    case 'TestLogical': {
      const isAll = expression.operator === '&&';
      let out: Truth = isAll;
      for (const one of expression.operands) {
        const truth = inner(one);
        if (truth === !isAll) return truth;
        if (truth === null) out = null;
      }
      return out;
    }
    case 'TestUnary': {
      const { text, known } = textOf(expression.operand, resolver);
      if (!known) return null;
      const index = expression.operator === '-v' ? runningIndex(text) : null;
      if (index !== null) resolver.expand(literal(index));
      return expression.operator === '-z' ? text === '' : expression.operator === '-n' ? text !== '' : null;
    }
    case 'TestBinary': {
      const { operator } = expression;
      const left = textOf(expression.left, resolver);
      if (operator === '=~') {
        const right = textOf(expression.right, resolver);
        return left.known && right.known ? matched(left, right.text, resolver, setList) : null;
      }
      if (!left.known) return null;
      if (NUMERIC.has(operator)) {
        const right = textOf(expression.right, resolver);
        const a = calculatedText(left.text, resolver);
        const b = right.known ? calculatedText(right.text, resolver) : null;
        return a === null || b === null ? null : counted(operator, a, b);
      }
      if (operator === '=' || operator === '==' || operator === '!=') {
        const fits = fitsPattern(left.text, patternOf(expression.right, resolver), resolver);
        return fits === null ? null : fits === (operator !== '!=');
      }
      const right = textOf(expression.right, resolver);
      return right.known ? compared(operator, left.text, right.text) : null;
    }
    default:
      expression satisfies never;
      return null;
  }
};

/** Whether a text fits a pattern of a shell from its beginning to its end. */
export const fitsPattern = (
  text: string,
  { source, plain, known }: ReturnType<typeof patternOf>,
  resolver: Resolver,
): Truth => {
  if (!known) return null;
  if (plain !== null) return text === plain;
  const pattern = compile(source, { syntax: 'glob' });
  if (pattern === null) return null;
  const match = find(pattern, text, spendOf(resolver), { anchored: true, prefer: 'longest' });
  return match === undefined ? null : match !== null && match.end === text.length;
};

const matched = (
  value: Value,
  source: string,
  resolver: Resolver,
  setList: (name: string, list: readonly Value[]) => void,
): Truth => {
  const pattern = compile(source, { syntax: 'extended' });
  if (pattern === null) return null;
  const match = find(pattern, value.text, spendOf(resolver), { prefer: 'first' });
  if (match === undefined) return null;
  if (match === null) return false;
  const groups = Array.from({ length: pattern.groups + 1 }, (_, index) => ({
    ...value,
    text: groupOf(value.text, match, index),
  }));
  setList('BASH_REMATCH', groups);
  return true;
};

/** What a loop does: it only makes text, it runs text that it is given, or it does other work. */
export type BodyKind = 'text' | 'runs' | 'other';

const TEXT_PROGRAMS: ReadonlySet<string> = new Set([
  ...[
    'printf',
    'echo',
    ':',
    'true',
    'false',
    'let',
    'shift',
    'set',
    'read',
    'test',
    '[',
    'local',
    'declare',
    'typeset',
  ],
  ...['export', 'unset', 'expr', 'tr', 'cut', 'sed', 'rev', 'awk', 'xxd', 'base64', 'od', 'bc', 'dc', 'seq', 'break'],
  ...['continue', 'head', 'tail', 'fold', 'readonly', 'cat'],
]);
const RUNNERS: ReadonlySet<string> = new Set(['eval', 'sh', 'bash', 'ash', 'dash', 'zsh', 'ksh', 'source', '.']);
/** Nodes of a body that are looked at. */
const MOST_NODES = 400;
const NODES_AT_ONCE = 16;

/**
 * `isKept` says of a descriptor whether what is written to it is kept as a file, `spend` whether there is work left to look at
 * so many nodes more.
 */
export const bodyKind = (
  body: CompoundList,
  isKept: (descriptor: number) => boolean,
  spend: (nodes: number) => boolean,
): BodyKind => {
  const queue: SyntaxNode[] = [body];
  let kind: BodyKind = 'text';
  let nodes = 0;
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    nodes += 1;
    if (nodes % NODES_AT_ONCE === 0 && !spend(NODES_AT_ONCE)) return 'other';
    if (nodes > MOST_NODES || one.type === 'Function' || one.type === 'Coproc') return 'other';
    if (one.type === 'Command' && one.name !== undefined) {
      const name = one.name.parts === undefined ? one.name.value : null;
      if (name === null || RUNNERS.has(name)) kind = 'runs';
      else if (!TEXT_PROGRAMS.has(name) && kind === 'text') kind = 'other';
    }
    if (one.type === 'Redirect' && wakes(one, isKept)) return 'other';
    if (one.type === 'Redirect' && /\/dev\/(?:tcp|udp)\//.test(one.target?.text ?? '')) return 'other';
    // What a substitution runs is parsed when it is asked for.
    if (one.type === 'CommandExpansion' && one.end - one.pos > 400) return 'other';
    forEachChild(one, (child) => queue.push(child));
  }
  return kind;
};

/** Writing to a descriptor that is no file puts no text together: it wakes whoever reads there. */
const wakes = (
  { operator, target }: Extract<SyntaxNode, { readonly type: 'Redirect' }>,
  isKept: (descriptor: number) => boolean,
): boolean => {
  const number = operator === '>&' && /^\d{1,3}$/.test(target?.text ?? '') ? Number(target?.text) : 0;
  return number > 2 && !isKept(number);
};
