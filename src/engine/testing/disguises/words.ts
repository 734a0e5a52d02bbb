import {
  base64,
  bytes,
  characters,
  coded,
  type Disguises,
  half,
  onFirstCommand,
  onFirstWord,
  shifted,
} from './disguise.ts';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Disguises of the words of a command: quoting, expansion, splitting. */
export const WORDS: Disguises = {
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
  'nothing that is a variable': onFirstWord((word) => half(word).join('${zq}')),
  'nothing in front': onFirstWord((word) => `$\{zq}${word}`),
  'letters of the other case': onFirstWord(
    () => `$\{a~~}`,
    (word) => `a=${word.toUpperCase()};`,
  ),
  'a prompt': onFirstWord(
    () => `$\{a@P}`,
    (word) => `a='$(echo ${word})';`,
  ),
  'an option behind the program of env': onFirstCommand((words) => `env ${words.join(' ')}`),
  'words of env without blanks': onFirstCommand((words) => `env '-S${words.join('\\_')}'`),
  'words behind a wrapper': onFirstCommand((words) => `printf '%s\\n' ${words.join(' ')} | xargs env`),
  'an address as a number': (text) =>
    text.includes('203.0.113.7') && !text.includes("'") ? text.replaceAll('203.0.113.7', '0xcb007107') : null,
  'a line that goes on': onFirstWord((word) => half(word).join('\\\n')),
  'ANSI-C Unicode': onFirstWord(
    (word) => `$'${characters(word, (code) => `\\u${code.toString(16).padStart(4, '0')}`)}'`,
  ),
  'a prefix that is removed': onFirstWord(
    () => `$\{a#*.}`,
    (word) => `a=x.${word};`,
  ),
  'a long suffix that is removed': onFirstWord(
    () => `$\{a%%_*}`,
    (word) => `a=${word}_x_y;`,
  ),
  'a sign between all letters': onFirstWord(
    () => `$\{a//Q/}`,
    (word) => `a=${[...word].join('Q')};`,
  ),
  'a class of signs that is removed': onFirstWord(
    () => `$\{a//[A-Z+]/}`,
    (word) => `a=${[...word].map((one, at) => `${one}${'QX+'[at % 3]}`).join('')};`,
  ),
  'a first letter made small': onFirstWord(
    () => `$\{a,}`,
    (word) => `a=${word.slice(0, 1).toUpperCase()}${word.slice(1)};`,
  ),
  'escapes in a variable': onFirstWord(
    () => `$\{a@E}`,
    (word) => `a='${coded(word, '\\x')}';`,
  ),
  'a map': onFirstWord(
    () => `$\{m[x]}$\{m[y]}`,
    (word) => `declare -A m=([y]=${half(word)[1]} [x]=${half(word)[0]});`,
  ),
  'elements set one by one': onFirstWord(
    () => `$\{m[0]}$\{m[1]}`,
    (word) => `m[1]=${half(word)[1]};m[0]=${half(word)[0]};`,
  ),
  'elements joined by nothing': onFirstWord(
    () => `$(IFS=; echo "$\{w[*]}")`,
    (word) => `w=(${[...word].join(' ')});`,
  ),
  'a reference': onFirstWord(
    () => '$r',
    (word) => `declare -n r=q;q=${word};`,
  ),
  'a variable declared in small letters': onFirstWord(
    () => '$a',
    (word) => `declare -l a=${word.toUpperCase()};`,
  ),
  'a variable that is printed': onFirstWord(
    () => '$a',
    (word) => `printf -v a '%s%s' ${half(word).join(' ')};`,
  ),
  'printed octal codes': onFirstWord((word) => `$(printf '${characters(word, (code) => `\\${code.toString(8)}`)}')`),
  'numbers that become characters': onFirstWord((word) =>
    characters(word, (code) => `$(printf "\\\\$(printf '%03o' ${code})")`),
  ),
  'letters of an alphabet': onFirstWord(
    (word) => [...word].map((one) => `$\{t:${ALPHABET.indexOf(one)}:1}`).join(''),
    () => `t=${ALPHABET};`,
  ),
  'letters at calculated places': onFirstWord(
    (word) => [...word].map((one) => `$\{t:$((16#${ALPHABET.indexOf(one).toString(16)}^0)):1}`).join(''),
    () => `t=${ALPHABET};`,
  ),
  'a word that is translated': onFirstWord(
    (word) => `$(echo ${characters(word, (code) => shifted(code))} | tr b-za0-9 a-z0-9)`,
  ),
  'a word out of a here-string': onFirstWord(
    () => '$a',
    (word) => `read -r a <<< ${word};`,
  ),
  'parts of a line': onFirstWord(
    () => '$a$b',
    (word) => `IFS=: read -r a b <<< ${half(word).join(':')};`,
  ),
  'an alias': onFirstWord(
    () => 'q',
    (word) => `shopt -s expand_aliases\nalias q=${word}\n`,
  ),
  'a match': onFirstWord(
    () => `$\{BASH_REMATCH[1]}`,
    (word) => `[[ 12${word}_ =~ ^[0-9]{2}([a-z0-9]+)_ ]];`,
  ),
  'a field that is cut out': onFirstWord((word) => `$(echo x:${word}:y | cut -d: -f2)`),
  'an edited word': onFirstWord((word) => `$(echo ${half(word).join('ZZ')} | sed -e 's/Z*//g')`),
  'an edited word of groups': onFirstWord(
    (word) => `$(echo ${[...half(word)].reverse().join('-')} | sed -E 's/(.*)-(.*)/\\2\\1/')`,
  ),
  'a word of awk': onFirstWord((word) => `$(awk 'BEGIN{printf "%s%s","${half(word).join('","')}"}')`),
  'codes for awk': onFirstWord(
    (word) => `$(awk 'BEGIN{printf "${'%c'.repeat(word.length)}",${bytes(word).join(',')}}')`,
  ),
  'letters as parameters': onFirstWord(
    (word) => [...word].map((_, at) => `$\{${at + 1}}`).join(''),
    (word) => `set -- ${[...word].join(' ')};`,
  ),
  'a function that prints': onFirstWord(
    () => '$(f a)$(f b)',
    (word) => `f() { case $1 in a) printf ${half(word)[0]};; b) printf ${half(word)[1]};; esac; };`,
  ),
  'a hashed name': onFirstWord(
    () => 'q',
    (word) => `hash -p /usr/bin/${word} q;`,
  ),
  'the name of a builtin in front': onFirstWord((word) => `command -- ${word}`),
  'a loop that builds a name': onFirstWord(
    () => '$s',
    (word) => `s=;for c in ${[...word].join(' ')};do s=$s$c;done;`,
  ),
  'a loop over codes': onFirstWord(
    () => '$s',
    (word) => `s=;for c in ${characters(word, (code) => `${code.toString(16)} `)};do s+=$(printf "\\x$c");done;`,
  ),
  'a loop backwards': onFirstWord(
    () => '$s',
    (word) => `r=${[...word].reverse().join('')};s=;for ((i=$\{#r}-1;i>=0;i--));do s+="$\{r:i:1}";done;`,
  ),
  'a pattern of the last letter': onFirstWord(
    () => '$s',
    (word) => `r=${[...word].reverse().join('')};s=;while [ -n "$r" ];do s=$s$\{r#"$\{r%?}"};r=$\{r%?};done;`,
  ),
  'parameters that are a command': onFirstCommand((words) => `set -- ${words.join(' ')}; "$@"`),
  'parameters after a shift': onFirstCommand((words) => `set -- a b ${words.join(' ')}; shift 2; "$@"`),
  'an array that is a command': onFirstCommand((words) => `a=(${words.join(' ')}); "$\{a[@]}"`),
  'an array that grows': onFirstCommand((words) => `a=();${words.map((word) => `a+=(${word});`).join('')}"$\{a[@]}"`),
  'commas as blanks': onFirstCommand((words) =>
    words.some((word) => word.includes(',')) ? words.join(' ') : `a=${words.join(',')};IFS=,;$a`,
  ),
  'numbers that are calculated': onFirstCommand((words) =>
    words
      .map((word) =>
        word.replaceAll(/(?<![\w.])\d{2,3}(?![\w])/g, (number) => `$((16#${Number(number).toString(16)}))`),
      )
      .join(' '),
  ),
};
