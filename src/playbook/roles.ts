import { stringify } from 'yaml';
import { type Playbook, ROLES, type Role } from './model.ts';
import { type Rule, rightsOf } from './resource.ts';

const ABOUT: Readonly<Record<Role, string>> = {
  collector: 'Reads what a response saves and verifies. No Secrets. Every responder needs it.',
  containment: 'Pauses owners, suspends CronJobs and Jobs, and cuts the network of pods. Bind the collector as well.',
  node: 'Cordons nodes. Bind the collector as well.',
  block:
    'Creates admission policies, which can refuse anything in the cluster: bind it for the time of one response. Bind the collector as well.',
  eradication:
    'Deletes what cannot be restored, and lists Secrets by name, which RBAC cannot tell from reading them: bind it for the time of one response. Bind the collector as well.',
};

/** What proves the target, before any step: the cluster's own uid. */
const PROOF: Rule = { apiGroups: [''], resources: ['namespaces'], verbs: ['get'], resourceNames: ['kube-system'] };

/** The rights that the steps of one role need, and no other; one rule for each set of verbs in a group. */
export const rulesOf = (playbook: Playbook, role: Role): readonly Rule[] => {
  const verbs = new Map<string, Set<string>>();
  for (const step of playbook.steps) {
    if (step.role !== role) continue;
    for (const rule of rightsOf(step)) {
      for (const resource of rule.resources) {
        const key = JSON.stringify([rule.apiGroups[0], resource]);
        verbs.set(key, new Set([...(verbs.get(key) ?? []), ...rule.verbs]));
      }
    }
  }
  const rules = new Map<string, Rule>();
  for (const [key, set] of [...verbs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [group, resource] = JSON.parse(key) as [string, string]; // Written above.
    const sorted = [...set].sort();
    const same = JSON.stringify([group, sorted]);
    const known = rules.get(same);
    rules.set(same, { apiGroups: [group], resources: [...(known?.resources ?? []), resource], verbs: sorted });
  }
  return [...(role === 'collector' ? [PROOF] : []), ...rules.values()];
};

/** The manifest of one ClusterRole, as it is shipped in `deploy/respond/`. */
export const roleManifest = (playbook: Playbook, role: Role): string =>
  `# Made from playbooks/${playbook.id}.yaml by tools/respond/make-roles.ts; a test holds them together.\n# ${ABOUT[role]}\n${stringify(
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: `cronwarden-${role}` },
      rules: rulesOf(playbook, role),
    },
    { lineWidth: 120 },
  )}`;

export const roleFiles = (playbook: Playbook): readonly (readonly [file: string, text: string])[] =>
  ROLES.map((role) => [`deploy/respond/${role}.yaml`, roleManifest(playbook, role)]);
