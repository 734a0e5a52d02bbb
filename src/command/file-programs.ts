import { replacedAll } from '../lib/grown.ts';
import { baseName, cleanPath } from '../lib/path.ts';
import type { Effect } from '../model/effect.ts';
import { first } from './arguments.ts';
import { WORK } from './budget.ts';
import { unescaped } from './decoders.ts';
import { pathsWritten } from './filter-sources.ts';
import { matchesPath } from './globs.ts';
import type { Call, Machine } from './machine.ts';
import { CREDENTIAL_NAME } from './reads.ts';
import { runsFile } from './running.ts';
import {
  concat,
  EMPTY,
  isReadable,
  literal,
  MOST_VALUE,
  mapped,
  originOf,
  union,
  unknown,
  type Value,
} from './value.ts';

const REMOVERS: ReadonlySet<string> = new Set(['rm', 'shred', 'truncate', 'unlink', 'srm', 'wipe']);

/** A program where programs are: whoever asks for it by name gets that. */
const PROGRAM_PATH = /^\/(?:usr\/(?:local\/)?)?s?bin\/[\w.-]{1,100}$/;

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
    case 'mv':
      // What is moved there is gone.
      if (texts.at(-1) === '/dev/null') removes(machine, call, texts.slice(0, -1), false);
      return null;
    case 'setcap':
      givesCapability(machine, call);
      return EMPTY;
    case 'chattr':
      fixes(machine, call);
      return EMPTY;
    case 'find':
      return found(machine, call);
    case 'ls': {
      const listed = texts.slice(0, MOST_STARTS).flatMap((text) => pathsWritten(machine, text));
      const programs = texts.filter((text) => PROGRAM_PATH.test(text));
      if (listed.length === 0 && programs.length > 0) return literal(`${programs.join('\n')}\n`);
      return listed.length === 0 ? null : literal(`${listed.join('\n')}\n`);
    }
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
    removes(machine, call, texts, recursive);
    return EMPTY;
  }
  return null;
};

