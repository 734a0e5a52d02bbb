import type { Severity } from '../model/finding.ts';

/** What a reason says: what the workload does, what power it has, or under which circumstances it came. */
export type WeightGroup = 'act' | 'power' | 'circumstance';

export interface Weight {
  readonly group: WeightGroup;
  /** Points that a hit adds to the risk, once however much evidence there is. */
  readonly points: number;
}

/**
 * Points by indicator id. The points of an indicator alone give the severity that it names: a table test holds both
 * together. Acts weigh most; power is what an act could use; circumstances only order what is otherwise alike.
 */
export const WEIGHTS: ReadonlyMap<string, Weight> = new Map<string, Weight>([
  ['command.reverse-shell', { group: 'act', points: 72 }],
  ['command.miner', { group: 'act', points: 70 }],
  ['command.credential-send', { group: 'act', points: 68 }],
  ['command.host-file-send', { group: 'act', points: 68 }],
  ['command.persistence-write', { group: 'act', points: 68 }],
  ['command.host-entry', { group: 'act', points: 66 }],
  ['command.kernel-escape', { group: 'act', points: 66 }],
  ['command.runtime-client', { group: 'act', points: 66 }],
  ['command.decode-execute', { group: 'act', points: 64 }],
  ['command.remote-fetch-execute', { group: 'act', points: 64 }],
  ['command.destruction', { group: 'act', points: 64 }],
  ['command.kubelet-run', { group: 'act', points: 64 }],
  ['command.link-escape', { group: 'act', points: 64 }],
  ['command.cluster-grant-wide', { group: 'act', points: 62 }],
  ['command.created-power', { group: 'act', points: 62 }],
  ['command.credential-staging', { group: 'act', points: 62 }],
  ['command.defence-removal', { group: 'act', points: 62 }],
  ['command.package-from-address', { group: 'act', points: 62 }],
  ['command.preload', { group: 'act', points: 62 }],
  ['command.ransom', { group: 'act', points: 66 }],
  ['command.open-proxy', { group: 'act', points: 62 }],
  ['command.webhook-outside', { group: 'act', points: 62 }],
  ['command.web-shell', { group: 'act', points: 62 }],
  ['command.data-pour', { group: 'act', points: 62 }],
  ['command.database-program', { group: 'act', points: 62 }],
  ['command.dead-drop', { group: 'act', points: 62 }],
  ['command.login-server', { group: 'act', points: 62 }],
  ['command.cloud-grant', { group: 'act', points: 62 }],
  ['command.cloud-machines', { group: 'act', points: 62 }],
  ['command.controller-token', { group: 'act', points: 62 }],
  ['command.injected-container', { group: 'act', points: 62 }],
  ['command.delivery-source', { group: 'act', points: 62 }],
  ['command.planted-code', { group: 'act', points: 62 }],
  ['command.chat-control', { group: 'act', points: 62 }],
  ['command.cloud-share', { group: 'act', points: 62 }],
  ['command.copy-outside', { group: 'act', points: 62 }],
  ['command.name-tunnel-pieces', { group: 'act', points: 62 }],
  ['command.data-unload', { group: 'act', points: 62 }],
  ['command.storage-drain', { group: 'act', points: 62 }],
  ['command.mail-takeover', { group: 'act', points: 62 }],
  ['command.mass-mail', { group: 'act', points: 62 }],
  ['command.exploit-request', { group: 'act', points: 62 }],
  ['host.git-hook', { group: 'act', points: 62 }],
  ['privilege.smuggled-sysctl', { group: 'act', points: 62 }],
  ['command.password-guessing', { group: 'act', points: 62 }],
  ['image.bandwidth-resale', { group: 'act', points: 62 }],
  ['command.certificate-backdoor', { group: 'act', points: 62 }],
  ['command.flood', { group: 'act', points: 62 }],
  ['command.redis-file', { group: 'act', points: 62 }],
  ['command.cluster-tunnel', { group: 'act', points: 62 }],
  ['command.data-destruction-wide', { group: 'act', points: 62 }],
  ['command.setuid', { group: 'act', points: 62 }],
  ['command.masquerade', { group: 'act', points: 62 }],
  ['command.reverse-tunnel', { group: 'act', points: 62 }],
  ['command.recon-send', { group: 'act', points: 62 }],
  ['command.evidence-removal', { group: 'act', points: 62 }],
  ['image.miner', { group: 'act', points: 62 }],
  ['actor.anonymous', { group: 'act', points: 62 }],
  ['actor.controller-identity', { group: 'act', points: 62 }],
  ['naming.squatted-run', { group: 'act', points: 62 }],
  ['image.typosquat', { group: 'act', points: 62 }],
  ['command.insecure-api-server', { group: 'act', points: 62 }],
  ['identity.system-service-account', { group: 'act', points: 38 }],
  ['command.host-credential-read', { group: 'act', points: 40 }],
  ['command.credential-access', { group: 'act', points: 38 }],
  ['command.cluster-grant', { group: 'act', points: 38 }],
  ['command.offensive-tool', { group: 'act', points: 36 }],
  ['command.tunnel', { group: 'act', points: 36 }],
  ['command.name-tunnel', { group: 'act', points: 36 }],
  ['command.credential-hunt', { group: 'act', points: 34 }],
  ['command.login-key', { group: 'act', points: 34 }],
  ['command.impersonation', { group: 'act', points: 34 }],
  ['command.memory-dump', { group: 'act', points: 34 }],
  ['command.page-skimmer', { group: 'act', points: 34 }],
  ['command.traffic-redirect', { group: 'act', points: 34 }],
  ['image.offensive-tool', { group: 'act', points: 34 }],
  ['command.hidden-objects', { group: 'act', points: 36 }],
  ['command.image-swap', { group: 'act', points: 36 }],
  ['command.traffic-mirror', { group: 'act', points: 62 }],
  ['actor.controller-elsewhere', { group: 'act', points: 36 }],
  ['naming.run-ahead', { group: 'act', points: 32 }],
  ['command.workload-removal', { group: 'act', points: 30 }],
  ['command.cluster-names', { group: 'act', points: 32 }],
  ['command.cluster-names-outside', { group: 'act', points: 60 }],
  ['command.data-destruction', { group: 'act', points: 36 }],
  ['command.evidence-moved', { group: 'act', points: 32 }],
  ['command.own-grant', { group: 'act', points: 36 }],
  ['command.credential-shown', { group: 'act', points: 34 }],
  ['command.bare-address', { group: 'act', points: 30 }],
  ['command.attack-kit', { group: 'act', points: 62 }],
  ['command.bare-address-told', { group: 'act', points: 60 }],
  ['command.image-everywhere', { group: 'act', points: 62 }],
  ['command.bandwidth-resale', { group: 'act', points: 60 }],
  ['command.token-shown', { group: 'act', points: 60 }],
  ['command.runtime-run', { group: 'act', points: 36 }],
  ['command.address-sweep', { group: 'act', points: 36 }],
  ['command.data-send', { group: 'act', points: 36 }],
  ['command.keyed-code', { group: 'act', points: 36 }],
  ['command.files-mailed', { group: 'act', points: 36 }],
  ['command.token-sign-in', { group: 'act', points: 30 }],
  ['command.hidden-program', { group: 'act', points: 32 }],
  ['command.defence-attempt', { group: 'act', points: 34 }],
  ['command.call-back-loop', { group: 'act', points: 12 }],
  ['command.firewall-flush', { group: 'act', points: 12 }],
  ['command.installer-script', { group: 'act', points: 30 }],
  ['command.unread', { group: 'act', points: 30 }],

  ['privilege.privileged', { group: 'power', points: 35 }],
  ['host.path-root', { group: 'power', points: 35 }],
  ['host.runtime-socket', { group: 'power', points: 34 }],
  ['privilege.dangerous-capability', { group: 'power', points: 33 }],
  ['host.path-sensitive', { group: 'power', points: 32 }],
  ['host.namespaces', { group: 'power', points: 32 }],
  ['command.host-maintenance', { group: 'power', points: 31 }],
  ['privilege.admin-capability', { group: 'power', points: 30 }],
  // Low with what every second container has, such as a floating tag and shell text; medium with any fact of its own.
  ['host.network', { group: 'power', points: 26 }],
  ['identity.strong-service-account', { group: 'power', points: 31 }],
  // Not of the node: whose name it is says what it may do, and not what it does.
  ['actor.controller-beyond-duty', { group: 'power', points: 31 }],
  ['host.path-root-read', { group: 'power', points: 16 }],
  ['host.path-sensitive-read', { group: 'power', points: 12 }],
  ['host.path-log', { group: 'power', points: 12 }],
  ['privilege.extra-capability', { group: 'power', points: 14 }],
  ['privilege.unconfined', { group: 'power', points: 12 }],
  ['host.path-other', { group: 'power', points: 3 }],

  ['command.fetched-code', { group: 'circumstance', points: 10 }],
  ['command.pod-removal', { group: 'circumstance', points: 10 }],
  ['command.decoded-script', { group: 'circumstance', points: 12 }],
  ['command.tool-install', { group: 'circumstance', points: 10 }],
  ['command.listener', { group: 'circumstance', points: 10 }],
  ['command.oversized', { group: 'circumstance', points: 10 }],
  ['change.image-swapped', { group: 'circumstance', points: 10 }],
  ['change.privilege-raised', { group: 'circumstance', points: 10 }],
  ['change.command-added', { group: 'circumstance', points: 6 }],
  ['change.service-account-raised', { group: 'circumstance', points: 6 }],
  ['change.history-limits-zeroed', { group: 'circumstance', points: 6 }],
  ['change.un-suspended', { group: 'circumstance', points: 4 }],
  ['change.schedule-tightened', { group: 'circumstance', points: 3 }],
  ['request.copy-differs', { group: 'circumstance', points: 12 }],
  ['request.copy-unproven', { group: 'circumstance', points: 10 }],
  ['request.body-withheld', { group: 'circumstance', points: 12 }],
  ['delivery.audit-id-reused', { group: 'circumstance', points: 12 }],
  ['placement.system-namespace', { group: 'circumstance', points: 10 }],
  ['request.removed-api-version', { group: 'circumstance', points: 10 }],
  ['actor.anonymous-refused', { group: 'circumstance', points: 10 }],
  ['actor.pod-identity', { group: 'circumstance', points: 4 }],
  ['actor.impersonation', { group: 'circumstance', points: 10 }],
  ['image.address-registry', { group: 'circumstance', points: 12 }],
  ['image.system-lookalike', { group: 'circumstance', points: 12 }],
  ['image.unknown-registry', { group: 'circumstance', points: 10 }],
  ['naming.system-component', { group: 'circumstance', points: 10 }],
  ['placement.every-node', { group: 'circumstance', points: 10 }],
  ['evasion.no-history', { group: 'circumstance', points: 10 }],
  ['evasion.history-off', { group: 'circumstance', points: 10 }],
  ['evasion.custom-finalizer', { group: 'circumstance', points: 10 }],
  ['evasion.managed-by', { group: 'circumstance', points: 10 }],
  ['identity.token-secret-mount', { group: 'circumstance', points: 10 }],
  ['actor.forged-owner', { group: 'circumstance', points: 10 }],
  ['evasion.fast-deletion', { group: 'circumstance', points: 4 }],
  ['placement.pinned-node', { group: 'circumstance', points: 4 }],
  ['placement.fan-out', { group: 'circumstance', points: 4 }],
  ['identity.many-secrets', { group: 'circumstance', points: 4 }],
  ['schedule.never-fires', { group: 'circumstance', points: 4 }],
  ['identity.foreign-audience', { group: 'circumstance', points: 2 }],
  ['placement.control-plane', { group: 'circumstance', points: 2 }],
  ['schedule.suspended', { group: 'circumstance', points: 2 }],
  ['schedule.every-minute', { group: 'circumstance', points: 4 }],
  ['command.unseen-value', { group: 'circumstance', points: 4 }],
  ['identity.service-account-token', { group: 'circumstance', points: 2 }],
  ['request.body-unseen', { group: 'circumstance', points: 2 }],
  ['command.inline-interpreter', { group: 'circumstance', points: 2 }],
  ['command.download-client', { group: 'circumstance', points: 2 }],
  ['image.general-purpose', { group: 'circumstance', points: 2 }],
  ['image.untagged-or-latest', { group: 'circumstance', points: 2 }],
  ['command.idle', { group: 'circumstance', points: 2 }],
  ['command.unseen-content', { group: 'circumstance', points: 1 }],
  ['command.inline-shell', { group: 'circumstance', points: 1 }],

  // Only `score/raise.ts` adds these, and only to what is of medium or above without them.
  ['baseline.new-author', { group: 'circumstance', points: 4 }],
  ['baseline.new-origin', { group: 'circumstance', points: 4 }],
  ['baseline.new-content', { group: 'circumstance', points: 3 }],
]);

