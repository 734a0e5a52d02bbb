import type { Problem } from '../lib/located-yaml.ts';
import type { Severity } from '../model/finding.ts';

export interface Argument {
  readonly name: string;
  readonly description: string;
  readonly type: string;
  /** `null` where the file gives none: then one must be given. */
  readonly default: string | null;
}

export interface Dependency {
  readonly description: string;
  readonly check: string;
  /** `null` where the test does not say how it is met. */
  readonly get: string | null;
}

export type ExecutorName = 'sh' | 'bash' | 'powershell' | 'command_prompt' | 'manual';

/** One test of a file of atomic tests, as it is written: arguments are still to be filled in. */
export interface Atomic {
  readonly technique: string;
  /** From 1, in the order of the file. */
  readonly number: number;
  readonly guid: string | null;
  readonly name: string;
  readonly description: string;
  readonly platforms: readonly string[];
  readonly arguments: readonly Argument[];
  readonly dependencies: readonly Dependency[];
  readonly dependencyExecutor: ExecutorName;
  readonly executor: ExecutorName;
  readonly needsElevation: boolean;
  /** Empty for a manual test. */
  readonly command: string;
  readonly cleanup: string | null;
  /** Where it begins in its file. */
  readonly line: number;
  /** `null` where nothing beside the file says what must be found. */
  readonly expectation: Expectation | null;
}

export const DELIVERIES = [
  ...['create', 'apply', 'server-side-apply', 'replace', 'json-patch', 'merge-patch', 'strategic-merge-patch'],
  ...['create-from', 'list', 'generate-name', 'raw', 'edit'],
] as const;
export const IDENTITIES = ['admin', 'developer', 'ci', 'pod-token', 'anonymous', 'impersonation'] as const;
export type Identity = (typeof IDENTITIES)[number];

/** A test as it is, or with the arguments of its harmless twin. */
export type Variant = 'attack' | 'twin';

/** A finding that must come. */
export interface Expected {
  /** A name that ends in `*` is the beginning of one. */
  readonly workload: { readonly kind: string; readonly name?: string };
  readonly severityAtLeast?: Severity;
  readonly severityAtMost?: Severity;
  /** All of them must be among its indicators. */
  readonly indicators?: readonly string[];
}

/** What must and must not be found of a test, and what it stands for. */
export interface Expectation {
  readonly id: string;
  readonly delivery: (typeof DELIVERIES)[number];
  readonly kind: string;
  readonly payload: string;
  readonly disguise: string;
  readonly privilege: string;
  readonly schedule: string;
  readonly identity: Identity;
  readonly outcome: 'accepted' | 'refused' | 'dry-run';
  readonly seenIn?: readonly { readonly title: string; readonly url: string }[];
  /** With the body logged: levels Request and RequestResponse. */
  readonly expects: readonly Expected[];
  /** With the body withheld. */
  readonly atMetadata: readonly Expected[];
  /** Indicators that must not fire. */
  readonly unexpected?: readonly string[];
  /** The same test with other arguments and a harmless act. */
  readonly twin: {
    readonly arguments: Readonly<Record<string, string>>;
    readonly severityAtMost: Severity;
    /** Test and twin are judged as by a configured identity: power over the node alone is medium for any other. */
    readonly known?: boolean;
  };
  /** Which single change would hide it. */
  readonly loses?: string;
}

export interface AtomicFile {
  /** As it was named. */
  readonly file: string;
  readonly technique: string;
  readonly displayName: string;
  readonly atomics: readonly Atomic[];
  /** What keeps a test from working, by the test's number; the file itself could be read. */
  readonly faults: readonly Fault[];
}

export interface Fault extends Problem {
  readonly file: string;
  /** Number of the test that it is in. */
  readonly number: number;
}

/** The short id where there is one, else the GUID, else the number. */
export const idOf = (atomic: Atomic): string =>
  atomic.expectation?.id ?? atomic.guid ?? `${atomic.technique}-${atomic.number}`;
