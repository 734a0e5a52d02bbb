/**
 * The byte gate: which lines of a buffer can hold a workload write. Compiled to WebAssembly with SIMD; see
 * ../gate.ts for the memory layout and docs/decisions/0004-byte-gate.md for the reasons.
 *
 * A line is dropped only
 * - when a word that every workload write holds is absent from its bytes, or
 * - when a depth-aware reader has found `objectRef` (and `verb`) at the line's own level and they say something else,
 *   and the rest of the line neither repeats that key nor hides letters behind \u00 escapes.
 * Everything that the reader does not understand goes to the words, everything that the words cannot exclude passes.
 */

// Laid out by the caller; every address is in bytes from the start of memory.
const CONFIG: usize = 1024;
/** Six 16-byte nibble tables: low and high nibble of a word's first, second and third byte; bit = bucket. */
const TABLES: usize = CONFIG;
/** Words of the buckets: 8 entries of (first index, count). */
const BUCKETS: usize = CONFIG + 96;
/** Words: up to 256 entries of (address, length, class), 12 bytes each. */
const WORDS: usize = CONFIG + 256;
/** Resource names: 64 entries of (first index, count) by length, then (address) each. */
const LENGTHS: usize = WORDS + 256 * 12;
const NAMES: usize = LENGTHS + 64 * 8;

const CLASS_VERB: u32 = 1;
const CLASS_RESOURCE: u32 = 2;
const CLASS_ALWAYS: u32 = 4;
/** Two more pairs, of a verb and a thing each: acts that are no workload writes. */
const CLASS_ACT: u32 = 8 | 16;
const CLASS_REMOVAL: u32 = 32 | 64;

const CREATE: u32 = 1;
const CHANGE: u32 = 2;
const DELETE: u32 = 4;
const GET: u32 = 8;
const LIST: u32 = 16;
const WRITE: u32 = CREATE | CHANGE | DELETE;

const PASS: i32 = 1;
const DROP: i32 = 2;
const UNKNOWN: i32 = 3;

/** Unescaped bytes of an inner event that are read; more is left to the decoder. */
const SCRATCH_BYTES: usize = 4096;

/**
 * Lines of the last `scan` that begin as the middle of a pretty-printed document does (white space, a quote, a closing
 * bracket) or that are only an opening one: the caller must not read such input line by line.
 */
export let inner: u32 = 0;

let scratch: usize = 0;
let anySubresource: bool = false;
let wantsContext: bool = false;
let wantsActs: bool = false;
let onlyWords: bool = false;
/** Bits of the users that lines name, `USER_BITS` of them. */
let users: usize = 0;
/** Where `bodies` puts the keys that it read. */
let keyRanges: usize = 0;
const USER_BITS: u32 = 8192;
const LONGEST_USER: usize = 256;

/** Lines since `clearUsers` of which the users were not read: they may name anybody. */
export let nameless: u32 = 0;

/** Non-blank lines of the last `scan`. */
export let lines: u32 = 0;
/** Where the last `scan` stopped: the end, or the first line not looked at when the list of ranges was full. */
export let stopped: usize = 0;

export function configure(
  scratchAddress: usize,
  everySubresource: bool,
  context: bool,
  acts: bool,
  words: bool,
  usersAddress: usize,
  keysAddress: usize,
): void {
  scratch = scratchAddress;
  anySubresource = everySubresource;
  wantsContext = context;
  wantsActs = acts;
  onlyWords = words;
  users = usersAddress;
  keyRanges = keysAddress;
}

export function clearUsers(): void {
  memory.fill(users, 0, USER_BITS / 8);
  nameless = 0;
}

function setBit(bit: u32): void {
  const at = users + (bit >> 3);
  store<u8>(at, load<u8>(at) | (<u8>1 << (<u8>(bit & 7))));
}

/** Notes the user whose object begins at `p`; false when the name does not stand there as it is. */
function noteUser(p: usize): bool {
  if (!equals(p, '{"username":"')) return false;
  p += 13;
  const end = p + LONGEST_USER;
  let hash: u32 = 0x811c_9dc5;
  while (true) {
    const c = load<u8>(p);
    if (c == 0x22) break;
    if (c == 0x5c || c == 0x0a || p == end) return false;
    hash = (hash ^ c) * 0x0100_0193;
    p++;
  }
  setBit(hash % USER_BITS);
  setBit((hash >> 16) % USER_BITS);
  return true;
}

/**
 * Notes the users of the event that was read last; counts the line where they are not all known. Whoever writes `user`
 * before `objectRef` is the API server, or keeps its order: then `impersonatedUser` stands between them.
 */
function noteUsers(verdict: i32): void {
  // A request for a path has no reference.
  const isRead = verdict != UNKNOWN || readWhole;
  if (!isRead || user == 0 || !noteUser(user) || (asWhom != 0 && !noteUser(asWhom))) nameless++;
}

