import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

type Step = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'value'; readonly value: unknown };

/**
 * One text for one JSON value: members sorted by UTF-16 code units, no spaces between tokens, strings and numbers as
 * `JSON.stringify` spells them (a lone surrogate becomes `\udXXX`, so the text is well-formed). Members that are
 * `undefined` are left out; what JSON cannot hold is `null`.
 *
 * Keeps its own stack, since bodies may be nested deeper than the call stack allows.
 */
export const canonical = (value: unknown): string => {
  const out: string[] = [];
  const steps: Step[] = [{ kind: 'value', value }];
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    if (step.kind === 'text') out.push(step.text);
    else if (Array.isArray(step.value)) pushList(step.value, out, steps);
    else if (typeof step.value === 'object' && step.value !== null) pushObject(step.value, out, steps);
    else out.push(scalar(step.value));
  }
  return out.join('');
};

const scalar = (value: unknown): string => {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return JSON.stringify(value);
  return 'null';
};

/** Steps are popped from the end, so they are pushed last to first. */
const pushList = (list: readonly unknown[], out: string[], steps: Step[]): void => {
  out.push('[');
  steps.push({ kind: 'text', text: ']' });
  for (let index = list.length - 1; index >= 0; index -= 1) {
    steps.push({ kind: 'value', value: list[index] });
    if (index > 0) steps.push({ kind: 'text', text: ',' });
  }
};

const pushObject = (object: object, out: string[], steps: Step[]): void => {
  const members = Object.entries(object).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  out.push('{');
  steps.push({ kind: 'text', text: '}' });
  for (let index = members.length - 1; index >= 0; index -= 1) {
    const [key, member] = members[index] ?? ['', null];
    steps.push({ kind: 'value', value: member });
    steps.push({ kind: 'text', text: `${index > 0 ? ',' : ''}${JSON.stringify(key)}:` });
  }
};

/** SHA-256 of the text's UTF-8 bytes, 64 lower-case hex digits. */
export const sha256Hex = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

/** SHA-256 of the canonical text: equal for values that are equal as JSON, whatever the order of their members. */
export const hashOf = (value: unknown): string => sha256Hex(canonical(value));
