import { baseName } from '../lib/path.ts';
import type { Effect } from '../model/effect.ts';
import { filledBy, PACKERS, unpacksKnown } from './archives.ts';
import { first } from './arguments.ts';
import { isFile } from './file-names.ts';
import { UNPACKED } from './files.ts';
import { pathsWritten } from './filter-sources.ts';
import type { Call, Machine, Scope } from './machine.ts';
import { tellsOnlyMeasures } from './measures.ts';
import { DOWNLOADERS, isPeer } from './network.ts';
import { saysOrigins } from './origins.ts';
import { isInterpreter, isShell, shellTextIndex } from './programs.ts';
import { SETTINGS } from './settings-options.ts';
import { EMPTY, literal, originOf, union, unknown, type Value } from './value.ts';

const UNPACKERS: ReadonlySet<string> = new Set(['tar', 'unzip', 'bsdtar', 'cpio', '7z']);

/** What was put into the directories that a packer names, or into the one that it works in. */
const packed = (machine: Machine, { texts }: Call): readonly Effect[] => {
  if (machine.files.size === 0) return [];
  const at = texts.findIndex((text) => text === '-C' || text === '--directory');
  const base = at < 0 ? null : (texts[at + 1] ?? '');
  let found: readonly Effect[] = [];
  for (const text of texts.slice(0, MOST_PACKED)) {
    if (text.startsWith('-')) continue;
    const plain = text === '.' || text === './' || text === '*' ? '' : text;
    const path = plain.startsWith('/') || base === null ? plain : plain === '' ? base : `${base}/${plain}`;
    const from = path === '' ? machine.files.directory : machine.absolute(path);
    if (from !== null && from !== '/') found = union(found, machine.files.originsBelow(from));
  }
  return found;
};
const MOST_PACKED = 40;

/** Every other program is taken to pass on what it reads, from its input, its words and files named in them. */
export const passedOn = (machine: Machine, call: Call): Value => {
  const { args, texts, input, program, shown, scope } = call;
  if (tellsOnlyMeasures(call)) return unknown();
  handsOver(machine, call);
  let origins: readonly Effect[] = input?.origins ?? [];
  for (const [index, arg] of first(machine, call, args).entries()) {
    origins = union(origins, arg.origins);
    const file = isFile(texts[index] ?? '') ? machine.files.get(texts[index] ?? '') : undefined;
    if (file !== undefined && !SETTINGS.test(texts[index - 1] ?? '')) origins = union(origins, file.origins);
    else if ((texts[index] ?? '').includes('*')) {
      // What a pattern names that the command wrote before.
      for (const name of pathsWritten(machine, texts[index] ?? ''))
        origins = union(origins, machine.files.get(name)?.origins ?? []);
    }
  }
  if (PACKERS.has(program)) origins = union(origins, packed(machine, call));
  if (UNPACKERS.has(program) && !unpacksKnown(machine, call, archiveOf(machine, call)) && origins.length > 0) {
    machine.files.set(UNPACKED, unknown(origins));
    const folder = filledBy(program, texts);
    if (folder !== null) machine.files.setTree(machine.absolute(folder), unknown(origins));
  }
  if (/^[gmn]?awk$/.test(program)) {
    for (const [at, text] of texts.slice(0, MOST_PACKED).entries()) {
      const file = /^(?:-f|--file)$/.test(texts[at - 1] ?? '') ? machine.files.get(text) : undefined;
      if (file !== undefined) saysOrigins(machine, call, file.origins, 'file');
    }
    awk(machine, { texts, shown, scope });
  }
  if (!isQuiet(program, texts)) return unknown(origins);
  return COPIERS.has(program) ? { ...EMPTY, origins } : EMPTY;
};

/** What these write is where they are told. */
const COPIERS: ReadonlySet<string> = new Set(['cp', 'mv', 'ln', 'install', 'dd', 'truncate']);
/** These set variables; without one that is set they list what is there. */
const DECLARERS: ReadonlySet<string> = new Set(['export', 'local', 'declare', 'typeset', 'readonly']);
/** Programs that put nothing out when all goes well and they are told what to do. */
const PUTS_NOTHING: ReadonlySet<string> = new Set([
  ...['exit', 'wait', 'shopt', 'setopt', 'sync', 'chown', 'chgrp', 'rmdir', 'umount', 'disown', 'renice', 'unalias'],
  ...COPIERS,
]);
const OUTPUT = /^(?:\w{2}=)?(?:\/dev\/(?:stdout|fd\/\d{1,3}|tty)|\/proc\/[\w$]{1,12}\/fd\/\d{1,3})$/;

