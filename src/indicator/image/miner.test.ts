import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indicatorTable, UNSEEN, uses } from '../testing.ts';
import { imageMiner, MINER_IMAGES } from './miner.ts';

indicatorTable(imageMiner, {
  fires: {
    'a miner by its repository': uses('example/xmrig:6'),
    'a miner by words of its name': uses('registry.example.com/x/my-crypto-miner-1'),
  },
  staysSilent: {
    'a node of a currency that mines nothing': uses('example/monerod:0.18'),
    'a data miner': uses('example/process-miner:2'),
    'a game server': uses('example/minetest'),
  },
  cannotTell: UNSEEN,
});

for (const name of MINER_IMAGES) {
  test(`${name} is known`, () => assert.equal(imageMiner.assess(uses(`example/${name}`)).kind, 'hit'));
}
