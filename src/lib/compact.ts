/** Members of one open object by their key as written out; `null` for a list. */
interface Frame {
  readonly members: Map<string, Member> | null;
  /** The member that is being read; `null` before a key. */
  current: Member | null;
}

/** Pieces of the output: the member is `[start, end)`, its value `[value, end)`. */
interface Member {
  readonly start: number;
  readonly value: number;
  end: number;
}

/** Where a later member of the same name takes over: at `value` of the first, the later one's value is read. */
interface Moves {
  /** Start of a value that is replaced, to its own end and to the replacement. */
  readonly replaced: Map<number, { readonly end: number; readonly by: Member }>;
  /** Start of a member that is passed over at its own place, to its end. */
  readonly dropped: Map<number, number>;
}

const SPACE = /[ \t\r\n]*/y;
const BARE = /[^ \t\r\n,:\]}[{"]+/y;

/**
 * Compact JSON of a JSON text: no space between tokens, order of members and spelling of numbers kept, strings spelled
 * one way (`\u0026` and `\/` as the characters they stand for; quotes, backslashes and control characters escaped, the
 * latter as `\n` or `\u0001`; the rest as itself). A lone surrogate stays an escape, since no UTF-8 text holds one.
 * Of members of one name the last value counts, at the first one's place. `null` when the text is no JSON.
 *
 * Linear in the text and not recursive.
 */
export const compactJson = (text: string): string | null => {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  return rewrite(text);
};

/** `JSON.parse` accepted the text, so brackets and commas stand where they may. */
const rewrite = (text: string): string => {
  const out: string[] = [];
  const frames: Frame[] = [];
  const moves: Moves = { replaced: new Map(), dropped: new Map() };
  let at = 0;
  while (at < text.length) {
    if (text.charCodeAt(at) <= 0x20) {
      SPACE.lastIndex = at;
      SPACE.test(text);
      at = SPACE.lastIndex;
    }
    const char = text[at];
    if (char === undefined) break;
    const frame = frames.at(-1);
    if (char === '"') {
      const end = endOfString(text, at);
      const written = respelled(text.slice(at, end));
      out.push(written);
      at = end;
      if (frame?.members && frame.current === null) {
        // A key: its colon follows, and the value is the piece after that.
        frame.current = { start: out.length - 1, value: out.length + 1, end: 0 };
        frame.current = noteMember(frame.members, written, frame.current, moves);
      }
    } else if (char === '{' || char === '[') {
      frames.push({ members: char === '{' ? new Map() : null, current: null });
      out.push(char);
      at += 1;
    } else if (char === '}' || char === ']') {
      if (frame?.current) endMember(frame.current, out.length, moves);
      frames.pop();
      out.push(char);
      at += 1;
    } else if (char === ',') {
      if (frame?.current) endMember(frame.current, out.length, moves);
      if (frame) frame.current = null;
      out.push(char);
      at += 1;
    } else if (char === ':') {
      out.push(char);
      at += 1;
    } else {
      BARE.lastIndex = at;
      BARE.test(text);
      out.push(text.slice(at, BARE.lastIndex));
      at = BARE.lastIndex;
    }
  }
  return moves.replaced.size === 0 ? out.join('') : joined(out, moves);
};

const noteMember = (members: Map<string, Member>, key: string, member: Member, moves: Moves): Member => {
  const first = members.get(key);
  if (first === undefined) members.set(key, member);
  else {
    moves.replaced.set(first.value, { end: first.end, by: member });
    // The comma before it goes as well; a later member of a name always has one.
    moves.dropped.set(member.start - 1, 0);
  }
  return member;
};

const endMember = (member: Member, end: number, moves: Moves): void => {
  member.end = end;
  if (moves.dropped.has(member.start - 1)) moves.dropped.set(member.start - 1, end);
};

/** The pieces in order, with replaced values read from where their replacement stands. Every piece is read at most once. */
const joined = (out: readonly string[], moves: Moves): string => {
  const kept: string[] = [];
  const ranges: { at: number; readonly end: number }[] = [{ at: 0, end: out.length }];
  for (let range = ranges.at(-1); range !== undefined; range = ranges.at(-1)) {
    if (range.at >= range.end) {
      ranges.pop();
      continue;
    }
    const dropped = moves.dropped.get(range.at);
    const replaced = moves.replaced.get(range.at);
    if (dropped !== undefined) range.at = dropped;
    else if (replaced !== undefined) {
      range.at = replaced.end;
      ranges.push({ at: replaced.by.value, end: replaced.by.end });
    } else {
      kept.push(out[range.at] ?? '');
      range.at += 1;
    }
  }
  return kept.join('');
};

/** Index after the closing quote of the string that begins at `start`. */
const endOfString = (text: string, start: number): number => {
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0 || quote < 0) return quote < 0 ? text.length : quote + 1;
    at = quote + 1;
  }
};

/** A string without a backslash is spelled as it should be: JSON allows no bare control characters. */
const respelled = (written: string): string =>
  written.includes('\\') || !written.isWellFormed() ? JSON.stringify(JSON.parse(written)) : written;
