import type { SetName } from './model.ts';
import { quote } from './shell.ts';
import type { Member, Subject } from './subject.ts';

const FIELDS = '{{.metadata.name}}|{{.metadata.namespace}}|{{.metadata.uid}}|{{.metadata.resourceVersion}}|';
const GLOBAL_FIELDS = '{{.metadata.name}}||{{.metadata.uid}}|{{.metadata.resourceVersion}}|';
const LINE = '{{"\\n"}}';
const NOT_OVER =
  '{{$over := false}}{{range .status.conditions}}{{if and (or (eq .type "Complete") (eq .type "Failed")) (eq .status "True")}}{{$over = true}}{{end}}{{end}}{{if not $over}}';

/** Jobs whose owner has the object's uid; `${object_uid}` is the server's own word and ends the quoted template. */
const ownedJobs = (body: string, end: string): string =>
  `'{{range .items}}{{$job := .}}${body}{{range .metadata.ownerReferences}}{{if eq .uid "'"$object_uid"'"}}{{with $job}}${FIELDS}${LINE}{{end}}{{end}}{{end}}${end}{{end}}'`;

const perPod = (template: string): string =>
  [
    'each_jobs | while IFS="|" read -r _ _ job_uid _ _; do',
    `  k get pods -n "$object_namespace" -l "batch.kubernetes.io/controller-uid=$job_uid" -o go-template=${quote(template)}`,
    'done',
  ].join('\n  ');

const CONTAINERS = (having: string): string =>
  `{{range .items}}{{$pod := .}}{{range $statuses := .status.containerStatuses}}{{if ${having}}}{{$pod.metadata.name}}|{{$pod.metadata.namespace}}|{{$pod.metadata.uid}}|{{$pod.metadata.resourceVersion}}|{{.name}}${LINE}{{end}}{{end}}{{end}}`;

/** Members whose names the finding tells, one a line. */
const named = (members: readonly Member[]): string =>
  members.length === 0
    ? 'true'
    : `printf '%s\\n' ${members.map(({ name, namespace }) => quote(`${name}|${namespace ?? ''}|||`)).join(' ')}`;

/** Bodies of the shell functions that print the members of a set: `name|namespace|uid|resourceVersion|container` a line. */
export const setFunction = (set: SetName, subject: Subject, known: readonly Member[]): string => {
  const jobs = 'k get jobs.v1.batch -n "$object_namespace" -o go-template=';
  const object = `k get ${subject.resource}.v1.batch -n "$object_namespace" -o go-template=`;
  switch (set) {
    case 'object':
      return `${object}${quote(`${FIELDS}${LINE}`)} -- "$object_name"`;
    case 'jobs':
      return subject.kind === 'Job'
        ? `${object}${quote(`${FIELDS}${LINE}`)} -- "$object_name"`
        : `${jobs}${ownedJobs('', '')}`;
    case 'live-jobs':
      return subject.kind === 'Job'
        ? `${object}${quote(`${NOT_OVER}${FIELDS}${LINE}{{end}}`)} -- "$object_name"`
        : `${jobs}${ownedJobs(NOT_OVER, '{{end}}')}`;
    case 'pods':
      return perPod(`{{range .items}}${FIELDS}${LINE}{{end}}`);
    case 'containers':
      return perPod(CONTAINERS('or .state.running .state.terminated'));
    case 'restarted-containers':
      return perPod(CONTAINERS('.lastState.terminated'));
    case 'nodes':
      return `${perPod(`{{range .items}}{{if .spec.nodeName}}{{.spec.nodeName}}||||${LINE}{{end}}{{end}}`)} | sort -u`;
    case 'anonymous-bindings':
    case 'cluster-role-bindings': {
      const isOne =
        set === 'anonymous-bindings'
          ? 'or (eq .name "system:anonymous") (eq .name "system:unauthenticated")'
          : `and (eq .kind "ServiceAccount") (eq .name ${goText(subject.serviceAccount)}) (eq .namespace ${goText(subject.namespace ?? '')})`;
      const template = `{{range .items}}{{$one := .}}{{range .subjects}}{{if ${isOne}}}{{with $one}}${GLOBAL_FIELDS}${LINE}{{end}}{{end}}{{end}}{{end}}`;
      return `k get clusterrolebindings.v1.rbac.authorization.k8s.io -o go-template=${quote(template)} | { grep -v '^system:public-info-viewer|' || true; } | sort -u`;
    }
    case 'token-secrets':
    case 'role-bindings':
      return 'true';
    case 'config-maps':
    case 'service-account':
    case 'argocd-application':
    case 'flux-kustomization':
    case 'flux-helm-release':
      return named(known);
    default:
      return set satisfies never;
  }
};

/** A text as Go's templates write it: JSON's escapes are Go's, except that JSON lets more stand for itself. */
const goText = (text: string): string => JSON.stringify(text.toWellFormed());
