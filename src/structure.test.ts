import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { test } from 'node:test';

const src = import.meta.dirname;

/** Folders in the order in which data moves; a folder imports only from itself and from those before it. */
const ORDER: readonly (readonly string[])[] = [
  ['lib'],
  ['model'],
  ['source', 'decode'],
  ['normalise', 'command', 'kql'],
  ['memory'],
  ['facts', 'rule'],
  ['indicator', 'import'],
  ['score'],
  ['correlate'],
  ['finding', 'visibility', 'exception'],
  ['sink', 'playbook', 'emulate', 'export'],
  ['guide'],
  ['engine', 'respond'],
  ['evaluate', 'drill'],
  ['prove'],
  ['cli', 'server', 'console'],
];
/**
 * Folders that touch files, threads, the network, the process or the clock. `respond/` and `drill/` carry out what is made in
 * `playbook/` and `emulate/`, which touch nothing: they talk to an API server and keep journals on disk.
 */
const NODE_FOLDERS = ['source', 'sink', 'engine', 'respond', 'drill', 'prove', 'cli', 'server'];

const rankOf = (folder: string): number => ORDER.findIndex((rank) => rank.includes(folder));
const importsOf = (text: string): string[] =>
  [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');

/** What is wrong with the imports of a file; the file's path is relative to src/. */
const faults = (file: string, text: string): string[] => {
  const [folder = ''] = file.split('/');
  const isTest = /\.test\.ts$|(^|\/)testing\b/.test(file);
  if (!file.includes('/')) return []; // the published entries
  return importsOf(text).flatMap((target) => {
    if (!target.startsWith('.')) {
      return target.startsWith('node:') && !isTest && !NODE_FOLDERS.includes(folder)
        ? [`${file} imports ${target}`]
        : [];
    }
    const other = relative(src, join(src, file, '..', target)).split(sep)[0] ?? '';
    if (other === folder || other.startsWith('..')) return [];
    return rankOf(other) < rankOf(folder) ? [] : [`${file} imports from ${other}/, which comes after ${folder}/`];
  });
};

test('the check finds what it is for', () => {
  assert.equal(faults('model/x.ts', "import { a } from '../engine/a.ts';").length, 1);
  assert.equal(faults('decode/x.ts', "import type { a } from '../source/a.ts';").length, 1);
  assert.equal(faults('facts/x.ts', "import { readFileSync } from 'node:fs';").length, 1);
  assert.equal(faults('facts/x.ts', "const a = await import('node:fs');").length, 1);
  assert.equal(faults('facts/x.ts', "import { a } from '../model/a.ts';\nimport { b } from './b.ts';").length, 0);
  assert.equal(faults('facts/x.test.ts', "import { test } from 'node:test';").length, 0);
});

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll(sep, '/'))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.startsWith('source/gate/assembly/'));

test('every folder has its place in the order', () => {
  const unknown = new Set(
    files
      .filter((file) => file.includes('/'))
      .map((file) => file.split('/')[0] ?? '')
      .filter((folder) => rankOf(folder) < 0),
  );
  assert.deepEqual([...unknown], []);
});

test('imports point one way, and what runs in a browser imports nothing of Node.js', () => {
  assert.ok(files.length > 50);
  assert.deepEqual(
    files.flatMap((file) => faults(file, readFileSync(join(src, file), 'utf8'))),
    [],
  );
});

test('no default exports in the sources', () => {
  assert.deepEqual(
    files.filter((file) => /^export default/m.test(readFileSync(join(src, file), 'utf8'))),
    [],
  );
});
