import type { Effect, Read } from '../../model/effect.ts';
import { WORK } from '../budget.ts';
import type { Call, Machine } from '../machine.ts';
import { hostsOf, isOutside, METADATA_CREDENTIALS } from '../network.ts';
import { CREDENTIAL_NAME, meansToken, TOKEN_FILE } from '../reads.ts';
import { SIGN_IN, TOKEN_SERVICES } from '../sinks.ts';
import { IGNORES_CASE, type Statement, statementsOf } from './statements.ts';

/** Code beyond this is looked at no further. */
const MOST_TEXT = 64_000;
/** How often each character is looked at. */
const TIMES = 3;
const MOST_NAMES = 200;
const MOST_WORDS = 40;
/** A second round knows what stands further below: functions are written before they are called. */
const ROUNDS = 2;

/** Files, stores and lists whose values somebody guards, and what gives out every variable. */
const ANY_GUARDED =
  /secrets|shadow|\/\.|\.conf|environ|security-credentials|\/identity|\/token|\/v[12]\/|kube-env|ENV|getenv|Environ|env:|\/host|\/mnt|\/node/i;
const LEAVES =
  /post|put|smtp|mail|ftp|socket|INET|Dial|connect|\birm\b|\biwr\b|Invoke-|Upload|https?:|curl|request|tcp|udp/i;

