import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indicatorTable, passes, UNSEEN, uses } from '../testing.ts';
import { imageBandwidthResale, RESALE_IMAGES } from './bandwidth-resale.ts';

indicatorTable(imageBandwidthResale, {
  fires: {
    'by its repository': passes('traffmonetizer/cli_v2:latest', 'start', 'accept', '--token', 'x'),
    'by words of its name': uses('registry.example.com/tools/my-earnapp-1'),
  },
  staysSilent: {
    'a proxy': uses('nginx/nginx-prometheus-exporter:1'),
    'a program about honey': uses('example/honey:2'),
    'a meter of bandwidth': uses('example/bandwidth-meter:2'),
  },
  cannotTell: UNSEEN,
});

for (const name of RESALE_IMAGES) {
  test(`${name} is known`, () => assert.equal(imageBandwidthResale.assess(uses(`example/${name}`)).kind, 'hit'));
}