/** First byte at or after `p` that is `\n`. The caller puts one behind the data, so there is always one. */
// @ts-expect-error: decorator
@inline
function newlineFrom(p: usize): usize {
  const newline = i8x16.splat(0x0a);
  while (true) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(p), newline));
    if (mask != 0) return p + ctz(mask);
    p += 16;
  }
}

/** First quote, backslash or newline at or after `p`. */
// @ts-expect-error: decorator
@inline
function stringEnd(p: usize): usize {
  const quote = i8x16.splat(0x22);
  const backslash = i8x16.splat(0x5c);
  const newline = i8x16.splat(0x0a);
  while (true) {
    const block = v128.load(p);
    const mask = i8x16.bitmask(
      v128.or(v128.or(i8x16.eq(block, quote), i8x16.eq(block, backslash)), i8x16.eq(block, newline)),
    );
    if (mask != 0) return p + ctz(mask);
    p += 16;
  }
}

/** `p` behind the opening quote; the address behind the closing one, or 0 at the end of the line. */
function skipString(p: usize): usize {
  while (true) {
    p = stringEnd(p);
    const c = load<u8>(p);
    if (c == 0x22) return p + 1;
    if (c == 0x0a) return 0;
    // A backslash takes the next byte with it, unless the line ends there.
    if (load<u8>(p + 1) == 0x0a) return 0;
    p += 2;
  }
}

// @ts-expect-error: decorator
@inline
function skipSpace(p: usize): usize {
  let c = load<u8>(p);
  while (c == 0x20 || c == 0x09 || c == 0x0d) c = load<u8>(++p);
  return p;
}

/** `p` at the first byte of an object or list; behind its end, or 0 at the end of the line. */
function skipNested(p: usize): usize {
  const quote = i8x16.splat(0x22);
  const newline = i8x16.splat(0x0a);
  const lowerBit = i8x16.splat(0x20);
  const open = i8x16.splat(0x7b); // both brackets once bit 5 is set: [ and { are 5b and 7b
  const close = i8x16.splat(0x7d); // ] and } are 5d and 7d
  let depth: i32 = 0;
  while (true) {
    const block = v128.load(p);
    const folded = v128.or(block, lowerBit);
    let mask = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.eq(block, quote), i8x16.eq(block, newline)),
        v128.or(i8x16.eq(folded, open), i8x16.eq(folded, close)),
      ),
    );
    if (mask == 0) {
      p += 16;
      continue;
    }
    let next: usize = p + 16;
    while (mask != 0) {
      const at = p + ctz(mask);
      const c = load<u8>(at);
      if (c == 0x22) {
        next = skipString(at + 1);
        if (next == 0) return 0;
        break;
      }
      if (c == 0x0a) return 0;
      if ((c | 0x20) == 0x7b) depth++;
      else {
        depth--;
        if (depth == 0) return at + 1;
      }
      mask &= mask - 1;
    }
    p = next;
  }
  return 0; // not reached; the compiler does not see that
}

/** `p` at the first byte of any value; behind it, or 0 at the end of the line. */
// @ts-expect-error: decorator
@inline
function skipValue(p: usize): usize {
  const c = load<u8>(p);
  if (c == 0x22) return skipString(p + 1);
  if (c == 0x7b || c == 0x5b) return skipNested(p);
  while (true) {
    const d = load<u8>(p);
    if (d == 0x2c || d == 0x7d || d == 0x5d) return p;
    if (d == 0x0a) return 0;
    p++;
  }
}

/** Whether the lower-cased bytes are one of the names; only ASCII letters are folded. */
function isName(p: usize, length: u32): bool {
  if (length >= 64) return false;
  let index = load<u32>(LENGTHS + length * 8);
  const last = index + load<u32>(LENGTHS + length * 8 + 4);
  for (; index < last; index++) {
    const name = load<u32>(NAMES + index * 4) as usize;
    let i: u32 = 0;
    for (; i < length; i++) {
      let c = load<u8>(p + i);
      if (c >= 0x41 && c <= 0x5a) c |= 0x20;
      if (c != load<u8>(name + i)) break;
    }
    if (i == length) return true;
  }
  return false;
}

/** Objects that tell what a workload reads and may do: their writes pass when the line holds a body. */
function isContextName(p: usize, length: u32): bool {
  if (length == 5) return equalsFolded(p, 'roles');
  if (length == 7) return equalsFolded(p, 'secrets');
  if (length == 10) return equalsFolded(p, 'configmaps');
  if (length == 12) return equalsFolded(p, 'clusterroles') || equalsFolded(p, 'rolebindings');
  if (length == 19) return equalsFolded(p, 'clusterrolebindings');
  return false;
}

/** Writes of rights are few, and tell something without a body too. */
function isRbacName(p: usize, length: u32): bool {
  return (
    (length == 5 && equalsFolded(p, 'roles')) ||
    (length == 12 && (equalsFolded(p, 'clusterroles') || equalsFolded(p, 'rolebindings'))) ||
    (length == 19 && equalsFolded(p, 'clusterrolebindings'))
  );
}

