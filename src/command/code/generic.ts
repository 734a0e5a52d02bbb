import { fromBase32, fromBase64, fromHex, fromUrl, type Inflate, inflated, rot13 } from '../decoders.ts';
import { withCalculated } from './calculated-literals.ts';
import { type Literal, outsideLiterals, quoted, tokens } from './tokens.ts';

/** Rounds of decoding literals in literals. */
const MOST_ROUNDS = 8;
const MOST_CODE = 256 * 1024;
/** Characters around a literal that may hold the call that it is an argument of. */
const AROUND = 80;

export interface ReadCode {
  /** The code with what it decodes from literals decoded. */
  readonly text: string;
  readonly layers: readonly string[];
  /** More of it than is read, as it is written or as it would be with one more layer off. */
  readonly isCut: boolean;
}

type Decoder = (text: string, inflate: Inflate | undefined) => string | null;

/** A call around a literal that decodes it, in any of the languages. */
interface DecodingCall {
  readonly before: RegExp;
  readonly after: RegExp;
  readonly layer: string;
  readonly decode: Decoder;
}

const CLOSED = /^\s{0,4}\)(?:\.decode\((?:["'][\w-]{0,12}["'])?\)|\.toString\((?:["'][\w-]{0,12}["'])?\))?/;
const reversed: Decoder = (text) => [...text].reverse().join('');

const call = (names: string, layer: string, decode: Decoder, after = CLOSED): DecodingCall => ({
  before: new RegExp(`(?:${names})\\s{0,4}\\(\\s{0,4}[bru]{0,2}$`),
  after,
  layer,
  decode,
});
const withSecond = (second: string): RegExp =>
  new RegExp(`^\\s{0,4},\\s{0,4}["']${second}["']${CLOSED.source.slice(1)}`);
const suffixed = (after: RegExp, layer: string, decode: Decoder, before = /$/): DecodingCall => ({
  before,
  after,
  layer,
  decode,
});

const DECODERS: readonly DecodingCall[] = [
  call(
    '(?:base64\\.)?(?:urlsafe_|standard_)?b64decode|(?:\\[(?:System\\.)?Convert\\]::)?FromBase64String|base64_decode|decode_base64|(?:Base64\\.)?(?:strict_|urlsafe_)?decode64|atob|Base64\\.(?:get)?(?:Mime|Url)?[dD]ecoder(?:\\(\\))?\\.decode',
    'base64',
    fromBase64,
  ),
  call('(?:binascii\\.)?a2b_base64', 'base64', fromBase64),
  call('Buffer\\.from', 'base64', fromBase64, withSecond('base64(?:url)?')),
  call('Buffer\\.from', 'hex', fromHex, withSecond('hex')),
  call('(?:base64\\.)?b32decode', 'base32', fromBase32),
  call('b16decode|fromhex|unhexlify|a2b_hex|hex2bin', 'hex', fromHex),
  call(
    'zlib\\.decompress|(?:Compress::Zlib::)?(?:uncompress|memGunzip)|(?:Zlib::)?Inflate\\.inflate|gzip\\.decompress|gzinflate|gzuncompress|gzdecode|(?:gunzip|inflate|inflateRaw|unzip)Sync',
    'gzip',
    inflated,
  ),
  call('unquote|urldecode|decodeURIComponent|unescape', 'url', fromUrl),
  call('str_rot13', 'rot13', rot13),
  call('strrev|(?:scalar )?\\breverse', 'reversed', reversed),
  call('codecs\\.decode', 'rot13', rot13, withSecond('rot_?13')),
  call('codecs\\.decode', 'hex', fromHex, withSecond('hex')),
  call('codecs\\.decode', 'base64', fromBase64, withSecond('base64')),
  call('pack\\s{0,4}\\(\\s{0,4}["\'][Hh]\\*["\']\\s{0,4},\\s{0,4}|pack', 'hex', fromHex),
  { before: /pack\s{0,4}\(\s{0,4}["'][Hh]\*["']\s{0,4},\s{0,4}$/, after: CLOSED, layer: 'hex', decode: fromHex },
  { before: /decode_base64 {1,4}$/, after: /^/, layer: 'base64', decode: fromBase64 },
  suffixed(/^\.unpack1?\(?\s{0,4}["']m0?["']\)?(?:\[0\]|\.first)?/, 'base64', fromBase64),
  suffixed(/^\s{0,4}\]\.pack\(?\s{0,4}["']H\*["']\)?/, 'hex', fromHex, /\[\s{0,4}$/),
  suffixed(/^\[::-1\]/, 'reversed', reversed),
  suffixed(/^\.(?:reverse(?!\w)|split\(["']{2}\)\.reverse\(\)\.join\(["']{2}\))/, 'reversed', reversed),
];

/** Reads code of any of the interpreters: joins literals, decodes what is decoded from a literal, puts in what a name holds. */
export const readCode = (written: string, inflate: Inflate | undefined): ReadCode => {
  const layers: string[] = [];
  let text = written.slice(0, MOST_CODE);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const next = nextOf(text, inflate, layers, round);
    if (next === text) break;
    if (next.length > MOST_CODE) return { text, layers, isCut: true };
    text = next;
  }
  return { text, layers, isCut: written.length > MOST_CODE };
};

/** Rounds in which literals are calculated from others: each looks at every one of them. */
const MOST_CALCULATING = 3;

/** The code after one more round. */
const nextOf = (code: string, inflate: Inflate | undefined, layers: string[], round: number): string => {
  const read = decodedOnce(joinedLiterals(replacedNumbers(code)), inflate, layers);
  return withNames(round < MOST_CALCULATING ? withCalculated(read) : read);
};

/** What stands before a literal that one of the calls takes, or behind one that decodes itself. */
const BEFORE_ANY = new RegExp(
  DECODERS.flatMap(({ before }) => (before.source === '$' ? [] : [before.source])).join('|'),
);
const AFTER_ANY = /^\.(?:unpack|reverse|split)|^\[::-1\]/;

const decodedOnce = (code: string, inflate: Inflate | undefined, layers: string[]): string => {
  let out = '';
  let from = 0;
  for (const { start, end, text } of tokens(code)) {
    if (start < from) continue;
    const before = code.slice(Math.max(from, start - AROUND), start);
    const after = code.slice(end, end + AROUND);
    if (!BEFORE_ANY.test(before) && !AFTER_ANY.test(after)) continue;
    for (const one of DECODERS) {
      const head = one.before.exec(before);
      const tail = head === null ? null : one.after.exec(after);
      if (head === null || tail === null) continue;
      const plain = one.decode(text, inflate);
      if (plain === null) continue;
      if (layers.length < 16) layers.push(one.layer);
      out += code.slice(from, start - before.length + head.index) + quoted(plain);
      from = end + tail[0].length;
      break;
    }
  }
  return from === 0 ? code : out + code.slice(from);
};

const joinedLiterals = (code: string): string => {
  if (!/["']\s{0,8}(?:\+|\.{1,2})?\s{0,8}["']/.test(code)) return code;
  let out = '';
  let from = 0;
  let held: Literal | null = null;
  for (const one of tokens(code)) {
    if (
      held !== null &&
      /^\s{0,8}(?:\+|\.{1,2})\s{0,8}$/.test(code.slice(held.end, Math.min(one.start, held.end + 20))) &&
      one.start - held.end < 20
    ) {
      held = { start: held.start, end: one.end, text: held.text + one.text };
      continue;
    }
    if (held !== null) {
      out += code.slice(from, held.start) + rewritten(code, held);
      from = held.end;
    }
    held = one;
  }
  if (held !== null) {
    out += code.slice(from, held.start) + rewritten(code, held);
    from = held.end;
  }
  return out + code.slice(from);
};

/** Literals that were not joined stay as they are written: escapes of other languages are not those of JSON. */
const rewritten = (code: string, { start, end, text }: Literal): string => {
  const written = code.slice(start, end);
  return written.length >= text.length + 2 && !/["']\s{0,8}(?:\+|\.{1,2})\s{0,8}["']/.test(written)
    ? written
    : quoted(text);
};

const NUMBERS =
  /(?:String\.fromCharCode|string\.char|bytes|bytearray|chr)\s{0,4}\(\s{0,4}\[?([\dxa-fA-F\s,]{1,20000})\]?\s{0,4}\)(?:\.decode\(\))?/g;
const CHR_LIST =
  /["']{2}\.join\s{0,4}\(\s{0,4}(?:map\s{0,4}\(\s{0,4}chr\s{0,4},|chr\(\w{1,20}\)\s{0,4}for \w{1,20} in)\s{0,4}[[(]([\d\s,]{1,20000})[\])]\s{0,4}\)?\s{0,4}\)/g;

/** Lists of codes that become text in Perl and Ruby. */
const CODE_LISTS: readonly RegExp[] = [
  /\bjoin\s{0,4}\(?\s{0,4}["']{2}\s{0,4},\s{0,4}map\s{0,4}\(?\{?\s{0,4}chr(?:\s{0,4}\(?\s{0,4}\$_\s{0,4}\)?)?\s{0,4}\}?\s{0,4},?\s{0,4}\(?([\d\s,]{1,20000})\)?\s{0,4}\)?/g,
  /\bpack\s{0,4}\(?\s{0,4}["'][cCUW]\*["']\s{0,4},\s{0,4}\(?([\d\s,]{1,20000})\)?/g,
  /\[([\d\s,]{1,20000})\]\.pack\s{0,4}\(?\s{0,4}["'][cCU]\*["']\s{0,4}\)?/g,
  /\[([\d\s,]{1,20000})\]\.(?:map|collect)\s{0,4}(?:\(\s{0,4}&:chr\s{0,4}\)|\{\s{0,4}\|\w{1,20}\|\s{0,4}\w{1,20}\.chr\s{0,4}\})\.join(?:\(?["']{2}\)?)?/g,
];
const PRINTED_CODES =
  /\bprint\s{1,4}(?:map\s{0,4}\{?\s{0,4})?chr(?:\s{0,4}\(?\$_\)?)?\s{0,4}\}?,?\s{0,4}(?:for(?:each)?\s{0,4})?\(([\d\s,]{1,20000})\)/g;

const replacedNumbers = (text: string): string => {
  if (!/chr|fromCharCode|bytes|bytearray|pack|string\.char/.test(text)) return text;
  const asText = (whole: string, numbers: string): string => {
    const codes = numbers
      .split(/[\s,]+/)
      .filter((one) => one !== '')
      .map(Number);
    return codes.length > 0 && codes.every((code) => code > 0 && code < 0xffff)
      ? // What it holds is text now: none of the calls in it is one of this code.
        quoted(String.fromCharCode(...codes))
          .replaceAll('(', '\\x28')
          .replaceAll('[', '\\x5b')
      : whole;
  };
  let out = outsideLiterals(text, PRINTED_CODES, (whole, numbers) => {
    const made = asText(whole, numbers);
    return made === whole ? whole : `print ${made}`;
  });
  for (const list of CODE_LISTS)
    out = outsideLiterals(
      out,
      list,
      (whole, numbers) => asText(whole, numbers) + (whole.endsWith('))') && !whole.startsWith('join(') ? ')' : ''),
    );
  return outsideLiterals(outsideLiterals(out, CHR_LIST, asText), NUMBERS, asText);
};

/** Puts a literal where its name stands alone as an argument. Only names that are set once. */
const withNames = (text: string): string => {
  const names = new Map<string, string | null>();
  for (const { start, end } of tokens(text)) {
    const name = /(?:^|[;\n{\s])\$?([A-Za-z_]\w{0,40})\s{0,8}=\s{0,8}[bru]{0,2}$/.exec(
      text.slice(Math.max(0, start - 60), start),
    )?.[1];
    if (name === undefined || !/^\s{0,8}(?:[;\n]|$)/.test(text.slice(end, end + 10))) continue;
    names.set(name, names.has(name) ? null : text.slice(start, end));
  }
  if (names.size === 0) return text;
  let room = MOST_CODE - text.length;
  return outsideLiterals(
    text,
    /([(,]\s{0,4}|\b(?:system|exec|eval|spawn|print|puts|iex|Invoke-Expression)\s{1,4})\$?[A-Za-z_]\w{0,40}(?=\s{0,4}(?:[),[.;}\n]|$))/g,
    (whole, before) => {
      const value = names.get(whole.slice(before.length).replace('$', ''));
      if (value === undefined || value === null || value.length > room) return whole;
      room -= value.length;
      return before + value;
    },
  );
};

/**
 * What code puts out that does nothing but print literals; `null` for any other code. Where code of Perl or Ruby is read,
 * what it calculates from literals was put in their place.
 */
export const printedBy = (code: string, inflate: Inflate | undefined): string | null => {
  if (!PRINTS.test(code.slice(0, MOST_FRONT))) return null;
  let text = code.slice(0, MOST_CODE);
  // Each round is looked at: what is printed may look like something to read itself.
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const printed = printedLiterals(text);
    if (printed !== null) return printed;
    const next = nextOf(text, inflate, [], round);
    if (next === text || next.length > MOST_CODE) return null;
    text = next;
  }
  return null;
};

/** Code that puts out literals begins with that, behind the modules that it names. */
const PRINTS = /\b(?:print|puts|say|printf|write)\b/;
const MOST_FRONT = 400;

const printedLiterals = (code: string): string | null => {
  let out = '';
  let from = 0;
  for (const { start, end, text } of tokens(code)) {
    const before =
      /^[\s;)]{0,20}(?:use\s[\w:]{1,60};\s{0,8}){0,4}(print|puts|say|printf|(?:\$stdout|STDOUT|io)\.?\s?(?:write|print))\s{0,4}\(?\s{0,4}$/.exec(
        code.slice(from, start),
      );
    if (before === null) return null;
    out += text + (before[1] === 'puts' || before[1] === 'say' ? '\n' : '');
    from = end;
  }
  return from > 0 && /^[\s;)]*$/.test(code.slice(from)) ? out : null;
};

/** Texts in quotes in code, with escapes undone, and those in the brackets of Perl and Ruby. */
export const literalsIn = (code: string): readonly string[] => [
  ...tokens(code).map(({ text }) => text),
  ...bracketed(code),
];

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['{', '}'],
  ['(', ')'],
  ['[', ']'],
  ['<', '>'],
]);
const MOST_BRACKETED = 100;

/** `qx{…}`, `q(…)`, `%x(…)`: texts between signs that the author chose. */
const bracketed = (code: string): readonly string[] => {
  const found: string[] = [];
  let count = 0;
  for (const match of code.matchAll(/(?<![\w$@])(?:qx|qq?|%[xqQ]|(?<=\[)list)\s?([{([<!|/~])/g)) {
    count += 1;
    if (count > MOST_BRACKETED) break;
    const start = match.index + match[0].length;
    const sign = match[1] ?? '';
    const end = code.indexOf(CLOSING.get(sign) ?? sign, start);
    if (end >= 0) found.push(code.slice(start, end));
  }
  return found;
};

const MOST_LISTS = 60;

const OPENS_COMMAND =
  /(?:\[|\b(?:spawn\w{0,8}|execFile\w{0,8}|execl?p?e?|execvp?e?|system|popen\w{0,4}|qx|syscall|Process\.(?:Start|start|run))\s{0,4}\(?)\s{0,8}[bru]{0,2}$/;

/** The words of lists of literals that may be a command: `["sh", "-c", "…"]`, `spawn("sh", ["-c", "…"])`. */
export const listsIn = (code: string): readonly (readonly string[])[] => {
  const found: (readonly string[])[] = [];
  let words: string[] = [];
  let end = -1;
  const close = (): void => {
    if (words.length > 1) found.push(words);
    words = [];
  };
  for (const one of tokens(code)) {
    const between = end < 0 || one.start - end >= 20 ? null : code.slice(end, one.start);
    if (words.length > 0 && between !== null && /^\s{0,8},\s{0,8}\[?\s{0,8}[bru]{0,2}$/.test(between))
      words.push(one.text);
    else {
      close();
      if (OPENS_COMMAND.test(code.slice(Math.max(0, one.start - AROUND), one.start))) words = [one.text];
    }
    end = one.end;
    if (found.length >= MOST_LISTS) return found;
  }
  close();
  return found;
};

const EVALUATOR =
  /(?:(?<![.\w])(?:exec|eval|compile|execfile|assert|load(?:string)?|iex|Invoke-Expression)|\b(?:instance|class|module)_eval|new Function|Function|vm\.run\w{0,20})\s{0,8}\(?\s{0,8}(?:compile\s{0,4}\(\s{0,4})?[bru]{0,2}$/;

/** Literals that are run as code of the same language: `exec("…")`, `eval("…")`. */
export const evaluatedIn = (code: string): readonly string[] =>
  tokens(code)
    .filter(
      ({ start, text }) =>
        EVALUATOR.test(code.slice(Math.max(0, start - AROUND), start)) &&
        // The exec of Perl and Ruby starts a program. Printing is code as well.
        (/^\s{0,8}(?:echo|printf)/.test(text) || !COMMAND_LINE.test(text)),
    )
    .slice(0, 20)
    .map(({ text }) => text);

const SOCKETS =
  /\bsocket\b|Socket|fsockopen|stream_socket_client|require\(["'](?:node:)?(?:net|tls)["']\)|\/inet\/(?:tcp|udp)\/|TcpClient|TCPClient|\bnet\.Dial|TcpStream|\bsocketConnection\b/;
const SHELLS = /["'`/](?:ba|da|a|z|k|c|tc|mk|ya|fi)?sh\b|\bpty\.spawn|\bdup2\b|cmd\.exe|powershell/;
const STARTS =
  /\b(?:exec|syscall\.Exec|os\.execute|Dup2|spawn|system|popen|Popen|subprocess|proc_open|passthru|shell_exec|fork|call|execve|dup2|getline|Process|ProcessBuilder|Command)\b/;

/** What is read line by line, and a process whose command is a variable. */
const TAKES_LINES =
  /[.:](?:gets|recv|receive|readline|readpartial|Read(?:Line)?)\b|<\$?\w{0,40}>|\b(?:sysread|readline|readLines)\s{0,4}\(|\bgets\s{1,4}\$\w/;
const STARTS_VARIABLE =
  /\b(?:[iI][eE][xX]|[iI]nvoke-[eE]xpression)\b\s{0,4}\(?\s{0,4}\$|\b(?:popen\d?|system|spawn|capture2e?|capture3)\s{0,4}\(?\s{0,4}(?:[$@]{0,2}[a-z_]\w{0,40}(?:\.to_s)?\s{0,4}[,)]|\$(?:_\b|\d))|(?:\b(?:qx|readpipe)\s?[({[</|!]?|%x[({[</|!]|`)\s{0,4}(?:\$\w|#\{)|\bProcess\.(?:new|run|start|Start)\s{0,4}\(\s{0,4}[a-z_]\w{0,40}\b|\b(?:pipe|system)\s{0,4}\(\s{0,4}readLines\b|\bexec\s{1,4}(?:[\w/]{0,20}sh\s{1,4}-c\s{1,4})?\$\w/;

/** A socket, a shell and a way to start it, together in the code of one interpreter; or a line of a socket that is started. */
export const bindsShellInCode = (code: string): boolean =>
  SOCKETS.test(code) &&
  ((SHELLS.test(code) && STARTS.test(code)) || (TAKES_LINES.test(code) && STARTS_VARIABLE.test(code)));

const DECODING =
  /b64decode|b32decode|a85decode|unhexlify|bytes\.fromhex|decode_base64|decode64|base64_decode|gzinflate|str_rot13|codecs\.decode|zlib\.decompress|marshal\.loads|\batob\(|,\s{0,8}["']base64["']\)|unpack\(\s{0,8}["']m/;
export const decodesInCode = (code: string): boolean => DECODING.test(code);

const MAKES_TEXT =
  /\bchr\b\s{0,4}[({$]|\bord\s{0,4}\(|\.chr\b|\.ord\b|fromCharCode|fromCodePoint|string\.char|\bpack\s{0,4}[( ]|\bunpack\b|\breverse\b|\[::-1\]|unescape|\bquopri\b|\btr\/|\by\/|\bunhex\(|\bx'[0-9a-fA-F]{8}|\bchar\(\s{0,4}\d/;
/** Whether code makes text out of the numbers of characters, or turns it round: what it puts out stands nowhere. */
export const makesText = (code: string): boolean => MAKES_TEXT.test(code);

/** A call that runs text, with the decoding inside its own argument or anywhere in code that evaluates. */
const EVALUATES = /(?<![.\w])(?:exec|eval|execfile|compile)\s{0,8}\(|(?:^|[\s;'"{])eval[\s{]|new Function\(/;
const STARTS_DECODED =
  /\b(?:os\.system|os\.popen|popen|Popen|run|call|check_output|check_call|shell_exec|system|passthru|exec|execSync|spawn)\s{0,8}\([^;\n]{0,120}(?:b64decode|b32decode|decode_base64|decode64|base64_decode|unhexlify|fromhex|\batob|["']base64["'])/;
const WRITES_DECODED =
  /\bwrite\w{0,8}\s{0,8}\([^;\n]{0,80}(?:b64decode|b32decode|decode_base64|decode64|base64_decode|unhexlify|fromhex)/;
const STARTS_FILE = /\b(?:os\.system|os\.popen|os\.exec\w{1,3}|subprocess|child_process|shell_exec|system)\b/;

/** Whether code does no more with what it decodes than to hand it to a shell. */
export const startsDecodedOnly = (code: string): boolean =>
  STARTS_DECODED.test(code) && !EVALUATES.test(code) && !WRITES_DECODED.test(code);

/** The beginning of a command line that starts an interpreter or prints. */
const COMMAND_LINE =
  /^\s{0,8}(?:[\w./-]{0,80}\/)?(?:(?:ba|da|a|z|k)?sh|python[\d.]{0,4}|perl|ruby|node|php\d{0,2}|echo|printf)\s/;

/** Code without the command lines in its quotes: those are read by themselves, and what they decode is theirs. */
export const withoutCommandLines = (code: string): string => {
  if (!DECODING.test(code)) return code;
  let out = '';
  let from = 0;
  for (const { start, end, text } of tokens(code)) {
    if (!COMMAND_LINE.test(text)) continue;
    out += `${code.slice(from, start)}""`;
    from = end;
  }
  return out + code.slice(from);
};

export const runsDecoded = (code: string): boolean =>
  (DECODING.test(code) && EVALUATES.test(code)) ||
  STARTS_DECODED.test(code) ||
  (WRITES_DECODED.test(code) && STARTS_FILE.test(code)) ||
  // A program that never has a name was packed into text before.
  runsInMemory(code);

/** A call that runs what a variable holds. */
const RUNS_VARIABLE =
  /(?<![.\w])(?:exec|system|popen|spawn|eval|instance_eval|os\.execute|io\.popen|dostring|load(?:string)?)\b\s{0,4}[([]?\s{0,4}(?:["'](?:\/\w{1,20}){0,3}\/?(?:ba|da|a|z|k)?sh["']\s{0,4},\s{0,4}["']-\w{0,4}c["']\s{0,4},\s{0,4}|(?:["'][\w/]{0,20})?sh\s{1,4}-c\s{1,4})?(?:[$@]\w|(?:join|reverse|pack|unpack|map|uncompress|lc|uc|sprintf)\b|[A-Za-z_][\w.:]{0,40}(?:\s{0,4}[()[\];\n}]|$))/;
/** The same in the ways of backquotes, of pipes that are opened, and of functions of the system that are called by their address. */
const RUNS_OTHERWISE =
  /`[^`\n]{0,10}(?:@\{|\$\w|#\{)|\bqx\b|%x[({[]|\bopen\b[^;\n]{0,60}["']-?\|-?|\bopen\s?\(?\s?ARGV|\bexec\s{0,4}\{|\bKernel\.send\b|\bFiddle\b|\bdlopen\b|\bIO\.popen\b/;
/** Whether code runs what a variable holds. */
export const runsVariable = (code: string): boolean => RUNS_VARIABLE.test(code) || RUNS_OTHERWISE.test(code);

/** Memory that may be written and run, and a call into it: instructions of a processor that were text before. */
const RUNNABLE = /\bmprotect\b|VirtualAlloc|PROT_EXEC|\bprot\s{0,4}=\s{0,4}7\b|\bmmap\b[^;\n]{0,80},\s{0,4}7\b/;
const CALLS_INTO = /CFUNCTYPE|CreateThread|function_type|ctypes\.cast|\bcast\s{0,4}\(/;
export const runsNative = (code: string): boolean => RUNNABLE.test(code) && CALLS_INTO.test(code);

const FETCHES =
  /urlopen|urlretrieve|requests\.get|http\.client|httpx\.get|Net::HTTP|open-uri|URI\.open|LWP::|file_get_contents\(\s{0,8}["']https?:|curl_exec|https?\.get\(|\bfetch\(|DownloadString|DownloadFile|[iI]nvoke-(?:[wW]eb[rR]equest|[rR]est[mM]ethod)|\b(?:iwr|irm)\b/;
const RUNS =
  /(?<![.\w])(?:exec|eval|execfile|compile|IEX)\s{0,8}\(|(?:^|[\s;{])eval\s{1,4}(?:get|Net::|URI|open|HTTP|LWP)|new Function\(|\b(?:IEX|iex)\b|[iI]nvoke-[eE]xpression|vm\.runIn|\.then\(\s{0,8}(?:eval|Function)\s{0,8}[,)]/;

/** Whether code fetches text and hands it to the interpreter itself. */
export const runsFetched = (code: string): boolean =>
  (FETCHES.test(code) && RUNS.test(code)) ||
  ((FETCHES.test(code) || SOCKETS.test(code) || /\b(?:curl|wget)\s/.test(code)) && runsInMemory(code)) ||
  ((FETCHES.test(code) || SOCKETS.test(code)) && runsWritten(code));

/** A file without a name, by its call or by the number of that, and a program that is started by its descriptor. */
const NAMELESS = /\bmemfd_create\b|\bsyscall\s{0,4}\(?\s{0,4}(?:319|279|385)\b/;
const DESCRIPTOR = /\/proc\/[^"'\s]{1,40}\/fd\/|\bfexecve\b/;
const runsInMemory = (code: string): boolean =>
  NAMELESS.test(code) &&
  DESCRIPTOR.test(code) &&
  /\b(?:exec\w{0,3}|system|spawn\w{0,4}|Popen|popen)\b|fexecve/.test(code);

/** A file that is named where it is made a program, and again where a program is started. */
const runsWritten = (code: string): boolean => {
  if (!/\bchmod\b|0o?7[0-7]5/.test(code)) return false;
  const seen = new Set<string>();
  for (const text of literalsIn(code)) {
    if (!/^\.{0,2}\/[^\s]{1,200}$/.test(text)) continue;
    if (seen.has(text) && STARTS.test(code)) return true;
    seen.add(text);
  }
  return false;
};
