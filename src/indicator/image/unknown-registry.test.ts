import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indicatorTable, partOf, passes, pod, UNSEEN, uses } from '../testing.ts';
import { PUBLIC_REGISTRIES, TENANT_SUFFIXES } from './registries.ts';
import { imageUnknownRegistry } from './unknown-registry.ts';

indicatorTable(imageUnknownRegistry, {
  fires: {
    'a name of which nothing is known': uses('images.harbour-tools.io/sync:2'),
    'with a port': uses('images.harbour-tools.io:8443/sync:2'),
    'a name that only ends like a cloud': uses('notazurecr.io/sync:2'),
    'beside a container with a command': pod({
      containers: [
        { name: 'a', image: 'alpine:3.22', command: ['date'] },
        { name: 'b', image: 'images.harbour-tools.io/sync:2' },
      ],
    }),
  },
  staysSilent: {
    'a command, which can be read': passes('images.harbour-tools.io/sync:2', '--verbose'),
    'Docker Hub': uses('alpine:3.22'),
    'a tenant of a cloud': uses('harbour.azurecr.io/sync:2'),
    'a registry in the cluster': uses('image-registry.openshift-image-registry.svc:5000/shop/web'),
    'a host without a domain': uses('registry:5000/shop/web'),
    'a name inside a company': uses('registry.corp/shop/web:1'),
    'a name of documentation': uses('registry.example.com/shop/web:1'),
    'an address, of which another indicator speaks': uses('203.0.113.7/tool:1'),
  },
  cannotTell: {
    ...UNSEEN,
    'a part in which the command may be missing': partOf({
      containers: [{ name: 'main', image: 'images.harbour-tools.io/sync:2' }],
    }),
  },
});

for (const host of PUBLIC_REGISTRIES) {
  test(`${host} is known`, () => assert.equal(imageUnknownRegistry.assess(uses(`${host}/a/b:1`)).kind, 'miss'));
}
for (const suffix of TENANT_SUFFIXES) {
  test(`${suffix} is known`, () => assert.equal(imageUnknownRegistry.assess(uses(`x${suffix}/a/b:1`)).kind, 'miss'));
}
