/** Readings of one command beside the first. */
const MOST_READINGS = 8;

/**
 * Which way a command takes where its text does not say: `if [ -f /x ]`, `case $(hostname)`, `[ -n "$A" ] && b`.
 *
 * The first reading goes every way in turn, so that of two assignments to one variable the later one counts. Where that
 * hid an earlier one the command is read again, each time with one way chosen at every fork: all mixtures of the first
 * forks that hide something, as far as the bound goes, and of further ones the first way or any.
 */
export class Forks {
  /** 0 for the first reading. */
  private reading = 0;
  /** Forks that hide something, with their number of ways, in the order in which they were found. */
  private readonly hiding = new Map<object, number>();

  get isFirst(): boolean {
    return this.reading === 0;
  }

  /** Goes on to the next reading; false when none is needed, or none is left. */
  next(): boolean {
    if (this.reading >= this.needed) return false;
    this.reading += 1;
    return true;
  }

  /** The way to go at a fork of so many, from 0; `null` where all are gone. */
  choose(fork: object, ways: number): number | null {
    if (this.reading === 0) return null;
    const code = this.reading - 1;
    let before = 1;
    for (const [one, more] of this.hiding) {
      if (one === fork) break;
      before *= more;
    }
    return before > MOST_READINGS ? mixed(code, before, ways) : Math.floor(code / before) % ways;
  }

  /** At this fork something was set that had another value before it, or on another way. */
  hides(fork: object, ways: number): void {
    if (!this.hiding.has(fork) && this.hiding.size < MOST_READINGS) this.hiding.set(fork, ways);
  }

  private get needed(): number {
    let mixtures = 1;
    for (const ways of this.hiding.values()) mixtures = Math.min(MOST_READINGS, mixtures * ways);
    return this.hiding.size === 0 ? 0 : mixtures;
  }
}

/** Any way, another one in other readings; always the same for the same text. */
const mixed = (code: number, place: number, ways: number): number =>
  (Math.imul(code + 1, 0x9e3779b1 + place) >>> 16) % ways;
