import { DrillFailure } from '../drill/failure.ts';
import { type FoundFile, readAtomics, shippedAtomics } from '../drill/folder.ts';
import type { Chosen } from '../drill/run.ts';
import { type Atomic, idOf, type Variant } from '../emulate/atomic.ts';
import { isOneSlipApart } from '../lib/likeness.ts';
import { UsageError } from './failure.ts';

/** What a run can tell the user to put right is an error of usage, with its exit code. */
export const guarded = async (work: () => Promise<number>): Promise<number> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DrillFailure) throw new UsageError(error.message);
    throw error;
  }
};

export const filesFrom = (path: string | undefined): readonly FoundFile[] => readAtomics(path ?? shippedAtomics());

const isNamed = (atomic: Atomic, name: string): boolean =>
  idOf(atomic) === name ||
  atomic.guid === name ||
  (name.length >= 8 && atomic.guid?.startsWith(name) === true) ||
  atomic.name === name ||
  `${atomic.technique}-${atomic.number}` === name;

/** Tests by short id, GUID, name, or technique and number. */
export const chosenFrom = (
  files: readonly FoundFile[],
  names: readonly string[],
  variants: readonly Variant[] = ['attack'],
): readonly Chosen[] => {
  const all = files.flatMap((file) => file.atomics.map((atomic) => ({ file, atomic })));
  const found = names.map((name) => {
    const one = all.find(({ atomic }) => isNamed(atomic, name));
    if (one !== undefined) return one;
    const near = all.map(({ atomic }) => idOf(atomic)).find((id) => isOneSlipApart(id, name) || id.includes(name));
    throw new UsageError(
      `there is no test "${name}"${near === undefined ? '' : `, did you mean ${near}?`} (cronwarden atomics list shows them)`,
    );
  });
  return (names.length === 0 ? all : found).flatMap((one) =>
    variants.flatMap((variant) => (variant === 'twin' && one.atomic.expectation === null ? [] : [{ ...one, variant }])),
  );
};

/** Tests that cannot work as they stand are not run: each reason, with its place. */
export const refuseFaulty = (chosen: readonly Chosen[]): void => {
  const faults = chosen.flatMap(({ file, atomic }) => file.faults.filter(({ number }) => number === atomic.number));
  if (faults.length === 0) return;
  const lines = new Set(faults.map(({ file, line, column, says }) => `  ${file}:${line}:${column}: ${says}`));
  throw new UsageError(`tests with faults are not run:\n${[...lines].join('\n')}`);
};
