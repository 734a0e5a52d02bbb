import { isPublicAddress } from '../../command/network.ts';
import type { Effect } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';
import { writesResolver } from './cluster-names.ts';

const MOST_TEXT = 20_000;
const MOST_ARGS = 40;
/** `203.0.113.7 login.example.com`, as tables of hosts have it, and `A 203.0.113.7` of an answer that is made up. */
const ENTRY =
  /(?<![\d.])((?:\d{1,3}\.){3}\d{1,3})(?:\s|\\[nt]){1,20}(?:[a-z0-9](?:[\w-]{0,62})\.){1,6}[a-z]{2,24}\b|\bIN\s{1,4}A\s{1,4}((?:\d{1,3}\.){3}\d{1,3})/gi;

const outsideIn = (text: string): string | undefined =>
  [...text.slice(0, MOST_TEXT).matchAll(ENTRY)]
    .map(([, table, answer]) => table ?? answer ?? '')
    .find((address) => isPublicAddress(address));

/** Texts that may become the settings: what is handed to the API, and the words of what makes it. */
const textsOf = (effect: Effect): readonly string[] => {
  if (effect.kind === 'kube-api') return effect.manifest === null ? [] : [effect.manifest];
  if (effect.kind === 'write') return [effect.text];
  return effect.kind === 'run' ? effect.args.slice(0, MOST_ARGS) : [];
};

export const commandClusterNamesOutside = defineIndicator({
  id: 'command.cluster-names-outside',
  title: "Leads names to an address outside, in the cluster's resolver",
  attack: ['T1053.007', 'T1557', 'T1565'],
  severity: 'high',
  why: 'Resolvers ask other resolvers for names outside. Whoever answers for such a name himself, with an address of his own, stands between every pod and the service.',
  falsePositives: ['Split networks whose inner addresses come from a public range'],
  needs: ['effects'],
  kinds: ['kube-api', 'run', 'write'],
  evaluate: ({ effects }) => {
    const written = writesResolver(effects);
    if (written.size === 0) return [];
    const address = effects
      .flatMap(textsOf)
      .map(outsideIn)
      .find((one) => one !== undefined);
    if (address === undefined) return [];
    return fromEffects(
      effects,
      (effect) => written.has(effect) && `leads names to ${quoted(address)} in the settings of the cluster's resolver`,
    );
  },
});
