import { baseName } from '../lib/path.ts';
import type { Effect } from '../model/effect.ts';
import { followsData } from './code/flows.ts';
import {
  bindsShellInCode,
  decodesInCode,
  evaluatedIn,
  listsIn,
  literalsIn,
  makesText,
  printedBy,
  readCode,
  runsDecoded,
  runsFetched,
  runsNative,
  runsVariable,
  startsDecodedOnly,
  withoutCommandLines,
} from './code/generic.ts';
import { languageOf, readProgram } from './code/read.ts';
import { tclCommands } from './code/tcl.ts';
import { fromBase64 } from './decoders.ts';
import { inOneLine, withCalls, withGiven } from './given.ts';
import type { Call, Machine } from './machine.ts';
import { importsFiles, mainOf, moduleFile } from './modules.ts';
import { DOWNLOADERS, isPeer, METADATA_CREDENTIALS } from './network.ts';
import { isOpaque } from './opaque.ts';
import { opened, saysOrigins } from './origins.ts';
import { perlFilter } from './perl-filter.ts';
import { asShell, withoutDoubledQuotes } from './powershell.ts';
import { codeOption, isInterpreter, isShell, ranBy, runsInput, scriptFile } from './programs.ts';
import { urlsIn } from './urls.ts';
import { isReadable, join, literal, mapped, originOf, union, unknown, type Value } from './value.ts';
import { writesFile } from './writes.ts';

