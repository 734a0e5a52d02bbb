export type Node =
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'regex'; readonly source: string }
  | { readonly type: 'name'; readonly name: string; readonly index: readonly Node[] | null }
  | { readonly type: 'field'; readonly of: Node }
  | { readonly type: 'assign'; readonly op: string; readonly to: Node; readonly value: Node }
  | { readonly type: 'binary'; readonly op: string; readonly left: Node; readonly right: Node }
  | { readonly type: 'unary'; readonly op: string; readonly of: Node }
  | { readonly type: 'step'; readonly op: string; readonly of: Node; readonly prefix: boolean }
  | { readonly type: 'either'; readonly test: Node; readonly yes: Node; readonly no: Node }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Node[] }
  | { readonly type: 'getline'; readonly command: Node | null; readonly to: Node | null };

export type Statement =
  | { readonly type: 'value'; readonly value: Node }
  | {
      readonly type: 'print';
      readonly isFormat: boolean;
      readonly args: readonly Node[];
      readonly into: Node | null;
      readonly isPipe: boolean;
    }
  | { readonly type: 'block'; readonly body: readonly Statement[] }
  | { readonly type: 'if'; readonly test: Node; readonly yes: Statement; readonly no: Statement | null }
  | {
      readonly type: 'loop';
      readonly start: Statement | null;
      readonly test: Node | null;
      readonly step: Statement | null;
      readonly body: Statement;
      readonly first: boolean;
    }
  | { readonly type: 'in'; readonly name: string; readonly of: string; readonly body: Statement }
  | { readonly type: 'jump'; readonly name: string };

export interface Rule {
  readonly when: 'BEGIN' | 'END' | 'line';
  readonly pattern: Node | null;
  /** `null` prints the line. */
  readonly body: Statement | null;
}

const MOST_TOKENS = 20_000;
const MOST_DEPTH = 40;

interface Token {
  readonly kind: 'number' | 'text' | 'regex' | 'name' | 'sign' | 'line' | 'end';
  readonly text: string;
  /** A name with a bracket right behind it: a call. */
  readonly calls?: boolean;
}

const SIGNS = /\*\*=|\*\*|[-+*/%^=!<>]=|&&|\|\||\+\+|--|>>|!~|[{}()[\];,+\-*/%^!<>|?:~$=]/y;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '"': '"',
  '/': '/',
  '\\': '\\',
  a: '\x07',
  v: '\v',
  f: '\f',
  b: '\b',
};

const unescaped = (text: string): string =>
  text.replaceAll(/\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|(.))/gs, (_, octal?: string, hex?: string, sign = '') =>
    octal !== undefined
      ? String.fromCharCode(Number.parseInt(octal, 8) & 255)
      : hex !== undefined
        ? String.fromCharCode(Number.parseInt(hex, 16))
        : (ESCAPES[sign] ?? `\\${sign}`),
  );

const tokensOf = (source: string): readonly Token[] | null => {
  const out: Token[] = [];
  let at = 0;
  while (at < source.length) {
    if (out.length > MOST_TOKENS) return null;
    const sign = source[at] ?? '';
    if (sign === '\\' && source[at + 1] === '\n') at += 2;
    else if (sign === '\n') {
      out.push({ kind: 'line', text: ';' });
      at += 1;
    } else if (/\s/.test(sign)) at += 1;
    else if (sign === '#') {
      const end = source.indexOf('\n', at);
      at = end < 0 ? source.length : end;
    } else if (sign === '"') {
      let end = at + 1;
      while (end < source.length && source[end] !== '"') end += source[end] === '\\' ? 2 : 1;
      if (end >= source.length) return null;
      out.push({ kind: 'text', text: unescaped(source.slice(at + 1, end)) });
      at = end + 1;
    } else if (sign === '/' && !isValue(out.at(-1))) {
      let end = at + 1;
      let inSet = false;
      while (end < source.length && (source[end] !== '/' || inSet)) {
        if (source[end] === '[') inSet = true;
        else if (source[end] === ']') inSet = false;
        end += source[end] === '\\' ? 2 : 1;
      }
      if (end >= source.length) return null;
      out.push({ kind: 'regex', text: source.slice(at + 1, end).replaceAll('\\/', '/') });
      at = end + 1;
    } else {
      const word = /[A-Za-z_]\w{0,80}/y;
      const number = /0[xX][0-9a-fA-F]{1,12}|\d{1,15}(?:\.\d{0,10})?(?:[eE][-+]?\d{1,3})?/y;
      word.lastIndex = at;
      number.lastIndex = at;
      SIGNS.lastIndex = at;
      const name = word.exec(source)?.[0];
      const digits = number.exec(source)?.[0];
      const other = SIGNS.exec(source)?.[0];
      const found = name ?? digits ?? other;
      if (found === undefined) return null;
      at += found.length;
      if (name !== undefined) out.push({ kind: 'name', text: name, calls: source[at] === '(' });
      else out.push({ kind: digits !== undefined ? 'number' : 'sign', text: found });
    }
  }
  out.push({ kind: 'end', text: '' });
  return out;
};

