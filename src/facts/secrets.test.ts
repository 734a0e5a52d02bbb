import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../model/json.ts';
import { secretsOf } from './secrets.ts';
import { podReading } from './testing.ts';

const found = (spec: JsonObject) =>
  secretsOf(podReading(spec)).map(({ name, how, container, pointer }) => [name, how, container, pointer]);

test('secrets in volumes and in variables, with their places', () => {
  assert.deepEqual(
    found({
      volumes: [
        { secret: { secretName: 'a' } },
        { projected: { sources: [{ configMap: {} }, { secret: { name: 'b' } }] } },
      ],
      containers: [
        {
          name: 'main',
          env: [{ name: 'X', valueFrom: { secretKeyRef: { name: 'c', key: 'k' } } }],
          envFrom: [{ secretRef: { name: 'd' } }],
        },
      ],
    }),
    [
      ['a', 'volume', null, '/requestObject/spec/volumes/0/secret/secretName'],
      ['b', 'volume', null, '/requestObject/spec/volumes/1/projected/sources/1/secret/name'],
      ['c', 'variable', 'main', '/requestObject/spec/containers/0/env/0/valueFrom/secretKeyRef/name'],
      ['d', 'variables', 'main', '/requestObject/spec/containers/0/envFrom/0/secretRef/name'],
    ],
  );
});

test('wrong types are passed over', () => {
  assert.deepEqual(
    found({
      volumes: [7, { secret: 'a' }, { secret: { secretName: 7 } }, { projected: { sources: 'x' } }],
      containers: [{ name: 'main', env: [null, { valueFrom: 7 }], envFrom: { secretRef: {} } }],
    }),
    [],
  );
});