/** The verb in any case; 0 for one that never passes. */
function verbOf(p: usize, length: u32): u32 {
  if (length == 3) return equalsFolded(p, 'get') ? GET : 0;
  if (length == 4) return equalsFolded(p, 'list') ? LIST : 0;
  if (length == 5) return equalsFolded(p, 'patch') ? CHANGE : 0;
  if (length == 6) {
    if (equalsFolded(p, 'create')) return CREATE;
    if (equalsFolded(p, 'update')) return CHANGE;
    return equalsFolded(p, 'delete') ? DELETE : 0;
  }
  return length == 16 && equalsFolded(p, 'deletecollection') ? DELETE : 0;
}

// @ts-expect-error: decorator
@inline
function equalsFolded(p: usize, word: string): bool {
  for (let i = 0; i < word.length; i++) {
    if (((load<u8>(p + i) | 0x20) as i32) != word.charCodeAt(i)) return false;
  }
  return true;
}

/** Set by `readEvent` and `readReference`: behind the last byte that was read, and which key decided. */
let readTo: usize = 0;
let decidedByVerb: bool = false;
/** Set by `readEvent`: whether requestURI stood before what decided. */
let sawUri: bool = false;
/** Set by `readReference`: the resource is not judged, and only tells of what is. */
let isContext: bool = false;
/** Set by `readReference`: the verbs with which it passes. */
let wanted: u32 = 0;
/** Set by `readReference`: it asks for a token of a service account. */
let isToken: bool = false;
/** Set by `readEvent`: where the value of `user` begins, 0 before it came; and whether it decided that nothing is told. */
let user: usize = 0;
let asWhom: usize = 0;
/** Set by `readEvent`: every key of the line's own level was read, and there is nothing behind it. */
let readWhole: bool = false;
let decidedByUser: bool = false;

/**
 * Reads one event at its own level, `p` at its opening brace. DROP when `objectRef` names a resource or subresource
 * that nobody asks for, or `verb` is none that is asked for of it; PASS when both are; UNKNOWN when the text is something
 * else or ends before it told.
 */
function readEvent(p: usize): i32 {
  let verb: u32 = 0;
  let hasVerb = false;
  let reference: i32 = UNKNOWN;
  sawUri = false;
  user = 0;
  asWhom = 0;
  readWhole = false;
  decidedByUser = false;
  p = skipSpace(p + 1);
  while (true) {
    if (load<u8>(p) != 0x22) return UNKNOWN;
    const key = p + 1;
    p = stringEnd(key);
    if (load<u8>(p) != 0x22) return UNKNOWN; // an escape in a key, or the end of the line
    const length = (p - key) as u32;
    p = skipSpace(p + 1);
    if (load<u8>(p) != 0x3a) return UNKNOWN;
    p = skipSpace(p + 1);
    if (length == 4 && load<u32>(key) == 0x6272_6576) {
      if (load<u8>(p) != 0x22) return UNKNOWN;
      const value = p + 1;
      p = stringEnd(value);
      if (load<u8>(p) != 0x22) return UNKNOWN;
      verb = verbOf(value, (p - value) as u32);
      hasVerb = true;
      p++;
    } else if (length == 9 && load<u64>(key) == 0x6552_7463_656a_626f && load<u8>(key + 8) == 0x66) {
      if (load<u8>(p) != 0x7b) return UNKNOWN;
      reference = readReference(p);
      if (reference == UNKNOWN) return UNKNOWN;
      p = readTo;
    } else {
      if (length == 10 && equals(key, 'requestURI')) sawUri = true;
      else if (length == 4 && load<u32>(key) == 0x7265_7375) user = p;
      else if (length == 16 && equals(key, 'impersonatedUser')) asWhom = p;
      p = skipValue(p);
      if (p == 0) return UNKNOWN;
    }
    // A verb alone proves nothing: a wrapper may have a key of that name. The reference alone does.
    if (reference == DROP || (reference == PASS && hasVerb)) {
      readTo = p;
      decidedByVerb = reference == PASS;
      // Of what is read nothing is wanted but who did.
      if ((verb & WRITE) == 0) isContext = false;
      if (reference != PASS || (verb & wanted) == 0) return DROP;
      // Kubelets ask for the tokens of their pods all day.
      if (isToken && user != 0 && equals(user, '{"username":"system:node:')) {
        decidedByVerb = false;
        decidedByUser = true;
        return DROP;
      }
      return PASS;
    }
    p = skipSpace(p);
    if (load<u8>(p) != 0x2c) {
      readWhole = load<u8>(p) == 0x7d && load<u8>(skipSpace(p + 1)) == 0x0a;
      return UNKNOWN;
    }
    p = skipSpace(p + 1);
  }
}

