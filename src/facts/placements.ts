import type { LiftedTemplate, Reading } from '../model/activity.ts';
import type { PlacementFact } from '../model/facts.ts';
import { get, type JsonObject, listAt, objectAt, pointer, textAt } from '../model/json.ts';
import { inPod } from './places.ts';

/** Entries of one list that are read; a real pod has a few. */
const MOST = 200;

/** What a template says about the nodes that it runs on: a node by name, labels that it wants, taints that it bears. */
export const placementsOf = (reading: Reading): readonly PlacementFact[] =>
  reading.templates.flatMap((template) => [
    ...nodeNameOf(reading, template),
    ...selectorOf(reading, template),
    ...affinityOf(reading, template),
    ...tolerationsOf(reading, template),
  ]);

const nodeNameOf = (reading: Reading, { pointer: at, spec }: LiftedTemplate): readonly PlacementFact[] => {
  const node = textAt(spec, 'nodeName');
  return node ? [{ ...inPod(reading, pointer(at, 'nodeName')), what: 'node-name', key: null, value: node }] : [];
};

const selectorOf = (reading: Reading, { pointer: at, spec }: LiftedTemplate): readonly PlacementFact[] =>
  Object.entries(objectAt(spec, 'nodeSelector') ?? {})
    .slice(0, MOST)
    .map(([key, value]) => ({
      ...inPod(reading, pointer(at, 'nodeSelector', key)),
      what: 'node-label',
      key,
      value: typeof value === 'string' ? value : '',
    }));

/** Labels that a node must have; those that it must not have say nothing of where the pod goes. */
const affinityOf = (reading: Reading, { pointer: at, spec }: LiftedTemplate): readonly PlacementFact[] => {
  const path = ['affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'] as const;
  const required = path.reduce<JsonObject | null>(objectAt, spec);
  return [...listAt(required, 'nodeSelectorTerms').slice(0, MOST).entries()].flatMap(([term, one]) =>
    [...listAt(one, 'matchExpressions').slice(0, MOST).entries()].flatMap(([index, expression]) => {
      const key = textAt(expression, 'key');
      const operator = textAt(expression, 'operator');
      if (key === null || (operator !== 'In' && operator !== 'Exists')) return [];
      const place = pointer(at, ...path, 'nodeSelectorTerms', term, 'matchExpressions', index);
      return [{ ...inPod(reading, place), what: 'node-label' as const, key, value: operator }];
    }),
  );
};

const tolerationsOf = (reading: Reading, { pointer: at, spec }: LiftedTemplate): readonly PlacementFact[] =>
  [...listAt(spec, 'tolerations').slice(0, MOST).entries()].map(([index, one]) => ({
    ...inPod(reading, pointer(at, 'tolerations', index)),
    what: 'toleration',
    // An empty key with the operator Exists bears every taint, as no key does.
    key: textAt(one, 'key') || null,
    value: typeof get(one, 'operator') === 'string' ? (textAt(one, 'operator') ?? '') : 'Equal',
  }));
