import type { Effect } from '../model/effect.ts';
import { first } from './arguments.ts';
import { unescaped } from './decoders.ts';
import type { Call, Machine } from './machine.ts';
import { runsFile } from './running.ts';
import { EMPTY, isReadable, literal, mapped, originOf, union, unknown, type Value } from './value.ts';

const REMOVERS: ReadonlySet<string> = new Set(['rm', 'shred', 'truncate', 'unlink', 'srm', 'wipe']);

/** Programs that make, change, find or take away files; `null` for another one. */
export const changesFiles = (machine: Machine, call: Call): Value | null => {
  const { program, texts, input, scope } = call;
  switch (program) {
    case 'mkfifo':
    case 'mkdir':
    case 'touch':
      return EMPTY;
    case 'chmod':
      changesMode(machine, call);
      return EMPTY;
    case 'find':
      return found(machine, call);
    case 'split': {
      const filter = texts.find((text) => text.startsWith('--filter='));
      if (filter !== undefined) machine.runText(literal(filter.slice('--filter='.length)), scope, input);
      // Its pieces are put together again in the order of their names: the first stands for all.
      const [from = '-', prefix = 'x'] = texts.filter(
        (text, at) => !/^-./.test(text) && !/^-[abnlC]$/.test(texts[at - 1] ?? ''),
      );
      const whole = from === '-' ? input : machine.files.get(from);
      if (whole !== null && whole !== undefined) machine.files.set(`${prefix}aa`, whole);
      return EMPTY;
    }
    default:
  }
  if (REMOVERS.has(program)) {
    const recursive = texts.some((text) => /^-[a-zA-Z]*[rR]/.test(text) || text === '--recursive');
    for (const text of first(machine, call, texts)) {
      if (!text.startsWith('-'))
        machine.emit(
          { kind: 'delete', path: text, host: machine.hostPlace(text, scope), recursive, isOld: false },
          call,
        );
    }
    return EMPTY;
  }
  return null;
};

/** A mode that makes a file a program. */
const EXECUTABLE = /^(?:[ugoa]*[+=][rwst]*x|0?[0-7]?[1357][0-7]{2}$|0?[0-7]?[0-7]{2}[1357]$)/;

/** `chmod`; what makes a download a program is said to run it. */
const changesMode = (machine: Machine, call: Call): void => {
  const executable = call.texts.some((text) => EXECUTABLE.test(text));
  const setsUser = call.texts.some((text) => /^0?[4-7][0-7]{3}$|^[ugoa]*[+=][rwxt]*s/.test(text));
  for (const text of first(machine, call, call.texts).slice(1)) {
    machine.emit(
      { kind: 'change-mode', path: text, executable, setsUser, host: machine.hostPlace(text, call.scope) },
      call,
    );
    const file = executable ? machine.files.get(text) : undefined;
    const from = file === undefined ? undefined : originOf(file.origins, 'download', 'decode');
    if (from === undefined) continue;
    for (const one of file?.origins ?? []) {
      if (one.kind === 'download') machine.emit({ kind: 'execute', what: 'downloaded', how: 'file', from: one }, call);
      if (one.kind !== 'decode' || file === undefined) continue;
      // A script that is known is read at once: whoever makes it a program is about to run it.
      if (isReadable(file)) runsFile(machine, call, file, []);
      else machine.emit({ kind: 'execute', what: 'decoded', how: 'file', from: one }, call);
    }
  }
};

/** `find`, as far as it deletes what it finds or runs something for it. */
const found = (machine: Machine, call: Call): Value => {
  const { texts, args, scope } = call;
  // What an action runs is no action of this find.
  let after = 0;
  let origins: readonly Effect[] = [];
  const format = texts.indexOf('-printf');
  if (format >= 0 && args[format + 1]?.known === true && !texts[format + 1]?.includes('%'))
    return mapped(args[format + 1] ?? EMPTY, unescaped(texts[format + 1] ?? ''));
  for (const [index, text] of first(machine, call, texts).entries()) {
    if (index < after) continue;
    if (text === '-delete') {
      const path = texts[0] ?? '';
      const isOld = texts.some((one) => /^-(?:[acm](?:time|min)|newer|size|name|empty)/.test(one));
      const deleted = { kind: 'delete', path, host: machine.hostPlace(path, scope), recursive: !isOld, isOld } as const;
      machine.emit(deleted, call);
    }
    if (!/^-(?:exec|execdir|ok|okdir)$/.test(text)) continue;
    const rest = texts.slice(index + 1);
    const end = rest.findIndex((one) => one === ';' || one === '+');
    after = end < 0 ? texts.length : index + 1 + end;
    const words = args.slice(index + 1, after);
    const place = literal(`${texts[0] ?? '.'}/*`);
    if (words.length === 0) continue;
    const out = machine.runWords(
      words.map((word) => (word.text === '{}' ? place : word)),
      call,
      call.input,
    );
    origins = union(origins, out.origins);
  }
  return unknown(origins);
};
