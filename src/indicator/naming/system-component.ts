import { isOneSlipApart } from '../../lib/likeness.ts';
import type { Workload } from '../../model/activity.ts';
import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';
import { INVENTED_COMPONENTS, SYSTEM_COMPONENTS } from '../system-components.ts';

/** From this length on a name that is one slip away was hardly chosen by chance. */
const TELLING_LENGTH = 8;
/** No object has a longer name. */
const MOST = 253;

/** What controllers append: a hash and five letters, five letters alone, or the minute of a CronJob. */
const GENERATED = /-(?:[0-9a-f]{8,10}-)?(?:[a-z0-9]{5}|\d{8,10})$/;

/** No part of the system runs as a Job; a bare pod of that name is the node's own, or a disguise. */
const NEVER_SO: ReadonlySet<string> = new Set(['Job', 'CronJob']);

const namesOf = ({ name, generateName }: Workload): readonly string[] => {
  const written = (name ?? generateName?.replace(/-$/, '') ?? '').toLowerCase();
  return written.length > MOST ? [] : [written, written.replace(GENERATED, '')];
};

/** How the name stands to a component, as the middle of a sentence; `null` when it does not. */
const likeness = (workload: Workload): string | null => {
  const names = namesOf(workload);
  const equal = SYSTEM_COMPONENTS.find((component) => names.includes(component));
  if (equal !== undefined) return NEVER_SO.has(workload.kind) || workload.kind === 'Pod' ? `is that of ${equal}` : null;
  const invented = INVENTED_COMPONENTS.find((one) => names.includes(one));
  if (invented !== undefined) return 'sounds like a part of the control plane';
  const near = SYSTEM_COMPONENTS.find(
    (component) => component.length >= TELLING_LENGTH && names.some((one) => isOneSlipApart(one, component)),
  );
  return near === undefined ? null : `is nearly that of ${near}`;
};

export const namingSystemComponent = defineIndicator({
  id: 'naming.system-component',
  title: 'Named like a part of the system that it is not',
  attack: ['T1036.005', 'T1053.007'],
  severity: 'low',
  why: 'Nobody looks twice at kube-proxy. A Job or a bare pod of that name is none, and a name one letter off is meant to be overlooked.',
  falsePositives: ['Tests of the components themselves', 'Jobs named after the component that they serve'],
  references: ['https://www.aquasec.com/blog/leveraging-kubernetes-rbac-to-backdoor-clusters/'],
  needs: ['workload', 'actor'],
  evaluate({ workload, actor }) {
    if (actor.kind === 'node' || actor.kind === 'control-plane') return [];
    const like = likeness(workload);
    if (like === null) return [];
    const name = workload.name ?? workload.generateName ?? '';
    return [{ says: `The name ${quoted(name)} of this ${workload.kind} ${like}.`, at: '/objectRef/name', value: name }];
  },
});
