import { gzipSync } from 'node:zlib';
import type { JsonObject } from '../../model/json.ts';

/** Numbers from 0 up to 1, the same for the same seed. */
export type Random = () => number;

export const randomFrom = (seed: number): Random => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

/** Shell text that means the same; `null` where the disguise does not fit the text. */
export type Disguise = (text: string) => string | null;

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const double = (text: string): string => `"${text.replaceAll(/[\\"$`]/g, '\\$&')}"`;
/** A literal of Python, JavaScript and Ruby. */
const json = (text: string): string => JSON.stringify(text).replaceAll('#', '\\u0023');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const bytes = (text: string): readonly number[] => [...Buffer.from(text)];
const hex = (text: string): string => Buffer.from(text).toString('hex');
const base32 = (text: string): string => {
  const bits = bytes(text)
    .map((one) => one.toString(2).padStart(8, '0'))
    .join('');
  const digits = bits.match(/.{1,5}/g) ?? [];
  const out = digits
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
  return out + '='.repeat((8 - (out.length % 8)) % 8);
};
const rot13 = (text: string): string =>
  text.replaceAll(/[A-Za-z]/g, (char) => {
    const base = char <= 'Z' ? 65 : 97;
    return String.fromCharCode(((char.charCodeAt(0) - base + 13) % 26) + base);
  });

/** The first word, where it is the name of a program of at least two letters. */
const onFirstWord =
  (change: (word: string) => string, before: (word: string) => string = () => ''): Disguise =>
  (text) => {
    const word = /^([a-z][a-z0-9]+) /.exec(text)?.[1];
    if (word === undefined || /^(?:if|for|while|case|trap|eval|exec|function|until)$/.test(word)) return null;
    return `${before(word)}${change(word)}${text.slice(word.length)}`;
  };
const half = (word: string): readonly [string, string] => [word.slice(0, -1), word.slice(-1)];
/** The words of the first simple command, where nothing in it is quoted or expanded. */
const onFirstCommand =
  (change: (words: readonly string[]) => string): Disguise =>
  (text) => {
    const command = /^[\w.:/@=+-]+(?: [\w.:/@=+-]+)+(?= ?(?:$|[|;\n]))/.exec(text)?.[0];
    if (command === undefined || /^(?:if|for|while|case|function|until)\b/.test(command)) return null;
    return change(command.split(' ')) + text.slice(command.length);
  };
const inShell =
  (before: string): Disguise =>
  (text) =>
    `${before} ${quoted(text)}`;
const piped =
  (encode: (text: string) => string, decoder: string): Disguise =>
  (text) =>
    `echo ${encode(text)} | ${decoder} | sh`;
const document = (text: string, end: string): string => `<<'${end}'\n${text}\n${end}\n`;

