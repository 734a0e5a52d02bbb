import { mapped, union, type Value } from '../value.ts';
import type { Language } from './parse.ts';
import { CHARACTERS } from './texts.ts';
import { asValue, knownText, number, type Thing, textOf, unknownThing } from './things.ts';

/** An operation on values that are known; `null` where it is another one, or they are not. */
export const arithmetic = (op: string, left: Thing, right: Thing, language: Language): Thing | null => {
  const [a, b] = [left, right].map((one) => {
    if (one.kind === 'number') return one.value;
    const written = knownText(one);
    if (written === null) return null;
    // A byte of Python is a number that stands here as a character.
    if (language === 'python') return written.length === 1 ? written.charCodeAt(0) : null;
    return /^\d{1,9}$/.test(written) ? Number(written) : null;
  });
  const texts = left.kind === 'text' && right.kind === 'text';
  if (op === '==' || op === '===' || op === '!=' || op === '!==') {
    const [x, y] = [asValue(left), asValue(right)];
    if (!x.known || !y.known || left.kind === 'none' || right.kind === 'none') return null;
    return number(Number((x.text === y.text) === op.startsWith('=')));
  }
  if (op === 'in' && language === 'python') {
    const [x, y] = [asValue(left), asValue(right)];
    return left.kind === 'text' && right.kind === 'text' && x.known && y.known
      ? number(Number(y.text.includes(x.text)))
      : null;
  }
  if (op === '^' && texts && language === 'php') return xored(asValue(left), asValue(right));
  if (a === null || b === null || a === undefined || b === undefined) return null;
  if (texts && language !== 'php' && !(language === 'javascript' && op !== '+')) return null;
  if (op === '+' && (left.kind === 'text' || right.kind === 'text') && language !== 'python') return null;
  switch (op) {
    case '+':
      return number(a + b);
    case '-':
      return number(a - b);
    case '*':
      return left.kind === 'number' && right.kind === 'number' ? number(a * b) : null;
    case '/':
      return number(a / b);
    case '//':
      return number(Math.floor(a / b));
    case '%':
      return left.kind === 'number' ? number(((a % b) + b) % b) : null;
    case '**':
      return number(a ** b);
    case '^':
      return number(a ^ b);
    case '&':
      return number(a & b);
    case '|':
      return number(a | b);
    case '<<':
      return number(a << b);
    case '>>':
      return number(a >> b);
    case '<':
      return number(Number(a < b));
    case '>':
      return number(Number(a > b));
    case '<=':
      return number(Number(a <= b));
    case '>=':
      return number(Number(a >= b));
    default:
      return null;
  }
};

const xored = (a: Value, b: Value): Thing => {
  if (!a.known || !b.known) return unknownThing(union(a.origins, b.origins));
  let out = '';
  for (let at = 0; at < Math.min(a.text.length, b.text.length); at += 1) {
    out += String.fromCharCode(a.text.charCodeAt(at) ^ b.text.charCodeAt(at));
  }
  return textOf({ ...mapped(a, out), layers: [...a.layers, CHARACTERS] });
};
