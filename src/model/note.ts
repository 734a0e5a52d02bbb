/** Which object a note is about. A name counts within its cluster and namespace. */
export interface NotedObject {
  /** As the envelope names it; `null` where the log does not say. */
  readonly cluster: string | null;
  /** `null` for an object of the cluster. */
  readonly namespace: string | null;
  readonly name: string;
}

/** Who wrote what a note tells, and when; a file given by hand stands before the log and has neither. */
export interface NoteOrigin {
  /** Event time in the form of `EventTime.at`. */
  readonly at: string | null;
  readonly by: string | null;
}

/** What a write tells of the data of a ConfigMap or a Secret. */
export interface ContentNote {
  readonly kind: 'content';
  readonly of: 'ConfigMap' | 'Secret';
  readonly object: NotedObject;
  readonly origin: NoteOrigin;
  /** True for a whole object, false for a change of one. */
  readonly whole: boolean;
  /** Texts by key; `null` for a key that a change takes away. */
  readonly data: readonly (readonly [key: string, text: string | null])[];
  /** Keys whose text is not kept: too long, or no text. */
  readonly unread: readonly string[];
}

/** One rule of a role, as it is written; `*` stands for all. */
export interface Rule {
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Empty for every object of the resources. */
  readonly names: readonly string[];
}

export interface RoleNote {
  readonly kind: 'role';
  readonly of: 'Role' | 'ClusterRole';
  readonly object: NotedObject;
  readonly origin: NoteOrigin;
  readonly rules: readonly Rule[];
  readonly labels: readonly (readonly [key: string, value: string])[];
  /** Labels by which the rules of other cluster roles are added; a role is taken when one of them fits. */
  readonly aggregates: readonly LabelSelector[];
}

export interface LabelSelector {
  readonly labels: readonly (readonly [key: string, value: string])[];
  readonly expressions: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values: readonly string[];
  }[];
}

export interface BindingNote {
  readonly kind: 'binding';
  readonly of: 'RoleBinding' | 'ClusterRoleBinding';
  readonly object: NotedObject;
  readonly origin: NoteOrigin;
  readonly role: { readonly of: 'Role' | 'ClusterRole'; readonly name: string };
  /** Service accounts as `namespace/name`, groups and users as they are called. */
  readonly subjects: readonly { readonly kind: 'ServiceAccount' | 'Group' | 'User'; readonly name: string }[];
}

/** A CronJob as a write shows it. */
export interface CronJobNote {
  readonly kind: 'cron-job';
  readonly object: NotedObject;
  readonly uid: string | null;
  readonly origin: NoteOrigin;
  /**
   * Fingerprints of the pod templates in each form that the write shows: as they were sent, and as they were stored. Empty
   * for a change whose outcome the log does not show.
   */
  readonly forms: readonly string[];
}

/** The end of a workload, or of all of a resource in a namespace. */
export interface DeletionNote {
  readonly kind: 'deletion';
  readonly cluster: string | null;
  readonly group: string;
  readonly resource: string;
  readonly namespace: string | null;
  /** `null` for all of them. */
  readonly name: string | null;
  readonly at: string | null;
  readonly auditId: string | null;
}

/** The record that told something, for whoever wants to read it. */
export interface NotedEvent {
  readonly auditId: string | null;
  readonly time: string | null;
  readonly verb: string;
  readonly source: string;
  readonly offset: number;
}

/** An activity as `textOf` gives it. */
export interface WrittenText {
  readonly at: string | null;
  readonly text: string;
}

/** What a controller made of an object: the Job of a tick, the pod of a Job, the ReplicaSet of a Deployment. */
export interface MadeNote {
  readonly kind: 'made';
  readonly object: NotedObject;
  /** `Job`, `Pod`, … */
  readonly of: string;
  /** `null` where the response was not logged. */
  readonly uid: string | null;
  readonly owner: { readonly kind: string; readonly name: string; readonly uid: string | null };
  readonly event: NotedEvent;
  /**
   * The write itself, with the first thing that a part of the input shows of an owner: its author may not be in the log. As a
   * text, since most are never asked for.
   */
  readonly write?: WrittenText;
}

/** The node that a pod was given to. */
export interface PlacedNote {
  readonly kind: 'placed';
  /** The pod. */
  readonly object: NotedObject;
  readonly uid: string | null;
  readonly node: string;
  readonly event: NotedEvent;
}

/** A controller was told that what it wanted to create is there already: its own after a delay, or somebody else's. */
export interface CollisionNote {
  readonly kind: 'collision';
  /** The Job. */
  readonly object: NotedObject;
  readonly event: NotedEvent;
}

/** What somebody did that is no workload write, and may be a part of one's story. */
export type Act =
  | 'grant'
  | 'deletion'
  /** exec into a container, or attach to one. */
  | 'entry'
  | 'token-request'
  /** A list of Secrets: single reads are too many to be told. */
  | 'secrets-list'
  /** Questions after the own rights. */
  | 'discovery'
  | 'events-removal';

/** One act of a person or a pod; what the control plane and nodes do is none. */
export interface ActNote {
  readonly kind: 'act';
  readonly act: Act;
  /** `refused` is an HTTP 403 and nothing else. */
  readonly outcome: 'accepted' | 'refused';
  readonly by: string | null;
  readonly cluster: string | null;
  readonly group: string;
  readonly resource: string;
  readonly namespace: string | null;
  /** `null` where the server draws it, and for all objects of a resource. */
  readonly name: string | null;
  /** Of a grant: the role, as `ClusterRole edit`, and the service accounts that it names: `namespace/name`, or `namespace/*`. */
  readonly role: string | null;
  readonly accounts: readonly string[];
  /** Tells records of one request apart from those of another. */
  readonly receivedAt: string | null;
  readonly event: NotedEvent;
}

/** What a write tells of other writes: plain data, taken beside the activities. */
export type Note = ContextNote | DeletionNote | CollisionNote | LineageNote | ActNote;
/** What a workload reads and may do, and what it claims to be made of. */
export type ContextNote = ContentNote | RoleNote | BindingNote | CronJobNote;
/** What became of a workload. */
export type LineageNote = MadeNote | PlacedNote;

export const isContextNote = (note: Note): note is ContextNote =>
  note.kind !== 'deletion' &&
  note.kind !== 'collision' &&
  note.kind !== 'made' &&
  note.kind !== 'placed' &&
  note.kind !== 'act';
