import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { networkOf } from './network.ts';

const NETWORKS: readonly (readonly [string, string | null])[] = [
  ['198.51.100.7', '198.51.100.0/24'],
  ['::ffff:198.51.100.7', '198.51.100.0/24'],
  ['10.4.17.9', '10.4.0.0/16'],
  ['172.16.1.1', '172.16.0.0/16'],
  ['172.32.1.1', '172.32.1.0/24'],
  ['192.168.7.1', '192.168.0.0/16'],
  ['100.64.3.1', '100.64.0.0/16'],
  ['100.128.3.1', '100.128.3.0/24'],
  ['127.0.0.1', '127.0.0.0/16'],
  ['169.254.1.1', '169.254.0.0/16'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8::6', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fd00:1:2:3::9', 'fd00:1:2::/48'],
  ['', null],
  ['198.51.100', null],
  ['198.51.100.256', null],
  ['gateway', null],
  ['2001:db8::1%eth0', null],
  ['2001:db8::1]/x', null],
];
for (const [address, network] of NETWORKS) {
  test(`${address} is of ${network}`, () => assert.equal(networkOf(address), network));
}

test('an address is of the network of its neighbours, and no text is too odd', () => {
  fc.assert(
    fc.property(fc.ipV6(), fc.ipV4(), fc.string(), (v6, v4, text) => {
      assert.match(networkOf(v6) ?? '', /^[0-9a-f:.]+\/(?:16|24|48|64)$/);
      const end = v4.slice(0, v4.lastIndexOf('.'));
      assert.equal(networkOf(v4), networkOf(`${end}.200`));
      networkOf(text);
    }),
  );
});
