import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOOKS, KEPT } from './hooks.ts';
import { RUNNING_WORDS } from './runners.ts';
import { said } from './testing.ts';
import { TOOLS_WITH_FILES } from './tool-files.ts';
import { ESCAPING } from './tool-lines.ts';
import { OPTION_CODE, OPTION_TEXTS } from './tool-options.ts';

for (const [program, options] of OPTION_TEXTS) {
  for (const option of options) {
    test(`${program} starts what stands behind ${option}`, () =>
      assert.deepEqual(said(`${program} ${option} 'say a' x`), ['a']));
  }
}

for (const [program, [options, interpreter]] of OPTION_CODE) {
  const code = interpreter === 'python3' ? 'import os;os.system("say a")' : 'system("say a")';
  for (const option of options) {
    test(`${program} runs the code behind ${option}`, () =>
      assert.deepEqual(said(`${program} ${option} '${code}'`), ['a']));
  }
}

for (const program of ESCAPING) {
  test(`${program} hands a line to a shell`, () => assert.deepEqual(said(`echo '!say a' | ${program} x`), ['a']));
}

for (const name of HOOKS) {
  test(`the value of ${name} is started`, () => assert.deepEqual(said(`${name}='say a' x`), ['a']));
}

for (const [program, names] of KEPT) {
  for (const name of names) {
    test(`${program} starts the value of ${name} that was set before`, () =>
      assert.deepEqual(said(`export ${name}='say a'; ${program} x`), ['a']));
  }
}

for (const [program, { words, positionals }] of RUNNING_WORDS) {
  for (const word of words) {
    test(`${program} ${word} hands on a command`, () =>
      assert.deepEqual(said(`${program} ${word}${' 1'.repeat(positionals)} say a`), ['a']));
  }
}

