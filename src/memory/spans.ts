/** When something was shown first, and when last. */
export interface Span {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** The spans of many things, in the order in which they were put at the end. Their times are outside of the heap. */
export interface Spans {
  readonly size: number;
  get(id: string): Span | undefined;
  /** Puts one that is not there yet at the end. */
  add(id: string, firstMs: number, lastMs: number): void;
  /** Gives one other times; it stays where it is. */
  change(id: string, firstMs: number, lastMs: number): void;
  toEnd(id: string): void;
  delete(id: string): void;
  /** All of them; those that are deleted meanwhile are fine. */
  all(): Iterable<readonly [id: string, span: Span]>;
}

const FEWEST = 1024;

export const createSpans = (): Spans => {
  const slots = new Map<string, number>();
  const free: number[] = [];
  /** Of each slot the first and the last time: as objects they would take as much as the names. */
  let times = new Float64Array(2 * FEWEST);

  const spanAt = (slot: number): Span => ({ firstMs: times[2 * slot] ?? 0, lastMs: times[2 * slot + 1] ?? 0 });

  const write = (slot: number, firstMs: number, lastMs: number): void => {
    if (2 * slot >= times.length) {
      const more = new Float64Array(2 * times.length);
      more.set(times);
      times = more;
    }
    times[2 * slot] = firstMs;
    times[2 * slot + 1] = lastMs;
  };

  return {
    get size() {
      return slots.size;
    },
    get: (id) => {
      const slot = slots.get(id);
      return slot === undefined ? undefined : spanAt(slot);
    },
    add: (id, firstMs, lastMs) => {
      const slot = free.pop() ?? slots.size;
      slots.set(id, slot);
      write(slot, firstMs, lastMs);
    },
    change: (id, firstMs, lastMs) => {
      const slot = slots.get(id);
      if (slot !== undefined) write(slot, firstMs, lastMs);
    },
    toEnd: (id) => {
      const slot = slots.get(id);
      if (slot === undefined) return;
      slots.delete(id);
      slots.set(id, slot);
    },
    delete: (id) => {
      const slot = slots.get(id);
      if (slot === undefined) return;
      slots.delete(id);
      free.push(slot);
    },
    all: function* () {
      for (const [id, slot] of slots) yield [id, spanAt(slot)] as const;
    },
  };
};
