import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blank, indicatorTable, mounts, UNSEEN } from '../testing.ts';
import { hostPathSensitive } from './path-sensitive.ts';
import { HARMLESS_PLACES, HOLDING_PLACES, LOG_PLACES, SENSITIVE_PLACES } from './sensitive.ts';

const kindOf = (path: string) => hostPathSensitive.assess(mounts(path)).kind;

indicatorTable(hostPathSensitive, {
  fires: {
    'the configuration of the node': mounts('/etc/'),
    'a path with dots': mounts('//var/lib/./kubelet/../kubelet/pods'),
    'a sub-path into it': mounts('/data', { subPath: '../etc/cron.d' }),
    'the kernel settings': mounts('/proc/sys/kernel'),
    'the home of a person': mounts('/home/alice'),
    'keys below a home': mounts('/home/alice/.ssh'),
    'hidden configuration further down': mounts('/home/alice/project/.git'),
    'programs of a person': mounts('/home/alice/bin'),
    'a way out of the data of an application': mounts('/home/alice/shop', { subPath: '../.ssh' }),
    'a disk': mounts('/dev/sda'),
    'the memory of the node': mounts('/dev/mem'),
  },
  staysSilent: {
    'the same, read-only': mounts('/etc', { readOnly: true }),
    'a directory with a similar name': mounts('/etcd-backup'),
    'data of an application': mounts('/mnt/nas/media'),
    'data of an application in a home': mounts('/home/alice/shop/uploads'),
    'videos in a home': mounts('/home/media/videos'),
    'a graphics processor': mounts('/dev/nvidia0'),
    'a serial line to a meter': mounts('/dev/ttyACM0'),
    'the time zone': mounts('/etc/localtime'),
    'no host path': blank,
  },
  cannotTell: UNSEEN,
});

for (const place of SENSITIVE_PLACES) {
  const written = place.startsWith('c:') ? place.replaceAll('/', '\\') : place;
  test(`${place} and below`, () => {
    assert.equal(kindOf(written), 'hit');
    assert.equal(kindOf(`${written}${place.startsWith('c:') ? '\\' : '/'}x`), 'hit');
  });
}
for (const place of HOLDING_PLACES) {
  test(`${place} itself, and not what else is below`, () => {
    assert.equal(kindOf(place), 'hit');
    assert.equal(kindOf(`${place}/shop-data`), 'miss');
  });
}
for (const place of [...HARMLESS_PLACES, ...LOG_PLACES]) {
  test(`${place} is no sensitive place`, () => assert.equal(kindOf(place), 'miss'));
}