/** For each tool a file that it reads, and the call that makes it read that. */
const FILES: readonly (readonly [tool: string, text: string, name: string, call: string])[] = [
  ['ansible-playbook', '[{hosts: localhost, tasks: [shell: "say a"]}]', '/t.yml', 'ansible-playbook /t.yml'],
  ['apt', 'Dpkg::Pre-Invoke {"say a"}', '/etc/apt/apt.conf.d/1', 'apt install x'],
  ['apt-get', 'Dpkg::Pre-Invoke {"say a"}', '/t', 'apt-get -c /t install x'],
  ['aptitude', 'APT::Update::Pre-Invoke {"say a"};', '/t', 'aptitude -c /t update'],
  ['go-task', 'tasks:\n  default:\n    cmds:\n      - say a', '/t.yml', 'go-task -t /t.yml'],
  ['task', 'tasks:\n  default:\n    cmds:\n      - say a', 'Taskfile.yml', 'task'],
  ['bpftrace', 'BEGIN { system("say a") }', '/t', 'bpftrace --unsafe /t'],
  ['bundle', 'system("say a")', 'Gemfile', 'bundle install'],
  ['byebug', 'system("say a")', '/t', 'byebug --no-stop /t'],
  ['cobc', 'CALL "SYSTEM" USING "say a".', '/t', 'cobc -xFj /t'],
  ['cowsay', 'system("say a")', '/t', 'cowsay -f /t x'],
  ['cowthink', 'system("say a")', '/t', 'cowthink -f /t x'],
  ['dotnet', '<Exec Command="say a" />', '/app/x.csproj', 'dotnet build /app'],
  ['easyrsa', 'set_var X "$(say a)"', '/t', 'easyrsa --vars=/t init-pki'],
  ['facter', 'system("say a")', '/f/x.rb', 'facter --custom-dir=/f x'],
  ['fail2ban-client', 'actionstart = say a', '/f/action.d/x.conf', 'fail2ban-client -c /f restart'],
  ['fastfetch', '{"modules":[{"type":"command","text":"say a"}]}', '/t.jsonc', 'fastfetch -c /t.jsonc'],
  ['foreman', 'web: say a', 'Procfile', 'foreman start'],
  ['honcho', 'web: say a', 'Procfile', 'honcho start'],
  ['overmind', 'web: say a', 'Procfile', 'overmind start'],
  ['hivemind', 'web: say a', 'Procfile', 'hivemind'],
  ['gem', 'system("say a")', 'x.gemspec', 'gem build x.gemspec'],
  ['git', 'fsmonitor = say a', '/r/.git/config', 'git -C /r status'],
  ['less', 'say a', '/root/.lessfilter', 'less /x'],
  ['minicom', '! say a', '/t', 'minicom -S /t'],
  ['needrestart', 'system("say a")', '/t', 'needrestart -c /t'],
  ['neofetch', 'say a', '/t', 'neofetch --config /t'],
  ['nmap', 'os.execute("say a")', '/t.nse', 'nmap --script=/t.nse localhost'],
  ['openvpn', 'up say a', '/t.conf', 'openvpn --config /t.conf'],
  ['pandoc', 'os.execute("say a")', '/t.lua', 'pandoc -L /t.lua /x'],
  ['pdb', 'import os;os.system("say a")', '/t', 'pdb /t'],
  ['pdb3', 'import os;os.system("say a")', '/t', 'pdb3 /t'],
  ['pipx', 'import os;os.system("say a")', '/t.py', 'pipx run /t.py'],
  ['procmail', '| say a', '/t', 'procmail -m /t'],
  ['puppet', 'exec { "say a": }', '/t.pp', 'puppet apply /t.pp'],
  ['rake', 'system("say a")', 'Rakefile', 'rake'],
  ['runscript', '! say a', '/t', 'runscript /t'],
  ['ssh', 'ProxyCommand say a', '/root/.ssh/config', 'ssh x'],
  ['scp', 'ProxyCommand say a', '/t', 'scp -F /t a x:b'],
  ['sftp', 'ProxyCommand say a', '/root/.ssh/config', 'sftp x'],
  ['rsync', 'ProxyCommand say a', '/root/.ssh/config', 'rsync a x:b'],
  ['autossh', 'LocalCommand say a', '/root/.ssh/config', 'autossh x'],
  ['supervisord', 'command = say a', '/t', 'supervisord -n -c /t'],
  ['systemctl', 'ExecStart=-say a', '/etc/systemd/system/x.service', 'systemctl enable --now x'],
  ['terraform', 'provisioner "local-exec" { command = "say a" }', '/m/main.tf', 'terraform -chdir=/m apply'],
  ['tofu', 'program = ["sh", "-c", "say a"]', '/m/main.tf', 'tofu plan'],
  ['terragrunt', 'command = "say a"', '/m/main.tf', 'terragrunt apply'],
  ['tshark', 'os.execute("say a")', '/t.lua', 'tshark -X lua_script:/t.lua'],
  ['vagrant', 'system("say a")', 'Vagrantfile', 'vagrant up'],
  ['wg-quick', 'PostUp = say a', '/w.conf', 'wg-quick up /w.conf'],
];

for (const [tool, text, name, call] of FILES) {
  test(`${tool} runs what ${name} holds`, () => assert.deepEqual(said(`echo '${text}' > ${name}; ${call}`), ['a']));
}

