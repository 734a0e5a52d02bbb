import { atLeast, type FindingSequence } from '../model/finding.ts';
import type { ActNote } from '../model/note.ts';
import { SEQUENCE_POINTS } from '../score/weights.ts';
import { accountOf, type KeptAct, keptOfNote, keptOfWrite, msOf, type WrittenAct } from './acts.ts';
import { createTimeline, type Timeline, type TimelineOptions } from './timeline.ts';
import { MOST_BYTES, MOST_ENTRIES, MOST_EVENTS, MOST_PER_KEY, RULES, type SequenceRule } from './windows.ts';
import { actorNamed, distance, lasting, listed, objectNamed, quoted } from './words.ts';

/** What stands around a workload write, in event time: the same in whatever order the log is read. */
export interface Sequences {
  learn(note: ActNote): void;
  /** Keeps a judged write that may belong to the sequence of another: one of medium or above, or one that was refused. */
  write(written: WrittenAct): void;
  /** The sequences of a write by what is known by now, the heaviest first; none for what is below medium. */
  of(written: WrittenAct): readonly FindingSequence[];
  /** Acts that were forgotten for want of room. */
  readonly forgotten: number;
}

const DEFAULTS: TimelineOptions = { mostPerKey: MOST_PER_KEY, mostEntries: MOST_ENTRIES, mostBytes: MOST_BYTES };
/** What a kept act costs beside its texts. */
const ACT_BYTES = 400;
const FORBIDDEN = 403;

const keyOf = (...parts: readonly (string | null)[]): string => JSON.stringify(parts);
const byActor = (what: KeptAct['what'], cluster: string | null, by: string): string =>
  keyOf('actor', what, cluster, by);
const entryInto = (cluster: string | null, namespace: string | null, pod: string | null): string =>
  keyOf('entry', cluster, namespace, pod);
const tokenOf = (cluster: string | null, namespace: string | null, account: string | null): string =>
  keyOf('token', cluster, namespace, account);
const refusedOf = (cluster: string | null, by: string): string => keyOf('refused', cluster, by);
const grantTo = (cluster: string | null, account: string): string => keyOf('account', cluster, account);
const deletionOf = (one: Pick<KeptAct, 'cluster' | 'namespace' | 'name'> & { readonly resource: string }): string =>
  keyOf('deletion', one.cluster, one.resource, one.namespace, one.name);
const writesBy = (cluster: string | null, by: string): string => keyOf('writes', cluster, by);
const writesFrom = (cluster: string | null, ip: string): string => keyOf('address', cluster, ip);
const writesOf = (template: string): string => keyOf('template', template);

