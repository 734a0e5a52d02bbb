import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { isLogName, NO_LOG_EXTENSIONS, resolveInputs } from './resolve.ts';
import { zipOf } from './testing/archives.ts';
import { inFolder } from './testing/chunks.ts';

const write = (folder: string, files: Readonly<Record<string, string | Buffer>>): void => {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
};

/** Names of inputs and reasons of what is unreadable, without the folder. */
const resolve = async (folder: string, ...names: readonly string[]) => {
  const bare = (text: string): string => text.replaceAll(`${folder}/`, '').replaceAll(folder, '.');
  const { inputs, unreadable, skipped } = await resolveInputs(
    names.map((name) => (name === '-' ? name : join(folder, name))),
  );
  return {
    inputs: inputs.map(({ name }) => bare(name)),
    unreadable: unreadable.map(({ path, reason }) => [bare(path), bare(reason)]),
    skipped,
  };
};

describe('paths', () => {
  test('a folder with all below it, sorted, without dot files and what is no log', () =>
    inFolder(async (folder) => {
      write(folder, {
        'b.jsonl': 'x',
        'a/2.log': 'x',
        'a/10.log': 'x',
        c: 'x',
        '.hidden': 'x',
        '.git/a.log': 'x',
        'policy.yaml': 'x',
        'labels.TSV': 'x',
        'README.md': 'x',
      });
      assert.deepEqual(await resolve(folder, ''), {
        inputs: ['a/10.log', 'a/2.log', 'b.jsonl', 'c'],
        unreadable: [],
        skipped: 5,
      });
    }));

  test('a file that is named is read whatever it is called, in the order named', () =>
    inFolder(async (folder) => {
      write(folder, { 'b.yaml': 'x', '.a': 'x' });
      assert.deepEqual((await resolve(folder, 'b.yaml', '-', '.a', '-')).inputs, ['b.yaml', '-', '.a']);
    }));

  test('encoding is told from content and size from the disk', () =>
    inFolder(async (folder) => {
      write(folder, { 'plain.gz': 'xyz', 'packed.log': gzipSync('x') });
      const { inputs } = await resolveInputs([folder]);
      assert.deepEqual(
        inputs.map(({ encoding, size }) => [encoding, size]),
        [
          ['gzip', gzipSync('x').length],
          ['plain', 3],
        ],
      );
    }));

  test('what is not there', () =>
    inFolder(async (folder) => {
      write(folder, { 'a.log': 'x' });
      assert.deepEqual(await resolve(folder, 'x.log', 'a.log/b', '*.gz'), {
        inputs: [],
        unreadable: [
          ['x.log', 'no such file: x.log'],
          ['a.log/b', 'no such file (a part of the path is no folder): a.log/b'],
          ['*.gz', 'no file matches: *.gz'],
        ],
        skipped: 0,
      });
    }));

  test('a folder without logs is said, an empty one too', () =>
    inFolder(async (folder) => {
      write(folder, { 'docs/a.md': 'x' });
      mkdirSync(join(folder, 'empty'));
      assert.deepEqual((await resolve(folder, 'docs', 'empty')).unreadable, [
        ['docs', 'no logs in folder: docs (1 files were passed over by name)'],
        ['empty', 'no logs in folder: empty'],
      ]);
    }));
});

describe('globs', () => {
  test('sorted matches, folders among them with all below, no log only when asked for', () =>
    inFolder(async (folder) => {
      write(folder, { 'logs/b.log': 'x', 'logs/a.log': 'x', 'logs/sub/c.log': 'x', 'logs/d.md': 'x' });
      assert.deepEqual((await resolve(folder, 'logs/*')).inputs, ['logs/a.log', 'logs/b.log', 'logs/sub/c.log']);
      assert.deepEqual((await resolve(folder, 'logs/**/*.log')).inputs, ['logs/a.log', 'logs/b.log', 'logs/sub/c.log']);
      assert.deepEqual((await resolve(folder, 'logs/*.md')).inputs, ['logs/d.md']);
      assert.deepEqual((await resolve(folder, 'logs/{a,b}.log')).inputs, ['logs/a.log', 'logs/b.log']);
    }));

  test('a path that exists wins over its reading as a glob', () =>
    inFolder(async (folder) => {
      write(folder, { 'a[1].log': 'x', 'a1.log': 'x' });
      assert.deepEqual((await resolve(folder, 'a[1].log')).inputs, ['a[1].log']);
    }));
});

