import { baseName, cleanPath } from '../lib/path.ts';
import type { Effect, Provenance } from '../model/effect.ts';
import { fileKey, pathIn } from './file-names.ts';
import { matchesPath } from './globs.ts';
import { Directories } from './mounts.ts';
import { provided, sealedBy, unknown, type Value } from './value.ts';

/** Where what an archive tool unpacked is kept, as a file that no path names. */
export const UNPACKED = '/\0unpacked';

const MOST_FILES = 2000;
/** Longer is no path for the kernel. */
const MOST_PATH = 4096;
const MOST_TREES = 50;
const MOST_PATTERN = 200;
/** Names that patterns are tried against, in all. */
const MOST_COMPARED = 20_000;
/** No volume has a name that begins so. */
const OWN_ROOT = '/';
const MOST_FOUND = 100;
const NO_ORIGINS: readonly Effect[] = [];

/** Where a container sees the volumes of its pod. */
export interface VolumeMount {
  readonly container: string | null;
  readonly volume: string;
  readonly mountPath: string;
  /** Path inside the volume that is mounted; `null` for its root. */
  readonly subPath: string | null;
}

/** A place of a container that is filled from other objects: a ConfigMap, a Secret, the fields of the pod. */
export interface MountedPlace {
  readonly container: string | null;
  readonly mountPath: string;
  /** Whether a Secret fills it. */
  readonly isSecret: boolean;
  /**
   * The file at a path below, `''` for the mounted place itself and with `*` for every name; `undefined` when there is
   * none, `lacks` when an object that may hold it was not seen: `ConfigMap "x", whose content is not in the log`.
   */
  read(
    path: string,
  ): { readonly text: string; readonly provenance: Provenance } | { readonly lacks: string } | undefined;
  /** Names of the files at or below a path, as far as they are known. */
  names?(path: string): readonly string[];
}

/** Directories of one path that are looked through. */
const MOST_DIRECTORIES = 40;
/** Directories in which a shell looks for a program without a path. */
const PROGRAM_DIRECTORIES: readonly string[] = [
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/sbin',
  '/usr/bin',
  '/sbin',
  '/bin',
];

/** Files on volumes of one pod, with the command that wrote each last. */
export class SharedFiles {
  private readonly held = new Map<string, { readonly value: Value; readonly writer: number; readonly below: string }>();
  /** The command that wrote to each volume last. */
  private readonly writers = new Map<string, number>();

  get isEmpty(): boolean {
    return this.held.size === 0;
  }

  get(key: string): Value | undefined {
    return this.held.get(key)?.value;
  }

  /** Whether a file was written at this very path inside its volume. */
  lies(key: string, below: string): boolean {
    return this.held.get(key)?.below === below;
  }

  /** `below` is the path inside the volume, as the writer sees it. */
  set(key: string, value: Value, writer: number, below = ''): void {
    if (this.held.size >= MOST_FILES && !this.held.has(key)) return;
    this.held.set(key, { value, writer, below });
    this.writers.set(key.slice(0, key.lastIndexOf('\0') + 1), writer);
  }

  /** Effects whose data lies in files of a volume below a directory of it. */
  originsBelow(volume: string, directory: string, isAsked?: (name: string) => boolean): readonly Effect[] {
    const found = new Set<Effect>();
    const inside = directory.endsWith('/') ? directory : `${directory}/`;
    for (const [key, { value, below }] of this.held) {
      if (!key.startsWith(`${volume}\0`) || !below.startsWith(inside)) continue;
      if (isAsked?.(key.slice(volume.length + 1)) === false) continue;
      for (const one of value.origins) found.add(one);
      if (found.size >= MOST_FOUND) break;
    }
    return [...found];
  }

  /** Whether one of these files, or any of these volumes, was written by a command after this one. */
  isWrittenAfter(keys: Iterable<string>, command: number): boolean {
    for (const key of keys) if ((this.held.get(key)?.writer ?? this.writers.get(key) ?? -1) > command) return true;
    return false;
  }
}

export interface FilesInput {
  readonly shared: SharedFiles;
  readonly mounts: readonly VolumeMount[];
  readonly places?: readonly MountedPlace[];
  /** Where the container starts. */
  readonly directory?: string | null;
  /** Place of the command in the order in which those of the pod are read. */
  readonly command?: number;
  /** Volumes of which a mount of the pod names an inner path. */
  readonly below?: ReadonlySet<string>;
  /** The container, where more than one of its commands is read: its hooks and probes see the same files. */
  readonly container?: string | null;
}

