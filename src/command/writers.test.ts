import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growth } from '../lib/testing.ts';
import { effectsOfText } from './testing.ts';
import { WRITTEN_BY } from './writers.ts';

const writtenBy = (script: string): readonly string[] =>
  effectsOfText(script).flatMap((effect) => (effect.kind === 'write' ? [effect.path] : []));

const WRITES: readonly (readonly [program: string, script: string, path?: string])[] = [
  ['ed', "printf 'a\\nx\\n.\\nw\\nq\\n' | ed /o"],
  ['ed', "printf 'a\\nx\\n.\\nw /o\\nq\\n' | ed"],
  ['ex', "ex -s -c 's/a/b/' -c x /o"],
  ['vi', "vi -es -c 'normal ix' -c 'wq' /o"],
  ['vim', "vim -c ':w! /o' -c q! /a"],
  ['nvim', 'nvim --headless +wq /o'],
  ['rvim', "rvim -c 'normal ix|wq' /o"],
  ['sqlite3', `sqlite3 /dev/null -cmd '.output /o' "select 'x';"`],
  ['psql', "psql -c '\\o /o' -c 'select 1'"],
  ['mysql', `mysql -e "select 'x' into outfile '/o'"`],
  ['mariadb', `mariadb -e "select 'x' into dumpfile '/o'"`],
  ['awk', `awk '{ print "x" > "/o" }' /a`],
  ['gawk', `gawk 'BEGIN { print "x" >> "/o" }'`],
  ['mawk', `mawk 'BEGIN { print "x" > "/o" }'`],
  ['nawk', `nawk 'BEGIN { print "x" > "/o" }'`],
  ['sed', "sed -n '1s/.*/x/w /o' /a"],
  ['cpio', 'echo o | cpio -udp /'],
  ['socat', "socat -u 'exec:echo x' open:/o,creat"],
  ['socat', 'socat - CREATE:/o'],
  ['tar', 'tar Pxf /a.tar --xform s@.*@/o@'],
  ['bsdtar', 'bsdtar xf /a.tar --transform=s,.*,/o,'],
  ['find', "find / -fprintf /o 'x' -quit"],
  ['script', "script -q -c 'date' /o"],
  ['xxd', 'echo x | xxd -r - /o'],
  ['csplit', 'csplit -z -f /o /a 1'],
  ['make', "make -s --eval='$(file >/o,x)' ."],
  ['gdb', `gdb -nx -ex 'dump value /o "x"' -ex quit`],
  ['gcore', 'gcore -o /o 1', '/o.1'],
  ['puppet', `puppet apply -e 'file { "/o": content => "x" }'`],
];

for (const [program, script, path = '/o'] of WRITES) {
  test(`${program} writes: ${script}`, () => assert.deepEqual([...new Set(writtenBy(script))], [path]));
}

/** What an archive holds is not known, but where it goes. */
const UNPACKS: typeof WRITES = [
  ['tar', 'tar xzf /a.tgz -C /o'],
  ['bsdtar', 'bsdtar -x -f /a.tgz --directory=/o/'],
  ['unzip', 'unzip -qo /a.zip -d /o'],
  ['7z', '7z x /a.7z -o/o'],
  ['tar', 'tar xf /a.tar -C $(dirname /o/a)'],
];
for (const [program, script] of UNPACKS) {
  test(`${program} fills a folder: ${script}`, () => assert.ok(writtenBy(script).includes('/o/…')));
}
test('an archive that is made or listed fills no folder', () =>
  assert.deepEqual(['tar czf - -C /o . | wc -c', 'tar tzf /a.tgz', 'unzip -l /a.zip'].flatMap(writtenBy), []));

test('each of these programs has its case', () =>
  assert.deepEqual(
    [...WRITTEN_BY.keys()].filter((one) => ![...WRITES, ...UNPACKS].some(([name]) => name === one)),
    [],
  ));

for (const [situation, script] of [
  ['sort', 'echo x | sort -o /o'],
  ['shuf', 'shuf -e x -o /o'],
  ['iconv', 'echo x | iconv -t UTF-8 --output=/o'],
  ['pandoc', 'echo x | pandoc -t plain -o /o'],
  ['lwp-download', 'lwp-download file:///a /o'],
  ['a class of Java', `jrunscript -e 'var w=new java.io.FileWriter("/o"); w.write("x"); w.close();'`],
  ['a mode behind the name', `octave --eval 'f = fopen("/o", "w"); fputs(f, "x");'`],
  ['a mode in front of the name', `perl -e 'open(F, ">", "/o"); print F "x";'`],
  ['a sign in the name', `perl -e 'open(F, ">/o"); print F "x";'`],
  ['a cmdlet', `pwsh -c '"x" | Out-File -FilePath /o'`],
  [
    'a file of Go',
    `echo 'package main; func main(){ f, _ := os.OpenFile("/o", 1, 0644); f.Write(x) }' > m.go; go run m.go`,
  ],
] as const) {
  test(`writes: ${situation}`, () => assert.ok(writtenBy(script).includes('/o'), writtenBy(script).join(' ')));
}

for (const [situation, script] of [
  ['an editor that only looks', "vi -c ':q!' /o; printf ',p\\nq\\n' | ed /o"],
  [
    'a line of text that says so',
    `echo 'w
wq' | cat`,
  ],
  ['a database that prints', `sqlite3 /o '.mode csv' 'select 1'; psql -c 'select 1'`],
  ['a comparison', `awk '$1 > "/o" { print }' /a`],
  ['words with the letter', "sed -n 's/now /o/p' /a; sed 's/a/b/g' /a"],
  ['a copy of what is not known', 'cpio -pd /o'],
  ['a relay that only sends', 'socat -u FILE:/o TCP:db:9'],
  ['an archive that is unpacked', 'tar xf /o --strip-components=1'],
  ['a search', 'find /o -name x -print'],
  ['a dump to the screen', 'xxd /o'],
  ['a file that shall not be there', `puppet apply -e 'file { "/o": ensure => absent }'`],
] as const) {
  test(`does not write: ${situation}`, () =>
    assert.deepEqual(
      writtenBy(script).filter((path) => path === '/o'),
      [],
    ));
}

test('what was in a file before it was edited is still read', () => {
  const ran = effectsOfText("echo 'say a' > /x; vi -es -c wq /x; sh /x").some(
    (effect) => effect.kind === 'run' && effect.program === 'say',
  );
  assert.ok(ran);
});

for (const piece of ['print > "', '.output ', 'w /a;', '$(file >', '\\o ', '|w']) {
  for (const program of ['awk', 'sqlite3', 'sed', 'make', 'vi -c', 'gdb -ex']) {
    test(`${program} with ${piece} again and again takes time in proportion`, () => {
      const ratio = growth(
        (size) => effectsOfText(`${program} '${piece.repeat(Math.ceil(size / piece.length))}'`),
        10_000,
      );
      assert.ok(ratio < 12, `four times the text took ${ratio.toFixed(1)} times as long`);
    });
  }
}
