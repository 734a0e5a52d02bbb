import { isClusterHost } from '../../command/network.ts';
import { isKnownInstaller } from '../publishers.ts';
import { hostOf, isBareAddress } from '../sources.ts';

/** Longer is a file that is handed over, and no command. */
const MOST_TEXT = 20_000;
const MOST_STEPS = 400;
const MOST_FOUND = 20;
/** Quotations in one another that are taken off: of the language, of JSON in JSON, of an address. */
const MOST_LAYERS = 3;

/** Words without which none of it can be meant. */
const WORTH =
  /curl|wget|\/dev\/tcp\/|base64|b64decode|socket|urlopen|urlretrieve|powershell|\bnc(?:at)?\s|%[0-9a-f]{2}%/i;

const NAMED: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\n',
  t: ' ',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
};

const ofCode = (digits: string, base: number): string => {
  const code = Number.parseInt(digits, base);
  return code >= 32 && code < 0x250 ? String.fromCharCode(code) : ' ';
};

/** One layer of quotation less: escapes of JSON and of languages, of addresses and of XML. */
const unquoted = (text: string): string => {
  const isEncoded = /%(?:20|7c|2f|3a|26|3b)/i.test(text);
  return (isEncoded ? text.replaceAll('+', ' ') : text).replace(
    /\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|\\([\s\S])|%([0-9a-f]{2})|(&(?:quot|apos|amp|lt|gt);)|&#x([0-9a-f]{2,4});|&#(\d{2,3});/gi,
    (whole, wide, byte, one, hex, entity, xml, decimal) => {
      if (one !== undefined) return NAMED[one] ?? one;
      if (entity !== undefined) return NAMED[entity.toLowerCase()] ?? whole;
      if (decimal !== undefined) return ofCode(decimal, 10);
      return ofCode(wide ?? byte ?? hex ?? xml, 16);
    },
  );
};

/** A text as it stands, and with one layer after the other taken off. */
const layersOf = (whole: string): readonly string[] => {
  const out = [whole.slice(0, MOST_TEXT)];
  for (let layer = 0; layer < MOST_LAYERS; layer += 1) {
    const next = unquoted(out.at(-1) ?? '');
    if (next === out.at(-1)) break;
    out.push(next);
  }
  return out;
};

