import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCounter, MEASURES, tellsOnlyMeasures } from './measures.ts';

const tells = (line: string): boolean => {
  const [program = '', ...texts] = line.split(' ');
  return tellsOnlyMeasures({ program, texts });
};

for (const program of MEASURES)
  test(`${program} tells nothing of what is in a file`, () => assert.ok(tells(`${program} a`)));

const YES = [
  ...['grep -q a f', 'grep -rc a d', 'grep --count a f', 'zgrep -iq a f.gz', 'openssl x509 -noout -enddate -in c.pem'],
  ...['jq -r .items[].metadata.name f', 'jq .items|length'],
];
for (const line of YES) test(`${line} tells only whether, when or how much`, () => assert.ok(tells(line)));

const NO = [
  ...['grep a f', 'grep -e -c f', 'grep -f -q f', 'grep -v -- -c f', 'grep -elocal f', 'grep -A c a f', 'cat f'],
  ...[
    'du --files0-from=f',
    'wc --files0-from f',
    'openssl x509 -in c.pem',
    'openssl rsa -noout -in k.pem',
    'rg -rc . f',
  ],
];
for (const line of NO) test(`${line} may tell what is in a file`, () => assert.ok(!tells(line)));

const COUNTERS = [
  ...['/proc/loadavg', '/proc/net/dev', '/proc/pressure/io', '/sys/class/thermal/thermal_zone0/temp'],
  ...['/sys/class/hwmon/hwmon*/temp1_input', '/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq'],
];
for (const path of COUNTERS) test(`${path} is a number`, () => assert.ok(isCounter(path)));

const OTHERS = [
  ...[
    '/proc',
    '/proc/1/environ',
    '/proc/*',
    '/proc/net/tcp',
    '/proc/kcore',
    '/sys/class',
    '/sys/class/net/eth0/address',
  ],
  ...['/proc/pressure/../1/environ', '/sys/class/hwmon/../../../etc/shadow', '/etc/shadow', '/host/proc/loadavg'],
];
for (const path of OTHERS) test(`${path} is no number`, () => assert.ok(!isCounter(path)));
