/**
 * One row of what a store remembers. The value is what JSON can hold and nothing else: a Map or a Set goes as the list of its
 * entries, and a key that is `undefined` is a key that is missing.
 */
export type StateRow = readonly [key: string, value: unknown];

/**
 * A store that a later run can go on with: `--state FILE` writes what `dump` gives, and hands it to `restore` of the next
 * run. A store that was restored answers every question, and forgets, just as the one that was dumped would.
 */
export interface Lasting {
  /**
   * All that is remembered, the oldest first, so that a later run forgets in the same order. Changes nothing. As large as the
   * store's own bounds allow.
   */
  dump(): Iterable<StateRow>;
  /**
   * Takes what `dump` gave, in its order, before anything is learned. The rows are those that were written: the file's digest
   * says so, and a change of their shape comes with a new version of the file (`STATE_VERSION`).
   */
  restore(rows: Iterable<StateRow>): void;
}
