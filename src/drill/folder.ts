import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { AtomicFile } from '../emulate/atomic.ts';
import { explainLoadFailure, loadAtomics } from '../emulate/load.ts';
import { DrillFailure } from './failure.ts';

/** A file of tests with the folder that `PathToAtomicsFolder` stands for. */
export interface FoundFile extends AtomicFile {
  readonly folder: string;
}

/** The tests that come with Cronwarden: beside its sources as beside its package. */
export const shippedAtomics = (): string => {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const here = join(folder, 'atomics', 'T1053.007');
    if (existsSync(join(here, 'T1053.007.yaml'))) return here;
    if (dirname(folder) === folder)
      throw new DrillFailure('the atomic tests are not beside the program; name their folder with --atomics');
  }
};

/**
 * Reads the tests of a technique's folder (`…/atomics/T1053.007`), of a folder of such folders, or of one file. Throws
 * `DrillFailure` with every place that breaks the format.
 */
export const readAtomics = (path: string): readonly FoundFile[] => {
  if (!existsSync(path)) throw new DrillFailure(`there is no ${path}`);
  const files = statSync(path).isDirectory() ? filesIn(path) : [path];
  if (files.length === 0)
    throw new DrillFailure(`${path} holds no file of atomic tests, such as T1053.007/T1053.007.yaml`);
  return files.map(readOne);
};

const NAME = /^T\d{4}(?:\.\d{3})?$/;

const filesIn = (folder: string): readonly string[] => {
  const named = join(folder, `${basename(resolve(folder))}.yaml`);
  if (existsSync(named)) return [named];
  return readdirSync(folder)
    .filter((name) => NAME.test(name))
    .sort()
    .map((name) => join(folder, name, `${name}.yaml`))
    .filter((file) => existsSync(file));
};

const readOne = (file: string): FoundFile => {
  const folder = resolve(dirname(file), '..');
  const beside = file.replace(/\.ya?ml$/, '.expects.yaml');
  const loaded = loadAtomics({
    file,
    text: readFileSync(file, 'utf8'),
    expectations: existsSync(beside) ? { file: beside, text: readFileSync(beside, 'utf8') } : null,
    read: readerOf(file),
  });
  if (!loaded.ok) throw new DrillFailure(explainLoadFailure(loaded.error));
  return { ...loaded.value, folder };
};

/** The text of a file that commands name, below the folder of tests or, as whoever wrote it meant, beside the file. */
export const readerOf = (file: string): ((path: string) => string | null) => {
  const folder = resolve(dirname(file), '..');
  return (path) => textOf(join(folder, path)) ?? textOf(join(dirname(file), path));
};

const textOf = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};
