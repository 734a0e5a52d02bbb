import { GATE_WASM } from './wasm-bytes.ts';

/**
 * What the gate looks for: the union of what the stages behind it need.
 *
 * `verbs` and `resources` are bare lower-case ASCII words of three bytes or more, without quotes or borders, so that
 * every escaping and CSV quoting keeps them: a line needs one of each. A line with one of `always` passes. `names` are
 * the exact resource names that are judged.
 */
export interface GateWords {
  readonly verbs: readonly string[];
  readonly resources: readonly string[];
  readonly always: readonly string[];
  readonly names: readonly string[];
  /** Let writes of every subresource through: the original query does not tell them apart. */
  readonly everySubresource?: boolean;
  /** Let writes of ConfigMaps, Secrets and RBAC through where the line holds a body; `resources` must name them too. */
  readonly context?: boolean;
  /** Let acts that are no workload writes through: these pairs of words, and the references that assembly/gate.ts lists. */
  readonly acts?: ActWords;
  /** Let a line through for one of `always`, whatever it is: it need not be an event that is asked for. */
  readonly onlyWords?: boolean;
}

/** Bare words as those above; a line that is no event at its own level passes with a verb and a thing of one pair. */
export interface ActWords {
  readonly verbs: readonly string[];
  readonly things: readonly string[];
  readonly removalVerbs: readonly string[];
  readonly removed: readonly string[];
}

/** The gate over one block of memory. Not for two callers at once. */
export interface Gate {
  /** Room for at least `bytes` of input, which the caller fills from index 0; may be another array after each call. */
  room(bytes: number): Uint8Array;
  /**
   * Walks the lines of the first `length` bytes of the room; the last needs no newline.
   * Calls `pass` with the bytes of each line that can hold a workload write, valid only during the call, and its offset.
   */
  scan(length: number, pass: (line: Uint8Array, offset: number) => void): GateCounts;
  /**
   * Where the bodies of a passing line stand in its bytes, if it is an event at its own level; to be called with the
   * line's offset while it is passed. `null` when the line must be read as a whole.
   */
  bodies(offset: number): Bodies | null;
  /** The keys of the line of which `bodies` was asked last; valid until it is asked again. `null` when there are too many. */
  keys(): Keys | null;
  /** Counts the lines of the first `length` bytes of the room as `scan` does, and reads none. */
  count(length: number): GateCounts;
  /**
   * Bits of the users whom the lines since the last call name, for `mayName`; `null` when any of them may name somebody that
   * was not read.
   */
  users(): Uint8Array | null;
  /** Whether one record, which may go over several lines, can hold a workload write. Overwrites the room. */
  allows(record: Uint8Array): boolean;
}

/** Ranges of bytes in a line, `[from, to)`; `null` for a body that is not there. */
export interface Bodies {
  readonly request: readonly [number, number] | null;
  readonly response: readonly [number, number] | null;
}

/** The keys of a line's own level in their order. */
export interface Keys {
  readonly count: number;
  /** Four numbers for each: where the key, without its quotes, and its value begin and end, counted from `base`. */
  readonly ranges: Uint32Array;
  readonly base: number;
}

export interface GateCounts {
  /** Lines that are not blank. */
  readonly lines: number;
  /**
   * Lines that begin as the middle of a pretty-printed document does (white space, a quote, a closing bracket) or that
   * are only an opening one. With any of them the input must not be read line by line.
   */
  readonly inner: number;
}

interface GateExports {
  configure(
    scratch: number,
    everySubresource: number,
    context: number,
    acts: number,
    onlyWords: number,
    users: number,
    keys: number,
  ): void;
  clearUsers(): void;
  count(start: number, end: number): void;
  readonly keys: { value: number };
  readonly nameless: { value: number };
  scan(start: number, end: number, ranges: number, most: number): number;
  flatten(start: number, end: number): void;
  bodies(line: number): number;
  readonly requestFrom: { value: number };
  readonly requestTo: { value: number };
  readonly responseFrom: { value: number };
  readonly responseTo: { value: number };
  readonly lines: { value: number };
  readonly inner: { value: number };
  readonly stopped: { value: number };
}

