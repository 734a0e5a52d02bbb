import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { ATTACK_KITS, commandAttackKit } from './attack-kit.ts';

indicatorTable(commandAttackKit, {
  fires: {
    'a kit for clusters': script('cd / && (echo list-secrets; echo exit) | ./peirates > /tmp/o'),
    'a search for a way up': script('sh /tmp/linpeas.sh -a > /tmp/o'),
    'one in another language': runs('python3', '/opt/mimipy.py'),
    'a server for agents': runs('msfconsole', '-q', '-r', '/c/handler.rc'),
    'between two machines': runs('arpspoof', '-i', 'eth0', '-t', '10.0.0.5', '10.0.0.1'),
    'secrets of a domain': script('secretsdump.py corp/svc@10.0.0.9'),
  },
  staysSilent: {
    'a scanner that only looks': runs('nmap', '-p', '10250', '192.0.2.0/24'),
    'a check of the cluster': runs('kube-bench', 'run', '--targets', 'node'),
    'what such a tool can do': runs('peirates', '--help'),
    'a file that is named after one': script('cat /docs/peirates; grep -c linpeas /var/log/app'),
    'a metric of that name': script('echo "traitor 1" | curl --data-binary @- http://pushgateway:9091/metrics/job/a'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});

for (const kit of ATTACK_KITS) {
  test(`${kit} is a kit`, () => {
    assert.equal(commandAttackKit.assess(runs(`/opt/${kit}`, 'x')).kind, 'hit');
    const file = kit.endsWith('.py')
      ? runs('python3', `/opt/${kit}`, 'x')
      : script(`chmod +x /tmp/${kit} && /tmp/${kit} -a`);
    assert.equal(commandAttackKit.assess(file).kind, 'hit');
  });
}
