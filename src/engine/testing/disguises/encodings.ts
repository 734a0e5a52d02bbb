import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import {
  base32,
  base64,
  bytes,
  characters,
  coded,
  type Disguises,
  document,
  dumped,
  hex,
  piped,
  quoted,
  rot13,
  shifted,
  uuencoded,
} from './disguise.ts';

/** The text is encoded, and decoded where it runs. */
export const ENCODINGS: Disguises = {
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
  zstd: piped((text) => zstdCompressSync(text).toString('base64'), 'base64 -d | zstd -dc'),
  'a packed file that is unpacked in its place': (text) =>
    `echo ${gzipSync(text).toString('base64')} | base64 -d > /tmp/z.gz; gzip -d /tmp/z.gz; sh /tmp/z`,
  'a text of jq': (text) => `jq -nr ${quoted(JSON.stringify(text))} | sh`,
  reversed: (text) =>
    text.includes('\n') || text.includes('\\') ? null : `echo ${quoted([...text].reverse().join(''))} | rev | sh`,
  rot13: (text) => (text.includes('\\') ? null : `echo ${quoted(rot13(text))} | tr 'A-Za-z' 'N-ZA-Mn-za-m' | sh`),
  'base64 in a here-string': (text) => `base64 -d <<< ${base64(text)} | sh`,
  'base64 that ignores signs': (text) => `echo '${base64(text).replaceAll(/.{7}/g, '$&.')}' | base64 -di | sh`,
  'base64 of busybox': piped(base64, 'busybox base64 -d'),
  'base64 of openssl': piped(base64, 'openssl base64 -d -A'),
  'base64 of python': piped(base64, 'python3 -m base64 -d'),
  'base64 backwards': (text) => `echo '${[...base64(text)].reverse().join('')}' | rev | base64 -d | bash`,
  'base64 with a sign between': (text) => `echo '${[...base64(text)].join('_')}' | tr -d _ | base64 -d | sh`,
  'base64 in pieces': (text) => {
    const encoded = base64(text);
    return `A=${encoded.slice(0, 9)};B=${encoded.slice(9)};printf %s "$A$B" | base64 -d | sh`;
  },
  'base64 on lines': (text) =>
    `base64 -d ${document(base64(text).replaceAll(/.{20}/g, '$&\n'), 'B64').replace('\n', ' | sh\n')}`,
  'base64 of hexadecimal': piped((text) => base64(hex(text)), 'base64 -d | xxd -r -p'),
  'base16 of basenc': piped((text) => hex(text).toUpperCase(), 'basenc --base16 -d'),
  'hexadecimal with escapes put in': (text) => `printf "$(echo ${hex(text)} | sed 's/../\\\\x&/g')" | sh`,
  'hexadecimal of perl': (text) => `echo ${hex(text)} | perl -pe 's/([0-9a-f]{2})/chr hex $1/gie' | sh`,
  'hexadecimal of perl, packed': (text) => `echo ${hex(text)} | perl -ne 'chomp; print pack "H*", $_' | sh`,
  'a dump': (text) => `xxd -r ${document(dumped(text), 'DUMP').replace('\n', ' | sh\n')}`,
  'percent signs': (text) => `X='${coded(text, '%')}'; printf '%b' "$\{X//%/\\\\x}" | sh`,
  'a loop over octal codes': (text) =>
    text.length > 400
      ? null
      : `for c in ${characters(text, (code) => `${code.toString(8)} `)}; do printf "\\\\$c"; done | sh`,
  'a loop over hexadecimal codes': (text) =>
    text.length > 400
      ? null
      : `s=; for c in ${characters(text, (code) => `${code.toString(16)} `)}; do s="$s\\\\x$c"; done; printf "$s" | sh`,
  'a loop over decimal codes': (text) =>
    text.length > 250
      ? null
      : `X=; for c in ${bytes(text).join(' ')}; do X+=$(printf "\\\\x$(printf %x $c)X"); X=$\{X%X}; done; eval "$X"`,
  'decimal codes for awk': (text) => `echo ${bytes(text).join(' ')} | awk '{for(i=1;i<=NF;i++) printf "%c", $i}' | sh`,
  'decimal codes in awk': (text) =>
    `awk 'BEGIN{n=split("${bytes(text).join(',')}",a,","); for(i=1;i<=n;i++) printf("%c", a[i])}' | sh`,
  'a text in ANSI-C quotes': (text) => `eval $'${coded(text, '\\x')}'`,
  'a printed text in eval': (text) =>
    `eval "$(printf '${characters(text, (code) => `\\${code.toString(8).padStart(3, '0')}`)}')"`,
  'escapes for %b': (text) => `printf %b '${coded(text, '\\x')}' | bash`,
  'another shift of letters': (text) =>
    /[\\\n]/.test(text)
      ? null
      : `printf '%s\\n' ${quoted(characters(text, (code) => shifted(code)))} | tr 'b-zaB-ZA' 'a-zA-Z' | sh`,
  'sed that shifts letters': (text) =>
    /[\\\n]/.test(text)
      ? null
      : `printf '%s\\n' ${quoted(characters(text, (code) => shifted(code)))} | sed 'y/bcdefghijklmnopqrstuvwxyzaBCDEFGHIJKLMNOPQRSTUVWXYZA/abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ/' | sh`,
  'letters whose case is changed': (text) =>
    /[\\\n]/.test(text)
      ? null
      : `printf '%s\\n' ${quoted([...text].map((one) => (one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase())).join(''))} | tr 'A-Za-z' 'a-zA-Z' | sh`,
  'gzip in a here-string': (text) => `base64 -d <<< ${gzipSync(text).toString('base64')} | gzip -dc | sh`,
  'gzip in eval': (text) => `eval "$(echo ${gzipSync(text).toString('base64')} | base64 -d | zcat)"`,
  'zlib through python': (text) =>
    `echo ${deflateSync(text).toString('base64')} | base64 -d | python3 -c 'import sys,zlib; sys.stdout.write(zlib.decompress(sys.stdin.buffer.read()).decode())' | sh`,
  uuencode: (text) => `uudecode -o /dev/stdout ${document(uuencoded(text), 'EOU').replace('\n', ' | sh\n')}`,
  'a process that decodes': (text) => `bash <(echo ${base64(text)} | base64 -d)`,
  'a decoded script': (text) => `echo ${base64(`#!/bin/sh\n${text}\n`)} | base64 -d > /tmp/g; chmod 755 /tmp/g; /tmp/g`,
  'a decoded text for a shell': (text) => `sh -c "$(base64 -d <<< ${base64(text)})"`,
};
