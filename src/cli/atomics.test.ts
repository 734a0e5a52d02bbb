import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'cronwarden-atomics-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/**
 * A stand-in for kubectl that talks to nobody: it writes down what it was asked, keeps names of objects as files, and fails or
 * waits when a file says so. What the real one does is tested on the real control plane.
 */
const KUBECTL = `#!/bin/sh
echo "$@" >> "${folder}/asked"
case "$*" in
  "config get-contexts"*) echo lab ;;
  "config view -o jsonpath"*) if [ -e "${folder}/moved" ]; then echo https://192.0.2.2:6443; else echo https://192.0.2.1:6443; fi ;;
  "config view"*) echo "apiVersion: v1" ;;
  version*) if [ -e "${folder}/silent" ]; then echo "no answer" >&2; exit 1; fi ;;
  "get namespace"*) echo namespace/lab ;;
  api-resources*) echo cronjobs.batch ;;
  "get cronjobs.batch"*) for one in "${folder}"/made/*; do [ -e "$one" ] && printf 'CronJob\\tlab\\t%s\\tx\\n' "\${one##*/}"; done; exit 0 ;;
  create*) if [ -e "${folder}/slow" ]; then : > "${folder}/begun"; : > "${folder}/made/cw-a"; sleep 20; exit 1; fi
           if [ -e "${folder}/refuses" ]; then echo "Error from server (Forbidden): no" >&2; exit 1; fi
           : > "${folder}/made/cw-a"; echo created ;;
  "delete cronjob cw-a"*) rm -f "${folder}/made/cw-a" ;;
esac
`;
const bin = join(folder, 'bin');
mkdirSync(bin);
mkdirSync(join(folder, 'made'));
writeFileSync(join(bin, 'kubectl'), KUBECTL);
chmodSync(join(bin, 'kubectl'), 0o755);
const set = join(folder, 'atomics', 'T1053.007');
mkdirSync(join(set, 'src'), { recursive: true });
writeFileSync(join(set, 'src', 'a.yaml'), 'apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: cw-a }\n');
const TEST = (version: string): string => `attack_technique: T1053.007
display_name: Container Orchestration Job
atomic_tests:
  - name: A CronJob
    auto_generated_guid: 6f0c2a6e-3f7b-4c58-9d0c-0e7d6d1c9a01
    description: One that says hello.
    supported_platforms: [containers]
    input_arguments:
      kubectl: { description: the program, type: path, default: kubectl }
    executor:
      name: sh
      elevation_required: false
      command: '#{kubectl} create -f "PathToAtomicsFolder/T1053.007/src/${version}.yaml"'
      cleanup_command: '#{kubectl} delete cronjob cw-a'
`;
writeFileSync(join(set, 'T1053.007.yaml'), TEST('a'));
const flag = (name: string, is: boolean): void => {
  if (is) writeFileSync(join(folder, name), '');
  else rmSync(join(folder, name), { force: true });
};

interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}
const cronwarden = (
  args: readonly string[],
  onStart?: (kill: (signal: NodeJS.Signals) => void) => void,
): Promise<Answer> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'bin', 'cronwarden.js'), 'atomics', ...args], {
      cwd: folder,
      env: { PATH: `${bin}:${process.env.PATH}`, HOME: folder },
    });
    let out = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.on('close', (code) => resolve({ code, out, errors }));
    onStart?.((signal) => child.kill(signal));
  });

const RUN = ['run', '--all', '--atomics', set, '--context', 'lab', '--namespace', 'lab'];
const made = (): boolean => existsSync(join(folder, 'made', 'cw-a'));

test('a run that names no context or no namespace is refused, and so is one for everything that was not said', async () => {
  for (const args of [
    ['run', '--all', '--atomics', set],
    ['run', '--all', '--atomics', set, '--context', 'lab'],
    ['run', '--atomics', set, '--context', 'lab', '-n', 'lab'],
    ['run', '--all', '--atomics', set, '--context', 'lab', '-n', 'kube-system'],
  ]) {
    const { code, errors } = await cronwarden(args);
    assert.equal(code, 2, args.join(' '));
    assert.match(errors, /--context NAME --namespace NAME|--all|belongs to the cluster/);
  }
  assert.ok(!existsSync(join(folder, 'asked')), 'nothing was asked');
});

