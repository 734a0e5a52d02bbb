import { type Activity, type LiftedContainer, type LiftedTemplate, originOf, type Reading } from '../model/activity.ts';
import type { Place } from '../model/facts.ts';
import { ABSENT, type Seen, seen, unseen } from '../model/seen.ts';

/** Pairs each container of a reading with its template. */
export const containersOf = (
  reading: Reading,
): readonly { readonly container: LiftedContainer; readonly template: LiftedTemplate }[] =>
  reading.templates.flatMap((template) => template.containers.map((container) => ({ container, template })));

/** Settings that are joined with the containers that they are for: a real object has one, and each is joined with all. */
const MOST_SETTINGS = 4;

/**
 * Settings of pods that stand apart from the containers: `spec` of an Argo workflow beside its `templates`, `podTemplate` of a
 * Tekton run beside its `taskSpec`. Each comes with the templates that run under it.
 */
export const settingsOf = (reading: Reading): ReadonlyMap<LiftedTemplate, readonly LiftedTemplate[]> => {
  const running = reading.templates.filter(({ containers }) => containers.length > 0);
  if (running.length === reading.templates.length) return NO_SETTINGS;
  const apart = reading.templates.filter(({ containers }) => containers.length === 0).slice(0, MOST_SETTINGS);
  return new Map(
    apart.map((settings): [LiftedTemplate, readonly LiftedTemplate[]] => {
      const around = `${settings.pointer.slice(0, settings.pointer.lastIndexOf('/'))}/`;
      return [settings, running.filter(({ pointer }) => pointer.startsWith(around))];
    }),
  );
};
const NO_SETTINGS: ReadonlyMap<LiftedTemplate, readonly LiftedTemplate[]> = new Map();

/** The place of something in a container; `at` is a pointer into the reading's object. */
export const inContainer = (reading: Reading, container: LiftedContainer, at: string): Place => ({
  container: container.name,
  role: container.role,
  pointer: originOf(reading, at),
});

/** The place of something of the pod or of the object. */
export const inPod = (reading: Reading, at: string): Place => ({
  container: null,
  role: null,
  pointer: originOf(reading, at),
});

/** What a missing reading says about every fact of the body. */
export const withoutReading = (activity: Activity): Seen<never> => {
  if (activity.readings.state === 'absent') return ABSENT;
  return unseen(activity.readings.state === 'unseen' ? activity.readings.because : 'not-kept');
};

/**
 * The state of a list of facts. Nothing found in a whole body is absent; nothing found in a part of one could not be
 * told; something found is seen, with the reason why more may be missing.
 */
export const listed = <T>(reading: Reading, found: readonly T[]): Seen<readonly T[]> => {
  if (found.length > 0) return seen(found, reading.missing ?? undefined);
  return reading.missing === null ? ABSENT : unseen(reading.missing);
};

/** The same for a fact that is single. */
export const single = <T>(reading: Reading, found: T | undefined): Seen<T> => {
  if (found !== undefined) return seen(found, reading.missing ?? undefined);
  return reading.missing === null ? ABSENT : unseen(reading.missing);
};
