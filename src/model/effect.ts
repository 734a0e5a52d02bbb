import type { CommandFact, Place } from './facts.ts';

/** A path of the node that a path in a container means. */
export interface HostPlace {
  readonly path: string;
  readonly readOnly: boolean;
  /** The directory of the node that is mounted, where it is seen through a mount. */
  readonly mounted?: string;
}

/** Where text comes from that does not stand where it runs: another object, or the metadata of the pod. */
export interface Provenance {
  /** `ConfigMap "x", written by ana@example.com at 2026-11-24T10:00:00Z`. */
  readonly says: string;
  /** True for text that must not be shown to anybody. */
  readonly hidden: boolean;
  /** True for text that can be changed without a write of the workload: it stands in another object. */
  readonly isOutside: boolean;
}

/** What every effect carries: where it stands, what a person is shown, and what was taken off to see it. */
export interface EffectPlace extends Place {
  /** Which field carries the command. */
  readonly carrier: CommandFact['carrier'];
  /** The pipeline as it is written, in the text in which it stands: one line. */
  readonly shown: string;
  /** Encodings and interpreters that were taken off, outermost first: `base64`, `gzip`, `python3`. */
  readonly layers: readonly string[];
  /** How the command left the container for the node before; `null` when it did not. */
  readonly onHost: 'nsenter' | 'chroot' | null;
  /** Another container or another host runs it: it was handed there, or may have been. */
  readonly isElsewhere?: true;
  /** Set when the command stands in text that another object holds. */
  readonly provenance?: Provenance;
}

/** Starts a program, with its words as far as they could be resolved; `$NAME` and `$(…)` stand for what could not. */
export interface Run {
  readonly kind: 'run';
  /** Base name, wrappers taken off; empty when nothing is named. */
  readonly program: string;
  readonly args: readonly string[];
  /** Wrappers, assignments and redirects too. */
  readonly words: readonly string[];
  /** True for a shell that takes its commands from a person or a peer. */
  readonly opensShell: boolean;
  /** Which of `args` hold what an encoder made of something. */
  readonly encoded?: readonly number[];
  /** Of a client of a container daemon or of mail: which of `words` hold what a download brought. */
  readonly fetched?: readonly number[];
  /** Of a client of storage: it puts what code put out to where that code came from, by a key that stands in the object. */
  readonly isAnswer?: true;
}

/** Code for an interpreter that is no shell. */
export interface Code {
  readonly kind: 'code';
  readonly program: string;
  /** With text that it decodes from a literal decoded. */
  readonly text: string;
}

export interface Download {
  readonly kind: 'download';
  readonly program: string;
  readonly urls: readonly string[];
  /** Again and again, in a loop that nothing ends. */
  readonly isEndless?: true;
  /** The body of the request, as far as it is known and stands nowhere among the words of a program. */
  readonly sent?: string;
  /** From storage outside to which it signs in with a key that stands in the object: whose it is, the author decides. */
  readonly isKeyed?: true;
}

/** Turns encoded text back. */
export interface Decode {
  readonly kind: 'decode';
  readonly layer: string;
}

/** Runs data as a program. */
export interface Execute {
  readonly kind: 'execute';
  readonly what: 'decoded' | 'downloaded' | 'received';
  /** As the input of an interpreter, as its text, as a file, out of an archive, or inside the code of one interpreter. */
  readonly how: 'input' | 'text' | 'file' | 'unpacked' | 'code';
  /** The effect that the data comes from; `null` when one piece of code does both. */
  readonly from: Effect | null;
  /**
   * What ties a download to one content: a checksum in the manifest that was compared before, or a version in its address
   * or among the words that run it. Absent when nothing does.
   */
  readonly fixed?: 'checksum' | 'version';
  /** Set where the whole text was known and was read in its turn, so that what it does is among the effects. */
  readonly isRead?: true;
}

export interface Connect {
  readonly kind: 'connect';
  readonly to: string;
  /** How a shell is bound to the connection, as the rest of a sentence; `null` when none is. */
  readonly binds: string | null;
  /** What a program hands to it, as far as it is known. */
  readonly sent?: string;
}

export interface Listen {
  readonly kind: 'listen';
  readonly program: string;
}

/** Gives out what is in a file or what a service holds. */
export interface Read {
  readonly kind: 'read';
  /**
   * `secret`: of a Secret that the pod mounts. `system`: who and where it is, what runs beside it, which networks it has.
   * `traffic`: packets that were captured. `answer`: what a service of the cluster answered. `archive`: files that were taken
   * together: packed into one, copied as a directory, put out of storage.
   */
  readonly what:
    | 'token'
    | 'credentials'
    | 'metadata'
    | 'environment'
    | 'file'
    | 'secret'
    | 'system'
    | 'database'
    | 'traffic'
    | 'answer'
    | 'archive';
  readonly path: string;
  readonly host: HostPlace | null;
  readonly program: string;
  /** It puts the content out as it is, and nothing takes that: it ends in the log of the container. */
  readonly isShown?: true;
  /** Only its size, its state, its checksum or its name comes out: who is given that name may read it all the same. */
  readonly isMeasure?: true;
}

export interface Write {
  readonly kind: 'write';
  readonly path: string;
  readonly host: HostPlace | null;
  /** What is written, as far as the text shows. */
  readonly text: string;
  /** Which kinds of data that was read before are in it. */
  readonly holds: readonly Read['what'][];
}

