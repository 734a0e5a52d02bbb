import type { Call, Machine } from './machine.ts';
import { literal } from './value.ts';

const LONGEST = 20_000;
const ELEMENT = /^\w{1,64}\[([\s\S]+)\]$/;

/** The index in the name of an element, where something is substituted in it: a shell calculates it, and runs that. */
export const runningIndex = (name: string): string | null => {
  const index = name.length > LONGEST ? undefined : ELEMENT.exec(name)?.[1];
  return index !== undefined && substitutes(index) ? index : null;
};

const substitutes = (text: string): boolean => /\$\(|`/.test(text);

/** Runs what is substituted in a text that a shell expands by itself: a prompt, or the index of an element. */
export const runsExpansions = (machine: Machine, call: Call, text: string): void => {
  if (substitutes(text)) machine.runText(literal(`: "${text}"`), call.scope, null);
};

/** Runs what is substituted in the index of an element that a command names. */
export const runsIndex = (machine: Machine, call: Call, name: string): void => {
  const index = runningIndex(name);
  if (index !== null) runsExpansions(machine, call, index);
};
