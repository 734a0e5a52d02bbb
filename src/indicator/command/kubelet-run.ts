import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

export const commandKubeletRun = defineIndicator({
  id: 'command.kubelet-run',
  title: 'Runs a command in another pod through the kubelet',
  attack: ['T1053.007', 'T1609', 'T1210'],
  severity: 'high',
  why: 'The kubelet asks nobody else: what runs so appears in no audit log, and it reaches every pod of its node.',
  falsePositives: ['Tests of the configuration of kubelets'],
  needs: ['effects'],
  kinds: ['kube-api', 'run'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        (effect.kind === 'run' &&
          effect.program === 'kubeletctl' &&
          effect.args.some((arg) => arg === 'exec' || arg === 'run' || arg === 'attach' || arg === 'rce') &&
          'runs a command in a pod of another node through the kubelet') ||
        (effect.kind === 'kube-api' &&
          effect.verb === 'exec' &&
          effect.resources.includes('nodes/proxy') &&
          'runs a command in a pod of another node through the kubelet'),
    ),
});
