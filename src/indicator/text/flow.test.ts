import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CommandFact } from '../../model/facts.ts';
import { filesWritten, urlsIn } from './files.ts';
import { flowOf } from './flow.ts';
import { type Act, excerptOf, understand } from './understand.ts';

const commandOf = (...argv: readonly string[]): CommandFact => ({
  container: 'main',
  role: 'container',
  pointer: '/x',
  carrier: 'command',
  argv,
  entrypoint: null,
  shown: argv.join(' '),
  script: argv[0] === 'sh' ? (argv[2] ?? null) : null,
});
const script = (text: string): CommandFact => commandOf('sh', '-c', text);
const named = (name: string) => (act: Act) => act.ran.program === name;

const REACHED: Record<string, [text: string, reached: boolean]> = {
  'through a pipe': ['src | a | dst', true],
  'through a substitution': ['dst $(src)', true],
  'through a substitution in a substitution': ['dst "$(a "$(src)")"', true],
  'through a variable': ['X=$(src); dst "$X"', true],
  'through a variable in braces': [`X=$(src); dst "\${X}"`, true],
  'through an exported variable': ['export X="$(src)"; dst $X', true],
  'through a file': ['src > /tmp/a; dst /tmp/a', true],
  'through a file that is read in': ['src >> /tmp/a; dst < /tmp/a', true],
  'through a copy of a file': ['src > a; cp a b; dst b', true],
  'through an option': ['src > /tmp/a; dst --file=/tmp/a', true],
  'through a loop': ['src | while read line; do dst "$line"; done', true],
  'through the list of a loop': ['for x in $(src); do dst "$x"; done', true],
  'through a group': ['{ a; src; } | dst', true],
  'through a shell in a shell': [`sh -c 'src' | dst`, true],
  'through tee': ['src | tee /tmp/a > /dev/null; dst /tmp/a', true],
  'not through another variable': ['X=$(src); dst "$Y"', false],
  'not through another file': ['src > /tmp/a; dst /tmp/b', false],
  'not after a semicolon': ['src; dst', false],
  'not backwards': ['dst "$X"; X=$(src)', false],
  'not through errors': ['src 2> /tmp/a; dst /tmp/a', false],
  'not through /dev/null': ['src > /dev/null; dst /dev/null', false],
  'not through another assignment of the same command': ['X=$(src) Y=1; dst $Y', false],
};
for (const [name, [text, reached]] of Object.entries(REACHED)) {
  test(`data flows ${name}`, () => {
    const understood = understand(script(text));
    const flow = flowOf(understood, named('src'));
    const target = understood.acts.find(named('dst'));
    assert.ok(target !== undefined);
    assert.equal(flow.originOf(target) !== undefined, reached);
  });
}

for (const [text, wanted] of [
  ['curl -o /tmp/a http://example.com/x', ['/tmp/a']],
  ['curl -sSLo a http://example.com/x', ['a']],
  ['curl -sO http://example.com/d/x?y=1', ['x']],
  ['curl --output=a http://example.com/x', ['a']],
  ['wget -qO /tmp/a http://example.com/x', ['/tmp/a']],
  ['wget http://example.com/d/x.sh', ['x.sh']],
  ['wget -qO- http://example.com/x', []],
  ['a > b 2> c', ['b']],
  ['tee -a a b', ['a', 'b']],
  ['cp a /etc/cron.d/', ['/etc/cron.d/a']],
  ['sed -i s/a/b/ f', ['f']],
  ['sed s/a/b/ f', []],
  ['dd if=a of=b', ['b']],
] as const) {
  test(`"${text}" writes ${wanted.join(', ') || 'nothing'}`, () => {
    const act = understand(script(text)).acts[0];
    assert.ok(act !== undefined);
    assert.deepEqual(filesWritten(act), wanted);
  });
}

test('addresses among words', () => {
  assert.deepEqual(urlsIn(['-s', 'https://example.com/a?b=c', "'http://x/y' ", '-ohttp://z/', 'example.com']), [
    'https://example.com/a',
    'http://x/y',
    'http://z/',
  ]);
});

test('the excerpt of an act is its pipeline as written', () => {
  const understood = understand(script('date; a | b "$(c)"; d'));
  const act = understood.acts.find(named('b'));
  assert.ok(act !== undefined);
  assert.equal(excerptOf(act), 'a | b "$(c)"');
});

test('a command is read once', () => {
  const command = script('date');
  assert.equal(understand(command), understand(command));
});
