import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { opensFirewall } from './node-guards.ts';

export const commandFirewallFlush = defineIndicator({
  id: 'command.firewall-flush',
  title: 'Removes the rules of a firewall',
  attack: ['T1053.007', 'T1686'],
  severity: 'low',
  why: 'In the network of a pod it concerns nobody else. In that of the node all rules are gone that keep others apart.',
  falsePositives: ['Sidecars that set up the network of their pod', 'Clean-up of network add-ons'],
  needs: ['effects'],
  kinds: ['run'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'run' && effect.onHost === null && opensFirewall(effect) && 'removes the rules of a firewall',
    ),
});
