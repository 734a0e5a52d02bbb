import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gatherFacts, type Tools } from '../facts/gather.ts';
import { activityOf, readingOf } from '../facts/testing.ts';
import type { Activity, Reading } from '../model/activity.ts';
import type { DeliveryFact, Facts } from '../model/facts.ts';
import type { Indicator, IndicatorDefinition, Outcome } from '../model/indicator.ts';
import type { JsonObject } from '../model/json.ts';
import { type Known, NOTHING_KNOWN } from '../model/known.ts';
import { type Because, seen, unseen } from '../model/seen.ts';
import { defineIndicator, VALUE_LIMIT } from './define.ts';

type Cases = Readonly<Record<string, Facts>>;

export interface Table {
  readonly fires: Cases;
  readonly staysSilent: Cases;
  readonly cannotTell: Cases;
}

const wholeDelivery: DeliveryFact = { level: 'RequestResponse', cutAt: null, sameIdOtherContent: 0 };

/** Facts that were gathered from an object, not written down. */
const gathered = new WeakSet<Facts>();
/** Indicators that have a table; the registry's test asks for each. */
export const tables = new Set<string>();

/** Asserts the polarity of each case. An empty group fails, and so does a table without a case gathered from an object. */
export const indicatorTable = (indicator: Indicator, table: Table): void => {
  tables.add(indicator.id);
  group(indicator, 'fires', table.fires, ({ kind }) => kind === 'hit');
  group(indicator, 'stays silent', table.staysSilent, ({ kind }) => kind === 'miss');
  group(indicator, 'cannot tell', table.cannotTell, ({ kind }) => kind === 'unassessed');
  test(`${indicator.id}: one firing case comes from an object, and points into it`, () => {
    assert.ok(Object.values(table.fires).some((facts) => gathered.has(facts)));
  });
};

const group = (indicator: Indicator, name: string, cases: Cases, wanted: (outcome: Outcome) => boolean): void => {
  test(`${indicator.id} has cases in which it ${name}`, () => assert.ok(Object.keys(cases).length > 0));
  for (const [situation, facts] of Object.entries(cases)) {
    test(`${indicator.id} ${name}: ${situation}`, () => {
      const outcome = indicator.assess(facts);
      assert.ok(wanted(outcome), `${outcome.kind}: ${JSON.stringify(evidenceOf(outcome))}`);
      const whole = asksAll(indicator).assess(facts);
      assert.deepEqual(
        [outcome.kind, evidenceOf(outcome)],
        [whole.kind, evidenceOf(whole)],
        'its kinds are all it needs',
      );
      for (const one of evidenceOf(outcome)) {
        assert.match(one.says, /^[A-Z].*\.$/s, 'evidence is a sentence');
        assert.ok(one.says.length <= 600, one.says);
        assert.ok(one.value.length > 0 && one.value.length <= VALUE_LIMIT, one.value);
        assert.ok(one.at === '' || one.at.startsWith('/'), one.at);
      }
    });
  }
};

/** The same indicator, asked about effects of every kind. */
export const asksAll = (indicator: Indicator): Indicator => {
  const { kinds, ...definition } = indicator;
  // What a registered indicator has besides is what it was defined with.
  return defineIndicator(definition as unknown as IndicatorDefinition<'effects'>);
};

const evidenceOf = (outcome: Outcome) => (outcome.kind === 'hit' ? outcome.evidence : []);

/** Marks facts that were gathered from an object by another helper. */
export const gatheredFacts = (facts: Facts): Facts => {
  gathered.add(facts);
  return facts;
};

const factsOf = (activity: Activity, reading: Reading | null, delivery = wholeDelivery, tools: Tools = {}): Facts => {
  const facts = gatherFacts(activity, reading, delivery, tools);
  gathered.add(facts);
  return facts;
};

/** Facts of a whole object, the long way: lifted, then gathered. */
export const object = (body: JsonObject, activity: Partial<Activity> = {}): Facts => {
  const reading = readingOf(body);
  return factsOf(activityOf({ readings: seen([reading]), ...activity }), reading);
};

/** An object that is judged with what was learned elsewhere. */
export const knowing = (known: Partial<Known>, body: JsonObject, activity: Partial<Activity> = {}): Facts => {
  const reading = readingOf(body);
  const whole = activityOf({ readings: seen([reading]), ...activity });
  return factsOf(whole, reading, wholeDelivery, { known: { ...NOTHING_KNOWN, ...known } });
};

