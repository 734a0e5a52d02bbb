import type { Activity, LiftedContainer, LiftedTemplate, Reading } from '../model/activity.ts';
import { get, isList, type JsonObject } from '../model/json.ts';
import type { Delivered } from './deliveries.ts';

/** An activity as JSON holds it without saying the same twice. */
export type PackedActivity = Omit<Activity, 'readings'> & { readonly readings: unknown };

/** Stands for what is found in the object of the reading at the pointer that goes with it. */
const IN_PLACE = 0;

/** A value of a place in an object; `undefined` where there is none. */
const valueAt = (object: JsonObject, pointer: string): unknown => {
  let at: unknown = object;
  for (const token of pointer.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    at = isList(at) ? at[Number(key)] : get(at, key);
  }
  return at;
};

const metadataOf = ({ pointer }: Pick<LiftedTemplate, 'pointer'>): string =>
  `${pointer.slice(0, Math.max(0, pointer.lastIndexOf('/')))}/metadata`;

const packedReading = (reading: Reading): unknown => {
  const inPlace = (pointer: string, value: JsonObject): unknown =>
    valueAt(reading.object, pointer) === value ? IN_PLACE : value;
  return {
    ...reading,
    templates: reading.templates.map((one) => ({
      ...one,
      spec: inPlace(one.pointer, one.spec),
      metadata: one.metadata === null ? null : inPlace(metadataOf(one), one.metadata),
      containers: one.containers.map((container) => ({
        ...container,
        spec: inPlace(container.pointer, container.spec),
      })),
    })),
  };
};

const unpackedReading = (packed: Reading): Reading => {
  // What was found in place before is found there again.
  const inPlace = (pointer: string, value: unknown): JsonObject =>
    (value === IN_PLACE ? valueAt(packed.object, pointer) : value) as JsonObject;
  const containerOf = (one: LiftedContainer): LiftedContainer => ({ ...one, spec: inPlace(one.pointer, one.spec) });
  return {
    ...packed,
    templates: packed.templates.map((one) => ({
      ...one,
      spec: inPlace(one.pointer, one.spec),
      metadata: one.metadata === null ? null : inPlace(metadataOf(one), one.metadata),
      containers: one.containers.map(containerOf),
    })),
  };
};

/**
 * An activity for a row of a state file. Templates are parts of the object, and go as their pointers. The text of the request
 * body goes too: it is for the rows of the original query, which no later run prints.
 */
export const packedActivity = (activity: Activity): PackedActivity => ({
  ...activity,
  readings:
    activity.readings.state === 'seen'
      ? { ...activity.readings, value: activity.readings.value.map(packedReading) }
      : activity.readings,
  sentinel: activity.sentinel === null ? null : { ...activity.sentinel, RequestBody: '' },
});

export const unpackedActivity = (packed: PackedActivity): Activity => {
  const readings = packed.readings as Activity['readings']; // Packed by the function above, templates aside.
  return {
    ...packed,
    readings: readings.state === 'seen' ? { ...readings, value: readings.value.map(unpackedReading) } : readings,
  };
};

/** An activity as JSON, a tenth of what it takes as objects: for those that are kept and seldom asked for. */
export const textOf = (activity: Activity): string => JSON.stringify(packedActivity(activity));
/** The activity of such a text. */
export const activityOf = (text: string): Activity => unpackedActivity(JSON.parse(text) as PackedActivity); // Our own.

export type PackedDelivered = Omit<Delivered, 'activity'> & { readonly activity: PackedActivity };

/** Whoever takes it up again has it judged already. */
export const packedDelivered = ({ again: _, ...one }: Delivered): PackedDelivered => ({
  ...one,
  activity: packedActivity(one.activity),
});

export const unpackedDelivered = (packed: PackedDelivered): Delivered => ({
  ...packed,
  activity: unpackedActivity(packed.activity),
});
