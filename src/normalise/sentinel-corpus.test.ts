import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { SentinelRow } from '../model/activity.ts';
import { ABSENT } from '../model/seen.ts';
import { sentinelRow } from './sentinel.ts';

const corpus = new URL('../../../shared/corpus/', import.meta.url);
const files = ['attack-dev.jsonl', 'benign-dev.jsonl'].map((name) => new URL(name, corpus));
const present = files.every((file) => existsSync(file));

/**
 * The flags once more, written another way: the text is cut at the term, and the characters on both sides of each cut
 * are looked at.
 */
const stands = (body: string, term: string): boolean => {
  const alphanumeric = (char: string | undefined): boolean => char !== undefined && /^[a-z0-9]$/i.test(char);
  const pieces = body.toLowerCase().split(term.toLowerCase());
  return pieces.some((left, index) => {
    const right = pieces[index + 1];
    if (right === undefined) return false;
    // Two terms in a row: the neighbour is the other one's edge.
    const charBefore = left === '' && index > 0 ? term.at(-1) : left.at(-1);
    const charAfter = right === '' && index + 2 < pieces.length ? term.at(0) : right.at(0);
    const freeBefore = !alphanumeric(term.at(0)) || !alphanumeric(charBefore);
    const freeAfter = !alphanumeric(term.at(-1)) || !alphanumeric(charAfter);
    return freeBefore && freeAfter;
  });
};

const words = (list: string): readonly string[] => list.split('|');
const IMAGES = words('alpine|busybox|ubuntu|debian|kali|python|perl|ruby|php|ncat|netcat|nmap|masscan|curl|wget');
const COMMANDS = words(
  'curl|wget|bash -i|/dev/tcp|nc |ncat|python -c|perl -e|ruby -e|chmod +x|base64 -d|eval|/bin/sh -c|/bin/bash -c|mkfifo|socat',
);
const MOUNTS = words('/etc|/var/run/docker.sock|/proc|/sys');

const restated = (body: string): Partial<SentinelRow> => {
  const any = (terms: readonly string[]): boolean => terms.some((term) => stands(body, term));
  const summed = {
    IsSuspiciousImage: any(IMAGES),
    IsSuspiciousCommand: any(COMMANDS),
    IsHostPathMount: any(['hostPath']),
    IsPrivileged: any(['privileged']),
    IsHostNetwork: any(['hostNetwork']),
    IsSensitiveMount: any(MOUNTS),
  };
  let SuspicionScore = 0;
  for (const flag of Object.values(summed)) SuspicionScore += Number(flag);
  return { ...summed, IsServiceAccountToken: any(['automountServiceAccountToken']), SuspicionScore };
};

const rowFor = (text: string): SentinelRow | null =>
  sentinelRow({
    envelope: 'audit',
    auditId: null,
    level: null,
    stage: null,
    requestUri: null,
    verb: 'create',
    user: { username: null, uid: null, groups: [], extra: {} },
    impersonated: null,
    claimedSourceIps: [],
    claimedUserAgent: null,
    objectRef: {
      apiGroup: 'batch',
      apiVersion: 'v1',
      resource: 'cronjobs',
      subresource: null,
      namespace: null,
      name: null,
      uid: null,
    },
    code: null,
    decision: null,
    requestObject: ABSENT,
    responseObject: ABSENT,
    annotations: {},
    receivedAt: null,
    time: { at: null, exact: false },
    cluster: null,
    cutAt: null,
    row: { category: null, timeGenerated: null, requestText: text, parses: true },
  });

const skip = present || process.env.CI === 'true' ? false : 'the labelled objects are not beside the repository';
test('every labelled object has the flags of an independent restatement', { skip }, () => {
  let objects = 0;
  let scored = 0;
  for (const file of files) {
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      if (line.trim() === '') continue;
      const { id, object }: { id: string; object: unknown } = JSON.parse(line);
      const whole = JSON.stringify(object);
      // The log spells the body as Go does, and an export may indent it.
      const logged = JSON.stringify(object, null, objects % 3)
        .replaceAll('&', '\\u0026')
        .replaceAll('<', '\\u003c')
        .replaceAll('>', '\\u003e');
      const row = rowFor(logged);
      assert.ok(row, id);
      const { TimeGenerated, Resource, Verb, Namespace, Name, User, UserAgent, SourceIP, RequestBody, ...flags } = row;
      assert.deepEqual({ id, ...flags }, { id, ...restated(whole) });
      assert.equal(RequestBody, whole, id);
      objects += 1;
      scored += row.SuspicionScore > 0 ? 1 : 0;
    }
  }
  assert.ok(objects > 1_000 && scored > 300, `${objects} objects, ${scored} with a score`);
});
