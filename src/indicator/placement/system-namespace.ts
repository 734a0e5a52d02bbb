import type { Actor } from '../../model/activity.ts';
import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

export const SYSTEM_NAMESPACES: ReadonlySet<string> = new Set(['kube-system', 'kube-public', 'kube-node-lease']);

const isSystemNamespace = (namespace: string): boolean =>
  SYSTEM_NAMESPACES.has(namespace) || namespace.startsWith('openshift-');

/** Parts of the system that live in the namespace write there every day. */
const belongsThere = ({ kind, username }: Actor, namespace: string): boolean =>
  kind === 'control-plane' || kind === 'node' || (username?.startsWith(`system:serviceaccount:${namespace}:`) ?? false);

export const placementSystemNamespace = defineIndicator({
  id: 'placement.system-namespace',
  title: 'Placed in a namespace of the system',
  attack: ['T1053.007', 'T1036.005'],
  severity: 'low',
  why: 'Among the parts of the system a foreign workload is overlooked, and policies often leave these namespaces out.',
  falsePositives: ['Installers of add-ons', 'Administrators who keep their jobs there'],
  needs: ['workload', 'actor'],
  evaluate: ({ workload, actor }) => {
    const { namespace, kind } = workload;
    if (namespace === null || !isSystemNamespace(namespace) || belongsThere(actor, namespace)) return [];
    return [
      {
        says: `A ${kind} in ${quoted(namespace)} was asked for by ${quoted(actor.username ?? 'an unknown user')}, who is no component of the system.`,
        at: '/objectRef/namespace',
        value: namespace,
      },
    ];
  },
});
