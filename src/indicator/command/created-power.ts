import type { CreateWorkload } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { isSensitive } from '../host/sensitive.ts';
import { quoted } from '../quote.ts';

/** Power that gives the node away, not one that many add-ons have. */
const powerOf = ({ privileged, hostNamespaces, hostPaths, isPatch }: CreateWorkload): string | null => {
  const root = hostPaths.find(({ path, readOnly }) => path === '/' && !readOnly);
  if (root !== undefined) return 'that mounts the root of the node';
  if (!privileged) return null;
  if (isPatch) return 'with a privileged container that it did not have';
  if (hostNamespaces.includes('hostPID')) return 'that is privileged and sees the processes of the node';
  return hostPaths.some((place) => !place.readOnly && isSensitive(place))
    ? 'that is privileged and writes to a sensitive directory of the node'
    : null;
};

export const commandCreatedPower = defineIndicator({
  id: 'command.created-power',
  title: 'Creates a workload that owns its node',
  attack: ['T1053.007', 'T1610', 'T1611'],
  severity: 'high',
  why: 'The manifest inside the command is seen by no review of the job, and whoever runs the job becomes its author.',
  falsePositives: ['Installers of storage and network add-ons that carry their DaemonSet in a script'],
  needs: ['effects'],
  kinds: ['create-workload'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      // What its power is used for is told by `command.host-maintenance`, as where the job did it itself.
      if (effect.kind !== 'create-workload' || (effect.isMaintenance && !effect.isPatch)) return null;
      const power = powerOf(effect);
      // It has its name in quotation marks already: `DaemonSet "x"`.
      const workload = quoted(effect.workload).slice(1, -1);
      return power !== null && `${effect.isPatch ? 'changes' : 'creates'} the ${workload} ${power}`;
    }),
});
