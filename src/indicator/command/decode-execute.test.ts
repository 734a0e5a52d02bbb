import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growth } from '../../lib/testing.ts';
import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandDecodeExecute } from './decode-execute.ts';
import { commandDecodedScript } from './decoded-script.ts';

/** `echo hello`, so that no test holds a payload. */
const TEXT = 'ZWNobyBoZWxsbwo=';

/** What is decoded here is known to its end, so that it is judged by what it does. */
const READ = {
  'base64 into bash': script(`echo ${TEXT} | base64 -d | bash`),
  'the long option': script(`base64 --decode <<< ${TEXT} | sh`),
  'a substitution in eval': script(`eval "$(echo ${TEXT} | base64 -d)"`),
  'a substitution as shell text': script(`sh -c "$(echo ${TEXT} | base64 -d)"`),
  openssl: script(`echo ${TEXT} | openssl enc -base64 -d | sh`),
  'a file in between': script(`echo ${TEXT} | base64 -d > /scratch/a; chmod +x /scratch/a; /scratch/a`),
  'a variable in between': script(`A=$(echo ${TEXT} | base64 -d); bash -c "$A"`),
  'escapes that printf undoes': script("printf '\\x65\\x63\\x68\\x6f' | sh"),
  'a shifted alphabet': script("echo rpub | tr 'A-Za-z' 'N-ZA-Mn-za-m' | sh"),
  'inside a chroot': script(`chroot /host sh -c 'echo ${TEXT} | base64 -d | bash'`),
  'python that hands decoded text to a shell': runs(
    'python3',
    '-c',
    `import os,base64;os.system(base64.b64decode('${TEXT}'))`,
  ),
};

