import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { INDICATORS } from '../src/indicator/registry.ts';
import type { Indicator } from '../src/model/indicator.ts';
import { SHAPES } from '../src/score/context.ts';
import {
  ACTORS_PAGE,
  actorsPage,
  DISPUTES_PAGE,
  disputesPage,
  FOLDER,
  indexOf,
  pageOf,
  pages,
  shapesOf,
} from './make-pages.ts';

const wanted = pages();

for (const [name, markdown] of wanted) {
  test(`docs/indicators/${name} is there and says what the source says`, () => {
    const path = join(FOLDER, name);
    assert.ok(existsSync(path), 'missing: npm run pages');
    assert.equal(readFileSync(path, 'utf8'), markdown, 'stale: npm run pages');
  });
}

test('docs/actors.md says what is judged', () => {
  assert.equal(readFileSync(ACTORS_PAGE, 'utf8'), actorsPage(), 'stale: npm run pages');
});

test('docs/disputes.md says what the table says', () => {
  assert.equal(readFileSync(DISPUTES_PAGE, 'utf8'), disputesPage(), 'stale: npm run pages');
});

test('no page is left of an indicator that is gone', () => {
  assert.deepEqual(
    readdirSync(FOLDER).filter((name) => !wanted.has(name)),
    [],
  );
});

test('links between pages lead to pages', () => {
  for (const [name, markdown] of wanted) {
    for (const [, target = ''] of markdown.matchAll(/\]\(([^):]+\.md)\)/g)) {
      assert.ok(wanted.has(target) || existsSync(join(FOLDER, target)), `${name}: ${target}`);
    }
  }
});

const [first] = INDICATORS;
assert.ok(first !== undefined);
const odd: Indicator = {
  ...first,
  id: 'odd.one',
  title: 'A <b>title</b> | with *marks*',
  needs: ['actor'],
  references: ['https://example.com/a', 'A book'],
};

test('a page is made of the source, with marks taken literally', () => {
  const page = pageOf(odd);
  assert.ok(page.startsWith('# A \\<b\\>title\\</b\\> \\| with \\*marks\\*\n\n`odd.one`\n'));
  assert.match(page, /- <https:\/\/example\.com\/a>\n- A book\n/);
  assert.match(page, /always assessed/);
  assert.match(pageOf({ ...odd, needs: ['commands'] }), /not assessed where the log does not hold commands/);
  assert.match(pageOf({ ...odd, needs: ['actor'], asks: ['hostPaths'] }), /also looks at mounts of paths of the node/);
});

test('the index has each indicator once, under its family', () => {
  const index = indexOf([...INDICATORS, odd]);
  for (const { id } of INDICATORS) assert.equal(index.split(`| [\`${id}\`](${id}.md)`).length, 2, id);
  assert.match(index, /## odd\n/);
});

test('what lowers is listed with its image and its flags', () => {
  const markdown = shapesOf(SHAPES);
  for (const { id, images, argv } of SHAPES) {
    for (const one of [id, ...images, ...argv.values, ...argv.switches]) assert.ok(markdown.includes(one), one);
  }
  assert.match(markdown, /without a command/);
});