const isValue = (token: Token | undefined): boolean =>
  token !== undefined &&
  (token.kind === 'number' ||
    token.kind === 'text' ||
    (token.kind === 'name' && !/^(?:print|return|in)$/.test(token.text)) ||
    [')', ']', '$'].includes(token.text));

/** The rules of a program; `null` for one that is not understood. */
export const parseAwk = (source: string): readonly Rule[] | null => {
  const tokens = tokensOf(source);
  if (tokens === null) return null;
  try {
    return new Parser(tokens).rules();
  } catch (error) {
    if (error instanceof NotUnderstood) return null;
    throw error;
  }
};

class NotUnderstood extends Error {}

const LEVELS: readonly (readonly string[])[] = [['||'], ['&&'], ['~', '!~'], ['<', '<=', '>', '>=', '==', '!=']];

class Parser {
  private at = 0;
  private depth = 0;
  private noGreater = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  private get token(): Token {
    return this.tokens[this.at] ?? { kind: 'end', text: '' };
  }

  private is(text: string): boolean {
    return this.token.kind !== 'text' && this.token.kind !== 'regex' && this.token.text === text;
  }

  private take(text: string): boolean {
    if (!this.is(text) || this.token.kind === 'end') return false;
    this.at += 1;
    return true;
  }

  private need(text: string): void {
    if (!this.take(text)) throw new NotUnderstood();
  }

  private lines(): void {
    while (this.token.kind === 'line' || this.is(';')) this.at += 1;
  }

  rules(): readonly Rule[] {
    const out: Rule[] = [];
    for (this.lines(); this.token.kind !== 'end'; this.lines()) {
      if (this.is('function') || this.is('func')) throw new NotUnderstood();
      const when = this.take('BEGIN') ? 'BEGIN' : this.take('END') ? 'END' : 'line';
      const pattern = when === 'line' && !this.is('{') ? this.value() : null;
      if (this.is(',')) throw new NotUnderstood();
      out.push({ when, pattern, body: this.is('{') ? this.block() : null });
    }
    return out;
  }

  private block(): Statement {
    this.need('{');
    const body: Statement[] = [];
    for (this.lines(); !this.take('}'); this.lines()) {
      if (this.token.kind === 'end') throw new NotUnderstood();
      body.push(this.statement());
    }
    return { type: 'block', body };
  }

  private body(): Statement {
    while (this.token.kind === 'line') this.at += 1;
    return this.is(';') ? { type: 'block', body: [] } : this.statement();
  }

  private statement(): Statement {
    this.depth += 1;
    if (this.depth > MOST_DEPTH) throw new NotUnderstood();
    const out = this.statementOf();
    this.depth -= 1;
    return out;
  }

