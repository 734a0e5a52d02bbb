import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

/** The namespace in which the kubelet keeps the containers of pods; containers of an own daemon stand in others. */
const OF_PODS = /^(?:(?:-n|--namespace)=?)?k8s\.io$/;

/** Whether a client of a container runtime is told to run something in a container of a pod. */
const runsInPod = (program: string, args: readonly string[]): boolean => {
  const first = args.find((arg) => /^(?:exec|t|tasks?|container)$/.test(arg));
  if (first === undefined || !args.includes('exec')) return false;
  if (program === 'crictl') return true;
  return (program === 'ctr' || program === 'nerdctl') && args.some((arg) => OF_PODS.test(arg));
};

export const commandRuntimeRun = defineIndicator({
  id: 'command.runtime-run',
  title: 'Runs a command in another pod through the runtime of the node',
  attack: ['T1053.007', 'T1609', 'T1611'],
  severity: 'medium',
  why: 'The runtime asks nobody: what runs so appears in no audit log, and it reaches every pod of the node.',
  falsePositives: ['Maintenance of the control plane that reaches etcd so'],
  needs: ['effects'],
  kinds: ['run'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'run' &&
        runsInPod(effect.program, effect.args) &&
        `runs a command in a container of the node through ${quoted(effect.program)}`,
    ),
});