const removes = (machine: Machine, call: Call, texts: readonly string[], recursive: boolean): void => {
  for (const text of first(machine, call, texts)) {
    const host = machine.hostPlace(text, call.scope);
    if (!text.startsWith('-')) machine.emit({ kind: 'delete', path: text, host, recursive, isOld: false }, call);
  }
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

/** Capabilities with which a program may do as root does. */
const OF_ROOT =
  /\bcap_(?:setuid|setgid|setfcap|setpcap|sys_admin|sys_module|sys_ptrace|sys_rawio|dac_override|dac_read_search|chown|fowner)\b/i;

/** `setcap CAPABILITIES FILE …`. */
const givesCapability = (machine: Machine, call: Call): void => {
  const words = call.texts.filter((text) => !/^-[qvnr]$/.test(text)).slice(0, MOST_STARTS * 2);
  for (let at = 0; at + 1 < words.length; at += 2) {
    const given = words[at] ?? '';
    const capability = /^(?:all)?[=+]e?i?p$/.test(given) ? 'all' : OF_ROOT.exec(given)?.[0];
    const path = words[at + 1] ?? '';
    if (capability === undefined) continue;
    const host = machine.hostPlace(path, call.scope);
    machine.emit({ kind: 'change-mode', path, executable: false, setsUser: false, capability, host }, call);
  }
};

/** `chattr +i FILE`, `chattr -ia FILE`. */
const fixes = (machine: Machine, call: Call): void => {
  const change = call.texts.find((text) => /^[+=-][a-zA-Z]{0,12}[ia]/.test(text) && !/^-[RVfv]+$/.test(text));
  if (change === undefined) return;
  const immutable = change.startsWith('-') ? 'lifted' : 'set';
  for (const path of first(machine, call, call.texts)) {
    if (/^[+=-]/.test(path)) continue;
    const host = machine.hostPlace(path, call.scope);
    machine.emit({ kind: 'change-mode', path, executable: false, setsUser: false, immutable, host }, call);
  }
};

/** Where the name stands that is looked for; one that is left out says nothing of what is found. */
const nameAt = (tests: readonly string[]): number =>
  tests.findIndex(
    (text, at) => (text === '-name' || text === '-iname') && tests[at - 1] !== '!' && tests[at - 1] !== '-not',
  );

/** A path that stands for what is found: with the name that is looked for, where one is. */
const foundPlace = (machine: Machine, tests: readonly string[]): string => {
  const from = tests[0] ?? '.';
  const at = nameAt(tests);
  const name = at < 0 ? '*' : (tests[at + 1] ?? '*');
  return name === '*' || machine.files.get(`${from}/${name}`) !== undefined ? `${from}/${name}` : `${from}/*/${name}`;
};

/** The path stands in other text, too: `-exec sh -c 'cat {}'`. */
const inPlace = (word: Value, place: string): Value =>
  word.known && word.text.includes('{}') ? mapped(word, replacedAll(word.text, '{}', place, MOST_VALUE)) : word;

/** Files of one find that are looked at one by one. */
const MOST_FOUND = 8;
const MOST_STARTS = 4;

/** Where find begins, and the name that it asks for. */
const askedOf = (texts: readonly string[]): { readonly starts: readonly string[]; readonly pattern: string } => {
  const first = texts.findIndex((text) => /^[-(!]/.test(text));
  const starts = texts.slice(0, first < 0 ? MOST_STARTS : Math.min(first, MOST_STARTS));
  const at = nameAt(texts);
  return { starts: starts.length === 0 ? ['.'] : starts, pattern: at < 0 ? '*' : (texts[at + 1] ?? '') };
};

/** The files that the command wrote and find comes across. */
const writtenBelow = (machine: Machine, texts: readonly string[]): readonly string[] => {
  if (machine.files.size === 0 || !machine.spend(machine.files.size * WORK.word)) return [];
  const { starts, pattern } = askedOf(texts);
  const below = starts.map((start) => cleanPath(machine.absolute(start)));
  const found = machine.files.pathsNamed((path) => {
    if (!matchesPath(pattern, baseName(path))) return false;
    const at = cleanPath(machine.absolute(path));
    return below.some((one) => at === one || one === '/' || at.startsWith(`${one}/`));
  });
  return found.slice(0, MOST_FOUND);
};

/** Names that one find asks for on a directory of the node which is mounted below where it begins. */
const MOST_NAMES = 4;
const ofNode = (machine: Machine, scope: Call['scope'], tests: readonly string[]): readonly string[] => {
  if (machine.hostPaths.length === 0) return [];
  const { starts } = askedOf(tests);
  const asked = tests.flatMap((text, at) => {
    const before = tests[at - 1] ?? '';
    if (/^(?:!|-not)$/.test(tests[at - 2] ?? '')) return [];
    if (/^-i?name$/.test(before)) return [`*/${text}`];
    return /^-i?(?:path|wholename)$/.test(before) && text.startsWith('*/') ? [text] : [];
  });
  const names = asked.length === 0 ? ['*'] : asked.slice(0, MOST_NAMES);
  return starts.flatMap((start) => {
    const from = cleanPath(machine.absolute(start));
    const inside = from === '/' ? '/' : `${from}/`;
    const below = machine.hostPaths.filter(({ mountPath }) => mountPath?.startsWith(inside) === true);
    const own = asked.length > 0 && machine.hostPlace(from, scope) !== null ? [from] : [];
    return [...own, ...below.slice(0, MOST_STARTS).flatMap(({ mountPath }) => mountPath ?? [])].flatMap((mount) =>
      names.map((name) => `${mount}/${name}`),
    );
  });
};

/** What a list of names leads whoever is given it to: files of the node, and those that hold what one signs in with. */
const namedBy = (machine: Machine, call: Call): readonly Effect[] => {
  const tests = call.texts.slice(0, MOST_TESTS);
  if (call.program !== 'find') return [];
  const read = { kind: 'read', program: call.program, isMeasure: true } as const;
  const ofKeys = tests.flatMap((text, at) => {
    const isName = /^-i?(?:name|path|wholename)$/.test(tests[at - 1] ?? '');
    const path = text.startsWith('/') || text.startsWith('*/') ? text : `*/${text}`;
    return isName && tests[at - 2] !== '!' && CREDENTIAL_NAME.test(path)
      ? [machine.emit({ ...read, what: 'credentials', path, host: null }, call)]
      : [];
  });
  const onNode = ofNode(machine, call.scope, tests)
    .slice(0, MOST_FOUND)
    .flatMap((path) => {
      const host = machine.hostPlace(path, call.scope);
      return host === null ? [] : [machine.emit({ ...read, what: 'file', path, host }, call)];
    });
  return [...ofKeys, ...onNode];
};
const MOST_TESTS = 60;

/** The files themselves, else what stands for them. */
const placesOf = (machine: Machine, scope: Call['scope'], tests: readonly string[]): readonly string[] => {
  const written = writtenBelow(machine, tests);
  if (written.length > 0) return written;
  const below = ofNode(machine, scope, tests);
  return below.length > 0 ? below.slice(0, MOST_FOUND) : [foundPlace(machine, tests)];
};

/** Deletes what a search finds below its first place: all of it, where nothing but the type chooses. */
const deletesAll = (machine: Machine, call: Call): void => {
  const path = call.texts[0] ?? '';
  const isOld = call.texts.some((one) =>
    /^-(?:[acm](?:time|min)|newer|size|i?name|i?path|i?regex|empty|perm|user|group)/.test(one),
  );
  const host = machine.hostPlace(path, call.scope);
  machine.emit({ kind: 'delete', path, host, recursive: !isOld, isOld }, call);
};

/** `find`, as far as it deletes what it finds or runs something for it. */
const found = (machine: Machine, call: Call): Value => {
  const { texts, args } = call;
  // What an action runs is no action of this find.
  let after = 0;
  /** What was there before its actions. */
  let places: readonly string[] | undefined;
  let origins: readonly Effect[] = [];
  let printed = EMPTY;
  const format = texts.indexOf('-printf');
  if (format >= 0 && args[format + 1]?.known === true && !texts[format + 1]?.includes('%'))
    return mapped(args[format + 1] ?? EMPTY, unescaped(texts[format + 1] ?? ''));
  for (const [index, text] of first(machine, call, texts).entries()) {
    if (index < after) continue;
    if (text === '-delete') deletesAll(machine, call);
    if (!/^-(?:exec|execdir|ok|okdir)$/.test(text)) continue;
    const rest = texts.slice(index + 1);
    const end = rest.findIndex((one) => one === ';' || one === '+');
    after = end < 0 ? texts.length : index + 1 + end;
    const words = args.slice(index + 1, after);
    if (words.length === 0) continue;
    const names = words.some((word) => word.text.includes('{}'));
    // What takes away each of them takes away all.
    const isChosen = texts.slice(0, index).some((one) => /^-(?:exec|ok)/.test(one));
    if (names && !isChosen && REMOVERS.has(baseName(words[0]?.text ?? ''))) deletesAll(machine, call);
    if (names) places ??= placesOf(machine, call.scope, texts.slice(0, index));
    for (const place of names ? (places ?? []) : ['']) {
      const out = machine.runWords(
        words.map((word) => inPlace(word, place)),
        call,
        call.input,
      );
      origins = union(origins, out.origins);
      printed = concat(printed, out);
    }
  }
  if (printed.known && printed.text !== '') return printed;
  if (origins.length > 0 || texts.some((text) => /^-(?:exec|ok|delete|f?print|f?ls)/.test(text)))
    return unknown(origins);
  const listed = writtenBelow(machine, texts);
  return listed.length === 0 ? unknown(namedBy(machine, call)) : literal(`${listed.join('\n')}\n`);
};
