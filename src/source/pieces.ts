import { Buffer } from 'node:buffer';
import { NEWLINE } from './bytes.ts';

/** Bytes at the start of a line that no piece border tears apart. What collectors put before an event is shorter. */
export const LINE_START_BYTES = 1024;

/**
 * Cuts a stream into pieces that end right behind a newline, or at least `LINE_START_BYTES` behind one: who reads the start
 * of a line and finds that it belongs to no open value can go back to where the line began.
 */
export class Pieces {
  /** Begins at the start of a line, and is shorter than `LINE_START_BYTES`. */
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  /** The last piece ended far behind a newline. */
  #far = false;

  push(bytes: Buffer): readonly Buffer[] {
    const out: Buffer[] = [];
    const from = this.#heldBytes > 0 ? this.#fill(bytes, out) : 0;
    if (from === bytes.length) return out;
    const rest = bytes.subarray(from);
    const newline = rest.subarray(-LINE_START_BYTES).lastIndexOf(NEWLINE);
    if (newline >= 0) {
      const end = Math.max(0, rest.length - LINE_START_BYTES) + newline + 1;
      out.push(rest.subarray(0, end));
      this.#far = false;
      if (end < rest.length) this.#hold(rest.subarray(end));
    } else if (this.#far || rest.length >= LINE_START_BYTES) {
      out.push(rest);
      this.#far = true;
    } else {
      this.#hold(rest);
    }
    return out;
  }

  /** What is held at the end of the stream. */
  end(): readonly Buffer[] {
    return this.#heldBytes === 0 ? [] : [this.#take()];
  }

  /** Completes the start of a line that is held; the answer is how many of the bytes that took. */
  #fill(bytes: Buffer, out: Buffer[]): number {
    const wanted = LINE_START_BYTES - this.#heldBytes;
    const newline = bytes.subarray(0, wanted).indexOf(NEWLINE);
    const taken = newline < 0 ? Math.min(wanted, bytes.length) : newline + 1;
    this.#hold(bytes.subarray(0, taken));
    if (newline < 0 && taken < wanted) return taken;
    out.push(this.#take());
    this.#far = newline < 0;
    return taken;
  }

  #hold(bytes: Uint8Array): void {
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
  }

  #take(): Buffer {
    const piece = Buffer.concat(this.#held);
    this.#held = [];
    this.#heldBytes = 0;
    return piece;
  }
}