export const DISGUISES: Readonly<Record<string, Disguise>> = {
  'empty quotes in a word': onFirstWord((word) => half(word).join("''")),
  'double quotes in a word': onFirstWord((word) => `${half(word)[0]}"${half(word)[1]}"`),
  'a backslash in a word': onFirstWord((word) => half(word).join('\\')),
  'ANSI-C hexadecimal': onFirstWord(
    (word) =>
      `$'${bytes(word)
        .map((one) => `\\x${one.toString(16)}`)
        .join('')}'`,
  ),
  'ANSI-C octal': onFirstWord(
    (word) =>
      `$'${bytes(word)
        .map((one) => `\\${one.toString(8)}`)
        .join('')}'`,
  ),
  'two variables': onFirstWord(
    () => '$a$b',
    (word) => `a=${half(word)[0]};b=${half(word)[1]};`,
  ),
  'a default value': onFirstWord((word) => `\${zz:-${word}}`),
  'a part of a variable': onFirstWord(
    (word) => `\${a:1:${word.length}}`,
    (word) => `a=x${word}x;`,
  ),
  'a replacement in a variable': onFirstWord(
    () => `$\{a/Q/}`,
    (word) => `a=${half(word).join('Q')};`,
  ),
  'a variable in capitals': onFirstWord(
    () => `$\{a,,}`,
    (word) => `a=${word.toUpperCase()};`,
  ),
  'a suffix that is removed': onFirstWord(
    () => `$\{a%.x}`,
    (word) => `a=${word}.x;`,
  ),
  'a name in a variable': onFirstWord(
    () => `$\{!a}`,
    (word) => `b=${word};a=b;`,
  ),
  'an echoed word': onFirstWord((word) => `$(echo ${word})`),
  'two printed halves': onFirstWord((word) => `\`printf ${half(word)[0]}\`\`printf ${half(word)[1]}\``),
  'nothing in the middle': onFirstWord((word) => half(word).join('$@')),
  'a reversed word': onFirstWord((word) => `$(echo ${[...word].reverse().join('')} | rev)`),
  'a decoded word': onFirstWord((word) => `$(echo ${base64(word)} | base64 -d)`),
  'positional parameters': onFirstWord(
    () => '$1',
    (word) => `set -- ${word};`,
  ),
  'blanks as $IFS': onFirstCommand((words) => words.join(`$\{IFS}`)),
  'a brace list': onFirstCommand((words) =>
    words.some((word) => word.includes(',')) ? words.join(' ') : `{${words.join(',')}}`,
  ),
  'quotes around every word': onFirstCommand((words) => words.map((word) => `"${word}"`).join(' ')),
  'a shell': inShell('sh -c'),
  'a shell with double quotes': (text) => `bash -c ${double(text)}`,
  'a shell with options': inShell('/bin/bash -euo pipefail -c'),
  eval: inShell('eval'),
  env: inShell('env A=b sh -c'),
  'env -i': inShell('/usr/bin/env -i bash -c'),
  nohup: inShell('nohup sh -c'),
  timeout: inShell('timeout -k 5 60 sh -c'),
  setsid: inShell('setsid sh -c'),
  busybox: inShell('busybox sh -c'),
  'wrappers of priority': inShell('nice -n 10 stdbuf -oL sh -c'),
  sudo: inShell('sudo -u root sh -c'),
  flock: inShell('flock /tmp/l sh -c'),
  su: (text) => `su - root -c ${quoted(text)}`,
  'a function': (text) => `f() {\n${text}\n}\nf`,
  'a function with its text as an argument': (text) => `f() { sh -c "$1"; }; f ${quoted(text)}`,
  'a condition': (text) => `if true; then\n${text}\nfi`,
  'a loop': (text) => `for i in 1; do\n${text}\ndone`,
  'a loop without an end': (text) => `while :; do\n${text}\nsleep 60\ndone`,
  'a case': (text) => `case x in\nx)\n${text}\n;;\nesac`,
  'a subshell': (text) => `(\n${text}\n)`,
  'a group behind a test': (text) => `true && {\n${text}\n}`,
  'in the background': (text) => `{\n${text}\n} & wait`,
  'after padding': (text) => `${':;'.repeat(50)}true # ${'x'.repeat(200)}\n${text}`,
  'between ordinary commands': (text) => `set -e; echo start; date\n${text}\necho done`,
  'a here-document': (text) => `sh ${document(text, 'EOT')}`,
  'a here-string': (text) => `bash <<< ${quoted(text)}`,
  'echo into a shell': (text) => (text.includes('\\') ? null : `echo ${quoted(text)} | sh`),
  'printf into a shell': (text) => `printf '%s\\n' ${quoted(text)} | sh`,
  'a variable in eval': (text) => `X=${quoted(text)}; eval "$X"`,
  'a variable in a shell': (text) => `X=${quoted(text)}; sh -c "$X"`,
  'a variable of two parts': (text) => {
    const middle = Math.floor(text.length / 2);
    return `X=${quoted(text.slice(0, middle))}; X="$X"${quoted(text.slice(middle))}; eval "$X"`;
  },
  'a file for a shell': (text) => `cat > /tmp/s1 ${document(text, 'EOS')}sh /tmp/s1`,
  'a file that is run': (text) => `cat > /tmp/s2 ${document(`#!/bin/sh\n${text}`, 'EOR')}chmod +x /tmp/s2; /tmp/s2`,
  'a file that is sourced': (text) => `printf '%s\\n' ${quoted(text)} > /tmp/s3; . /tmp/s3`,
  'a process substitution': (text) => `bash <(printf '%s\\n' ${quoted(text)})`,
  'a trap': (text) => `trap ${quoted(text)} EXIT`,
  xargs: (text) => `echo x | xargs -I{} sh -c ${quoted(text)}`,
  find: (text) => `find /tmp -maxdepth 0 -exec sh -c ${quoted(text)} \\;`,
  'base64 into a shell': piped(base64, 'base64 -d'),
  'base64 in eval': (text) => `eval "$(echo ${base64(text)} | base64 --decode)"`,
  'base64 of base64': piped((text) => base64(base64(text)), 'base64 -d | base64 -d'),
  'base64 in a file': (text) => `echo ${base64(text)} > /tmp/b; base64 -d /tmp/b | sh`,
  'base64 through openssl': piped(base64, 'openssl enc -d -base64 -A'),
  base32: piped(base32, 'base32 -d'),
  hexadecimal: piped(hex, 'xxd -r -p'),
  'printf with escapes': (text) =>
    `printf '${bytes(text)
      .map((one) => `\\x${one.toString(16).padStart(2, '0')}`)
      .join('')}' | sh`,
  'echo with octal escapes': (text) =>
    `echo -e '${bytes(text)
      .map((one) => `\\0${one.toString(8).padStart(3, '0')}`)
      .join('')}' | sh`,
  gzip: piped((text) => gzipSync(text).toString('base64'), 'base64 -d | gunzip'),
  reversed: (text) =>
    text.includes('\n') || text.includes('\\') ? null : `echo ${quoted([...text].reverse().join(''))} | rev | sh`,
  rot13: (text) => (text.includes('\\') ? null : `echo ${quoted(rot13(text))} | tr 'A-Za-z' 'N-ZA-Mn-za-m' | sh`),
  python: (text) => `python3 -c ${quoted(`import os; os.system(${json(text)})`)}`,
  'python with a list': (text) =>
    `python3 -c ${quoted(`import subprocess; subprocess.run(["sh", "-c", ${json(text)}])`)}`,
  'python with base64': (text) =>
    `python3 -c ${quoted(`import os,base64; os.system(base64.b64decode("${base64(text)}").decode())`)}`,
  'python that runs decoded code': (text) =>
    `python3 -c ${quoted(`import base64; exec(base64.b64decode("${base64(`import os; os.system(${json(text)})`)}"))`)}`,
  'python with numbers': (text) =>
    `python3 -c ${quoted(`import os; os.system("".join(map(chr, [${bytes(text).join(', ')}])))`)}`,
  'python with a name': (text) => `python3 -c ${quoted(`import os\nc = ${json(text)}\nos.system(c)`)}`,
  'python in a here-document': (text) => `python3 - ${document(`import os\nos.system(${json(text)})`, 'PY')}`,
  perl: (text) => `perl -e ${quoted(`system(${json(text).replaceAll(/[$@]/g, '\\$&')});`)}`,
  ruby: (text) => `ruby -e ${quoted(`system(${json(text)})`)}`,
  node: (text) => `node -e ${quoted(`require("child_process").execSync(${json(text)})`)}`,
  'node with hexadecimal': (text) =>
    `node -e ${quoted(`require("child_process").execSync(Buffer.from("${hex(text)}", "hex").toString())`)}`,
  php: (text) => `php -r ${quoted(`system(${json(text).replaceAll('$', '\\$')});`)}`,
  awk: (text) => (/[\n\\]/.test(text) ? null : `awk ${quoted(`BEGIN { system("${text.replaceAll('"', '\\"')}") }`)}`),
};

