import type { KubeApi } from '../model/effect.ts';

export const KUBE_CLIENTS: ReadonlySet<string> = new Set(['kubectl', 'oc', 'k3s', 'microk8s.kubectl']);

const VERBS: ReadonlySet<string> = new Set([
  ...['get', 'delete', 'create', 'apply', 'patch', 'replace', 'edit', 'exec', 'run', 'debug', 'cp', 'scale', 'rollout'],
  ...['describe', 'logs', 'label', 'annotate', 'drain', 'cordon', 'taint', 'set', 'adm', 'auth'],
]);

/** What a client of the API server is told to do; `null` for other calls. */
export const kubeCall = (program: string, texts: readonly string[]): KubeApi | null => {
  if (!KUBE_CLIENTS.has(program)) return null;
  const verb = texts.find((text) => VERBS.has(text));
  if (verb === undefined) return null;
  const grants =
    (texts.includes('create') && texts.some((text) => text === 'clusterrolebinding' || text === 'rolebinding')) ||
    texts.includes('add-cluster-role-to-user')
      ? (texts.find((text) => text.endsWith('cluster-admin')) ?? null)
      : null;
  return {
    kind: 'kube-api',
    verb,
    resources: texts.slice(0, 100).filter((text) => /^[a-z][a-z0-9.,/-]{0,200}$/.test(text) && text !== verb),
    everywhere: texts.some((text) => text === '-A' || text.startsWith('--all-namespaces')),
    all: texts.includes('--all'),
    values: texts.some((text) => /^(?:-o|--output)/.test(text)),
    grants: grants === null ? null : grants.slice(grants.lastIndexOf('=') + 1),
  };
};

/** What `kubectl exec … -- PROGRAM` and its like run elsewhere: where the words of it begin, or -1. */
export const handedOnAt = (program: string, texts: readonly string[]): number => {
  if (program !== 'kubectl' && program !== 'oc') return -1;
  if (!(texts.includes('exec') || texts.includes('run') || texts.includes('debug'))) return -1;
  const dashes = texts.indexOf('--');
  return dashes < 0 || dashes === texts.length - 1 ? -1 : dashes + 1;
};