// The layout of assembly/gate.ts.
const CONFIG = 1024;
const BUCKETS = CONFIG + 96;
const WORDS = CONFIG + 256;
const MOST_WORDS = 256;
const LENGTHS = WORDS + MOST_WORDS * 12;
const NAMES = LENGTHS + 64 * 8;
const TEXT = 16 * 1024;
const SCRATCH = 56 * 1024;
const RANGES = 128 * 1024;
const MOST_RANGES = 32 * 1024;
const USERS = RANGES + MOST_RANGES * 8;
const USER_BITS = 8192;
const KEYS = USERS + USER_BITS / 8;
const MOST_KEYS = 64;
const INPUT = KEYS + MOST_KEYS * 16;
/** Bytes behind the input that the gate may read: a newline, then zeros. */
const PADDING = 64;
const PAGE = 64 * 1024;
const CLASS = { verbs: 1, resources: 2, always: 4 } as const;
const ACT_CLASS = { verbs: 8, things: 16, removalVerbs: 32, removed: 64 } as const;

/** Bit 5: the gate compares words with it set, so that letters of either case match. */
const FOLD = 0x20;

let compiled: WebAssembly.Module | undefined;

/** Compiles the gate once a thread and fills its tables; throws only for words that break the rules above. */
export const createGate = (words: GateWords): Gate => {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(GATE_WASM), (c) => c.charCodeAt(0)));
  const memory = new WebAssembly.Memory({ initial: Math.ceil((INPUT + PADDING) / PAGE) + 1 });
  const { exports } = new WebAssembly.Instance(compiled, {
    env: {
      memory,
      abort: () => {
        throw new Error('the byte gate stopped');
      },
    },
  });
  // The module is ours and its exports are those of assembly/gate.ts.
  const gate = exports as unknown as GateExports;
  fillTables(new DataView(memory.buffer), words);
  const flag = (is: boolean): number => (is ? 1 : 0);
  gate.configure(
    SCRATCH,
    flag(words.everySubresource === true),
    flag(words.context === true),
    flag(words.acts !== undefined),
    flag(words.onlyWords === true),
    USERS,
    KEYS,
  );

  const room = (bytes: number): Uint8Array => {
    const wanted = INPUT + bytes + PADDING;
    const have = memory.buffer.byteLength;
    if (wanted > have) memory.grow(Math.ceil((wanted - have) / PAGE));
    return new Uint8Array(memory.buffer, INPUT, bytes);
  };

  const scan: Gate['scan'] = (length, pass) => {
    const bytes = new Uint8Array(memory.buffer, INPUT, length + PADDING);
    bytes.fill(0, length);
    bytes[length] = 0x0a;
    let at = 0;
    let lines = 0;
    let inner = 0;
    while (at < length) {
      const count = gate.scan(INPUT + at, INPUT + length, RANGES, MOST_RANGES);
      const ranges = new Uint32Array(memory.buffer, RANGES, count * 2);
      for (let i = 0; i < count; i++) {
        const from = (ranges[i * 2] ?? INPUT) - INPUT;
        const to = (ranges[i * 2 + 1] ?? INPUT) - INPUT;
        pass(bytes.subarray(from, to), from);
      }
      lines += gate.lines.value;
      inner += gate.inner.value;
      at = gate.stopped.value - INPUT;
    }
    return { lines, inner };
  };

  const count = (length: number): GateCounts => {
    const bytes = new Uint8Array(memory.buffer, INPUT, length + PADDING);
    bytes.fill(0, length);
    bytes[length] = 0x0a;
    gate.count(INPUT, INPUT + length);
    return { lines: gate.lines.value, inner: gate.inner.value };
  };

  let line = INPUT;
  let ranges = new Uint32Array(memory.buffer, KEYS, MOST_KEYS * 4);
  const keys = (): Keys | null => {
    // Memory that has grown is another buffer.
    if (ranges.buffer !== memory.buffer) ranges = new Uint32Array(memory.buffer, KEYS, MOST_KEYS * 4);
    return gate.keys.value === 0 ? null : { count: gate.keys.value, ranges, base: line };
  };

  const bodies = (offset: number): Bodies | null => {
    line = INPUT + offset;
    if (gate.bodies(line) === 0) return null;
    const range = (from: number, to: number): readonly [number, number] | null =>
      from === 0 ? null : [from - line, to - line];
    return {
      request: range(gate.requestFrom.value, gate.requestTo.value),
      response: range(gate.responseFrom.value, gate.responseTo.value),
    };
  };

  const allows = (record: Uint8Array): boolean => {
    room(record.length).set(record);
    gate.flatten(INPUT, INPUT + record.length);
    let allowed = false;
    scan(record.length, () => {
      allowed = true;
    });
    return allowed;
  };

  const users = (): Uint8Array | null => {
    const found = gate.nameless.value > 0 ? null : new Uint8Array(memory.buffer, USERS, USER_BITS / 8).slice();
    gate.clearUsers();
    return found;
  };

  return { room, scan, bodies, keys, count, users, allows };
};

