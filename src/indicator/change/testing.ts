import { gatherFacts } from '../../facts/gather.ts';
import { activityOf, readingOf } from '../../facts/testing.ts';
import type { Activity } from '../../model/activity.ts';
import type { Facts } from '../../model/facts.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Known, KnownObject } from '../../model/known.ts';
import { NOTHING_KNOWN } from '../../model/known.ts';
import { type Because, seen, unseen } from '../../model/seen.ts';
import { cronJobBody, gatheredFacts } from '../testing.ts';

const plain: JsonObject = { name: 'main', image: 'registry.example.com/shop/report:1.4.2' };

/** A CronJob with these fields of its pod, its container and its own spec. */
export const reportOf = ({
  container = {},
  pod = {},
  spec = {},
}: {
  readonly container?: JsonObject;
  readonly pod?: JsonObject;
  readonly spec?: JsonObject;
} = {}): JsonObject => {
  const body = cronJobBody({ containers: [{ ...plain, ...container }], ...pod });
  return { ...body, spec: { ...(body.spec as JsonObject), ...spec } };
};

const origin = { at: '2026-11-23T08:00:00.000000Z', by: 'eve@example.com' };

/** An object as it was created, in one state or in several. */
export const createdAs = (...states: readonly JsonObject[]): KnownObject => {
  const [object = {}] = states;
  return {
    stamp: '1.0',
    states,
    isDerived: false,
    origin,
    creation: { origin, object },
    versions: [{ origin, object }],
  };
};

const patch: Partial<Activity> = { request: { verb: 'patch', outcome: 'accepted', code: 200 } };

/** Facts of a change of an object that was known. */
export const changed = (before: JsonObject | KnownObject, after: JsonObject, known: Partial<Known> = {}): Facts => {
  const reading = readingOf(after);
  const activity = activityOf({ ...patch, readings: seen([reading]) });
  const delivery = { level: 'RequestResponse', cutAt: null, sameIdOtherContent: 0 };
  const state =
    'states' in before && Array.isArray(before.states) ? (before as KnownObject) : createdAs(before as JsonObject); // Told apart by their states.
  return gatheredFacts(
    gatherFacts(activity, reading, delivery, { before: state, known: { ...NOTHING_KNOWN, ...known } }),
  );
};

/** Ways in which no indicator of a change can tell. */
export const NOT_TOLD: Readonly<Record<string, Facts>> = {
  'audit level Metadata': changeUnseen('level-metadata'),
  'a change of what was not seen before': changeUnseen('patch-without-base'),
  'a change of an object that may have been another one': changed(
    createdAs(reportOf(), reportOf({ spec: { suspend: true } })),
    reportOf(),
  ),
};

function changeUnseen(because: Because): Facts {
  return { ...changed(reportOf(), reportOf()), change: unseen(because) };
}
