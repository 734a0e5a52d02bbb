import { isClusterHost } from '../../command/network.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';
import { hostOf } from '../sources.ts';

export const commandWebhookOutside = defineIndicator({
  id: 'command.webhook-outside',
  title: 'Registers an admission webhook at a host outside',
  attack: ['T1053.007', 'T1546', 'T1556'],
  severity: 'high',
  why: 'An admission webhook reads and changes every object that is written: secrets leave by it, and pods get another container.',
  falsePositives: ['Policy engines that are run as a service'],
  needs: ['effects'],
  kinds: ['kube-api'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind !== 'kube-api' || !effect.resources.some((one) => one.endsWith('webhookconfiguration')))
        return null;
      const outside = effect.subjects.find((url) => !isClusterHost(hostOf(url)));
      return outside !== undefined && `registers an admission webhook at ${quoted(hostOf(outside))}`;
    }),
});
