import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { type OpenOptions, openInput } from './open.ts';
import { resolveInputs } from './resolve.ts';
import type { Input } from './source.ts';
import { zipOf } from './testing/archives.ts';
import { inFolder, readAll } from './testing/chunks.ts';

const TEXT = '{"a":1}\n'.repeat(50_000);
const STDIN: Input = { name: '-', encoding: 'plain', path: null, size: null };

/** Resolves and reads every input of a path. */
const readPath = async (
  path: string,
  options?: OpenOptions,
): Promise<readonly (readonly [string, string, readonly string[]])[]> => {
  const { inputs } = await resolveInputs([path]);
  const all: (readonly [string, string, readonly string[]])[] = [];
  for (const input of inputs) {
    const { text, failures } = await readAll(openInput(input, options));
    all.push([input.name.slice(path.length), text, failures.map(({ reason }) => reason)]);
  }
  return all;
};

describe('files', () => {
  const contents = { plain: Buffer.from(TEXT), gzip: gzipSync(TEXT), zstd: zstdCompressSync(TEXT) };
  for (const [encoding, bytes] of Object.entries(contents)) {
    test(`${encoding}, whatever the name`, () =>
      inFolder(async (folder) => {
        const path = join(folder, 'audit.log');
        writeFileSync(path, bytes);
        assert.deepEqual(await readPath(path), [['', TEXT, []]]);
      }));
  }

  test('an empty file', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'audit.log');
      writeFileSync(path, '');
      assert.deepEqual(await readPath(path), [['', '', []]]);
    }));

  test('a gzip file with a damaged tail keeps what came before', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'audit.log.gz');
      writeFileSync(path, Buffer.concat([gzipSync(TEXT), Buffer.from('damage')]));
      const [[, text, reasons] = []] = await readPath(path);
      assert.equal(text, TEXT);
      assert.match(reasons?.[0] ?? '', /damaged/);
    }));

  test('a file that is gone since it was found', async () => {
    const input: Input = { name: 'gone.log', encoding: 'gzip', path: '/nonexistent/gone.log', size: 5 };
    const { failures } = await readAll(openInput(input));
    assert.match(failures[0]?.reason ?? '', /^no such file: gone\.log/);
  });
});

describe('archives', () => {
  const members = [
    ['a.jsonl', TEXT],
    ['deep/b.jsonl', 'second'],
    ['c.log.gz', gzipSync('packed twice')],
    ['d.log.zst', zstdCompressSync('packed twice')],
    ['empty.log', ''],
  ] as const;
  for (const stored of [false, true]) {
    test(`members that are ${stored ? 'stored' : 'deflated'}, packed ones unpacked`, () =>
      inFolder(async (folder) => {
        const path = join(folder, 'logs');
        writeFileSync(path, await zipOf(members, stored));
        assert.deepEqual(await readPath(path), [
          ['!/a.jsonl', TEXT, []],
          ['!/deep/b.jsonl', 'second', []],
          ['!/c.log.gz', 'packed twice', []],
          ['!/d.log.zst', 'packed twice', []],
          ['!/empty.log', '', []],
        ]);
      }));
  }

  test('a damaged member is said, the others stand', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'logs.zip');
      const bytes = await zipOf(
        [
          ['a.log', 'first'],
          ['b.log', 'second'],
          ['c.log', 'third'],
        ],
        true,
      );
      bytes.write('X', bytes.indexOf('second'));
      writeFileSync(path, bytes);
      const all = await readPath(path);
      assert.deepEqual(
        all.map(([, text]) => text),
        ['first', 'Xecond', 'third'],
      );
      assert.deepEqual(
        all.map(([, , reasons]) => reasons.length),
        [0, 1, 0],
      );
      assert.match(all[1]?.[2][0] ?? '', /checksum/);
    }));

  test('a bomb in an archive is stopped', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'logs.zip');
      writeFileSync(path, await zipOf([['a.log', '\0'.repeat(5_000_000)]]));
      const [[, text, reasons] = []] = await readPath(path, { limits: { maxOutputBytes: 100_000, maxRatio: 50 } });
      assert.ok((text?.length ?? 0) < 2_000_000);
      assert.match(reasons?.[0] ?? '', /decompression stopped/);
      assert.equal(reasons?.length, 1);
    }));

  test('a member whose header is not where the directory says', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'logs.zip');
      const bytes = await zipOf([['a.log', 'first']], true);
      writeFileSync(path, bytes);
      const { inputs } = await resolveInputs([path]);
      writeFileSync(path, Buffer.concat([Buffer.from('PK\x05\x06'), bytes.subarray(4)]));
      const [input] = inputs;
      assert.ok(input);
      assert.match((await readAll(openInput(input))).failures[0]?.reason ?? '', /invalid local file header/);
    }));
});

describe('streams', () => {
  const stdin = async (...chunks: readonly Buffer[]): Promise<readonly [string, readonly string[]]> => {
    async function* stream(): AsyncGenerator<Uint8Array> {
      yield* chunks;
    }
    const { text, failures } = await readAll(openInput(STDIN, { stdin: stream() }));
    return [text, failures.map(({ reason }) => reason)];
  };

  test('standard input, plain and packed', async () => {
    assert.deepEqual(await stdin(Buffer.from(TEXT)), [TEXT, []]);
    assert.deepEqual(await stdin(gzipSync(TEXT)), [TEXT, []]);
    assert.deepEqual(await stdin(zstdCompressSync(TEXT)), [TEXT, []]);
    assert.deepEqual(await stdin(), ['', []]);
  });

  test('packed standard input that comes byte by byte', async () => {
    const bytes = gzipSync('hello');
    assert.deepEqual(await stdin(...Array.from(bytes, (byte) => Buffer.from([byte]))), ['hello', []]);
  });

  test('an archive on standard input is refused with the way out', async () => {
    const [text, [reason]] = await stdin(await zipOf([['a', 'b']]));
    assert.equal(text, '');
    assert.match(reason ?? '', /save - as a file/);
  });

  test('standard input that breaks', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('ab12');
      throw Object.assign(new Error('read'), { code: 'EIO' });
    }
    const { text, failures } = await readAll(openInput(STDIN, { stdin: broken() }));
    assert.equal(text, 'ab12');
    assert.deepEqual(failures, [{ kind: 'failure', source: '-', offset: 4, reason: 'the disk reports an error: -' }]);
  });

  test('a named pipe is read to its end, packed or not', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'pipe');
      execFileSync('mkfifo', [path]);
      const reading = readPath(path);
      const { writeFile } = await import('node:fs/promises');
      await writeFile(path, gzipSync(TEXT));
      assert.deepEqual(await reading, [['', TEXT, []]]);
    }));
});
