import { closeSync, openSync, readSync } from 'node:fs';

/** Counts the lines of a file that grows, reading each byte once. */
export const openCounter = (path: string): { count(): number; close(): void } => {
  const file = openSync(path, 'r');
  const chunk = Buffer.alloc(1 << 20);
  let lines = 0;
  return {
    count: () => {
      for (;;) {
        const length = readSync(file, chunk);
        if (length === 0) return lines;
        for (let at = chunk.indexOf(10); at >= 0 && at < length; at = chunk.indexOf(10, at + 1)) lines++;
      }
    },
    close: () => closeSync(file),
  };
};