test('each tool with files has its case', () =>
  assert.deepEqual(
    TOOLS_WITH_FILES.filter((tool) => !FILES.some(([name]) => name === tool)),
    [],
  ));

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
  ['a process in a debugger', `gdb -p 7 -batch -ex 'call (int)system("say a")'`, ['a']],
  ['data of terraform', `printf 'program = ["say", "a"]\n' > /w/m.tf; terraform -chdir=/w apply`, ['a']],
  ['a step of terraform', `printf 'command = "say a"\n' > m.tf; terraform apply -auto-approve`, ['a']],
  ['a configuration that nothing applies', `printf 'command = "say a"\n' > m.tf; terraform fmt`, []],
  ['an address of git', 'git clone https://git.example.com/say.git a', []],
  ['a recipe in a word', "make -s --eval='x:; @say a' x", ['a']],
  ['a cron in the container', "echo '* * * * * say a' > /var/spool/cron/crontabs/root; crond -f", ['a']],
  ['a common table', "echo '@daily root say a' > /etc/cron.d/x; cron -f", ['a']],
  ['a table without a cron', "echo '* * * * * say a' > /var/spool/cron/crontabs/root", []],
  ['a terminal of an editor', "vi -c ':terminal say a' -c :r\\ x", ['a']],
  ['what an editor reads from', "vim -c ':r !say a' -c ':%!say b'", ['a', 'b']],
  [
    'code in a line of an editor',
    `vim -c ':py import os; os.system("say a")' -c ':lua os.execute("say b")'`,
    ['a', 'b'],
  ],
  ['a document', "pdflatex --shell-escape '\\immediate\\write18{say a}'", ['a']],
  ['code of Lua in a document', `luatex '\\directlua{os.execute("say a")}\\end'`, ['a']],
  ['a macro of rpm', "rpm --eval '%(say a)'; rpm -E '%{lua:os.execute(\"say b\")}'", ['a', 'b']],
  ['a program of socat', "socat - EXEC:'say a',pty,stderr; socat - SYSTEM:'say b; say c'", ['a', 'b', 'c']],
  ['an address of the bus', "busctl --address=unixexec:path=/bin/sh,argv1=-c,argv2='say a'", ['a']],
  ['a compiler around a compiler', "gcc -wrapper sh,-c,'say a' x.c", ['a']],
  ['a key of fzf', "fzf --bind 'start:execute(say a)'", ['a']],
  ['an alias of Mercurial', "hg --config alias.x='!say a' x", ['a']],
  ['a name for Mercurial', "hg --config ui.username='say a' x", []],
  ['a function in a word', "make --eval='$(shell say a)' x", ['a']],
  ['a shell of make', "make SHELL='say a' x", ['a']],
  ['the end of Java', "java -XX:OnError='say a' -jar /app.jar", ['a']],
  ['an act of fail2ban', "fail2ban-client set x action y actionban 'say a'", ['a']],
  ['settings of copies', "scp -o 'ProxyCommand=;say a' x y:; sshfs -o ssh_command='say b' x: /m", ['a', 'b']],
  ['m4 without quotes', "echo 'esyscmd(say a)' | m4", ['a']],
  ['a pipe of Ghostscript', "gs -sOutputFile='%pipe%say a' x.ps", ['a']],
  ['a picture', "printf '.PS\\nsh X say a X\\n' | pic -U", ['a']],
  ['several commands in a word', "lftp -c 'open x; !say a; get y'", ['a']],
  ['a pipe of a client', "sqlite3 x '.output |say a'; psql -c '\\o |say b'", ['a', 'b']],
  ['a file of a client', "sqlite3 x '.output /say'; psql -c '\\o /say a'", []],
  ['a name in a client', 'mysql -e \'select "!say a"\'', []],
  ['code on the input of ghci', `echo 'System.Process.callCommand "say a"' | ghci`, ['a']],
  ['code of a shell of modules', `echo '! system("say a")' | cpan`, ['a']],
  ['a composer', `echo '{"scripts":{"x":"say a"}}' > composer.json; composer run-script x`, ['a']],
  [
    'an installation of composer',
    `echo '{"scripts":{"x":"say a","post-install-cmd":"say b"}}' > composer.json; composer i`,
    ['b'],
  ],
  ['a package in another folder', `echo '{"scripts":{"preinstall":"say a"}}' > /p/package.json; npm -C /p i`, ['a']],
  ['exec of yarn', "yarn exec 'say a'", ['a']],
  [
    'the configuration of a client of the cluster',
    'printf \'users:\\n- name: x\\n  user:\\n    exec:\\n      command: sh\\n      args:\\n        - -c\\n        - "say a"\\n\' > /k; kubectl --kubeconfig=/k get pods',
    ['a'],
  ],
  ['a command that git finds', "echo 'say a' > /usr/local/bin/git-x; git x", ['a']],
  ['code of a debugger', `PERL5OPT=-d PERL5DB='system("say a")' perl /x`, ['a']],
  ['a file of apt that is not its own', `echo 'Dpkg::Pre-Invoke {"say a"}' > /x; apt-get update`, []],
  ['a unit that nobody starts', "echo 'ExecStart=say a' > /x.service; systemctl status x", []],
  ['settings of terraform that are only looked at', `echo 'command = "say a"' > /main.tf; terraform validate`, []],
  ['supercronic', "echo '*/5 * * * * say a' > /etc/crontab; supercronic /etc/crontab", ['a']],
] as const) {
  test(`runs what a tool is told to: ${situation}`, () => assert.deepEqual(said(script), expected));
}
