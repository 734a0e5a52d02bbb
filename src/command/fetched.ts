import { originOf, type Value } from './value.ts';

/** Clients of a container daemon, which may be that of another host. */
const DAEMON_CLIENTS: ReadonlySet<string> = new Set(['docker', 'podman', 'nerdctl']);

/**
 * Which words of a client hold what a download brought. Of other programs that is asked
 * where they run or send it; `null` where none does.
 */
export const fetchedIn = (program: string, words: readonly Value[]): readonly number[] | null => {
  if (!DAEMON_CLIENTS.has(program)) return null;
  const fetched = words.flatMap(({ origins }, index) => (originOf(origins, 'download') === undefined ? [] : [index]));
  return fetched.length === 0 ? null : fetched;
};
