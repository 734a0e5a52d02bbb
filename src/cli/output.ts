import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { UsageError } from './failure.ts';

export interface Output {
  /** Waits while the reader is slower; false once the reader has gone. */
  write(text: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Standard output, or a file. A reader that closes early (`| head`) ends the output without an error. */
export const openOutput = async (path: string | null): Promise<Output> => {
  const stream: Writable = path === null ? process.stdout : createWriteStream(path);
  if (path !== null) {
    try {
      await once(stream, 'open');
    } catch (error) {
      throw new UsageError(`cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  let gone = false;
  let failure: Error | null = null;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    gone = true;
    if (error.code !== 'EPIPE') failure = error;
  });
  return {
    write: async (text) => {
      if (failure !== null) throw failure;
      if (gone) return false;
      if (text !== '' && !stream.write(text) && !gone) {
        // The one that is waited for in vain stops listening.
        const waiting = new AbortController();
        const { signal } = waiting;
        await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })]).catch(() => {});
        waiting.abort();
      }
      return !gone;
    },
    close: async () => {
      if (path !== null && !gone) {
        stream.end();
        await once(stream, 'close');
      }
      if (failure !== null) throw failure;
    },
  };
};
