// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are texts of a shell.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'unbash';
import { Pool } from './budget.ts';
import { literal, unknown, type Value } from './value.ts';
import { fieldsOf, type Resolver } from './words.ts';

interface State {
  readonly variables?: Readonly<Record<string, string | null>>;
  readonly positional?: readonly string[];
  /** What every substitution puts out. */
  readonly output?: string;
}

const resolved = (text: string, { variables = {}, positional = [], output = '' }: State = {}) => {
  const known = new Map<string, Value>(
    Object.entries(variables).map(([name, value]) => [name, value === null ? unknown([], `$${name}`) : literal(value)]),
  );
  const budget = new Pool().budgetFor(text.length);
  let cut = false;
  const resolver = (nested: number): Resolver => ({
    variable: (name) => known.get(name),
    assign: (name, value) => known.set(name, value),
    assignElement: () => undefined,
    list: () => undefined,
    map: () => undefined,
    keys: () => undefined,
    separators: null,
    positional: positional.map(literal),
    shellName: 'sh',
    substitute: () => literal(output),
    expand: (value) => value,
    nested,
    inside: () => resolver(nested + 1),
    spend: (work) => budget.spend(work),
    cut: () => {
      cut = true;
    },
  });
  const command = parse(`: ${text}`).commands[0]?.command;
  assert.ok(command?.type === 'Command');
  const fields = command.suffix.flatMap((word) => (word.type === 'Word' ? fieldsOf(word, resolver(0)) : []));
  return { texts: fields.map((field) => field.text), known: fields.every((field) => field.known), cut };
};

const A = { variables: { A: 'curl', B: 'a b', E: '', U: null } };
const CASES: Readonly<Record<string, [text: string, wanted: readonly string[], state?: State]>> = {
  'quotes inside a word': [`c'u'"r"\\l`, ['curl']],
  'escapes in a string': ["$'\\x63url'", ['curl']],
  'a variable': ['$A', ['curl'], A],
  'a variable with blanks is split': ['$B', ['a', 'b'], A],
  'in quotes it is not': ['"$B"', ['a b'], A],
  'text on both sides of a split': ['x$B"y"', ['xa', 'by'], A],
  'an empty variable is no word': ['$E x', ['x'], A],
  'one that nobody knows stays as written': ['$X', ['$X']],
  'nothing between letters': ['cu${X}rl "cu$X"r"$X"l', ['curl', 'curl'], A],
  'a name between other signs': ['a.$X-b $X/c d$X', ['a.$X-b', '$X/c', 'd$X'], A],
  'one whose value another object holds': ['cu${U}rl', ['cu$Url'], A],
  'letters of the other case': ['${A~~} ${A~}', ['CURL', 'Curl'], A],
  'a default': ['${X:-curl}', ['curl'], A],
  'a default of an empty one': ['${E:-curl}', ['curl'], A],
  'a default without a colon': ['x${E-curl}', ['x'], A],
  'something else where it is set': ['${A:+wget}', ['wget'], A],
  'a default that is kept': ['${N:=curl} $N', ['curl', 'curl'], A],
  'another name': ['${!N}', ['curl'], { variables: { N: 'A', A: 'curl' } }],
  'a length': ['${#A}', ['4'], A],
  'a piece from the front': ['${A:0:2}', ['cu'], A],
  'a piece from the end': ['${A: -2}', ['rl'], A],
  'one sign replaced': ['${A/u/X}', ['cXrl'], A],
  'all signs replaced': ['${B// /+}', ['a+b'], A],
  'the beginning replaced': ['${A/#c/k}', ['kurl'], A],
  'the end replaced': ['${A/%l/d}', ['curd'], A],
  'the shortest beginning off': ['${P#*/}', ['usr/bin/curl'], { variables: { P: '/usr/bin/curl' } }],
  'the longest beginning off': ['${P##*/}', ['curl'], { variables: { P: '/usr/bin/curl' } }],
  'the shortest end off': ['${P%/*}', ['/usr/bin'], { variables: { P: '/usr/bin/curl' } }],
  'two signs off the end': ['${A%??}', ['cu'], A],
  'large letters': ['${A^^}', ['CURL'], A],
  'one large letter': ['${A^}', ['Curl'], A],
  'small letters': ['${L,,}', ['curl'], { variables: { L: 'CURL' } }],
  'escapes of a variable': ['${V@E}', ['curl'], { variables: { V: '\\x63url' } }],
  'the blank of the shell': ['curl${IFS}a', ['curl', 'a']],
  'letters of what every shell has': ['${PATH:1:3}', ['usr']],
  'a calculation': ['$((6*7))', ['42']],
  'alternatives in braces': ['{curl,a}', ['curl', 'a']],
  'alternatives inside a word': ['a{b,c}d', ['abd', 'acd']],
  'braces in braces': ['{a,b{c,d}}', ['a', 'bc', 'bd']],
  'a range': ['{1..3}', ['1', '2', '3']],
  'a range backwards': ['{c..a}', ['c', 'b', 'a']],
  'quoted braces': ["'{a,b}'", ['{a,b}']],
  'a pattern of a program': ['/???/c?rl', ['/bin/curl']],
  'the first argument': ['$1', ['a'], { positional: ['a', 'b'] }],
  'all arguments in quotes': ['"$*"', ['a b'], { positional: ['a', 'b'] }],
  'how many arguments': ['$#', ['2'], { positional: ['a', 'b'] }],
  'the shell itself': ['$0', ['sh']],
  'what a substitution puts out': ['$(x)', ['a', 'b'], { output: 'a b' }],
  'the same in quotes': ['"$(x)"', ['a b'], { output: 'a b' }],
};
for (const [name, [text, wanted, state]] of Object.entries(CASES)) {
  test(`${name}: ${text}`, () => {
    const { texts, cut } = resolved(text, state);
    assert.deepEqual(texts, wanted);
    assert.ok(!cut);
  });
}

test('what follows from an unknown value is not known', () => {
  for (const text of ['$U', '"x$U"', '${U:0:2}', '${#U}', '${U//a/b}']) assert.ok(!resolved(text, A).known, text);
});

const LIMITS: Readonly<Record<string, [text: string, state?: State]>> = {
  'more words than are split': ['$W', { variables: { W: 'a '.repeat(5000) } }],
  'more alternatives than are read': [`{${'a,'.repeat(500)}b}`],
  'expansions deeper in one another than are read': [`${'${X:-'.repeat(10)}a${'}'.repeat(10)}`],
  'a text that grows beyond what is kept': ['${G//a/bbbbbbbbbbbbbbbb}', { variables: { G: 'a'.repeat(200_000) } }],
};
for (const [name, [text, state]] of Object.entries(LIMITS)) {
  test(`${name}: said to be cut`, () => assert.ok(resolved(text, state).cut));
}
