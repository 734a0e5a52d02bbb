import type { Power, RightsFact } from '../../model/facts.ts';
import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

const WORDS: Readonly<Record<Power, string>> = {
  everything: 'do everything',
  'reads-secrets': 'read Secrets',
  'creates-workloads': 'create workloads',
  escalates: 'give itself further rights',
  impersonates: 'act as other users',
  executes: 'run commands in other pods',
  'nodes-proxy': 'reach every kubelet',
  webhooks: 'change admission webhooks',
  deletes: 'delete workloads',
};

export const identityStrongServiceAccount = defineIndicator({
  id: 'identity.strong-service-account',
  title: 'Runs as a service account that can take over the cluster',
  attack: ['T1053.007', 'T1078', 'T1528'],
  severity: 'medium',
  why: 'Whoever runs code in the pod has these rights, at every tick of its schedule, and nothing in the manifest shows them.',
  falsePositives: ['Deployment jobs of CI and GitOps', 'Backup jobs that run as cluster-admin'],
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks'],
  needs: ['rights', 'workload'],
  evaluate: ({ rights, workload }) => {
    // Controllers run as Deployments and the like, and wide rights are what they are for.
    if (workload.apiGroup === 'apps') return [];
    const byBinding = Map.groupBy(rights.filter(isWide), ({ binding, account }) => `${account}\n${binding}`);
    return [...byBinding.values()].flatMap((same) => {
      const [first] = same;
      if (first === undefined) return [];
      const may = same.map(({ power }) => WORDS[power]).join(', ');
      const where = first.namespace === null ? 'in the whole cluster' : `in namespace ${quoted(first.namespace)}`;
      return [
        {
          says: `The pod runs as service account ${quoted(first.account)}, which may ${may} ${where}, by a binding ${first.origin}.`,
          at: first.pointer,
          value: first.binding,
        },
      ];
    });
  },
});

/** In one's own namespace such rights are ordinary, and deleting alone takes nothing over. */
const isWide = ({ power, namespace }: RightsFact): boolean =>
  power !== 'deletes' && (namespace === null || namespace === 'kube-system');