/** Literals of one code that are read as commands, and how long one may be. */
/** Texts that code was seen to run, among which pieces are looked for. */
const MOST_STARTED = 32;
const MOST_COMMANDS = 100;
const MOST_COMMAND = 20_000;
const MOST_DEPTH = 8;
/** A text with blanks, or with what stands for them in a shell. */
const LOOKS_LIKE_COMMAND = /\s|[$][{]?IFS|^[{][^{}]{0,400},|[|;<]/;

/** The interpreter that a script names in its first line; `null` for a shell or none. */
export const interpreterOf = (text: string): string | null => {
  if (!text.startsWith('#!') && !/^\s{1,16}#!/.test(text)) return null;
  const match = /^\s{0,16}#![ \t]{0,16}(\S{1,256})(?:[ \t]{1,16}(\S{1,256}))?/.exec(text);
  const first = baseName(match?.[1] ?? '');
  const name = first === 'env' ? baseName(match?.[2] ?? '') : first;
  return isInterpreter(name) ? name : null;
};

/** Whether the text is known, of a language that has a parser here. */
const isFollowed = (program: string, code: Value): boolean => isReadable(code) && languageOf(program) !== null;

/** An interpreter that is no shell: the code that it is given, as an option, on its input or in a file. */
export const runsCode = (machine: Machine, call: Call): Value => {
  const { program, texts, args, input } = call;
  const data: readonly Effect[] = input?.origins ?? [];
  // Its short options end in letters that mean code elsewhere.
  if (/^(?:pwsh|powershell)/.test(program)) {
    const encoded = texts.findIndex((text) => /^-e(?:nc|ncodedcommand|c)?$/i.test(text));
    if (encoded >= 0) return encodedCommand(machine, call, args[encoded + 1] ?? literal(''));
    const command = commandOfPowerShell(program, texts);
    if (command >= 0) return runCode(machine, call, join(args.slice(command), ' '), program, input);
  }
  const option = codeOption({ program, args: texts });
  const filtered = option === null || input === null ? null : perlFilter(machine, call, input, option);
  if (filtered !== null) return filtered;
  if (option !== null) {
    const code = args.find(({ text }) => text === option) ?? literal(option);
    saysOrigins(machine, call, code.leads, 'text', isFollowed(program, code));
    const operands = args.slice(args.indexOf(code) + 1);
    importsFiles(machine, call, code, program);
    return withData(runCode(machine, call, withModules(code, program, texts), program, input, operands), data);
  }
  if (runsInput({ program, args: texts }) && input !== null) {
    saysOrigins(machine, call, input.origins, 'input', isFollowed(program, input));
    importsFiles(machine, call, input, program);
    const at = texts.findIndex((text) => text === '-' || text === '/dev/stdin');
    return runCode(machine, call, input, program, null, at < 0 ? [] : args.slice(at + 1));
  }
  const file = scriptFile({ program, args: texts });
  const known = file === null ? moduleFile(machine, call) : (machine.files.get(file) ?? mainOf(machine, file, program));
  if (known !== undefined) {
    saysOrigins(machine, call, known.origins, 'file', isFollowed(program, known));
    const operands = args.slice(texts.indexOf(file ?? '') + 1);
    importsFiles(machine, call, known, program);
    return withData(runCode(machine, call, known, program, input, operands), data);
  }
  // What a module such as json.tool reads is data.
  return unknown(args.reduce<readonly Effect[]>((all, { origins }) => union(all, origins), data));
};

/** Options of PowerShell that take the next word, in every length in which it takes them. */
const WITH_WORD =
  /^-(?:w(?:i[a-z]{0,10})?|ex[a-z]{0,14}|ep|v(?:e[a-z]{0,6})?|o[a-z]{0,12}|inp[a-z]{0,10}|wd|workingdirectory|config[a-z]{0,20})$/i;

/** Where the text stands that PowerShell runs, which is all that follows; -1 for a file or none. */
const commandOfPowerShell = (program: string, texts: readonly string[]): number => {
  for (let at = 0; at < texts.length; at += 1) {
    const text = texts[at] ?? '';
    if (/^-c(?:o[a-z]{0,6})?$/i.test(text)) return at + 1;
    if (/^-f(?:i[a-z]{0,2})?$/i.test(text)) return -1;
    // Without an option the older one takes a text, the newer one a file.
    if (!text.startsWith('-')) return program === 'powershell' ? at : -1;
    if (WITH_WORD.test(text)) at += 1;
  }
  return -1;
};

/** `perl -MSocket`, `ruby -rsocket`: the modules as the code would name them. */
const withModules = (code: Value, program: string, texts: readonly string[]): Value => {
  const isPerl = program.startsWith('perl');
  if (!isPerl && !program.startsWith('ruby')) return code;
  const modules = texts.slice(0, 20).flatMap((text) => {
    const name = (isPerl ? /^-[Mm]([\w:]{1,80})/ : /^-r([\w/-]{1,80})/).exec(text)?.[1];
    return name === undefined ? [] : [isPerl ? `use ${name};` : `require '${name}';`];
  });
  return modules.length === 0 ? code : { ...code, text: `${modules.join(' ')} ${code.text}` };
};

const withData = (value: Value, data: readonly Effect[]): Value =>
  value.known ? { ...value, origins: union(value.origins, data) } : unknown(union(value.origins, data));

const encodedCommand = (machine: Machine, call: Call, value: Value): Value => {
  const from = machine.emit({ kind: 'decode', layer: 'base64' }, call);
  machine.emit({ kind: 'execute', what: 'decoded', how: 'text', from }, call);
  const text = value.known ? (fromBase64(value.text)?.replaceAll('\0', '') ?? null) : null;
  return runCode(machine, call, { ...mapped(value, text), layers: ['base64'] }, 'pwsh');
};

/** What code would do, as far as its calls and literals show. */
export const runCode = (
  machine: Machine,
  outer: Call,
  given: Value,
  program: string,
  input: Value | null = null,
  operands: readonly Value[] = [],
): Value => {
  const { scope } = outer;
  const code = opened(machine, outer, given);
  if (code === null) return unknown(given.origins);
  if (scope.depth > MOST_DEPTH) {
    machine.cut(outer);
    return unknown(code.origins);
  }
  const from = code.provenance === undefined ? {} : { provenance: code.provenance };
  const language = languageOf(program);
  const inner = [...scope.layers, ...code.layers, program].slice(0, 16);
  const followed =
    language === null
      ? null
      : readProgram(
          machine,
          { scope: { ...scope, ...from, layers: inner, depth: scope.depth + 1 }, shown: outer.shown },
          code.text,
          language,
          input,
          operands,
        );
  const out = looksOver(machine, outer, code, program, {
    input,
    operands,
    ran: followed?.ran ?? new Set(),
    started: followed?.started ?? new Set(),
    isFollowed: followed?.isWhole === true,
  });
  if (followed === null) {
    const printed = isReadable(code) ? printedBy(code.text, machine.inflate) : null;
    return printed === null ? out : { ...literal(printed), origins: out.origins, leads: out.origins };
  }
  if (followed.ran.size === 0 && followed.started.size === 0 && startsUnseen(code.text, operands)) {
    const made = machine.emit({ kind: 'decode', layer: program }, outer);
    machine.emit({ kind: 'execute', what: 'decoded', how: 'code', from: made }, outer);
  }
  const { output } = followed;
  return output.known && output.text !== ''
    ? { ...output, origins: union(output.origins, out.origins) }
    : unknown(union(output.origins, out.origins));
};

interface Looking {
  /** What comes in, and the words behind the code. */
  readonly input: Value | null;
  readonly operands: readonly Value[];
  /** Texts that were seen to run. */
  readonly ran: ReadonlySet<string>;
  /** Those that a shell ran. */
  readonly started: ReadonlySet<string>;
  readonly isFollowed: boolean;
}

/**
 * The look at code that knows no language: calls and literals by their look. It is all there is for Perl, Ruby, Lua and
 * awk, and a second one for the others, whose code may be cut or written for another version.
 */
const looksOver = (machine: Machine, outer: Call, code: Value, program: string, given: Looking): Value => {
  const { scope } = outer;
  const { input, operands, ran, isFollowed } = given;
  const isPowerShell = /^(?:pwsh|powershell)/.test(program);
  const plain = isPowerShell ? withoutDoubledQuotes(code.text) : code.text;
  const written =
    isFollowed || languageOf(program) !== null
      ? plain
      : withGiven(withCalls(inOneLine(plain, program), program), { machine, input, operands });
  const read = readCode(written, machine.inflate);
  const layers = [...scope.layers, ...code.layers, program, ...read.layers];
  const from = code.provenance === undefined ? {} : { provenance: code.provenance };
  const call: Call = { ...outer, scope: { ...scope, ...from, layers: layers.slice(0, 16), depth: scope.depth + 1 } };
  const { text } = read;
  if (read.isCut) machine.cut(call);
  machine.emit({ kind: 'code', program, text }, call);
  if (bindsShellInCode(text) || bindsShellInCode(code.text)) {
    machine.emit({ kind: 'connect', to: '', binds: 'opens a socket and starts a shell on it, in code' }, call);
  }
  if (runsFetched(text) || runsFetched(code.text)) {
    machine.emit({ kind: 'execute', what: 'downloaded', how: 'code', from: null }, call);
  }
  if (runsNative(code.text)) machine.emit({ kind: 'execute', what: 'decoded', how: 'code', from: null }, call);
  // Where the code was followed to its end it is known what was decoded, and what of it runs.
  const own = isFollowed ? code.text : withoutCommandLines(code.text);
  const ofNoParser = languageOf(program) === null;
  if (!isFollowed && (runsDecoded(own) || (ofNoParser && runsHidden(machine, own, given)))) {
    // What was decoded from a literal stands in its place, and a shell is read; code without a parser here is not.
    const isRead = startsDecodedOnly(own) && !decodesInCode(withoutCommandLines(text)) && isReadable(literal(text));
    machine.emit({ kind: 'execute', what: 'decoded', how: 'code', from: null, ...(isRead ? { isRead } : {}) }, call);
  }
  if (METADATA_CREDENTIALS.test(text)) machine.emit({ kind: 'metadata-api', credentials: true }, call);
  for (const { path, written } of writesIn(text)) writesFile(machine, call, path, written);
  if (ofNoParser) {
    bringsFiles(machine, call, text, program);
    followsData(machine, call, text, program);
  }
  for (const one of evaluatedIn(text)) {
    if (!ran.has(one)) runCode(machine, call, { ...literal(one), layers: [] }, program);
    else if (call.scope.depth <= MOST_DEPTH) looksOver(machine, call, literal(one), program, given);
  }
  for (const words of listsIn(text)) {
    // In some languages the words behind the program are one text.
    const isJoined = words.length === 2 && isShell(words[0] ?? '') && /^-[a-z]*c\s/.test(words[1] ?? '');
    if (isJoined) machine.runText(literal(words.join(' ')), call.scope, null);
    else if (isCommand(words)) machine.runWords(words.map(literal), call, null);
  }
  let commands = 0;
  const started = [...given.started].slice(0, MOST_STARTED).filter((text) => text.length <= MOST_COMMAND);
  for (const one of literalsIn(text)) {
    if (one.length > MOST_COMMAND || ran.has(one) || !LOOKS_LIKE_COMMAND.test(one.trim())) continue;
    // A piece of a text that ran as a whole.
    if (isFollowed && started.some((text) => text.includes(one))) continue;
    commands += 1;
    if (commands > MOST_COMMANDS) break;
    // Words of a shell whose name stands elsewhere: `FileName = "/bin/sh"; Arguments = "-c \"…\""`.
    machine.runText(literal(/^-[il]{0,2}c\s/.test(one) ? `sh ${one}` : one), call.scope, null);
  }
  if (/^(?:tclsh|wish)/.test(program) && !isFollowed)
    for (const one of tclCommands(text)) machine.runText(literal(one), call.scope, null);
  // Its commands are those of the system, and pipes join them as in any shell.
  if (isPowerShell && text.length <= MOST_COMMAND) machine.runText(literal(asShell(text)), call.scope, null);
  const hides = decodesInCode(code.text) || makesText(code.text) || (ofNoParser && isOpaque(code.text));
  if (!hides) return unknown(code.origins);
  return unknown(union([machine.emit({ kind: 'decode', layer: read.layers[0] ?? 'code' }, call)], code.origins));
};

/** Ways of Python, JavaScript and PHP to run what they are given, by names that are put together or looked up. */
const STARTS_ANYTHING =
  /\bgetattr\s?\(|__builtins__|\bglobals\(\)|\bvars\(|\bctypes\b|\bpickle\b|\bos\.(?:system|popen|exec\w{1,3})\b|@os\.|["'](?:\/bin\/)?(?:ba|da|a)?sh["']|\bReflectionFunction\b|\bcall_user_func|\bprocess\.binding\b|\bchild_process\b|\bDeno\.Command\b|\b(?:exec|eval|passthru|system|shell_exec)\s?\(/;
/** Longer programs hold keys and digests for good reasons. */
const FEW_LINES = 4000;
const LEAST_PAYLOAD = 60;

/** Whether short code that starts programs was given a long text that people cannot read, and none was seen to run. */
const startsUnseen = (code: string, operands: readonly Value[]): boolean =>
  code.length <= FEW_LINES &&
  STARTS_ANYTHING.test(code) &&
  ([...literalsIn(code), ...operands.map(({ text }) => text)].some(
    (text) => text.length >= LEAST_PAYLOAD && !/^eyJ/.test(text) && isOpaque(text),
  ) ||
    CODES.test(code));
/** Numbers that are made characters. */
const CODES = /\bchr\b[^\n]{0,400}(?:\b\d{2,3}[\s,]{1,3}){16}|(?:\b\d{2,3}[\s,]{1,3}){16}[^\n]{0,400}\bchr\b/;

/** Variables of the environment as code names them. */
const OF_ENVIRONMENT = /\b(?:ENV|env)\s{0,2}[[({]\s{0,2}["']?(\w{1,80})/g;
const MOST_VARIABLES = 20;
const SHORT_CODE = 400;

/** Whether code runs what a variable holds, where it was given a text that people cannot read, or one that was decoded. */
const runsHidden = (machine: Machine, code: string, { input, operands }: Looking): boolean => {
  if (!runsVariable(code)) return false;
  const makes = makesText(code) || decodesInCode(code);
  if (makes && isOpaque(code)) return true;
  // A line that turns what it is given into something else and runs that.
  if (code.length <= SHORT_CODE && makes && (input !== null || operands.length > 0)) return true;
  const variables = [...code.matchAll(OF_ENVIRONMENT)]
    .slice(0, MOST_VARIABLES)
    .flatMap(([, name = '']) => machine.variables.get(name) ?? []);
  return [...(input === null ? [] : [input]), ...operands, ...variables].some(
    ({ origins, known }) => !known && originOf(origins, 'decode') !== undefined,
  );
};

/** How code of a language without a parser here brings a file from elsewhere, and how it loads a library. */
const BRINGS =
  /\bdownload\b|\bcp\s{0,4}\(|openStream|copy_stream|open-uri|URI\.open|Net::HTTP|LWP|IO::Socket|\bsocket\b|TCPSocket/;
const LOADS = /LoadLibrary|\bCDLL\b|dlopen|System\.load\b|loadlib|ffi\.load|^\s{0,8}load\s/m;
const MOST_PATHS = 32;

/** Files that such code names beside an address: what it brought is in them. A library that it loads was brought before. */
const bringsFiles = (machine: Machine, call: Call, text: string, program: string): void => {
  const loads = LOADS.test(text);
  if (!loads && !BRINGS.test(text)) return;
  const literals = literalsIn(text);
  const urls = urlsIn(literals);
  const isPeerNamed = urls.length > 0 || /\bsocket\b|IO::Socket|TCPSocket/.test(text);
  const words = loads ? [...literals, ...text.split(/\s+/, 200)] : literals;
  const paths = words.filter((one) => /^\/[\w./-]{1,300}$/.test(one)).slice(0, MOST_PATHS);
  for (const path of loads ? paths : []) {
    const file = machine.files.get(path);
    if (file !== undefined) saysOrigins(machine, call, file.origins, 'file');
  }
  if (!isPeerNamed || !BRINGS.test(text)) return;
  const written = paths.filter(
    (path) => machine.files.get(path) === undefined && /^\/(?:tmp|var\/tmp|dev\/shm|run|opt|root|home)\//.test(path),
  );
  if (written.length === 0) return;
  const from = machine.emit({ kind: 'download', program, urls }, call);
  for (const path of written) machine.files.set(path, unknown([from]));
};

/** A list of literals is a command when its first word is a program that one would start this way. */
const isCommand = (words: readonly string[]): boolean => {
  const ran = ranBy(words);
  const { program } = ran;
  return (
    words.length <= 64 &&
    (isShell(program) ||
      DOWNLOADERS.has(program) ||
      isPeer(program, ran.args) ||
      isInterpreter(program) ||
      ran.hostEntries.length > 0 ||
      ['kubectl', 'chmod', 'docker', 'rm', 'insmod', 'mount', 'cp'].includes(program) ||
      /^\/(?:tmp|var\/tmp|dev\/shm)\//.test(ran.path))
  );
};

const NAME = String.raw`["']([^"'\n]{1,300})["']`;
/** How languages write a file: a name and then a mode, a mode and then a name, or a call that says it. */
const WRITES = new RegExp(
  [
    String.raw`${NAME}\s{0,4},\s{0,4}["'](?:[wax]\+?[bt]?\+?|>{1,2})["']`,
    String.raw`["']\+?>{1,2}["']\s{0,4},\s{0,4}${NAME}`,
    String.raw`\bopen\b[^"'\n]{0,40}["']\+?>{1,2}\s{0,4}(\/[^"'\n]{1,300})["']`,
    String.raw`(?:writeFile(?:Sync)?|appendFile(?:Sync)?|file_put_contents|File\.(?:write|open)|IO\.write|os\.(?:OpenFile|Create|WriteFile)|File::create|new (?:java\.io\.)?File(?:Writer|OutputStream)|io\.(?:File(?:Writer|OutputStream)))\s{0,4}\(?\s{0,4}${NAME}`,
  ].join('|'),
  'g',
);

/** Files that code writes under a literal name: `open("…", "w")`, `fs.writeFileSync("…")`, `file_put_contents("…")`. */
const writesIn = (text: string): readonly { readonly path: string; readonly written: string }[] => {
  const found: { path: string; written: string }[] = [];
  for (const match of text.matchAll(WRITES)) {
    const path = match.slice(1).find((one) => one !== undefined) ?? '';
    if (path.includes('/')) found.push({ path, written: text.slice(match.index, match.index + 400) });
    if (found.length >= 50) break;
  }
  return found;
};