/** `p` at the opening brace of objectRef. PASS when there are verbs with which it passes: `wanted`. */
function readReference(p: usize): i32 {
  let judged = false;
  let found = false;
  let subresource = false;
  let other = false;
  let plain = true;
  let enters = false;
  let token = false;
  let resource: usize = 0;
  let resourceSize: u32 = 0;
  isContext = false;
  isToken = false;
  p = skipSpace(p + 1);
  while (true) {
    if (load<u8>(p) != 0x22) return UNKNOWN;
    const key = p + 1;
    p = stringEnd(key);
    if (load<u8>(p) != 0x22) return UNKNOWN;
    const length = (p - key) as u32;
    p = skipSpace(p + 1);
    if (load<u8>(p) != 0x3a) return UNKNOWN;
    p = skipSpace(p + 1);
    const resourceKey = length == 8 && load<u64>(key) == 0x6563_7275_6f73_6572;
    const subresourceKey =
      length == 11 &&
      load<u64>(key) == 0x756f_7365_7262_7573 &&
      load<u16>(key + 8) == 0x6372 &&
      load<u8>(key + 10) == 0x65;
    if (resourceKey || subresourceKey) {
      if (load<u8>(p) != 0x22) return UNKNOWN;
      const value = p + 1;
      p = stringEnd(value);
      if (load<u8>(p) != 0x22) return UNKNOWN;
      const size = (p - value) as u32;
      // A second one in the same reference is nothing that Kubernetes writes.
      if (resourceKey ? found : subresource) return UNKNOWN;
      if (resourceKey) {
        found = true;
        resource = value;
        resourceSize = size;
        judged = isName(value, size);
        isContext = !judged && wantsContext && isContextName(value, size);
      } else {
        subresource = true;
        plain = size == 0;
        enters = (size == 4 && equalsFolded(value, 'exec')) || (size == 6 && equalsFolded(value, 'attach'));
        token = size == 5 && equalsFolded(value, 'token');
        other =
          size != 0 &&
          !anySubresource &&
          !(size == 19 && equalsFolded(value, 'ephemeralcontainers')) &&
          // The binding of a pod says on which node it runs.
          !(size == 7 && wantsContext && equalsFolded(value, 'binding'));
      }
      p++;
    } else {
      p = skipValue(p);
      if (p == 0) return UNKNOWN;
    }
    p = skipSpace(p);
    const c = load<u8>(p);
    if (c == 0x7d) break;
    if (c != 0x2c) return UNKNOWN;
    p = skipSpace(p + 1);
  }
  readTo = p + 1;
  if (!found) return UNKNOWN;
  wanted = (judged || isContext) && !other ? WRITE : 0;
  if (wantsActs) {
    isToken = token && wanted == 0;
    wanted |= actsOf(resource, resourceSize, plain, enters, token);
    if (isContext && isRbacName(resource, resourceSize)) isContext = false;
  }
  return wanted != 0 ? PASS : DROP;
}

/** Verbs with which a reference tells of an act that is no write of a workload. */
function actsOf(p: usize, length: u32, plain: bool, enters: bool, token: bool): u32 {
  // Over a websocket an entry is a read.
  if (enters) return length == 4 && equalsFolded(p, 'pods') ? CREATE | GET : 0;
  if (token) return length == 15 && equalsFolded(p, 'serviceaccounts') ? CREATE : 0;
  if (!plain) return 0;
  if (length == 7) return equalsFolded(p, 'secrets') ? LIST : 0;
  if (length == 6) return equalsFolded(p, 'events') ? DELETE : 0;
  if (length == 23) return equalsFolded(p, 'selfsubjectrulesreviews') ? CREATE : 0;
  return length == 24 && equalsFolded(p, 'selfsubjectaccessreviews') ? CREATE : 0;
}

/**
 * Whether a write that only tells of others holds anything to be told: a body, at whatever depth of escapes, that is more
 * than an election. An election holds its record in an annotation and has no data.
 */
function tellsSomething(p: usize, end: usize): bool {
  const O = i8x16.splat(0x4f);
  const b = i8x16.splat(0x62);
  const l = i8x16.splat(0x6c);
  const slash = i8x16.splat(0x2f);
  const d = i8x16.splat(0x64);
  const a = i8x16.splat(0x61);
  const backslash = i8x16.splat(0x5c);
  const u = i8x16.splat(0x75);
  let body = false;
  let election = false;
  let data = false;
  for (; p < end; p += 16) {
    const here = v128.load(p);
    const next = v128.load(p, 1);
    let mask = i8x16.bitmask(
      v128.or(
        v128.or(
          v128.and(i8x16.eq(here, O), i8x16.eq(next, b)),
          v128.and(i8x16.eq(here, slash), i8x16.eq(next, l)),
        ),
        v128.or(
          v128.and(i8x16.eq(here, d), i8x16.eq(next, a)),
          v128.and(i8x16.eq(here, backslash), i8x16.eq(next, u)),
        ),
      ),
    );
    while (mask != 0) {
      const at = p + ctz(mask);
      mask &= mask - 1;
      if (at >= end) break;
      const c = load<u8>(at);
      if (c == 0x4f) body = body || isBodyKey(at);
      else if (c == 0x2f) election = election || isElectionKey(at);
      else if (c == 0x64) data = data || (isQuote(load<u8>(at - 1)) && equals(at, 'data') && isQuote(load<u8>(at + 4)));
      else if (isLetterEscape(at)) return true;
    }
  }
  return body && (!election || data);
}