/** A CronJob whose one container runs this with a ConfigMap of these files at `/m`. */
export const withFiles = (
  data: Readonly<Record<string, string>>,
  command: readonly string[],
  container: JsonObject = {},
): Facts =>
  knowing(
    {
      content: (_, { name }) =>
        name === 'files'
          ? { data: new Map(Object.entries(data)), whole: true, origin: { at: null, by: null }, written: 'before' }
          : undefined,
    },
    cronJobBody({
      volumes: [{ name: 'm', configMap: { name: 'files' } }],
      containers: [
        {
          ...plain,
          ...(command.length === 0 ? {} : { command }),
          volumeMounts: [{ name: 'm', mountPath: '/m' }],
          ...container,
        },
      ],
    }),
  );

/** A CronJob that runs this pod spec. */
export const cronJob = (spec: JsonObject, activity: Partial<Activity> = {}, schedule = '30 3 * * *'): Facts =>
  object(cronJobBody(spec, schedule), activity);

export const cronJobBody = (spec: JsonObject, schedule = '30 3 * * *'): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'report', namespace: 'shop' },
  spec: { schedule, jobTemplate: { spec: { template: { spec } } } },
});

/** A Job with these fields of its spec. */
export const job = (fields: JsonObject, activity: Partial<Activity> = {}): Facts =>
  object(
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'report', namespace: 'shop' },
      spec: { ...fields, template: { spec: { containers: [plain] } } },
    },
    activity,
  );

/** One container of an image that says nothing. */
const plain = { name: 'main', image: 'registry.example.com/shop/report:1.4.2' };

/** A CronJob with nothing to see. */
export const blank: Facts = cronJob({ containers: [plain] });

/** A CronJob whose container has this command. */
export const runs = (...command: readonly string[]): Facts => cronJob({ containers: [{ ...plain, command }] });

/** A CronJob whose container has this shell text. */
export const script = (text: string): Facts => runs('/bin/sh', '-c', text);

/** A CronJob whose container has only arguments, for the entrypoint of its image. */
export const passes = (image: string, ...args: readonly string[]): Facts =>
  cronJob({ containers: [{ name: 'main', image, args }] });

/** A CronJob with this image. */
export const uses = (image: string): Facts => cronJob({ containers: [{ name: 'main', image }] });

/** A CronJob that mounts a path of the node at `/host`. */
export const mounts = (path: string, options: JsonObject = {}): Facts => cronJob(mounting(path, options));

export const mounting = (
  path: string,
  options: JsonObject = {},
  command: readonly string[] = ['date'],
): JsonObject => ({
  volumes: [{ name: 'node', hostPath: { path } }],
  containers: [{ ...plain, command, volumeMounts: [{ name: 'node', mountPath: '/host', ...options }] }],
});

/** A CronJob that mounts the node's path at `/host` and has this shell text. */
export const scriptOn = (path: string, text: string): Facts => cronJob(mounting(path, {}, ['/bin/sh', '-c', text]));

/** A CronJob whose container has this security context. */
export const secured = (securityContext: JsonObject): Facts => cronJob({ containers: [{ ...plain, securityContext }] });

/** A CronJob with these fields of its pod spec. */
export const pod = (fields: JsonObject): Facts => cronJob({ containers: [plain], ...fields });

/** The same object by another actor, outcome or workload. */
export const by = (activity: Partial<Activity>): Facts => cronJob({ containers: [plain] }, activity);

/** A delivery with other properties, of a whole object. */
export const delivered = (delivery: Partial<DeliveryFact>): Facts => {
  const reading = readingOf(cronJobBody({ containers: [plain] }));
  return factsOf(activityOf({ readings: seen([reading]) }), reading, { ...wholeDelivery, ...delivery });
};

/** Nothing of the body was seen. */
export const bodyUnseen = (because: Because, activity: Partial<Activity> = {}): Facts =>
  factsOf(activityOf({ readings: unseen(because), ...activity }), null);

/** Only a part of the body was seen, and nothing in it. */
export const partOf = (spec: JsonObject, because: Because = 'truncated'): Facts => {
  const reading = readingOf(cronJobBody(spec), because);
  return factsOf(activityOf({ readings: seen([reading]) }), reading);
};

/** The two ways in which every indicator of the body cannot tell. */
export const UNSEEN: Cases = {
  'audit level Metadata': bodyUnseen('level-metadata'),
  'a body cut before it says anything': partOf({}),
};
