import type { EnvironmentEntry } from '../command/effects.ts';
import type { LiftedContainer, LiftedTemplate } from '../model/activity.ts';
import { get, type Json, listAt, objectAt, textAt } from '../model/json.ts';
import type { Known } from '../model/known.ts';
import { fieldText, type Held, heldObject, heldText, type Standpoint } from './held.ts';

/** Variables and sources of one container that are read; a real one has tens. */
const MOST = 500;
/** Variables that whole objects give one container. */
const MOST_OF_OBJECTS = 2000;

/** The variables of a container in the order in which they count: whole objects first, named ones over them. */
export const environmentOf = (
  template: LiftedTemplate,
  container: LiftedContainer,
  known: Known,
  at: Standpoint,
): readonly EnvironmentEntry[] => [
  ...ofObjects(container, known, at),
  ...listAt(container.spec, 'env')
    .slice(0, MOST)
    .flatMap((entry): readonly EnvironmentEntry[] => {
      const name = textAt(entry, 'name');
      if (name === null) return [];
      const variable = { container: container.name, name };
      const written = textAt(entry, 'value') ?? bareValue(get(entry, 'value'));
      if (written !== null) return [{ ...variable, value: written }];
      const held = valueFrom(objectAt(entry, 'valueFrom'), template, known, at);
      return [
        held === null ? { ...variable, value: null } : { ...variable, value: held.text, provenance: held.provenance },
      ];
    }),
];

/** Manifests also hold bare numbers. */
const bareValue = (value: unknown): string | null =>
  typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;

const OBJECTS = [
  ['ConfigMap', 'configMapRef', 'configMapKeyRef'],
  ['Secret', 'secretRef', 'secretKeyRef'],
] as const;

const ofObjects = ({ spec, name: container }: LiftedContainer, known: Known, at: Standpoint): EnvironmentEntry[] => {
  const all: EnvironmentEntry[] = [];
  for (const source of listAt(spec, 'envFrom').slice(0, MOST)) {
    const prefix = textAt(source, 'prefix') ?? '';
    for (const [of, ref] of OBJECTS) {
      const name = textAt(objectAt(source, ref), 'name');
      if (name === null) continue;
      const { content, provenance } = heldObject(known, of, name, at);
      for (const [key, value] of content?.data ?? []) {
        if (all.length >= MOST_OF_OBJECTS) return all;
        all.push({ container, name: `${prefix}${key}`, value, provenance });
      }
    }
  }
  return all;
};

const valueFrom = (from: Json | null, template: LiftedTemplate, known: Known, at: Standpoint): Held | null => {
  const field = textAt(objectAt(from, 'fieldRef'), 'fieldPath');
  if (field !== null) return fieldText(field, { ...template, namespace: at.namespace });
  for (const [of, , ref] of OBJECTS) {
    const named = objectAt(from, ref);
    const name = textAt(named, 'name');
    const key = textAt(named, 'key');
    if (name !== null && key !== null) return heldText(heldObject(known, of, name, at), key);
  }
  return null;
};
