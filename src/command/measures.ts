import type { Call } from './machine.ts';
import { namesOnly } from './told-names.ts';

/**
 * Programs that put out the size, the age, the state or the checksum of what they are given, and nothing of what is in it:
 * what a check of disks and files reports is no file.
 */
export const MEASURES: ReadonlySet<string> = new Set([
  ...['stat', 'du', 'df', 'wc', 'cksum', 'md5sum', 'sha1sum', 'sha224sum', 'sha256sum', 'sha384sum', 'sha512sum'],
  ...['b2sum', 'lsblk', 'blkid', 'findmnt', 'mountpoint', 'smartctl', 'mdadm', 'test', '['],
]);
/** Names of files that stand in a file: the complaint about each says what the line was. */
const LISTED_FILES = /^--files0-from/;

const SEARCHERS: ReadonlySet<string> = new Set(['grep', 'egrep', 'fgrep', 'zgrep']);
/** Only whether something was found, or how often. A letter that takes a value would take the rest of the word. */
const ASKS_WHETHER = /^(?:-[abEFGhHiIlLnoPrRsTUvVwxyzZ]{0,12}[qc][a-zA-Z]{0,12}|--(?:quiet|silent|count))$/;
/** What stands behind one of these is no option, whatever it looks like. */
const TAKES_VALUE = /^(?:-[a-zA-Z]{0,12}[ABCDdefm]|--[a-z-]{1,20})$/;
const MOST_OPTIONS = 40;

const asksWhether = (texts: readonly string[]): boolean => {
  const end = texts.indexOf('--');
  return texts
    .slice(0, end < 0 ? MOST_OPTIONS : Math.min(end, MOST_OPTIONS))
    .some((text, at) => ASKS_WHETHER.test(text) && !TAKES_VALUE.test(texts[at - 1] ?? ''));
};

/** Certificates are public, and what is told of one without putting it out is not even that. */
const isAboutCertificate = (texts: readonly string[]): boolean => texts[0] === 'x509' && texts.includes('-noout');

/** jq with one filter and nothing that takes values from elsewhere. */
const filterOf = (texts: readonly string[]): string | null => {
  const options = texts.filter((text) => text.startsWith('-'));
  const [filter, ...files] = texts.filter((text) => !text.startsWith('-'));
  return filter === undefined ||
    files.length > 1 ||
    !options.every((one) => /^-[rcMSeaj]{1,4}$|^--raw-output$/.test(one))
    ? null
    : filter;
};

/** Whether a call tells something about files, and nothing of what is in them. */
export const tellsOnlyMeasures = ({ program, texts }: Pick<Call, 'program' | 'texts'>): boolean =>
  (MEASURES.has(program) && !texts.some((text) => LISTED_FILES.test(text))) ||
  (SEARCHERS.has(program) && asksWhether(texts)) ||
  (program === 'jq' && namesOnly(filterOf(texts) ?? '')) ||
  (program === 'openssl' && isAboutCertificate(texts));

/** What the kernel counts of load, memory, disks and temperatures: numbers that every monitor takes away. */
const COUNTERS =
  /^\/(?:proc\/(?:uptime|loadavg|mdstat|meminfo|stat|diskstats|vmstat|swaps|partitions|interrupts|softirqs|buddyinfo|pressure\/\w{1,12}|net\/(?:dev|snmp|netstat|sockstat))|sys\/(?:class\/(?:thermal|hwmon|power_supply)|devices\/system\/cpu)\/[^.][\w*?:./-]{0,200})$/;
export const isCounter = (path: string): boolean => COUNTERS.test(path) && !path.includes('..');
