import { plain } from '../lib/inert.ts';
import type { Finding } from '../model/finding.ts';
import { objectAt, textAt } from '../model/json.ts';
import type { PlannedRequest } from '../playbook/request.ts';
import type { Subject } from '../playbook/subject.ts';
import { type Api, accepted } from './api.ts';
import { RespondError } from './failure.ts';

export const getOf = (path: string): PlannedRequest => ({
  method: 'GET',
  path,
  contentType: null,
  accept: 'application/json',
  body: null,
});

/** The uid of kube-system, which lives as long as its cluster and is taken for the cluster's own. */
export const proveCluster = async (
  api: Api,
  cluster: { readonly name: string; readonly uid: string },
): Promise<void> => {
  const request = getOf('/api/v1/namespaces/kube-system');
  const { value } = accepted(await api.ask(request), request);
  const uid = textAt(objectAt(value, 'metadata'), 'uid');
  if (uid !== cluster.uid) {
    throw new RespondError(
      'target',
      `this is not cluster ${cluster.name}: the uid of its kube-system is ${plain(uid ?? 'unknown')}, not ${cluster.uid}. Nothing was changed`,
    );
  }
};

/** Names as the API server allows them in a path. */
const NAME = /^[A-Za-z0-9]([A-Za-z0-9._:-]*[A-Za-z0-9])?$/;

/** A subject whose object can be asked for. */
export type Target = Subject & { readonly namespace: string; readonly name: string };

export const targetOf = (subject: Subject): Target => {
  const { namespace, name } = subject;
  if (namespace === null || name === null)
    throw new RespondError(
      'target',
      'the finding names no object: its name or namespace was not logged. Use the plan by hand',
    );
  if (!NAME.test(namespace) || !NAME.test(name))
    throw new RespondError('target', `no object can have the name ${plain(`${namespace}/${name}`)}`);
  return { ...subject, namespace, name };
};

export const pathOf = ({ namespace, name, resource }: Target): string =>
  `/apis/batch/v1/namespaces/${namespace}/${resource}/${name}`;

/** Between the request and the object's own time; clocks of audit logs and of servers are one, the stamps are not. */
const SKEW_MS = 120_000;

/**
 * Reads the object and proves that it is the finding's: by its uid where the log had one, else by the time of its making.
 * `uid` is what the user says it is. Throws for an object that was replaced since.
 */
export const proveObject = async (
  api: Api,
  target: Target,
  finding: Finding,
  uid: string | undefined,
): Promise<{ readonly object: unknown; readonly uid: string }> => {
  const request = getOf(pathOf(target));
  const answer = await api.ask(request);
  const what = `${target.kind} ${target.namespace}/${target.name}`;
  if (answer.status === 404)
    throw new RespondError(
      'absent',
      `${what} is not there any more: it was deleted since, or never made. Nothing was changed`,
    );
  const { value } = accepted(answer, request);
  const live = textAt(objectAt(value, 'metadata'), 'uid');
  if (live === null) throw new RespondError('server', `${what} was answered without a uid`);
  const wanted = uid ?? target.uid;
  if (uid !== undefined && target.uid !== null && uid !== target.uid)
    throw new RespondError('target', `--uid ${uid} is not the uid of the finding, ${target.uid}`);
  if (wanted !== null) {
    if (live === wanted) return { object: value, uid: live };
    throw new RespondError(
      'target',
      `${what} was replaced since the finding: its uid is ${live}, not ${wanted}. Nothing was changed`,
    );
  }
  const made = Date.parse(textAt(objectAt(value, 'metadata'), 'creationTimestamp') ?? '');
  const seen = Date.parse(finding.firstSeen ?? '');
  const fits = finding.request.verb === 'create' ? Math.abs(made - seen) <= SKEW_MS : made <= seen + SKEW_MS;
  if (!fits) {
    throw new RespondError(
      'target',
      `the log did not tell the uid of ${what}, and its making (${Number.isNaN(made) ? 'unknown' : new Date(made).toISOString()}) does not fit the finding (${finding.firstSeen ?? 'unknown'}). If it is the one, say so: --uid ${live}`,
    );
  }
  return { object: value, uid: live };
};
