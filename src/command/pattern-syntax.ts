/** `basic` and `extended` are those of POSIX with the escapes of GNU and Perl, `glob` is that of shells. */
export type Syntax = 'basic' | 'extended' | 'glob';

export type Expression =
  | { readonly type: 'empty' }
  | { readonly type: 'set'; readonly is: (code: number) => boolean }
  | { readonly type: 'assert'; readonly what: 'start' | 'end' | 'edge' | 'inside' }
  | { readonly type: 'all' | 'either'; readonly parts: readonly Expression[] }
  | { readonly type: 'group'; readonly slot: number | null; readonly of: Expression }
  | {
      readonly type: 'repeat';
      readonly of: Expression;
      readonly least: number;
      readonly most: number | null;
      readonly isLazy: boolean;
    };

const MOST_SOURCE = 1000;
const MOST_GROUPS = 40;
const MOST_NESTED = 30;
const MOST_COUNT = 255;

type Is = (code: number) => boolean;
const between =
  (from: number, to: number): Is =>
  (code) =>
    code >= from && code <= to;
const DIGIT = between(48, 57);
const UPPER = between(65, 90);
const LOWER = between(97, 122);
const SPACE: Is = (code) => code === 32 || (code >= 9 && code <= 13);
const LETTER: Is = (code) => UPPER(code) || LOWER(code);
const WORD: Is = (code) => LETTER(code) || DIGIT(code) || code === 95;
const not =
  (is: Is): Is =>
  (code) =>
    !is(code);

export const CLASSES: ReadonlyMap<string, Is> = new Map<string, Is>([
  ['alpha', LETTER],
  ['digit', DIGIT],
  ['alnum', (code) => LETTER(code) || DIGIT(code)],
  ['upper', UPPER],
  ['lower', LOWER],
  ['space', SPACE],
  ['blank', (code) => code === 32 || code === 9],
  ['punct', (code) => code > 32 && code < 127 && !LETTER(code) && !DIGIT(code)],
  ['xdigit', (code) => DIGIT(code) || between(65, 70)(code) || between(97, 102)(code)],
  ['word', WORD],
  ['print', between(32, 126)],
  ['graph', between(33, 126)],
  ['cntrl', (code) => code < 32 || code === 127],
]);

const ESCAPES: ReadonlyMap<string, Is> = new Map<string, Is>([
  ['d', DIGIT],
  ['D', not(DIGIT)],
  ['s', SPACE],
  ['S', not(SPACE)],
  ['w', WORD],
  ['W', not(WORD)],
]);
const NAMED: ReadonlyMap<string, number> = new Map([
  ['n', 10],
  ['t', 9],
  ['r', 13],
  ['f', 12],
  ['v', 11],
]);

const set = (is: Is): Expression => ({ type: 'set', is });
const char = (code: number): Expression => set((one) => one === code);
const ANY = set(() => true);
const EMPTY: Expression = { type: 'empty' };

/** The tree of a pattern and how many groups it counts; `null` for what is none, is too long, or refers back to a group. */
export const parseExpression = (
  source: string,
  syntax: Syntax,
): { readonly root: Expression; readonly groups: number } | null => {
  if (source.length > MOST_SOURCE) return null;
  const reader = new Reader(source, syntax);
  const root = syntax === 'glob' ? reader.glob(null) : reader.either();
  return reader.failed || reader.at < source.length ? null : { root, groups: reader.groups };
};

class Reader {
  at = 0;
  groups = 0;
  failed = false;
  private nested = 0;
  private readonly source: string;
  private readonly isBasic: boolean;

  constructor(source: string, syntax: Syntax) {
    this.source = source;
    this.isBasic = syntax === 'basic';
  }

  private fail(): Expression {
    this.failed = true;
    this.at = this.source.length;
    return EMPTY;
  }

  private sees(sign: string): boolean {
    return this.source.startsWith(this.isBasic ? `\\${sign}` : sign, this.at);
  }

  private take(sign: string): boolean {
    if (!this.sees(sign)) return false;
    this.at += this.isBasic ? 2 : 1;
    return true;
  }

