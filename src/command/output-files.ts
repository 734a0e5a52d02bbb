import { baseName } from '../lib/path.ts';
import { isFile } from './file-names.ts';
import { asksStore, storedIn } from './stores.ts';
import { urlsIn } from './urls.ts';

/** Files that a program writes by its arguments: `tee`, the output options of curl and wget, the target of a copy. */
export const filesWritten = (program: string, args: readonly string[]): readonly string[] => {
  const files = byProgram(program, args);
  return files.length === 0 ? files : files.filter(isFile);
};

/** `user@host:path`, `host::module`, `rsync://host/path`. */
const OTHER_HOST = /^(?:rsync:\/\/|(?:[\w.-]{1,64}@)?[\w.-]{1,253}:)/;

const byProgram = (program: string, args: readonly string[]): readonly string[] => {
  switch (program) {
    case 'tee':
    case 'sponge':
      return args.filter((arg) => !arg.startsWith('-'));
    case 'curl':
      return outputs(args, ['-o', '--output'], ['--remote-name', '--remote-name-all']);
    case 'wget': {
      const named = outputs(args, ['-O', '--output-document'], []);
      return named.length > 0 ? named : urlsIn(args).map(baseName);
    }
    case 'certutil':
    case 'bitsadmin':
      return urlsIn(args).length === 0 ? NONE : args.slice(-1);
    case 'aria2c':
    case 'axel':
      return [...outputs(args, ['-o', '--out'], []), ...urlsIn(args).map(baseName)];
    case 'cp':
    case 'mv':
    case 'install':
    case 'ln':
      return copied(args);
    case 'rsync':
      // What comes from another host is no copy.
      return args.some((arg) => OTHER_HOST.test(arg)) ? NONE : copied(args);
    case 'dd':
      return args.filter((arg) => arg.startsWith('of=')).map((arg) => arg.slice(3));
    case 'sed':
      return args.some((arg) => /^-[a-zA-Z]*i/.test(arg) || arg.startsWith('--in-place')) ? args.slice(-1) : [];
    case 'openssl':
      return outputs(args, ['-out'], []);
    case 'tar':
    case 'bsdtar':
      return archived(args);
    case 'zip':
      return args
        .filter((arg, at) => !arg.startsWith('-') && !/^-(?:[a-zA-Z]*[Pbnt]|-password)$/.test(args[at - 1] ?? ''))
        .slice(0, 1);
    case '7z':
    case '7za':
      return args[0] === 'a' ? args.filter((arg) => !arg.startsWith('-')).slice(1, 2) : NONE;
    case 'gcloud':
    case 'az':
      return asksStore(program, args) ? storedIn(program, args) : NONE;
    case 'redis-cli':
    case 'valkey-cli':
      return outputs(args, ['--rdb'], []);
    case 'nmap':
    case 'masscan':
      return outputs(args, ['-oL', '-oJ', '-oG', '-oX', '-oN', '-oA', '-oB'], []);
    case 'zmap':
    case 'rustscan':
      return outputs(args, ['-o', '--output-file'], []);
    case 'tcpdump':
    case 'tshark':
    case 'dumpcap':
      return outputs(args, ['-w'], []);
    case 'pg_dump':
    case 'pg_dumpall':
      return outputs(args, ['-f', '--file'], []);
    case 'mysqldump':
    case 'mariadb-dump':
      return outputs(args, ['-r', '--result-file'], []);
    case 'mongodump':
      return outputs(args, ['-o', '--out', '--archive'], []);
    case 'etcdctl': {
      const save = args.indexOf('save');
      return save < 0 ? [] : args.slice(save + 1, save + 2);
    }
    case 'lwp-download':
      return args.filter((arg) => !arg.startsWith('-')).slice(1, 2);
    default: {
      const options = OUTPUT_OPTIONS.get(program);
      return options === undefined ? NONE : behind(args, options);
    }
  }
};

/** Options behind which other programs are told the file that they write. */
const OUTPUT_OPTIONS: ReadonlyMap<string, readonly string[]> = new Map(
  (
    [
      ['age', '-o --output'],
      ['csvtool', '-o'],
      ['gcc', '-o'],
      ['gpg', '-o --output'],
      ['iconv', '-o --output'],
      ['ld', '-o'],
      ['pandoc', '-o --output'],
      ['shuf', '-o --output'],
      ['sops', '--output'],
      ['sort', '-o --output'],
      ['uudecode', '-o'],
      ['xmllint', '-o --output'],
      ['xsltproc', '-o --output'],
    ] as const
  ).map(([name, options]) => [name, options.split(' ')]),
);

/** What stands behind these options, in the next word or after `=`; no other option is looked for in a word. */
const behind = (args: readonly string[], options: readonly string[]): readonly string[] =>
  args.flatMap((arg, index) => {
    if (options.includes(arg)) return args.slice(index + 1, index + 2);
    const name = options.find((one) => one.startsWith('--') && arg.startsWith(`${one}=`));
    return name === undefined ? [] : [arg.slice(name.length + 1)];
  });
const NONE: readonly string[] = [];

/** Where curl and wget are told to write, as written: `-` and devices too. */
export const namedOutputs = (program: 'curl' | 'wget', args: readonly string[]): readonly string[] =>
  program === 'curl' ? outputs(args, ['-o', '--output'], []) : outputs(args, ['-O', '--output-document'], []);

/** The archive that `tar` makes: `-czf FILE`, `czf FILE`, `--file=FILE` beside `-c`. */
const archived = (args: readonly string[]): readonly string[] => {
  const first = args[0] ?? '';
  const isBundle = /^[a-zA-Z]{1,12}$/.test(first);
  const letters = args.map((arg, index) =>
    index === 0 && isBundle ? arg : /^-[a-zA-Z]+$/.test(arg) ? arg.slice(1) : '',
  );
  const makes = letters.some((one) => /[cru]/.test(one)) || args.includes('--create');
  if (!makes) return NONE;
  const at = letters.findIndex((one) => one.endsWith('f') || (isBundle && one === first && one.includes('f')));
  return at < 0 ? outputs(args, ['--file'], []) : args.slice(at + 1, at + 2);
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
