import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atLeast, type Finding } from '../model/finding.ts';
import { examine } from './examine.ts';
import {
  CHANGES,
  DATA,
  DOWNLOADS,
  ENTRIES,
  PERSISTENCE,
  RUNS,
  SAVES,
  SECRETS,
  SINKS,
  STARTS,
  WRITES,
} from './testing/paths.ts';
import { DEVELOPER, eventListOf, requestOf } from './testing/requests.ts';

/** The finding of a CronJob that runs the text, with the node mounted where the text names it. */
const findingOf = (text: string, power: { readonly main?: object; readonly pod?: object } = {}): Finding => {
  const node = text.includes('/host');
  const main = {
    ...{ name: 'main', image: 'registry.example.com/tools/base:1', command: ['bash', '-c', text] },
    ...(node ? { volumeMounts: [{ name: 'node', mountPath: '/host' }] } : {}),
    ...power.main,
  };
  const spec = {
    ...{ restartPolicy: 'Never', containers: [main] },
    ...(node ? { volumes: [{ name: 'node', hostPath: { path: '/' } }] } : {}),
    ...power.pod,
  };
  const object = {
    ...{ apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'nightly', namespace: 'team' } },
    spec: { schedule: '30 3 * * *', jobTemplate: { spec: { template: { spec } } } },
  };
  const { findings } = examine(eventListOf([requestOf(object, { by: DEVELOPER })]));
  return findings[0] ?? assert.fail('not judged');
};

const filled = (text: string, places: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{([ofdbsxqtp])\}/g, (whole, name: string) => places[name] ?? whole);

/** Those of the ways that do not come to what is wanted; each is named by its parts. */
const others = (
  ways: readonly (readonly [name: string, text: string])[],
  isWanted: (one: Finding) => boolean,
  power: Parameters<typeof findingOf>[1] = {},
) => ways.flatMap(([name, text]) => (isWanted(findingOf(text, power)) ? [] : [`${name}: ${text}`]));
const isHigh = ({ severity }: Finding): boolean => atLeast(severity, 'high');
const isQuiet = ({ severity }: Finding): boolean => !atLeast(severity, 'medium');
/** A shell on the node is grave alone: what it writes there has to be told as well. */
const isToldWrite = ({ indicators }: Finding): boolean =>
  indicators.some(({ id }) => id === 'command.persistence-write');

for (const [run, text] of Object.entries(RUNS)) {
  test(`a download that is put out and run is high: ${run}`, () => {
    const ways = Object.entries(DOWNLOADS).map(([name, o]) => [name, filled(text, { o })] as const);
    assert.deepEqual(others(ways, isHigh), []);
  });
}

const PLACES = [
  ['/tmp', 'u.sh'],
  ['/opt/app', 'agentd'],
  ['.', 'u'],
] as const;
for (const [start, text] of Object.entries(STARTS)) {
  test(`a download that is saved and run is high: ${start}`, () => {
    const ways = Object.entries(SAVES).flatMap(([name, save]) =>
      PLACES.map(([d, b]) => [`${name} in ${d}`, filled(`${save}; ${text}`, { d, b, f: `${d}/${b}` })] as const),
    );
    assert.deepEqual(others(ways, isHigh), []);
  });
}

/** The whole environment is many words, of which the first alone is in an address or in a name. */
const MANY_WORDS = new Set(['env', 'printenv']);
const ONE_WORD = new Set(['urlp', 'dig', 'dig1', 'ping', 'host']);

for (const [sink, text] of Object.entries(SINKS)) {
  test(`a secret that leaves is high, whatever was made of it, and a report is quiet: ${sink}`, () => {
    const secrets = Object.entries(SECRETS).filter(([name]) => !(MANY_WORDS.has(name) && ONE_WORD.has(sink)));
    const ways = [
      ...secrets.map(([name, s]) => [name, filled(text, { s })] as const),
      ...Object.entries(CHANGES).map(
        ([name, change]) => [`token, ${name}`, filled(text, { s: (SECRETS.token ?? '') + change })] as const,
      ),
    ];
    assert.deepEqual(others(ways, isHigh), []);
    const reports = Object.entries(DATA).map(([name, s]) => [name, filled(text, { s })] as const);
    assert.deepEqual(others(reports, isQuiet), []);
  });
}

/** What an entry needs; alone it is medium. */
const POWER = { main: { securityContext: { privileged: true } }, pod: { hostPID: true } } as const;
const inQuotes = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

for (const [entry, [way, root]] of Object.entries(ENTRIES)) {
  test(`a file of the node from which something starts is told, however it is written: ${entry}`, () => {
    const written = ([name, write]: readonly [string, string], [path, t]: readonly [string, string]) => {
      const x = filled(write, { t, p: `${root}/${path}` });
      return [`${name} ${path}`, filled(way, { x, q: inQuotes(x) })] as const;
    };
    const writes = Object.entries(WRITES).filter(([name]) => !(name === 'cat' && way.includes('<<')));
    const [first] = Object.values(PERSISTENCE);
    const [echo] = writes;
    assert.ok(first && echo);
    const ways = [
      ...writes.map((one) => written(one, first)),
      ...Object.values(PERSISTENCE).map((place) => written(echo, place)),
    ];
    assert.deepEqual(others(ways, isToldWrite, POWER), []);
  });
}
