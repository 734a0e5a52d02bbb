import type { LiftedTemplate, Reading } from '../model/activity.ts';
import type { SecretFact } from '../model/facts.ts';
import { type Json, listAt, objectAt, pointer, textAt } from '../model/json.ts';
import { inContainer, inPod } from './places.ts';

/** Entries of one list that are read; a real pod has tens. */
const MOST = 500;

/** Secrets that a template uses by name, in volumes and in variables. */
export const secretsOf = (reading: Reading): readonly SecretFact[] =>
  reading.templates.flatMap((template) => [...inVolumes(reading, template), ...inVariables(reading, template)]);

const entriesOf = (value: unknown, key: string): readonly (readonly [number, Json])[] => [
  ...listAt(value, key).slice(0, MOST).entries(),
];

const inVolumes = (reading: Reading, { pointer: at, spec }: LiftedTemplate): readonly SecretFact[] =>
  entriesOf(spec, 'volumes').flatMap(([index, volume]) => {
    const base = pointer(at, 'volumes', index);
    const name = textAt(objectAt(volume, 'secret'), 'secretName');
    const own = name
      ? [{ ...inPod(reading, pointer(base, 'secret', 'secretName')), name, how: 'volume' as const }]
      : [];
    const projected = entriesOf(objectAt(volume, 'projected'), 'sources').flatMap(([source, one]) => {
      const secret = textAt(objectAt(one, 'secret'), 'name');
      const place = pointer(base, 'projected', 'sources', source, 'secret', 'name');
      return secret ? [{ ...inPod(reading, place), name: secret, how: 'volume' as const }] : [];
    });
    return [...own, ...projected];
  });

const inVariables = (reading: Reading, { containers }: LiftedTemplate): readonly SecretFact[] =>
  containers.flatMap((container) => {
    const at = container.pointer;
    const single = entriesOf(container.spec, 'env').flatMap(([index, one]) => {
      const name = textAt(objectAt(objectAt(one, 'valueFrom'), 'secretKeyRef'), 'name');
      const place = pointer(at, 'env', index, 'valueFrom', 'secretKeyRef', 'name');
      return name ? [{ ...inContainer(reading, container, place), name, how: 'variable' as const }] : [];
    });
    const whole = entriesOf(container.spec, 'envFrom').flatMap(([index, one]) => {
      const name = textAt(objectAt(one, 'secretRef'), 'name');
      const place = pointer(at, 'envFrom', index, 'secretRef', 'name');
      return name ? [{ ...inContainer(reading, container, place), name, how: 'variables' as const }] : [];
    });
    return [...single, ...whole];
  });
