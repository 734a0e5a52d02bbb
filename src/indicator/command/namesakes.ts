import { isPublicAddress } from '../../command/network.ts';
import type { Effect, Run } from '../../model/effect.ts';

/**
 * Guessers of passwords that share their name with another program, by what they cannot guess without: Hydra is an OAuth
 * server too, Medusa a backup tool and a shop.
 */
const NEEDED: ReadonlyMap<string, RegExp> = new Map([
  ['hydra', /^-[A-Za-z]*[lLpPCxM]|:\/\//],
  ['medusa', /^-[A-Za-z]*M/],
]);

/** A value that nobody has seen may be an option, unless it stands behind one. */
const isOpen = (arg: string, before: string): boolean => arg.includes('$') && !before.startsWith('-');

/** An address behind a long option is that of a server which is asked: a guesser has its target as a word of its own. */
const isGiven = (needed: RegExp, arg: string, before: string): boolean =>
  needed.test(arg) && !(arg.includes('://') && (before.startsWith('--') || arg.startsWith('--')));

/** Whether it is the other program of that name: called with the word of a command, and with nothing that a guesser needs. */
export const isNamesake = ({ program, args }: Run): boolean => {
  const needed = NEEDED.get(program);
  return (
    needed !== undefined &&
    args.some((one) => /^[a-z][a-z:-]*$/.test(one)) &&
    !args.some((one, at) => isGiven(needed, one, args[at - 1] ?? '') || isOpen(one, args[at - 1] ?? ''))
  );
};

/** Options of nmap that take the next word. */
const TAKES_WORD = /^(?:-p|-o[XNGSA]|--script|--script-args|--host-timeout|--max-retries|-e|-D|-S|--dns-servers)$/;
const HARMLESS_SCRIPTS = /^(?:ssl-[\w-]{1,30}|http-(?:title|headers|security-headers)|tls-[\w-]{1,30})$/;
const FEW_PORTS = /^\d{1,5}(?:,\d{1,5}){0,4}$/;
const HOST_BY_NAME = /^(?=[^/]*[a-z])[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}$/i;

/** Whether nmap asks one host by its name for a few ports or its certificate, as a check of an own service does. */
export const isCheckOfHost = ({ program, args }: Run): boolean => {
  if (program !== 'nmap') return false;
  const given = (name: string): string | undefined => {
    const at = args.findIndex((arg) => arg === name || arg.startsWith(name === '-p' ? '-p' : `${name}=`));
    const arg = args[at];
    return arg === name ? args[at + 1] : arg?.slice(name.length).replace(/^=/, '');
  };
  const hosts = args.filter((arg, at) => !arg.startsWith('-') && !TAKES_WORD.test(args[at - 1] ?? ''));
  return (
    hosts.length === 1 &&
    HOST_BY_NAME.test(hosts[0] ?? '') &&
    FEW_PORTS.test(given('-p') ?? '') &&
    !args.some((arg) => /^-(?:iL|iR|A$|sC$|6)/.test(arg)) &&
    (given('--script') ?? 'ssl-cert').split(',', 20).every((one) => HARMLESS_SCRIPTS.test(one))
  );
};

/** A few addresses that everybody sees, or hosts by their names. */
const isFewPublic = (target: string): boolean => {
  const [, address = '', size] = /^(\d{1,3}(?:\.\d{1,3}){3})(?:\/(\d{1,2}))?$/.exec(target) ?? [];
  return address === '' ? HOST_BY_NAME.test(target) : isPublicAddress(address) && Number(size ?? 32) >= 22;
};

/** Options of nmap with a word behind them, beside those. */
const TAKES_MORE = /^(?:--top-ports|--exclude|--min-rate|--max-rate|-T|--scan-delay|--version-intensity)$/;

/** Whether nmap looks at a few hosts that everybody sees, and what it finds is compared with what it found before. */
export const isComparedScan = (effect: Effect & Run, effects: readonly Effect[]): boolean => {
  if (effect.program !== 'nmap') return false;
  const isCompared = effects.some(
    (one) => one.kind === 'run' && one.program === 'ndiff' && one.pointer === effect.pointer,
  );
  if (!isCompared || effect.args.some((arg) => /^-(?:iL|iR|A$|sC$|6)|^--script/.test(arg))) return false;
  const targets = effect.args.filter((arg, at) => {
    const before = effect.args[at - 1] ?? '';
    return !arg.startsWith('-') && !TAKES_WORD.test(before) && !TAKES_MORE.test(before);
  });
  return targets.length > 0 && targets.every(isFewPublic);
};