/**
 * What is known of the files of one container: a file is known by its last path segment, since a `cd` in between is not
 * followed. What lies on a volume is known to every container that mounts it.
 */
export class Files {
  /** True once there were more files than are kept. */
  isFull = false;
  /** Directories that are places of another host, with its name. */
  readonly remote = new Map<string, string>();
  /** Files on shared volumes that were asked for. */
  readonly asked = new Set<string>();
  private readonly own = new Map<string, Value>();
  /** Paths under which they were written. */
  private readonly names = new Map<string, string>();
  private readonly trees = new Map<string, Value>();
  private compared = 0;
  private readonly shared: SharedFiles;
  private readonly volumes = new Directories<string>();
  private readonly places = new Directories<MountedPlace>();
  private readonly below: ReadonlySet<string>;
  private readonly command: number;
  /** What stands for the volume of everything else that the container sees, where others see it too. */
  private readonly root: string | null;
  /** Where relative names begin, as far as it is known; relative itself behind a `cd` from an unknown place. */
  directory: string | null;
  /** Above nothing while a branch is read that is not taken: it takes the place of no file. */
  aside = 0;
  /** Counts the files that were written again with something else. */
  replaced = 0;
  /** Set while hidden text runs: what it writes is hidden too. */
  sealing: Provenance | null = null;

  constructor(input: FilesInput) {
    const { shared, mounts, places = [], directory = null, command = 0, below = new Set(), container = null } = input;
    this.shared = shared;
    this.directory = directory;
    this.command = command;
    this.below = below;
    this.root = container === null ? null : `${OWN_ROOT}${container}`;
    if (this.root !== null) this.volumes.add('/', this.root);
    for (const { mountPath, volume } of mounts) this.volumes.add(cleanPath(mountPath), volume);
    for (const place of places) this.places.add(place.mountPath, place);
  }

  get(word: string): Value | undefined {
    if (this.own.size === 0 && this.volumes.isEmpty && this.places.isEmpty && this.trees.size === 0) return undefined;
    const key = fileKey(word);
    if (key === '') return undefined;
    const name = pathIn(word);
    if (!this.places.isEmpty) {
      const mounted = this.mounted(name);
      if (mounted !== undefined) return mounted;
    }
    const known = this.own.get(key);
    if (known !== undefined) return known;
    const shared = this.sharedKey(name)?.key ?? null;
    if (shared !== null && this.asked.size < MOST_FILES) this.asked.add(shared);
    return (shared === null ? undefined : this.shared.get(shared)) ?? this.ofTree(name) ?? this.ofPattern(name);
  }

