import { instantOfMs } from '../lib/time.ts';
import type { FirstTimeFact, FirstTimeFacts, Place } from '../model/facts.ts';
import { type Because, type Seen, seen, unseen } from '../model/seen.ts';
import { type Baseline, DAY_MS, MATURITY, type Warmth } from './baseline.ts';
import { authorKey, namespaceKey, type Shown, type ShownKey } from './shown.ts';

/**
 * What a write is the first to show, by the writes that taught until a day before it, in event time. What was shown for the first
 * time within that day is as new as the write.
 *
 * An author or a namespace that is itself younger than a baseline has no habits: what is new of it is unassessed. What the
 * record does not carry is unassessed, too.
 */
export const firstTimes = (baseline: Baseline, shown: Shown): FirstTimeFacts => {
  const { cluster, ms, author, namespace } = shown;
  const until = ms === null ? null : ms - MATURITY.hoursBefore * HOUR_MS;
  const warmth = baseline.warmth(cluster, until ?? undefined);
  if (!warmth.isMature) return ALL_YOUNG;
  if (until === null) return { newAuthor: NOT_KEPT, newOrigin: NOT_KEPT, newContent: NOT_KEPT };
  /** How long it had been known when the baseline ends; zero or less for what is new. */
  const ageOf = (key: string): number => until - (baseline.firstOf(cluster, key) ?? until);
  const isNew = ({ key }: ShownKey): boolean => ageOf(key) <= 0;
  const fact = (
    { what, value, container, role, pointer }: Omit<ShownKey, 'key'>,
    of: FirstTimeFact['of'],
  ): FirstTimeFact => ({
    what,
    value,
    of,
    ...since(warmth),
    container,
    role,
    pointer,
  });

  /** What is new among these, where whoever they are of has been there long enough. */
  const news = (
    keys: readonly ShownKey[],
    missing: Because | null,
    owner: { readonly key: string; readonly of: NonNullable<FirstTimeFact['of']> },
  ): Seen<readonly FirstTimeFact[]> => {
    const fresh = keys.filter(isNew);
    if (fresh.length > 0 && ageOf(owner.key) < MATURITY.days * DAY_MS) return YOUNG;
    if (keys.length === 0 && missing !== null) return unseen(missing);
    const registries = fresh.filter(({ what }) => what === 'registry').map(({ value }) => value);
    // All that a new registry holds is new.
    const told = fresh.filter(
      ({ what, value }) => what !== 'repository' || !registries.some((registry) => value.startsWith(`${registry}/`)),
    );
    return seen(
      told.map((one) => fact(one, owner.of)),
      missing ?? undefined,
    );
  };

  if (author === null) return { newAuthor: NOT_KEPT, newOrigin: NOT_KEPT, newContent: contentOf() };
  const by = { key: authorKey(author), of: { kind: 'author', name: author } } as const;
  return {
    newAuthor:
      ageOf(by.key) <= 0
        ? seen([fact({ what: 'author', value: author, ...USER }, null)])
        : news(shown.kind === null ? [] : [shown.kind], null, by),
    newOrigin: news(shown.origin, shown.missing.origin, by),
    newContent: contentOf(),
  };

  function contentOf(): Seen<readonly FirstTimeFact[]> {
    return news(shown.content, shown.missing.content, {
      key: namespaceKey(namespace),
      of: { kind: 'namespace', name: namespace },
    });
  }
};

const HOUR_MS = 60 * 60_000;
const YOUNG = unseen('no-baseline');
const NOT_KEPT = unseen('not-kept');
const ALL_YOUNG: FirstTimeFacts = { newAuthor: YOUNG, newOrigin: YOUNG, newContent: YOUNG };
const USER: Place = { container: null, role: null, pointer: '/user/username' };

const since = ({ sinceMs, writes }: Warmth): Pick<FirstTimeFact, 'since' | 'writes'> => ({
  since: (sinceMs === null ? null : instantOfMs(sinceMs)) ?? '',
  writes,
});