  either(): Expression {
    this.nested += 1;
    if (this.nested > MOST_NESTED) return this.fail();
    const parts = [this.all()];
    while (this.take('|')) parts.push(this.all());
    this.nested -= 1;
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { type: 'either', parts };
  }

  private all(): Expression {
    const parts: Expression[] = [];
    while (this.at < this.source.length && !this.sees('|') && !(this.nested > 1 && this.sees(')'))) {
      const one = this.repeated(this.atom(parts.length === 0));
      if (this.failed) break;
      parts.push(one);
    }
    return { type: 'all', parts };
  }

  private repeated(given: Expression): Expression {
    let of = given;
    for (let rounds = 0; rounds < 4; rounds += 1) {
      let bounds: readonly [number, number | null] | null = null;
      if (this.source[this.at] === '*') {
        this.at += 1;
        bounds = [0, null];
      } else if (this.take('+')) bounds = [1, null];
      else if (this.take('?')) bounds = [0, 1];
      else bounds = this.counts();
      if (bounds === null) return of;
      const isLazy = !this.isBasic && this.source[this.at] === '?';
      if (isLazy) this.at += 1;
      else if (!this.isBasic && this.source[this.at] === '+' && of.type !== 'repeat') this.at += 1;
      of = { type: 'repeat', of, least: bounds[0], most: bounds[1], isLazy };
    }
    return of;
  }

