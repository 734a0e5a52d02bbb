import { type ArithmeticExpression, parse } from 'unbash';
import { WORK } from './budget.ts';
import { literal } from './value.ts';
import { type Resolver, textOf } from './words.ts';

/** Expressions in one another, and names that hold names. */
const MOST_DEPTH = 40;
const MOST_TEXT = 500;
const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_';

/** A whole number of a shell: `10`, `0x1f`, `017`, `16#ff`, `2#101`; `null` for what is none. */
export const numberOf = (text: string): bigint | null => {
  const match = /^([-+]?)(?:(\d{1,2})#([\w@]{1,64})|0[xX]([0-9a-fA-F]{1,16})|(\d{1,20}))$/.exec(text.trim());
  if (match === null) return null;
  const [, sign, base, digits, hex, plain = ''] = match;
  let value = 0n;
  if (base !== undefined && digits !== undefined) {
    const radix = Number(base);
    if (radix < 2 || radix > 64) return null;
    for (const digit of radix <= 36 ? digits.toLowerCase() : digits) {
      const place = DIGITS.indexOf(digit);
      if (place < 0 || place >= radix) return null;
      value = BigInt.asIntN(64, value * BigInt(radix) + BigInt(place));
    }
  } else if (hex !== undefined) value = BigInt(`0x${hex}`);
  else if (/^0[0-7]+$/.test(plain)) value = BigInt(`0o${plain}`);
  else value = BigInt(plain);
  return BigInt.asIntN(64, sign === '-' ? -value : value);
};

/** The value of an expression as a shell calculates it; `null` where a part of it is not known. */
export const calculated = (
  expression: ArithmeticExpression | undefined,
  resolver: Resolver,
  depth = 0,
): bigint | null => {
  if (expression === undefined) return 0n;
  if (depth > MOST_DEPTH || !resolver.spend(WORK.node)) {
    resolver.cut();
    return null;
  }
  switch (expression.type) {
    case 'ArithmeticGroup':
      return calculated(expression.expression, resolver, depth + 1);
    case 'ArithmeticWord': {
      const text = wordText(expression, resolver);
      return text === null ? null : operand(text, resolver, depth);
    }
    case 'ArithmeticCommandExpansion': {
      const { value, known } = asPart(expression.text, resolver);
      return known ? operand(value, resolver, depth) : null;
    }
    case 'ArithmeticTernary': {
      const test = calculated(expression.test, resolver, depth + 1);
      if (test === null) return null;
      return calculated(test === 0n ? expression.alternate : expression.consequent, resolver, depth + 1);
    }
    case 'ArithmeticUnary':
      return unary(expression, resolver, depth);
    case 'ArithmeticBinary':
      return binary(expression, resolver, depth);
    default:
      expression satisfies never;
      return null;
  }
};

const asPart = (text: string, resolver: Resolver): { readonly value: string; readonly known: boolean } => {
  const command = resolver.spend(WORK.text + text.length * WORK.parsedCharacter)
    ? parse(`: ${text}`).commands[0]?.command
    : undefined;
  const word = command?.type === 'Command' ? command.suffix[0] : undefined;
  if (word?.type !== 'Word') return { value: '', known: false };
  const { text: value, known } = textOf(word, resolver);
  return { value, known };
};

const wordText = (
  { value, parts }: Extract<ArithmeticExpression, { readonly type: 'ArithmeticWord' }>,
  resolver: Resolver,
): string | null => {
  if (parts !== undefined) {
    const text = textOf({ value, parts }, resolver);
    return text.known ? text.text : null;
  }
  if (!value.startsWith('$')) return value;
  const { value: text, known } = asPart(value, resolver);
  return known ? text : null;
};

const NAME = /^[A-Za-z_]\w{0,63}$/;
const ELEMENT = /^([A-Za-z_]\w{0,63})\[([^\]]{1,64})\]$/;

/** A number, or a name whose value is an expression again. */
const operand = (written: string, resolver: Resolver, depth: number): bigint | null => {
  const text = written.trim();
  if (text === '') return 0n;
  const number = numberOf(text);
  if (number !== null) return number;
  if (NAME.test(text)) {
    const held = resolver.variable(text);
    // A name that nothing sets may be one of the environment.
    if (held === undefined) return null;
    return held.known ? operandOf(held.text, resolver, depth) : null;
  }
  const element = ELEMENT.exec(text);
  if (element !== null) {
    const held = elementAt(element[1] ?? '', element[2] ?? '', resolver, depth);
    return held === undefined || !held.known ? null : operandOf(held.text, resolver, depth);
  }
  return depth > 8 ? null : calculatedText(text, resolver, depth + 1);
};

