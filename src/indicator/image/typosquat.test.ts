import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indicatorTable, UNSEEN, uses } from '../testing.ts';
import { WELL_KNOWN_ACCOUNTS } from './accounts.ts';
import { PUBLIC_REGISTRIES } from './registries.ts';
import {
  IMITATED_HOSTS,
  imageTyposquat,
  imitatedAccount,
  imitatedHost,
  TELLING_LENGTH,
  TELLING_LOOK,
} from './typosquat.ts';

indicatorTable(imageTyposquat, {
  fires: {
    'a letter left out of an account': uses('kuberntesio/kube-controller:1.0.1'),
    'the same with the host written': uses('docker.io/kuberntesio/kube-controller:1.0.1'),
    'a digit that looks like a letter': uses('bitnam1/kubectl:1.31'),
    'an organisation at GitHub': uses('ghcr.io/aquasecurlty/trivy:0.60.0'),
    'letters of a registry swapped': uses('ghrc.io/example/tool:1'),
    'a registry with a letter more': uses('registry.k8ss.io/pause:3.10'),
    'a registry with a digit for a letter': uses('d0cker.io/library/alpine:3.22'),
  },
  staysSilent: {
    'the account itself': uses('kubernetesio/tool:1'),
    'another well-known account of a similar name': uses('kubernetesui/dashboard:v2.7.0'),
    'the organisation at GitHub of an account that is written in one word elsewhere': uses(
      'ghcr.io/prometheus-community/windows-exporter:0.30',
    ),
    'a short name, one letter from another short one': uses('granger/tool:1'),
    'a word that differs by a letter that looks alike': uses('googie/tool:1'),
    'a longer name that begins like a known one': uses('hashicorptools/tool:1'),
    'the registry itself': uses('registry.k8s.io/pause:3.10'),
    'another registry that is one letter away': uses('icr.io/tool:1'),
    'an account-like part at a registry of its own': uses('registry.example.com/kuberntesio/tool:1'),
    'an official image': uses('alpine:3.22'),
    'a name inside the company': uses('ghrc:5000/tool:1'),
  },
  cannotTell: UNSEEN,
});

for (const name of WELL_KNOWN_ACCOUNTS) {
  test(`${name} is itself, and is imitated`, () => {
    assert.equal(imitatedAccount(name), null);
    if (name.length >= TELLING_LENGTH) assert.notEqual(imitatedAccount(`${name.slice(0, 2)}${name.slice(3)}`), null);
    else if (name.length >= TELLING_LOOK && /[io]/.test(name)) {
      assert.equal(imitatedAccount(name.replace('i', '1').replace('o', '0')), name);
    }
  });
}

for (const host of IMITATED_HOSTS) {
  test(`${host} is known, and is imitated`, () => {
    assert.ok(PUBLIC_REGISTRIES.has(host));
    assert.equal(imitatedHost(host), null);
    assert.equal(imitatedHost(`${host.slice(0, -2)}${host.at(-1)}${host.at(-2)}`), host);
  });
}

test('a very long name costs nothing', () => {
  assert.equal(imitatedAccount('kubernetes'.repeat(10_000)), null);
  assert.equal(imitatedHost(`${'registry.k8s.io'.repeat(10_000)}.io`), null);
});
