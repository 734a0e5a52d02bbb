import assert from 'node:assert/strict';
import { test } from 'node:test';
import { said } from './testing.ts';

for (const [situation, script] of [
  ['words of perl', "perl -e 'system $ARGV[0]' 'say a'"],
  ['words of ruby', "ruby -e 'system ARGV[0]' 'say a'"],
  ['words of lua', "lua -e 'os.execute(arg[1])' 'say a'"],
  ['words of python', "python3 -c 'import os,sys;os.system(sys.argv[1])' 'say a'"],
  ['words of node', `node -e 'require("child_process").execSync(process.argv[1])' 'say a'`],
  ['words of php', "php -r 'system($argv[1]);' 'say a'"],
  ['words of awk', "awk 'BEGIN{system(ARGV[1])}' 'say a'"],
  ['the environment of awk', `X='say a' awk 'BEGIN{system(ENVIRON["X"])}'`],
  ['the environment of perl', `X='say a' perl -e 'system($ENV{X})'`],
  ['the input of perl', "echo 'say a' | perl -e 'system <STDIN>'"],
  ['lines of perl', "echo 'say a' | perl -ne 'system $_'"],
  ['the input of ruby', "echo 'say a' | ruby -e 'system STDIN.read'"],
  [
    'the input of node',
    `echo 'say a' | node -e 'require("child_process").execSync(require("fs").readFileSync(0,"utf8"))'`,
  ],
  ['json on the input', `echo '{"c":"say a"}' | python3 -c 'import json,sys;print(json.load(sys.stdin)["c"])' | sh`],
  ['a text behind the code', 'perl <<E\nsystem(join "",<DATA>);\n__DATA__\nsay a\nE\n'],
  ['a module', `echo 'import os;os.system("say a")' > /tmp/m.py; cd /tmp; python3 -m m`],
  ['an import', `echo 'import os;os.system("say a")' > /tmp/m.py; PYTHONPATH=/tmp python3 -c 'import m'`],
  [
    'what python always imports',
    `echo 'import os;os.system("say a")' > /t/sitecustomize.py; PYTHONPATH=/t python3 -c pass`,
  ],
  ['a folder', `echo 'import os;os.system("say a")' > /tmp/p/__main__.py; python3 /tmp/p`],
  ['a file of ruby', `echo 'system "say a"' > /tmp/x.rb; ruby -e 'load "/tmp/x.rb"'`],
] as const) {
  test(`code runs what it is given: ${situation}`, () =>
    assert.ok(said(script).includes('a'), said(script).join(', ')));
}

for (const [situation, script] of [
  ['a module of the image', `python3 -m venv /venv; python3 -c 'import requests'`],
  ['a file that it does not load', `echo 'system "say a"' > /tmp/x.rb; ruby -e 'load "/tmp/y.rb"'`],
] as const) {
  test(`code does not run: ${situation}`, () => assert.deepEqual(said(script), []));
}
