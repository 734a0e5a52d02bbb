import { base64, type Disguises, document, quoted, thirds } from './disguise.ts';

/** The text goes through a variable, a file or a descriptor before it runs. */
export const DATA: Disguises = {
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
  'a here-document through cat': (text) => `cat ${document(text, 'EOC').replace('\n', ' | sh\n')}`,
  'tee into a file': (text) => `tee /tmp/t1 > /dev/null ${document(text, 'EOT1')}sh /tmp/t1`,
  'a file on the input': (text) => `printf '%s\\n' ${quoted(text)} > /tmp/i1; sh < /tmp/i1`,
  'a sourced here-string': (text) => `source /dev/stdin <<< ${quoted(text)}`,
  'a sourced process': (text) => `. <(printf '%s\\n' ${quoted(text)})`,
  'a descriptor': (text) => `exec 3<<< ${quoted(text)}; sh <&3`,
  'a descriptor on a file': (text) => `printf '%s\\n' ${quoted(text)} > /tmp/i2; exec 4< /tmp/i2; bash /dev/fd/4`,
  'a descriptor that writes': (text) => `exec 5> /tmp/i3; printf '%s\\n' ${quoted(text)} >&5; exec 5>&-; sh /tmp/i3`,
  'lines of an array': (text) => `mapfile -t L ${document(text, 'EOL')}printf '%s\\n' "$\{L[@]}" | sh`,
  'a text that is read': (text) => `IFS= read -r -d '' X ${document(text, 'EOX')}eval "$X"`,
  'lines that are read': (text) => `X=; while IFS= read -r l; do X+="$l"$'\\n'; done ${document(text, 'EOW')}eval "$X"`,
  'a document in a variable': (text) => `X=$(cat ${document(text, 'EOV')}); eval "$X"`,
  dd: (text) => `printf '%s\\n' ${quoted(text)} | dd of=/tmp/d1 2>/dev/null; sh /tmp/d1`,
  'a copy of a file': (text) => `printf '%s\\n' ${quoted(text)} > /tmp/c1; cp /tmp/c1 /tmp/c2; bash /tmp/c2`,
  'a file of two pieces': (text) => {
    const middle = Math.floor(text.length / 2);
    return `printf '%s' ${quoted(text.slice(0, middle))} > /tmp/p1; printf '%s\\n' ${quoted(text.slice(middle))} >> /tmp/p1; sh /tmp/p1`;
  },
  'two files': (text) => {
    const middle = Math.floor(text.length / 2);
    return `printf '%s' ${quoted(text.slice(0, middle))} > /tmp/p2; printf '%s\\n' ${quoted(text.slice(middle))} > /tmp/p3; cat /tmp/p2 /tmp/p3 | sh`;
  },
  'a named pipe': (text) => `mkfifo /tmp/n1; printf '%s\\n' ${quoted(text)} > /tmp/n1 & sh < /tmp/n1`,
  'sorted lines': (text) => {
    const lines = text.split('\n').map((line, at) => `${at + 1}:${line}`);
    return `printf '%s\\n' ${lines.reverse().map(quoted).join(' ')} | sort -n | cut -d: -f2- | sh`;
  },
  'lines backwards': (text) => `printf '%s\\n' ${text.split('\n').reverse().map(quoted).join(' ')} | tac | sh`,
  'lines in a comment': (text) =>
    `sed 's/^#//' ${document(text.replaceAll(/^/gm, '#'), 'EO#').replace('\n', ' | sh\n')}`,
  'after the first line': (text) => `printf '%s\\n' ignore ${quoted(text)} | sed 1d | sh`,
  'between two marks': (text) => `printf '%s\\n' A ${quoted(text)} B | sed -n '/^A$/,/^B$/{//!p}' | sh`,
  'the last lines': (text) => `printf '%s\\n' ignore ${quoted(text)} | tail -n +2 | sh`,
  'without marked lines': (text) => `printf '%s\\n' '#%x' ${quoted(text)} '#%y' | grep -v '^#%' | sh`,
  'a letter on each line': (text) =>
    text.length > 600 || /[\n]/.test(text)
      ? null
      : `printf '%s\\n' ${[...text].map(quoted).join(' ')} | tr -d '\\n' | sh`,
  'pasted lines': (text) =>
    text.includes('\n') ? null : `printf '%s\\n' ${thirds(text).map(quoted).join(' ')} | paste -sd '\\0' | sh`,
  'a sign in all places': (text) => `printf '%s' ${quoted([...text].join('\u0001'))} | tr -d '\\001' | sh`,
  'a sign for blanks': (text) =>
    text.includes('~') ? null : `X=${quoted(text.replaceAll(' ', '~'))}; eval "$\{X//\\~/ }"`,
  'sed for blanks': (text) =>
    text.includes('^') ? null : `printf '%s\\n' ${quoted(text.replaceAll(' ', '^'))} | sed 's/\\^/ /g' | sh`,
  'a variable for the inner shell': (text) => `export X=${quoted(text)}; sh -c 'eval "$X"'`,
  'a variable of env': (text) => `env X=${quoted(text)} bash -c 'eval "$X"'`,
  'all parameters': (text) => `set -- ${quoted(text)}; eval "$*"`,
  'a text in a map': (text) => `declare -A m; m[x]=${quoted(text)}; eval "$\{m[x]}"`,
  'a text behind a name': (text) => `X=${quoted(text)}; n=X; eval "$\{!n}"`,
  'a text behind a reference': (text) => `typeset -n R=X; R=${quoted(text)}; eval "$X"`,
  'a text printed into a variable': (text) => `printf -v X %s ${quoted(text)}; eval "$X"`,
  'a local variable': (text) => `f() { local X=${quoted(text)}; eval "$X"; }; f`,
  'a field of JSON': (text) => `echo ${quoted(JSON.stringify({ a: { b: text } }))} | jq -r .a.b | sh`,
  'an element of JSON': (text) =>
    `printf '%s' ${quoted(JSON.stringify([{ run: base64(text) }]))} | jq -r '.[0].run|@base64d' | sh`,
  'the second column': (text) =>
    text.includes('\n') || text.includes('|')
      ? null
      : `printf '%s\\n' ${quoted(`x|${text}`)} | awk -F'|' '{print $2}' | sh`,
  'a command of awk': (text) => `printf '%s\\n' ${quoted(text)} | awk '{print | "sh"}'`,
  'lines that awk runs': (text) => (text.includes('\n') ? null : `printf '%s\\n' ${quoted(text)} | awk '{system($0)}'`),
};
