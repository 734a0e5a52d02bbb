import { unescaped } from './decoders.ts';
import { compile, find, groupOf, type Match, type Pattern, replaced, type Spend } from './pattern.ts';
import { MOST_VALUE } from './value.ts';

const MOST_COMMANDS = 60;
const MOST_SCRIPT = 8000;
/** Commands that are carried out over all lines. */
const MOST_STEPS = 100_000;
/** Texts that the editor runs. */
const MOST_RUN = 32;

type Address =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'step'; readonly from: number; readonly step: number }
  | { readonly kind: 'match'; readonly pattern: Pattern | null };

interface Edit {
  readonly from: Address | null;
  readonly to: Address | { readonly kind: 'count'; readonly count: number } | null;
  readonly negated: boolean;
  readonly name: string;
  readonly pattern?: Pattern | null;
  readonly by?: string;
  readonly flags?: string;
  readonly text?: string;
  /** Where a group ends, for the sign that opens it. */
  readonly end?: number;
}

export interface Edited {
  /** What is put out; `null` when it is not known. */
  readonly text: string | null;
  /** Texts that it runs as a shell. */
  readonly runs: readonly string[];
}

export interface SedOptions {
  readonly scripts: readonly string[];
  readonly isQuiet: boolean;
  readonly isExtended: boolean;
  readonly byNull: boolean;
}

/** The scripts and options of a call; names of files are left out. */
export const sedOptions = (texts: readonly string[], fileOf: (name: string) => string | null): SedOptions => {
  const scripts: string[] = [];
  let isQuiet = false;
  let isExtended = false;
  let byNull = false;
  let isNamed = false;
  const rest: string[] = [];
  for (let at = 0; at < texts.length; at += 1) {
    const text = texts[at] ?? '';
    const long = /^--(expression|file)=(.*)$/s.exec(text);
    if (long !== null) {
      isNamed = true;
      scripts.push(long[1] === 'file' ? (fileOf(long[2] ?? '') ?? '?') : (long[2] ?? ''));
    } else if (text === '--quiet' || text === '--silent') isQuiet = true;
    else if (text === '--regexp-extended') isExtended = true;
    else if (text === '--null-data') byNull = true;
    else if (/^-[a-zA-Z]/.test(text)) {
      for (let letter = 1; letter < text.length; letter += 1) {
        const option = text[letter] ?? '';
        if (option === 'n') isQuiet = true;
        else if (option === 'E' || option === 'r') isExtended = true;
        else if (option === 'z') byNull = true;
        else if (option === 'i') break;
        else if (option === 'e' || option === 'f') {
          const inside = text.slice(letter + 1);
          if (inside === '') at += 1;
          const given = inside === '' ? (texts[at] ?? '') : inside;
          isNamed = true;
          scripts.push(option === 'f' ? (fileOf(given) ?? '?') : given);
          break;
        }
      }
    } else rest.push(text);
  }
  return { scripts: isNamed ? scripts : rest.slice(0, 1), isQuiet, isExtended, byNull };
};

/** What `sed` makes of a text. */
export const edited = (text: string, options: SedOptions, spend: Spend): Edited => {
  const runs: string[] = [];
  const script = options.scripts.join('\n');
  const edits = script.length > MOST_SCRIPT ? null : new Reader(script, options.isExtended).edits();
  if (edits === null) return { text: null, runs };
  return new Editor(edits, options, spend, runs).over(text);
};

/** Commands that a script runs whatever it is given: `1e date`. */
export const commandsIn = (options: SedOptions): readonly string[] => {
  const script = options.scripts.join('\n');
  const edits = script.length > MOST_SCRIPT ? null : new Reader(script, options.isExtended).edits();
  return (edits ?? [])
    .flatMap(({ name, text }) => (name === 'e' && text !== undefined && text !== '' ? [text] : []))
    .slice(0, MOST_RUN);
};

class Editor {
  private readonly edits: readonly Edit[];
  private readonly options: SedOptions;
  private readonly spend: Spend;
  private readonly runs: string[];
  private readonly open = new Map<number, number>();
  private steps = 0;

  constructor(edits: readonly Edit[], options: SedOptions, spend: Spend, runs: string[]) {
    this.edits = edits;
    this.options = options;
    this.spend = spend;
    this.runs = runs;
  }

