import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeRecord } from '../../decode/decode.ts';
import type { JsonObject } from '../../model/json.ts';
import { reverseShell } from '../../sink/testing.ts';
import type { Question } from '../model.ts';
import type { Subject } from '../subject.ts';
import { ACT, JOBS, STORY, STORY_SUBJECT } from '../testing.ts';
import { createTrail } from '../trail.ts';
import { runQuestion } from './run.ts';

const EMPTY = { rows: [], last: null, count: 0 };

/** The answer of a log that holds these events; the finding itself says nothing here. */
const asked = (events: readonly JsonObject[] | null, more: Partial<Subject> = {}): Question => {
  const subject = { ...STORY_SUBJECT, ...more };
  const maker = createTrail(subject, ACT);
  for (const one of events ?? [])
    for (const event of decodeRecord({ source: 'log', offset: 0, text: JSON.stringify(one) }).events) maker.take(event);
  const around = { period: null, siblings: { template: EMPTY, image: EMPTY, commonImage: false, left: 0 } };
  return runQuestion({
    subject,
    finding: reverseShell,
    trail: events === null ? null : maker.trail(around),
    now: '2026-11-24T03:08:00Z',
  });
};
/** An event of the story, changed in its text. */
const changed = (has: string, ...changes: readonly (readonly [from: string | RegExp, to: string])[]): JsonObject => {
  const text = JSON.stringify(STORY.find((one) => JSON.stringify(one).includes(has)));
  return JSON.parse(changes.reduce((now, [from, to]) => now.replaceAll(from, to), text)) as JsonObject; // our own event
};
const says = ({ says: all, because }: Question): string => [...all, ...because].join('\n');

const firstJob = `"name":"${JOBS[0]}"`;
const NEXT = JOBS[1];

interface Case {
  readonly question: () => Question;
  readonly state: Question['state'];
  readonly has: readonly RegExp[];
  readonly lacks?: RegExp;
}

const CASES: Readonly<Record<string, Case>> = {
  'it ran twice on one node': {
    question: () => asked(STORY),
    state: 'partly',
    has: [/2 runs were due by now: first 2026-11-24 03:00:00/, /shows 2 Jobs of it/, /on 1 node: node-7/, /1 session/],
    lacks: /not by the CronJob controller|not due yet|taken/,
  },
  'no log': {
    question: () => asked(null),
    state: 'unknown',
    has: [/2 runs were due by now/, /whether it ran: no log was given/],
  },
  suspended: {
    question: () => asked(STORY, { body: { spec: { schedule: '*/5 * * * *', suspend: true } } }),
    state: 'partly',
    has: [/It is suspended: its schedule starts nothing/],
    lacks: /were due/,
  },
  'deleted before the second run': {
    question: () =>
      asked([
        ...STORY.slice(0, 5),
        changed(
          '"verb":"delete"',
          [/"resource":"jobs"/g, '"resource":"cronjobs"'],
          [JOBS[0], 'invoice-sync'],
          ['03:05:25', '03:02:00'],
        ),
      ]),
    state: 'unknown',
    has: [/cronjob-controller deleted it at 2026-11-24 03:02:00: no run is due after that/, /1 run was due by then/],
  },
  'refused: nothing ran': {
    question: () => asked(STORY, { accepted: false, refused: true }),
    state: 'known',
    has: [/nothing ran because of it/],
  },
  'a Job that a person made in its name': {
    question: () => asked([changed(firstJob, [/"username":"system:[^"]*"/g, '"username":"eve@example.com"'])]),
    state: 'partly',
    has: [/1 Job of them was made by eve@example\.com, not by the CronJob controller/],
  },
  'the name of a run that was not due yet': {
    question: () => asked([changed(firstJob, [JOBS[0], NEXT])]),
    state: 'partly',
    has: [/bears the name of a run that was not due yet/],
  },
  'a name that the controller found taken': {
    question: () => asked([changed(firstJob, ['"code":201', '"code":409'])]),
    state: 'unknown',
    has: [/found 1 name taken \(409\)/],
    lacks: /The log shows/,
  },
  'a log of Jobs that holds none of it': {
    question: () => asked([changed(firstJob, [JOBS[0], 'other'], ['invoice-sync', 'other'])]),
    state: 'unknown',
    has: [/no Job of it is in the log/, /on which node/],
  },
  'a log without Jobs': {
    question: () => asked(STORY.slice(0, 3)),
    state: 'unknown',
    has: [/no event of a Job was met in the log; its policy may not log them/],
  },
};

for (const [name, { question, state, has, lacks }] of Object.entries(CASES)) {
  test(`did it run: ${name}`, () => {
    const answer = question();
    assert.equal(answer.state, state, says(answer));
    for (const one of has) assert.match(says(answer), one);
    if (lacks !== undefined) assert.doesNotMatch(says(answer), lacks);
    if (state !== 'known') assert.ok(answer.because.length > 0);
  });
}
