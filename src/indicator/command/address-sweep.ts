import type { Effect, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

/** Programs that ask a host whether it is there, or that go in. */
const CLIENTS: ReadonlySet<string> = new Set([
  ...[
    'nc',
    'ncat',
    'netcat',
    'ssh',
    'sshpass',
    'curl',
    'wget',
    'ping',
    'telnet',
    'redis-cli',
    'mysql',
    'psql',
    'arping',
    'fping',
  ],
]);
/** Four parts after the start, a blank or a scheme, of which a later one is what a loop counts: no version, no path. */
const ADDRESS =
  /(?:^|[@=\s]|:\/\/|\/dev\/(?:tcp|udp)\/)\d{1,3}(?:\.(?:\d{1,3}|\$\w{1,40}|\$\{\w{1,40}\}|\$\(…\))){3}(?![\w.])/;
const isCounted = (word: string): boolean => {
  const address = word.length < 1024 ? ADDRESS.exec(word)?.[0] : undefined;
  return address?.includes('$') === true;
};

/** Addresses that are whole, with the network that they are in. */
const WHOLE = /(?:^|[@=\s]|:\/\/|\/dev\/(?:tcp|udp)\/)((\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3})(?![\w.])/;
/** So many of one network that nobody wrote: a loop that is followed step by step gives each its number. */
const FEW = 4;

/** So many numbers that no list of services has them. */
const RANGE =
  /\{\d{1,5}\.\.\d{4,5}\}|\bseq\s{1,4}(?:\d{1,5}\s{1,4})?\d{4,5}\b|\(\(\s{0,4}\w{1,20}\s{0,4}=[^;]{1,20};[^;]{1,40}\d{4,5}\s{0,4};/;
const OPENED = /\/dev\/(?:tcp|udp)\/[^\s/]{1,253}\/["']?\$/;
const MOST_SCRIPT = 20_000;

/** Whether it tries the ports of a host one after the other. */
const goesThroughPorts = ({ program, args }: Run): boolean =>
  CLIENTS.has(program)
    ? args.some((arg) => arg === '-z' || /^-[a-z]*z/.test(arg)) && args.some((arg) => /^\d{1,5}-\d{3,5}$/.test(arg))
    : args.some((arg) => arg.length < MOST_SCRIPT && OPENED.test(arg) && RANGE.test(arg));

/** Scanners, and a network of which nobody owns all: an eighth of a byte at most is fixed, or hosts are taken at random. */
const SCANNERS: ReadonlySet<string> = new Set(['masscan', 'zmap', 'nmap', 'rustscan', 'naabu', 'zgrab2']);
const WHOLE_INTERNET = /^(?!10\.|127\.)[\d.$(){}…\w]{1,60}\/[0-8]$|^-iR$/;
const scansInternet = ({ program, args }: Run): boolean =>
  SCANNERS.has(program) && args.some((arg) => WHOLE_INTERNET.test(arg));

/** Words that name the hosts which an effect asks. */
const wordsOf = (effect: Effect): readonly string[] => {
  if (effect.kind === 'run') return CLIENTS.has(effect.program) ? effect.words : [];
  if (effect.kind === 'connect') return [effect.to];
  return effect.kind === 'write' && effect.path.startsWith('/dev/') ? [effect.path] : [];
};

/** Networks of which many addresses are asked that stand nowhere in the text. */
const sweptNetworks = (effects: readonly Effect[]): ReadonlySet<string> => {
  const computed = new Map<string, Set<string>>();
  for (const effect of effects) {
    for (const word of wordsOf(effect)) {
      const [, address = '', network = ''] = (word.length < 1024 ? WHOLE.exec(word) : null) ?? [];
      if (address === '' || effect.shown.includes(address)) continue;
      computed.set(network, (computed.get(network) ?? new Set()).add(address));
    }
  }
  return new Set([...computed].filter(([, addresses]) => addresses.size >= FEW).map(([network]) => network));
};

/** What tells a process which network it is in. */
const tellsOwnNetwork = (effect: Effect): boolean => {
  if (effect.kind !== 'run') return false;
  const { program, args } = effect;
  if (program === 'ip') return args.some((arg) => /^(?:a|addr|address|r|route|neigh|n)$/.test(arg));
  return program === 'ifconfig' || (program === 'hostname' && args.some((arg) => /^-[iI]$/.test(arg)));
};

/** A scan of what nobody wrote down: the hosts come from elsewhere. */
const scansUnknown = ({ program, args, words }: Run): boolean =>
  SCANNERS.has(program) &&
  (words.some((word) => word.endsWith('xargs')) || args.some((arg) => arg.startsWith('$') || arg === '-iL'));

export const commandAddressSweep = defineIndicator({
  id: 'command.address-sweep',
  title: 'Goes through the addresses of a network or the ports of a host',
  attack: ['T1053.007', 'T1046', 'T1018'],
  severity: 'medium',
  why: 'A job knows its hosts by name. Whoever counts through addresses looks for something that he does not know.',
  falsePositives: ['Inventories of networks without name service'],
  needs: ['effects'],
  kinds: ['connect', 'run', 'write'],
  evaluate: ({ effects }) => {
    const swept = sweptNetworks(effects);
    const isSwept = (word: string): boolean =>
      swept.has((word.length < 1024 ? WHOLE.exec(word)?.[2] : undefined) ?? '');
    const isOwn = effects.some(tellsOwnNetwork);
    return fromEffects(effects, (effect) => {
      if (isOwn && effect.kind === 'run' && scansUnknown(effect)) return 'scans the network that it finds itself in';
      if (effect.kind === 'run' && scansInternet(effect)) return 'looks through the internet for hosts that stand open';
      if (effect.kind === 'run' && goesThroughPorts(effect)) return 'tries the ports of a host one after the other';
      const word = wordsOf(effect).find((one) => isCounted(one) || isSwept(one));
      return word !== undefined && `goes through addresses such as ${quoted(word)}`;
    });
  },
});