  over(text: string): Edited {
    const { runs } = this;
    const end = this.options.byNull ? '\0' : '\n';
    const hasEnd = text.endsWith(end);
    const lines = (hasEnd ? text.slice(0, -1) : text).split(end);
    const out: string[] = [];
    let size = 0;
    let hold = '';
    for (let index = 0; index < lines.length; index += 1) {
      let space = lines[index] ?? '';
      let isDeleted = false;
      let isLast = false;
      let substituted = false;
      const after: string[] = [];
      const put = (line: string): void => {
        out.push(line);
        size += line.length + 1;
      };
      for (let at = 0; at < this.edits.length; at += 1) {
        this.steps += 1;
        const edit = this.edits[at];
        if (edit === undefined) continue;
        if (this.steps > MOST_STEPS || size > MOST_VALUE || !this.spend(0.1)) return { text: null, runs };
        const chosen = this.chooses(edit, at, space, index + 1, lines.length);
        if (chosen === undefined) return { text: null, runs };
        if (!chosen) {
          if (edit.name === '{') at = edit.end ?? at;
          continue;
        }
        if (edit.name === 's') {
          const done = this.substitutes(edit, space);
          if (done === undefined) return { text: null, runs };
          if (done.count > 0) {
            space = done.text;
            substituted = true;
            if (edit.flags?.includes('e') === true && runs.length < MOST_RUN) runs.push(space);
            if (edit.flags?.includes('p') === true) put(space);
          }
        } else if (edit.name === 'y') space = transliterated(space, edit.text ?? '', edit.by ?? '');
        else if (edit.name === 'd') isDeleted = true;
        else if (edit.name === 'p') put(space);
        else if (edit.name === 'P') put(space.split('\n', 1)[0] ?? '');
        else if (edit.name === 'q' || edit.name === 'Q') {
          isLast = true;
          if (edit.name === 'Q') isDeleted = true;
        } else if (edit.name === 'n' || edit.name === 'N') {
          const next = lines[index + 1];
          if (next === undefined) {
            isLast = true;
          } else {
            if (edit.name === 'n' && !this.options.isQuiet) put(space);
            index += 1;
            space = edit.name === 'n' ? next : `${space}\n${next}`;
            continue;
          }
        } else if (edit.name === 'h') hold = space;
        else if (edit.name === 'H') hold += `\n${space}`;
        else if (edit.name === 'g') space = hold;
        else if (edit.name === 'G') space += `\n${hold}`;
        else if (edit.name === 'x') [space, hold] = [hold, space];
        else if (edit.name === '=') put(String(index + 1));
        else if (edit.name === 'i') put(edit.text ?? '');
        else if (edit.name === 'a') after.push(edit.text ?? '');
        else if (edit.name === 'c') {
          put(edit.text ?? '');
          isDeleted = true;
        } else if (edit.name === 'e') {
          if (runs.length < MOST_RUN) runs.push(edit.text === '' ? space : (edit.text ?? ''));
        } else if (edit.name === 't' && substituted && edit.text === '') break;
        else if (edit.name === 'b' && edit.text === '') break;
        else if (edit.name === 'b' || edit.name === 't') return { text: null, runs };
        if (space.length > MOST_VALUE || hold.length > MOST_VALUE) return { text: null, runs };
        if (isDeleted || isLast) break;
      }
      if (!isDeleted && !this.options.isQuiet) put(space);
      for (const line of after) put(line);
      if (isLast) return { text: out.join(end) + (out.length > 0 ? end : ''), runs };
    }
    return { text: out.join(end) + (hasEnd && out.length > 0 ? end : ''), runs };
  }

  private chooses(edit: Edit, at: number, space: string, line: number, last: number): boolean | undefined {
    const found = this.inRange(edit, at, space, line, last);
    return found === undefined ? undefined : found !== edit.negated;
  }

  private inRange({ from, to }: Edit, at: number, space: string, line: number, last: number): boolean | undefined {
    if (from === null) return true;
    const until = this.open.get(at);
    if (to === null) return this.fits(from, space, line, last);
    if (until !== undefined) {
      if (to.kind === 'match') {
        const ends = this.fits(to, space, line, last);
        if (ends !== false) this.open.delete(at);
        return ends === undefined ? undefined : true;
      }
      if (line >= until) this.open.delete(at);
      return line <= until;
    }
    const starts = from.kind === 'line' && from.line === 0 ? line === 1 : this.fits(from, space, line, last);
    if (starts !== true) return starts;
    const end =
      to.kind === 'line'
        ? to.line
        : to.kind === 'count'
          ? line + to.count
          : to.kind === 'last'
            ? last
            : Number.POSITIVE_INFINITY;
    if (end > line) this.open.set(at, end);
    return true;
  }

