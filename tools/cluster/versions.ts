import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Our Go module; its go.mod is the one place that names versions. */
export const goFolder = join(import.meta.dirname, 'go');

/** The version that a go.mod requires of a module, without `replace` lines. */
export const requiredVersion = (goMod: string, module: string): string => {
  for (const line of goMod.split('\n')) {
    const [first, second, third] = line.trim().split(/\s+/);
    const [name, version] = first === 'require' ? [second, third] : [first, second];
    if (name === module && version !== undefined && /^v\d/.test(version)) return version;
  }
  throw new Error(`go.mod requires no ${module}`);
};

export interface Versions {
  readonly kubernetes: string;
  readonly etcd: string;
  /** Changes with every file that goes into the binaries, so that an old build is never taken for a new one. */
  readonly build: string;
}

export const readVersions = (folder = goFolder): Versions => {
  const goMod = readFileSync(join(folder, 'go.mod'), 'utf8');
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => /(\.go|go\.mod|go\.sum)$/.test(name)).sort()) {
    if (!file.endsWith('_test.go')) hash.update(file).update(readFileSync(join(folder, file)));
  }
  const kubernetes = requiredVersion(goMod, 'k8s.io/kubernetes');
  return {
    kubernetes,
    etcd: requiredVersion(goMod, 'go.etcd.io/etcd/server/v3'),
    build: `${kubernetes}-${hash.digest('hex').slice(0, 10)}`,
  };
};
