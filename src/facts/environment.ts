import type { EnvironmentEntry } from '../command/effects.ts';
import type { LiftedContainer, LiftedTemplate } from '../model/activity.ts';
import { get, type Json, listAt, objectAt, textAt } from '../model/json.ts';
import type { Known } from '../model/known.ts';
import { fieldText, type Held, heldObject, heldText, type Standpoint } from './held.ts';

/** Variables and sources of one container that are read; a real one has tens. */
const MOST = 500;
const MOST_OF_SOURCE = 1000;

/** The variables of a container in the order in which they count: whole objects first, named ones over them. */
export const environmentOf = (
  template: LiftedTemplate,
  container: LiftedContainer,
  known: Known,
  at: Standpoint,
): readonly EnvironmentEntry[] => [
  ...listAt(container.spec, 'envFrom')
    .slice(0, MOST)
    .flatMap((source) => allOf(source, container, known, at)),
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

const allOf = (
  source: Json,
  { name: container }: LiftedContainer,
  known: Known,
  at: Standpoint,
): readonly EnvironmentEntry[] => {
  const prefix = textAt(source, 'prefix') ?? '';
  return OBJECTS.flatMap(([of, ref]) => {
    const name = textAt(objectAt(source, ref), 'name');
    if (name === null) return [];
    const { content, provenance } = heldObject(known, of, name, at);
    return [...(content?.data ?? [])]
      .slice(0, MOST_OF_SOURCE)
      .map(([key, value]) => ({ container, name: `${prefix}${key}`, value, provenance }));
  });
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
