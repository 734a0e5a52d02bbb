import type { CommandInput, EnvironmentEntry } from '../command/effects.ts';
import type { LiftedTemplate, Reading } from '../model/activity.ts';
import type { CommandFact } from '../model/facts.ts';
import { get, isList, textAt } from '../model/json.ts';
import type { Known } from '../model/known.ts';
import { environmentOf } from './environment.ts';
import type { Standpoint } from './held.ts';
import { mountedPlaces } from './mounted.ts';
import { containersOf, settingsOf } from './places.ts';

/** Mounts of one container that are read; a real one has tens. */
const MOST = 500;
/** Variables of all containers together: each container may take those of many large objects. */
const MOST_VARIABLES = 20_000;

/**
 * What surrounds the commands of a pod: the variables of its containers, where they mount its volumes, and what other
 * objects put there. A container without a command asks for nothing.
 */
export const surroundingsOf = (
  reading: Reading,
  commands: readonly CommandFact[],
  known: Known,
  at: Standpoint,
): Pick<CommandInput, 'environment' | 'mounts' | 'places' | 'directories'> => {
  const running = new Set(commands.map(({ container }) => container));
  const all = containersOf(reading);
  const apart = new Map<LiftedTemplate, LiftedTemplate[]>();
  for (const [settings, running] of settingsOf(reading))
    for (const template of running) apart.set(template, [...(apart.get(template) ?? []), settings]);
  const containers = all.filter(({ container }) => running.has(container.name));
  return {
    environment: variablesOf(containers, known, at),
    mounts: all.flatMap(({ container }) => {
      const mounts = get(container.spec, 'volumeMounts');
      return (isList(mounts) ? mounts.slice(0, MOST) : []).flatMap((mount) => {
        const volume = textAt(mount, 'name');
        const mountPath = textAt(mount, 'mountPath');
        if (volume === null || mountPath === null) return [];
        const subPath = textAt(mount, 'subPath') ?? textAt(mount, 'subPathExpr');
        return [{ container: container.name, volume, mountPath, subPath }];
      });
    }),
    places: [...new Set(containers.map(({ template }) => template))].flatMap((template) =>
      mountedPlaces(template, known, at, apart.get(template)),
    ),
    directories: new Map(
      containers.flatMap(({ container }): [string, string][] => {
        const directory = textAt(container.spec, 'workingDir');
        return directory?.startsWith('/') === true ? [[container.name, directory]] : [];
      }),
    ),
  };
};

const variablesOf = (
  containers: ReturnType<typeof containersOf>,
  known: Known,
  at: Standpoint,
): readonly EnvironmentEntry[] => {
  const all: EnvironmentEntry[] = [];
  for (const { container, template } of containers) {
    for (const variable of environmentOf(template, container, known, at)) {
      if (all.length >= MOST_VARIABLES) return all;
      all.push(variable);
    }
  }
  return all;
};
