import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growth } from '../lib/testing.ts';
import { isOpaque } from './opaque.ts';

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
  'one number': `P = ${'314159265358979323846264338327950288419716939937510582097494459230781640628620899'}`,
  bits: bytes.map((one) => one.toString(2).padStart(8, '0')).join(''),
  blanks: ' \t\t  \t'.repeat(20),
  'signs that do not show': '\u200b\u200c\u200c\u200b'.repeat(20),
  'uuencoded lines': `M${"=&AI<R!I<R!A('1E>'0@=&AA=\"!N;V)O9'D@<F5A9',@87,@:70@<W1A;F1S".slice(0, 60).padEnd(60, 'A')}\n`,
  'words that stand for letters': 'river ember fjord alpha india river omega grove '.repeat(12),
};

const PLAIN: Readonly<Record<string, string>> = {
  'a script': 'set -e\nfor f in /data/*.csv; do gzip "$f" && aws s3 cp "$f.gz" s3://acme-reports/in/; done\n',
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

for (const piece of ['=4', '\\x6', '101.', '9', '0 ', 'a b ', 'Ab', '&#1', '\t', '-_/', 'sha1:', 'M\n']) {
  test(`linear on repeated ${JSON.stringify(piece)}`, () => {
    const ratio = growth((size) => isOpaque(piece.repeat(Math.ceil(size / piece.length))), 15_000);
    assert.ok(ratio < 12, `four times the text took ${ratio.toFixed(1)} times as long`);
  });
}
