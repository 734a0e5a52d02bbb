import type { CommandInput } from '../command/effects.ts';
import type { Reading } from '../model/activity.ts';
import { get, isList, listAt, textAt } from '../model/json.ts';
import { containersOf } from './places.ts';

/** Variables and mounts of one container that are read; a real one has tens. */
const MOST = 500;

/** What surrounds the commands of a pod: the variables of its containers, and where they mount its volumes. */
export const surroundingsOf = (reading: Reading): Pick<CommandInput, 'environment' | 'mounts'> => {
  const containers = containersOf(reading);
  return {
    environment: containers.flatMap(({ container }) =>
      listAt(container.spec, 'env')
        .slice(0, MOST)
        .flatMap((entry) => {
          const name = textAt(entry, 'name');
          if (name === null) return [];
          const value = textAt(entry, 'value') ?? bareValue(get(entry, 'value'));
          return [{ container: container.name, name, value }];
        }),
    ),
    mounts: containers.flatMap(({ container }) => {
      const mounts = get(container.spec, 'volumeMounts');
      return (isList(mounts) ? mounts.slice(0, MOST) : []).flatMap((mount) => {
        const volume = textAt(mount, 'name');
        const mountPath = textAt(mount, 'mountPath');
        if (volume === null || mountPath === null) return [];
        const subPath = textAt(mount, 'subPath') ?? textAt(mount, 'subPathExpr');
        return [{ container: container.name, volume, mountPath, subPath }];
      });
    }),
  };
};

/** Manifests also hold bare numbers. */
const bareValue = (value: unknown): string | null =>
  typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
