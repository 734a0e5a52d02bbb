import { cleanPath } from '../lib/path.ts';
import type { HostPlace } from '../model/effect.ts';
import type { HostPathFact } from '../model/facts.ts';

/** Longer is no path for the kernel. */
const MOST_PATH = 4096;

/** Values by directory; what lies deepest above a path is found without looking at the others. */
export class Directories<T> {
  private readonly held = new Map<string, T>();
  private deepest = 0;

  /** The first value of a directory stays. */
  add(directory: string, value: T): void {
    if (this.held.has(directory)) return;
    this.held.set(directory, value);
    this.deepest = Math.max(this.deepest, directory === '/' ? 0 : directory.split('/', 64).length - 1);
  }

  get isEmpty(): boolean {
    return this.held.size === 0;
  }

  /** The value of the deepest directory that is or holds a clean path, and what is left of the path below it. */
  above(path: string, orItself = true): { readonly value: T; readonly below: string } | undefined {
    let found: { readonly value: T; readonly below: string } | undefined;
    const root = this.held.get('/');
    if (root !== undefined) found = { value: root, below: path };
    let end = 0;
    for (let depth = 0; depth < this.deepest && end < path.length; depth += 1) {
      const next = path.indexOf('/', end + 1);
      end = next < 0 ? path.length : next;
      if (end === path.length && !orItself) break;
      const value = this.held.get(path.slice(0, end));
      if (value !== undefined) found = { value, below: path.slice(end) };
    }
    return found;
  }
}

/** Where one container sees the file system of its node. */
export class HostMounts {
  private readonly directories = new Directories<HostPathFact>();

  constructor(ofContainer: readonly HostPathFact[]) {
    for (const one of ofContainer) if (one.mountPath !== null) this.directories.add(one.mountPath, one);
  }

  get isEmpty(): boolean {
    return this.directories.isEmpty;
  }

  /** The path on the node that a path in the container means; `null` where it is the container's own. */
  at(path: string): HostPlace | null {
    if (this.directories.isEmpty || !path.startsWith('/') || path.length > MOST_PATH) return null;
    const found = this.directories.above(cleanPath(path));
    if (found === undefined) return null;
    const { path: mounted, readOnly } = found.value;
    return { path: cleanPath(`${mounted}/${found.below}`), readOnly: readOnly === true, mounted };
  }
}