  private counts(): readonly [number, number | null] | null {
    const pattern = this.isBasic ? /\\\{(\d{1,3})(,?)(\d{0,3})\\\}/y : /\{(\d{1,3})(,?)(\d{0,3})\}/y;
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.source);
    if (match === null) return null;
    this.at += match[0].length;
    const least = Number(match[1]);
    const most = match[2] === '' ? least : match[3] === '' ? null : Number(match[3]);
    if (least > MOST_COUNT || (most !== null && (most > MOST_COUNT || most < least))) this.fail();
    return [least, most];
  }

  private atom(isFirst: boolean): Expression {
    const sign = this.source[this.at] ?? '';
    if (this.sees('(')) return this.group();
    this.at += 1;
    if (sign === '.') return ANY;
    if (sign === '[') return this.bracket();
    if (sign === '^' && (!this.isBasic || isFirst)) return { type: 'assert', what: 'start' };
    if (sign === '$' && (!this.isBasic || this.at >= this.source.length || this.sees(')') || this.sees('|')))
      return { type: 'assert', what: 'end' };
    if (sign === '\\') return this.escape();
    return char(sign.charCodeAt(0));
  }

  private group(): Expression {
    this.take('(');
    let slot: number | null = null;
    if (!this.isBasic && this.source.startsWith('?:', this.at)) this.at += 2;
    else if (!this.isBasic && this.source[this.at] === '?') return this.fail();
    else {
      this.groups += 1;
      slot = this.groups;
      if (slot > MOST_GROUPS) return this.fail();
    }
    const of = this.either();
    return this.take(')') ? { type: 'group', slot, of } : this.fail();
  }

  private escape(): Expression {
    const sign = this.source[this.at] ?? '';
    this.at += 1;
    if (sign === '' || /[1-9]/.test(sign)) return this.fail();
    const digits = sign === 'x' ? /[0-9a-fA-F]{1,2}/y : sign === 'o' || sign === '0' ? /[0-7]{1,3}/y : null;
    if (digits !== null) {
      digits.lastIndex = this.at;
      const found = digits.exec(this.source)?.[0] ?? '';
      this.at += found.length;
      return char(found === '' ? 0 : Number.parseInt(found, sign === 'x' ? 16 : 8));
    }
    const is = ESCAPES.get(sign);
    if (is !== undefined) return set(is);
    if (sign === 'b' || sign === 'B' || sign === '<' || sign === '>')
      return { type: 'assert', what: sign === 'B' ? 'inside' : 'edge' };
    if (sign === '`' || sign === 'A') return { type: 'assert', what: 'start' };
    if (sign === "'" || sign === 'z' || sign === 'Z') return { type: 'assert', what: 'end' };
    return char(NAMED.get(sign) ?? sign.charCodeAt(0));
  }

  /** Behind the bracket that opens it. */
  private bracket(): Expression {
    const { source } = this;
    const isNegated = source[this.at] === '^' || source[this.at] === '!';
    if (isNegated) this.at += 1;
    const parts: Is[] = [];
    for (let first = true; this.at < source.length; first = false) {
      const sign = source[this.at] ?? '';
      if (sign === ']' && !first) {
        this.at += 1;
        const is: Is = (code) => parts.some((one) => one(code));
        return set(isNegated ? not(is) : is);
      }
      const named = sign === '[' ? /\[:(\w{1,8}):\]/y : null;
      if (named !== null) {
        named.lastIndex = this.at;
        const match = named.exec(source);
        const is = CLASSES.get(match?.[1] ?? '');
        if (match !== null && is !== undefined) {
          this.at += match[0].length;
          parts.push(is);
          continue;
        }
      }
      const escaped = sign === '\\' ? ESCAPES.get(source[this.at + 1] ?? '') : undefined;
      if (escaped !== undefined) {
        this.at += 2;
        parts.push(escaped);
        continue;
      }
      const from = this.bracketed();
      if (source[this.at] === '-' && this.at + 1 < source.length && source[this.at + 1] !== ']') {
        this.at += 1;
        const to = this.bracketed();
        parts.push(between(from, to));
      } else parts.push((code) => code === from);
    }
    return this.fail();
  }

  private bracketed(): number {
    const sign = this.source[this.at] ?? '';
    const next = this.source[this.at + 1] ?? '';
    if (sign === '\\' && next !== '') {
      const hex = next === 'x' ? /[0-9a-fA-F]{1,2}/y : null;
      if (hex !== null) {
        hex.lastIndex = this.at + 2;
        const digits = hex.exec(this.source)?.[0];
        if (digits !== undefined) {
          this.at += 2 + digits.length;
          return Number.parseInt(digits, 16);
        }
      }
      this.at += 2;
      return NAMED.get(next) ?? next.charCodeAt(0);
    }
    this.at += 1;
    return sign.charCodeAt(0);
  }

  /** A pattern of a shell up to a sign that ends an alternative, or to its end. */
  glob(until: string | null): Expression {
    const parts: Expression[] = [];
    this.nested += 1;
    if (this.nested > MOST_NESTED) return this.fail();
    while (this.at < this.source.length) {
      const sign = this.source[this.at] ?? '';
      if (until !== null && (sign === '|' || sign === ')')) break;
      this.at += 1;
      if (/[?*+@!]/.test(sign) && this.source[this.at] === '(') {
        parts.push(this.alternatives(sign));
        continue;
      }
      if (sign === '*') parts.push({ type: 'repeat', of: ANY, least: 0, most: null, isLazy: false });
      else if (sign === '?') parts.push(ANY);
      else if (sign === '[' && this.source.indexOf(']', this.at + 1) > 0) parts.push(this.bracket());
      else if (sign === '\\' && this.at < this.source.length) {
        parts.push(char(this.source.charCodeAt(this.at)));
        this.at += 1;
      } else parts.push(char(sign.charCodeAt(0)));
    }
    this.nested -= 1;
    return { type: 'all', parts };
  }

  private alternatives(sign: string): Expression {
    this.at += 1;
    // What is not of a list is no regular step; a shell is rarely asked for it.
    if (sign === '!') return this.fail();
    const parts = [this.glob(')')];
    while (this.source[this.at] === '|') {
      this.at += 1;
      parts.push(this.glob(')'));
    }
    if (this.source[this.at] !== ')') return this.fail();
    this.at += 1;
    const of: Expression = { type: 'either', parts };
    if (sign === '@') return of;
    return {
      type: 'repeat',
      of,
      least: sign === '+' ? 1 : 0,
      most: sign === '?' ? 1 : null,
      isLazy: false,
    };
  }
}
