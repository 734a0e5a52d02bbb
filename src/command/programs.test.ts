import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growth } from '../lib/testing.ts';
import { codeOption, isInterpreter, ranBy, runsInput, scriptFile } from './programs.ts';

const split = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '');

const RUNS: Record<string, [program: string, args: string]> = {
  'curl -s x': ['curl', '-s x'],
  '/usr/bin/curl x': ['curl', 'x'],
  'A=b C=d curl x': ['curl', 'x'],
  'env -u A B=c curl x': ['curl', 'x'],
  'sudo -u root env A=b nohup curl x': ['curl', 'x'],
  'timeout -k 5 60 curl x': ['curl', 'x'],
  'timeout --signal=9 60 curl x': ['curl', 'x'],
  'xargs -I {} -n 1 curl {}': ['curl', '{}'],
  'busybox wget x': ['wget', 'x'],
  'nice -n 10 ionice -c 3 tar x': ['tar', 'x'],
  'exec -a name bash': ['bash', ''],
  'chroot --userspec=a /host bash -l': ['bash', '-l'],
  'nsenter -t 1 -m -- sh -c x': ['sh', '-c x'],
  'nsenter --target 1 --all': ['', ''],
  './chisel_1.9.1_linux_amd64 client x': ['chisel', 'client x'],
  '/tmp/kubectl-linux-arm64 get x': ['kubectl', 'get x'],
  'cloudflared-linux-amd64 x': ['cloudflared', 'x'],
  'xmrig-6.22.0-linux-static-x64 x': ['xmrig', 'x'],
  'certutil.exe -f x': ['certutil', '-f x'],
  'linux64 x': ['linux64', 'x'],
  'node_exporter-1.2 x': ['node_exporter-1.2', 'x'],
  env: ['', ''],
  '': ['', ''],
};
for (const [text, [program, args]] of Object.entries(RUNS)) {
  test(`"${text}" runs "${program}"`, () => {
    const ran = ranBy(split(text));
    assert.equal(ran.program, program);
    assert.deepEqual(ran.args, split(args));
  });
}

const ENTRIES: Record<string, readonly string[]> = {
  'chroot /host sh': ['chroot /host'],
  'nsenter -t 1 -m sh': ['nsenter'],
  'nsenter -at1 sh': ['nsenter'],
  'nsenter --target=1 sh': ['nsenter'],
  'nsenter -m/proc/1/ns/mnt sh': ['nsenter'],
  'nsenter -t 17 -m sh': [],
  'nsenter -t 10 -m sh': [],
  'nsenter --target=12 sh': [],
  'env chroot /x chroot /y sh': ['chroot /x', 'chroot /y'],
};
for (const [text, wanted] of Object.entries(ENTRIES)) {
  test(`"${text}" enters ${wanted.join(', ') || 'nothing'}`, () =>
    assert.deepEqual(
      ranBy(split(text)).hostEntries.map(({ how, directory }) => (directory === null ? how : `${how} ${directory}`)),
      wanted,
    ));
}

for (const [text, wanted] of [
  ['sh', true],
  ['bash -x', true],
  ['bash -s -- one', true],
  ['sh -', true],
  ['sh /dev/stdin', true],
  ['python3', true],
  ['python3 -u -', true],
  ['sh script.sh', false],
  ['sh -c x', false],
  ['bash -ec x', false],
  ['python3 -c x', false],
  ['python3 -m json.tool', false],
  ['perl -ne x', false],
  ['node app.js', false],
  ['jq .', false],
] as const) {
  test(`"${text}" ${wanted ? 'runs' : 'does not run'} its input`, () =>
    assert.equal(runsInput(ranBy(split(text))), wanted));
}

for (const [text, wanted] of [
  ['sh -x run.sh one', 'run.sh'],
  ['python3 app.py -c x', 'app.py'],
  ['source env.sh', 'env.sh'],
  ['. ./env.sh', './env.sh'],
  ['sh -c x', null],
  ['python3 -m app', null],
  ['cat run.sh', null],
] as const) {
  test(`"${text}" runs the file ${wanted}`, () => assert.equal(scriptFile(ranBy(split(text))), wanted));
}

for (const [text, wanted] of [
  ['python3 -c CODE', 'CODE'],
  ['python3.13 -W ignore -Bc CODE', 'CODE'],
  ['python3 app.py -c CODE', null],
  ['perl -MSocket -e CODE', 'CODE'],
  ['perl -ne CODE', 'CODE'],
  ['ruby -rsocket -e CODE', 'CODE'],
  ['node -r ./x -e CODE', 'CODE'],
  ['node --eval CODE', 'CODE'],
  ['php -d a=b -r CODE', 'CODE'],
  ['python3 -c', null],
  ['constructor -c CODE', null],
  ['sh -c CODE', null],
] as const) {
  test(`"${text}" has the code ${wanted}`, () => assert.equal(codeOption(ranBy(split(text))), wanted));
}

test('names of the language are no interpreters', () => {
  for (const name of ['constructor', '__proto__', 'toString', 'has']) assert.ok(!isInterpreter(name));
});

for (const word of ['env', 'A=b', 'timeout', '-', 'nsenter', '-t']) {
  test(`linear on a list of ${word}`, () => {
    const ratio = growth((size) => ranBy(Array.from({ length: size }, () => word)), 50_000);
    assert.ok(ratio < 12, `four times the words took ${ratio.toFixed(1)} times as long`);
  });
}
