/**
 * Work that one pod may take, in units of about a microsecond. A command has work of its own for the characters that it
 * is written in; what is read more than once, such as the body of a function, takes from what the pod has in common. So a
 * long script is read whole, while a short one cannot ask for much by calling itself.
 */
export const WORK = {
  /** A simple command: its words, what it is, what it would do. */
  command: 1.4,
  /** A command that only sets variables. */
  assignment: 0.5,
  word: 0.15,
  /** A word of a command that has more than any of people, which a variable or a pattern may give. */
  wordOfMany: 0.4,
  node: 0.15,
  effect: 0.5,
  /** Shell text: what its parse takes at least, and each of its characters. */
  text: 2,
  parsedCharacter: 0.04,
  /** A piece of a format. */
  piece: 0.08,
  /** A character that is copied or searched for one sign. */
  character: 0.002,
  /** A step of a pattern over a text. */
  matchStep: 0.12,
  /** A character that is looked through for what people cannot read. */
  lookedAtCharacter: 0.02,
  /** A character that is decoded or replaced. */
  decodedCharacter: 0.02,
  /** Compressed text, whatever comes out. */
  unpacked: 120,
  /** A character of the code of another interpreter, which is gone through several times. */
  codeCharacter: 0.04,
} as const;

/** Characters of one pod that add to its work. */
const MOST_CHARACTERS = 256 * 1024;
const PER_CHARACTER = 0.035;
/** Of a text that another object holds, how many times as much: people keep whole programs there. */
const OUTSIDE = 3;
const IN_COMMON = 2400;
const LEAST = 6;
/** What is kept for the rest of a text once the work is spent, for the pod and as a share of a command's own. */
const RESERVE = 160;
const RESERVED_SHARE = 0.2;
/** Work in one piece that is refused alone, where smaller pieces may still be done. */
const LARGE = 60;

/** Work for readings beside the first, of all commands of one pod. */
const FOR_OTHER_READINGS = 800;

/** What the commands of one pod share. */
export class Pool {
  left: number;
  reserve: number;
  private characters = MOST_CHARACTERS;

  constructor(left = IN_COMMON, reserve = RESERVE) {
    this.left = left;
    this.reserve = reserve;
  }

  /** For readings beside the first, so that they take nothing from what other commands need. */
  static forOtherReadings(): Pool {
    return new Pool(FOR_OTHER_READINGS, 0);
  }

  /** The work for a command of so many characters. */
  budgetFor(length: number): Budget {
    return new Budget(this, LEAST + this.more(length));
  }

  /** The work for so many characters more. */
  more(length: number): number {
    const counted = Math.min(length, this.characters);
    this.characters -= counted;
    return counted * PER_CHARACTER;
  }
}

export class Budget {
  /** True once only the reserve is left: what is read of the rest is what a payload would need. */
  isSparse = false;
  private own: number;
  private reserve: number;
  private readonly pool: Pool;

  constructor(pool: Pool, own: number) {
    this.pool = pool;
    this.own = own;
    this.reserve = own * RESERVED_SHARE;
  }

  /** Text of another object belongs to the command that runs it. */
  grow(length: number): void {
    const more = this.pool.more(length) * OUTSIDE;
    this.own += more;
    this.reserve += more * RESERVED_SHARE;
  }

  /** False when there is no work left for it; then it must not be done. */
  spend(work: number): boolean {
    if (this.own >= work) {
      this.own -= work;
      return true;
    }
    const more = work - this.own;
    if (this.pool.left >= more) {
      this.own = 0;
      this.pool.left -= more;
      return true;
    }
    if (work > LARGE) return false;
    this.isSparse = true;
    if (this.reserve >= work) {
      this.reserve -= work;
      return true;
    }
    this.pool.reserve -= work;
    return this.pool.reserve > 0;
  }
}
