/** Where places of a reading's object stand in the event; see `Reading`. */
export type Origins = readonly { readonly at: string; readonly from: string }[];

/**
 * Characters that all pointers of one reading may have together. A client chooses the keys, so that one long key over a
 * long list would make each of its members' pointers as long.
 */
export const MAX_POINTER_TEXT = 8 * 1024 * 1024;

/**
 * Stands where a pointer into the event would, for what was there before a patch: the event does not hold it, and the pointer
 * leads into the object as it stands afterwards.
 */
export const BASE = '/object';

/** Collects origins within that limit. */
export interface OriginList {
  readonly origins: Origins;
  /** True once one was left out: a pointer below it is traced from the place that holds it. */
  readonly full: boolean;
  add(at: string, from: string): void;
}

export const createOrigins = (): OriginList => {
  const origins: { at: string; from: string }[] = [];
  let left = MAX_POINTER_TEXT;
  let full = false;
  return {
    origins,
    get full() {
      return full;
    },
    add: (at, from) => {
      const length = at.length + from.length;
      if (length > left) full = true;
      else {
        left -= length;
        origins.push({ at, from });
      }
    },
  };
};