/** The value of a variable, which is an expression again; a substitution in the index of an array in it runs. */
const operandOf = (text: string, resolver: Resolver, depth: number): bigint | null => {
  if (depth > MOST_DEPTH - 2) return null;
  if (HOLDS_SUBSTITUTION.test(text)) {
    const { known, text: index } = resolver.expand(literal(text));
    return known ? operand(index, resolver, depth + 8) : null;
  }
  return operand(text, resolver, depth + 8);
};
const HOLDS_SUBSTITUTION = /\[[^\]]{0,20}(?:\$\(|`)/;

const elementAt = (name: string, key: string, resolver: Resolver, depth: number) => {
  if (resolver.map(name) !== undefined) return resolver.map(name)?.get(key);
  const place = calculatedText(key, resolver, depth + 1);
  return place === null ? undefined : resolver.list(name)?.at(Number(place));
};

/** An expression as text: an offset, an index, the words of `let`. */
export const calculatedText = (text: string, resolver: Resolver, depth = 0): bigint | null => {
  const number = numberOf(text);
  if (number !== null) return number;
  if (text.length > MOST_TEXT || depth > MOST_DEPTH || !resolver.spend(WORK.text + text.length * WORK.parsedCharacter))
    return null;
  const command = parse(`((${text}))`).commands[0]?.command;
  return command?.type === 'ArithmeticCommand' && command.expression !== undefined
    ? calculated(command.expression, resolver, depth + 1)
    : null;
};

const assigned = (target: ArithmeticExpression, value: bigint, resolver: Resolver): void => {
  if (target.type !== 'ArithmeticWord') return;
  const name = target.value.trim();
  if (NAME.test(name)) resolver.assign(name, literal(String(value)));
  const element = ELEMENT.exec(name);
  if (element === null) return;
  const key = calculatedText(element[2] ?? '', resolver, MOST_DEPTH - 2);
  if (key !== null) resolver.assignElement(element[1] ?? '', String(key), literal(String(value)));
};

const unary = (
  { operator, operand: of, prefix }: Extract<ArithmeticExpression, { readonly type: 'ArithmeticUnary' }>,
  resolver: Resolver,
  depth: number,
): bigint | null => {
  // Counters begin at nothing.
  const isStep = operator === '++' || operator === '--';
  const value = calculated(of, resolver, depth + 1);
  if (value === null) return null;
  if (isStep) {
    const next = operator === '++' ? value + 1n : value - 1n;
    assigned(of, next, resolver);
    return prefix ? next : value;
  }
  if (operator === '-') return -value;
  if (operator === '~') return ~value;
  if (operator === '!') return value === 0n ? 1n : 0n;
  return value;
};

const binary = (
  { operator, left, right }: Extract<ArithmeticExpression, { readonly type: 'ArithmeticBinary' }>,
  resolver: Resolver,
  depth: number,
): bigint | null => {
  if (operator === '=') {
    const value = calculated(right, resolver, depth + 1);
    if (value !== null) assigned(left, value, resolver);
    return value;
  }
  const a = calculated(left, resolver, depth + 1);
  if (operator === '&&' || operator === '||') {
    if (a === null) return null;
    if ((a !== 0n) === (operator === '||')) return operator === '||' ? 1n : 0n;
    const b = calculated(right, resolver, depth + 1);
    return b === null ? null : b === 0n ? 0n : 1n;
  }
  const b = calculated(right, resolver, depth + 1);
  if (a === null || b === null) return operator === ',' ? b : null;
  const isAssignment = /^(?:[-+*/%&|^]|<<|>>)=$/.test(operator);
  const value = applied(isAssignment ? operator.slice(0, -1) : operator, a, b);
  if (value === null) return null;
  const whole = BigInt.asIntN(64, value);
  if (isAssignment) assigned(left, whole, resolver);
  return whole;
};

const truth = (is: boolean): bigint => (is ? 1n : 0n);

const applied = (operator: string, a: bigint, b: bigint): bigint | null => {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0n ? null : a / b;
    case '%':
      return b === 0n ? null : a % b;
    case '**':
      return b < 0n || b > 64n ? null : a ** b;
    case '<<':
      return a << (b & 63n);
    case '>>':
      return a >> (b & 63n);
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '==':
      return truth(a === b);
    case '!=':
      return truth(a !== b);
    case '<':
      return truth(a < b);
    case '<=':
      return truth(a <= b);
    case '>':
      return truth(a > b);
    case '>=':
      return truth(a >= b);
    case ',':
      return b;
    default:
      return null;
  }
};
