import { parseImage } from '../facts/images.ts';
import type { Finding } from '../model/finding.ts';
import { type Exception, idleBecause } from './exception.ts';
import { fits } from './glob.ts';
import type { MatchKey } from './schema.ts';

/** Longer values match no pattern: no name of a cluster or of an image is. */
const MAX_VALUE = 1_000;

type Values = Pick<Finding, 'cluster' | 'workload' | 'actor' | 'indicators'>;

/**
 * What must match, all of it. `null`: the finding does not show it, so that nothing can be said, and no exception holds.
 *
 * Images of a workload that was seen in part are not all of its images: whoever can make a log lose the rest of a body
 * would hide behind the part that is excepted.
 */
const valuesOf = (finding: Values, key: MatchKey): readonly string[] | null => {
  const { workload, actor } = finding;
  const one = (value: string | null): readonly string[] | null => (value === null || value === '' ? null : [value]);
  switch (key) {
    case 'cluster':
      return one(finding.cluster);
    case 'namespace':
      return one(workload.namespace);
    case 'kind':
      return one(workload.kind);
    case 'name':
      return one(workload.name ?? workload.generateName);
    case 'actor':
      return actor.username === null
        ? null
        : [actor.username, ...(actor.impersonatedBy === null ? [] : [actor.impersonatedBy])];
    case 'templateHash':
      return one(workload.templateHash);
    case 'image':
      return imagesOf(workload);
    case 'registry':
      return imagesOf(workload)?.map((image) => parseImage(image).registry) ?? null;
    case 'indicator': {
      // What is new in it is known only when the whole input was read, and exceptions are matched before.
      const told = finding.indicators.filter(({ id }) => !id.startsWith('baseline.'));
      const counted = told.filter(({ severity }) => severity !== 'info');
      // A finding of circumstances alone is told by those.
      return (counted.length > 0 ? counted : told).map(({ id }) => id);
    }
    default:
      return key satisfies never;
  }
};

/** The template has a hash exactly when the body was seen whole. */
const imagesOf = ({ images, templateHash }: Finding['workload']): readonly string[] | null =>
  templateHash === null || images.length === 0
    ? null
    : images.map(({ name, digest }) => (digest === null ? name : `${name}@${digest}`));

/** Whether an exception is about a finding; the days on which it holds are not looked at. */
export const matches = ({ match }: Pick<Exception, 'match'>, finding: Values): boolean => {
  for (const [key, patterns] of match) {
    const values = valuesOf(finding, key);
    if (values === null || values.length === 0) return false;
    const all = values.every((value) => value.length <= MAX_VALUE && patterns.some(({ glob }) => fits(glob, value)));
    if (!all) return false;
  }
  return match.size > 0;
};

/** Exceptions of a file on one day. */
export interface Excepting {
  /** The first exception that hides the finding. */
  of(finding: Values): Exception | null;
  /** Those that hide nothing on that day, and why. */
  readonly idle: readonly { readonly exception: Exception; readonly because: string }[];
}

export const createExcepting = (exceptions: readonly Exception[], now: number): Excepting => {
  const idle = exceptions.flatMap((exception) => {
    const because = idleBecause(exception, now);
    return because === null ? [] : [{ exception, because }];
  });
  const active = exceptions.filter((one) => idle.every(({ exception }) => exception !== one));
  return { of: (finding) => active.find((one) => matches(one, finding)) ?? null, idle };
};