/** Whether lines with these bits may name the user; never false for one that they name. */
export const mayName = (users: Uint8Array, username: string): boolean => {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(username)) hash = Math.imul(hash ^ byte, 0x01000193);
  return [hash >>> 0, hash >>> 16].every((one) => {
    const bit = one % USER_BITS;
    return ((users[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;
  });
};

const fillTables = (view: DataView, words: GateWords): void => {
  let text = TEXT;
  const put = (word: string, fold: number): number => {
    const at = text;
    for (let i = 0; i < word.length; i++) view.setUint8(text++, word.charCodeAt(i) | fold);
    if (text > SCRATCH) throw new RangeError('too many words for the byte gate');
    return at;
  };

  const all: { readonly word: string; readonly kind: number }[] = (['verbs', 'resources', 'always'] as const).flatMap(
    (key) => words[key].map((word) => ({ word, kind: CLASS[key] })),
  );
  for (const key of ['verbs', 'things', 'removalVerbs', 'removed'] as const)
    for (const word of words.acts?.[key] ?? []) all.push({ word, kind: ACT_CLASS[key] });
  if (all.length > MOST_WORDS) throw new RangeError(`the byte gate takes ${MOST_WORDS} words, not ${all.length}`);
  // Words that begin alike share a bucket, so that fewer false alarms come from mixed nibbles.
  all.sort((a, b) => (a.word < b.word ? -1 : 1));
  const perBucket = Math.ceil(all.length / 8);
  all.forEach(({ word, kind }, index) => {
    if (!/^[\x21-\x7e]{3,}$/.test(word)) throw new RangeError(`"${word}" is no word for the byte gate`);
    view.setUint32(WORDS + index * 12, put(word, FOLD), true);
    view.setUint32(WORDS + index * 12 + 4, word.length, true);
    view.setUint32(WORDS + index * 12 + 8, kind, true);
    const bucket = Math.floor(index / perBucket);
    for (let position = 0; position < 3; position++) {
      const code = word.charCodeAt(position) | FOLD;
      const low = CONFIG + position * 32 + (code & 15);
      const high = CONFIG + position * 32 + 16 + (code >> 4);
      view.setUint8(low, view.getUint8(low) | (1 << bucket));
      view.setUint8(high, view.getUint8(high) | (1 << bucket));
    }
  });
  for (let bucket = 0; bucket < 8; bucket++) {
    const first = Math.min(bucket * perBucket, all.length);
    view.setUint32(BUCKETS + bucket * 8, first, true);
    view.setUint32(BUCKETS + bucket * 8 + 4, Math.min(perBucket, all.length - first), true);
  }

  const names = [...new Set(words.names.map((name) => name.toLowerCase()))].sort((a, b) => a.length - b.length);
  names.forEach((name, index) => {
    if (name.length >= 64 || NAMES + index * 4 + 4 > TEXT) throw new RangeError(`no room for the resource "${name}"`);
    view.setUint32(NAMES + index * 4, put(name, 0), true);
    const entry = LENGTHS + name.length * 8;
    if (view.getUint32(entry + 4, true) === 0) view.setUint32(entry, index, true);
    view.setUint32(entry + 4, view.getUint32(entry + 4, true) + 1, true);
  });
};
