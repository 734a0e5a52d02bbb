import assert from 'node:assert/strict';
import { test } from 'node:test';
import { said } from './testing.ts';

for (const [situation, script, expected] of [
  ['npx', "npx -c 'say a'", ['a']],
  ['a script of a package', `echo '{"scripts":{"start":"say a"}}' > package.json; npm start`, ['a']],
  ['a script around another', `echo '{"scripts":{"prea":"say b","a":"say c"}}' > package.json; npm run a`, ['b', 'c']],
  ['an installation', `echo '{"scripts":{"preinstall":"say a"}}' > /x/package.json; cd /x; npm i`, ['a']],
  ['a script that is not asked for', `echo '{"scripts":{"test":"say a"}}' > package.json; npm start`, []],
  ['a package of the image', 'npm start; npm run build', []],
  ['a setup of Python', `echo 'import os;os.system("say a")' > /p/setup.py; pip install /p`, ['a']],
  ['a package of an index', `echo 'import os;os.system("say a")' > /p/setup.py; pip install requests`, []],
  ['ansible', "ansible localhost -m shell -a 'say a'", ['a']],
  ['a module of ansible with other words', "ansible all -m copy -a 'src=say dest=a'", []],
  ['logrotate', "printf '%s\\n' '/x {' postrotate 'say a' endscript '}' > /l; logrotate -f /l", ['a']],
  ['apt', "apt-get update -o 'APT::Update::Pre-Invoke::=say a'", ['a']],
  ['the client of rsync', "rsync -e 'say a' x y:z", ['a']],
  ['the client of rsync that is ssh', "rsync -e 'ssh -i key -p 22' x y:z", []],
  ['a compressor of tar', "tar cf /dev/null -I 'say a' x", ['a']],
  ['a command for each file of an archive', "tar xf x --to-command='say a'", ['a']],
  ['a checkpoint of tar', "tar cf x y --checkpoint=1 --checkpoint-action=exec='say a'", ['a']],
  ['a test of zip', "zip a b -T -TT 'say a #'", ['a']],
  ['m4', "echo 'syscmd(`say a'\"'\"')' | m4", ['a']],
  ['vim', `vim -es -c 'call system("say a")' -c 'qa!'`, ['a']],
  ['a transport of git', "git clone 'ext::sh -c say% a' x", ['a']],
  ['a hook of git', "printf 'say a\n' > /r/.git/hooks/pre-commit; git -C /r commit -m x", ['a']],
  ['a hook that nothing calls', "printf 'say a\n' > /r/.git/hooks/pre-commit; git -C /r status", []],
  ['an alias that git keeps', "git config --global alias.x '!say a'", ['a']],
  ['a name that git keeps', "git config --global user.name 'say a'", []],
  ['just', "printf 'x:\n  say a\n' > /j; just -f /j x", ['a']],
  ['cmake', "echo 'execute_process(COMMAND say a)' > /c.cmake; cmake -P /c.cmake", ['a']],
  ['python in a debugger', `gdb -batch -ex 'python import os;os.system("say a")'`, ['a']],
  ['an address of git', 'git clone https://git.example.com/say.git a', []],
  ['a recipe in a word', "make -s --eval='x:; @say a' x", ['a']],
  ['a cron in the container', "echo '* * * * * say a' > /var/spool/cron/crontabs/root; crond -f", ['a']],
  ['a common table', "echo '@daily root say a' > /etc/cron.d/x; cron -f", ['a']],
  ['a table without a cron', "echo '* * * * * say a' > /var/spool/cron/crontabs/root", []],
  ['supercronic', "echo '*/5 * * * * say a' > /etc/crontab; supercronic /etc/crontab", ['a']],
] as const) {
  test(`runs what a tool is told to: ${situation}`, () => assert.deepEqual(said(script), expected));
}
