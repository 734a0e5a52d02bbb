import type { Effect, KubeApi, Read } from '../model/effect.ts';
import { get, jsonIn, listAt, objectAt, textAt } from '../model/json.ts';
import { type Call, type Machine, takesOutput } from './machine.ts';
import { ETCD_SECRETS } from './stores.ts';

/** Resources of Kubernetes that no other service has under `/api/v1/`. */
const RESOURCE =
  /\/(?:api\/v1|apis\/[\w.-]{1,100}\/v\w{1,20})(?:\/(?:namespaces)\/([^/\s?"']{1,100}))?\/(secrets|pods|nodes|namespaces|events|configmaps|serviceaccounts|daemonsets|deployments|statefulsets|jobs|cronjobs|clusterrolebindings|rolebindings|clusterroles|roles|validatingwebhookconfigurations|mutatingwebhookconfigurations|persistentvolumeclaims|certificatesigningrequests|selfsubjectrulesreviews|networkpolicies|endpointslices|replicasets|resourcequotas|limitranges)(?:\/([^/\s?"']{1,253}))?(?:\/([a-z]{1,40}))?(?=[?\s"']|\/|$)/;
/** What others add to Kubernetes, whose groups are names of hosts: policies above all. */
const ADDED =
  /\/apis\/((?:[a-z0-9-]{1,60}\.){1,6}[a-z]{2,20})\/v\d[a-z0-9]{0,10}(?:\/namespaces\/([^/\s?"']{1,100}))?\/([a-z]{2,60})(?:\/([^/\s?"']{1,253}))?(?:\/([a-z]{1,40}))?(?=[?\s"']|\/|$)/;
/** The kubelet, which runs commands in the pods of its node for whoever may ask it, itself or through the API server. */
export const KUBELET_RUN = /(?::10250|\/nodes\/[^/\s?"']{1,253}\/proxy)\/(?:run|exec|attach)\//;
/** The interface of etcd for web clients, whose keys stand in base64. */
const ETCD_API = /\/v3(?:alpha|beta)?\/kv\/range(?:$|\?)/;
const RUNTIME_API = /\/containers\/create(?:\?|$)|\/containers\/[\w.-]{1,100}\/exec(?:\?|$)/;

const VERBS: ReadonlyMap<string, string> = new Map([
  ['GET', 'get'],
  ['POST', 'create'],
  ['PUT', 'replace'],
  ['PATCH', 'patch'],
  ['DELETE', 'delete'],
]);
const BODY = /^(?:-[a-zA-Z]*d|--(?:data|data-raw|data-binary|json|post-data|body-data))$/;

/**
 * Says what a web client asks the API server, a kubelet or a container runtime, by the address alone; gives what it reads
 * of the cluster.
 */
export const asksApis = (machine: Machine, call: Call): readonly Effect[] => {
  const read: Effect[] = [];
  const { texts } = call;
  const address = texts.find(
    (text) => text.length < 4096 && (RESOURCE.test(text) || KUBELET_RUN.test(text) || ADDED.test(text)),
  );
  if (address !== undefined) {
    const request = kubeRequest(address, machine, call);
    machine.emit(request, call);
    if (request.verb === 'get' && request.resources[0] === 'secrets') {
      const isAll = request.everywhere || (request.namespace === 'kube-system' && request.resources.length === 1);
      read.push(machine.emit(secretsRead(call, 'secrets', isAll), call));
    }
  }
  if (texts.some((text) => text.length < 4096 && ETCD_API.test(text)) && asksForSecrets(bodyOf(machine, call)))
    read.push(machine.emit(secretsRead(call, ETCD_SECRETS, true), call));
  const runtime = texts.find((text) => text.length < 4096 && RUNTIME_API.test(text));
  if (runtime !== undefined) {
    const args = ['create', ...optionsOf(bodyOf(machine, call))];
    machine.emit({ kind: 'run', program: 'docker', args, words: ['docker', ...args], opensShell: false }, call);
  }
  return read;
};

/** Options with which a web client writes what it gets to a file. */
const KEEPS = /^(?:-[a-zA-Z]*o|--output|--output-document)(?:=|$)/;
/** Many secrets that nothing takes end in the log. */
const secretsRead = ({ program, texts, scope, redirects }: Call, path: string, areMany: boolean): Read => {
  const isKept = scope.isTaken === true || redirects.some(takesOutput);
  const isFile =
    program === 'wget' ? !texts.some((text) => /^-[a-zA-Z]*O-?$/.test(text)) : texts.some((text) => KEEPS.test(text));
  const shown = areMany && !isKept && !isFile ? ({ isShown: true } as const) : {};
  return { kind: 'read', what: 'credentials', path, host: null, program, ...shown };
};

/** Whether a body asks etcd for what the API server keeps as secrets. */
const asksForSecrets = (body: string | null): boolean => {
  const key = /"key"\s{0,4}:\s{0,4}"([A-Za-z0-9+/=]{8,400})"/.exec(body ?? '')?.[1];
  if (key === undefined) return false;
  try {
    return atob(key).startsWith('/registry/secrets');
  } catch {
    return false; // no base64 after all
  }
};

interface Place {
  readonly namespace: string | undefined;
  readonly resource: string;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
}
const placeOf = (address: string): Place => {
  const found = ADDED.exec(address);
  // What Kubernetes has itself keeps its plain name.
  const added = found?.[1]?.endsWith('.k8s.io') === true ? null : found;
  const [, namespace, resource = 'nodes', name, subresource] =
    added?.slice(1) ?? RESOURCE.exec(address) ?? found?.slice(1) ?? [];
  return { namespace, resource: added === null ? resource : `${resource}.${added[1]}`, name, subresource };
};

/** Parts of an object of which a write does something else than one of the object. */
const KEPT_PARTS: ReadonlySet<string> = new Set(['token', 'approval']);

const kubeRequest = (address: string, machine: Machine, call: Call): KubeApi => {
  const { texts } = call;
  const { namespace, resource, name, subresource } = placeOf(address);
  const isKubelet = KUBELET_RUN.test(address);
  const verb = isKubelet ? 'exec' : (VERBS.get(methodOf(texts)) ?? 'get');
  return {
    kind: 'kube-api',
    verb: subresource === 'exec' ? 'exec' : verb,
    resources: isKubelet
      ? ['nodes/proxy']
      : [
          resource,
          ...(name === undefined ? [] : [name]),
          ...(KEPT_PARTS.has(subresource ?? '') ? [subresource ?? ''] : []),
        ],
    ...(name?.startsWith('$') ? { isNamed: true } : {}),
    namespace: namespace ?? null,
    everywhere: namespace === undefined && name === undefined,
    all: verb === 'delete' && name === undefined,
    isStopped: false,
    selector: /[?&](?:label|field)Selector=([^&\s]{1,200})/.exec(address)?.[1] ?? null,
    values: verb === 'get',
    grants: null,
    subjects: [],
    manifest: verb === 'get' || verb === 'delete' ? null : bodyOf(machine, call),
  };
};

const methodOf = (texts: readonly string[]): string => {
  for (const [index, text] of texts.entries()) {
    if (/^-[a-zA-Z]*X$|^--(?:request|method)$/.test(text)) return (texts[index + 1] ?? '').toUpperCase();
    const joined = /^(?:-[a-zA-Z]*X|--(?:request|method)=)([A-Za-z]{3,6})$/.exec(text)?.[1];
    if (joined !== undefined) return joined.toUpperCase();
  }
  return texts.some((text) => BODY.test(text) || /^--(?:data|post-data|json)/.test(text)) ? 'POST' : 'GET';
};

const bodyOf = (machine: Machine, { texts, input }: Pick<Call, 'texts' | 'input'>): string | null => {
  const at = texts.findIndex((text) => BODY.test(text));
  const joined = texts.find((text) => /^--(?:data|post-data|body-data|data-raw|data-binary|json)=/.test(text));
  const written = at >= 0 ? (texts[at + 1] ?? '') : (joined?.slice(joined.indexOf('=') + 1) ?? '');
  const file = written === '@-' ? input : machine.files.get(written.slice(1));
  const text = written.startsWith('@') ? (file?.text ?? '') : written;
  return text === '' ? null : text.slice(0, 32 * 1024);
};

/** The body of a request to a container runtime as options of its client. */
const optionsOf = (body: string | null): readonly string[] => {
  const host = body === null ? null : objectAt(jsonIn(body), 'HostConfig');
  if (host === null) return [];
  return [
    ...(get(host, 'Privileged') === true ? ['--privileged'] : []),
    ...(textAt(host, 'PidMode') === 'host' ? ['--pid=host'] : []),
    ...listAt(host, 'Binds').flatMap((bind) => (typeof bind === 'string' ? [`--volume=${bind}`] : [])),
  ];
};
