import { isPublicAddress } from '../../command/network.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';
import { hostOf } from '../sources.ts';

/** Addresses that everybody knows by heart: whoever asks them wants to know whether there is a network. */
const RESOLVERS: ReadonlySet<string> = new Set([
  '1.1.1.1',
  '1.0.0.1',
  '8.8.8.8',
  '8.8.4.4',
  '9.9.9.9',
  '149.112.112.112',
]);

/** Nodes are asked by their addresses, which may be public: the API server, kubelets, etcd and exporters of a node. */
export const NODE_PORT = /:(?:6443|10250|10255|10256|10257|10259|2379|2381|9100)$/;

export const commandBareAddress = defineIndicator({
  id: 'command.bare-address',
  title: 'Calls a host outside by its bare address',
  attack: ['T1053.007', 'T1071.001'],
  severity: 'medium',
  why: 'Services have names, and certificates for them. A bare address of the open network is a machine that somebody rented yesterday and will leave tomorrow.',
  falsePositives: ['Partners who never got a name for their service', 'Own machines outside of the cluster'],
  references: ['https://attack.mitre.org/techniques/T1071/001/'],
  needs: ['effects'],
  kinds: ['download', 'execute', 'send'],
  evaluate: ({ effects }) => {
    // What is brought and run, or sent, is told by that: the address is a part of it.
    if (effects.some(({ kind }) => kind === 'execute' || kind === 'send')) return [];
    return fromEffects(effects, (effect) => {
      if (effect.kind !== 'download') return null;
      const host = effect.urls
        .filter((url) => !url.includes('://') || /^https?:/i.test(url))
        .map(hostOf)
        .filter((one) => !NODE_PORT.test(one))
        .map((one) => one.replace(/:\d{1,5}$/, ''))
        .find((one) => isPublicAddress(one) && !RESOLVERS.has(one));
      return host !== undefined && `calls ${quoted(host)}`;
    });
  },
});
