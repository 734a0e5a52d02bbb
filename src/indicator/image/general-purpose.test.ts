import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indicatorTable, UNSEEN, uses } from '../testing.ts';
import { BASE_IMAGES, CLIENT_IMAGES, imageGeneralPurpose } from './general-purpose.ts';

indicatorTable(imageGeneralPurpose, {
  fires: {
    'a base image of Docker Hub': uses('alpine:3.20'),
    'the same by its full name': uses('docker.io/library/busybox:1.36'),
    'the same by a mirror': uses('public.ecr.aws/docker/library/python:3.13-slim'),
    'a download client': uses('curlimages/curl:8.11.0'),
    'a base image of another registry': uses('registry.example.com/debian:12'),
  },
  staysSilent: {
    'an application on a base image': uses('registry.example.com/shop/python:3'),
    'a name that only begins like one': uses('alpine-nginx:1'),
    'an ordinary image': uses('postgres:17'),
  },
  cannotTell: UNSEEN,
});

for (const name of [...BASE_IMAGES, ...CLIENT_IMAGES]) {
  test(`${name} is known`, () => assert.equal(imageGeneralPurpose.assess(uses(name)).kind, 'hit'));
}
