import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RUNNERS } from './runners.ts';
import { said } from './testing.ts';

for (const [name, { positionals }] of RUNNERS) {
  test(`${name} hands on a command`, () => {
    assert.deepEqual(said(`${name}${' 1'.repeat(positionals)} sh -c 'say a'`), ['a']);
  });
}

for (const [situation, script, expected] of [
  ['watch with a text', "watch -n 5 'say a | say b'", ['a', 'b']],
  ['flock with a text', "flock /tmp/l -c 'say a'", ['a']],
  ['flock with a command', 'flock -w 5 /tmp/l say a', ['a']],
  ['setarch without an architecture', 'setarch -R say a; setarch x86_64 say b', ['a', 'b']],
  ['the loader of programs', '/lib64/ld-linux-x86-64.so.2 /bin/sh -c "say a"', ['a']],
  ['a network namespace', 'ip netns exec x say a', ['a']],
  ['start-stop-daemon', 'start-stop-daemon -S -b --exec /usr/bin/say -- a', ['a']],
  ['at', 'at now <<< "say a"', ['a']],
  ['crontab', "echo '*/5 * * * * say a' | crontab -", ['a']],
  ['run-parts', "printf 'say a\\n' > /tmp/d/x; run-parts /tmp/d", ['a']],
  ['parallel with arguments', 'parallel say {} ::: a b', ['a', 'b']],
  ['parallel with lines', "printf 'say a\\nsay b\\n' | parallel -j 2", ['a', 'b']],
  ['make', "printf 'all:\\n\\t@say $$x a\\n' | make -f -", ['$x a']],
  ['an alias of git', "git -c alias.x='!say a' x", ['a']],
  ['expect', 'expect -c \'spawn say "a;b"; interact\'', ['a;b']],
  ['an editor', "echo '!say a' | ed", ['a']],
  ['tmux', "tmux new-session -d -s x 'say a'", ['a']],
  ['env with a text', "env -S 'say a'", ['a']],
  ['a variable of env', "env X='say a' sh -c 'eval \"$X\"'", ['a']],
  ['BASH_ENV', "echo 'say a' > /tmp/e; BASH_ENV=/tmp/e bash -c :", ['a']],
  ['BASH_ENV that the shell expands', "BASH_ENV='$(say a)' bash -c :", ['a']],
  ['BASH_ENV that names a file of the image', 'BASH_ENV=/etc/profile.d/x.sh bash -c :', []],
  [
    'sources of Go that it wrote',
    `printf 'package main\nimport "os/exec"\nfunc main(){exec.Command("sh","-c","say a").Run()}\n' > /tmp/m.go; go run /tmp/m.go`,
    ['a'],
  ],
  [
    'sources of C that it wrote',
    `printf '#include <stdlib.h>\nint main(){return system("say a");}' > /tmp/x.c; gcc -o /tmp/x /tmp/x.c`,
    ['a'],
  ],
  ['sources of the image', 'cd /app; go run main.go; gcc -o x x.c', []],
  [
    'a shell of Java on its input',
    `echo 'Runtime.getRuntime().exec(new String[]{"sh","-c","say a"});' | jshell -`,
    ['a'],
  ],
  ['a line of sed, whatever it reads', "sed '1e say a' /etc/hostname", ['a']],
  ['an rcfile', "bash --rcfile <(echo 'say a') -i -c :", ['a']],
  ['a pager', "PAGER='say a' man ls", ['a']],
  ['xargs with a word each', "printf 'a b' | xargs -n1 sh -c 'say $0'", ['a', 'b']],
  ['xargs with a place', "printf 'a b\\nc\\n' | xargs -I% sh -c 'say x%'", ['xa b', 'xc']],
  ['xargs with an end of its own', "printf 'say a\\0say b\\0' | xargs -0 -n1 sh -c", ['a', 'b']],
  ['the input of sudo', "echo 'say a' | sudo -s", ['a']],
  ['the input of script', "echo 'say a' | script -q /dev/null", ['a']],
  ['the input of su', "echo 'say a' | su - app", ['a']],
  ['runuser with a program', 'runuser -u app -- say a', ['a']],
  ['an architecture in front of options', 'setarch x86_64 -R say a', ['a']],
  ['options that take a word', 'numactl -m 0 say a; command time -f %e say b; chpst -P say c', ['a', 'b', 'c']],
  ['screen', "screen -dmS w sh -c 'say a'", ['a']],
  ['ssh through a command behind nothing', "ssh -o 'ProxyCommand=;say a 1>&2' h", ['a']],
  ['xargs with a wrapper', "printf '%s\n' say a | xargs env", ['a']],
  ['env with a text without blanks', "env '-Ssay\\_a'", ['a']],
  ['a function for another bash', "env 'BASH_FUNC_q%%=() { say a; }' bash -c q", ['a']],
  ['what is run in the place of a name that is not found', 'command_not_found_handle() { say a; }; zork', ['a']],
  ['an option behind the program of env', "env sh -fS -c 'say a'", ['a']],
  ['what a find hands on', "echo 'say a' | find /tmp -prune -exec sh \\;", ['a']],
  [
    'a lock around a program with an option of the same name',
    'flock -w 5 /l python3 -c \'import os;os.system("say a")\'',
    ['a'],
  ],
  ['a runner that nobody knows', "zork -x 1 sh -c 'say a'", ['a']],
  ['a list of packages', 'zork install bash', []],
  ['a text of jq', 'jq -nr \'"c2F5IGE="|@base64d\' | sh', ['a']],
  ['a number of dc', "dc -e '495556567137P' | sh", ['a']],
  ['the program of the process', "/proc/self/exe -c 'say a'", ['a']],
  ['a link that is read', "$(readlink -f /bin/sh) -c 'say a'", ['a']],
  ['a trap behind dashes', "trap -- 'say a' 0", ['a']],
  ['a trap that is printed', "trap -p 'say a'", []],
  ['a variable that is printed', "export X='say a'; printenv X | sh", ['a']],
  ['a file of the working directory', "echo 'say a' > /w/run.sh; cd /w && . ./run.sh", ['a']],
  ['a prompt', 'x=\'$(say a)\'; : "${x@P}"', ['a']],
  ['the index of an array', "x='y[$(say a)]'; [[ x -eq 0 ]]", ['a']],
  ['a name that nothing sets in front', '$q say a; s${q}ay b', ['a', 'b']],
  ['letters of the other case', 'x=SAY; ${x~~} a', ['a']],
  ['the path of a program', 'ln -s "$(command -v say)" /tmp/q; /tmp/q a', ['a']],
] as const) {
  test(`runs: ${situation}`, () => assert.deepEqual(said(script), expected));
}
