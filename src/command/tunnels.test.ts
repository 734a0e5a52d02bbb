import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasTunnelSettings } from './tunnels.ts';

for (const [situation, text, expected] of [
  [
    'ports of the node',
    '[common]\nserver_addr = 203.0.113.7\n[k]\ntype = tcp\nlocal_port = 22,6443,10250\nremote_port = 40022\n',
    true,
  ],
  [
    'a proxy',
    'serverAddr = "gw.example.net"\n[[proxies]]\nname = "p"\n[proxies.plugin]\ntype = "http"\nplugin = "socks5"\n',
    true,
  ],
  [
    'a port of the node in another client',
    '[client]\nremote_addr = "gw.example.net:2333"\n[client.services.s]\nlocal_addr = "127.0.0.1:22"\n',
    true,
  ],
  [
    'a site',
    '[common]\nserver_addr = gw.example.net\n[web]\ntype = http\nlocal_ip = web.shop.svc\nlocal_port = 8080\n',
    false,
  ],
  ['a port whose number begins so', 'serverAddr = "gw.example.net"\nlocalPort = 2200\n', false],
  ['a server in the cluster', 'serverAddr = "frps.tunnel.svc"\nlocalPort = 22\n', false],
  ['other settings', 'server: gw.example.net\nport: 22\n', false],
] as const) {
  test(`settings of a tunnel: ${situation}`, () => assert.equal(hasTunnelSettings(text), expected));
}