/** Makes a symbolic link. */
export interface Link {
  readonly kind: 'link';
  readonly path: string;
  readonly target: string;
  readonly host: HostPlace | null;
  /** Another mount of the pod names a path inside the volume in which it lies. */
  readonly isMountedBelow: boolean;
}

export interface ChangeMode {
  readonly kind: 'change-mode';
  readonly path: string;
  readonly host: HostPlace | null;
  readonly executable: boolean;
  /** It runs as its owner, whoever starts it. */
  readonly setsUser: boolean;
  /** A right of root that it has from then on, whoever starts it: `cap_setuid`. */
  readonly capability?: string;
  /** Nobody may change it any more, or everybody who could before. */
  readonly immutable?: 'set' | 'lifted';
}

/** Sends what was read out of the cluster, or over a plain connection to anywhere. */
export interface Send {
  readonly kind: 'send';
  readonly what: Effect & Read;
  /**
   * A web request; one in the shape of a sign-in; a connection without a protocol; a copy to another host; storage of a
   * cloud; the name that is asked for; mail.
   */
  readonly by: 'request' | 'sign-in' | 'connection' | 'copy' | 'storage' | 'name' | 'mail';
  readonly to: string;
  /** The address stands in the command in another form: encoded, turned round, in pieces of a cipher. */
  readonly isDisguised?: true;
}

export interface Install {
  readonly kind: 'install';
  readonly program: string;
  readonly packages: readonly string[];
}

/** Asks the API server, through a client or by a request of its own. */
export interface KubeApi {
  readonly kind: 'kube-api';
  readonly verb: string;
  /** As written, without names: `secrets`, `pvc`; with names where a client takes both. */
  readonly resources: readonly string[];
  /** One object by a name that could not be resolved: `get secret $NAME`. */
  readonly isNamed?: true;
  /** Its name came from a list of code from which nothing was left out: it is done to each of them. */
  readonly isEach?: true;
  /** Whom a request says that it stands for, in its headers. */
  readonly standsFor?: readonly string[];
  /** `null` for that of the pod itself; begins with `$` where it could not be resolved. */
  readonly namespace: string | null;
  readonly everywhere: boolean;
  /** `--all`. */
  readonly all: boolean;
  /** It leaves none running: `--replicas=0`. */
  readonly isStopped: boolean;
  /** `-l app=x`, `--field-selector=…`; `null` where nothing is selected. */
  readonly selector: string | null;
  /** The whole objects are put out, not a table of names. */
  readonly values: boolean;
  /** The role that is given away, `*` for one that may do everything; `null` for other verbs. */
  readonly grants: string | null;
  /** The role that a binding names, whichever it is. */
  readonly boundRole?: string;
  /** What a binding is called. */
  readonly boundAs?: string;
  /** Who gets it: `kube-system:default`, `system:anonymous`. */
  readonly subjects: readonly string[];
  /** The objects that are handed over, as text, as far as they are known. */
  readonly manifest: string | null;
  /** What kept them until then: an object of the cluster that is no Secret, in letters that nobody reads. */
  readonly wasHiddenIn?: string;
}

/** Creates a workload from inside a pod, with power over the node. */
export interface CreateWorkload {
  readonly kind: 'create-workload';
  /** `DaemonSet "x"`. */
  readonly workload: string;
  /** It changes one that is there. */
  readonly isPatch: boolean;
  readonly privileged: boolean;
  readonly hostNamespaces: readonly string[];
  readonly hostPaths: readonly HostPlace[];
  /** All that it does is known, and of the node it only runs named commands: those are effects of their own. */
  readonly isMaintenance: boolean;
}

/** Asks the metadata service of the cloud instance. */
export interface MetadataApi {
  readonly kind: 'metadata-api';
  readonly credentials: boolean;
}

/** Leaves the container for the node. */
export interface Escape {
  readonly kind: 'escape';
  readonly how: 'nsenter' | 'chroot' | 'kernel';
  /** What it does, as the rest of a sentence. */
  readonly does: string;
  /** A shell, a download or a place of persistence behind it, rather than a named command. */
  readonly takesOver: boolean;
  /** What runs behind it. */
  readonly program: string;
}

export interface Delete {
  readonly kind: 'delete';
  readonly path: string;
  readonly host: HostPlace | null;
  readonly recursive: boolean;
  /** Only what is old, large, empty or of a name: a clean-up rather than all that is there. */
  readonly isOld: boolean;
}

export interface Wait {
  readonly kind: 'wait';
  readonly seconds: string;
  /** Again and again, in a loop that nothing ends. */
  readonly isEndless: boolean;
}

/** Something that the log does not hold or that a limit kept from being read. */
export interface Unresolved {
  readonly kind: 'unresolved';
  readonly because: 'limit' | 'not-logged' | 'syntax';
  /** The rest of a sentence: `runs the value of $X, which the log does not hold`. */
  readonly note: string;
  /** The variable whose value runs, where nothing in the object sets it: neither the command nor the container. */
  readonly variable?: string;
  /** Set for a value of code that is handed to a shell. */
  readonly isOfCode?: true;
}

export type Act =
  | Run
  | Code
  | Download
  | Decode
  | Execute
  | Connect
  | Listen
  | Read
  | Write
  | Link
  | ChangeMode
  | Send
  | Install
  | KubeApi
  | CreateWorkload
  | MetadataApi
  | Escape
  | Delete
  | Wait
  | Unresolved;

/** One thing that a command would do, with where it stands and what it was wrapped in. */
export type Effect = Act & EffectPlace;
