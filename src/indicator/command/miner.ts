import { hasMinerSettings, namesPool, namesWallet } from '../../command/wallets.ts';
import type { Effect, Run } from '../../model/effect.ts';
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

/** Domains of public pools, which take the work of anyone who names a wallet. */
export const POOL_DOMAINS: ReadonlySet<string> = new Set([
  ...['supportxmr.com', 'minexmr.com', 'xmrpool.eu', 'xmrpool.net', 'moneroocean.stream', 'monerohash.com'],
  ...['nanopool.org', 'hashvault.pro', '2miners.com', 'c3pool.com', 'c3pool.org', 'f2pool.com', 'minergate.com'],
  ...['herominers.com', 'unmineable.com', 'nicehash.com', 'kryptex.network', 'ethermine.org', 'flexpool.io'],
  ...['woolypooly.com', 'zergpool.com', 'crypto-pool.fr', 'dwarfpool.com', 'sparkpool.com', 'hiveon.net'],
]);

export const commandMiner = defineIndicator({
  id: 'command.miner',
  title: 'Mines a cryptocurrency',
  attack: ['T1053.007', 'T1496.001'],
  severity: 'high',
  why: 'Pool addresses, wallets and the options of miners have no other use.',
  falsePositives: ['Operators of mining farms'],
  needs: ['effects'],
  kinds: ['code', 'run', 'write'],
  evaluate: ({ effects }) => {
    // Most words stand in many effects; each is looked through once.
    const clean = new Set<string>();
    return fromEffects(effects, (effect) => signOf(effect, clean));
  },
});

