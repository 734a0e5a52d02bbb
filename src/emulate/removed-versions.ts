/**
 * API versions that Kubernetes no longer serves, by kind, and what serves them now.
 * https://kubernetes.io/docs/reference/using-api/deprecation-guide/
 */
export const REMOVED_VERSIONS: ReadonlyMap<string, { readonly since: string; readonly now: string }> = new Map(
  Object.entries({
    'batch/v1beta1 CronJob': { since: '1.25', now: 'batch/v1' },
    'batch/v2alpha1 CronJob': { since: '1.21', now: 'batch/v1' },
    'extensions/v1beta1 DaemonSet': { since: '1.16', now: 'apps/v1' },
    'extensions/v1beta1 Deployment': { since: '1.16', now: 'apps/v1' },
    'extensions/v1beta1 ReplicaSet': { since: '1.16', now: 'apps/v1' },
    'extensions/v1beta1 NetworkPolicy': { since: '1.16', now: 'networking.k8s.io/v1' },
    'extensions/v1beta1 Ingress': { since: '1.22', now: 'networking.k8s.io/v1' },
    'apps/v1beta1 Deployment': { since: '1.16', now: 'apps/v1' },
    'apps/v1beta1 StatefulSet': { since: '1.16', now: 'apps/v1' },
    'apps/v1beta2 DaemonSet': { since: '1.16', now: 'apps/v1' },
    'apps/v1beta2 Deployment': { since: '1.16', now: 'apps/v1' },
    'apps/v1beta2 ReplicaSet': { since: '1.16', now: 'apps/v1' },
    'apps/v1beta2 StatefulSet': { since: '1.16', now: 'apps/v1' },
    'policy/v1beta1 PodDisruptionBudget': { since: '1.25', now: 'policy/v1' },
    'policy/v1beta1 PodSecurityPolicy': { since: '1.25', now: 'Pod Security Admission' },
    'rbac.authorization.k8s.io/v1alpha1 ClusterRole': { since: '1.20', now: 'rbac.authorization.k8s.io/v1' },
    'rbac.authorization.k8s.io/v1beta1 ClusterRole': { since: '1.22', now: 'rbac.authorization.k8s.io/v1' },
    'rbac.authorization.k8s.io/v1beta1 ClusterRoleBinding': { since: '1.22', now: 'rbac.authorization.k8s.io/v1' },
    'rbac.authorization.k8s.io/v1beta1 Role': { since: '1.22', now: 'rbac.authorization.k8s.io/v1' },
    'rbac.authorization.k8s.io/v1beta1 RoleBinding': { since: '1.22', now: 'rbac.authorization.k8s.io/v1' },
    'apiextensions.k8s.io/v1beta1 CustomResourceDefinition': { since: '1.22', now: 'apiextensions.k8s.io/v1' },
    'admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration': {
      since: '1.22',
      now: 'admissionregistration.k8s.io/v1',
    },
    'admissionregistration.k8s.io/v1beta1 ValidatingWebhookConfiguration': {
      since: '1.22',
      now: 'admissionregistration.k8s.io/v1',
    },
  }),
);