/**
 * Whether the line between `p` and `end` names one user and nobody whom he impersonates, at whatever depth: the user that was
 * read is then the one who asked.
 */
function namesOneUser(p: usize, end: usize): bool {
  const u = i8x16.splat(0x75);
  const s = i8x16.splat(0x73);
  const U = i8x16.splat(0x55);
  let users = 0;
  let names = 0;
  for (; p < end; p += 16) {
    const here = v128.load(p);
    const next = v128.load(p, 1);
    let mask = i8x16.bitmask(
      v128.and(v128.or(i8x16.eq(here, u), i8x16.eq(here, U)), i8x16.eq(next, s)),
    );
    while (mask != 0) {
      const at = p + ctz(mask);
      mask &= mask - 1;
      if (at >= end) break;
      if (load<u16>(at + 2) != 0x7265) continue; // er
      // As a part of a longer word, as in impersonatedUser.
      if (load<u8>(at) == 0x55) return false;
      if (!isQuote(load<u8>(at - 1))) continue;
      if (isQuote(load<u8>(at + 4))) users++;
      else if (equals(at + 4, 'name') && isQuote(load<u8>(at + 8))) names++;
    }
  }
  return users == 1 && names == 1;
}

/** `at` is the O of a key requestObject or responseObject. */
// @ts-ignore: decorator
@inline
function isBodyKey(at: usize): bool {
  return (
    load<u32>(at + 2) == 0x7463_656a && // ject
    isQuote(load<u8>(at + 6)) &&
    ((load<u32>(at - 7) == 0x7571_6572 && load<u32>(at - 4) == 0x7473_6575) || // reques, uest
      (load<u32>(at - 8) == 0x7073_6572 && load<u32>(at - 4) == 0x6573_6e6f)) // resp, onse
  );
}

/** `at` is the slash of control-plane.alpha.kubernetes.io/leader. */
// @ts-ignore: decorator
@inline
function isElectionKey(at: usize): bool {
  return equals(at, '/leader') && isQuote(load<u8>(at + 7)) && equals(at - 33, 'control-plane.alpha.kubernetes.io');
}

/** Set by `repeats`: the newline that ends the line, how often the deciding key stands before it, and requestURI. */
let lineEnd: usize = 0;
let keyRepeats: i32 = 0;
let uriRepeats: i32 = 0;

/**
 * How often the deciding key stands between `p` and the end of the line (the last of two equal keys would win), and
 * requestURI, which stands for the reference in a second event of the line that was cut before it; a
 * letter written as \\u00xx, which could spell it, counts for many.
 */
function repeats(p: usize): void {
  const newline = i8x16.splat(0x0a);
  const backslash = i8x16.splat(0x5c);
  const u = i8x16.splat(0x75);
  // Two neighbouring bytes that are rare elsewhere: "rb" of verb, or "tR" of objectRef and "tU" of requestURI, which
  // stands for the reference in a second event that was cut before it.
  const first = i8x16.splat(decidedByVerb ? 0x72 : 0x74);
  const second = i8x16.splat(decidedByVerb ? 0x62 : 0x52);
  const other = i8x16.splat(decidedByVerb ? 0x62 : 0x55);
  keyRepeats = 0;
  uriRepeats = 0;
  while (true) {
    const here = v128.load(p);
    const next = v128.load(p, 1);
    let mask = i8x16.bitmask(
      v128.or(
        i8x16.eq(here, newline),
        v128.or(
          v128.and(i8x16.eq(here, backslash), i8x16.eq(next, u)),
          v128.and(i8x16.eq(here, first), v128.or(i8x16.eq(next, second), i8x16.eq(next, other))),
        ),
      ),
    );
    while (mask != 0) {
      const at = p + ctz(mask);
      const c = load<u8>(at);
      if (c == 0x0a) {
        lineEnd = at;
        return;
      }
      if (c == 0x5c) {
        if (isLetterEscape(at)) keyRepeats += 16;
      } else if (decidedByVerb) {
        if (load<u8>(at - 1) == 0x65 && (load<u8>(at - 2) | 0x20) == 0x76 && isQuote(load<u8>(at + 2))) keyRepeats++;
      } else if (load<u8>(at + 1) == 0x52) {
        if (isReferenceKey(at)) keyRepeats++;
      } else if (isUriKey(at)) uriRepeats++;
      mask &= mask - 1;
    }
    p += 16;
  }
}

// @ts-expect-error: decorator
@inline
function isQuote(c: u8): bool {
  return c == 0x22 || c == 0x5c;
}

/** `at` is the t of a key objectRef, or ObjectRef as tables spell it: quoted, and not the end of a longer word. */
// @ts-ignore: decorator
@inline
function isReferenceKey(at: usize): bool {
  return (
    load<u32>(at) == 0x6665_5274 && // tRef
    isQuote(load<u8>(at + 4)) &&
    load<u32>(at - 4) == 0x6365_6a62 && // bjec
    (load<u8>(at - 5) | 0x20) == 0x6f &&
    load<u8>(at - 6) == 0x22
  );
}

