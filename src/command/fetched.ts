import type { Machine } from './machine.ts';
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

/** Words of a client with the daemon that its environment names, where no word does. */
export const withDaemon = (machine: Machine, program: string, words: readonly string[]): readonly string[] => {
  if (!DAEMON_CLIENTS.has(program) || words.some((word) => /^(?:-H|--host|DOCKER_HOST=)/.test(word))) return words;
  const daemon = machine.variables.get('DOCKER_HOST');
  return daemon?.known === true && daemon.text.length < 400 ? [...words, `DOCKER_HOST=${daemon.text}`] : words;
};