indicatorTable(commandDecodedScript, {
  fires: READ,
  staysSilent: {
    'a word that is turned round': script(`echo "$(perl -e 'print scalar reverse shift' "$NAME")" > /data/name`),
    'a list of letters': script(`for l in $(perl -e 'print join " ", map {chr} 97..122'); do mkdir -p /data/$l; done`),
    'settings that Perl gives out': script('eval "$(perl -I/opt/perl5/lib/perl5 -Mlocal::lib=/opt/perl5)"'),
    'text that the log does not hold': script('echo $APP_CONFIG | base64 -d | bash'),
    'decoded into a file that is only kept': script(`echo ${TEXT} | base64 -d > /etc/app/key`),
    'a shell without decoding': script('cat /scripts/a.sh | sh'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});

indicatorTable(commandDecodeExecute, {
  fires: {
    'text of numbers of characters, which Perl puts out': script(
      `sh -c "$(perl -e 'print map{chr($_-2)}(102,99,118,103)')"`,
    ),
    'text that is turned round in Ruby': script(`eval "$(ruby -e 'puts ARGV[0].reverse' "$X")"`),
    'text of entities of a page': script(
      `sh -c "$(python3 -c 'import sys,html;print(html.unescape(sys.argv[1]))' "$X")"`,
    ),
    'a program that perl unpacks into memory and starts there': script(
      `echo $X | perl -e 'my $n=""; my $f=syscall(319,$n,1); open($H,">&=".$f); print $H pack "H*", <STDIN>; system("/proc/$$/fd/$f")'`,
    ),
    'instructions of a processor': runs(
      'python3',
      '-c',
      'import ctypes,mmap;b=bytes.fromhex("4831ff57");m=mmap.mmap(-1,4096,prot=7);m.write(b);ctypes.CFUNCTYPE(None)(ctypes.addressof(ctypes.c_char.from_buffer(m)))()',
    ),
    'a text of signs that a database turns into words': script(
      `sh -c "$(sqlite3 :memory: "select cast(x'${'6563686f2068656c6c6f'.repeat(3)}' as text)")"`,
    ),
    'the same through a file that a pattern names': script(
      `sqlite3 :memory: "select cast(x'${'6563686f2068656c6c6f'.repeat(3)}' as text)" > /tmp/d/a; sh /tmp/d/[a-c]`,
    ),
    'numbers that Lua turns into words': runs(
      'lua',
      '-e',
      `local t={${'101,99,104,111,32,104,105,'.repeat(4)}32} local o={} for i=1,#t do o[i]=string.char(t[i]) end os.execute(table.concat(o))`,
    ),
    'what Perl turns round of its words': runs(
      'perl',
      '-e',
      'exec "sh","-c",join("",reverse(split(//,shift)))',
      'ih ohce',
    ),
    'a number that Python turns into a command': runs(
      'python3',
      '-c',
      `n=int("${'dy37oqnpg81rmprngkbbl9oohhk3w56e9mlnjs'.repeat(2).toUpperCase()}9x8Y7",36);import os;os.system(n.to_bytes(n.bit_length()+7>>3,"big"))`,
    ),
    'a text that an edit over lines turns round': script(
      "printf '%s\\n' 'ih ohce ; ereht ohce' | sed '/\\n/!G;s/\\(.\\)\\(.*\\n\\)/&\\2\\1/;//D;s/.//' | sh",
    ),
    'a variable that was decoded, in Ruby': script(
      `X="$(echo ${TEXT} | base64 -d | bunzip2)" ruby -e 'exec "sh","-c",ENV["X"]'`,
    ),
    'text that no work was left to put together': script(
      `W='${'river ember fjord alpha india omega '.repeat(40)}'; for a in 1 2 3 4 5 6 7 8 9; do for b in $W; do case $b in river) o=$o$a;; *) o=$o.;; esac; done; done; ${'x=$o$o;'.repeat(400)} eval "$o"`,
    ),
    'a variable of the container that is not in the log': script('echo $APP_CONFIG | base64 -d | bash'),
    'an encrypted text': script(`echo ${TEXT} | openssl enc -aes-256-cbc -d -a -k x | sh`),
    'a text that does not unpack': script(`echo ${TEXT} | base64 -d | gunzip | sh`),
    'a program of a machine': script('echo f0VMRgIBAQAAAAAA | base64 -d > /scratch/a; chmod +x /scratch/a; /scratch/a'),
    'a part that is not known': script(`echo ${TEXT}$REST | base64 -d | sh`),
    'python that runs what is no python': runs('python3', '-c', `import base64;exec(base64.b64decode('${TEXT}'))`),
    'python that runs what only python unpacks': runs(
      'python3',
      '-c',
      `import marshal,base64;exec(marshal.loads(base64.b64decode('${TEXT}')))`,
    ),
    'perl, which has no parser here': runs('perl', '-MMIME::Base64', '-e', `eval decode_base64("${TEXT}")`),
    'PowerShell with an encoded command': runs('pwsh', '-enc', TEXT),
  },
  staysSilent: {
    ...READ,
    'settings that a tool gives out for a key': script(
      'eval "$(tool env --key 4f1c0b7d92e64a1b8c3d5e6f708192a3b4c5d6e7)" || true; eval "$(ssh-agent -s)"',
    ),
    'settings that a tool gives out for a commit': script(
      'eval "$(/app/bin/release-env 4f1c0b7d92e64a1b8c3d5e6f708192a3b4c5d6e7)"; source <(/app/cli env --api-key=8bA3xQ9zL2mN5pR7tV1wY4cF6hJ0kD3sG8u)',
    ),
    'a template into which a commit is put': script(
      'sed "s/@REV@/4f1c0b7d92e64a1b8c3d5e6f708192a3b4c5d6e7/" /app/run.sh.tpl > /tmp/run.sh; sh /tmp/run.sh',
    ),
    'lines that a program chooses': script(
      "printf '%s\\n' 101 102 103 104 105 106 107 108 109 110 111 112 113 114 115 116 117 118 119 120 121 | shuf | sed 's|^|/app/process --shard |' | sh",
    ),
    'a commit that Ruby checks out': runs(
      'ruby',
      '-e',
      'COMMIT="4f1c0b7d92e64a1b8c3d5e6f708192a3b4c5d6e7"; system("git","checkout",COMMIT)',
    ),
    'a token in Python that starts a program': runs(
      'python3',
      '-c',
      'import subprocess\nTOKEN="8bA3xQ9zL2mN5pR7tV1wY4cF6hJ0kD3sG8uX"\nsubprocess.run(["app","--token",TOKEN])',
    ),
    'files that Perl names anew': runs(
      'perl',
      '-e',
      'for my $f (@ARGV){ (my $n=$f) =~ tr/ /_/; system("mv",$f,$n) }',
      'a',
      'b',
    ),
    'a script of the image where no work is left': script(
      `C=${'TUlJQ1hUQ0NBVVdnQXdJQkFnSVVKZ'.repeat(4)}; ${'x=$x$x;'.repeat(400)} ${'for a in 1 2 3 4 5 6 7 8 9; do for b in 1 2 3 4 5 6 7 8 9; do for c in 1 2 3 4 5 6 7 8 9; do y=$a$b$c; done; done; done;'} bash -c "/app/finish $C"; eval "$POST_HOOK"`,
    ),
    'a key in the words of a client': script(
      'eval "$(vault read -format=json -header=8bA3xQ9zL2mN5pR7tV1wY4cF6hJ0kD3sG8u db/creds)"',
    ),
    'a file that is read through memory': runs(
      'python3',
      '-c',
      'import mmap;f=open("/data/a","rb");m=mmap.mmap(f.fileno(),0,prot=mmap.PROT_READ);print(m.find(b"x"))',
    ),
    'a mounted secret that is decoded into a file': script(
      'base64 -d /secrets/a > /scratch/kubeconfig; chmod 600 /scratch/kubeconfig',
    ),
    'a password that is read': script(
      "PW=$(kubectl get secret db -o jsonpath='{.data.pw}' | base64 -d); psql -c 'select 1'",
    ),
    'a password in the words of a command': script(
      'P=$(echo $S | base64 -d); bash -c "mysqldump -p$P shop > /backup/a.sql"',
    ),
    'text that is only encoded': script('tar cz /data | base64 | sh -c "cat > /backup/a"'),
    'python that decodes and reads': runs(
      'python3',
      '-c',
      'import base64,json; print(json.loads(base64.b64decode(x)))',
    ),
    'python that decodes a secret and starts another program': runs(
      'python3',
      '-c',
      'import base64,subprocess\nv = base64.b64decode(s)\nsubprocess.run(["kubectl", "get", "pods"])\n',
    ),
    'a shell without decoding': script('cat /scripts/a.sh | sh'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});

for (const piece of ['base64 -d|sh|', 'eval $(', 'os.system(', 'b64decode(', '\\x65', 'A=$(base64 -d);', '"base64")']) {
  test(`linear on repeated ${JSON.stringify(piece)}`, () => {
    const ratio = growth((size) => {
      const text = piece.repeat(Math.ceil(size / piece.length));
      commandDecodeExecute.assess(script(text));
      commandDecodeExecute.assess(runs('python3', '-c', text));
    }, 50_000);
    assert.ok(ratio < 12, `four times the text took ${ratio.toFixed(1)} times as long`);
  });
}
