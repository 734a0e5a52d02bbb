import type { Call, Machine } from './machine.ts';

/** Addresses of coins that are mined on processors and graphics cards, alone or with the name of a machine behind them. */
const WALLET =
  /(?:^|[="',:\s])(?:[48][0-9A-Za-z]{94}(?:[0-9A-Za-z]{11})?|0x[0-9a-fA-F]{40}|R[1-9A-HJ-NP-Za-km-z]{33}|kaspa:[0-9a-z]{50,80}|ZEPH[0-9A-Za-z]{80,110}|dero1[0-9a-z]{40,120}|t1[1-9A-HJ-NP-Za-km-z]{33}|9[1-9A-HJ-NP-Za-km-z]{50}|D[1-9A-HJ-NP-Za-km-z]{33}|[a-z]{2,8}1q[0-9a-z]{30,60})(?:[./][\w-]{1,40})?(?:$|["',\s])/;
/** A host with a port that says what it is, or the protocol of a pool. */
const POOL =
  /stratum\d?\+(?:tcp|ssl|tls)|(?:^|[="'\s/])(?:[\w-]{1,63}\.){0,5}(?:[\w-]{0,40}(?:pool|mine|miner|miners|mining|hash|hashrate|stratum|nicehash)[\w-]{0,40})(?:\.[\w-]{1,63}){1,5}:\d{3,5}(?:$|["',\s])/i;
/** The same by any host, where the variable says what it is for, or the value is a configuration with a user. */
const NAMED_POOL =
  /^(?:POOL(?:_?(?:URL|ADDR(?:ESS)?|HOST|SERVER))?|(?:STRATUM|MINING|MINER)\w{0,40})=[\w.:/+-]{1,200}:\d{2,5}$|"url"\s{0,4}:\s{0,4}"[\w.-]{1,200}:\d{3,5}"/i;

/** The shortest address. */
const SHORTEST = 34;

export const namesWallet = (word: string): boolean =>
  word.length >= SHORTEST && word.length < 4000 && WALLET.test(word);
export const namesPool = (word: string): boolean => word.length < 4000 && (POOL.test(word) || NAMED_POOL.test(word));

/** Variables of a container that are looked at. */
const MOST = 100;

/**
 * Variables of the container that name a wallet and a pool, as words of its own program, which reads them from there; none
 * where either is missing: a shop that is paid in coins has a wallet, too.
 */
export const minersVariables = (machine: Machine, { scope }: Call): readonly string[] => {
  if (scope.depth > 0 || machine.environment.size === 0) return [];
  const words: string[] = [];
  for (const [name, value] of [...machine.environment].slice(0, MOST))
    if (value.known && value.text.length >= 8 && value.text.length < 4000) words.push(`${name}=${value.text}`);
  const telling = words.filter((word) => namesWallet(word) || namesPool(word));
  return telling.some(namesWallet) && telling.some(namesPool) ? telling : [];
};

const POOLS = /"pools"\s{0,8}:\s{0,8}\[\s{0,40}\{/;
const OF_MINER =
  /"(?:algo|coin|nicehash|rig-id|donate-level|donate-over-proxy|randomx|huge-pages(?:-jit)?|max-threads-hint|self-select|daemon-poll-interval)"\s{0,8}:/;
/** Whether a text is the settings of a miner: where its pools are, and what nothing but a miner is told. */
export const hasMinerSettings = (text: string): boolean =>
  text.includes('"pools"') && POOLS.test(text) && OF_MINER.test(text);
