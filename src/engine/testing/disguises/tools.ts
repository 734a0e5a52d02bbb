import { base64, type Disguises, json, oneLine, quoted, rot13 } from './disguise.ts';

/** Tools that hand a text of their words, their input or a file to a shell. */
export const TOOLS: Disguises = {
  npx: (text) => `npx -c ${quoted(text)}`,
  'a script of a package': (text) =>
    `mkdir -p /tmp/n; cd /tmp/n; printf '%s' ${quoted(JSON.stringify({ scripts: { start: text } }))} > package.json; npm start`,
  'the installation of a package': (text) =>
    `mkdir -p /tmp/n; cd /tmp/n; printf '%s' ${quoted(JSON.stringify({ scripts: { preinstall: text } }))} > package.json; npm i`,
  'a setup of Python': (text) =>
    `mkdir -p /tmp/s; printf '%s' ${quoted(`import os;os.system(${json(text)})`)} > /tmp/s/setup.py; pip install /tmp/s`,
  ansible: oneLine((text) => `ansible localhost -m shell -a ${quoted(text)}`),
  logrotate: oneLine(
    (text) => `printf '%s\\n' '/x {' firstaction ${quoted(text)} endscript '}' > /tmp/r; logrotate -f /tmp/r`,
  ),
  apt: oneLine((text) => `apt-get update -o ${quoted(`APT::Update::Pre-Invoke::=${text}`)}`),
  'the client of rsync': (text) => `printf '%s' ${quoted(text)} > /tmp/rs; rsync -e 'sh /tmp/rs' x h:y`,
  'a compressor of tar': (text) => `printf '%s' ${quoted(text)} > /tmp/tc; tar cf /tmp/x -I 'sh /tmp/tc' /etc/hostname`,
  'a test of zip': (text) => `printf '%s' ${quoted(text)} > /tmp/zt; zip /tmp/z /etc/hostname -T -TT 'sh /tmp/zt #'`,
  m4: (text) => (/[`'\n,()]/.test(text) ? null : `echo "syscmd(\\\`${text.replaceAll(/[$"\\]/g, '\\$&')}')" | m4`),
  'a call of vim': oneLine((text) => `vim -es -c ${quoted(`call system(${json(text)})`)} -c 'qa!'`),
  'a transport of git': (text) => `printf '%s' ${quoted(text)} > /tmp/gt; git clone 'ext::sh /tmp/gt' /tmp/g`,
  'an alias that git keeps': (text) => `git config --global alias.x ${quoted(`!${text}`)}; git x`,
  'a hook of git': (text) =>
    `git init -q /tmp/h; printf '%s\\n' ${quoted(text)} > /tmp/h/.git/hooks/pre-commit; chmod +x /tmp/h/.git/hooks/pre-commit; git -C /tmp/h commit --allow-empty -m x`,
  'a proxy of ssh behind nothing': (text) =>
    /[%\n]/.test(text) ? null : `ssh -o ${quoted(`ProxyCommand=;${text} 1>&2`)} h`,
  'a recipe in a word': (text) => (/[\n\\%$#,()']/.test(text) ? null : `make -s --eval='x:; @${text}' x`),
  just: (text) => (/[\n\\%{]/.test(text) ? null : `printf 'x:\\n  %s\\n' ${quoted(text)} > /tmp/j; just -f /tmp/j x`),
  cmake: (text) =>
    `printf '%s' ${quoted(text)} > /tmp/cm; echo 'execute_process(COMMAND sh /tmp/cm)' > /tmp/c.cmake; cmake -P /tmp/c.cmake`,
  'a cron in the container': (text) =>
    /[%\n]/.test(text) ? null : `echo ${quoted(`* * * * * ${text}`)} > /var/spool/cron/crontabs/root; crond -f`,
  'screen in the background': (text) => `screen -dmS w sh -c ${quoted(text)}`,
  'python in a debugger': (text) => `gdb -batch -ex ${quoted(`python import os;os.system(${json(text)})`)}`,
  'the input of sudo': (text) => `printf '%s\\n' ${quoted(text)} | sudo -s`,
  'the input of script': (text) => `printf '%s\\n' ${quoted(text)} | script -q /dev/null`,
  'an architecture with options': (text) => `setarch x86_64 -R sh -c ${quoted(text)}`,
  'memory of one node': (text) => `numactl -m 0 bash -c ${quoted(text)}`,
  'a measured time': (text) => `command time -f %e sh -c ${quoted(text)}`,
  'a runner that nobody knows': (text) => `runit-helper -q sh -c ${quoted(text)}`,
  'a file that find comes across': (text) =>
    `printf '%s\\n' ${quoted(text)} > /tmp/ff.sh; find /tmp -name '*.sh' -exec sh {} +`,
  'a name that find hands on': (text) =>
    `printf '%s\\n' ${quoted(text)} > /tmp/ff.sh; find /tmp -name ff.sh | xargs sh`,
  'what cat puts out for find': (text) =>
    `printf '%s\\n' ${quoted(text)} > /tmp/ff.txt; find /tmp -name ff.txt -exec cat {} \\; | sh`,
  'names that ls hands on': (text) =>
    `mkdir -p /tmp/l; printf '%s\\n' ${quoted(text)} > /tmp/l/a.sh; ls /tmp/l/*.sh | xargs -n1 sh`,
  'a loop over a pattern': (text) =>
    `mkdir -p /tmp/l; printf '%s\\n' ${quoted(text)} > /tmp/l/a.sh; for f in /tmp/l/*.sh; do . "$f"; done`,
  'a file that sed edits': oneLine(
    (text) => `printf '%s\\n' ${quoted(`#${text}`)} > /tmp/se; sed -i 's/^#//' /tmp/se; sh /tmp/se`,
  ),
  'an option of the shell': (text) =>
    `set -- -c ${quoted(text)}; while getopts c: o; do case $o in c) eval "$OPTARG";; esac; done`,
  'a word of a shell that reads its input': (text) => `printf 'eval "$1"\\n' | sh -s ${quoted(text)}`,
  'what perl prints for each match': (text) =>
    `echo ${Buffer.from(text).toString('hex')} | perl -ne 's/([0-9a-f]{2})/print chr hex $1/gie' | sh`,
  'braces of expect': (text) =>
    /[{}\\\n]/.test(text) ? null : `expect -c ${quoted(`spawn sh -c {${text}}; expect eof`)}`,
  'base64 of Tcl': (text) => `echo 'puts [exec sh -c [binary decode base64 ${base64(text)}]]' | tclsh`,
  'a find that hands on its input': (text) => `printf '%s\\n' ${quoted(text)} | find /tmp -prune -exec sh \\;`,
  'an rc file of its own': (text) => `printf '%s\\n' ${quoted(text)} > ~/.bashrc; bash -i < /dev/null`,
  'a profile for everybody': (text) => `printf '%s\\n' ${quoted(text)} > /etc/profile.d/z.sh; bash -lc :`,
  'a function for another bash': (text) => `env ${quoted(`BASH_FUNC_q%%=() { ${text}\n}`)} bash -c q`,
  'in the place of a name that is not found': (text) => `command_not_found_handle() {\n${text}\n}; zork`,
  'the program of the process': (text) => `/proc/self/exe -c ${quoted(text)}`,
  'a link that is read': (text) => `$(readlink -f /bin/sh) -c ${quoted(text)}`,
  'a name that nothing sets in front': (text) => `$zq sh -c ${quoted(text)}`,
  'a copy by cat': (text) => `cat /bin/sh > /dev/shm/u; chmod +x /dev/shm/u; /dev/shm/u -c ${quoted(text)}`,
  'a trap behind dashes': (text) => `trap -- ${quoted(text)} 0`,
  'the index of an array': (text) => `x=${quoted(`a[$(${text}\n)]`)}; [[ x -eq 0 ]]`,
  'a variable that is printed by its name': (text) => `X=${quoted(text)} sh -c 'printenv X | sh'`,
  'a tee into a process': (text) => `printf '%s\\n' ${quoted(text)} | tee >(bash) > /dev/null`,
  'pieces of a file': (text) =>
    `mkdir /tmp/p; printf '%s\\n' ${quoted(text)} | split -b 9 - /tmp/p/x; cat /tmp/p/x* | sh`,
  'a line without an end': oneLine((text) => `yes ${quoted(text)} | head -n1 | sh`),
  'a format of numbers': (text) => (/[%\\\n]/.test(text) ? null : `seq -f ${quoted(text)} 1 | sh`),
  'what two files differ in': oneLine(
    (text) => `printf '%s\\n' ${quoted(text)} > /tmp/1; diff /tmp/1 /dev/null | sed -n 's/^< //p' | sh`,
  ),
  'a text of jq': (text) => `jq -nr '"${base64(text)}"|@base64d' | sh`,
  'a number of dc': (text) =>
    text.length > 400 ? null : `dc -e '${BigInt(`0x${Buffer.from(text).toString('hex')}`)}P' | sh`,
  'python that imports': (text) =>
    `printf '%s' ${quoted(`import os;os.system(${json(text)})`)} > /tmp/m1.py; PYTHONPATH=/tmp python3 -c 'import m1'`,
  'a module of python': (text) =>
    `printf '%s' ${quoted(`import os;os.system(${json(text)})`)} > /tmp/m2.py; cd /tmp; python3 -m m2`,
  'python with a word': (text) => `python3 -c 'import os,sys;os.system(sys.argv[1])' ${quoted(text)}`,
  'python that times': (text) => `python3 -m timeit -n1 -r1 ${quoted(`__import__("os").system(${json(text)})`)}`,
  'node with a word': (text) => `node -e 'require("child_process").execSync(process.argv[1])' ${quoted(text)}`,
  'perl with a word': (text) => `perl -e 'system $ARGV[0]' ${quoted(text)}`,
  'perl with the environment': (text) => `Q=${quoted(text)} perl -e 'system($ENV{Q})'`,
  'perl that adds up': (text) =>
    /[\\'\n]/.test(text) ? null : `perl -e ${quoted(`my $c='${text.slice(0, 5)}';$c.='${text.slice(5)}';system($c)`)}`,
  'perl that formats': (text) =>
    /[\\'\n]/.test(text)
      ? null
      : `perl -e ${quoted(`system(sprintf("%s%s",'${text.slice(0, 5)}','${text.slice(5)}'))`)}`,
  'ruby that translates': (text) =>
    /[\\'\n]/.test(text) ? null : `ruby -e ${quoted(`system '${rot13(text)}'.tr("A-Za-z","N-ZA-Mn-za-m")`)}`,
  'lua that loads': (text) => `lua -e ${quoted(`load(${JSON.stringify(`os.execute(${JSON.stringify(text)})`)})()`)}`,
  'tcl with digits': (text) =>
    `echo 'puts [exec sh -c [binary format H* ${Buffer.from(text).toString('hex')}]]' | tclsh`,
  'powershell with codes': (text) => `pwsh -c '& sh -c (-join([char[]](${[...Buffer.from(text)].join(',')})))'`,
  'powershell that evaluates base64': (text) =>
    `pwsh -c '$c=[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String("${base64(text)}"));& sh -c $c'`,
  'awk with a word': (text) => `awk 'BEGIN{system(ARGV[1])}' ${quoted(text)}`,
  emacs: (text) => `emacs --batch --eval ${quoted(`(shell-command ${JSON.stringify(text)})`)}`,
  deno: (text) => `deno eval ${quoted(`new Deno.Command("sh",{args:["-c",${JSON.stringify(text)}]}).output()`)}`,
};