const isQuiet = (program: string, texts: readonly string[]): boolean => {
  if (DECLARERS.has(program))
    return texts.some((text) => !text.startsWith('-')) && !texts.some((text) => /^-[a-zA-Z]*[fFp]/.test(text));
  if (!PUTS_NOTHING.has(program)) return false;
  // dd puts out what it reads where it is not told a file.
  if (program === 'dd' && !texts.some((text) => text.startsWith('of='))) return false;
  if (program === 'shopt' && texts.every((text) => !/^-[a-zA-Z]*[su]/.test(text))) return false;
  return !texts.some((text) => /^-[a-zA-Z]*[vpc]|^--(?:verbose|changes)$/.test(text) || OUTPUT.test(text));
};

/** Runners such as `argoexec emissary -- sh -c …` and `vault-env -- app`: what stands behind the dashes is a command. */
const handsOver = (machine: Machine, call: Call): void => {
  const { texts, args, input } = call;
  // Whoever takes them may be the client of a runtime as well; an entry point that is given a shell and no more starts it.
  const isEntrypoint = call.program === machine.command.entrypoint && isShell(baseName(texts[0] ?? ''));
  const scope: Scope = isEntrypoint ? call.scope : { ...call.scope, isElsewhere: true };
  const there = { ...call, scope };
  const dashes = texts.indexOf('--');
  const program = dashes < 0 ? '' : baseName(texts[dashes + 1] ?? '');
  if (isShell(program) || isInterpreter(program) || DOWNLOADERS.has(program) || isPeer(program, [])) {
    machine.runWords(args.slice(dashes + 1), there, input);
    return;
  }
  // A program in a place for anything that takes a text as shells do.
  const text = /^(?:\/tmp|\/var\/tmp|\/dev\/shm|\/run|\.{1,2})\//.test(call.path) ? texts.indexOf('-c') : -1;
  const given = text < 0 ? undefined : args[text + 1];
  if (given !== undefined && /[\s;|]/.test(given.text)) machine.runText(given, call.scope, input);
  // A shell with a text among its words, or at their end where there is something for it to run.
  const shell = texts.slice(0, MOST_BEFORE).findIndex((text) => isShell(text));
  if (shell < 0) return;
  const words = args.slice(shell);
  const isFed = originOf(input?.origins ?? [], 'download', 'decode') !== undefined;
  if (words.length === 1 ? isFed : shellTextIndex(texts.slice(shell)) > 0) machine.runWords(words, there, input);
};

/** Words of a program in front of another that it starts. */
const MOST_BEFORE = 12;

/** What an archive tool reads: a file that it names, or its input. */
const archiveOf = (machine: Machine, { texts, input }: Call): Value => {
  const file = texts.slice(0, MOST_BEFORE).flatMap((text) => (isFile(text) ? (machine.files.get(text) ?? []) : []))[0];
  return file ?? input ?? unknown();
};

/** `awk 'BEGIN { system("…") }'`, `"…" | getline`. */
const awk = (machine: Machine, { texts, scope, shown }: Pick<Call, 'texts' | 'shown' | 'scope'>): void => {
  for (const text of texts) {
    // gawk reads commands from a peer and starts them: what comes in over one pipe is the name of another.
    if (/\/inet[46]?\/(?:tcp|udp)\//.test(text) && /getline|system/.test(text)) {
      machine.emit(
        { kind: 'connect', to: '/inet/tcp', binds: 'runs in awk what it receives over a network connection' },
        { shown, scope },
      );
    }
    if (!/system|getline|\|/.test(text) || text.length > 20_000) continue;
    const line = /\|\s{0,8}getline\s{1,8}(\w{1,40})/.exec(text)?.[1];
    const from = line === undefined ? undefined : machine.effects.findLast(({ kind }) => kind === 'download');
    if (from !== undefined && new RegExp(`system\\s{0,4}\\(\\s{0,4}${line}\\b`).test(text)) {
      machine.emit({ kind: 'execute', what: 'downloaded', how: 'text', from }, { shown, scope });
    }
    for (const match of text.matchAll(
      /system\s{0,4}\(\s{0,4}"((?:[^"\\]|\\.){1,8000})"|"((?:[^"\\]|\\.){1,8000})"\s{0,4}\|\s{0,4}getline|\|\s{0,4}"((?:[^"\\]|\\.){1,8000})"/gs,
    )) {
      const found = (match[1] ?? match[2] ?? match[3] ?? '').replaceAll('\\"', '"');
      machine.runText(literal(found), scope, null);
    }
  }
};