test('a run does, cleans up and verifies it, and its journal says each step', async () => {
  const { code, out, errors } = await cronwarden([...RUN, '--run-id', 'one', '--journal', 'one.jsonl']);
  assert.equal(code, 0, errors);
  assert.match(out, /6f0c2a6e.* {2}ran/);
  assert.match(errors, /Clean: nothing of it is left/);
  assert.ok(!made());
  const steps = readFileSync(join(folder, 'one.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    steps.map(({ step, state }) => `${step} ${state}`),
    ['command begun', 'command done', 'cleanup begun', 'cleanup done'],
  );
  assert.match(steps[0].line, /kubectl-one create -f "\/.*\/T1053\.007\/src\/a\.yaml"$/);
});

test('what the server refuses is said, and there is nothing to be left', async () => {
  flag('refuses', true);
  const { code, out } = await cronwarden([...RUN, '--journal', 'refused.jsonl']);
  flag('refuses', false);
  assert.equal(code, 0);
  assert.match(out, /refused: Error from server \(Forbidden\): no/);
});

test('an interrupted run cleans up what began', async () => {
  flag('slow', true);
  const { code, errors } = await cronwarden([...RUN, '--journal', 'stopped.jsonl'], (kill) => {
    const wait = setInterval(() => {
      if (!existsSync(join(folder, 'begun'))) return;
      clearInterval(wait);
      kill('SIGINT');
    }, 50);
  });
  flag('slow', false);
  flag('begun', false);
  assert.equal(code, 130, errors);
  assert.match(errors, /Interrupted: cleaning up what began/);
  assert.ok(!made());
});

test('a run that was killed is cleaned up by its journal, on that cluster alone', async () => {
  flag('slow', true);
  await cronwarden([...RUN, '--journal', 'killed.jsonl'], (kill) => {
    const wait = setInterval(() => {
      if (!existsSync(join(folder, 'begun'))) return;
      clearInterval(wait);
      kill('SIGKILL');
    }, 50);
  });
  flag('slow', false);
  flag('begun', false);
  assert.ok(made());
  flag('moved', true);
  const elsewhere = await cronwarden(['cleanup', '--atomics', set, '--journal', 'killed.jsonl']);
  flag('moved', false);
  assert.equal(elsewhere.code, 2);
  assert.match(
    elsewhere.errors,
    /is https:\/\/192\.0\.2\.2:6443 now, and the run was on https:\/\/192\.0\.2\.1:6443: nothing was touched/,
  );
  assert.ok(made());
  const { code, errors } = await cronwarden(['cleanup', '--atomics', set, '--journal', 'killed.jsonl']);
  assert.equal(code, 0, errors);
  assert.match(errors, /cleaned up\nClean: nothing/);
  assert.ok(!made());
});

test('what is left is listed, with exit code 3', async () => {
  writeFileSync(join(folder, 'made', 'cw-z'), '');
  const { code, errors } = await cronwarden(['verify-clean', '--context', 'lab', '--wait', '0']);
  rmSync(join(folder, 'made', 'cw-z'));
  assert.equal(code, 3);
  assert.match(errors, /Left in the cluster:\n {2}CronJob lab\/cw-z \(run x\)/);
});

test('a context that is not there, a server that does not answer, a test with a fault: each says so', async () => {
  const [, ...rest] = RUN;
  const context = await cronwarden(['run', ...rest.map((one) => (one === 'lab' ? 'prod' : one))]);
  assert.deepEqual(
    [context.code, /there is no context "prod" in the kubeconfig; there is: lab/.test(context.errors)],
    [2, true],
  );
  flag('silent', true);
  const silent = await cronwarden(RUN);
  flag('silent', false);
  assert.deepEqual([silent.code, /no answer/.test(silent.errors)], [2, true]);
  writeFileSync(join(set, 'T1053.007.yaml'), TEST('b'));
  const faulty = await cronwarden(RUN);
  writeFileSync(join(set, 'T1053.007.yaml'), TEST('a'));
  assert.equal(faulty.code, 2);
  assert.match(faulty.errors, /T1053\.007\.yaml:13:16: names the file T1053\.007\/src\/b\.yaml, which is not there/);
});

test('a plan touches nothing and shows each command as it would run', async () => {
  rmSync(join(folder, 'asked'), { force: true });
  const { code, out, errors } = await cronwarden(['plan', '--all', '--atomics', set, '-n', 'lab']);
  assert.equal(code, 0);
  assert.match(out, /kubectl create -f "\/.*src\/a\.yaml"/);
  assert.match(errors, /Nothing was touched: 1 test planned/);
  assert.ok(!existsSync(join(folder, 'asked')));
});

test('a name that is one slip away is suggested', async () => {
  const { code, errors } = await cronwarden(['show', 'reverse-shell-cronjbo']);
  assert.equal(code, 2);
  assert.match(errors, /there is no test "reverse-shell-cronjbo", did you mean reverse-shell-cronjob\?/);
});
