import type { Activity, Actor, ContainerRole, RequestInfo, Workload } from './activity.ts';
import type { Elsewhere } from './controller-use.ts';
import type { Effect } from './effect.ts';
import type { Seen } from './seen.ts';

/** Where a fact stands: the container it belongs to, and the JSON Pointer into the event. */
export interface Place {
  /** Name of the container; `null` for facts of the pod or of the object. */
  readonly container: string | null;
  readonly role: ContainerRole | null;
  /** JSON Pointer into the event, for example `/requestObject/spec/jobTemplate/spec/…`. */
  readonly pointer: string;
}

export interface ImageFact extends Place {
  /** As written. */
  readonly reference: string;
  /** Registry host with port, `docker.io` when none is written. */
  readonly registry: string;
  /** `library/alpine`, `bitnami/kubectl`; without registry, tag and digest. */
  readonly repository: string;
  /** Last path segment of the repository: `alpine`. */
  readonly base: string;
  readonly tag: string | null;
  readonly digest: string | null;
}

/** A command as the kernel would get it: `command` and `args` joined. */
export interface CommandFact extends Place {
  /** Which field carries it. */
  readonly carrier: 'command' | 'postStart' | 'preStop' | 'livenessProbe' | 'readinessProbe' | 'startupProbe';
  readonly argv: readonly string[];
  /** Base name of the image when only `args` are set: the program may be the image's own, and `argv` its arguments. */
  readonly entrypoint: string | null;
  /** One line for a person, at most 2,000 characters. */
  readonly shown: string;
  /** Shell text when argv runs a shell with `-c`, or the text of a script field; `null` otherwise. */
  readonly script: string | null;
}

export interface HostPathFact extends Place {
  readonly volume: string;
  /** Cleaned: `//etc/../etc/` is `/etc`; `/var/run` is `/run`. */
  readonly path: string;
  readonly written: string;
  /** Where the container sees it; `null` when nothing seen mounts it. One fact for each mount. */
  readonly mountPath: string | null;
  /** True when the mount is read-only; false when it is writable; null when nothing seen mounts it. */
  readonly readOnly: boolean | null;
}

export interface PrivilegeFact extends Place {
  /** `sysctl`: a kernel setting of the pod. */
  readonly what: 'privileged' | 'capability' | 'allow-privilege-escalation' | 'run-as-root' | 'unconfined' | 'sysctl';
  /** `privileged`, `SYS_ADMIN`, `net.core.somaxconn=1024`, …; capabilities without `CAP_`, upper case. */
  readonly value: string;
}

export interface HostNamespaceFact extends Place {
  readonly namespace: 'hostNetwork' | 'hostPID' | 'hostIPC';
}

export interface TokenFact extends Place {
  /** `automount`: set to true on purpose; `projected`: a serviceAccountToken volume; `secret`: a token secret by path. */
  readonly how: 'automount' | 'projected';
  readonly audience: string | null;
}

/** A repository that the kubelet clones for a pod, as root of the node. */
export interface GitVolumeFact extends Place {
  readonly volume: string;
  readonly repository: string;
  /** Where below the volume it is cloned to, as it is written; empty where the request does not say. */
  readonly directory: string;
}

export interface ServiceAccountFact extends Place {
  readonly name: string;
}

/** What a service account may do to others. `escalates`: give itself more, by binding or by tokens of other accounts. */
export const POWERS = [
  'everything',
  'reads-secrets',
  'creates-workloads',
  'escalates',
  'impersonates',
  'executes',
  'nodes-proxy',
  'webhooks',
  'deletes',
] as const;
export type Power = (typeof POWERS)[number];

/** One power that one binding gives the service account of the pod. */
export interface RightsFact extends Place {
  /** `namespace/name`. */
  readonly account: string;
  readonly power: Power;
  /** Where it holds; `null` for the whole cluster. */
  readonly namespace: string | null;
  /** `ClusterRoleBinding "x" gives ClusterRole "y" to ServiceAccount shop/report`. */
  readonly binding: string;
  /** Who wrote the binding and when, or that it is from a file. */
  readonly origin: string;
}

