import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { detectFraming, type Framing, HEAD_BYTES } from './frame.ts';

const EVENT = '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata"}';
const LONG = 'x'.repeat(HEAD_BYTES);

const CASES: Readonly<Record<Framing, Readonly<Record<string, string | Uint8Array>>>> = {
  lines: {
    'JSON Lines': `${EVENT}\n${EVENT}\n`,
    'one line without a line break': EVENT,
    'JSON Lines behind a byte order mark': `\uFEFF${EVENT}\r\n${EVENT}`,
    'Event Hub messages, one a line': '{"records":[{"category":"kube-audit"}]}\n{"records":[]}\n',
    'a first line that is cut inside a string': `{"kind":"Event","user":{"username":"sys\n${EVENT}`,
    'a first line that is cut between values': `{"kind":"Event",\n${EVENT}`,
    'a first event longer than the head': `{"kind":"Event","requestObject":{"items":[{"data":"${LONG}"`,
    'a CRI prefix': `2026-11-24T10:00:00.1Z stdout F ${EVENT}\n`,
    'a syslog prefix': `<14>Nov 24 10:00:00 cp-1 audit: ${EVENT}\n`,
    'a time stamp in brackets': `[2026-11-24T10:00:00Z] ${EVENT}\n`,
    'a CloudWatch export': `2026-11-24T10:00:00.123Z ${EVENT}\n`,
    'a warning before JSON Lines': `W1124 kubectl warning\n${EVENT}\n`,
    'junk behind a brace, then a CRI prefix': `{junk\n2026-11-24T10:00:00.1Z stdout F ${EVENT}\n`,
    'a warning, junk behind a brace, then a CRI prefix': `x\n{junk\n2026-11-24T10:00:00.1Z stdout F ${EVENT}\n`,
    'a brace alone, then a syslog prefix': `{\n<14>Nov 24 10:00:00 cp-1 audit: ${EVENT}\n`,
    'a first line that is cut after a comma, then a CRI prefix': `{"kind":"Event",\n2026-11-24T10:00:00.1Z stdout F ${EVENT}`,
    'a first line that is cut in a list': `{"kind":"Event","user":{"groups":["a",\n${EVENT}\n${EVENT}\n`,
    'a list cut before a CRI prefix': `[${EVENT},\n2026-11-24T10:00:00.1Z stdout F ${EVENT}\n`,
    'plain text': 'hello, world; this is message text\n',
    'an event with a few NUL bytes where power was lost': `${EVENT}\n\0\0${EVENT}${EVENT}${EVENT}`,
  },
  documents: {
    'a pretty-printed event': '{\n  "kind": "Event"\n}\n',
    'a pretty-printed event that goes on behind the head': `{\n  "kind": "${LONG}`,
    'a pretty-printed document cut before the next': '{\n  "kind": "Event",\n{\n  "kind": "Event"\n}\n',
    'an array': `[${EVENT},${EVENT}]`,
    'an array with an event a line': `[\n${EVENT},\n${EVENT}\n]`,
    'an array that has not ended': `[{"a":"${LONG}`,
    'values without line breaks': `${EVENT}${EVENT}\n${EVENT}`,
    'an EventList longer than the head': `{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[{"a":"${LONG}`,
    'records longer than the head': `{"records":[{"a":"${LONG}`,
    'Insights results longer than the head': `{"results":[[{"a":"${LONG}`,
    'tables longer than the head': `{"tables":[{"name":"PrimaryResult","columns":[],"rows":[["${LONG}`,
    'records with an event a line, as old storage blobs have': `{"records":[\n${EVENT},\n${EVENT}`,
    'a pretty document after a warning': 'W1124 warning\n{\n  "kind": "Event"\n}\n',
  },
  csv: {
    AzureDiagnostics: 'TimeGenerated,Category,log_s\n2026-11-24T10:00:00Z,kube-audit,"{""kind"":""Event""}"\n',
    'quoted names behind a byte order mark': '\uFEFF"TimeGenerated [UTC]","log_s"\r\n',
    semicolons: 'TimeGenerated;RequestObject;AuditId\n',
    tabs: 'TimeGenerated\tRawEvent\n',
    'a single column': 'log_s\n"{""kind"":""Event""}"\n',
    'CloudWatch Insights': '@timestamp,@message\n',
    'what PowerShell writes': '#TYPE Selected.Row\n"TimeGenerated","ProtoPayload"\n',
    'what Excel writes': 'sep=;\nTimeGenerated;RawEventData\n',
    'unknown columns over quoted events': 'when,what\n1,"{""kind"":""Event"",""auditID"":""x""}"\n',
  },
  binary: {
    'NUL bytes': Buffer.from('abc\0def'),
    gzip: gzipSync('x'.repeat(1000)),
    'a JSON-like start and mostly NUL bytes': Buffer.concat([Buffer.from('{"a":1}'), Buffer.alloc(1000)]),
    'mostly invalid UTF-8': Buffer.from(Array.from({ length: 400 }, (_, index) => 0x80 + (index % 0x7f))),
  },
  empty: { 'no bytes': '', 'only white space': ' \r\n\n', 'only a byte order mark': '\uFEFF' },
  utf16le: {
    'with a byte order mark': Buffer.from(`\uFEFF${EVENT}`, 'utf16le'),
    'without one': Buffer.from(EVENT, 'utf16le'),
  },
  utf16be: {
    'with a byte order mark': Buffer.from(`\uFEFF${EVENT}`, 'utf16le').swap16(),
    'without one': Buffer.from(EVENT, 'utf16le').swap16(),
  },
};

for (const [framing, cases] of Object.entries(CASES)) {
  describe(framing, () => {
    for (const [name, content] of Object.entries(cases)) {
      test(name, () => {
        const bytes = typeof content === 'string' ? Buffer.from(content) : content;
        assert.equal(detectFraming(bytes.subarray(0, HEAD_BYTES)), framing);
      });
    }
  });
}