  /** The first file that a pattern names, of those that were written. */
  private ofPattern(name: string): Value | undefined {
    if (this.own.size === 0 || name.length > MOST_PATTERN || !/[*?[].|.[*?[]/.test(name)) return undefined;
    this.compared += this.own.size;
    if (this.compared > MOST_COMPARED) return undefined;
    const path = name.startsWith('/') || this.directory === null ? name : `${this.directory}/${name}`;
    return this.named((one) => matchesPath(name, one) || matchesPath(path, one))[0];
  }

  /** Whether a path lies where the pod mounts a Secret. */
  isSecret(path: string): boolean {
    return (
      !this.places.isEmpty && path.length < MOST_PATH && this.places.above(cleanPath(path))?.value.isSecret === true
    );
  }

  /** Effects whose data lies in any file that this container wrote. */
  origins(): readonly Effect[] {
    const found = new Set<Effect>();
    for (const { origins } of this.own.values()) {
      for (const one of origins) found.add(one);
      if (found.size >= MOST_FOUND) break;
    }
    return [...found].slice(0, MOST_FOUND);
  }

  /** What was written directly below a directory. */
  writtenIn(directory: string): readonly Value[] {
    const prefix = directory.endsWith('/') ? directory : `${directory}/`;
    const found: Value[] = [];
    for (const [key, name] of this.names) {
      const value = name === prefix + key ? this.own.get(key) : undefined;
      if (value !== undefined) found.push(value);
      if (found.length >= MOST_FOUND) break;
    }
    return found;
  }

  /** All files that are known to lie in a directory: those that were written, and those of other objects. */
  filesIn(directory: string): readonly Value[] {
    return [...this.writtenIn(directory), ...this.mountedIn(directory).map(({ value }) => value)];
  }

  /** What other objects put below a directory, in the order of the names. */
  mountedIn(directory: string): readonly { readonly name: string; readonly value: Value }[] {
    if (this.places.isEmpty || directory.length > MOST_PATH) return [];
    if (!directory.startsWith('/') && this.directory === null) return [];
    const path = cleanPath(directory.startsWith('/') ? directory : `${this.directory}/${directory}`);
    const at = this.places.above(path);
    const below = at?.value.names?.(at.below.replace(/^\//, '')) ?? [];
    return below.slice(0, MOST_FOUND).flatMap((name) => {
      const value = this.mounted(`${path}/${name}`);
      return value === undefined ? [] : [{ name, value }];
    });
  }

  /** Effects whose data lies in files that were written below a directory, or in those of a name alone. */
  originsBelow(directory: string, isAsked?: (name: string) => boolean): readonly Effect[] {
    if (directory === '' || directory.length > MOST_PATH) return NO_ORIGINS;
    const shared = this.sharedBelow(directory, isAsked);
    if (this.own.size === 0) return shared;
    const prefix = directory.endsWith('/') ? directory : `${directory}/`;
    const found = new Set<Effect>(shared);
    // A name without a path lies where the command works.
    const isHere = this.directory !== null && cleanPath(prefix) === cleanPath(this.directory);
    for (const [key, name] of this.names) {
      if (!name.startsWith(prefix) && !(isHere && !name.startsWith('/') && !name.startsWith('../'))) continue;
      if (isAsked?.(key) === false) continue;
      for (const one of this.own.get(key)?.origins ?? NO_ORIGINS) found.add(one);
      if (found.size >= MOST_FOUND) break;
    }
    return [...found];
  }

  /** Whether no file is known at all. */
  get isBare(): boolean {
    return this.own.size === 0 && this.places.isEmpty;
  }

  private sharedBelow(directory: string, isAsked?: (name: string) => boolean): readonly Effect[] {
    const mount = directory.startsWith('/') ? this.volumes.above(cleanPath(directory)) : undefined;
    if (mount === undefined) return NO_ORIGINS;
    if (this.asked.size < MOST_FILES) this.asked.add(`${mount.value}\0`);
    return this.shared.isEmpty ? NO_ORIGINS : this.shared.originsBelow(mount.value, mount.below, isAsked);
  }

  get size(): number {
    return this.own.size;
  }

  /** True where no file was written, neither here nor by another command that shares a volume. */
  get isBlank(): boolean {
    return this.own.size === 0 && this.volumes.isEmpty;
  }

  /** What was written under a path that is asked for, in the order of the paths. */
  named(isAsked: (path: string) => boolean): readonly Value[] {
    return this.pathsNamed(isAsked).flatMap((path) => this.own.get(fileKey(path)) ?? []);
  }

  /** Those paths themselves. */
  pathsNamed(isAsked: (path: string) => boolean): readonly string[] {
    const found: string[] = [];
    for (const [key, name] of this.names) {
      if (this.own.has(key) && isAsked(name)) found.push(name);
      if (found.length >= MOST_FOUND) break;
    }
    return found.toSorted();
  }

  /** Everything below a directory is of this value. */
  setTree(directory: string, value: Value): void {
    const path = cleanPath(directory);
    const key = baseName(path);
    if (key !== '' && this.trees.size < MOST_TREES) this.trees.set(key, value);
    const mount = directory.startsWith('/') ? this.volumes.above(path) : undefined;
    if (mount === undefined) return;
    this.shared.set(`${mount.value}\0${mount.below === '' ? '' : key}/`, value, this.command);
  }

  private ofTree(name: string): Value | undefined {
    if ((this.trees.size === 0 && this.shared.isEmpty) || !name.includes('/') || name.length > MOST_PATH)
      return undefined;
    const path = name.startsWith('/') ? cleanPath(name) : name;
    const volume = name.startsWith('/') ? this.volumes.above(path)?.value : undefined;
    for (const segment of path.split('/').slice(0, -1)) {
      const value = this.trees.get(segment) ?? this.sharedTree(volume, segment);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  private sharedTree(volume: string | undefined, segment: string): Value | undefined {
    if (volume === undefined) return undefined;
    const key = `${volume}\0${segment}/`;
    if (this.asked.size < MOST_FILES) this.asked.add(key);
    return this.shared.get(key);
  }

  /**
   * The file that a program's name stands for: a name without a path is looked for where shells look, and in any directory
   * where the text says itself where they do.
   */
  program(name: string, path: string | undefined): Value | undefined {
    if (name.includes('/')) return this.get(name);
    const setsPath = path !== undefined;
    if (!this.places.isEmpty || !this.volumes.isEmpty) {
      for (const directory of setsPath ? path.split(':', MOST_DIRECTORIES) : PROGRAM_DIRECTORIES) {
        if (!directory.startsWith('/')) continue;
        const found = this.mounted(`${directory}/${name}`) ?? this.onVolume(`${directory}/${name}`);
        if (found !== undefined) return found;
      }
    }
    if (setsPath) return this.get(name);
    const written = this.names.get(fileKey(name));
    const isElsewhere = written?.startsWith('/') === true && !/\/s?bin\/[^/]*$/.test(written);
    return isElsewhere ? undefined : this.own.get(fileKey(name));
  }

  /** What another command put on a volume of the pod. */
  private onVolume(path: string): Value | undefined {
    const mount = this.volumes.above(cleanPath(path), false);
    if (mount === undefined || mount.value === this.root) return undefined;
    const key = `${mount.value}\0${baseName(path)}`;
    if (this.asked.size < MOST_FILES) this.asked.add(key);
    return this.shared.lies(key, mount.below) ? this.shared.get(key) : undefined;
  }

  set(name: string, written: Value): void {
    const key = fileKey(name);
    if (key === '') return;
    if (this.aside > 0 && this.own.has(key)) return;
    if (this.own.size >= MOST_FILES && !this.own.has(key)) {
      this.isFull = true;
      return;
    }
    const before = this.own.get(key);
    if (before !== undefined && (before.text !== written.text || before.known !== written.known)) this.replaced += 1;
    const value = this.sealing === null ? written : sealedBy(written, this.sealing);
    this.own.set(key, value);
    this.names.set(key, name.slice(0, MOST_PATH));
    const shared = this.sharedKey(name);
    if (shared !== null) this.shared.set(shared.key, value, this.command, shared.below);
  }

  /** Whether another mount of the pod names a path inside the volume in which a path lies. */
  isMountedBelow(path: string): boolean {
    const found = this.volumes.above(cleanPath(path), false);
    return found !== undefined && this.below.has(found.value);
  }

  /** What another object puts at a path. The longest mount that holds the path is the one that counts. */
  private mounted(name: string): Value | undefined {
    if ((!name.startsWith('/') && this.directory === null) || name.length > MOST_PATH) return undefined;
    const path = cleanPath(name.startsWith('/') ? name : `${this.directory}/${name}`);
    // The longest mount that holds the path is the one that counts, whatever it holds.
    const mount = this.volumes.above(path);
    const at = this.places.above(path);
    if (at === undefined || (mount !== undefined && mount.below.length < at.below.length)) return undefined;
    const place = at.value;
    const found = place.read(path.slice(place.mountPath === '/' ? 1 : place.mountPath.length + 1));
    if (found === undefined) return undefined;
    return 'lacks' in found
      ? { ...unknown(), lacks: `${path} of ${found.lacks}` }
      : provided(found.text, found.provenance);
  }

  private sharedKey(name: string): { readonly key: string; readonly below: string } | null {
    if (this.volumes.isEmpty || name.length > MOST_PATH) return null;
    const written = pathIn(name);
    if (!written.startsWith('/') && this.directory?.startsWith('/') !== true) {
      // All commands of a container start in the same directory, whichever it is.
      return this.root === null || this.directory !== null
        ? null
        : { key: `${this.root}\0${fileKey(name)}`, below: '' };
    }
    const path = cleanPath(written.startsWith('/') ? written : `${this.directory}/${written}`);
    const found = this.volumes.above(path, false);
    return found === undefined ? null : { key: `${found.value}\0${baseName(path)}`, below: found.below };
  }
}