describe('links', () => {
  test('a circle of folders ends, and nothing is read twice', () =>
    inFolder(async (folder) => {
      write(folder, { 'a/x.log': 'x' });
      symlinkSync(folder, join(folder, 'a/up'));
      symlinkSync(join(folder, 'a'), join(folder, 'b'));
      linkSync(join(folder, 'a/x.log'), join(folder, 'c.log'));
      symlinkSync('a/x.log', join(folder, 'd.log'));
      assert.deepEqual(await resolve(folder, '', 'a', 'c.log'), { inputs: ['a/x.log'], unreadable: [], skipped: 0 });
    }));

  test('links that lead nowhere or to themselves are said', () =>
    inFolder(async (folder) => {
      symlinkSync('gone', join(folder, 'a'));
      symlinkSync('b', join(folder, 'b'));
      assert.deepEqual((await resolve(folder, '')).unreadable, [
        ['a', 'no such file: a'],
        ['b', 'symbolic links that lead in a circle: b'],
      ]);
    }));

  test('a pipe in a folder is passed over: opening it would wait for ever', () =>
    inFolder(async (folder) => {
      write(folder, { 'a.log': 'x' });
      execFileSync('mkfifo', [join(folder, 'pipe')]);
      assert.deepEqual(await resolve(folder, ''), { inputs: ['a.log'], unreadable: [], skipped: 1 });
    }));
});

describe('archives', () => {
  test('each member is an input; what is no log is passed over', () =>
    inFolder(async (folder) => {
      write(folder, {
        'logs.bin': await zipOf([
          ['b.log', 'x'],
          ['a/', ''],
          ['a/c.jsonl', 'x'],
          ['.x', 'x'],
          ['a/d.yaml', 'x'],
          ['__MACOSX/b.log', 'x'],
        ]),
      });
      assert.deepEqual(await resolve(folder, 'logs.bin'), {
        inputs: ['logs.bin!/b.log', 'logs.bin!/a/c.jsonl'],
        unreadable: [],
        skipped: 3,
      });
    }));

  test('a name that would climb out of a folder is only a name', () =>
    inFolder(async (folder) => {
      const bytes = await zipOf([
        ['aa/b.log', 'x'],
        ['c.log', 'x'],
      ]);
      const climbing = Buffer.from(bytes.toString('latin1').replaceAll('aa/b.log', '../b.log'), 'latin1');
      write(folder, { 'logs.zip': climbing });
      const { unreadable, skipped } = await resolve(folder, 'logs.zip');
      assert.deepEqual([unreadable, skipped], [[], 1]);
    }));

  test('damaged, encrypted, of an unknown method, without members', () =>
    inFolder(async (folder) => {
      const whole = await zipOf([
        ['a.log', 'x'],
        ['b.log', 'y'],
      ]);
      const directory = whole.indexOf('PK\x01\x02');
      const encrypted = Buffer.from(whole);
      encrypted.writeUInt16LE(encrypted.readUInt16LE(directory + 8) | 1, directory + 8);
      const unknown = Buffer.from(whole);
      unknown.writeUInt16LE(99, directory + 10);
      const broken = Buffer.from(whole);
      broken.write('XX', whole.indexOf('PK\x01\x02', directory + 4));
      write(folder, { cut: whole.subarray(0, -30), encrypted, unknown, broken, none: await zipOf([]) });
      const { inputs, unreadable } = await resolve(folder, 'cut', 'encrypted', 'unknown', 'broken', 'none');
      assert.deepEqual(inputs, ['encrypted!/b.log', 'unknown!/b.log', 'broken!/a.log']);
      assert.deepEqual(
        unreadable.map(([path, reason = '']) => [path, reason.replace(/ \(.*/, '')]),
        [
          ['cut', 'damaged zip archive: cut'],
          ['encrypted!/a.log', 'encrypted: encrypted!/a.log'],
          ['unknown!/a.log', 'compression method 99 is not supported: unknown!/a.log'],
          ['broken', 'damaged zip archive: broken'],
          ['none', 'no logs in archive: none'],
        ],
      );
    }));
});

for (const extension of NO_LOG_EXTENSIONS) {
  test(`${extension} is no log, and only as an extension`, () => {
    assert.ok(!isLogName(`a/b${extension}`) && !isLogName(`b${extension.toUpperCase()}`));
    assert.ok(isLogName(`b${extension}.log`) && isLogName(extension.slice(1)));
  });
}
