import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOpaque } from './opaque.ts';

const timeOf = (work: () => unknown): number => {
  const start = performance.now();
  for (let round = 0; round < 5; round += 1) work();
  return performance.now() - start;
};

const bytes = Array.from({ length: 64 }, (_, at) => (at * 37 + 91) % 256);
const hex = bytes.map((one) => one.toString(16).padStart(2, '0'));

const OPAQUE: Readonly<Record<string, string>> = {
  hex: `select cast(x'${hex.join('')}' as text)`,
  'hex in pieces': hex.join(' '),
  base64: btoa(String.fromCharCode(...bytes)),
  'escapes of bytes': hex.map((one) => `\\x${one}`).join(''),
  'escapes of characters': hex.map((one) => `\\u00${one}`).join(''),
  'octal escapes': bytes.map((one) => `\\0${one.toString(8).padStart(3, '0')}`).join(''),
  'escapes of mail': hex.map((one) => `=${one.toUpperCase()}`).join(''),
  'escapes of addresses': hex.map((one) => `%${one}`).join(''),
  'escapes of pages': bytes.map((one) => `&#${one + 100};`).join(''),
  'numbers of characters': `local t={${bytes.map((one) => String(one + 32)).join(',')}}`,
  'numbers as addresses': 'a 101.99.104.111\n'.slice(2).repeat(10),
  'bytes that are as many as those of a digest': "select x'4f1c0b7d92e64a1b8c3d5e6f708192a3b4c5d6e7'",
  'bytes in pieces': "select x'6563686f'||x'2068656c'||x'6c6f2020'",
  'characters in a statement':
    'select char(99)||char(117)||char(114)||char(108)||char(32)||char(104)||char(116)||char(116)',
  'a digit or two for each': '24 10 5 37 9 3 28 9 13 40 9 16 37 19 5 16 33 9 6 37 '.repeat(2),
  differences: '23 -3 18 -6 0 13 70 -8 -75 13 27 -40 2 31 52 -1 -12 7 3 -9 '.repeat(2),
  fractions: '408/4 1332/12 684/6 224/7 1100/10 192/6 735/7 1210/11 96/3 288/8 400/10 1265/11 ',
  'one number': `P = ${'314159265358979323846264338327950288419716939937510582097494459230781640628620899'}`,
  bits: bytes.map((one) => one.toString(2).padStart(8, '0')).join(''),
  blanks: ' \t\t  \t'.repeat(20),
  'signs that do not show': '\u200b\u200c\u200c\u200b'.repeat(20),
  'uuencoded lines': `M${"=&AI<R!I<R!A('1E>'0@=&AA=\"!N;V)O9'D@<F5A9',@87,@:70@<W1A;F1S".slice(0, 60).padEnd(60, 'A')}\n`,
  'words that stand for letters': 'river ember fjord alpha india river omega grove '.repeat(12),
};

const PLAIN: Readonly<Record<string, string>> = {
  'a script': 'set -e\nfor f in /data/*.csv; do gzip "$f" && aws s3 cp "$f.gz" s3://acme-reports/in/; done\n',
  'the name of a commit': 'git checkout 4f1c0b7d92e64a1b8c3d5e6f708192a3b4c5d6e7',
  'many checksums': '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08  app.tar.gz\n'.repeat(80),
  'a checksum': 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'an image': `registry.example.com/team/app@sha256:${'0123456789abcdef'.repeat(4)}`,
  'a long path': '/usr/local/lib/python3.12/site-packages/google/cloud/bigquery_storage_v1beta2/services',
  'a name of many words': 'com.example.platform.reporting.QuarterlyFinancialStatementGeneratorConfiguration',
  'a list of ports': '80 443 8080 8443 9090 9093 3000 5432',
  'a list of names': 'orders customers invoices payments products stock returns shipments users sessions '.repeat(2),
  'a long sentence': 'The report of the last month is written to the bucket and a notice is sent to the team. '.repeat(
    3,
  ),
  'a query': "SELECT id, name, created_at FROM orders WHERE created_at < now() - interval '90 days' ORDER BY id",
};

for (const [situation, text] of Object.entries(OPAQUE)) {
  test(`nobody reads ${situation}`, () => assert.equal(isOpaque(text), true));
}
for (const [situation, text] of Object.entries(PLAIN)) {
  test(`people read ${situation}`, () => assert.equal(isOpaque(text), false));
}

// Longer texts are cut: what a pattern takes shows below that.
const SHORT = 8000;
const TIMES = 8;
/** Another program may take the processor meanwhile, which a pattern that is quadratic does not need. */
const ATTEMPTS = 5;

for (const piece of [
  '=4',
  '\\x6',
  '101.',
  '9/',
  '0 ',
  'a b ',
  'Ab+',
  '&#1',
  '\t ',
  '-_/',
  '4f1c ',
  'M\n',
  "x'6'|",
  'char(',
]) {
  test(`linear on repeated ${JSON.stringify(piece)}`, () => {
    const ratio = (): number => {
      const [once = 0, more = 0] = [SHORT, SHORT * TIMES].map((size) => {
        const text = piece.repeat(Math.ceil(size / piece.length));
        return Math.min(...Array.from({ length: 5 }, () => timeOf(() => isOpaque(text))));
      });
      return more / Math.max(once, 0.05);
    };
    const best = Math.min(...Array.from({ length: ATTEMPTS }, ratio));
    // A quadratic pattern takes sixty-four times as long.
    assert.ok(best < TIMES * 3, `${TIMES} times the text took ${best.toFixed(1)} times as long`);
  });
}
