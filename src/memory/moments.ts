/** When something happened, by hours since 1970: a bit for each five seconds. Told twice it is the same. */
export type Moments = Map<number, bigint>;

const HOUR_MS = 3_600_000;
const SLOT_MS = 5_000;
const SLOTS = HOUR_MS / SLOT_MS;
/** Hours that are kept, the last ones: three months of a controller that never rests. */
const MOST_HOURS = 2_000;

const fit = (moments: Moments): void => {
  if (moments.size > MOST_HOURS) moments.delete(Math.min(...moments.keys()));
};

export const addMoment = (moments: Moments, at: string): void => {
  const slot = Math.floor(Date.parse(at) / SLOT_MS);
  if (Number.isNaN(slot)) return;
  const hour = Math.floor(slot / SLOTS);
  const bit = 1n << BigInt(slot - hour * SLOTS);
  const before = moments.get(hour) ?? 0n;
  if ((before & bit) !== 0n) return;
  moments.set(hour, before | bit);
  fit(moments);
};

export const addMoments = (moments: Moments, more: Iterable<readonly [hour: number, bits: bigint]>): void => {
  for (const [hour, bits] of more) {
    moments.set(hour, (moments.get(hour) ?? 0n) | bits);
    fit(moments);
  }
};

/**
 * Whether something happened at `inner` between two moments of `outer` that are less than a quarter of a minute apart: in the five
 * seconds before it, and in those after.
 */
export const isWithin = (inner: Moments, outer: Moments): boolean => {
  for (const [hour, bits] of inner) {
    const [around, before, after] = [outer.get(hour) ?? 0n, outer.get(hour - 1) ?? 0n, outer.get(hour + 1) ?? 0n];
    const earlier = (around << 1n) | (before >> BigInt(SLOTS - 1));
    const later = (around >> 1n) | ((after & 1n) << BigInt(SLOTS - 1));
    if ((bits & earlier & later) !== 0n) return true;
  }
  return false;
};
