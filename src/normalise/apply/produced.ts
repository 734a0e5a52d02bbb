import type { Activity, Reading } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import type { KnownObject } from '../../model/known.ts';
import type { KindIndex } from '../kind-index.ts';
import { liftTemplates } from '../lift.ts';
import { BASE } from '../origins.ts';
import type { PatchKind } from './apply.ts';
import { statesAfter } from './states.ts';

/**
 * The objects that a patch makes of what was there before, as readings of the write: one where all ways to read it come to
 * the same. `null` where the log shows the outcome, or where the patch fits nothing that is known: then its body alone tells.
 */
export const producedReadings = (
  { patch, readings, event, workload }: Activity,
  before: Pick<KnownObject, 'states'> | undefined,
  kinds: KindIndex,
): readonly Reading[] | null => {
  if (patch === undefined || before === undefined || readings.state !== 'seen') return null;
  const entry = kinds.byResource(workload.apiGroup, workload.resource, workload.subresource);
  const ways = readings.value.flatMap(({ kind, inferred }): readonly PatchKind[] => {
    if (kind === 'object') return [];
    // What looks like an apply may be a patch that names its object.
    return kind === 'apply' && inferred
      ? ['apply', entry?.strategic === true ? 'strategic-merge-patch' : 'merge-patch']
      : [kind];
  });
  const states = statesAfter(before.states, ways, patch, event.requestUri, entry);
  if (states.length === 0) return null;
  const isTold = states.length === 1;
  return states.map(({ kind, object, origins }) => {
    const { templates, cut } = liftTemplates(object, entry ?? null, kinds);
    return { kind, inferred: !isTold, object, missing: cut ? 'truncated' : null, origins, templates };
  });
};

/** A state of an object that was known before, to be looked at like what a request writes. */
export const knownReading = (
  object: JsonObject,
  { workload }: Pick<Activity, 'workload'>,
  kinds: KindIndex,
): Reading => {
  const found = readingOf.get(object);
  if (found !== undefined) return found;
  const entry = kinds.byResource(workload.apiGroup, workload.resource, workload.subresource);
  const { templates, cut } = liftTemplates(object, entry ?? null, kinds);
  const reading: Reading = {
    kind: 'object',
    inferred: false,
    object,
    missing: cut ? 'truncated' : null,
    origins: [{ at: '', from: BASE }],
    templates,
  };
  readingOf.set(object, reading);
  return reading;
};
/** An object that is written often is looked at once. */
const readingOf = new WeakMap<JsonObject, Reading>();
