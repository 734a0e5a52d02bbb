import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLabels } from './labels.ts';

const pod = { apiVersion: 'v1', kind: 'Pod' };
const parsed = (...lines: readonly unknown[]) => {
  const result = parseLabels(lines.map((line) => JSON.stringify(line)).join('\n'));
  if (!result.ok) throw new Error(result.error.join('; '));
  return result.value;
};

test('an object with everything', () => {
  assert.deepEqual(
    parsed({
      id: 'a-1',
      label: 'attack',
      class: 'reverse-shell',
      strength: 'dangerous',
      source: 'team/repo',
      iocOnly: true,
      why: 'It calls back.',
      object: pod,
    }),
    [
      {
        kind: 'object',
        id: 'a-1',
        strength: 'dangerous',
        group: 'reverse-shell',
        source: 'team/repo',
        nameOnly: true,
        why: 'It calls back.',
        object: pod,
      },
    ],
  );
});

test('what is left out: an attack is malicious, a category is a class, no source is none', () => {
  const [attack, benign] = parsed(
    { id: 'a', label: 'attack', object: pod },
    { id: 'b', label: 'benign', category: 'backup', nameOnly: 'yes', object: pod },
  );
  assert.deepEqual([attack?.strength, attack?.source, attack?.group], ['malicious', null, null]);
  assert.deepEqual([benign?.strength, benign?.group, benign?.nameOnly], ['benign', 'backup', false]);
});

test('labels of events, by audit id and by finding', () => {
  const labels = parsed({ auditId: 'x', label: 'benign' }, { finding: '098e2c', label: 'attack', strength: 'weak' });
  assert.deepEqual(
    labels.map((label) => label.kind === 'event' && [label.by, label.id, label.strength]),
    [
      ['auditId', 'x', 'benign'],
      ['finding', '098e2c', 'weak'],
    ],
  );
});

const WRONG: Record<string, [line: string, says: RegExp]> = {
  'no JSON': ['{', /^line 2: is not JSON$/],
  'a list': ['[]', /not a JSON object/],
  'no label': ['{"id":"a","object":{}}', /wants "label"/],
  'another label': ['{"label":"evil","auditId":"x"}', /wants "label"/],
  'a label of another type': ['{"label":1,"auditId":"x"}', /wants "label"/],
  'an unknown strength': ['{"label":"attack","strength":"huge","auditId":"x"}', /no strength "huge"/],
  'a benign attack': [
    '{"label":"attack","strength":"benign","auditId":"x"}',
    /labels "attack" what has the strength "benign"/,
  ],
  'a malicious benign one': [
    '{"label":"benign","strength":"malicious","auditId":"x"}',
    /labels "benign" what has the strength "malicious"/,
  ],
  'an object without an id': ['{"label":"attack","object":{}}', /wants an "id"/],
  'nothing that is labelled': ['{"label":"attack"}', /wants an "object", an "auditId" or a "finding"/],
};
for (const [name, [line, says]] of Object.entries(WRONG)) {
  test(`${name}: named with its line, however good the others are`, () => {
    const result = parseLabels(`{"label":"benign","auditId":"x"}\n${line}\n\n`);
    assert.ok(!result.ok);
    assert.equal(result.error.length, 1);
    assert.match(result.error[0] ?? '', says);
  });
}