/** A Job that says it is a run of a CronJob that the log shows. */
export interface CopyFact extends Place {
  /** By the mark of a manual run, or by an owner reference alone. */
  readonly claim: 'manual' | 'owner';
  /** `namespace/name` of the CronJob. */
  readonly of: string;
  /** Whether the pod template is the very one of the CronJob. */
  readonly isEqual: boolean;
  /** Who wrote the CronJob and when. */
  readonly origin: string;
}

/** A Job with the name that the CronJob controller gives a run. */
export interface RunNameFact extends Place {
  /** `namespace/name` of the CronJob that the name is made of. */
  readonly of: string;
  /** When such a run is due, in the form of event times. */
  readonly dueAt: string;
  /** Whether the Job was written before that. */
  readonly isAhead: boolean;
  /** When the controller found the Job in the place of its own; `null` when the log shows no such thing. */
  readonly foundAt: string | null;
  /** Whether the Job says that the CronJob is its controller: then its run counts as one of the CronJob. */
  readonly isOwned: boolean;
}

/** Why a write under the name of a controller was not the controller's. */
export interface ControllerFact extends Place {
  /**
   * `agent`: another program than controllers run in; `pod`: a token that is bound to a pod; `impersonated`: by somebody who
   * acts as it; `duty`: something that it never makes; `address`: from where no other controller comes.
   */
  readonly what: 'agent' | 'pod' | 'impersonated' | 'duty' | 'address';
  readonly user: string;
  /** Agent, pod, user behind it, kind that was made, or address. */
  readonly value: string;
  /** Of an address: where the controller itself is. */
  readonly place: Elsewhere | null;
}

/** One thing that a write changed: what stood there before, and what stands there now. */
export interface ChangedFact extends Place {
  readonly from: string;
  readonly to: string;
}

/** What a write made of a workload that was known before. */
export interface ChangeFact {
  /** Whether the pods run the same: marks that tools leave on a template do not count. */
  readonly isSameTemplate: boolean;
  /**
   * True when the template is the same and nothing else changed that makes it run, or run otherwise: schedule, suspension,
   * history, owners. Then the write repeats what was judged before.
   */
  readonly isRepetition: boolean;
  /** What came before, as the end of a sentence: `it was created suspended by ana@example.com at …`. */
  readonly story: string;
  /** Who created it and when, for an object that was made suspended. */
  readonly createdSuspended: string | null;
  /** Images of which the registry or the repository changed. */
  readonly images: readonly ChangedFact[];
  /** Commands where the image's own program ran, or nothing did. */
  readonly commands: readonly ChangedFact[];
  /** Powers over the node that were not there. */
  readonly privileges: readonly ChangedFact[];
  readonly suspend: ChangedFact | null;
  readonly schedule: ChangedFact | null;
  /** Limits of finished Jobs, and their time to live, that became 0. */
  readonly history: readonly ChangedFact[];
  /** Another service account: `powers` are those that the old one lacks, `null` when its rights are not known. */
  readonly serviceAccount: (ChangedFact & { readonly powers: readonly Power[] | null }) | null;
}

export interface ScheduleFact extends Place {
  readonly schedule: string;
  readonly timeZone: string | null;
}

/** How a Job or CronJob is run and kept. */
export interface JobSettingFact extends Place {
  readonly name:
    | 'completions'
    | 'failedJobsHistoryLimit'
    | 'managedBy'
    | 'parallelism'
    | 'successfulJobsHistoryLimit'
    | 'suspend'
    | 'ttlSecondsAfterFinished';
  /** As written; of whatever type the request gave it. */
  readonly value: string | number | boolean;
}

/** What a template says about the nodes that it runs on. */
export interface PlacementFact extends Place {
  readonly what: 'node-name' | 'node-label' | 'toleration';
  /** Key of the label or taint; `null` for a node by name, and for a toleration of every taint. */
  readonly key: string | null;
  /** Name of the node, value of the label, or operator. */
  readonly value: string;
}

/** A Secret that the template uses by name. */
export interface SecretFact extends Place {
  readonly name: string;
  /** `variables`: all of its entries at once. */
  readonly how: 'volume' | 'variable' | 'variables';
}

export interface FinalizerFact extends Place {
  readonly name: string;
}

/** What a write may be the first to show: its author, and so on. */
export const FIRST_TIMES = [
  'author',
  'author-kind',
  'agent',
  'address',
  'registry',
  'repository',
  'command-shape',
] as const;
export type FirstTime = (typeof FIRST_TIMES)[number];

