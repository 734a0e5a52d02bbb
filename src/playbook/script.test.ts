import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { wholeBody } from './circumstances.ts';
import { knownMembers } from './plan.ts';
import { scriptOf } from './script.ts';
import { subjectOf } from './subject.ts';
import { type FindingParts, findingWith, planWith } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'cronwarden-script-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const scriptWith = (parts: FindingParts = {}): string => {
  const finding = findingWith(parts);
  const subject = subjectOf(finding, null);
  assert.ok(subject);
  const body = wholeBody(finding);
  const known = knownMembers(subject, body, { argocdNamespace: 'argocd' });
  return scriptOf(planWith(parts), {
    seen: { object: body, serviceAccount: null },
    known,
    context: 'harbour-admin',
    clusterUid: 'uid-of-cluster',
  });
};

/** A kubectl that writes down what it is asked, and knows of one object, one Job and one pod. */
const STUB = `#!/usr/bin/env bash
{ printf '%s\\037' "$@"; [[ "$*" != *"-f -"* ]] || cat; printf '\\036'; } >> "$ASKED"
case "$*" in
  *"namespace kube-system"*) printf uid-of-cluster ;;
  *"jsonpath={.metadata.uid}|"*) printf 'uid-of-%s|7' "\${@: -1}" ;;
  *"jsonpath={.metadata.uid}"*) printf uid-of-tick ;;
  *"get pods"*"nodeName"*) printf 'node-a||||\\n' ;;
  *"get pods"*"lastState"*) ;;
  *"get pods"*) printf 'tick-1-abcde|shop|uid-of-pod|5|main\\n' ;;
  *"get jobs"*go-template*) printf 'tick-1|shop|uid-of-tick-1|6|\\n' ;;
  *"get cronjobs"*go-template*) printf '%s|shop|uid-of-%s|6|\\n' "\${@: -1}" "\${@: -1}" ;;
  *"get networkpolicies"*) printf %s "\${MADE:-}" ;;
  *"/log?"*) [ -z "\${NO_LOGS:-}" ] || exit 1; printf 'a log\\n' ;;
  *) printf '{}\\n' ;;
esac
`;
const bin = join(folder, 'kubectl');
writeFileSync(bin, STUB);
chmodSync(bin, 0o755);

let runs = 0;
const runScript = (text: string, environment: Record<string, string> = {}) => {
  runs += 1;
  const [script, asked, evidence] = ['sh', 'asked', 'evidence'].map((one) => join(folder, `${runs}.${one}`));
  writeFileSync(script ?? '', text);
  writeFileSync(asked ?? '', '');
  const { status, stderr, stdout } = spawnSync('bash', [script ?? ''], {
    encoding: 'utf8',
    cwd: folder,
    env: { PATH: `${folder}:${process.env.PATH}`, ASKED: asked, EVIDENCE: evidence, LC_ALL: 'C.UTF-8', ...environment },
  });
  const calls = readFileSync(asked ?? '', 'utf8')
    .split('\x1e')
    .map((call) => call.split('\x1f'));
  return { status, stderr, stdout, calls, evidence: evidence ?? '' };
};
const changing = (calls: readonly (readonly string[])[]): readonly string[] =>
  calls
    .map((call) => call.join(' '))
    .filter((call) => /^--context harbour-admin (patch|delete|create)/.test(call) && !/dry-?[rR]un/.test(call));

test('as it is, it saves and changes nothing; each change is tried on the server', () => {
  const { status, stderr, calls, evidence } = runScript(scriptWith());
  assert.equal(status, 0, stderr);
  assert.deepEqual(changing(calls), []);
  assert.ok(calls.some((call) => call.includes('patch') && call.includes('--dry-run=server')));
  assert.equal(readFileSync(join(evidence, 'save-logs.tick-1-abcde.main.log'), 'utf8'), 'a log\n');
  assert.match(readFileSync(join(evidence, 'SHA256SUMS'), 'utf8'), /save-object\.json/);
});

test('applied, it does the phases that it is told, with uid and version of what is there', () => {
  const { status, stderr, calls } = runScript(scriptWith(), { APPLY: 'yes' });
  assert.equal(status, 0, stderr);
  const done = changing(calls);
  assert.equal(done.length, 3, done.join('\n'));
  assert.match(done[0] ?? '', /patch cronjobs.v1.batch .*"uid":"uid-of-tick","resourceVersion":"7".* -- tick $/);
  assert.match(done[1] ?? '', /create --raw .*networkpolicies.*"batch.kubernetes.io\/controller-uid":"uid-of-tick-1"/);
  assert.match(done[2] ?? '', /patch jobs.v1.batch .*"uid":"uid-of-tick-1".* -- tick-1 $/);
  const all = runScript(scriptWith(), { APPLY: 'yes', IRREVERSIBLE: 'yes', PHASES: 'contain revoke block eradicate' });
  assert.equal(all.status, 0, all.stderr);
  assert.match(
    changing(all.calls).at(-1) ?? '',
    /delete --raw .*"propagationPolicy":"Foreground","preconditions":\{"uid":"uid-of-tick"/,
  );
});

test('run again, it does not create again what it created', () => {
  const { calls, stderr } = runScript(scriptWith(), { APPLY: 'yes', MADE: '0123456789' });
  assert.ok(!changing(calls).some((call) => call.includes('networkpolicies')), stderr);
  assert.match(stderr, /it is there already/);
});

test('logs that cannot be saved hold back what destroys them', () => {
  const held = runScript(scriptWith(), { APPLY: 'yes', NO_LOGS: 'yes' });
  assert.equal(held.status, 1);
  assert.match(held.stderr, /this destroys logs.*WAIVE="logs"/);
  assert.ok(!changing(held.calls).some((call) => call.includes('patch jobs')));
  assert.equal(runScript(scriptWith(), { APPLY: 'yes', NO_LOGS: 'yes', WAIVE: 'logs' }).status, 0);
});

test('another cluster or another object stops it at once', () => {
  const cluster = runScript(scriptWith().replace('CLUSTER_UID=uid-of-cluster', 'CLUSTER_UID=another'), {
    APPLY: 'yes',
  });
  assert.equal(cluster.status, 1);
  assert.equal(cluster.calls.filter((call) => call.length > 1).length, 1);
  const object = runScript(scriptWith({ uid: 'uid-before' }), { APPLY: 'yes' });
  assert.match(object.stderr, /was replaced since the finding/);
  assert.deepEqual(changing(object.calls), []);
});

/** Harmless, and visible if a shell read any of it. */
const names = [
  "it's; printf no > hit",
  '$(printf no > hit)',
  '`printf no > hit`',
  'a\nprintf no > hit',
  '-o=jsonpath={}',
  '"; printf no > hit; "',
  '{target.name}',
];
for (const name of names) {
  test(`a name stays one word: ${JSON.stringify(name)}`, () => {
    const text = scriptWith({ name, namespace: name, images: [{ name, digest: null }], actor: { username: name } });
    const { stderr, calls } = runScript(text, { APPLY: 'yes', PHASES: 'contain block' });
    assert.throws(() => readFileSync(join(folder, 'hit')), /ENOENT/);
    const first = calls.find((call) => call.includes('cronjobs.v1.batch'));
    assert.ok(first, stderr);
    assert.equal(first[first.indexOf('-n') + 1], name);
    assert.equal(first.at(-2), name);
    assert.equal(first.at(-3), '--');
  });
}
