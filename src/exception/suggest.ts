import { stringify } from 'yaml';
import { atLeast, type Finding } from '../model/finding.ts';
import { literal } from './glob.ts';
import type { MatchKey } from './schema.ts';

export interface SuggestOptions {
  readonly now: number;
  readonly days: number;
  /** `null` is left for the user to fill in: the file is not valid before. */
  readonly owner: string | null;
  readonly reason: string | null;
}

const DAY_MS = 86_400_000;
const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export interface Suggestion {
  /** A whole file with one exception. */
  readonly yaml: string;
  /** What the user should know before it is used. */
  readonly warnings: readonly string[];
}

/** The narrowest exception that hides a finding and its repeats: everything that the finding shows, in no patterns. */
export const suggestException = (finding: Finding, { now, days, owner, reason }: SuggestOptions): Suggestion => {
  const { workload, actor, cluster } = finding;
  const seenWhole = workload.templateHash !== null && workload.images.length > 0;
  const counted = finding.indicators.filter(({ severity }) => severity !== 'info');
  const indicators = (counted.length > 0 ? counted : finding.indicators).map(({ id }) => id);
  const images = workload.images.map(({ name, digest }) => (digest === null ? name : `${name}@${digest}`));
  const users = [actor.username, actor.impersonatedBy].filter((one) => one !== null);
  const all: readonly (readonly [MatchKey, readonly (string | null)[]])[] = [
    ['cluster', [cluster === 'unknown' ? null : cluster]],
    ['namespace', [workload.namespace]],
    ['kind', [workload.kind]],
    ['name', [workload.name ?? workload.generateName]],
    ['actor', users],
    ['image', seenWhole ? images : []],
    ['indicator', indicators],
  ];
  const match = Object.fromEntries(
    all.flatMap(([key, values]) => {
      const patterns = values.filter((one) => one !== null && one !== '').map((one) => literal(one ?? ''));
      return patterns.length === 0 ? [] : [[key, patterns.length === 1 ? patterns[0] : patterns]];
    }),
  );
  const exception = {
    id: `finding-${finding.id.slice(0, 12)}`,
    reason: reason ?? '',
    owner: owner ?? '',
    since: dayText(now),
    until: dayText(now + days * DAY_MS),
    match,
  };
  const text = stringify({ schema: 'cronwarden.exceptions/v1', exceptions: [exception] }, { lineWidth: 0 });
  return {
    yaml: text,
    warnings: [
      ...(owner === null || reason === null
        ? ['reason and owner are empty: the file is refused until somebody has filled them in']
        : []),
      ...(atLeast(finding.severity, 'high')
        ? [`the finding is ${finding.severity}: look at what it runs before it is hidden`]
        : []),
      ...(seenWhole ? [] : ['the log does not show the whole body, so that what runs cannot be asked for']),
      ...(finding.indicators.length === 0 ? ['the finding has no indicator'] : []),
    ],
  };
};
