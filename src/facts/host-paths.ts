import { cleanPath } from '../lib/path.ts';
import type { LiftedTemplate, Reading } from '../model/activity.ts';
import type { HostPathFact } from '../model/facts.ts';
import { get, listAt, objectAt, pointer, textAt } from '../model/json.ts';
import { inPod, settingsOf } from './places.ts';

/** One fact for each mount of a hostPath volume, and one for a volume that nothing mounts. */
export const hostPathsOf = (reading: Reading): readonly HostPathFact[] => {
  const settings = settingsOf(reading);
  return reading.templates.flatMap((template) => {
    const mounts = mountsByVolume([template, ...(settings.get(template) ?? [])]);
    return listAt(template.spec, 'volumes').flatMap((one, index): readonly HostPathFact[] => {
      const written = textAt(objectAt(one, 'hostPath'), 'path');
      if (written === null || written === '') return [];
      const volume = textAt(one, 'name') ?? `#${index}`;
      const place = {
        ...inPod(reading, pointer(template.pointer, 'volumes', index, 'hostPath', 'path')),
        volume,
        written,
      };
      const mounted = mounts.get(volume);
      if (mounted === undefined) return [{ ...place, path: cleanHostPath(written), mountPath: null, readOnly: null }];
      // Names are unique in a valid body. In another one the mounts count once, so that facts stay as few as mounts.
      mounts.delete(volume);
      return mounted.map(({ subPath, ...mount }) => ({
        ...place,
        ...mount,
        path: cleanHostPath(subPath === null ? written : `${written}/${subPath}`),
      }));
    });
  });
};

type Mount = Pick<HostPathFact, 'container' | 'role' | 'mountPath' | 'readOnly'> & { readonly subPath: string | null };

/**
 * Where each volume is mounted. A `subPath` narrows what is seen of the host; what a `subPathExpr` expands to is not
 * known, so there the whole volume counts. The first template holds the volumes, the others run under it.
 */
const mountsByVolume = ([own, ...under]: readonly [LiftedTemplate, ...LiftedTemplate[]]): Map<string, Mount[]> => {
  const mounts = new Map<string, Mount[]>();
  const named = volumesOf(own);
  for (const template of [own, ...under]) {
    // A volume of its own hides the one that is set for all.
    const hidden = template === own ? NO_VOLUMES : volumesOf(template);
    for (const { name: container, role, spec } of template.containers) {
      for (const mount of listAt(spec, 'volumeMounts')) {
        const volume = textAt(mount, 'name');
        if (volume === null || !named.has(volume) || hidden.has(volume)) continue;
        const mountPath = cleanPath(textAt(mount, 'mountPath') ?? '/');
        const readOnly = get(mount, 'readOnly') === true;
        const one = { container, role, mountPath, readOnly, subPath: textAt(mount, 'subPath') };
        const known = mounts.get(volume);
        if (known === undefined) mounts.set(volume, [one]);
        else known.push(one);
      }
    }
  }
  return mounts;
};

const NO_VOLUMES: ReadonlySet<string | null> = new Set();
const volumesOf = ({ spec }: LiftedTemplate): ReadonlySet<string | null> =>
  new Set(listAt(spec, 'volumes').map((volume) => textAt(volume, 'name')));

/** Places that lead to another place on every node: the first is a link, the others are the root seen through process 1. */
const SAME_PLACE: readonly (readonly [string, string])[] = [
  ['/var/run', '/run'],
  ['/proc/1/root', '/'],
  ['/proc/1/cwd', '/'],
  ['/proc/self/root', '/'],
];

/** The place on the node that a written host path means. Windows paths become `c:/…`, pipes keep their name. */
export const cleanHostPath = (written: string): string => {
  const slashed = written.replaceAll('\\', '/');
  if (/^[A-Za-z]:\//.test(slashed) || /^[A-Za-z]:$/.test(slashed)) {
    return `${slashed.slice(0, 2).toLowerCase()}${cleanPath(slashed.slice(2))}`;
  }
  if (slashed.toLowerCase().startsWith('//./pipe/')) return `/pipe/${slashed.slice(9).toLowerCase()}`;
  const path = cleanPath(slashed);
  for (const [from, to] of SAME_PLACE) {
    if (path === from || path.startsWith(`${from}/`)) return cleanPath(`${to}/${path.slice(from.length)}`);
  }
  return path;
};