  private fits(address: Address, space: string, line: number, last: number): boolean | undefined {
    if (address.kind === 'line') return line === address.line;
    if (address.kind === 'last') return line === last;
    if (address.kind === 'step')
      return address.step === 0
        ? line === address.from
        : line >= address.from && (line - address.from) % address.step === 0;
    if (address.pattern === null) return undefined;
    const match = find(address.pattern, space, this.spend);
    return match === undefined ? undefined : match !== null;
  }

  private substitutes({ pattern, by = '', flags = '' }: Edit, space: string) {
    if (pattern === null || pattern === undefined) return undefined;
    const number = /\d{1,4}/.exec(flags)?.[0];
    return replaced(
      pattern,
      space,
      (match) => replacement(by, space, match),
      { all: flags.includes('g'), most: MOST_VALUE, ...(number === undefined ? {} : { from: Number(number) }) },
      this.spend,
    );
  }
}

const transliterated = (text: string, from: string, to: string): string => {
  let out = '';
  for (const sign of text) {
    const at = from.indexOf(sign);
    out += at < 0 ? sign : (to[at] ?? sign);
  }
  return out;
};

/** `&`, groups, `\n` and the signs that change the case of what comes after. */
const replacement = (by: string, text: string, match: Match): string => {
  let out = '';
  let shape: 'U' | 'L' | null = null;
  let next: 'u' | 'l' | null = null;
  const add = (piece: string): void => {
    let made = shape === 'U' ? piece.toUpperCase() : shape === 'L' ? piece.toLowerCase() : piece;
    if (next !== null && made !== '') {
      const head = made.slice(0, 1);
      made = (next === 'u' ? head.toUpperCase() : head.toLowerCase()) + made.slice(1);
      next = null;
    }
    out += made;
  };
  for (let at = 0; at < by.length; at += 1) {
    const sign = by[at] ?? '';
    if (sign === '&') add(groupOf(text, match, 0));
    else if (sign !== '\\') add(sign);
    else {
      at += 1;
      const escaped = by[at] ?? '';
      if (/\d/.test(escaped)) add(groupOf(text, match, Number(escaped)));
      else if (escaped === 'U' || escaped === 'L') shape = escaped;
      else if (escaped === 'E') shape = null;
      else if (escaped === 'u' || escaped === 'l') next = escaped;
      else if (escaped === 'x' || escaped === 'o' || escaped === 'd') {
        const digits =
          (escaped === 'x' ? /^[0-9a-fA-F]{1,2}/ : escaped === 'o' ? /^[0-7]{1,3}/ : /^\d{1,3}/).exec(
            by.slice(at + 1, at + 4),
          )?.[0] ?? '';
        at += digits.length;
        add(String.fromCharCode(Number.parseInt(digits, escaped === 'x' ? 16 : escaped === 'o' ? 8 : 10) || 0));
      } else add(escaped === 'n' ? '\n' : escaped === 't' ? '\t' : escaped);
    }
  }
  return out;
};

class Reader {
  private at = 0;
  private readonly script: string;
  private readonly isExtended: boolean;
  private last: Pattern | null = null;

  constructor(script: string, isExtended: boolean) {
    this.script = script;
    this.isExtended = isExtended;
  }

