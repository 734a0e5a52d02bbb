import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imagesOf, parseImage } from './images.ts';
import { podReading } from './testing.ts';

const REFERENCES: Record<string, [registry: string, repository: string, tag: string | null, digest: string | null]> = {
  alpine: ['docker.io', 'library/alpine', null, null],
  'alpine:3.20': ['docker.io', 'library/alpine', '3.20', null],
  'bitnami/kubectl:1.30': ['docker.io', 'bitnami/kubectl', '1.30', null],
  'docker.io/alpine': ['docker.io', 'library/alpine', null, null],
  'index.docker.io/library/alpine:3': ['docker.io', 'library/alpine', '3', null],
  'registry.example.com/team/app/worker:1.2': ['registry.example.com', 'team/app/worker', '1.2', null],
  'registry.example.com:5000/app': ['registry.example.com:5000', 'app', null, null],
  'registry.example.com:5000/app:2@sha256:abc': ['registry.example.com:5000', 'app', '2', 'sha256:abc'],
  'localhost/app': ['localhost', 'app', null, null],
  '192.0.2.7/app:x': ['192.0.2.7', 'app', 'x', null],
  'app@sha256:abc': ['docker.io', 'library/app', null, 'sha256:abc'],
  'team/app:': ['docker.io', 'team/app', null, null],
};
for (const [reference, [registry, repository, tag, digest]] of Object.entries(REFERENCES)) {
  test(`image ${reference}`, () => {
    const base = repository.split('/').at(-1);
    assert.deepEqual(parseImage(reference), { reference, registry, repository, base, tag, digest });
  });
}

test('images of main, init and ephemeral containers, each with its place', () => {
  const found = imagesOf(
    podReading({
      containers: [{ name: 'main', image: 'a:1' }],
      initContainers: [{ name: 'first', image: 'b' }],
      ephemeralContainers: [{ name: 'debug', image: 'c' }],
    }),
  );
  assert.deepEqual(
    found.map(({ container, role, reference, pointer }) => [container, role, reference, pointer]),
    [
      ['main', 'container', 'a:1', '/requestObject/spec/containers/0/image'],
      ['first', 'init', 'b', '/requestObject/spec/initContainers/0/image'],
      ['debug', 'ephemeral', 'c', '/requestObject/spec/ephemeralContainers/0/image'],
    ],
  );
});

test('an image of another type, an empty one and none are passed over', () => {
  const containers = [{ name: 'a', image: 7 }, { name: 'b', image: ' ' }, { name: 'c' }];
  assert.deepEqual(imagesOf(podReading({ containers })), []);
});
