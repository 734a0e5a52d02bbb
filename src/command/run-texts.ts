import { WORK } from './budget.ts';
import type { Call, Machine } from './machine.ts';
import { runsValue } from './running.ts';
import { concat, EMPTY, mapped, type Value } from './value.ts';

/** Texts, lines or files of one runner that are run. */
export const MOST_RUN = 64;

/** Text that a program takes from its words or its input, run as a shell would. */
export const runsTexts = (machine: Machine, call: Call, texts: readonly Value[]): Value => {
  let out = EMPTY;
  // A tool that found a text in its input has read that: nothing of it is left for what runs.
  const { input } = call;
  const isRead = input?.known === true && texts.slice(0, 1).some(({ text }) => input.text.includes(text));
  const at = isRead ? { ...call, input: null } : call;
  for (const text of texts.slice(0, MOST_RUN)) out = concat(out, runsValue(machine, at, text, 'text'));
  if (texts.length > MOST_RUN) machine.cut(call);
  return out;
};

/** Lines of a value, as long as there is work for them. */
export const linesOf = (machine: Machine, call: Call, value: Value): readonly Value[] => {
  if (!value.known) return [value];
  if (!machine.spend(value.text.length * WORK.character)) {
    machine.cut(call);
    return [];
  }
  return value.text
    .split('\n', MOST_RUN * 4)
    .filter((line) => line.trim() !== '')
    .map((line) => mapped(value, line));
};