/**
 * Most points that a group gives together. Power and circumstances together stay below high: however much a workload
 * may do, only an act says that it does. Acts and circumstances together stay below critical, which takes power too.
 */
export const GROUP_CAPS: Readonly<Record<WeightGroup, number>> = { act: 80, power: 45, circumstance: 14 };

/** Reasons that mean more together than apart; the points count to the group. */
export interface Interaction {
  readonly all: readonly string[];
  readonly group: WeightGroup;
  readonly points: number;
  readonly reason: string;
}

const WAITING = 'power over the node in a container that only waits: whoever comes in has it';

const FIREWALL = 'the rules that are removed are those of the node';
const OTHER_WORK = 'a workload that was known got another image and a command: its name stayed, its work did not';
const HIDDEN_WORK = 'a workload that was known got a command, and its runs are no longer kept';

export const INTERACTIONS: readonly Interaction[] = [
  // Counted as power for the same reason as those of unknown images below.
  {
    all: ['change.image-swapped', 'change.command-added', 'image.general-purpose'],
    group: 'power',
    points: 18,
    reason: OTHER_WORK,
  },
  {
    all: ['change.image-swapped', 'change.command-added', 'image.unknown-registry'],
    group: 'power',
    points: 18,
    reason: OTHER_WORK,
  },
  { all: ['change.command-added', 'change.history-limits-zeroed'], group: 'power', points: 18, reason: HIDDEN_WORK },
  {
    all: ['actor.forged-owner', 'request.copy-differs'],
    group: 'power',
    points: 18,
    reason: 'a Job that is told as a run of a CronJob, and does other work than that',
  },
  { all: ['command.idle', 'host.network'], group: 'power', points: 4, reason: WAITING },
  { all: ['command.idle', 'host.path-sensitive-read'], group: 'power', points: 18, reason: WAITING },
  { all: ['command.idle', 'host.path-log'], group: 'power', points: 18, reason: WAITING },
  { all: ['command.idle', 'privilege.extra-capability'], group: 'power', points: 16, reason: WAITING },
  {
    all: ['host.path-log', 'host.path-sensitive-read'],
    group: 'power',
    points: 6,
    reason:
      'the logs of the node and its configuration or secrets, in one pod: what a collector takes, and no log shipper needs',
  },
  {
    all: ['image.general-purpose', 'command.inline-shell', 'schedule.every-minute'],
    group: 'circumstance',
    points: 2,
    reason: 'a bare image that runs shell text every few minutes: the shape of a call-back',
  },
  // Counted as power, since circumstances alone end below medium; an image of which nothing is known never comes to high.
  {
    all: ['image.unknown-registry', 'naming.system-component'],
    group: 'power',
    points: 18,
    reason: 'an image of which nothing is known, under the name of a part of the system',
  },
  {
    all: ['image.unknown-registry', 'placement.every-node'],
    group: 'power',
    points: 18,
    reason: 'an image of which nothing is known, on any node that there is',
  },
  {
    all: ['image.unknown-registry', 'evasion.no-history'],
    group: 'power',
    points: 18,
    reason: 'an image of which nothing is known, and nothing kept of its runs',
  },
  {
    all: ['command.firewall-flush', 'host.network', 'privilege.privileged'],
    group: 'act',
    points: 24,
    reason: FIREWALL,
  },
  {
    all: ['command.firewall-flush', 'host.network', 'privilege.admin-capability'],
    group: 'act',
    points: 24,
    reason: FIREWALL,
  },
  {
    all: ['image.offensive-tool', 'command.listener'],
    group: 'act',
    points: 30,
    reason: 'an offensive tool that waits for connections',
  },
  {
    all: ['command.credential-access', 'command.download-client', 'host.network'],
    group: 'act',
    points: 10,
    reason: 'credentials are collected on the network of the node, with a client to send them',
  },
  {
    all: ['host.runtime-socket', 'command.runtime-client'],
    group: 'act',
    points: 10,
    reason: 'the mounted socket is used to start a container',
  },
  {
    all: ['host.path-root', 'command.host-entry'],
    group: 'act',
    points: 10,
    reason: 'the mounted root of the node is entered',
  },
  {
    all: ['privilege.privileged', 'command.kernel-escape'],
    group: 'act',
    points: 10,
    reason: 'the privilege that the way out needs is there',
  },
];

