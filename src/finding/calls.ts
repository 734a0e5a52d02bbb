import { clip } from '../lib/inert.ts';
import type { CallEvent, Caller } from '../model/call.ts';
import type { Finding, FindingCall, FindingCalls } from '../model/finding.ts';

/** Kinds of requests of one suspect that are told apart; more are counted together. */
const MOST_KINDS = 200;
const MOST_TOLD = 20;
const MOST_NAMES = 3;
/** Kinds that the summary spells out: those of pods, and of this weight. */
const MOST_SAID = 2;
const SAID_FROM = 4;
/** Shorter ones stand in too many lines. */
const SHORTEST_NEEDLE = 4;
const LONGEST_NEEDLE = 64;
const LONGEST_NAME = 200;
/** Names of pods begin with that of what made them, which is cut where it is long. */
const POD_PREFIX = 50;

/** What `unassessed` calls it where nobody looked. */
const CALLS_ID = 'sequence.other-calls';

const ACCOUNTS = /^system:serviceaccount:(?=.{4})/;

/** The user as he is looked for in bytes; `null` where no part of the name stands the same in every form of escaping. */
export const callerOf = (username: string): Caller | null => {
  // Every line of a log names some service account: what sets one apart is found several times as fast.
  const runs = username.replace(ACCOUNTS, '').match(/[A-Za-z0-9@._:-]+/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  return longest.length < SHORTEST_NEEDLE ? null : { username, needle: longest.slice(0, LONGEST_NEEDLE) };
};

/** Who is suspect by a finding: its author, unless that is a part of the cluster or has no name, and what runs of its workload. */
export interface Suspect {
  readonly finding: Finding;
  readonly actor: string | null;
  /** User name of the service account that the workload runs as. */
  readonly account: string | null;
}

export const suspectOf = (finding: Finding): Suspect => {
  const { actor, workload, object } = finding;
  const isNobody = actor.kind === 'control-plane' || actor.kind === 'node' || actor.kind === 'anonymous';
  const account = workload.serviceAccount ?? (object === null ? null : 'default');
  return {
    finding,
    actor: isNobody ? null : actor.username,
    account:
      workload.namespace === null || account === null ? null : `system:serviceaccount:${workload.namespace}:${account}`,
  };
};

export const usernamesOf = ({ actor, account }: Suspect): readonly string[] =>
  [...new Set([actor, account])].filter((name) => name !== null);

export interface CallTally {
  /** Takes a request of one of the suspect's users. */
  add(call: CallEvent, username: string): void;
  /** All of them; `null` where there were none and nothing was passed over. */
  calls(whole: boolean): FindingCalls | null;
}

type Kind = Pick<FindingCall, 'by' | 'username' | 'certainty'> & {
  readonly first: CallEvent;
  readonly names: string[];
  count: number;
  earliest: CallEvent;
  lastSeen: string | null;
};

/** What one suspect asked for, by kind. Bounded, whatever comes. */
export const createCallTally = ({ finding, actor, account }: Suspect): CallTally => {
  const kinds = new Map<string, Kind>();
  const own = new Set(finding.events.map(({ auditId, time, verb }) => JSON.stringify([auditId, time, verb])));
  const pods = finding.lineage.map(({ to }) => to).filter(({ kind }) => kind === 'Pod');
  const isOwnPod = ownPodOf(finding);
  let isShared = false;
  let beyond = 0;

  const kindOf = (call: CallEvent, username: string): Pick<Kind, 'by' | 'certainty'> | null => {
    if (username === account && call.pod !== null) {
      const { name, uid } = call.pod;
      if (isOwnPod(name) || pods.some((pod) => pod.uid !== null && pod.uid === uid)) {
        const isKnown = pods.some((pod) => (pod.uid !== null && uid !== null ? pod.uid === uid : pod.name === name));
        return { by: 'pod', certainty: isKnown ? 'proved' : 'inferred' };
      }
      if (username !== actor) {
        isShared = true;
        return null;
      }
    }
    if (username === actor) return { by: 'actor', certainty: 'proved' };
    return { by: 'service-account', certainty: 'inferred' };
  };

  return {
    add: (call, username) => {
      if (own.has(JSON.stringify([call.auditId, call.at, call.verb]))) return;
      const kind = kindOf(call, username);
      if (kind === null) return;
      const { verb, apiGroup, resource, namespace, outcome } = call;
      const key = JSON.stringify([kind.by, kind.certainty, verb, apiGroup, resource, namespace, outcome]);
      const known = kinds.get(key);
      if (known === undefined) {
        if (kinds.size >= MOST_KINDS) beyond += 1;
        else {
          const names = call.name === null ? [] : [call.name];
          kinds.set(key, { ...kind, username, first: call, names, count: 1, earliest: call, lastSeen: call.at });
        }
        return;
      }
      known.count += 1;
      keepName(known.names, call.name);
      if (isBefore(call, known.earliest)) known.earliest = call;
      if (call.at !== null && (known.lastSeen === null || call.at > known.lastSeen)) known.lastSeen = call.at;
    },
    calls: (whole) => {
      // What others do under the same account is nothing of theirs.
      const all = [...kinds.values()].filter(({ by }) => by !== 'service-account' || !isShared).map(toldOf);
      if (all.length === 0 && whole) return null;
      const sorted = all.sort((a, b) => weightOf(b) - weightOf(a) || b.count - a.count || (a.says < b.says ? -1 : 1));
      const more = sorted.slice(MOST_TOLD).reduce((sum, { count }) => sum + count, beyond);
      return { told: sorted.slice(0, MOST_TOLD), more, whole };
    },
  };
};

/** Keeps the names that come first in the alphabet, so that the order of records makes no difference. */
const keepName = (names: string[], name: string | null): void => {
  if (name === null || names.includes(name)) return;
  names.push(name);
  names.sort();
  if (names.length > MOST_NAMES) names.pop();
};

const isBefore = (one: CallEvent, other: CallEvent): boolean => {
  if (one.at === null || other.at === null) return one.at !== null;
  return one.at === other.at ? (one.auditId ?? '') < (other.auditId ?? '') : one.at < other.at;
};

const ownPodOf = ({ workload }: Finding): ((pod: string) => boolean) => {
  const { kind, name, generateName } = workload;
  if (kind === 'Pod' && name !== null) return (pod) => pod === name;
  const start = name === null ? generateName : `${name}-`;
  return start === null || start === '' ? () => false : (pod) => pod.startsWith(start.slice(0, POD_PREFIX));
};

const SENSITIVE: ReadonlySet<string> = new Set([
  ...['secrets', 'serviceaccounts/token', 'pods/exec', 'pods/attach', 'nodes/proxy', 'certificatesigningrequests'],
  ...['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings', 'selfsubjectrulesreviews'],
  ...['selfsubjectaccessreviews', 'mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
]);
const READS: ReadonlySet<string> = new Set(['get', 'list', 'watch']);

/** What says most of an intent comes first: what was refused, secrets and rights, then what changes something. */
const weightOf = ({ resource, verb, outcome, by }: FindingCall): number =>
  (SENSITIVE.has(resource ?? '') ? 4 : 0) +
  (outcome === 'refused' ? 2 : 0) +
  (READS.has(verb) || resource === null ? 0 : 2) +
  (by === 'pod' ? 1 : 0);

const toldOf = ({ by, username, certainty, first, names, count, earliest, lastSeen }: Kind): FindingCall => {
  const { verb, apiGroup, resource, namespace, outcome } = first;
  const { auditId, at, source, offset } = earliest;
  const call = { by, username, verb, apiGroup, resource, namespace, names, outcome, count, firstSeen: at, lastSeen };
  return { ...call, says: saysCall(call), event: { auditId, time: at, verb, source, offset }, certainty };
};

const DID: Readonly<Record<string, string>> = {
  get: 'read',
  list: 'listed',
  watch: 'watched',
  create: 'created',
  update: 'changed',
  patch: 'changed',
  delete: 'deleted',
  deletecollection: 'deleted all of',
};

/** `pods of this workload listed secrets in kube-system 14 times, refused` */
const saysCall = (call: Omit<FindingCall, 'says' | 'event' | 'certainty'>): string => {
  const { by, verb, resource, namespace, names, count, outcome } = call;
  const user = clip(call.username, LONGEST_NAME);
  const who = by === 'pod' ? 'pods of this workload' : by === 'actor' ? user : `${user}, from no pod that is named,`;
  const did = DID[verb] ?? `asked to ${verb === '' ? 'do something with' : verb}`;
  const what = resource === null ? `the path ${names[0] ?? ''}` : resource;
  const where = namespace === null ? '' : ` in ${namespace}`;
  const named = resource === null || names.length !== 1 ? '' : ` ${names[0]}`;
  const times = count === 1 ? 'once' : `${count} times`;
  return `${who} ${did} ${what}${named}${where} ${times}${outcome === 'accepted' ? '' : `, ${ENDED[outcome]}`}`;
};

const ENDED = {
  accepted: '',
  refused: 'refused',
  'dry-run': 'as a dry run',
  unknown: 'with what result is not logged',
};

/** The finding with what its suspects asked for besides; nothing of it weighs. */
export const withCalls = (finding: Finding, calls: FindingCalls | null): Finding => {
  if (calls === null) return finding;
  const telling = calls.told.filter((call) => call.by === 'pod' || weightOf(call) >= SAID_FROM);
  const said = telling.slice(0, MOST_SAID).map(({ says }) => says);
  const more = telling.length - said.length;
  const says =
    said.length === 0 ? '' : ` Besides, ${said.join('; ')}${more > 0 ? `; and ${more} more of the kind` : ''}.`;
  return { ...finding, summary: `${finding.summary}${says}`, calls };
};

/** The finding for which nobody looked. */
export const withoutCalls = (finding: Finding): Finding => ({
  ...finding,
  unassessed: [...finding.unassessed, { id: CALLS_ID, because: 'not-kept' }],
});
