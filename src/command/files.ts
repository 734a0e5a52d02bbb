import { baseName, cleanPath } from '../lib/path.ts';
import type { Effect } from '../model/effect.ts';
import type { HostPathFact } from '../model/facts.ts';
import type { HostEntry } from './programs.ts';
import type { Value } from './value.ts';

const NOT_FILES: ReadonlySet<string> = new Set(['', '-', 'null', 'stdout', 'stderr', 'stdin', '&1', '&2']);
const MOST_FILES = 2000;
const MOST_TREES = 50;
const MOST_FOUND = 100;

/** Where a container sees the volumes of its pod. */
export interface VolumeMount {
  readonly container: string | null;
  readonly volume: string;
  readonly mountPath: string;
  /** Path inside the volume that is mounted; `null` for its root. */
  readonly subPath: string | null;
}

/**
 * What is known of the files of one container: a file is known by its last path segment, since a `cd` in between is not
 * followed. What lies on a volume is known to every container that mounts it.
 */
export class Files {
  private readonly own = new Map<string, Value>();
  private readonly trees = new Map<string, Value>();
  private readonly shared: Map<string, Value>;
  private readonly mounts: readonly VolumeMount[];
  private readonly below: ReadonlySet<string>;

  /** `below`: volumes of which a mount of the pod names an inner path. */
  constructor(shared: Map<string, Value>, mounts: readonly VolumeMount[], below: ReadonlySet<string> = new Set()) {
    this.shared = shared;
    this.below = below;
    // The longest mount that holds a path is the one that counts.
    this.mounts = [...mounts].sort((a, b) => b.mountPath.length - a.mountPath.length);
  }

  get(name: string): Value | undefined {
    const key = fileKey(name);
    if (key === '') return undefined;
    return (
      this.own.get(key) ??
      (this.shared.size === 0 ? undefined : this.shared.get(this.sharedKey(name) ?? '')) ??
      this.ofTree(name)
    );
  }

  /** Effects whose data lies in any file that this container wrote. */
  origins(): readonly Effect[] {
    const found = new Set<Effect>();
    for (const { origins } of this.own.values()) for (const one of origins) found.add(one);
    return [...found].slice(0, MOST_FOUND);
  }

  /** Everything below a directory is of this value. */
  setTree(directory: string, value: Value): void {
    const path = cleanPath(directory);
    const key = baseName(path);
    if (key !== '' && this.trees.size < MOST_TREES) this.trees.set(key, value);
    const mount = this.mountOf(path);
    if (mount === undefined || this.shared.size >= MOST_FILES) return;
    this.shared.set(`${mount.volume}\0${path === mount.mountPath ? '' : key}/`, value);
  }

  private ofTree(name: string): Value | undefined {
    if (this.trees.size + this.shared.size === 0 || !name.includes('/') || name.length > 4096) return undefined;
    const path = name.startsWith('/') ? cleanPath(name) : name;
    const mount = name.startsWith('/') ? this.mountOf(path) : undefined;
    for (const segment of path.split('/').slice(0, -1)) {
      const value =
        this.trees.get(segment) ?? (mount === undefined ? undefined : this.shared.get(`${mount.volume}\0${segment}/`));
      if (value !== undefined) return value;
    }
    return undefined;
  }

  set(name: string, value: Value): void {
    const key = fileKey(name);
    if (key === '' || this.own.size >= MOST_FILES) return;
    this.own.set(key, value);
    const shared = this.sharedKey(name);
    if (shared !== null && this.shared.size < MOST_FILES) this.shared.set(shared, value);
  }

  /** Whether another mount of the pod names a path inside the volume in which a path lies. */
  isMountedBelow(path: string): boolean {
    const mount = this.mountOf(cleanPath(path));
    return mount !== undefined && this.below.has(mount.volume);
  }

  /** The mount that a path from the root, without detours, lies in or is. */
  private mountOf(path: string): VolumeMount | undefined {
    return this.mounts.find(
      ({ mountPath }) => path === mountPath || path.startsWith(mountPath === '/' ? '/' : `${mountPath}/`),
    );
  }

  private sharedKey(name: string): string | null {
    if (this.mounts.length === 0 || !name.startsWith('/')) return null;
    const path = cleanPath(name);
    const mount = this.mountOf(path);
    return mount === undefined ? null : `${mount.volume}\0${baseName(path)}`;
  }
}

/** A word as the name of a file: without `@`, option and directory; empty for what is none. */
const fileKey = (word: string): string => {
  const from = Math.max(word.lastIndexOf('='), word.lastIndexOf('@'), word.lastIndexOf('/'));
  const name = word.slice(from + 1);
  return NOT_FILES.has(name) ? '' : name;
};

export const isFile = (word: string): boolean => fileKey(word) !== '';

/** Files that a program writes by its arguments: `tee`, the output options of curl and wget, the target of a copy. */
export const filesWritten = (program: string, args: readonly string[]): readonly string[] =>
  byProgram(program, args).filter(isFile);

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
    case 'aria2c':
    case 'axel':
      return [...outputs(args, ['-o', '--out'], []), ...urlsIn(args).map(baseName)];
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
    default:
      return [];
  }
};

/** Where curl and wget are told to write, as written: `-` and devices too. */
export const namedOutputs = (program: 'curl' | 'wget', args: readonly string[]): readonly string[] =>
  program === 'curl' ? outputs(args, ['-o', '--output'], []) : outputs(args, ['-O', '--output-document'], []);

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

/** Addresses among words, with a scheme in front. */
export const urlsIn = (args: readonly string[]): readonly string[] =>
  args.flatMap((arg) => {
    const at = arg.search(/(?:https?|ftps?|sftp|gopher):\/\//i);
    return at < 0 ? [] : [(arg.slice(at).split(/["'\s]/, 1)[0] ?? '').split(/[?#]/, 1)[0] ?? ''];
  });

/** Mounts that are looked through for each file; a pod has a handful. */
const MOST_MOUNTS = 200;

/** The path on the node that a path in a container means; `null` where it is the container's own. */
export const onHost = (
  path: string,
  hostEntry: HostEntry | null,
  container: string | null,
  hostPaths: readonly HostPathFact[],
): { readonly path: string; readonly readOnly: boolean } | null => {
  if (!path.startsWith('/')) return null;
  if (hostEntry === null && hostPaths.length === 0) return null;
  const clean = cleanPath(path);
  if (hostEntry !== null) return { path: clean, readOnly: false };
  let best: HostPathFact | undefined;
  let length = -1;
  for (const mount of hostPaths.slice(0, MOST_MOUNTS)) {
    const at = mount.mountPath;
    if (at === null || mount.container !== container || at.length <= length) continue;
    if (clean === at || clean.startsWith(at === '/' ? at : `${at}/`)) {
      best = mount;
      length = at.length;
    }
  }
  if (best === undefined || best.mountPath === null) return null;
  const below = best.mountPath === '/' ? clean : clean.slice(best.mountPath.length);
  return { path: cleanPath(`${best.path}/${below}`), readOnly: best.readOnly === true };
};
