import type { Machine } from './machine.ts';
import { originOf, type Value } from './value.ts';

/** Clients of a container daemon, which may be that of another host. */
const DAEMON_CLIENTS: ReadonlySet<string> = new Set(['docker', 'podman', 'nerdctl']);
/** Programs that send mail to whoever they are told. */
export const MAIL_CLIENTS: ReadonlySet<string> = new Set([
  ...['mail', 'mailx', 's-nail', 'sendmail', 'mutt', 'msmtp', 'ssmtp', 'swaks', 'mpack', 'sendemail', 'sendEmail'],
]);

/** Whether a call of the client of AWS is one of its service for mail. */
const isMail = (program: string, words: readonly Value[]): boolean =>
  MAIL_CLIENTS.has(program) || (program === 'aws' && words.some(({ text }) => text === 'ses' || text === 'sesv2'));

/**
 * Which words of a client of daemons or of mail hold what a download brought. Of other programs that is asked
 * where they run or send it; `null` where none does.
 */
export const fetchedIn = (program: string, words: readonly Value[]): readonly number[] | null => {
  if (!DAEMON_CLIENTS.has(program) && !isMail(program, words)) return null;
  const fetched = words.flatMap(({ origins }, index) => (originOf(origins, 'download') === undefined ? [] : [index]));
  return fetched.length === 0 ? null : fetched;
};

/** Words of a client with the daemon that its environment names, where no word does. */
export const withDaemon = (machine: Machine, program: string, words: readonly string[]): readonly string[] => {
  if (!DAEMON_CLIENTS.has(program) || words.some((word) => /^(?:-H|--host|DOCKER_HOST=)/.test(word))) return words;
  const daemon = machine.variables.get('DOCKER_HOST');
  return daemon?.known === true && daemon.text.length < 400 ? [...words, `DOCKER_HOST=${daemon.text}`] : words;
};
