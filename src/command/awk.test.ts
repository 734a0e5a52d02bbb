import assert from 'node:assert/strict';
import { test } from 'node:test';
import { followAwk } from './awk.ts';
import { effectsOf } from './effects.ts';

const follow = (program: string, text: string | null = '', separator: string | null = null) =>
  followAwk({ program, separator, variables: [['v', 'given']], text }, () => true);

for (const [program, text, expected, separator] of [
  ['BEGIN{printf "%s%s","cu","rl"}', '', 'curl'],
  ['BEGIN { printf "%c%c", 99, 117; print v }', '', 'cugiven\n'],
  ['{print $2}', 'a b c\nd e', 'b\ne\n'],
  ['{for(i=NF;i>0;i--) printf "%s ", $i}', 'a b c', 'c b a '],
  ['BEGIN{n=split("99 117",a," ");for(i=1;i<=n;i++)s=s sprintf("%c",a[i]+0);print s}', '', 'cu\n'],
  ['NR==2 || /x/ {print NR": "$0}', 'x\ny\nz', '1: x\n2: y\n'],
  ['{gsub(/[0-9]+/,"<&>"); print toupper(substr($0,2))}', 'ab12c', 'B<12>C\n'],
  ['!seen[$1]++', 'a\nb\na', 'a\nb\n'],
  ['{s=$0 s} END{print s}', 'a\nb', 'ba\n'],
  ['BEGIN{while(i<3){i++; if(i==2)continue; print i}}', '', '1\n3\n'],
  ['{printf "%c%c", $1, $2}', '99.117', 'cu', '.'],
  ['{print $2}', 'a|b', 'b\n', '|'],
  ['{print length($1), index($0,"b"), ($1 > "a" ? "y" : "n")}', 'abc', '3 2 y\n'],
] as const) {
  test(`awk puts out: ${program}`, () => assert.equal(follow(program, text, separator)?.text, expected));
}

for (const [program, text, expected] of [
  ['BEGIN { c = "a b"; system(c) }', '', [{ command: 'a b', input: null }]],
  ['{ print $0 | "sh" }', 'a\nb', [{ command: 'sh', input: 'a\nb\n' }]],
  ['{ system($2) }', 'x a', [{ command: 'a', input: null }]],
  ['BEGIN { "date" | getline d; print d }', '', [{ command: 'date', input: null }]],
] as const) {
  test(`awk runs: ${program}`, () => assert.deepEqual(follow(program, text)?.runs, expected));
}

test('what hangs on an input that is not known is not known', () => {
  assert.equal(follow('{print $1}', null)?.text, null);
  assert.equal(follow('BEGIN{"date" | getline; print}')?.text, null);
});

for (const program of ['BEGIN {', 'function f(x) { return x }', `BEGIN{${'('.repeat(5000)}1}`, 'BEGIN{print 1 @ 2}']) {
  test(`awk is not understood: ${program.slice(0, 30)}`, () => assert.equal(follow(program), null));
}

for (const program of [
  'BEGIN{for(;;)i++}',
  'BEGIN{s="a";while(1)s=s s}',
  'BEGIN{while(1)print "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}',
]) {
  test(`awk ends: ${program}`, () => assert.equal(follow(program)?.text, null));
}

test('a variable of the environment stands in a program only as often as there is room', () => {
  const argv = ['awk', `BEGIN{x=${'ENVIRON["A"] '.repeat(10_000)}}`];
  const place = { container: 'main', role: 'container', pointer: '', carrier: 'command' } as const;
  const effects = effectsOf({
    commands: [{ ...place, argv, entrypoint: null, shown: 'awk', script: null }],
    ...{ hostPaths: [], environment: [{ container: 'main', name: 'A', value: 'a'.repeat(60_000) }], mounts: [] },
  });
  assert.ok(effects.some((effect) => effect.kind === 'run' && effect.program === 'awk'));
});
