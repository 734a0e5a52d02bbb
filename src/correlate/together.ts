import type { FindingSequence } from '../model/finding.ts';
import { type KeptAct, objectOf } from './acts.ts';
import { keyOf, writesBy, writesFrom, writesOf } from './keys.ts';
import { type Look, sequence } from './look.ts';
import { RULES } from './windows.ts';
import { actorNamed, lasting, listed, quoted } from './words.ts';

/** The same template in other places. */
export const fleetOf = ({ write, around }: Look): readonly FindingSequence[] => {
  if (write.templateHash === null) return [];
  const others = around([writesOf(write.templateHash)], RULES.fleet);
  const placeOf = ({ cluster, namespace }: Pick<KeptAct, 'cluster' | 'namespace'>): string => keyOf(cluster, namespace);
  const places = new Set([placeOf(write), ...others.map(placeOf)]);
  if (places.size < RULES.fleet.least) return [];
  const namespaces = [write, ...others].map(({ namespace }) => namespace ?? '(none)').sort();
  const clusters = new Set([write, ...others].map(({ cluster }) => cluster));
  const of = clusters.size > 1 ? ` of ${clusters.size} clusters` : '';
  const says = `the same template was written in ${places.size} places within ${lasting(RULES.fleet.before)}: namespaces ${listed(namespaces)}${of}.`;
  return [sequence(RULES.fleet, says, others, 'proved')];
};

/** Other suspicious writes of the actor, and of several actors from one address. */
export const manyWritesOf = ({ write, around }: Look): readonly FindingSequence[] => {
  const { by, cluster, peerIp } = write;
  const objects = (others: readonly KeptAct[]): number =>
    new Set([objectOf(write.kind, write), ...others.map(({ object }) => object)]).size;
  const own = by === null ? [] : around([writesBy(cluster, by)], RULES.writesByActor);
  const found: FindingSequence[] = [];
  const count = objects(own);
  if (count >= RULES.writesByActor.least) {
    const says = `${actorNamed(by)} wrote ${count} workloads of medium or above within ${lasting(RULES.writesByActor.before)} around it.`;
    found.push(sequence(RULES.writesByActor, says, own, 'inferred'));
  }
  const near = peerIp === null ? [] : around([writesFrom(cluster, peerIp)], RULES.writesByAddress);
  const actors = [by, ...near.map((one) => one.by)].flatMap((one) => one ?? []);
  const all = objects(near);
  if (new Set(actors).size > 1 && all >= RULES.writesByAddress.least) {
    const says = `${all} workloads of medium or above came from ${quoted(peerIp ?? '')} within ${lasting(RULES.writesByAddress.before)} around it, by ${listed([...actors].sort())}.`;
    found.push(sequence(RULES.writesByAddress, says, near, 'inferred'));
  }
  return found;
};
