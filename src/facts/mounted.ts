import type { MountedPlace } from '../command/files.ts';
import { pathMatcher } from '../command/globs.ts';
import { cleanPath } from '../lib/path.ts';
import type { LiftedTemplate } from '../model/activity.ts';
import { type Json, listAt, objectAt, textAt } from '../model/json.ts';
import type { Known } from '../model/known.ts';
import { fieldText, type Held, type Source, type Standpoint, sourcesOf } from './held.ts';

/** Mounts and volumes that are read; a real pod has tens. */
const MOST = 500;
/** Volumes of settings that stand apart, which are gone through for each template. */
const MOST_APART = 50;
/** Files of one volume. */
const MOST_FILES = 5000;
/** Files that a pattern is taken for, and their characters. */
const MOST_MATCHES = 100;
const MOST_MATCHED = 256 * 1024;

/**
 * Mounts of one template that ConfigMaps, Secrets or the pod's own fields fill, of its own volumes and of those that its settings
 * hold. Objects are looked up when a file is read.
 */
export const mountedPlaces = (
  template: LiftedTemplate,
  known: Known,
  at: Standpoint,
  settings: readonly LiftedTemplate[] = [],
): readonly MountedPlace[] => {
  const volumes = new Map<string, () => Filling>();
  const secret = new Set<string>();
  // Its own come last, and hide those of its settings.
  const apart = settings.flatMap(({ spec }) => listAt(spec, 'volumes').slice(0, MOST_APART));
  for (const volume of [...apart, ...listAt(template.spec, 'volumes').slice(0, MOST)]) {
    const name = textAt(volume, 'name');
    if (name === null) continue;
    volumes.delete(name);
    secret.delete(name);
    if (!isHeld(volume)) continue;
    if (holdsSecret(volume)) secret.add(name);
    let filling: Filling | undefined;
    volumes.set(name, () => (filling ??= fillingOf(sourcesOf(volume, known, at), template, at)));
  }
  if (volumes.size === 0) return [];
  return template.containers.flatMap((container) =>
    listAt(container.spec, 'volumeMounts')
      .slice(0, MOST)
      .flatMap((mount): readonly MountedPlace[] => {
        const filling = volumes.get(textAt(mount, 'name') ?? '');
        const mountPath = textAt(mount, 'mountPath');
        if (filling === undefined || mountPath === null) return [];
        const below = textAt(mount, 'subPath') ?? '';
        const read = (path: string) => readFrom(filling(), cleanPath(`${below}/${path}`).slice(1));
        const names = (path: string) => namesIn(filling(), cleanPath(`${below}/${path}`).slice(1));
        const isSecret = secret.has(textAt(mount, 'name') ?? '');
        return [{ container: container.name, mountPath: cleanPath(mountPath), isSecret, read, names }];
      }),
  );
};

const isHeld = (volume: Json): boolean =>
  ['configMap', 'secret', 'downwardAPI', 'projected'].some((kind) => objectAt(volume, kind) !== null);

const holdsSecret = (volume: Json): boolean =>
  objectAt(volume, 'secret') !== null ||
  listAt(objectAt(volume, 'projected'), 'sources').some((source) => objectAt(source, 'secret') !== null);

/** The files of one volume, as far as they are known. */
interface Filling {
  readonly files: ReadonlyMap<string, Held>;
  /** Files whose text is not known, with the object that holds it. */
  readonly lacking: ReadonlyMap<string, string>;
  /** An object that may hold any other file. */
  readonly open: string | null;
}

/** Of a projected volume the last source that has a file is the one that counts. */
const fillingOf = (sources: readonly Source[], template: LiftedTemplate, at: Standpoint): Filling => {
  const files = new Map<string, Held>();
  const lacking = new Map<string, string>();
  let open: string | null = null;
  const put = (path: string, held: Held | null, lacks: string): void => {
    if (files.size + lacking.size >= MOST_FILES) return;
    const name = cleanPath(path).slice(1);
    files.delete(name);
    lacking.delete(name);
    if (held === null) lacking.set(name, lacks);
    else files.set(name, held);
  };
  for (const source of sources) {
    if (source.kind === 'fields') {
      for (const item of source.items) {
        const field = textAt(objectAt(item, 'fieldRef'), 'fieldPath');
        const held = field === null ? null : fieldText(field, { ...template, namespace: at.namespace });
        put(textAt(item, 'path') ?? '', held, `the pod's ${field ?? 'resources'}, which the log does not hold`);
      }
      continue;
    }
    const { content, provenance, named } = source.object;
    const lacks =
      content === undefined
        ? `${named}, whose content is not in the log`
        : `${named}, of which the log holds only a part`;
    const of = (key: string): Held | null => {
      const text = content?.data.get(key);
      return text === undefined ? null : { text, provenance };
    };
    if (source.items === null) {
      for (const key of content?.data.keys() ?? []) put(key, of(key), lacks);
      if (content?.whole !== true) open = lacks;
    } else {
      for (const item of source.items) {
        const held = of(textAt(item, 'key') ?? '');
        // A whole object without the key has no such file.
        if (held !== null || content?.whole !== true) put(textAt(item, 'path') ?? '', held, lacks);
      }
    }
  }
  return { files, lacking, open };
};

const readFrom = ({ files, lacking, open }: Filling, name: string): ReturnType<MountedPlace['read']> => {
  const held = files.get(name) ?? (/[*?[]/.test(name) ? matching(files, name) : undefined);
  if (held !== undefined) return held;
  const lacks = lacking.get(name) ?? open;
  return lacks === null || lacks === undefined ? undefined : { lacks };
};

/** Names of files below a directory of a volume, without what an update of the volume leaves beside them. */
const namesIn = ({ files }: Filling, directory: string): readonly string[] => {
  const prefix = directory === '' ? '' : `${directory}/`;
  return [...files.keys()]
    .filter((path) => path.startsWith(prefix))
    .slice(0, MOST_MATCHES)
    .map((path) => path.slice(prefix.length))
    .toSorted();
};

const inOrder = new WeakMap<ReadonlyMap<string, Held>, readonly (readonly [string, Held])[]>();
/** Files in the order of their names, put together once. */
const sorted = (files: ReadonlyMap<string, Held>): readonly (readonly [string, Held])[] => {
  const known = inOrder.get(files);
  if (known !== undefined) return known;
  const made = [...files].toSorted(([one], [other]) => (one < other ? -1 : 1));
  inOrder.set(files, made);
  return made;
};

/** All files that a pattern names, one after the other in the order of their names. */
const matching = (files: ReadonlyMap<string, Held>, pattern: string): Held | undefined => {
  let first: Held | undefined;
  let text = '';
  let matches = 0;
  const isAsked = pathMatcher(pattern);
  for (const [path, held] of sorted(files)) {
    if (!isAsked(path)) continue;
    matches += 1;
    if (matches > MOST_MATCHES || text.length + held.text.length > MOST_MATCHED) break;
    // Hidden text among others hides them all.
    if (first === undefined || held.provenance.hidden) first = held;
    text += held.text;
  }
  return first === undefined ? undefined : { text, provenance: first.provenance };
};