const IMAGE = 'registry.example.com/shop/report:1.4.2';
const HOST = { name: 'node', hostPath: { path: '/' } };
const MOUNT = { name: 'node', mountPath: '/host' };
const SHARED = { name: 'work', mountPath: '/scratch' };

const pod = (container: JsonObject, more: JsonObject = {}): JsonObject => ({
  volumes: [HOST, { name: 'work', emptyDir: {} }],
  containers: [{ name: 'main', image: IMAGE, volumeMounts: [MOUNT], ...container }],
  ...more,
});

/** Pod specs that run a shell text, each through another field. */
export const CARRIERS: Readonly<Record<string, (text: string) => JsonObject>> = {
  'command of the container': (text) => pod({ command: ['sh', '-c', text] }),
  'command and arguments': (text) => pod({ command: ['/bin/bash'], args: ['-c', text] }),
  'arguments for the shell of the image': (text) => pod({ image: 'bash:5.2', args: ['-c', text] }),
  'an init container': (text) =>
    pod({}, { initContainers: [{ name: 'first', image: IMAGE, volumeMounts: [MOUNT], command: ['sh', '-c', text] }] }),
  'a postStart hook': (text) => pod({ lifecycle: { postStart: { exec: { command: ['sh', '-c', text] } } } }),
  'a preStop hook': (text) => pod({ lifecycle: { preStop: { exec: { command: ['sh', '-c', text] } } } }),
  'a liveness probe': (text) => pod({ livenessProbe: { exec: { command: ['sh', '-c', text] } } }),
  'a variable of the container': (text) =>
    pod({ env: [{ name: 'RUN', value: text }], command: ['sh', '-c', 'eval "$RUN"'] }),
  'a variable that Kubernetes puts in': (text) =>
    pod({ env: [{ name: 'RUN', value: text.replaceAll('$(', '$$(') }], command: ['sh', '-c', '$(RUN)'] }),
  'an encoded variable': (text) =>
    pod({ env: [{ name: 'RUN', value: base64(text) }], command: ['sh', '-c', 'echo "$RUN" | base64 -d | sh'] }),
  'a file of an init container': (text) =>
    pod(
      { command: ['sh', '/scratch/run.sh'], volumeMounts: [MOUNT, SHARED] },
      {
        initContainers: [
          {
            name: 'first',
            image: IMAGE,
            command: ['sh', '-c', `cat > /scratch/run.sh ${document(text, 'EOI')}`],
            volumeMounts: [SHARED],
          },
        ],
      },
    ),
};