/** `at` is the t of a key requestURI. */
// @ts-ignore: decorator
@inline
function isUriKey(at: usize): bool {
  return (
    load<u32>(at) == 0x4952_5574 && // tURI
    isQuote(load<u8>(at + 4)) &&
    load<u32>(at - 4) == 0x7365_7571 && // ques
    load<u8>(at - 5) == 0x65 &&
    load<u8>(at - 6) == 0x72 &&
    load<u8>(at - 7) == 0x22
  );
}

/** \u00 and a digit 4 to 7: an escaped ASCII letter. */
// @ts-expect-error: decorator
@inline
function isLetterEscape(at: usize): bool {
  const digit = load<u8>(at + 4);
  return load<u8>(at + 1) == 0x75 && load<u8>(at + 2) == 0x30 && load<u8>(at + 3) == 0x30 && digit >= 0x34 && digit <= 0x37;
}

/** Whether the words allow what is asked for between `p` and `end`: an always-word, or both words of a pair. */
function wordsAllow(p: usize, end: usize): bool {
  const low1 = v128.load(TABLES);
  const high1 = v128.load(TABLES + 16);
  const low2 = v128.load(TABLES + 32);
  const high2 = v128.load(TABLES + 48);
  const low3 = v128.load(TABLES + 64);
  const high3 = v128.load(TABLES + 80);
  const nibble = i8x16.splat(0x0f);
  const zero = i8x16.splat(0);
  const lowerBit = i8x16.splat(0x20);
  const backslash = i8x16.splat(0x5c);
  const u = i8x16.splat(0x75);
  const percent = i8x16.splat(0x25);
  let classes: u32 = 0;
  for (; p < end; p += 16) {
    const here = v128.load(p);
    const next = v128.load(p, 1);
    const a = v128.or(here, lowerBit);
    const b = v128.or(next, lowerBit);
    const c = v128.or(v128.load(p, 2), lowerBit);
    const found = v128.and(
      v128.and(
        v128.and(i8x16.swizzle(low1, v128.and(a, nibble)), i8x16.swizzle(high1, i8x16.shr_u(a, 4))),
        v128.and(i8x16.swizzle(low2, v128.and(b, nibble)), i8x16.swizzle(high2, i8x16.shr_u(b, 4))),
      ),
      v128.and(i8x16.swizzle(low3, v128.and(c, nibble)), i8x16.swizzle(high3, i8x16.shr_u(c, 4))),
    );
    const escapes = v128.or(v128.and(i8x16.eq(here, backslash), i8x16.eq(next, u)), i8x16.eq(here, percent));
    let mask = i8x16.bitmask(v128.or(i8x16.ne(found, zero), escapes));
    while (mask != 0) {
      const at = p + ctz(mask);
      mask &= mask - 1;
      if (at >= end) return false;
      const c = load<u8>(at);
      if (c == 0x5c) {
        if (isLetterEscape(at)) return true;
        continue;
      }
      if (c == 0x25) {
        // A letter of the path may be written as %xx; a name is not looked for there.
        if (onlyWords) continue;
        const digit = load<u8>(at + 1);
        if (digit >= 0x34 && digit <= 0x37) return true;
        continue;
      }
      classes |= classesAt(at, end);
      if ((classes & CLASS_ALWAYS) != 0 || (classes & 3) == 3) return true;
      if ((classes & CLASS_ACT) == CLASS_ACT || (classes & CLASS_REMOVAL) == CLASS_REMOVAL) return true;
    }
  }
  return false;
}

/** Classes of the words that begin at `at`. Words are stored and compared with bit 5 set: letters of either case match. */
function classesAt(at: usize, end: usize): u32 {
  const c1 = load<u8>(at) | 0x20;
  const c2 = load<u8>(at + 1) | 0x20;
  const c3 = load<u8>(at + 2) | 0x20;
  let buckets: u32 =
    (load<u8>(TABLES + (c1 & 15)) & load<u8>(TABLES + 16 + (c1 >> 4)) &
      load<u8>(TABLES + 32 + (c2 & 15)) & load<u8>(TABLES + 48 + (c2 >> 4)) &
      load<u8>(TABLES + 64 + (c3 & 15)) & load<u8>(TABLES + 80 + (c3 >> 4))) as u32;
  let classes: u32 = 0;
  while (buckets != 0) {
    const bucket = ctz(buckets);
    buckets &= buckets - 1;
    let index = load<u32>(BUCKETS + bucket * 8);
    const last = index + load<u32>(BUCKETS + bucket * 8 + 4);
    for (; index < last; index++) {
      const word = WORDS + index * 12;
      const address = load<u32>(word) as usize;
      const length = load<u32>(word, 4);
      if (at + length > end) continue;
      let i: u32 = 0;
      for (; i < length; i++) if ((load<u8>(at + i) | 0x20) != load<u8>(address + i)) break;
      if (i == length) {
        classes |= load<u32>(word, 8);
      }
    }
  }
  return classes;
}

