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
/** An address of which the end is what a loop counts. */
const COUNTED = /(?:^|[@/=\s])(?:\d{1,3}\.){1,3}\$(?!\()|(?:^|[@/=\s])\d{1,3}\.\d{1,3}\.\$/;

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
      if (effect.kind !== 'run' || !CLIENTS.has(effect.program)) return null;
      const word = effect.words.find((one) => one.length < 1024 && COUNTED.test(one));
      return word !== undefined && `goes through addresses such as ${quoted(word)}`;
    }),
});
