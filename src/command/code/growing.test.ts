import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Language } from './parse.ts';
import { effectsIn } from './testing.ts';

const many = 'a'.repeat(50_000);
const long = 'b'.repeat(50_000);

/** Each would make a text of gigabytes out of a page. */
const BOMBS: Readonly<Record<string, readonly [Language, string]>> = {
  'each sign replaced': ['python', `exec("${many}".replace("a", "${long}"))`],
  'each sign translated': ['python', `exec("${many}".translate({"a": "${long}"}))`],
  'signs joined by a long text': ['python', `exec("${long}".join([c for c in "${many}"]))`],
  'each sign replaced, in JavaScript': ['javascript', `eval("${many}".replaceAll("a", "${long}"))`],
  'by a pattern': ['javascript', `eval("${many}".replace(/a/g, "${long}"))`],
  'taken apart and joined': ['javascript', `eval("${many}".split("").join("${long}"))`],
  'each sign replaced, in PHP': ['php', `eval(str_replace("a", "${long}", "${many}"));`],
  'by a table': ['php', `eval(strtr("${many}", ["a" => "${long}"]));`],
};
for (const [situation, [language, code]] of Object.entries(BOMBS)) {
  test(`a text that grows is not put together, and what is behind it is read: ${situation}`, () => {
    const behind = language === 'php' ? 'system("id");' : language === 'python' ? '\nimport os\nos.system("id")' : '';
    const effects = effectsIn(language, code + behind);
    const size = effects.reduce((sum, effect) => sum + JSON.stringify(effect).length, 0);
    assert.ok(size < 2_000_000, `${size}`);
    if (behind !== '') assert.ok(effects.some((effect) => effect.kind === 'run' && effect.program === 'id'));
  });
}

test('a sign that is translated to many is told by the last of them', () => {
  const effects = effectsIn('php', 'system(strtr("xd", "xx", "ai"));');
  assert.ok(effects.some((effect) => effect.kind === 'run' && effect.program === 'id'));
});
