import type { Execute } from '../model/effect.ts';
import { WORK } from './budget.ts';
import { languageOf } from './code/read.ts';
import { interpreterOf, runCode } from './interpret.ts';
import type { Call, Machine } from './machine.ts';
import { isOpaque } from './opaque.ts';
import { opened, saysOrigins } from './origins.ts';
import { isReadable, originOf, unknown, type Value } from './value.ts';

/** Whether the text is of a language that is followed: a shell, or one that has a parser. */
const isFollowed = (text: string): boolean => {
  const interpreter = interpreterOf(text);
  return interpreter === null || languageOf(interpreter) !== null;
};

/** Fewer are looked at for nothing. */
const FEW_CHARACTERS = 4000;

/** Runs a value as shell text: says where it comes from, and reads it as far as it is known. */
export const runsValue = (
  machine: Machine,
  call: Call,
  given: Value,
  how: 'input' | 'text' | 'file',
  positional?: readonly Value[],
): Value => {
  const value = opened(machine, call, given);
  if (value === null) {
    // Where it was decoded or downloaded on its way, that is an act though its text is not known.
    saysOrigins(machine, call, given.origins, how);
    return unknown(given.origins);
  }
  const origins = how === 'text' ? value.leads : value.origins;
  saysUnfinished(machine, call, value, how);
  saysOrigins(machine, call, origins, how, isReadable(value) && isFollowed(value.text));
  if (value.text.length > FEW_CHARACTERS && !machine.spend(value.text.length * WORK.character)) {
    machine.cut(call);
    return unknown(value.origins);
  }
  if (!value.known && /^\$(?:\(…\)|\{?\w{1,64}\}?)$/.test(value.text.trim())) {
    if (originOf(origins, 'download', 'decode', 'connect') === undefined) saysUnresolved(machine, call, value);
    return unknown(value.origins);
  }
  const interpreter = interpreterOf(value.text);
  return interpreter === null
    ? machine.runText(value, call.scope, how === 'input' ? null : call.input, positional)
    : runCode(machine, call, value, interpreter);
};

const opaque = new WeakMap<Machine, boolean>();

/** Whether people cannot read a part of the command as it is written. No work is left when that is asked: it is looked at once. */
const holdsOpaque = (machine: Machine): boolean => {
  const known = opaque.get(machine);
  if (known !== undefined) return known;
  const { script, argv } = machine.command;
  const longest = argv.reduce((one, other) => (other.length > one.length ? other : one), script ?? '');
  const found = isOpaque(longest);
  opaque.set(machine, found);
  return found;
};

/**
 * Says that a text runs which was still being put together when the work was spent: what letters were turned into words is not
 * known then, whatever the text looks like.
 */
const saysUnfinished = (machine: Machine, call: Call, value: Value, how: Execute['how']): void => {
  if (!machine.isCut || originOf(value.origins, 'decode') !== undefined) return;
  if (unsetIn(machine, value) !== null || !holdsOpaque(machine) || isWritten(machine, value)) return;
  const from = machine.emit({ kind: 'decode', layer: 'unfinished' }, call);
  machine.emit({ kind: 'execute', what: 'decoded', how, from }, call);
};

/** Whether the program that a text begins with stands in the command as it is written: nothing had to be put together for it. */
const isWritten = ({ command: { script, argv } }: Machine, { text, known }: Value): boolean => {
  const program = known ? /^\s{0,40}(\S{2,200})/.exec(text)?.[1] : undefined;
  return program !== undefined && [script ?? '', ...argv].some((one) => one.includes(program));
};

const saysUnresolved = (machine: Machine, call: Call, value: Value): void => {
  const what = value.text.includes('…') ? 'the output of another command' : `the value of ${value.text.trim()}`;
  const note = `runs ${what}, which the log does not hold`;
  const variable = unsetIn(machine, value);
  machine.emit({ kind: 'unresolved', because: 'not-logged', note, ...(variable === null ? {} : { variable }) }, call);
};

/** The name of a variable that neither the command nor the container sets; `null` for a value of another kind. */
const unsetIn = (machine: Machine, { text, known }: Value): string | null => {
  const name = known ? undefined : /^\s*\$\{?([A-Za-z_]\w{0,63})\}?\s*$/.exec(text)?.[1];
  return name === undefined || machine.variables.has(name) ? null : name;
};

/** Says that a variable names what runs, where nothing in the object sets it; whether that is so. */
export const namesProgram = (machine: Machine, call: Call, word: Value): boolean => {
  const variable = unsetIn(machine, word);
  if (variable === null || word.origins.length > 0) return false;
  const note = `runs the program that $${variable} names, which the log does not hold`;
  machine.emit({ kind: 'unresolved', because: 'not-logged', note, variable }, call);
  return true;
};

/** Runs a file whose content was written before. */
export const runsFile = (machine: Machine, call: Call, file: Value, positional: readonly Value[]): Value =>
  runsValue(machine, call, { ...file, leads: file.origins }, 'file', positional);
