import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growth } from '../../lib/testing.ts';
import { said } from '../testing.ts';
import { withCalculated } from './calculated-literals.ts';

for (const [situation, code, expected] of [
  ['translated in Ruby', `system "cup".tr("a-c", "x-z")`, `system "zup"`],
  ['signs taken out', `system 'c^u^p'.delete('^')`, `system "cup"`],
  ['a word for another', `x = 'a~~b'.gsub("~~", " ")`, `x = "a b"`],
  ['a pattern is not followed', `x = 'a.b'.gsub("a.b", "c")`, `x = 'a.b'.gsub("a.b", "c")`],
  ['translated in Perl', `$_='cup';tr/a-c/x-z/;system $_`, `$_="zup";system $_`],
  ['a replacement in Perl', `$c = 'a~b'; $c =~ s/~/ /g; system($c)`, `$c = "a b"; system($c)`],
  ['formatted', `system(sprintf("%s-%s", 'a', 'b'))`, `system("a-b")`],
  ['places of a format', `& ('{1}{0}' -f 'b','a') -c x`, `& ("ab") -c x`],
  ['added in Perl', `my $c='a';$c.='b';system($c)`, `my $c="ab";system($c)`],
  ['added in Lua', `c="a"; c=c.."b"`, `c="ab"`],
  ['added to another name', `c="a"; d.="b"`, `c="a"; d.="b"`],
  ['characters of PowerShell', `iex (-join([char[]](97,98)))`, `iex ("ab")`],
  ['joined words', `& ('a','b' -join '') x`, `& ("ab") x`],
  ['bytes as text', `[Text.Encoding]::UTF8.GetString("ab")`, `"ab"`],
  ['digits of Tcl', `exec sh -c [binary format H* 6162]`, `exec sh -c "ab"`],
  ['codes of Tcl', `exec [format %c%c 97 98]`, `exec "ab"`],
  ['backwards', `system scalar reverse 'ba'`, `system "ab"`],
  [
    'code in a text of another program',
    `os.execute("pwsh -c '[char[]](97,98)'")`,
    `os.execute("pwsh -c '[char[]](97,98)'")`,
  ],
] as const) {
  test(`a literal stands for what is calculated: ${situation}`, () => assert.equal(withCalculated(code), expected));
}

for (const [situation, script] of [
  ['perl', `perl -e '$c="sa";$c.="y a";system($c)'`],
  ['perl over lines', `perl -e 'system "true\nsay a"'`],
  ['perl with the environment', `X='say a' perl -e 'system($ENV{X})'`],
  ['ruby', `ruby -e 'system "fnl n".tr("a-z", "n-za-m")'`],
  ['lua', `lua -e 'load("os.execute(\\"say a\\")")()'`],
  ['tcl', "echo 'exec sh -c [binary format H* 7361792061]' | tclsh"],
  ['PowerShell with quotes', `pwsh -c '& sh -c '\\''say "a"'\\'''`],
  [
    'PowerShell in base64',
    `pwsh -c '$c=[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String("c2F5IGE="));& sh -c $c'`,
  ],
  ['PowerShell as a shell', "pwsh -c 'say a | Out-Null'"],
  ['PowerShell that evaluates', `pwsh -c 'iex "say a"'`],
  ['emacs', `emacs --batch --eval '(shell-command "say a")'`],
  ['erlang', `erl -noshell -eval 'os:cmd("say a"),halt().'`],
  ['guile', `guile -c '(system "say a")'`],
  ['deno', `deno eval 'new Deno.Command("sh",{args:["-c","say a"]}).output()'`],
  ['a module that times', `python3 -m timeit -n1 '__import__("os").system("say a")'`],
] as const) {
  test(`code runs: ${situation}`, () => assert.ok(said(script).includes('a'), said(script).join(', ')));
}

test('what is decoded from a literal and run is read, and says no more than that it was decoded', () => {
  const script = `perl -MMIME::Base64 -e 'system(decode_base64("c2F5IGE="))'`;
  assert.deepEqual(said(script), ['a']);
});

for (const [name, unit] of [
  ['additions', `c="a";c.="b";`],
  ['formats', `sprintf("%s%s","a",'b')`],
  ['characters', '[char[]](97,98)'],
  ['replacements', `"a".tr("b","c")`],
  ['open brackets', '[format %c%c 97 '],
  ['operators', `$_='a';tr/a/b/;`],
] as const) {
  test(`${name} cost as much as they are long`, () => {
    const ratio = growth((size) => withCalculated(unit.repeat(size / 16)), 16_384);
    assert.ok(ratio < 12, `four times the code took ${ratio.toFixed(1)} times as long`);
  });
}

test('texts that would grow beyond any code are left as they are, and soon', () => {
  const [many, long] = ['a'.repeat(20_000), 'b'.repeat(20_000)];
  for (const code of [
    `eval("${many}".gsub("a", "${long}"))`,
    `iex ('${many}' -replace 'a', '${long}')`,
    `iex ('${'{0}'.repeat(7000)}' -f '${long}')`,
    `eval("${'a'.repeat(500)}".gsub("a", "${'b'.repeat(500)}"));`.repeat(100),
  ]) {
    const out = withCalculated(code);
    assert.ok(out.length < code.length + 300 * 1024, `${out.length}`);
  }
});
