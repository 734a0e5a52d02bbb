import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blank, indicatorTable, passes, runs, script, UNSEEN } from '../testing.ts';
import { commandTunnel, TUNNELS } from './tunnel.ts';

indicatorTable(commandTunnel, {
  fires: {
    'management by an account of a cloud': script('amazon-ssm-agent -register -code c -id i -region eu-west-1'),
    'chisel as the entrypoint': passes('example/chisel:1.9', 'client', '203.0.113.7:443', 'R:socks'),
    'a shared terminal': script('tmate -S /tmp/t.sock new-session -d'),
    'a tunnel that has no name': script('nohup /tmp/cloudflared-linux-amd64 tunnel --url http://localhost:8080 &'),
    'a tunnel of an editor': script('./code tunnel --accept-server-license-terms'),
    'a command through Tor': script('torsocks curl -s http://example.onion/a'),
    'a reverse tunnel of ssh': script('ssh -fN -R 2222:localhost:22 bot@203.0.113.7'),
  },
  staysSilent: {
    'an agent that is registered already': runs('amazon-ssm-agent'),
    'an ordinary ssh': script('ssh bot@backup.example.com df -h'),
    'the same, with the service that it leads to': script('cloudflared tunnel --url http://web:80 run shop'),
    'a tunnel with a name and an owner': runs('cloudflared', 'tunnel', '--no-autoupdate', 'run', '--token', '$(TOKEN)'),
    'a local tunnel of ssh': script('ssh -fN -L 5432:db:5432 bot@bastion.example.com'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});

for (const tunnel of TUNNELS) {
  test(`${tunnel} is known`, () => assert.equal(commandTunnel.assess(runs(tunnel, 'x')).kind, 'hit'));
}
