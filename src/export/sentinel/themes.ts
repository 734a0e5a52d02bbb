import { CONTAINERS } from './containers.ts';
import { CIRCUMSTANCES, CLUSTER, EXECUTION, IS_SENSITIVE, NODE, POWERS, type Signal, TOOLS } from './signals.ts';

/** What one rule looks for. */
export interface Theme {
  readonly id: string;
  readonly title: string;
  /** What it finds and what it does not, for whoever reads the rule in Sentinel. */
  readonly description: string;
  readonly severity: 'High' | 'Medium' | 'Low';
  /** KQL that brings together what the signals ask of containers. */
  readonly containers: string;
  readonly signals: readonly Signal[];
  /** Fewer points than this are no row. */
  readonly leastPoints: number;
  /** Indicators that are no row without another one. */
  readonly notAlone?: readonly string[];
  /** Whether it is about rows that cannot be read; it has no signals then. */
  readonly isOfUnread: boolean;
  /** More columns of the result, each after a comma. */
  readonly shows: string;
}

const LIMITS =
  'It reads names, values and regular expressions: nested encodings, variables, mounted scripts and what a workload was before are not followed. Cronwarden itself does that.';

export const THEMES: readonly Theme[] = [
  {
    id: 'execution',
    title: 'Kubernetes workload runs foreign code',
    description: `A CronJob, Job or other pod-making object was created or changed whose command opens a reverse shell or runs what it downloads or decodes. ${LIMITS}`,
    severity: 'High',
    containers: CONTAINERS.commands,
    signals: EXECUTION,
    leastPoints: 30,
    isOfUnread: false,
    shows: ',Command=substring(Cmd,0,1000)',
  },
  {
    id: 'tools',
    title: 'Kubernetes workload brings tools of attackers',
    description: `A CronJob, Job or other pod-making object was created or changed that mines, scans, opens a tunnel or a web shell, or installs packages from a bare address, by its command or its image; or an anonymous user was let write one. ${LIMITS}`,
    severity: 'High',
    containers: CONTAINERS.commandsAndImages,
    signals: TOOLS,
    leastPoints: 30,
    isOfUnread: false,
    shows: ',Command=substring(Cmd,0,1000)',
  },
  {
    id: 'cluster',
    title: 'Kubernetes workload attacks the cluster',
    description: `A CronJob, Job or other pod-making object was created or changed whose command sends or reads credentials, removes events and logs, gives rights away, or deletes at large. ${LIMITS}`,
    severity: 'High',
    containers: CONTAINERS.commands,
    signals: CLUSTER,
    leastPoints: 30,
    isOfUnread: false,
    shows: ',Command=substring(Cmd,0,1000)',
  },
  {
    id: 'node',
    title: 'Kubernetes workload attacks the node',
    description: `A CronJob, Job or other pod-making object was created or changed whose command enters the node, writes what stays on it, destroys or encrypts, or starts containers past the API server. ${LIMITS}`,
    severity: 'High',
    containers: CONTAINERS.commands,
    signals: NODE,
    leastPoints: 30,
    isOfUnread: false,
    shows: ',Command=substring(Cmd,0,1000)',
  },
  {
    id: 'power',
    title: 'Kubernetes workload has power over the node',
    description: `A CronJob, Job or other pod-making object was created or changed that is privileged, mounts the runtime socket or sensitive directories of the node so that it can write, shares namespaces of the node or adds dangerous capabilities. Fields are read by value, so that "privileged: false" is none. ${LIMITS}`,
    severity: 'Medium',
    containers: CONTAINERS.power(IS_SENSITIVE),
    signals: POWERS,
    leastPoints: 30,
    // Node exporters and benchmarks have them every day; who enters the node through them is found by what the command does.
    notAlone: ['host.namespaces', 'host.network'],
    isOfUnread: false,
    shows: ',Command=tostring(Paths)',
  },
  {
    id: 'disguise',
    title: 'Kubernetes workload disguises itself',
    description: `Two or more circumstances that are ordinary alone: written into a namespace of the system by somebody who is no part of it, every minute, an image named like a part of Kubernetes or from a bare address, no history kept, an impersonated user. ${LIMITS}`,
    severity: 'Low',
    containers: CONTAINERS.images,
    signals: CIRCUMSTANCES,
    leastPoints: 14,
    isOfUnread: false,
    shows: ',Command=tostring(O.spec.schedule)',
  },
  {
    id: 'unread',
    title: 'Kubernetes workload write that the log does not show',
    description:
      'A row names CronJobs or Jobs and does not parse, or the body of a workload write was withheld because of its size. Padding hides a manifest from every rule that reads it; look at the object in the cluster.',
    severity: 'Low',
    containers: '',
    signals: [],
    leastPoints: 0,
    isOfUnread: true,
    shows: '',
  },
];