/**
 * Reads the event that stands escaped in a string of the line, under a key that log stores and collectors use: `log`,
 * `log_s` or `message` of the line's own level, or `log` of `properties`. DROP only when it is the one event of the line.
 */
function readEscaped(p: usize, end: usize): i32 {
  if (load<u8>(p) != 0x7b) return UNKNOWN;
  const inner = innerText(p);
  if (inner == 0 || load<u8>(inner) != 0x7b) return UNKNOWN;
  // One level of escapes is taken off; an escape other than of a quote or a backslash is left to the decoder.
  let from = inner;
  let to = scratch;
  const full = scratch + SCRATCH_BYTES;
  while (to < full && from < end) {
    let c = load<u8>(from);
    if (c == 0x22) break;
    if (c == 0x5c) {
      c = load<u8>(++from);
      if (c == 0x6e) c = 0x20;
      else if (c == 0x75) c = 0x3f; // \u0026 and the like: never part of a word that decides
      else if (c != 0x22 && c != 0x5c && c != 0x2f) return UNKNOWN;
    }
    store<u8>(to++, c);
    from++;
  }
  store<u8>(to, 0x0a);
  const verdict = readEvent(scratch);
  if (verdict == PASS && isContext && !tellsSomething(p, end)) decidedByVerb = false;
  else if (verdict != DROP) return PASS;
  // Counted over the whole line: the key that decided may stand in it once, and requestURI.
  repeats(p);
  if (decidedByUser && !namesOneUser(p, end)) return PASS;
  return keyRepeats <= 1 && uriRepeats <= 1 && !holdsMethodName(p, end) ? DROP : PASS;
}

/** Behind the opening quote of the string that holds the event; 0 when the line's own level does not lead to one. */
function innerText(p: usize): usize {
  let found: usize = 0;
  let nested = false;
  p = skipSpace(p + 1);
  while (true) {
    if (load<u8>(p) != 0x22) return 0;
    const key = p + 1;
    p = stringEnd(key);
    if (load<u8>(p) != 0x22) return 0;
    const length = (p - key) as u32;
    p = skipSpace(p + 1);
    if (load<u8>(p) != 0x3a) return 0;
    p = skipSpace(p + 1);
    const c = load<u8>(p);
    if (!nested && c == 0x7b && length == 10 && equals(key, 'properties')) {
      nested = true;
      p = skipSpace(p + 1);
      continue;
    }
    const isKey =
      (length == 3 && equals(key, 'log')) ||
      (!nested && length == 5 && equals(key, 'log_s')) ||
      (!nested && length == 7 && equals(key, 'message'));
    if (isKey && c == 0x22) {
      if (found != 0) return 0; // two of them: which one counts is for the decoder to say
      found = p + 1;
      // What follows is read too, unless the line was cut inside this string.
      p = skipString(p + 1);
      if (p == 0) return found;
    } else {
      p = skipValue(p);
      if (p == 0) return found;
    }
    p = skipSpace(p);
    while (nested && load<u8>(p) == 0x7d) {
      nested = false;
      p = skipSpace(p + 1);
    }
    if (load<u8>(p) == 0x7d) return found;
    if (load<u8>(p) != 0x2c) return 0;
    p = skipSpace(p + 1);
  }
  return 0; // not reached; the compiler does not see that
}

// @ts-ignore: decorator
@inline
function equals(p: usize, word: string): bool {
  for (let i = 0; i < word.length; i++) {
    if ((load<u8>(p + i) as i32) != word.charCodeAt(i)) return false;
  }
  return true;
}

/** Whether `methodName` stands in the line: what a cloud's entry has in the place of a verb and a reference. */
function holdsMethodName(p: usize, end: usize): bool {
  const d = i8x16.splat(0x64);
  const n = i8x16.splat(0x4e);
  for (; p < end; p += 16) {
    let mask = i8x16.bitmask(v128.and(i8x16.eq(v128.load(p), d), i8x16.eq(v128.load(p, 1), n)));
    while (mask != 0) {
      const at = p + ctz(mask);
      if (at >= end) return false;
      if (load<u32>(at - 4) == 0x6f68_7465 && load<u32>(at + 1) == 0x656d_614e) return true;
      mask &= mask - 1;
    }
  }
  return false;
}

/** Counts lines as `scan` does, without reading them. */
export function count(start: usize, end: usize): void {
  let p = start;
  lines = 0;
  inner = 0;
  while (p < end) {
    const first = countLine(p);
    p = newlineFrom(first) + 1;
  }
}

/** Counts the line that begins at `p`, unless it is blank; gives its first byte that is no white space. */
// @ts-expect-error: decorator
@inline
function countLine(p: usize): usize {
  const first = skipSpace(p);
  const c = load<u8>(first);
  if (c == 0x0a) return first;
  lines++;
  if (first != p || c == 0x22 || c == 0x7d || c == 0x5d) inner++;
  else if ((c == 0x7b || c == 0x5b) && load<u8>(skipSpace(first + 1)) == 0x0a) inner++;
  return first;
}

