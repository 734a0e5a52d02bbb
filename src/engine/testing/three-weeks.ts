/** Three weeks of a small cluster as audit events: a controller that deploys, a person, and their usual workloads. */
import { workloadOf, writeOf } from '../testing.ts';
import { reader } from './stories.ts';

const MINUTES = 24 * 60;
export const DAYS = 21;

export const argocd = {
  user: { username: 'system:serviceaccount:argocd:controller', groups: ['system:serviceaccounts'] },
  userAgent: 'argocd-application-controller/v3.2.0 (linux/amd64)',
  sourceIPs: ['10.4.1.17'],
};
export const ana = {
  user: { username: 'ana@example.com', groups: ['developers', 'system:authenticated'] },
  userAgent: 'kubectl/v1.34.1 (darwin/arm64) kubernetes/93248f9',
  sourceIPs: ['192.0.2.21'],
};
export const eve = {
  user: { username: 'eve@example.com', groups: ['system:authenticated'] },
  userAgent: 'curl/8.17.0',
  sourceIPs: ['203.0.113.77'],
};

const image = 'registry.example.com/shop/report:1.4.2';
export const usual = { containers: [{ name: 'main', image, command: ['/bin/report', '--daily'] }] };
/** Reads every Secret of the cluster, with an image from elsewhere. */
export const attack = {
  ...reader,
  containers: [{ ...reader.containers[0], image: 'registry.example.net/tools/shell:1' }],
};

interface Act {
  /** Days before the last day, on which the stories play, and the minute of that day. */
  readonly daysBefore?: number;
  readonly minute: number;
  readonly name: string;
  readonly namespace?: string;
  readonly kind?: 'CronJob' | 'Job';
  readonly verb?: 'create' | 'update';
}

export const write = (who: object, spec: object, { daysBefore = 0, minute, name, ...act }: Act, more: object = {}) => {
  const { namespace = 'dev', kind = 'CronJob', verb = 'create' } = act;
  const body = workloadOf(kind, name, spec, { namespace });
  const resource = kind === 'CronJob' ? 'cronjobs' : 'jobs';
  const at = minute - daysBefore * MINUTES;
  return writeOf({ minute: at, verb, resource, apiGroup: 'batch', namespace, name, body, more: { ...who, ...more } });
};

/** Eight workloads of the controller and two of the person on each of the days before. */
export const usualDays = (days = DAYS): readonly object[] =>
  Array.from({ length: days }, (_, index) => days - index).flatMap((daysBefore) => [
    ...Array.from({ length: 8 }, (_, minute) =>
      write(argocd, usual, {
        daysBefore,
        minute,
        name: `report-${minute}`,
        namespace: minute % 2 === 0 ? 'dev' : 'shop',
      }),
    ),
    ...[100, 101].map((minute) =>
      write(ana, usual, { daysBefore, minute, name: `try-${daysBefore}-${minute}`, kind: 'Job' }),
    ),
  ]);