/** With a scheme, or as a bare address. */
const ADDRESS =
  /https?:\/\/[^\s"'|)<>\\`,}]{1,300}|(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\/[^\s"'|)<>\\`,}]{0,300}/;
const CLIENT = /\b(?:curl|wget)\b/;
const INTERPRETER = String.raw`(?:\S{0,40}\/)?(?:(?:ba|da|z|k|a)?sh|python[\d.]{0,5}|perl|php|node|ruby)`;
const BEFORE = String.raw`^[\s({"']{0,8}(?:(?:sudo|nohup|setsid|exec|busybox)\s{1,4}){0,2}`;
/** What runs its input. */
const RUNS_INPUT = new RegExp(`${BEFORE}${INTERPRETER}(?=$|[\\s"'})\\]])`);
/** What runs a file that was written before, or makes it a program. */
const RUNS_FILE = new RegExp(
  `${BEFORE}(?:${INTERPRETER}\\s{1,4}[\\w./~$-]|\\.\\/\\w|\\/(?:tmp|var\\/tmp|dev\\/shm)\\/\\w|chmod\\s{1,4}(?:\\S{0,6}\\+\\S{0,3}x|0?[0-7]?[1357][0-7]{2})\\s)`,
);
/** Steps behind a download in which the file may be run. */
const MOST_LATER = 4;

/** Addresses of downloads that a command runs: through a pipe, out of a file, or in braces without a blank. */
const fetchedBy = (text: string): readonly string[] => {
  const found: string[] = [];
  const steps = text.split(/(\|{1,2}|;|&{1,2}|\n)/, MOST_STEPS);
  for (let at = 0; at < steps.length && found.length < MOST_FOUND; at += 2) {
    const step = steps[at] ?? '';
    const client = CLIENT.exec(step);
    const url = client === null ? undefined : ADDRESS.exec(step.slice(client.index))?.[0];
    if (url === undefined) continue;
    const isPiped = steps[at + 1] === '|' && RUNS_INPUT.test(steps[at + 2] ?? '');
    const later = steps.slice(at + 2, at + 2 + MOST_LATER * 2);
    if (isPiped || later.some((one, index) => index % 2 === 0 && RUNS_FILE.test(one))) found.push(url);
  }
  return found;
};

/** `sh -c "$(curl …)"`, `bash <(curl …)`. */
const OF_OUTPUT = /\b(?:ba|da|z|k|a)?sh\s{1,4}(?:-c\s{0,4})?["']?(?:<\(|\$\(|`)\s{0,4}(?:curl|wget)\b[^)`\n]{1,400}/g;
/** What a language starts or runs, with a client in it. */
const IN_CODE =
  /(?:\bos\.(?:system|popen)|\bsubprocess\.\w{1,20}|\bexecSync|\bspawnSync|\bshell_exec|\bpassthru|\bsystem|\bexec|\beval|\bProcessBuilder|\bFunction)\s{0,4}\([^\n]{0,300}?(?:\bcurl\s|\bwget\s|urlopen|urlretrieve|requests\.get)[^\n]{0,300}/g;
const EXECUTED = /\b(?:curl|wget)\b[^\n]{1,400}["'\])]{1,3}\s{0,2}\.execute\(/g;

const UNPACKED = new RegExp(
  String.raw`\bbase(?:64|32)\s{1,4}(?:-[a-zA-Z]{0,3}[dD]|--decode)\b[^|;&\n]{0,80}\|\s{0,4}(?:sudo\s{1,4})?${INTERPRETER}\b|\b(?:exec|eval)\(\s{0,4}[^\n]{0,120}b64decode\(|\bpowershell(?:\.exe)?\s[^\n]{0,120}-e(?:nc\w{0,20})?\s{1,4}[\w+/=]{20}`,
  'i',
);
const GIVES_SHELL =
  /\/dev\/(?:tcp|udp)\/[\w.$-]{1,200}\/\d{1,5}|\b(?:nc|ncat|netcat)\b[^|;\n]{1,120}\s-[a-z]{0,4}[ec]\s{1,4}\S{0,40}sh\b|\bmkfifo\b[^\n]{1,300}\b(?:nc|ncat|netcat|telnet)\b|\bsocket\b[^\n]{0,600}\b(?:dup2|pty\.spawn|subprocess\.\w{1,10}\()|\bsocat\b[^\n]{1,200}\bexec:|Net\.Sockets\.TCPClient|\bfsockopen\([^\n]{1,200}\b(?:proc_open|exec|shell_exec)\(/i;

/** Whoever starts a machine may tell it how to set itself up. */
const SETS_UP = /user[_-]?data|cloud[_-]?(?:init|config)|startup[_-]script|custom_?data/i;

/**
 * What a text makes the one do that runs it, as the end of a sentence; `null` for one that does nothing of it. It is read
 * below every quotation in which it stands.
 */
export const commandIn = (text: string): string | null => {
  if (text.length > MOST_TEXT || !WORTH.test(text)) return null;
  const isSetUp = SETS_UP.test(text);
  const isStrange = (url: string): boolean =>
    isBareAddress(url) || (!isSetUp && !isClusterHost(hostOf(url)) && !isKnownInstaller([url]));
  const inside = (layer: string, pattern: RegExp): boolean =>
    [...layer.matchAll(pattern)].slice(0, MOST_FOUND).some(([found]) => {
      const url = ADDRESS.exec(found)?.[0];
      return url !== undefined && isStrange(url);
    });
  for (const layer of layersOf(text)) {
    if (GIVES_SHELL.test(layer)) return 'a command that hands over a shell';
    if (
      fetchedBy(layer).some(isStrange) ||
      IN_BRACES.test(layer) ||
      inside(layer, OF_OUTPUT) ||
      inside(layer, IN_CODE) ||
      inside(layer, EXECUTED)
    )
      return 'a command that downloads and runs something';
    if (UNPACKED.test(layer)) return 'a command that unpacks and runs something';
  }
  return null;
};

/** Without a blank, for servers that part words at them. */
const IN_BRACES = /\{(?:curl|wget),[^}\s]{1,400}\}\s{0,4}\|\s{0,4}\{?(?:ba|da|a)?sh\b/;
