import assert from 'node:assert/strict';
import { test } from 'node:test';
import { effectsOfText, said } from './testing.ts';

for (const [situation, script, expected] of [
  ['the branch that is taken sets', 'if [ 1 = 1 ]; then x=a; else x=b; fi; say $x', ['a']],
  [
    'the other branch where the first is not',
    'if false; then x=a; elif [[ a == a* ]]; then x=b; else x=c; fi; say $x',
    ['b'],
  ],
  ['both branches where the text does not say', 'if [ -e /x ]; then say a; else say b; fi', ['a', 'b']],
  ['the branch that is not taken is read too', 'if false; then say a; fi', ['a']],
  ['the case that fits', 'case abc in x*) x=a;; a?c) x=b;; *) x=c;; esac; say $x', ['b']],
  ['what stands behind a failure', 'x=a; false && x=b; true || x=c; say $x', ['a']],
  ['a negation', 'x=a; ! true || x=b; ! false && x=c; say $x', ['c']],
  ['a comparison of numbers', 'x=a; (( 3 > 5 )) && x=b; [ 3 -lt 5 ] && x=c; say $x', ['c']],
  [
    'groups of a match',
    '[[ 12curl_ =~ ^[0-9]{2}([a-z]+)(_) ]] && say ${BASH_REMATCH[1]} ${#BASH_REMATCH[@]}',
    ['curl 3'],
  ],
  ['a subshell keeps what it sets', 'x=a; (x=b); y=$(x=c; echo $x); say $x $y', ['a c']],
  [
    'a file that only the other branch writes over',
    'echo say a > /tmp/f; if false; then echo say b > /tmp/f; fi; sh /tmp/f',
    ['a'],
  ],
  [
    'a text out of many words',
    `s=; for c in ${[...'curl'].join(' ')} 1 2 3 4 5 6 7; do s=$s$c; done; say $s`,
    ['curl1234567'],
  ],
  ['a loop that counts', 's=; for ((i=0;i<12;i++)); do s+=$i; done; say $s', ['01234567891011']],
  ['a loop with a condition', 'n=0; while [ $n -lt 9 ]; do n=$((n+1)); done; say $n', ['9']],
  ['a loop until something', 's=abc; r=; until [ -z "$s" ]; do r="${s%"${s#?}"}$r"; s=${s#?}; done; say $r', ['cba']],
  ['a loop that is left', 's=; for c in a b c d; do [ $c = c ] && break; s+=$c; done; say $s', ['ab']],
  ['a loop over lines', 'while read -r l; do eval "$l"; done <<E\nsay a\nsay b\nE', ['a', 'b']],
  [
    'words of a function by its argument',
    'f() { case $1 in a) echo cu;; b) echo rl;; esac; }; say $(f a)$(f b)',
    ['curl'],
  ],
  ['an alias', 'shopt -s expand_aliases\nalias q="say a"\nq b', ['a b']],
  ['an alias of itself', "alias say='say a'\nsay b", ['a b']],
  ['a hashed name', 'hash -p /usr/bin/say q; q a', ['a']],
] as const) {
  test(`control flow: ${situation}`, () => assert.deepEqual(said(script), expected));
}

for (const [situation, script, expected] of [
  ['a word', 'read a <<< " x y "; say $a', ['x y']],
  ['fields', 'IFS=: read -r a b c <<< x::y:z; say "$a" "$b" "$c"', ['x  y:z']],
  ['an array', 'read -ra w <<< "x y z"; say ${w[1]}', ['y']],
  ['some signs', 'read -n3 a <<< abcdef; say $a', ['abc']],
  ['the whole', "IFS= read -r -d '' a <<'E'\nx\ny\nE\nsay \"$a\"", ['x\ny\n']],
  ['line after line', "{ read a; read b; } <<< $'x\\ny'; say $b$a", ['yx']],
  ['what is left', "{ read a; sh; } <<< $'x\\nsay b'", ['b']],
  ['lines of an array', 'mapfile -t l <<< $\'a\\nb\'; say "${l[1]}"', ['b']],
  ['a descriptor', 'exec 3<<< x; read -u 3 a; say $a', ['x']],
  ['a descriptor of a file', 'echo say a > /tmp/x; exec 7< /tmp/x; . /dev/fd/7', ['a']],
  ['a descriptor for writing', 'exec 5> /tmp/x; echo say a >&5; echo say b >&5; sh /tmp/x', ['a', 'b']],
  ['a coprocess', 'coproc { echo x; }; read a <&"${COPROC[0]}"; say $a', ['x']],
] as const) {
  test(`input: ${situation}`, () => assert.deepEqual(said(script), expected));
}

for (const script of [
  'while [ 1 = 1 ]; do x=$x; echo $x; done',
  'x=a; while [ -n "$x" ]; do x=$x$x; done',
  'for ((;;)); do x+=a; done',
  'while [ -n a ]; do for ((i=0;i<4000;i++)); do for ((j=0;j<4000;j++)); do x=$i$j; done; done; done',
]) {
  test(`ends: ${script.slice(0, 50)}`, () => {
    const start = performance.now();
    assert.ok(effectsOfText(script).length > 0);
    assert.ok(performance.now() - start < 2000);
  });
}
