import assert from 'node:assert/strict';
import { test } from 'node:test';
import { said } from './testing.ts';
import { literal } from './value.ts';
import { Variables } from './variables.ts';

for (const [situation, script, expected] of [
  ['a map', 'declare -A m=([x]=cu [y]="rl"); say ${m[x]}${m[y]}', 'curl'],
  ['names of a map', 'declare -A m; m[x]=1; m[y]=2; say ${!m[@]} ${#m[@]}', 'x y 2'],
  ['elements in any order', 'a[2]=c; a[0]=a; a[1]=b; say ${a[0]}${a[1]}${a[2]}', 'abc'],
  ['an element by a calculation', 'a=(a b c); i=1; say ${a[i+1]} ${a[-1]} ${a[$i]}', 'c c b'],
  ['elements joined by nothing', 'a=(c u r l); say "$(IFS=; printf %s "${a[*]}")"', 'curl'],
  ['a pattern for each element', 'a=(xa xb); say "${a[@]#x}"', 'a b'],
  ['a reference', 'declare -n r=q; q=curl; say $r', 'curl'],
  ['a reference that is set', 'typeset -n r=q; r=curl; say $q', 'curl'],
  ['letters of one case', 'declare -l a=CURL; typeset -u b; b=x; say $a $b', 'curl X'],
  ['a name that an expansion gives', 'n=a; export "$n=curl"; say $a', 'curl'],
  ['parameters as words', 'set -- "a b" c; say "$#" "${@:2}" "${@:1:1}"', '2 c a b'],
  ['parameters as a command', 'set -- say "a b"; "$@"', 'a b'],
  ['commas as blanks', 'x=say,a,b; IFS=,; $x', 'a b'],
  ['a pattern off the front', 'x=a.b.c; say ${x#*.} ${x##*.} ${x%.*} ${x%%.*}', 'b.c c a.b a'],
  ['a class of signs', 'x=c1u2r3l; say ${x//[0-9]/} ${x/[0-9]/-} ${x//[!a-z]}', 'curl c-u2r3l curl'],
  ['a pattern of alternatives', 'x=aXbYc; say ${x//@(X|Y)/}', 'abc'],
  ['a quoted pattern', 'x="a*b*c"; say ${x//"*"/-} ${x//\\*/+}', 'a-b-c a+b+c'],
  ['an element by its name in a name', 'a=(x curl); n="a[1]"; say ${!n}', 'curl'],
  ['another form', "x='\\x63'; y=Ab; say ${x@E} ${y@U} ${y@L} ${y,} ${y^^[b]}", 'c AB ab ab AB'],
] as const) {
  test(`variables: ${situation}`, () => assert.deepEqual(said(script), [expected]));
}

test('what was set since a fork is undone', () => {
  const variables = new Variables(new Map([['a', literal('1')]]));
  const mark = variables.fork();
  variables.set('a', literal('2')).set('b', literal('3'));
  const inner = variables.fork();
  variables.delete('a');
  variables.undo(inner);
  assert.equal(variables.get('a')?.text, '2');
  variables.undo(mark);
  assert.equal(variables.get('a')?.text, '1');
  assert.equal(variables.has('b'), false);
});

test('variables beyond the bound are not kept, and that is told', () => {
  const variables = new Variables(new Map());
  for (let index = 0; index < 5000; index += 1) variables.set(`v${index}`, literal('x'));
  assert.equal(variables.isFull, true);
  assert.equal(variables.size, 4000);
});
