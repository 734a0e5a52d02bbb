import { baseName } from '../../command/programs.ts';
import type { Act } from './understand.ts';

const NOT_FILES: ReadonlySet<string> = new Set(['', '-', 'null', 'stdout', 'stderr', 'stdin']);

/** Files that an act writes: redirects, `tee`, the output options of curl and wget, the target of a copy. */
export const filesWritten = (act: Act): readonly string[] => {
  const redirected = act.step.redirects
    .filter(({ op, fd }) => (op === '>' || op === '>>' || op === '&>' || op === '<>') && fd !== 2)
    .map(({ target }) => target);
  return [...redirected, ...byProgram(act)].filter((file) => !NOT_FILES.has(baseName(file)));
};

const byProgram = ({ ran: { program, args } }: Act): readonly string[] => {
  switch (program) {
    case 'tee':
      return args.filter((arg) => !arg.startsWith('-'));
    case 'curl':
      return outputs(args, ['-o', '--output'], ['--remote-name', '--remote-name-all']);
    case 'wget': {
      const named = outputs(args, ['-O', '--output-document'], []);
      return named.length > 0 ? named : urlsIn(args).map(baseName);
    }
    case 'cp':
    case 'mv':
    case 'install':
    case 'ln':
    case 'rsync':
      return copied(args);
    case 'dd':
      return args.filter((arg) => arg.startsWith('of=')).map((arg) => arg.slice(3));
    case 'sed':
      return args.some((arg) => /^-[a-zA-Z]*i/.test(arg) || arg.startsWith('--in-place')) ? args.slice(-1) : [];
    case 'openssl':
      return outputs(args, ['-out'], []);
    case 'etcdctl': {
      const save = args.indexOf('save');
      return save < 0 ? [] : args.slice(save + 1, save + 2);
    }
    default:
      return [];
  }
};

/** The target of a copy. A copy into a directory keeps the name. */
const copied = (args: readonly string[]): readonly string[] => {
  const targets = outputs(args, ['-t', '--target-directory'], []);
  const last = args.at(-1) ?? '';
  const isDirectory = targets.length > 0 || last.endsWith('/') || last === '.' || last.endsWith('/bin');
  if (!isDirectory) return [last];
  const directory = targets[0] ?? last;
  const inside = directory.endsWith('/') ? directory : `${directory}/`;
  return [last, ...targets, ...args.slice(0, -1).map((arg) => `${inside}${baseName(arg)}`)];
};

const outputs = (args: readonly string[], named: readonly string[], remote: readonly string[]): string[] => {
  const files: string[] = [];
  let keepsName = false;
  for (const [index, arg] of args.entries()) {
    if (named.includes(arg)) files.push(args[index + 1] ?? '');
    for (const name of named) {
      if (name.startsWith('--') && arg.startsWith(`${name}=`)) files.push(arg.slice(name.length + 1));
      // `-qO FILE`, `-qO-` and `-oFILE`: the rest of the word, or the next one.
      else if (name.length === 2 && /^-[a-zA-Z]/.test(arg) && arg !== name) {
        const at = arg.indexOf(name[1] ?? '', 1);
        if (at > 0) files.push(arg.slice(at + 1) || (args[index + 1] ?? ''));
      }
    }
    keepsName ||= remote.includes(arg) || (remote.length > 0 && /^-[a-zA-Z]*O[a-zA-Z]*$/.test(arg));
  }
  return keepsName ? [...files, ...urlsIn(args).map(baseName)] : files;
};

/** Addresses among words, with or without a scheme in front. */
export const urlsIn = (args: readonly string[]): readonly string[] =>
  args.flatMap((arg) => {
    const at = arg.search(/(?:https?|ftps?|sftp|gopher):\/\//i);
    return at < 0 ? [] : [(arg.slice(at).split(/["'\s]/, 1)[0] ?? '').split(/[?#]/, 1)[0] ?? ''];
  });

/** A word as the name of a file: without `@`, option and directory. */
export const fileKey = (word: string): string => {
  const from = Math.max(word.lastIndexOf('='), word.lastIndexOf('@'), word.lastIndexOf('/'));
  const name = word.slice(from + 1);
  return NOT_FILES.has(name) ? '\0' : name;
};
