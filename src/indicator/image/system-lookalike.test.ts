import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indicatorTable, UNSEEN, uses } from '../testing.ts';
import { DISTRIBUTORS } from './accounts.ts';
import { imageSystemLookalike } from './system-lookalike.ts';

indicatorTable(imageSystemLookalike, {
  fires: {
    'pause of a private account': uses('harbourtools/pause:3.9'),
    'kube-proxy with the host written': uses('docker.io/harbourtools/kube-proxy:v1.31.0'),
    'a part that does not exist': uses('harbourtools/kube-controller:1.0.1'),
  },
  staysSilent: {
    'the registry of Kubernetes': uses('registry.k8s.io/pause:3.10'),
    'a distributor': uses('rancher/mirrored-pause:3.6'),
    'the project itself': uses('coredns/coredns:1.12.0'),
    'a mirror of a company': uses('registry.example.com/mirror/kube-proxy:v1.31.0'),
    'a longer name': uses('harbourtools/pause-collector:1'),
    'an official image': uses('alpine:3.22'),
  },
  cannotTell: UNSEEN,
});

for (const account of DISTRIBUTORS) {
  test(`${account} publishes parts of Kubernetes`, () =>
    assert.equal(imageSystemLookalike.assess(uses(`${account}/etcd:3`)).kind, 'miss'));
}
