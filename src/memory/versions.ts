/** Something that was written at a time; `null` where the log lost it, which counts as before everything. */
interface Dated {
  readonly origin: { readonly at: string | null };
}

const timeOf = ({ origin }: Dated): string => origin.at ?? '';

/** Puts a version behind all that are not later: of equal times the one that was read last counts. */
export const insertVersion = <T extends Dated>(versions: readonly T[], one: T): readonly T[] => {
  let at = versions.length;
  while (at > 0 && timeOf(one) < timeOf(versions[at - 1] ?? one)) at -= 1;
  return versions.toSpliced(at, 0, one);
};

/** The last version that was not written after `at`; without a time the last one. */
export const lastBefore = <T extends Dated>(versions: readonly T[], at: string | null): T | undefined =>
  at === null ? versions.at(-1) : versions.findLast((one) => timeOf(one) <= at);