  private statementOf(): Statement {
    if (this.is('{')) return this.block();
    if (this.take('if')) {
      this.need('(');
      const test = this.value();
      this.need(')');
      const yes = this.body();
      const back = this.at;
      this.lines();
      if (this.take('else')) return { type: 'if', test, yes, no: this.body() };
      this.at = back;
      return { type: 'if', test, yes, no: null };
    }
    if (this.take('while')) {
      this.need('(');
      const test = this.value();
      this.need(')');
      return { type: 'loop', start: null, test, step: null, body: this.body(), first: false };
    }
    if (this.take('do')) {
      const body = this.body();
      this.lines();
      this.need('while');
      this.need('(');
      const test = this.value();
      this.need(')');
      return { type: 'loop', start: null, test, step: null, body, first: true };
    }
    if (this.take('for')) return this.loop();
    for (const name of ['next', 'exit', 'break', 'continue', 'getline']) {
      if (name !== 'getline' && this.take(name)) {
        if (!this.is(';') && !this.is('}') && this.token.kind !== 'line' && this.token.kind !== 'end') this.value();
        return { type: 'jump', name };
      }
    }
    return this.simple();
  }

  private loop(): Statement {
    this.need('(');
    const [name, middle, of, end] = this.tokens.slice(this.at, this.at + 4);
    if (name?.kind === 'name' && middle?.text === 'in' && of?.kind === 'name' && end?.text === ')') {
      this.at += 4;
      return { type: 'in', name: name.text, of: of.text, body: this.body() };
    }
    const start = this.is(';') ? null : this.simple();
    this.need(';');
    const test = this.is(';') ? null : this.value();
    this.need(';');
    const step = this.is(')') ? null : this.simple();
    this.need(')');
    return { type: 'loop', start, test, step, body: this.body(), first: false };
  }

  private simple(): Statement {
    const isFormat = this.is('printf');
    if (!isFormat && !this.is('print')) return { type: 'value', value: this.value() };
    this.at += 1;
    this.noGreater += 1;
    let args: Node[] = [];
    if (
      !this.is(';') &&
      !this.is('}') &&
      !this.is('|') &&
      !this.is('>') &&
      this.token.kind !== 'line' &&
      this.token.kind !== 'end'
    ) {
      args = this.list();
      const [only] = args;
      // A list in brackets.
      if (args.length === 1 && only?.type === 'call' && only.name === '(') args = [...only.args];
    }
    this.noGreater -= 1;
    const isPipe = this.is('|');
    if (isPipe || this.is('>') || this.is('>>')) {
      this.at += 1;
      return { type: 'print', isFormat, args, into: this.concatenated(), isPipe };
    }
    return { type: 'print', isFormat, args, into: null, isPipe: false };
  }

  private list(): Node[] {
    const out = [this.value()];
    while (this.take(',')) {
      while (this.token.kind === 'line') this.at += 1;
      out.push(this.value());
    }
    return out;
  }

  private value(): Node {
    this.depth += 1;
    if (this.depth > MOST_DEPTH) throw new NotUnderstood();
    const out = this.assigned();
    this.depth -= 1;
    return out;
  }

  private assigned(): Node {
    const left = this.level(0);
    if (this.take('?')) {
      const yes = this.value();
      this.need(':');
      return { type: 'either', test: left, yes, no: this.value() };
    }
    const op = /^(?:[-+*/%^]|\*\*)?=$/.test(this.token.text) && this.token.kind === 'sign' ? this.token.text : null;
    if (op === null || (left.type !== 'name' && left.type !== 'field')) return left;
    this.at += 1;
    return { type: 'assign', op: op.slice(0, -1), to: left, value: this.value() };
  }

  private level(index: number): Node {
    const ops = LEVELS[index];
    if (ops === undefined) return this.piped();
    let left = this.level(index + 1);
    for (;;) {
      const op =
        this.token.kind === 'sign'
          ? ops.find((one) => this.is(one) && !(one.startsWith('>') && this.noGreater > 0))
          : undefined;
      if (op === undefined) {
        if (index === 2 && this.is('in') && this.token.kind === 'name') {
          this.at += 1;
          left = { type: 'call', name: 'in', args: [left, { type: 'text', value: this.token.text }] };
          this.at += 1;
          continue;
        }
        return left;
      }
      this.at += 1;
      while (this.token.kind === 'line') this.at += 1;
      left = { type: 'binary', op, left, right: this.level(index + 1) };
    }
  }