/** Something that no write which taught the baseline had shown a day before. */
export interface FirstTimeFact extends Place {
  readonly what: FirstTime;
  readonly value: string;
  /** Whose habit it is not; `null` for the whole cluster. Objects of the cluster itself have no namespace's name. */
  readonly of: { readonly kind: 'author' | 'namespace'; readonly name: string | null } | null;
  /** From when on the baseline runs, RFC 3339. */
  readonly since: string;
  /** Writes that taught it from then on until a day before, at least. */
  readonly writes: number;
}

/** What can be said about one reading of one activity. Each fact is three-state. */
export interface Facts {
  readonly images: Seen<readonly ImageFact[]>;
  readonly commands: Seen<readonly CommandFact[]>;
  /** What the commands would do; absent exactly when there are no commands. */
  readonly effects: Seen<readonly Effect[]>;
  readonly hostPaths: Seen<readonly HostPathFact[]>;
  readonly gitVolumes: Seen<readonly GitVolumeFact[]>;
  readonly privileges: Seen<readonly PrivilegeFact[]>;
  readonly hostNamespaces: Seen<readonly HostNamespaceFact[]>;
  readonly tokens: Seen<readonly TokenFact[]>;
  readonly serviceAccount: Seen<ServiceAccountFact>;
  /** What the service account may do, from bindings that the log or a file shows. */
  readonly rights: Seen<readonly RightsFact[]>;
  /** Absent for what does not claim to be a copy; unseen with `origin-unseen` when the original was not seen before. */
  readonly copy: Seen<CopyFact>;
  /** Absent for what is not named like a run, or was when that run was long due and nobody missed it. */
  readonly runName: Seen<RunNameFact>;
  /** Absent for what is created; unseen when the object before the write is not known. */
  readonly change: Seen<ChangeFact>;
  readonly schedule: Seen<ScheduleFact>;
  readonly jobSettings: Seen<readonly JobSettingFact[]>;
  readonly placements: Seen<readonly PlacementFact[]>;
  readonly secrets: Seen<readonly SecretFact[]>;
  readonly finalizers: Seen<readonly FinalizerFact[]>;
  /** Seen whenever the activity has a workload; the body may still be unseen. */
  readonly workload: Seen<Workload>;
  readonly actor: Seen<Actor>;
  /** Absent for everybody else's writes, and for those in which nothing speaks against the controller. */
  readonly controller: Seen<readonly ControllerFact[]>;
  /** The authenticated user behind an impersonated one; absent without impersonation. */
  readonly impersonation: Seen<CredentialFact>;
  /** The pod that the actor's token is bound to; absent for whoever is no service account, and for a token of no pod. */
  readonly tokenPod: Seen<CredentialFact>;
  readonly request: Seen<RequestInfo>;
  /** The event itself: level, cut, deliveries that disagree. */
  readonly delivery: Seen<DeliveryFact>;
  /** Whether a body was seen at all: `seen` with `missing` when only a part of it was. */
  readonly body: Seen<true>;
  /**
   * Who wrote, whence, and what, for the first time. Asked when the whole log was read: what came before a write by event time
   * may be read after it. Unseen with `no-baseline` until then, and while too little was seen.
   */
  readonly newAuthor: Seen<readonly FirstTimeFact[]>;
  readonly newOrigin: Seen<readonly FirstTimeFact[]>;
  readonly newContent: Seen<readonly FirstTimeFact[]>;
}

/** The facts that only a baseline tells. */
export type FirstTimeFacts = Pick<Facts, 'newAuthor' | 'newOrigin' | 'newContent'>;

/** What the event tells of the credential that asked. */
export interface CredentialFact {
  /** Name of a user or of a pod. */
  readonly value: string;
  /** JSON Pointer into the event. */
  readonly pointer: string;
}

/** How the event reached us. */
export interface DeliveryFact {
  readonly level: Activity['event']['level'];
  /** JSON Pointer of the place at which the record was cut; `null` when whole. */
  readonly cutAt: string | null;
  /** Other events that carry the same audit id with other content. */
  readonly sameIdOtherContent: number;
}

export type FactName = keyof Facts;