  /** The commands in order; `null` for a script that is not understood. */
  edits(): readonly Edit[] | null {
    const found: Edit[] = [];
    const groups: number[] = [];
    for (;;) {
      this.skip(/[\s;]/);
      if (this.at >= this.script.length) break;
      if (found.length >= MOST_COMMANDS) return null;
      const from = this.address();
      let to: Edit['to'] = null;
      this.skip(/[ \t]/);
      if (from !== null && this.script[this.at] === ',') {
        this.at += 1;
        this.skip(/[ \t]/);
        if (this.script[this.at] === '+') {
          this.at += 1;
          to = { kind: 'count', count: this.number() };
        } else to = this.address();
        if (to === null) return null;
      }
      this.skip(/[ \t]/);
      let negated = false;
      while (this.script[this.at] === '!') {
        negated = true;
        this.at += 1;
        this.skip(/[ \t]/);
      }
      const name = this.script[this.at] ?? '';
      this.at += 1;
      const base = { from, to, negated, name };
      if (name === '{') {
        groups.push(found.length);
        found.push(base);
      } else if (name === '}') {
        const start = groups.pop();
        const opened = start === undefined ? undefined : found[start];
        if (start === undefined || opened === undefined) return null;
        found[start] = { ...opened, end: found.length - 1 };
      } else if (name === '#') this.rest();
      else if (name === 's' || name === 'y') {
        const mark = this.script[this.at] ?? '';
        this.at += 1;
        const one = this.until(mark, name === 's');
        const two = this.until(mark, false);
        if (one === null || two === null || mark === '') return null;
        if (name === 'y') found.push({ ...base, text: unescaped(one), by: unescaped(two) });
        else {
          const flags = /^[gpeimIMw0-9]*/.exec(this.script.slice(this.at, this.at + 20))?.[0] ?? '';
          this.at += flags.length;
          found.push({ ...base, pattern: this.pattern(one, /i/i.test(flags)), by: two, flags });
        }
      } else if (/[dpPqQnNhHgGx=DlFz]/.test(name)) {
        this.skip(/[ \t0-9]/);
        if (/[DlFz]/.test(name)) return null;
        found.push(base);
      } else if (/[aic]/.test(name)) {
        this.skip(/[ \t]/);
        if (this.script.startsWith('\\', this.at)) {
          this.at += 1;
          this.skip(/[ \t\n]/);
        }
        found.push({ ...base, text: this.rest().replaceAll(/\\(.)/gs, '$1') });
      } else if (/[ebt:]/.test(name)) {
        this.skip(/[ \t]/);
        const text = name === 'e' ? this.rest() : (/^[^;}\n]*/.exec(this.script.slice(this.at))?.[0] ?? '').trim();
        if (name !== 'e') this.at += text.length;
        if (name === ':') return null;
        found.push({ ...base, text });
      } else return null;
    }
    return groups.length === 0 ? found : null;
  }

  private skip(signs: RegExp): void {
    while (this.at < this.script.length && signs.test(this.script[this.at] ?? '')) this.at += 1;
  }

  private number(): number {
    const digits = /^\d{1,7}/.exec(this.script.slice(this.at, this.at + 8))?.[0] ?? '';
    this.at += digits.length;
    return Number(digits);
  }

  private rest(): string {
    const end = this.script.indexOf('\n', this.at);
    const text = this.script.slice(this.at, end < 0 ? undefined : end);
    this.at += text.length;
    return text;
  }

  private address(): Address | null {
    const sign = this.script[this.at] ?? '';
    if (/\d/.test(sign)) {
      const line = this.number();
      if (this.script[this.at] !== '~') return { kind: 'line', line };
      this.at += 1;
      return { kind: 'step', from: line, step: this.number() };
    }
    if (sign === '$') {
      this.at += 1;
      return { kind: 'last' };
    }
    if (sign !== '/' && sign !== '\\') return null;
    this.at += sign === '/' ? 1 : 2;
    const source = this.until(sign === '/' ? '/' : (this.script[this.at - 1] ?? ''), true);
    const ignoresCase = this.script[this.at] === 'I';
    if (ignoresCase) this.at += 1;
    return { kind: 'match', pattern: source === null ? null : this.pattern(source, ignoresCase) };
  }

  /** An empty pattern is the last one that was used; here the last that was written. */
  private pattern(source: string, ignoreCase: boolean): Pattern | null {
    if (source === '') return this.last;
    this.last = compile(source, { syntax: this.isExtended ? 'extended' : 'basic', ignoreCase });
    return this.last;
  }

  /** Up to a mark that no backslash stands before; one in a bracket ends no pattern. */
  private until(mark: string, isPattern: boolean): string | null {
    let out = '';
    let inBracket = false;
    for (; this.at < this.script.length; this.at += 1) {
      const sign = this.script[this.at] ?? '';
      if (sign === '\\' && !inBracket) {
        const next = this.script[this.at + 1] ?? '';
        this.at += 1;
        out += next === mark && !/[|(){}+?.*[\]^$]/.test(mark) ? next : sign + next;
      } else if (sign === mark && !inBracket) {
        this.at += 1;
        return out;
      } else {
        if (isPattern && sign === '[' && !inBracket) {
          inBracket = true;
          out += sign;
          const first = /^\^?\]/.exec(this.script.slice(this.at + 1, this.at + 3))?.[0] ?? '';
          out += first;
          this.at += first.length;
          continue;
        }
        if (sign === ']') inBracket = false;
        out += sign;
      }
    }
    return null;
  }
}
