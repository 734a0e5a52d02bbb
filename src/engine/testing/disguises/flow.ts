import { type Disguises, double, quoted, thirds } from './disguise.ts';

/** Control flow around the text, with the same outcome. */
export const FLOW: Disguises = {
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
  'a trap': (text) => `trap ${quoted(text)} EXIT`,
  'until something': (text) => `until false; do\n${text}\nbreak\ndone`,
  'a loop over lines': (text) => `echo x | while read -r l; do\n${text}\ndone`,
  'a loop that counts': (text) => `for ((i=0;i<1;i++)); do\n${text}\ndone`,
  'a loop with a counter': (text) => `n=0; while [ $n -lt 1 ]; do\n${text}\nn=$((n+1))\ndone`,
  'a function of bash': (text) => `function q {\n${text}\n}; q`,
  'a coprocess': (text) => `coproc {\n${text}\n}; wait`,
  'a trap for each command': (text) => `trap ${quoted(text)} DEBUG; :`,
  'a trap for errors': (text) => `trap ${quoted(text)} ERR; false`,
  'a negation': (text) => `! {\n${text}\n}`,
  'the other branch': (text) => `if false; then\ntrue\nelse\n${text}\nfi`,
  'a group behind a failure': (text) => `false || {\n${text}\n}`,
  'a group behind a double test': (text) => `[[ -n x && 1 -eq 1 ]] && {\n${text}\n}`,
  'after a wait': (text) => `sleep 30 && {\n${text}\n}`,
  'a function that calls itself': (text) => `f() {\nif [ "$1" = 0 ]; then\n${text}\nelse\nf $(( $1 - 1 ))\nfi\n}; f 2`,
  'a function for another shell': (text) => `f() {\n${text}\n}; export -f f; bash -c f`,
  'a function that is evaluated': (text) => `eval ${quoted(`f() {\n${text}\n}`)}; f`,
  'a variable of the branch that is taken': (text) =>
    `if [ 1 = 1 ]; then X=${quoted(text)}; else X=date; fi; eval "$X"`,
  'a variable of the case that fits': (text) => `case b in a) X=date;; b) X=${quoted(text)};; *) X=:;; esac; eval "$X"`,
  'a text behind a default': (text) => `X=; eval "$\{X:-$\{Y:=${double(text).slice(1, -1).replaceAll('}', '\\}')}}}"`,
  'a variable that a test leaves as it is': (text) =>
    `X=${quoted(text)}; if [ -e /nowhere ]; then X=date; fi; eval "$X"`,
  'a variable of a branch that a test takes': (text) =>
    `if [ -e /etc ]; then X=${quoted(text)}; else X=date; fi; eval "$X"`,
  'a variable behind a test that fails': (text) => `X=${quoted(text)}; [ -e /nowhere ] && X=date; eval "$X"`,
  'a variable behind a search that finds nothing': (text) =>
    `X=date; grep -q nothing /dev/null || X=${quoted(text)}; [ -e /nowhere ] && X=:; eval "$X"`,
  'a variable of one of many cases': (text) =>
    `case $(uname) in Darwin) X=date;; Linux) X=${quoted(text)};; *BSD) X=:;; *) X=ls;; esac; eval "$X"`,
  'a function of the branch that is taken': (text) =>
    `if [ -e /etc ]; then f() {\n${text}\n}; else f() { date; }; fi; f`,
  'a file of the branch that is taken': (text) =>
    `if [ -e /etc ]; then echo ${quoted(text)} >/tmp/x; else echo date >/tmp/x; fi; sh /tmp/x`,
  'parameters that a test leaves as they are': (text) =>
    `set -- ${quoted(text)}; [ -e /nowhere ] && set -- date; eval "$1"`,
  'a variable that a loop without rounds would set': (text) =>
    `X=${quoted(text)}; for f in $(ls /nowhere 2>/dev/null); do X=date; done; eval "$X"`,
  'two variables of two tests': (text) => {
    const [one, two, three] = thirds(text);
    return /[\\\n]/.test(text)
      ? null
      : `A=${quoted(`${one}${two}`)}; B=; [ -e /nowhere ] && A=date; [ -e /etc ] && B=${quoted(three ?? '')}; eval "$A$B"`;
  },
  'errors thrown away': (text) => `{\n${text}\n} 2>/dev/null`,
  'a text put together in a loop': (text) =>
    /[\\\n]/.test(text) ? null : `X=; for p in ${thirds(text).map(quoted).join(' ')}; do X="$X$p"; done; eval "$X"`,
  'a text put together in a long loop': (text) =>
    text.length > 600 || /\n/.test(text)
      ? null
      : `X=; for p in ${[...text].map(quoted).join(' ')}; do X="$X$p"; done; eval "$X"`,
};
