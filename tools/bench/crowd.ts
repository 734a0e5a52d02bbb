/**
 * Writes a log in which every request is about another object: what it takes to remember them all.
 *
 * Usage: node tools/bench/crowd.ts --out FILE [--objects 1000000] [--actors 100000]
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';

export interface CrowdOptions {
  readonly objects: number;
  readonly actors: number;
}

const CONTROLLER = 'system:serviceaccount:kube-system:job-controller';
const START = Date.UTC(2026, 2, 3);

interface Thing {
  readonly kind: string;
  readonly resource: string;
  readonly group: string;
  readonly body: object;
}

const containers = (index: number) => [
  {
    name: 'main',
    image: `registry.example.com/team-${index % 500}/app-${index % 5000}:1.${index}`,
    command: ['/app/run', `task-${index}`],
    env: [
      { name: 'LOG_LEVEL', value: 'info' },
      { name: 'REGION', value: 'eu-west-1' },
    ],
  },
];

/** Ten requests in turn: workloads by people, pods of controllers, ConfigMaps, bindings. */
const thingOf = (index: number, name: string): Thing => {
  switch (index % 10) {
    case 0:
      return {
        ...{ kind: 'CronJob', resource: 'cronjobs', group: 'batch' },
        body: {
          schedule: '0 3 * * *',
          jobTemplate: { spec: { template: { spec: { containers: containers(index) } } } },
        },
      };
    case 1:
      return {
        ...{ kind: 'Deployment', resource: 'deployments', group: 'apps' },
        body: { replicas: 2, template: { spec: { containers: containers(index) } } },
      };
    case 2:
    case 3:
    case 4:
    case 5:
      return { kind: 'Pod', resource: 'pods', group: '', body: { containers: containers(index) } };
    case 6:
    case 7:
    case 8:
      return { kind: 'ConfigMap', resource: 'configmaps', group: '', body: { run: `#!/bin/sh\necho ${name}\n` } };
    default:
      return { kind: 'RoleBinding', resource: 'rolebindings', group: 'rbac.authorization.k8s.io', body: {} };
  }
};

const eventOf = (index: number, { objects, actors }: CrowdOptions): string => {
  const name = `object-${index}`;
  const namespace = `team-${index % 2000}`;
  const { kind, resource, group, body } = thingOf(index, name);
  const isMade = kind === 'Pod';
  const actor = `person-${Math.floor((index * actors) / objects)}@example.com`;
  const at = new Date(START + Math.floor((index * 86_400_000) / objects)).toISOString().replace('Z', '000Z');
  const apiVersion = group === '' ? 'v1' : `${group}/v1`;
  const owner = { apiVersion: 'batch/v1', kind: 'Job', name: `owner-${index}`, uid: `u-${index}`, controller: true };
  const own =
    kind === 'ConfigMap'
      ? { data: body }
      : kind === 'RoleBinding'
        ? {
            roleRef: { apiGroup: group, kind: 'ClusterRole', name: `role-${index % 1000}` },
            subjects: [{ kind: 'ServiceAccount', name: `account-${index}`, namespace }],
          }
        : { spec: body };
  return JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Request',
    auditID: `${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`,
    stage: 'ResponseComplete',
    requestURI: `/${group === '' ? 'api' : `apis/${group}`}/v1/namespaces/${namespace}/${resource}`,
    verb: 'create',
    user: { username: isMade ? CONTROLLER : actor, groups: ['system:authenticated'] },
    sourceIPs: [`192.0.2.${index % 250}`],
    userAgent: isMade ? 'kube-controller-manager/v1.34.1' : 'kubectl/v1.34.1',
    objectRef: { resource, namespace, name, apiGroup: group === '' ? undefined : group, apiVersion: 'v1' },
    responseStatus: { metadata: {}, code: 201 },
    requestObject: {
      apiVersion,
      kind,
      metadata: { name, namespace, ...(isMade ? { ownerReferences: [owner] } : {}) },
      ...own,
    },
    requestReceivedTimestamp: at,
    stageTimestamp: at,
    annotations: { 'authorization.k8s.io/decision': 'allow' },
  });
};

/** Every object is another one; each actor asks in turn. */
export const writeCrowd = (path: string, options: CrowdOptions): void => {
  const file = openSync(path, 'w');
  let lines: string[] = [];
  for (let index = 0; index < options.objects; index++) {
    lines.push(eventOf(index, options));
    if (lines.length < 4096 && index + 1 < options.objects) continue;
    writeSync(file, `${lines.join('\n')}\n`);
    lines = [];
  }
  closeSync(file);
};

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      objects: { type: 'string', default: '1000000' },
      actors: { type: 'string', default: '100000' },
    },
  });
  if (values.out === undefined) throw new Error('--out FILE says where the log goes');
  writeCrowd(values.out, { objects: Number(values.objects), actors: Number(values.actors) });
}
