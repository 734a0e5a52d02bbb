import { seededRandom } from '../lib/random.ts';

/** `hits` of `of`, with a 95 % interval from `low` to `high`, all of them shares. Without cases the bounds are 0 and 1. */
export interface Rate {
  readonly hits: number;
  readonly of: number;
  readonly low: number;
  readonly high: number;
  /** `formula` where resampling says nothing: one source, or every resample gives the same share. */
  readonly interval: 'resampled' | 'formula';
}

/** One case of a rate: where it comes from, and whether it counts. */
export interface Trial {
  readonly source: string;
  readonly hit: boolean;
}

export interface Resampling {
  readonly seed: number;
  readonly resamples: number;
}

/** Standard normal quantile of a two-sided 95 % interval. */
const Z = 1.959964;

/** Wilson's score interval: https://doi.org/10.1080/01621459.1927.10502953 */
export const wilson = (share: number, n: number): readonly [number, number] => {
  if (n === 0) return [0, 1];
  const scale = 1 + Z ** 2 / n;
  const middle = (share + Z ** 2 / (2 * n)) / scale;
  const reach = (Z * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2))) / scale;
  return [Math.max(0, middle - reach), Math.min(1, middle + reach)];
};

/**
 * The share of trials that hit. Objects of one repository resemble each other, so whole sources are drawn anew and the
 * 2.5th and 97.5th percentile of the shares are the interval. Where none or all hit, every draw agrees and would claim to be
 * certain: then Wilson's formula stands in, counting sources in place of objects, which is the cautious reading.
 */
export const rateOf = (trials: readonly Trial[], { seed, resamples }: Resampling): Rate => {
  const bySource = new Map<string, { hits: number; of: number }>();
  let hits = 0;
  for (const { source, hit } of trials) {
    const counts = bySource.get(source) ?? { hits: 0, of: 0 };
    bySource.set(source, counts);
    counts.of += 1;
    if (hit) counts.hits += 1;
    if (hit) hits += 1;
  }
  const of = trials.length;
  const share = of === 0 ? 0 : hits / of;
  const sources = [...bySource.values()];
  const certain = hits === 0 || hits === of;
  const shares = certain || sources.length < 2 ? [] : resampled(sources, seed, resamples);
  const [least, most] = [shares[0], shares.at(-1)];
  if (least === undefined || most === undefined || least === most) {
    const [low, high] = wilson(share, certain ? sources.length : of);
    return { hits, of, low, high, interval: 'formula' };
  }
  return { hits, of, low: quantile(shares, 0.025), high: quantile(shares, 0.975), interval: 'resampled' };
};

/** Shares of so many draws of whole sources, sorted. */
const resampled = (
  sources: readonly { readonly hits: number; readonly of: number }[],
  seed: number,
  resamples: number,
): readonly number[] => {
  const random = seededRandom(seed);
  const shares = new Float64Array(resamples);
  for (let draw = 0; draw < resamples; draw += 1) {
    let hits = 0;
    let of = 0;
    for (let at = 0; at < sources.length; at += 1) {
      const source = sources[Math.floor(random() * sources.length)];
      hits += source?.hits ?? 0;
      of += source?.of ?? 0;
    }
    shares[draw] = hits / of;
  }
  return [...shares.sort()];
};

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.round(share * (sorted.length - 1)))] ?? 0;