/**
 * Walks the lines between `start` and `end` (a newline stands at `end`, and 64 bytes may be read behind it) and writes
 * pairs of addresses (first byte, newline) of those that pass to `ranges`. Returns how many; see `stopped` and `lines`.
 */
export function scan(start: usize, end: usize, ranges: usize, most: u32): u32 {
  let count: u32 = 0;
  let p = start;
  lines = 0;
  inner = 0;
  while (p < end) {
    if (count == most) break;
    const line = p;
    const first = countLine(p);
    const c = load<u8>(first);
    if (c == 0x0a) {
      p = first + 1;
      continue;
    }
    if (c == 0x7b && !onlyWords) {
      let verdict = readEvent(first);
      noteUsers(verdict);
      if (verdict == PASS && isContext && !tellsSomething(first, newlineFrom(readTo))) {
        verdict = DROP;
        decidedByVerb = false;
      }
      if (verdict == DROP) {
        repeats(readTo);
        p = lineEnd + 1;
        const once = keyRepeats == 0 && uriRepeats <= (sawUri ? 0 : 1);
        if (once && (!decidedByUser || namesOneUser(first, lineEnd))) continue;
        nameless++;
        store<u32>(ranges + count * 8, line as u32);
        store<u32>(ranges + count * 8, lineEnd as u32, 4);
        count++;
        continue;
      }
      if (verdict == PASS) {
        // A second event in the line has a user of its own.
        decidedByVerb = false;
        repeats(readTo);
        if (keyRepeats != 0 || uriRepeats > (sawUri ? 0 : 1)) nameless++;
        const stop = lineEnd;
        store<u32>(ranges + count * 8, line as u32);
        store<u32>(ranges + count * 8, stop as u32, 4);
        count++;
        p = stop + 1;
        continue;
      }
    }
    if (c != 0x7b) nameless++;
    const stop = newlineFrom(first);
    p = stop + 1;
    if (wordsAllow(first, stop) && (onlyWords || readEscaped(first, stop) != DROP)) {
      store<u32>(ranges + count * 8, line as u32);
      store<u32>(ranges + count * 8, stop as u32, 4);
      count++;
    }
  }
  stopped = p;
  return count;
}

/** Set by `bodies`: keys of the line's own level, each as where it and its value begin and end; 0 when there are too many. */
export let keys: u32 = 0;
const MOST_KEYS: u32 = 64;

/** Set by `bodies`: where the values of requestObject and responseObject begin and end; 0 where there is none. */
export let requestFrom: usize = 0;
export let requestTo: usize = 0;
export let responseFrom: usize = 0;
export let responseTo: usize = 0;

/**
 * Finds the two bodies of the event that is the line at `p`, at its own level. False when the line is anything but one
 * object with each of them at most once: then it must be read as a whole.
 */
export function bodies(p: usize): bool {
  requestFrom = requestTo = responseFrom = responseTo = 0;
  keys = 0;
  let count: u32 = 0;
  p = skipSpace(p);
  if (load<u8>(p) != 0x7b) return false;
  p = skipSpace(p + 1);
  while (true) {
    if (load<u8>(p) != 0x22) return false;
    const key = p + 1;
    p = stringEnd(key);
    if (load<u8>(p) != 0x22) return false;
    const length = (p - key) as u32;
    p = skipSpace(p + 1);
    if (load<u8>(p) != 0x3a) return false;
    const from = skipSpace(p + 1);
    p = skipValue(from);
    if (p == 0) return false;
    if (count < MOST_KEYS) {
      const at = keyRanges + count * 16;
      store<u32>(at, key as u32);
      store<u32>(at, (key + length) as u32, 4);
      store<u32>(at, from as u32, 8);
      store<u32>(at, p as u32, 12);
    }
    count++;
    if (length == 13 && load<u64>(key) == 0x4f74_7365_7571_6572 && load<u32>(key + 8) == 0x6365_6a62 && load<u8>(key + 12) == 0x74) {
      // requestObject
      if (requestFrom != 0) return false;
      requestFrom = from;
      requestTo = p;
    } else if (length == 14 && load<u64>(key) == 0x6573_6e6f_7073_6572 && load<u32>(key + 8) == 0x656a_624f && load<u16>(key + 12) == 0x7463) {
      // responseObject
      if (responseFrom != 0) return false;
      responseFrom = from;
      responseTo = p;
    }
    p = skipSpace(p);
    if (load<u8>(p) == 0x7d) {
      if (count <= MOST_KEYS) keys = count;
      return load<u8>(skipSpace(p + 1)) == 0x0a;
    }
    if (load<u8>(p) != 0x2c) return false;
    p = skipSpace(p + 1);
  }
  return false; // not reached; the compiler does not see that
}

/** Turns line breaks between `start` and `end` into spaces: inside JSON they stand between tokens only. */
export function flatten(start: usize, end: usize): void {
  const newline = i8x16.splat(0x0a);
  const space = i8x16.splat(0x20);
  for (let p = start; p < end; p += 16) {
    const block = v128.load(p);
    v128.store(p, v128.bitselect(space, block, i8x16.eq(block, newline)));
  }
}
