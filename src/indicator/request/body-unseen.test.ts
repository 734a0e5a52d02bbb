import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BECAUSE, unseen } from '../../model/seen.ts';
import { blank, bodyUnseen, indicatorTable, partOf } from '../testing.ts';
import { requestBodyUnseen } from './body-unseen.ts';

indicatorTable(requestBodyUnseen, {
  fires: {
    'audit level Metadata': bodyUnseen('level-metadata'),
    'a refused request': bodyUnseen('refused-before-read'),
    'a patch without its base': partOf({ containers: [] }, 'patch-without-base'),
  },
  staysSilent: { 'a whole body': blank, 'a body withheld because of its size': bodyUnseen('truncated') },
  cannotTell: { 'the delivery was not kept': { ...blank, delivery: unseen('not-kept') } },
});

test('every reason of the closed list is decided', () => {
  for (const because of BECAUSE) assert.doesNotThrow(() => requestBodyUnseen.assess(bodyUnseen(because)));
});
