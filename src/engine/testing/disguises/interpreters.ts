import { deflateRawSync, deflateSync } from 'node:zlib';
import { base64, bytes, type Disguises, document, hex, json, quoted, rot13 } from './disguise.ts';

/** Programs of other interpreters that run the text. */
export const INTERPRETERS: Disguises = {
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
  'python with a hidden attribute': (text) =>
    `python3 -c ${quoted(`getattr(__import__("o"+"s"), "sys"+"tem")(${json(text)})`)}`,
  'python with hexadecimal': (text) =>
    `python3 -c ${quoted(`exec(bytes.fromhex("${hex(`import os; os.system(${json(text)})`)}"))`)}`,
  'python backwards': (text) =>
    `python3 -c ${quoted(`import os; os.system(${json([...text].reverse().join(''))}[::-1])`)}`,
  'python with rot13': (text) =>
    `python3 -c ${quoted(`import codecs,os; os.popen(codecs.decode(${json(rot13(text))}, "rot13")).read()`)}`,
  'python with zlib': (text) =>
    `python3 -c ${quoted(`import zlib,base64; exec(zlib.decompress(base64.b64decode("${deflateSync(`import os; os.system(${json(text)})`).toString('base64')}")))`)}`,
  'python with a key': (text) =>
    `python3 -c ${quoted(
      `import os; os.system("".join(chr(c ^ 7) for c in [${bytes(text)
        .map((one) => one ^ 7)
        .join(',')}]))`,
    )}`,
  'python with a bytearray': (text) =>
    `python3 -c ${quoted(`import subprocess; subprocess.call(bytearray([${bytes(text).join(',')}]).decode(), shell=True)`)}`,
  'python that compiles': (text) =>
    `python3 -c ${quoted(`eval(compile("import os\\nos.system(" + repr(${json(text)}) + ")", "x", "exec"))`)}`,
  'python with a shell on its input': (text) =>
    `python3 -c ${quoted(`import subprocess as s; s.Popen(["sh"], stdin=s.PIPE).communicate(${json(text)}.encode())`)}`,
  'python with a loop': (text) =>
    `python3 -c ${quoted(`s = ""\nfor c in [${bytes(text).join(',')}]:\n    s += chr(c)\n__import__("os").system(s)`)}`,
  'python with formatted characters': (text) =>
    text.length > 400
      ? null
      : `python3 -c ${quoted(`import os; os.system("${'%c'.repeat(bytes(text).length)}" % (${bytes(text).join(',')}))`)}`,
  'python with joined words': (text) =>
    `python3 -c ${quoted(`import os; os.system(" ".join([${text.split(' ').map(json).join(',')}]))`)}`,
  'python in a pipe': (text) => `echo ${base64(`import os; os.system(${json(text)})`)} | base64 -d | python3`,
  'python in a file': (text) =>
    `cat > /tmp/x.py ${document(`import os\nos.system(${json(text)})`, 'PYF')}python3 /tmp/x.py`,
  'python that prints': (text) => `python3 -c ${quoted(`print("".join(map(chr, (${bytes(text).join(',')}))))`)} | sh`,
  'python with the C library': (text) =>
    `python3 -c ${quoted(`import ctypes; ctypes.CDLL(None).system(${json(text)}.encode())`)}`,
  'perl with packed text': (text) => `perl -e ${quoted(`system(pack("H*","${hex(text)}"))`)}`,
  'perl with base64': (text) => `perl -MMIME::Base64 -e ${quoted(`exec(decode_base64("${base64(text)}"))`)}`,
  'perl that evaluates': (text) =>
    `perl -MMIME::Base64 -e ${quoted(`eval decode_base64("${base64(`system(${json(text).replaceAll(/[$@]/g, '\\$&')});`)}")`)}`,
  'perl that prints codes': (text) => `perl -e ${quoted(`print chr for (${bytes(text).join(',')})`)} | sh`,
  'perl that joins codes': (text) => `perl -e ${quoted(`system(join("", map { chr } (${bytes(text).join(',')})))`)}`,
  'perl backwards': (text) =>
    `perl -e ${quoted(`system(scalar reverse(${json([...text].reverse().join('')).replaceAll(/[$@]/g, '\\$&')}))`)}`,
  'perl with a pipe': (text) =>
    `perl -e ${quoted(`open(P, "|sh"); print P ${json(text).replaceAll(/[$@]/g, '\\$&')}; close P`)}`,
  'ruby with packed text': (text) => `ruby -e ${quoted(`exec ["${hex(text)}"].pack("H*")`)}`,
  'ruby with a calculated command': (text) =>
    `ruby -rbase64 -e 'puts \`#{Base64.decode64("${Buffer.from(text).toString('base64')}")}\`'`,
  'ruby with codes': (text) => `ruby -e ${quoted(`system([${bytes(text).join(',')}].pack("c*"))`)}`,
  'ruby with base64': (text) => `ruby -e ${quoted(`eval("${base64(`system(${json(text)})`)}".unpack1("m"))`)}`,
  'ruby that maps codes': (text) => `ruby -e ${quoted(`puts [${bytes(text).join(',')}].map(&:chr).join`)} | sh`,
  'node with codes': (text) =>
    `node -e ${quoted(`require("child_process").execSync(String.fromCharCode(${bytes(text).join(',')}))`)}`,
  'node with a map': (text) =>
    `node -e ${quoted(`require("child_process").exec([${bytes(text).join(',')}].map(c => String.fromCharCode(c)).join(""))`)}`,
  'node that evaluates': (text) =>
    `node -e ${quoted(`eval(atob("${base64(`require("child_process").execSync(${json(text)})`)}"))`)}`,
  'node backwards': (text) =>
    `node -e ${quoted(`require("child_" + "process")["ex" + "ec"](${json([...text].reverse().join(''))}.split("").reverse().join(""))`)}`,
  'node with a list': (text) =>
    `node -e ${quoted(`const { spawnSync: s } = require("node:child_process"); s("sh", ["-c", ${json(text)}])`)}`,
  'node in a pipe': (text) => `echo ${base64(`require("child_process").execSync(${json(text)})`)} | base64 -d | node`,
  'php with base64': (text) => `php -r ${quoted(`passthru(base64_decode("${base64(text)}"));`)}`,
  'php with a name in a variable': (text) => `php -r ${quoted(`$f = "sys" . "tem"; $f(hex2bin("${hex(text)}"));`)}`,
  'php that inflates': (text) =>
    `php -r ${quoted(`eval(gzinflate(base64_decode("${deflateRawSync(`shell_exec(${json(text).replaceAll('$', '\\$')});`).toString('base64')}")));`)}`,
  'php with codes': (text) => `php -r ${quoted(`exec(implode("", array_map("chr", [${bytes(text).join(',')}])));`)}`,
  'php backwards': (text) =>
    `php -r ${quoted(`system(strrev(${json([...text].reverse().join('')).replaceAll('$', '\\$')}));`)}`,
  lua: (text) => `lua -e ${quoted(`os.execute(${json(text)})`)}`,
  'lua with codes': (text) =>
    text.length > 240 ? null : `lua -e ${quoted(`os.execute(string.char(${bytes(text).join(',')}))`)}`,
  'awk that prints into a shell': (text) =>
    /[\n\\]/.test(text) ? null : `awk ${quoted(`BEGIN { print "${text.replaceAll('"', '\\"')}" | "sh" }`)}`,
  'awk with a name': (text) =>
    /[\n\\]/.test(text) ? null : `awk ${quoted(`BEGIN { c = "${text.replaceAll('"', '\\"')}"; system(c) }`)}`,
  'awk with a variable': (text) => (/[\n\\]/.test(text) ? null : `awk -v c=${quoted(text)} 'BEGIN { system(c) }'`),
};