/** Opens and reads files, or starts a program that does. */
const READS =
  /\bopen\b|[rR]ead|\bslurp\b|[gG]lob|Get-Content|\bgc\b|\bcat\b|\bFile\b|\bFiles\b|\bIO\b|Scanner|Stream|os\.Open|\blines\b|popen|\bDir\b|\bscan\b|<\$?\w{0,40}>|`|\bqx\b|%x|capture|\bsystem\b/;
/** Is given the name of a file and sends what is in it. */
const TAKES_FILES =
  /UploadFile|-InFile|put(?:binary|text)?file|->put\b|\bstore\b|send_file|[aA]ttach|form-data|upload_file/;
/** Hands data to the other side: a request, what is written to a connection, mail, a file of FTP. */
const SENDS =
  /\b(?:post|put|patch)\w{0,12}\b|\bPost(?:Form|Async)?\b|\bPut\b|\bPOST\b|\bPUT\b|NewRequest|->data(?:send)?\b|BodyPublishers|[sS]end\w{0,12}|\b(?:print|printf|say|puts|write|syswrite|Write|WriteString|Fprint\w{0,3}|Copy|copy_stream|println|storlines|putlines|request|Do|get|Get|GET|open|urlopen|deliver|publish|emit)\b|<<|\birm\b|\biwr\b|Invoke-(?:RestMethod|WebRequest)|Upload\w{2,8}|UploadFile|\bcurl\b/;
/** Asks a service: what comes back is its answer, whatever it was asked with. */
const ASKS =
  /[.:>](?:get|Get|GET|get_response|getBody|body|Do|request|execute|send|post|Post|open|openStream|simple_request)\b|\birm\b|\biwr\b|Invoke-(?:RestMethod|WebRequest)|URI\.open|\bopen-uri\b|\bhttp\.request|\bget\s{0,2}\(?\s{0,2}["']http|curl_|req_perform|\bdownload\b/;
const BUILDS = /NewRequest|HTTP::Request->new|::(?:Post|Put|Get)\.new|HttpRequest\.newBuilder/;
/** Opens a connection or names a service by its host alone. */
const CONNECTS = /Socket|INET|Dial|SMTP|smtp|FTP|HTTP|TCP|UDP|[cC]onnect|PeerAddr|Client|Host\b|\bhost\b|socket/;
/** What it makes of data tells nothing of it. */
const TELLS_NOTHING =
  /Digest|hexdigest|sha256|sha1|md5|MessageDigest|File\.(?:exist|stat|size|mtime)|os\.Stat|Get-FileHash|Test-Path/i;
const EVERY_VARIABLE =
  /(?<![$@%\w])%ENV\b|\bENV\.(?:to_h|to_a|map|each|inspect|to_json|collect|sort|values|to_s)\b|\bos\.Environ\(\)|System\.getenv\(\s{0,4}\)|\b(?:gci|dir|ls|Get-ChildItem)\s{1,4}(?:-Path\s{1,4})?env:|\bSys\.getenv\(\s{0,4}\)|GetEnvironmentVariables\(\)/i;
/** Hands text to the interpreter itself. */
const EVALUATES =
  /\beval\b(?!\s{0,4}\{)|(?:instance|class|module)_(?:eval|exec)|\bload(?:string)?\s{0,2}\(|\bMeta\.parse\b|include_string|ScriptEngine|GroovyShell|\bdefineClass\b|URLClassLoader/;
const READS_PEER = /<\$\w{1,40}>|\bgets\b|readpartial|\brecv\b|sysread|[.:>]receive\b|readline|[.:>]read\b/;

/** In front of a name: the way in which a client says who it is. */
const SIGNS_IN =
  /(?:authorization|bearer|\bauth|private-token|x-[\w-]{0,30}(?:token|key)|api[-_]?key|jwt|assertion|basic_?auth)["'\])}]{0,3}\s{0,3}(?:=>|[:=,+.(]){0,2}\s{0,4}["']?(?:Bearer|Token|Basic|JWT)?\s{0,3}["']?\s{0,4}[+.,]{0,2}\s{0,3}["'(]{0,2}(?:string\()?[#$@%]{0,2}[{(]?$/i;

/** What a name of the code holds, as far as anybody guards it. */
interface Held {
  readonly data: Set<Effect & Read>;
  /** Files that it names, and what an address means that it holds. */
  readonly paths: Set<string>;
  readonly hosts: Set<string>;
  isFetched: boolean;
}

const nothing = (): Held => ({ data: new Set(), paths: new Set(), hosts: new Set(), isFetched: false });

const add = (to: Held, from: Held): void => {
  for (const one of from.data) if (to.data.size < 8) to.data.add(one);
  for (const one of from.paths) if (to.paths.size < 16) to.paths.add(one);
  for (const one of from.hosts) if (to.hosts.size < 8) to.hosts.add(one);
  to.isFetched ||= from.isFetched;
};

const API_SECRETS =
  /(?:kube|k8s|api_?server|:6443|10\.96\.0\.1\b|…)[^\s]{0,200}\/api\/v1\/(?:namespaces\/[^/\s]{1,80}\/)?secrets(?:[?#]|$)/i;
const VAULT = /\.vault\.azure\.net\/secrets|secretmanager\.googleapis\.com\/[^\s]{0,200}:access/;

/** What asking an address gives out; `null` for one that gives nothing that is guarded. */
const guardedAt = (word: string): Pick<Read, 'what' | 'path'> | null => {
  if (METADATA_CREDENTIALS.test(word)) return { what: 'metadata', path: '' };
  if (API_SECRETS.test(word) || VAULT.test(word)) return { what: 'credentials', path: 'secrets of a store' };
  return null;
};

const guardedFile = (word: string): Pick<Read, 'what' | 'path'> | null => {
  if (TOKEN_FILE.test(word) || meansToken(word) || /\/run\/secrets\/[^\s]{0,100}\*/.test(word))
    return { what: 'token', path: word };
  return CREDENTIAL_NAME.test(word) ? { what: 'credentials', path: word } : null;
};

/**
 * Where data goes in code of a language without a parser here: what is read of guarded files and services, which names
 * hold it, and whether it leaves for a host outside. Statement by statement, without branches: a name that held
 * something once holds it.
 */
export const followsData = (machine: Machine, call: Call, whole: string, program: string): void => {
  if (!LEAVES.test(whole) || !(ANY_GUARDED.test(whole) || EVALUATES.test(whole))) return;
  const code = whole.slice(0, MOST_TEXT);
  if (!machine.spend(code.length * WORK.codeCharacter * TIMES)) {
    machine.cut(call);
    return;
  }
  const flow = new Flow(machine, call, program);
  const { statements, isCut } = statementsOf(code, program);
  if (isCut || code.length < whole.length) machine.cut(call);
  for (const one of statements) flow.knows(one);
  for (let round = 0; round < ROUNDS; round += 1) for (const one of statements) flow.reads(one);
  for (const one of statements) flow.says(one);
};

class Flow {
  private readonly names = new Map<string, Held>();
  private readonly functions = new Map<string, readonly string[]>();
  private readonly found = new Map<string, Effect & Read>();
  private readonly machine: Machine;
  private readonly call: Call;
  private readonly program: string;
  private said = 0;

  constructor(machine: Machine, call: Call, program: string) {
    this.machine = machine;
    this.call = call;
    this.program = program;
  }

  knows({ defines }: Statement): void {
    if (defines !== null && this.functions.size < MOST_NAMES) this.functions.set(defines.name, defines.given);
  }

  /** What a statement gives to the names that it sets, and to the functions that it calls. */
  reads(statement: Statement): void {
    const called = statement.mentions.flatMap(({ name }) =>
      statement.defines?.name === name ? [] : (this.functions.get(name) ?? []),
    );
    const names = [...statement.names, ...called];
    if (names.length === 0) return;
    const held = this.heldIn(statement);
    const out = nothing();
    const asks = ASKS.test(statement.code) && !BUILDS.test(statement.code);
    if (!TELLS_NOTHING.test(statement.code)) {
      for (const one of held.paths) if (guardedAt(one) === null || !asks) out.paths.add(one);
      // What a request is signed or asked with does not come back.
      if (!asks) for (const one of held.data) out.data.add(one);
      for (const one of this.dataOf(statement, held, asks)) out.data.add(one);
    }
    if (!asks) for (const one of held.hosts) out.hosts.add(one);
    out.isFetched =
      (!asks && held.isFetched) || ((asks || READS_PEER.test(statement.code)) && [...held.hosts].some(isOutside));
    if (out.data.size + out.paths.size + out.hosts.size === 0 && !out.isFetched) return;
    for (const name of names) {
      const before = this.names.get(name);
      if (before !== undefined) add(before, out);
      else if (this.names.size < MOST_NAMES) {
        const made = nothing();
        add(made, out);
        this.names.set(name, made);
      }
    }
  }

  /** Whether a statement sends what is guarded, or runs what came from elsewhere. */
  says(statement: Statement): void {
    if (this.said >= 8) return;
    const held = this.heldIn(statement);
    const isFetched = held.isFetched || (ASKS.test(statement.code) && [...held.hosts].some(isOutside));
    if (isFetched && EVALUATES.test(statement.code)) {
      this.said += 1;
      this.machine.emit({ kind: 'execute', what: 'downloaded', how: 'code', from: null }, this.call);
    }
    if (!SENDS.test(statement.code) && !TAKES_FILES.test(statement.code)) return;
    const to = [...held.hosts].find((one) => isOutside(one) && !TOKEN_SERVICES.has(one));
    if (to === undefined) return;
    const leaving = new Set(held.data);
    if (READS.test(statement.code) || TAKES_FILES.test(statement.code))
      for (const one of this.filesOf(held)) leaving.add(one);
    for (const what of leaving) {
      this.said += 1;
      const by = [...held.paths].some((path) => SIGN_IN.test(path))
        ? 'sign-in'
        : MAIL.test(statement.code)
          ? 'mail'
          : 'request';
      this.machine.emit({ kind: 'send', what, by, to }, this.call);
    }
  }

  /** What the literals of a statement and the names in it hold together. */
  private heldIn(statement: Statement): Held {
    const held = nothing();
    const connects = CONNECTS.test(statement.code);
    // Words of PowerShell need no quotes.
    const bare = IGNORES_CASE.test(this.program) ? (statement.code.match(BARE) ?? []).slice(0, MOST_WORDS) : [];
    for (const text of [...statement.literals.map((one) => one.text), ...bare]) {
      for (const host of hostsOf([text])) held.hosts.add(host);
      if (connects && HOST.test(text)) held.hosts.add(text);
      for (const word of text.length > 4096 ? [] : text.split(/[\s,]+/, MOST_WORDS)) {
        for (const one of this.wholeOf(word)) if (one.includes('/') && held.paths.size < 16) held.paths.add(one);
      }
    }
    for (const { name, at } of statement.mentions) {
      const of = this.names.get(name);
      if (of === undefined) continue;
      const isSign = of.data.size > 0 && SIGNS_IN.test(statement.code.slice(Math.max(0, at - 80), at));
      add(held, isSign ? { ...of, data: new Set() } : of);
    }
    if (EVERY_VARIABLE.test(statement.code)) held.data.add(this.read('environment', ''));
    return held;
  }

  /** `$base/secrets`: with what the name holds in front. */
  private wholeOf(word: string): readonly string[] {
    const [, name = '', rest = ''] = BASED.exec(word) ?? [];
    const of = rest === '' ? undefined : this.names.get(IGNORES_CASE.test(this.program) ? name.toLowerCase() : name);
    return of === undefined ? [word] : [...of.paths].map((base) => base + rest);
  }

  private dataOf(statement: Statement, held: Held, asks: boolean): readonly (Effect & Read)[] {
    const out: (Effect & Read)[] = [];
    if (asks) {
      for (const one of held.paths) {
        const at = guardedAt(one);
        if (at !== null) out.push(this.read(at.what, at.path));
      }
    }
    return READS.test(statement.code) ? [...out, ...this.filesOf(held)] : out;
  }

  private filesOf(held: Held): readonly (Effect & Read)[] {
    const out: (Effect & Read)[] = [];
    for (const path of held.paths) {
      const file = guardedFile(path);
      if (file !== null) out.push(this.read(file.what, file.path));
      const host = path.startsWith('/') ? this.machine.hostPlace(path, this.call.scope) : null;
      if (host !== null) out.push(this.read('file', path));
    }
    return out;
  }

  private read(what: Read['what'], path: string): Effect & Read {
    const key = `${what} ${path}`;
    const known = this.found.get(key);
    if (known !== undefined) return known;
    const host = what === 'file' ? this.machine.hostPlace(path, this.call.scope) : null;
    // It is of the kind that it is made of.
    const made = this.machine.emit({ kind: 'read', what, path, host, program: this.program }, this.call) as Effect &
      Read;
    this.found.set(key, made);
    return made;
  }
}

/** A name that a longer address begins with. */
const BASED = /^[$#@]{1,2}\{?([A-Za-z_]\w{0,60})\}?(\/.{1,1000})$/s;

/** A path or an address without quotes. */
const BARE = /(?<=\s)(?:https?:\/)?\/[^\s"'();|]{1,400}/g;

const MAIL = /smtp|mail/i;
/** A name or an address of a host by itself. */
const HOST = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){1,8})\.?(?::\d{1,5})?$/i;
