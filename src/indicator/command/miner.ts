import type { Effect } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

/** Names of miners, as programs, packages and parts of addresses. */
export const MINERS: ReadonlySet<string> = new Set([
  'xmrig',
  'xmr-stak',
  'minerd',
  'cpuminer',
  'ccminer',
  'cgminer',
  'ethminer',
  'nbminer',
  'lolMiner',
  'nanominer',
  'srbminer',
  'kinsing',
  'kdevtmpfsi',
]);

export const commandMiner = defineIndicator({
  id: 'command.miner',
  title: 'Mines a cryptocurrency',
  attack: ['T1053.007', 'T1496.001'],
  severity: 'high',
  why: 'Pool addresses, wallets and the options of miners have no other use.',
  falsePositives: ['Operators of mining farms'],
  needs: ['effects'],
  evaluate: ({ effects }) => {
    // Most words stand in many effects; each is looked through once.
    const clean = new Set<string>();
    return fromEffects(effects, (effect) => signOf(effect, clean));
  },
});

const POOL = /stratum\d?\+(?:tcp|ssl|tls|udp)/i;
const OPTION =
  /^--(?:donate-level|nicehash|rig-id|randomx-(?:mode|1gb-pages)|cpu-max-threads-hint)(?:=|$)|^--coin=?(?:monero|xmr)?$/i;
const COIN = /^--coin=(?:monero|xmr|ravencoin|etc|dero|zephyr)/i;
const ALGORITHM = /(?:^|[="'\s])(?:rx\/0|cn\/r|randomx|cryptonight|kawpow|astrobwt)(?:$|["'\s,])/i;
/** A Monero address: 95 or 106 characters of its alphabet, the first a 4 or an 8. */
const WALLET = /(?:^|[^A-Za-z0-9])[48][0-9A-Za-z]{94}(?:[0-9A-Za-z]{11})?(?:$|[^A-Za-z0-9])/;

const signOf = (effect: Effect, clean: Set<string>): string | null => {
  if (effect.kind === 'run' && MINERS.has(effect.program)) return 'runs a program that is named like a miner';
  for (const text of textsOf(effect)) {
    if (text.length < SHORTEST || clean.has(text)) continue;
    if (POOL.test(text)) return 'names the pool of a miner';
    if (OPTION.test(text) || COIN.test(text)) return 'uses an option that only miners have';
    if (WALLET.test(text)) return 'names a wallet';
    if (ALGORITHM.test(text)) return 'names an algorithm of miners';
    if (namesMiner(text)) return 'names a miner';
    if (text.length <= LONGEST_KEPT) clean.add(text);
  }
  return null;
};

const textsOf = (effect: Effect): readonly string[] => {
  switch (effect.kind) {
    case 'run':
      return effect.words;
    case 'code':
    case 'write':
      return [effect.text];
    default:
      return [];
  }
};

/** The algorithm with the shortest name. */
const SHORTEST = 'cn/r'.length;
const LONGEST_KEPT = 512;

/** A miner as a part of an address or of a path, not inside another word. */
const namesMiner = (word: string): boolean => (word.includes('/') || word.includes('.tar')) && MINER_NAME.test(word);

const MINER_NAME = new RegExp(`(?:^|[/\\s"'.])(?:${[...MINERS].join('|')})(?:$|[-/\\s"'.])`);
