import assert from 'node:assert/strict';
import { test } from 'node:test';
import { effectsOfText, said } from './testing.ts';

/** What a pipeline puts out, with a sign for the ends of its lines. */
const put = (script: string): string | undefined => said(`X=$({ ${script}; } | tr '\\n' '~'); say "$X"`)[0];

for (const [script, expected] of [
  ["printf '3 c\\n10 a\\n2 b\\n' | sort -n", '2 b~3 c~10 a~'],
  ["printf 'x:2\\ny:1\\n' | sort -t: -k2n", 'y:1~x:2~'],
  ["printf 'b\\na\\nb\\n' | sort -ru", 'b~a~'],
  ["printf 'a\\na\\nb\\n' | uniq", 'a~b~'],
  ["printf 'a\\nb\\n' | tac", 'b~a~'],
  ["printf 'a\\nb\\nc\\n' | paste -sd '\\0'", 'abc~'],
  ["printf 'a\\nb\\nc\\nd\\n' | paste -d+ - -", 'a+b~c+d~'],
  ['echo abcdef | fold -w 4', 'abcd~ef~'],
  ["printf 'a1\\nb\\nc2\\n' | grep -v '[0-9]'", 'b~'],
  ["echo xa1yb2 | grep -oE '[a-z][0-9]'", 'a1~b2~'],
  ['echo a:b:c:d | cut -d: -f2,4-', 'b:d~'],
  ['echo abcdef | cut -c1-2,5', 'abe~'],
  ['printf AB | xxd -p', '4142~'],
  ['printf AB | od -An -tx1', ' 41 42~'],
  ["echo '00000000: 6162 630a  abc.' | xxd -r", 'abc~'],
  ['echo "aXbXc" | sed "s/X/-/2"', 'aXb-c~'],
  ["echo rl-cu | sed -E 's/(.*)-(.*)/\\2\\1/'", 'curl~'],
  ["echo abc | sed 's/\\(b\\)/[&\\1]/;y/a/z/'", 'z[bb]c~'],
  ["printf '1\\n2\\n3\\n4\\n' | sed -n '2,3p;$p'", '2~3~4~'],
  ["printf 'A\\nx\\nB\\n' | sed -e '/^A$/,/^B$/!d' -e '1d;$d'", 'x~'],
  ["printf 'a\\nb\\n' | sed -e '1i x' -e 's/b/\\U&/'", 'x~a~B~'],
  ['echo 636f | sed "s/../\\\\\\x&/g"', '\\x63\\x6f~'],
  ["echo abc | tr -d 'b' | tr a-c A-C", 'AC~'],
  ["echo a1b2 | tr -cd '[:alpha:]'", 'ab'],
  ['echo aabbc | tr -s ab', 'abc~'],
  ['seq 3; seq -s, 5 -2 1', '1~2~3~5,3,1~'],
  ['expr 2 + 3; expr substr abcdef 2 3', '5~bcd~'],
  ["expr abc123 : '[a-z]*\\([0-9]*\\)'", '123~'],
  ["echo 'obase=16; 255 + 1' | bc", '100~'],
  ['echo \'{"a":[{"b":"x"},{"b":"y"}]}\' | jq -r \'.a[].b\'', 'x~y~'],
  [
    `jq -n --arg a 'x "y"' --argjson n 3 '{$a, b: [$n, true], "c d": "z \\($a)"}'`,
    '{"a":"x \\"y\\"","b":[3,true],"c d":"z x \\"y\\""}~',
  ],
  ["jq -n '[1, {a: null}]'", '[1,{"a":null}]~'],
  ['jq -nr \'"a | \\"b\\""\'', 'a | "b"~'],
  ["echo '[\"eA==\"]' | jq -r '.[0]|@base64d'", 'x~'],
  ["printf '%03o %x %X %5s|%-3s|%c%%' 99 255 255 ab c def", '143 ff FF    ab|c  |d%'],
  ["printf '%d %d' 0x10 \"'A\"", '16 65'],
  ["printf '%s-' a b c", 'a-b-c-'],
] as const) {
  test(`puts out: ${script}`, () => assert.equal(put(script), expected));
}

test('sed runs what it is told to run', () => {
  assert.deepEqual(said("echo x | sed '1e say a'; echo 'say b' | sed 's/$//e'"), ['a', 'b']);
});

for (const script of [
  `echo ${'a'.repeat(2000)} | sed -E 's/(a*)*(a*)*b//g'`,
  `X=${'a'.repeat(3000)}; echo "$X" | grep -oE '(a?){200}b'`,
  `seq 4000 | sed ':a;N;$!ba;s/.*/&&&&/g'`,
]) {
  test(`ends: ${script.slice(-50)}`, () => {
    const start = performance.now();
    effectsOfText(`${script}; `.repeat(50));
    assert.ok(performance.now() - start < 2000);
  });
}