  private piped(): Node {
    let left = this.concatenated();
    while (this.is('|') && this.tokens[this.at + 1]?.text === 'getline') {
      this.at += 2;
      const to = this.token.kind === 'name' || this.is('$') ? this.primary() : null;
      left = { type: 'getline', command: left, to };
    }
    return left;
  }

  private concatenated(): Node {
    let left = this.sum();
    while (this.startsValue()) left = { type: 'binary', op: ' ', left, right: this.sum() };
    return left;
  }

  private startsValue(): boolean {
    const { kind, text } = this.token;
    if (kind === 'number' || kind === 'text') return true;
    if (kind === 'name') return !/^(?:in|getline|else|while)$/.test(text);
    return (
      kind === 'sign' &&
      (text === '$' || text === '(' || text === '!' || text === '-' || text === '+' || text === '++' || text === '--')
    );
  }

  private sum(): Node {
    let left = this.product();
    while (this.is('+') || this.is('-')) {
      const op = this.token.text;
      this.at += 1;
      left = { type: 'binary', op, left, right: this.product() };
    }
    return left;
  }

  private product(): Node {
    let left = this.power();
    while (this.token.kind === 'sign' && (this.is('*') || this.is('/') || this.is('%'))) {
      const op = this.token.text;
      this.at += 1;
      left = { type: 'binary', op, left, right: this.power() };
    }
    return left;
  }

  private power(): Node {
    for (const op of ['!', '-', '+']) {
      if (this.token.kind === 'sign' && this.take(op)) {
        this.depth += 1;
        if (this.depth > MOST_DEPTH) throw new NotUnderstood();
        const of = this.power();
        this.depth -= 1;
        return { type: 'unary', op, of };
      }
    }
    const left = this.postfix();
    if (!this.take('^') && !this.take('**')) return left;
    return { type: 'binary', op: '^', left, right: this.postfix() };
  }

  private postfix(): Node {
    const of = this.primary();
    if ((this.is('++') || this.is('--')) && (of.type === 'name' || of.type === 'field')) {
      const op = this.token.text;
      this.at += 1;
      return { type: 'step', op, of, prefix: false };
    }
    return of;
  }

  private primary(): Node {
    const { kind, text, calls } = this.token;
    this.at += 1;
    if (kind === 'number') return { type: 'number', value: Number(text) };
    if (kind === 'text') return { type: 'text', value: text };
    if (kind === 'regex') return { type: 'regex', source: text };
    if (kind === 'sign' && text === '$') {
      this.depth += 1;
      if (this.depth > MOST_DEPTH) throw new NotUnderstood();
      const of = this.is('++') || this.is('--') ? this.primary() : this.primary();
      this.depth -= 1;
      return { type: 'field', of };
    }
    if (kind === 'sign' && (text === '++' || text === '--'))
      return { type: 'step', op: text, of: this.primary(), prefix: true };
    if (kind === 'sign' && text === '(') {
      const outer = this.noGreater;
      this.noGreater = 0;
      const args = this.list();
      this.noGreater = outer;
      this.need(')');
      const [only] = args;
      return only !== undefined && args.length === 1 ? only : { type: 'call', name: '(', args };
    }
    if (kind !== 'name') throw new NotUnderstood();
    if (text === 'getline')
      return { type: 'getline', command: null, to: this.token.kind === 'name' ? this.primary() : null };
    if (calls === true) {
      this.at += 1;
      const outer = this.noGreater;
      this.noGreater = 0;
      const args = this.is(')') ? [] : this.list();
      this.noGreater = outer;
      this.need(')');
      return { type: 'call', name: text, args };
    }
    if (text === 'length') return { type: 'call', name: 'length', args: [] };
    if (!this.take('[')) return { type: 'name', name: text, index: null };
    const index = this.list();
    this.need(']');
    return { type: 'name', name: text, index };
  }
}
