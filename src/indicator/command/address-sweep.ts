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

export const commandAddressSweep = defineIndicator({
  id: 'command.address-sweep',
  title: 'Goes through the addresses of a network',
  attack: ['T1053.007', 'T1046', 'T1018'],
  severity: 'medium',
  why: 'A job knows its hosts by name. Whoever counts through addresses looks for something that he does not know.',
  falsePositives: ['Inventories of networks without name service'],
  needs: ['effects'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      const isClient = effect.kind === 'run' && CLIENTS.has(effect.program);
      const device = effect.kind === 'write' && effect.path.startsWith('/dev/') ? effect.path : '';
      const words = isClient ? effect.words : [effect.kind === 'connect' ? effect.to : device];
      const word = words.find(isCounted);
      return word !== undefined && `goes through addresses such as ${quoted(word)}`;
    }),
});