export const createSequences = (options: Partial<TimelineOptions> = {}): Sequences => {
  const acts: Timeline<KeptAct> = createTimeline({ ...DEFAULTS, ...options });

  const keep = (key: string, one: KeptAct): void => acts.add(key, one, ACT_BYTES + key.length * 2 + lengthOf(one) * 2);

  /** Acts under a key in the window of a rule, each once; the write itself is none of them. */
  const around = (
    keys: readonly string[],
    { before, after }: SequenceRule,
    ms: number,
    own: string,
  ): readonly KeptAct[] => {
    const byIdentity = new Map<string, KeptAct>();
    const all = keys.flatMap((key) => acts.between(key, ms - before, ms + after));
    for (const one of keys.length > 1 ? all.sort(byTime) : all) {
      if (one.identity !== own && !byIdentity.has(one.identity)) byIdentity.set(one.identity, one);
    }
    return [...byIdentity.values()];
  };

  const grants = (write: WrittenAct, ms: number): readonly FindingSequence[] => {
    const { cluster, by, serviceAccount, namespace } = write;
    const found: FindingSequence[] = [];
    const account = serviceAccount === null || namespace === null ? null : `${namespace}/${serviceAccount}`;
    const accounts = account === null ? [] : [account, `${namespace}/*`];
    const given = around(
      accounts.map((one) => grantTo(cluster, one)),
      RULES.grantToAccount,
      ms,
      write.id,
    );
    const [first] = given;
    if (first !== undefined && account !== null) {
      const who = `${actorNamed(first.by)} gave the account of the workload, ${quoted(account)}, ${quoted(first.role ?? 'a role')}`;
      found.push(
        sequence(RULES.grantToAccount, `${who} ${distance(first.ms - ms)}${besides(given)}.`, given, 'proved'),
      );
    }
    if (by === null) return found;
    const proved = new Set(given.map(({ identity }) => identity));
    const written = around([byActor('grant', cluster, by)], RULES.grantByActor, ms, write.id).filter(
      ({ identity }) => !proved.has(identity),
    );
    const last = written.at(-1);
    if (last !== undefined) {
      const says = `${actorNamed(by)} wrote ${objectNamed(last)} ${distance(last.ms - ms)}${besides(written)}.`;
      found.push(sequence(RULES.grantByActor, says, written, 'inferred'));
    }
    return found;
  };

  const entries = (write: WrittenAct, ms: number): readonly FindingSequence[] => {
    const { cluster, by, pod } = write;
    const into =
      pod === null ? [] : around([entryInto(cluster, pod.namespace, pod.name)], RULES.entryIntoWriter, ms, write.id);
    const found: FindingSequence[] = [];
    const last = into.at(-1);
    if (last !== undefined) {
      const says = `${actorNamed(last.by)} entered ${objectNamed(last)} ${distance(last.ms - ms)}, and the write came with the token of that pod.`;
      found.push(sequence(RULES.entryIntoWriter, says, into, 'proved'));
    }
    const own = by === null ? [] : around([byActor('entry', cluster, by)], RULES.entryByActor, ms, write.id);
    const lastOwn = own.at(-1);
    if (lastOwn !== undefined) {
      const says = `${actorNamed(by)} entered ${objectNamed(lastOwn)} ${distance(lastOwn.ms - ms)}${besides(own)}.`;
      found.push(sequence(RULES.entryByActor, says, own, 'inferred'));
    }
    return found;
  };

  const token = (write: WrittenAct, ms: number): readonly FindingSequence[] => {
    const { cluster, by } = write;
    if (by === null) return [];
    const account = accountOf(by);
    const of = account === null ? [] : [tokenOf(cluster, account.namespace, account.name)];
    const requested = around([...of, byActor('token-request', cluster, by)], RULES.token, ms, write.id);
    const last = requested.at(-1);
    if (last === undefined) return [];
    const isOwn = account !== null && last.namespace === account.namespace && last.name === account.name;
    const what = `${actorNamed(last.by)} requested a token of ${objectNamed(last)}`;
    const who = isOwn ? ', and the write came in its name' : '';
    const says = `${what} ${distance(last.ms - ms)}${besides(requested)}${who}.`;
    return [sequence(RULES.token, says, requested, isOwn ? 'proved' : 'inferred')];
  };

  const looks = (write: WrittenAct, ms: number): readonly FindingSequence[] => {
    const { cluster, by } = write;
    if (by === null) return [];
    const found: FindingSequence[] = [];
    const listed = around([byActor('secrets-list', cluster, by)], RULES.secretsList, ms, write.id);
    const lastList = listed.at(-1);
    if (lastList !== undefined) {
      const of = lastList.namespace === null ? 'all namespaces' : `namespace ${quoted(lastList.namespace)}`;
      const says = `${actorNamed(by)} listed the Secrets of ${of} ${distance(lastList.ms - ms)}${besides(listed)}.`;
      found.push(sequence(RULES.secretsList, says, listed, 'inferred'));
    }
    const asked = around([byActor('discovery', cluster, by)], RULES.discovery, ms, write.id);
    const lastAsked = asked.at(-1);
    if (lastAsked !== undefined) {
      const says = `${actorNamed(by)} asked what it may do ${distance(lastAsked.ms - ms)}${besides(asked)}.`;
      found.push(sequence(RULES.discovery, says, asked, 'inferred'));
    }
    const removed = around([byActor('events-removal', cluster, by)], RULES.eventsRemoval, ms, write.id).filter(
      ({ namespace }) => namespace === null || namespace === write.namespace,
    );
    const [removal] = removed;
    if (removal !== undefined) {
      const of = removal.namespace === null ? 'all namespaces' : `namespace ${quoted(removal.namespace)}`;
      const says = `${actorNamed(by)} deleted Events of ${of} ${distance(removal.ms - ms)}${besides(removed)}.`;
      found.push(sequence(RULES.eventsRemoval, says, removed, 'inferred'));
    }
    return found;
  };

  const deletion = (write: WrittenAct, ms: number): readonly FindingSequence[] => {
    const keys = [write.name, null].map((name) => deletionOf({ ...write, name }));
    const all = around(keys, RULES.deletionByActor, ms, write.id);
    const [first] = all.filter(
      (one) => (one.by !== null && one.by === write.by) || one.ms - ms <= RULES.deletionByOther.after,
    );
    if (first === undefined) return [];
    const what = first.name === null ? `all ${quoted(first.kind)}s of its namespace` : objectNamed(first);
    const rule = first.by !== null && first.by === write.by ? RULES.deletionByActor : RULES.deletionByOther;
    return [sequence(rule, `${actorNamed(first.by)} deleted ${what} ${distance(first.ms - ms)}.`, [first], 'proved')];
  };

  const fleet = (write: WrittenAct, ms: number): readonly FindingSequence[] => {
    if (write.templateHash === null) return [];
    const others = around([writesOf(write.templateHash)], RULES.fleet, ms, write.id);
    const placeOf = ({ cluster, namespace }: Pick<KeptAct, 'cluster' | 'namespace'>): string =>
      keyOf(cluster, namespace);
    const places = new Set([placeOf(write), ...others.map(placeOf)]);
    if (places.size < RULES.fleet.least) return [];
    const namespaces = [write, ...others].map(({ namespace }) => namespace ?? '(none)').sort();
    const clusters = new Set([write, ...others].map(({ cluster }) => cluster));
    const of = clusters.size > 1 ? ` of ${clusters.size} clusters` : '';
    const says = `the same template was written in ${places.size} places within ${lasting(RULES.fleet.before)}: namespaces ${listed(namespaces)}${of}.`;
    return [sequence(RULES.fleet, says, others, 'proved')];
  };

  const writes = (write: WrittenAct, ms: number): readonly FindingSequence[] => {
    const { by, cluster, peerIp } = write;
    const objects = (others: readonly KeptAct[]): number =>
      new Set([write, ...others].map((one) => keyOf(one.kind, one.namespace, one.name ?? one.event.auditId))).size;
    const own = by === null ? [] : around([writesBy(cluster, by)], RULES.writesByActor, ms, write.id);
    const found: FindingSequence[] = [];
    const count = objects(own);
    if (count >= RULES.writesByActor.least) {
      const says = `${actorNamed(by)} wrote ${count} workloads of medium or above within ${lasting(RULES.writesByActor.before)} around it.`;
      found.push(sequence(RULES.writesByActor, says, own, 'inferred'));
    }
    const near = peerIp === null ? [] : around([writesFrom(cluster, peerIp)], RULES.writesByAddress, ms, write.id);
    const actors = [by, ...near.map((one) => one.by)].flatMap((one) => one ?? []);
    const all = objects(near);
    if (new Set(actors).size > 1 && all >= RULES.writesByAddress.least) {
      const says = `${all} workloads of medium or above came from ${quoted(peerIp ?? '')} within ${lasting(RULES.writesByAddress.before)} around it, by ${listed([...actors].sort())}.`;
      found.push(sequence(RULES.writesByAddress, says, near, 'inferred'));
    }
    return found;
  };

  const refused = (write: WrittenAct, ms: number): readonly FindingSequence[] => {
    const { by, cluster } = write;
    if (by === null || write.outcome !== 'accepted') return [];
    const before = around([refusedOf(cluster, by)], RULES.refusedBefore, ms, write.id);
    const last = before.at(-1);
    if (last === undefined) return [];
    const times = before.length === 1 ? 'was refused' : `was refused ${before.length} times, last`;
    const says = `${actorNamed(by)} ${times} ${distance(last.ms - ms)}: ${last.event.verb} ${objectNamed(last)}.`;
    return [sequence(RULES.refusedBefore, says, before, 'inferred')];
  };

  return {
    learn: (note) => {
      const ms = msOf(note.event.time);
      if (ms === null) return;
      const one = keptOfNote(note, ms);
      const { cluster, by } = note;
      if (one.outcome === 'refused') {
        if (by !== null) keep(refusedOf(cluster, by), one);
        return;
      }
      if (note.act === 'deletion') keep(deletionOf(note), one);
      else if (by !== null) keep(byActor(note.act, cluster, by), one);
      if (note.act === 'entry') keep(entryInto(cluster, note.namespace, note.name), one);
      if (note.act === 'token-request') keep(tokenOf(cluster, note.namespace, note.name), one);
      for (const account of note.accounts) keep(grantTo(cluster, account), one);
    },
    write: (written) => {
      const ms = msOf(written.event.time);
      if (ms === null) return;
      const one = keptOfWrite(written, ms);
      const { cluster, by, peerIp, templateHash } = written;
      if (written.outcome === 'refused' && written.code === FORBIDDEN && by !== null) keep(refusedOf(cluster, by), one);
      if (!atLeast(written.severity, 'medium')) return;
      if (by !== null) keep(writesBy(cluster, by), one);
      if (peerIp !== null) keep(writesFrom(cluster, peerIp), one);
      if (templateHash !== null && written.outcome !== 'refused') keep(writesOf(templateHash), one);
    },
    of: (written) => {
      const ms = msOf(written.event.time);
      if (ms === null || !atLeast(written.severity, 'medium')) return [];
      const isRefused = written.outcome === 'refused';
      const found = [
        ...(isRefused ? [] : [...grants(written, ms), ...deletion(written, ms), ...fleet(written, ms)]),
        ...(isRefused ? [] : [...entries(written, ms), ...token(written, ms), ...looks(written, ms)]),
        ...refused(written, ms),
        ...writes(written, ms),
      ];
      return found.sort((a, b) => pointsOf(b) - pointsOf(a) || (a.id < b.id ? -1 : 1));
    },
    get forgotten() {
      return acts.forgotten;
    },
  };
};

const byTime = (a: KeptAct, b: KeptAct): number => a.ms - b.ms || (a.order < b.order ? -1 : 1);

const pointsOf = ({ id }: FindingSequence): number => SEQUENCE_POINTS.get(id) ?? 0;

const lengthOf = ({ identity, order, by, namespace, name, role, accounts, event }: KeptAct): number =>
  [identity, order, by, namespace, name, role, event.source, event.auditId, ...accounts].reduce(
    (sum, text) => sum + (text?.length ?? 0),
    0,
  );

const besides = (acts: readonly KeptAct[]): string =>
  acts.length < 2 ? '' : `, with ${acts.length - 1} more ${acts.length === 2 ? 'act' : 'acts'} like it`;

const sequence = (
  { id, title }: SequenceRule,
  says: string,
  acts: readonly KeptAct[],
  certainty: FindingSequence['certainty'],
): FindingSequence => {
  const events = acts.map(({ event }) => event);
  const half = MOST_EVENTS / 2;
  return {
    id,
    title,
    says,
    events: events.length <= MOST_EVENTS ? events : [...events.slice(0, half), ...events.slice(-half)],
    certainty,
  };
};
