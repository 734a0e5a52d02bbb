import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activityOf } from '../facts/testing.ts';
import { assessAll } from '../indicator/registry.ts';
import { cronJobBody, object } from '../indicator/testing.ts';
import type { Activity } from '../model/activity.ts';
import type { Severity } from '../model/finding.ts';
import { type JsonObject, objectAt } from '../model/json.ts';
import { assess } from './score.ts';

const { workload } = activityOf();
const UNKNOWN = 'images.harbour-tools.io/sync:2';

/** A CronJob whose image names no command, so that what it does cannot be seen. */
const severityOf = (
  image: string,
  pod: JsonObject = {},
  spec: JsonObject = {},
  activity: Partial<Activity> = {},
): Severity => {
  const body = cronJobBody({ containers: [{ name: 'main', image }], ...pod });
  const facts = object({ ...body, spec: { ...objectAt(body, 'spec'), ...spec } }, activity);
  return assess(activityOf(activity), [{ reading: null, facts, outcomes: assessAll(facts) }]).severity;
};

const noHistory = { successfulJobsHistoryLimit: 0, failedJobsHistoryLimit: 0 };
const everyNode = { tolerations: [{ operator: 'Exists' }] };
const proxy = { workload: { ...workload, name: 'kube-proxy' } };
const system = { workload: { ...workload, namespace: 'kube-system' } };

const rows: readonly (readonly [string, Severity, Severity])[] = [
  ['an unknown registry', severityOf(UNKNOWN), 'low'],
  ['an unknown registry, in a namespace of the system', severityOf(UNKNOWN, {}, {}, system), 'low'],
  ['an unknown registry, on any node', severityOf(UNKNOWN, everyNode), 'medium'],
  ['an unknown registry, nothing kept', severityOf(UNKNOWN, {}, noHistory), 'medium'],
  ['an unknown registry, the name of a component', severityOf(UNKNOWN, {}, {}, proxy), 'medium'],
  ['an unknown registry, and all of these', severityOf(UNKNOWN, everyNode, noHistory, proxy), 'medium'],
  ['a public registry, and all of these', severityOf('harbourtools/sync:2', everyNode, noHistory, proxy), 'low'],
  ['a bare public address', severityOf('203.0.113.7:5000/sync:2'), 'low'],
  ['a misspelt publisher', severityOf('kuberntesio/kube-controller:1.0.1'), 'high'],
];
for (const [name, severity, wanted] of rows) {
  test(`${name}: ${wanted}`, () => assert.equal(severity, wanted));
}