const POOL = /stratum\d?\+(?:tcp|ssl|tls|udp)|["']mining\.(?:subscribe|authorize|submit|extranonce\.subscribe)["']/i;
const DOMAINS = [...POOL_DOMAINS].map((domain) => domain.replaceAll('.', '\\.')).join('|');
/** A pool with its port, as a miner reaches it. Its pages and its interface for statistics come over https. */
const POOL_PORT = new RegExp(
  `(?:^|[^\\w./-]|/dev/(?:tcp|udp)/|(?:tcp|ssl|tls|udp)://)(?:[\\w-]{1,60}\\.){0,4}(?:${DOMAINS})["']?(?::|/|\\s{0,4},\\s{0,4})\\d{2,5}(?:$|[^\\d.])`,
  'i',
);
const POOL_HOST = new RegExp(`^(?:[\\w-]{1,60}\\.){0,4}(?:${DOMAINS})$`, 'i');
const PORT = /^\d{2,5}$/;
const OPTION =
  /^--(?:donate-level|nicehash|rig-id|randomx-(?:mode|1gb-pages)|cpu-max-threads-hint)(?:=|$)|^--coin=?(?:monero|xmr)?$/i;
const COIN = /^--coin=(?:monero|xmr|ravencoin|etc|dero|zephyr)/i;
const ALGORITHM = /(?:^|[="'\s])(?:rx\/0|cn\/r|randomx|cryptonight|kawpow|astrobwt)(?:$|["'\s,])/i;
/** A Monero address: 95 or 106 characters of its alphabet, the first a 4 or an 8. */
const WALLET = /(?:^|[^A-Za-z0-9])[48][0-9A-Za-z]{94}(?:[0-9A-Za-z]{11})?(?:$|[^A-Za-z0-9])/;

/** Wallets of other coins with an address of their own shape, behind an option that takes one. */
const OTHER_WALLET =
  /(?:^|[=,:\s])(?:deroi?1[0-9a-z]{40,120}|kaspa:[0-9a-z]{50,80}|ZEPH[0-9A-Za-z]{80,110}|bc1q[0-9a-z]{30,60}\.[\w-]{1,40})(?:$|[^0-9A-Za-z])/;
const WALLET_OPTION = /^--(?:wallet(?:-address)?|mining-address|daemon-rpc-address)(?:=|$)/;
/** Fields of the configuration of a miner. */
const CONFIG =
  /"donate-level"\s{0,8}:|"randomx"\s{0,8}:\s{0,8}\{|"pools"\s{0,8}:\s{0,8}\[\s{0,40}\{[^}]{0,400}"(?:user|wallet|rig-id|keepalive)"/;
/** The registers of a processor that only miners set. */
const REGISTERS: ReadonlySet<string> = new Set(['0x1a4', '0xc0011020', '0xc0011021', '0xc0011022', '0xc001102b']);

const MSR: readonly string[] = ['msr', 'allow_writes=on'];

const signOf = (effect: Effect, clean: Set<string>): string | null => {
  if (
    effect.kind === 'run' &&
    effect.program === 'wrmsr' &&
    effect.args.some((arg) => REGISTERS.has(arg.toLowerCase()))
  )
    return 'sets the registers of the processor as miners do';
  if (effect.kind === 'run' && effect.words.some(namesWallet) && effect.words.some(namesPool))
    return 'is given a wallet and the pool of a miner';
  if (effect.kind === 'run' && effect.program === 'modprobe' && MSR.every((word) => effect.args.includes(word)))
    return 'opens the registers of the processor as miners do';
  if (effect.kind === 'run' && hasMinerOptions(effect.args))
    return 'has the pool, the user and the password of a miner as options';
  if (effect.kind === 'run' && reachesPool(effect.args)) return 'reaches for the pool of a miner';
  if (effect.kind === 'run' && plots(effect)) return 'fills disks with plots of a coin';
  if (effect.kind === 'run' && MINERS.has(effect.program)) return 'runs a program that is named like a miner';
  if (effect.kind === 'write' && effect.provenance !== undefined && hasMinerSettings(effect.text))
    return 'is given the settings of a miner';
  for (const text of textsOf(effect)) {
    if (text.length < SHORTEST || !SIGNS.test(text) || clean.has(text)) continue;
    if (POOL.test(text) || POOL_PORT.test(text)) return 'names the pool of a miner';
    if (OPTION.test(text) || COIN.test(text)) return 'uses an option that only miners have';
    if (WALLET.test(text) || OTHER_WALLET.test(text) || WALLET_OPTION.test(text)) return 'names a wallet';
    if (CONFIG.test(text)) return 'writes the configuration of a miner';
    if (ALGORITHM.test(text)) return 'names an algorithm of miners';
    if (namesMiner(text)) return 'names a miner';
    if (text.length <= LONGEST_KEPT) clean.add(text);
  }
  return null;
};

/** Programs that mine with room on disks. */
const PLOTTERS: ReadonlySet<string> = new Set([
  'bladebit',
  'bladebit_disk',
  'chia_plot',
  'chia_plot_k34',
  'madmax',
  'chia_plot_sink',
]);
const plots = ({ program, args }: Run): boolean =>
  PLOTTERS.has(program) || (program === 'chia' && args[0] === 'plots' && args[1] === 'create');

/** `nc pool.example.com 3333`: a host, and its port as the next word. */
const reachesPool = (args: readonly string[]): boolean =>
  args.some((arg, at) => at > 0 && PORT.test(arg) && POOL_HOST.test(args[at - 1] ?? ''));

/** `-o host:port -u wallet -p x`, as every miner since the first takes them. */
const hasMinerOptions = (args: readonly string[]): boolean => {
  if (!args.some((arg) => arg === '-u' || arg.startsWith('--user') || arg.startsWith('--wallet'))) return false;
  const after = (...names: readonly string[]): string | undefined => {
    const at = args.findIndex((arg) => names.includes(arg));
    const joined = args.find((arg) => names.some((name) => name.startsWith('--') && arg.startsWith(`${name}=`)));
    return at >= 0 ? args[at + 1] : joined?.slice(joined.indexOf('=') + 1);
  };
  const pool = after('-o', '--url', '--pool', '-P');
  const user = after('-u', '--user', '--wallet');
  const password = after('-p', '--pass');
  const isPool = pool !== undefined && /^(?:\w{1,10}:\/\/)?[\w.-]{3,253}:\d{2,5}$/.test(pool) && !/^https?:/.test(pool);
  return isPool && user !== undefined && user.length >= 20 && password !== undefined && password.length <= 20;
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

/** All signs in one, in letters of any case: most words show none of them, and need one look. */
const SIGNS = new RegExp(
  [
    ...[POOL, OPTION, COIN, WALLET, OTHER_WALLET, WALLET_OPTION, CONFIG, ALGORITHM, MINER_NAME].map(
      ({ source }) => source,
    ),
    DOMAINS,
  ].join('|'),
  'i',
);
