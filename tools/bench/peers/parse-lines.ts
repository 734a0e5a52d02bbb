import { fileURLToPath } from 'node:url';
import type { Peer } from './peer.ts';

const program = fileURLToPath(new URL('./parse-lines-program.ts', import.meta.url));

const parsePeer = (threads: number): Peer => ({
  name: `parse every line in Node, ${threads === 1 ? 'one thread' : `${threads} worker threads`}`,
  does: '`JSON.parse` of each line, then verb and resource: the script that one writes first.',
  input: 'day',
  missing: () => undefined,
  command: (path) => ({ program: process.execPath, args: [program, path, String(threads)] }),
  answer: (run) => `${run.stdout.trim()} events`,
});

export const parseOneThread = parsePeer(1);
export const parseTwoThreads = parsePeer(2);
