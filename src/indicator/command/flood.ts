import { hostsOf, isOutside } from '../../command/network.ts';
import { baseName } from '../../lib/path.ts';
import type { Download, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';
import { startedBy } from './started.ts';

const FLOODS: ReadonlySet<string> = new Set([
  'hping3',
  'hping',
  't50',
  'mhddos',
  'slowloris',
  'torshammer',
  ...['mhddos_proxy', 'db1000n', 'ddos-ripper', 'ufonet', 'pyloris', 'thc-ssl-dos'],
]);
/** Those named by a word that other programs are named by, too, and how each is told whom to flood. */
const NAMED_BY_A_WORD: ReadonlyMap<string, (args: readonly string[]) => boolean> = new Map([
  ['goldeneye', (args) => args.some(isAddress)],
  ['hulk', ([first = '']) => isAddress(first)],
  ['xerxes', ([, port = '']) => /^\d{1,5}$/.test(port)],
  ['ripper', (args) => args.includes('-s') && args.some((arg) => arg === '-p' || arg === '-t')],
]);
const isAddress = (arg: string): boolean => /^https?:\/\//.test(arg) || /^\$\{?\w{1,64}\}?$/.test(arg);

/** Packets without an answer, sent as fast as a loop goes: of chance content, or to ports of chance. */
const DATAGRAMS =
  /SOCK_(?:DGRAM|RAW)|createSocket\(\s{0,4}["']udp|Net\.Dial\(\s{0,4}["']udp|PF_INET,\s{0,4}SOCK_DGRAM/i;
const SENDS = /\.sendto\(|\.send\(|\bsend\s{0,4}\(|\.Write\(/;
const LOOPS =
  /while\s{0,4}\(?\s{0,4}(?:True|true|1)\b|for\s{0,4}\(\s{0,4};\s{0,4};|range\(\s{0,4}\d{5,}|setInterval\([^;]{0,200},\s{0,4}[0-9]\s{0,4}\)|\bfor\s{0,4}\{/;
const CHANCE = /\brand(?:om|bytes|int|rand|om_bytes)?\b|urandom|randbytes|randomBytes/;
const PAUSES = /\bsleep\b|setTimeout|\.wait\(/;
/** A packet with a sender that somebody writes, sent by hand. */
const FORGED = /\bsendp?(?:fast)?\(\s{0,4}(?:Ether\([^)]{0,80}\)\s{0,4}\/\s{0,4})?IP\(\s{0,4}[^)]{0,80}\bsrc\s{0,4}=/;
/** Requests that are taken back as soon as they are sent: the server works, and the client waits for nothing. */
const TAKEN_BACK =
  /\.request\([^;\n]{0,400}[;\n](?:[^;\n]{0,120}[;\n]){0,3}?\s{0,16}\w{1,30}\.close\(\s{0,4}(?:8|[\w.]{0,40}CANCEL)\s{0,4}\)|\breset_stream\(/;
const MULTIPLEXED = /\bhttp2\b|\bh2\.connection\b|\bh2\.config\b/;
const ANY_LOOP = /setInterval\(|\bwhile\b|\bfor\b/;
/** Opens connections of the web, from many places at once, and looks at no answer. */
const CONNECTS =
  /\brequests\.(?:get|post|head)\(|urlopen\(|\bfetch\(|\bhttps?\.(?:get|request)\(|create_connection\(|SOCK_STREAM|\bnet\.connect\(|HTTPS?Connection\(|http\.Get\(|net\.Dial\(/;
const AT_ONCE = /\bThread\b|ThreadPool|Pool\(|\bgo\s{1,4}(?:func|\w{1,40}\()|\.fork\(|\bWorker\(|\bgather\(/;
const LOOKS_AT_ANSWER =
  /\bstatus|\.text\b|\.json\(|\.body\b|\.read\(|\brecv|\bprint|console\.|\bcount|\.on\(\s{0,2}["'](?:data|end|response)|\bassert|elapsed|latency/i;
const MOST_TEXT = 8000;

/** A load test looks at answers, and is of an own service. */
const floodsServer = (text: string): boolean =>
  LOOPS.test(text) &&
  CONNECTS.test(text) &&
  AT_ONCE.test(text) &&
  CHANCE.test(text) &&
  !PAUSES.test(text) &&
  !LOOKS_AT_ANSWER.test(text) &&
  hostsOf([text]).every(isOutside);

const floodsInCode = (code: string): boolean => {
  const text = code.slice(0, MOST_TEXT);
  if (MULTIPLEXED.test(text) && ANY_LOOP.test(text) && TAKEN_BACK.test(text)) return true;
  if (floodsServer(text)) return true;
  if (FORGED.test(text) && LOOPS.test(text) && !PAUSES.test(text)) return true;
  return DATAGRAMS.test(text) && SENDS.test(text) && LOOPS.test(text) && CHANCE.test(text) && !PAUSES.test(text);
};

/** Options by which it floods; a long one may be cut short. */
const UNLIMITED = /^--(?:fl[a-z]{0,3}|rand-s[a-z]{0,5})$/;

/** A test of a line ends after so many, or after so many seconds. */
const isCounted = (args: readonly string[]): boolean =>
  args.some((arg, at) => /^(?:-[a-zA-Z]*[cw]|--count)$/.test(args[at - 1] ?? '') && Number(arg) <= MOST_PINGS);
const MOST_PINGS = 100_000;
const isHost = (arg: string): boolean => !arg.startsWith('-') && arg.includes('.') && isOutside(arg);
const floods = (run: Run): string | false => {
  const { name, args } = startedBy(run);
  if (name === 'ping' && args.some((arg) => /^-[a-zA-Z]*f$|^--flood$/.test(arg)) && !isCounted(args))
    return args.some(isHost) && 'floods a host with pings';
  const isFlood = name.startsWith('hping')
    ? FLOODS.has(name) && args.some((arg) => UNLIMITED.test(arg))
    : FLOODS.has(name) || NAMED_BY_A_WORD.get(name)?.(args) === true;
  return isFlood && `floods a host with ${quoted(name)}`;
};

/** A tool that is fetched by its own name. */
const fetchesFlood = ({ urls }: Download): string | undefined =>
  urls
    .map((url) =>
      baseName(url.slice(0, 300).replace(/(?:\.git|\/archive\/.*|\/releases\/.*|[?#].*|\/)$/i, '')).toLowerCase(),
    )
    .find((name) => FLOODS.has(name) && !name.startsWith('hping'));

export const commandFlood = defineIndicator({
  id: 'command.flood',
  title: 'Floods a host with packets',
  attack: ['T1053.007', 'T1498'],
  severity: 'high',
  why: 'A load test sends requests and counts answers; a flood with forged senders only wants the host gone.',
  falsePositives: ['Tests of protection against floods'],
  needs: ['effects'],
  kinds: ['code', 'download', 'run'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind === 'download') {
        const tool = fetchesFlood(effect);
        return tool !== undefined && `fetches ${quoted(tool)}, which floods hosts`;
      }
      if (effect.kind === 'code')
        return floodsInCode(effect.text) && 'sends packets or requests as fast as it can, in code';
      return effect.kind === 'run' && floods(effect);
    }),
});