/**
 * Points of what stands around a write of medium or above: acts of others and of the same actor, in event time. Small, since
 * real clusters are full of grants, deletions and roll-outs: they order what is suspect already, and make nothing suspect.
 */
export const SEQUENCE_POINTS: ReadonlyMap<string, number> = new Map([
  ['sequence.grant-to-account', 12],
  ['sequence.deletion-by-actor', 10],
  ['sequence.entry-into-writer', 10],
  ['sequence.events-removal', 10],
  ['sequence.fleet-burst', 8],
  ['sequence.deletion-soon', 6],
  ['sequence.secrets-list', 6],
  ['sequence.token-request', 6],
  ['sequence.refused-before', 6],
  ['sequence.writes-by-actor', 6],
  ['sequence.entry-by-actor', 4],
  ['sequence.grant-by-actor', 4],
  ['sequence.discovery', 2],
  ['sequence.writes-by-address', 2],
]);

/** Most points that sequences give together. */
export const SEQUENCE_CAP = 24;

/** Least risk of each severity. */
export const THRESHOLDS: readonly (readonly [Severity, number])[] = [
  ['critical', 95],
  ['high', 60],
  ['medium', 30],
  ['low', 10],
  ['info', 0],
];

/** Most risk of a refused request of an anonymous user: the scanning that every open API server sees. */
export const REFUSED_ANONYMOUS_CAP = 29;

/** What confidence starts from, and what each gap takes away. */
export const CONFIDENCE = {
  start: 0.95,
  bodyUnseen: 0.45,
  bodyPart: 0.15,
  inferredPatch: 0.1,
  outcomeUnknown: 0.1,
  timeInexact: 0.05,
  least: 0.05,
} as const;
