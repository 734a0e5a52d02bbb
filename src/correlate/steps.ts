import type { FindingSequence } from '../model/finding.ts';
import { byActor, deletionOf, entryInto } from './keys.ts';
import { besides, type Look, sequence } from './look.ts';
import { RULES } from './windows.ts';
import { actorNamed, distance, objectNamed, placeNamed, quoted } from './words.ts';

/** Entries into the pod that wrote, and such by the actor. */
export const entriesOf = ({ write, ms, around }: Look): readonly FindingSequence[] => {
  const { cluster, by, pod } = write;
  const into = pod === null ? [] : around([entryInto(cluster, pod.namespace, pod.name)], RULES.entryIntoWriter);
  const found: FindingSequence[] = [];
  const last = into.at(-1);
  if (last !== undefined) {
    const says = `${actorNamed(last.by)} entered ${objectNamed(last)} ${distance(last.ms - ms)}, and the write came with the token of that pod.`;
    found.push(sequence(RULES.entryIntoWriter, says, into, 'proved'));
  }
  const own = by === null ? [] : around([byActor('entry', cluster, by)], RULES.entryByActor);
  const lastOwn = own.at(-1);
  if (lastOwn !== undefined) {
    const says = `${actorNamed(by)} entered ${objectNamed(lastOwn)} ${distance(lastOwn.ms - ms)}${besides(own)}.`;
    found.push(sequence(RULES.entryByActor, says, own, 'inferred'));
  }
  return found;
};

/** Lists of Secrets, questions after rights, and the removal of Events, by the actor. */
export const looksOf = ({ write, ms, around }: Look): readonly FindingSequence[] => {
  const { cluster, by } = write;
  if (by === null) return [];
  const found: FindingSequence[] = [];
  const listed = around([byActor('secrets-list', cluster, by)], RULES.secretsList);
  const lastList = listed.at(-1);
  if (lastList !== undefined) {
    const says = `${actorNamed(by)} listed the Secrets of ${placeNamed(lastList.namespace)} ${distance(lastList.ms - ms)}${besides(listed)}.`;
    found.push(sequence(RULES.secretsList, says, listed, 'inferred'));
  }
  const asked = around([byActor('discovery', cluster, by)], RULES.discovery);
  const lastAsked = asked.at(-1);
  if (lastAsked !== undefined) {
    const says = `${actorNamed(by)} asked what it may do ${distance(lastAsked.ms - ms)}${besides(asked)}.`;
    found.push(sequence(RULES.discovery, says, asked, 'inferred'));
  }
  const removed = around([byActor('events-removal', cluster, by)], RULES.eventsRemoval).filter(
    ({ namespace }) => namespace === null || namespace === write.namespace,
  );
  const [removal] = removed;
  if (removal !== undefined) {
    const says = `${actorNamed(by)} deleted Events of ${placeNamed(removal.namespace)} ${distance(removal.ms - ms)}${besides(removed)}.`;
    found.push(sequence(RULES.eventsRemoval, says, removed, 'inferred'));
  }
  return found;
};

/** The first deletion of the workload: by its writer, or by another within minutes. */
export const deletionsOf = ({ write, ms, around }: Look): readonly FindingSequence[] => {
  const keys = [write.name, null].map((name) => deletionOf({ ...write, name }));
  const all = around(keys, RULES.deletionByActor);
  const [first] = all.filter(
    (one) => (one.by !== null && one.by === write.by) || one.ms - ms <= RULES.deletionByOther.after,
  );
  if (first === undefined) return [];
  const what = first.name === null ? `all ${quoted(first.kind)}s of its namespace` : objectNamed(first);
  const rule = first.by !== null && first.by === write.by ? RULES.deletionByActor : RULES.deletionByOther;
  return [sequence(rule, `${actorNamed(first.by)} deleted ${what} ${distance(first.ms - ms)}.`, [first], 'proved')];
};
