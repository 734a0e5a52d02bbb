import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gatherFacts } from '../facts/gather.ts';
import { assessAll } from '../indicator/registry.ts';
import { atLeast, type Severity } from '../model/finding.ts';
import { get, type JsonObject, objectAt, textAt } from '../model/json.ts';
import { DEFAULT_KINDS } from '../normalise/kind-index.ts';
import { activityOf, bodySeen, eventOf } from '../normalise/testing.ts';
import { assess } from './score.ts';

const CORPUS = new URL('../../../shared/corpus/', import.meta.url);
const here = existsSync(CORPUS);
const skip = here ? false : 'the labelled corpus lies beside the repository and is missing here';

interface Entry {
  readonly label: string;
  readonly strength: string;
  /** Nothing tells but a name that is known from tools and campaigns. */
  readonly nameOnly: boolean;
  readonly object: JsonObject;
}

const entriesOf = (file: string): readonly Entry[] =>
  readFileSync(new URL(file, CORPUS), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const entry: unknown = JSON.parse(line);
      return {
        label: textAt(entry, 'label') ?? '',
        strength: textAt(entry, 'strength') ?? '',
        nameOnly: get(entry, 'nameOnly') === true || get(entry, 'iocOnly') === true,
        object: objectAt(entry, 'object') ?? {},
      };
    });

/** The verdict on an accepted create of the object by a person. */
const severityOf = (object: JsonObject): Severity => {
  const entry = DEFAULT_KINDS.ofObject(object);
  const [version = '', group = ''] = (textAt(object, 'apiVersion') ?? '').split('/').reverse();
  const metadata = objectAt(object, 'metadata');
  const activity = activityOf(
    eventOf(bodySeen(object), {
      apiGroup: group,
      apiVersion: version,
      resource: entry?.resource ?? null,
      namespace: textAt(metadata, 'namespace') ?? 'shop',
      name: textAt(metadata, 'name'),
    }),
  );
  const delivery = { level: 'Request', cutAt: null, sameIdOtherContent: 0 };
  const readings = activity.readings.state === 'seen' ? activity.readings.value : [null];
  return assess(
    activity,
    readings.map((reading) => {
      const facts = gatherFacts(activity, reading, delivery);
      return { reading, facts, outcomes: assessAll(facts) };
    }),
  ).severity;
};

const isJob = ({ object }: Entry): boolean => ['CronJob', 'Job'].includes(textAt(object, 'kind') ?? '');

/** Share of the entries at a severity or above, printed so that a change can be seen before it breaks a bound. */
const rateOf = (name: string, entries: readonly Entry[], floor: Severity): number => {
  const reached = entries.filter(({ object }) => atLeast(severityOf(object), floor)).length;
  console.log(`${name} at ${floor} or above: ${reached}/${entries.length}`);
  return reached / entries.length;
};

test('the shared corpus is there where the project is built', () => {
  assert.ok(here || process.env.CI !== 'true', `${CORPUS.pathname} is missing`);
});

test('malicious objects are found', { skip }, () => {
  const malicious = entriesOf('attack-dev.jsonl').filter(
    ({ strength, nameOnly }) => strength === 'malicious' && !nameOnly,
  );
  assert.ok(rateOf('malicious', malicious, 'high') >= 0.87);
  assert.ok(rateOf('malicious', malicious, 'medium') >= 0.91);
});

test('dangerous objects are medium', { skip }, () => {
  const dangerous = entriesOf('attack-dev.jsonl').filter(
    ({ strength, nameOnly }) => strength === 'dangerous' && !nameOnly,
  );
  assert.ok(rateOf('dangerous', dangerous, 'medium') >= 0.85);
  assert.ok(rateOf('dangerous', dangerous, 'high') <= 0.05);
});

test('benign jobs stay quiet', { skip }, () => {
  const jobs = entriesOf('benign-dev.jsonl').filter(isJob);
  assert.ok(rateOf('benign jobs', jobs, 'high') <= 0.006);
  assert.ok(rateOf('benign jobs', jobs, 'medium') <= 0.025);
});

test('other benign workloads are not high', { skip }, () => {
  const others = entriesOf('benign-dev.jsonl').filter((entry) => !isJob(entry));
  assert.ok(rateOf('other benign workloads', others, 'high') <= 0.02);
});
