import { activityOf } from '../../facts/testing.ts';
import type { Workload } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import type { KnownRights } from '../../model/known.ts';
import type { Rule } from '../../model/note.ts';
import { blank, cronJobBody, indicatorTable, knowing, UNSEEN } from '../testing.ts';
import { identityStrongServiceAccount } from './strong-service-account.ts';

const rule = (groups: string, resources: string, verbs: string, names: readonly string[] = []): Rule => ({
  groups: groups.split(' '),
  resources: resources.split(' '),
  verbs: verbs.split(' '),
  names,
});
const ALL = rule('*', '*', '*');

interface Case {
  readonly rules: readonly Rule[] | null;
  readonly namespace?: string | null;
  readonly whole?: boolean;
  readonly spec?: JsonObject;
  readonly workload?: Partial<Workload>;
}
const main = { name: 'main', image: 'registry.example.com/shop/report:1.4.2' };
const having = ({ rules, namespace = null, whole = true, spec = {}, workload = {} }: Case) => {
  const rights: KnownRights = {
    whole,
    grants: [
      {
        rules,
        subject: 'ServiceAccount shop/report',
        binding: {
          of: namespace === null ? 'ClusterRoleBinding' : 'RoleBinding',
          object: { cluster: null, namespace, name: 'report' },
          origin: { at: null, by: null },
          role: { of: 'ClusterRole', name: 'report' },
        },
      },
    ],
  };
  const known = { rights: ({ name }: { readonly name: string }) => (name === 'report' ? rights : undefined) };
  const body = cronJobBody({ containers: [main], serviceAccountName: 'report', ...spec });
  return knowing(known, body, { workload: { ...activityOf().workload, ...workload } });
};
const none: KnownRights = { whole: true, grants: [] };
const projected = { sources: [{ serviceAccountToken: { path: 'token' } }] };

indicatorTable(identityStrongServiceAccount, {
  fires: {
    'a cluster administrator': having({ rules: [ALL] }),
    'all rights in the namespace of the system': having({ rules: [ALL], namespace: 'kube-system' }),
    'reads every Secret': having({ rules: [rule('', 'configmaps secrets', 'get list')] }),
    'reads everything, Secrets too': having({ rules: [rule('*', '*', 'get list watch')] }),
    'creates workloads everywhere': having({ rules: [rule('batch', 'cronjobs', 'create')] }),
    'binds roles': having({ rules: [rule('rbac.authorization.k8s.io', 'clusterroles', 'bind')] }),
    'mints tokens of others': having({ rules: [rule('', 'serviceaccounts/token', 'create')] }),
    'acts as others': having({ rules: [rule('', 'users', 'impersonate')] }),
    'runs commands in every pod': having({ rules: [rule('', '*/exec', 'create')] }),
    'reaches every kubelet': having({ rules: [rule('', 'nodes/proxy', 'get')] }),
    'changes admission': having({
      rules: [rule('admissionregistration.k8s.io', 'mutatingwebhookconfigurations', 'patch')],
    }),
    'a part of the bindings is enough to say so': having({ rules: [ALL], whole: false }),
    'the token is projected by hand': having({
      rules: [ALL],
      spec: { automountServiceAccountToken: false, volumes: [{ name: 't', projected }] },
    }),
  },
  staysSilent: {
    'no rights at all': knowing({ rights: () => none }, cronJobBody({ containers: [main] })),
    'all rights in its own namespace': having({ rules: [ALL], namespace: 'shop' }),
    'reads pods everywhere': having({ rules: [rule('', 'pods pods/log', 'get list watch')] }),
    'reads one Secret by its name': having({ rules: [rule('', 'secrets', 'get', ['report-token'])] }),
    'restarts deployments in its namespace': having({
      rules: [rule('apps', 'deployments', 'get patch')],
      namespace: 'shop',
    }),
    'deletes old jobs everywhere': having({ rules: [rule('batch', 'jobs', 'get list delete')] }),
    'a resource of the same name in another group': having({ rules: [rule('example.com', 'secrets', '*')] }),
    'a controller': having({
      rules: [ALL],
      workload: { apiGroup: 'apps', kind: 'Deployment', resource: 'deployments' },
    }),
    'a pod that gets no token': having({ rules: [ALL], spec: { automountServiceAccountToken: false } }),
  },
  cannotTell: {
    ...UNSEEN,
    'no binding was seen': blank,
    'the account of another name': having({ rules: [ALL], spec: { serviceAccountName: 'other' } }),
    'only some bindings were seen': having({ rules: [rule('', 'pods', 'get')], whole: false }),
    'the role of a binding was not seen': having({ rules: null }),
  },
});
