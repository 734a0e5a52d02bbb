import { type Node, parseAwk, type Rule, type Statement } from './awk-syntax.ts';
import { compile, find, type Pattern, replaced, type Spend } from './pattern.ts';
import { formattedNumber, padded } from './printf.ts';
import { MOST_VALUE } from './value.ts';

type Held = string | number;

const MOST_STEPS = 100_000;
const MOST_NAMES = 2000;
const MOST_RUN = 64;
const STEP = 0.12;

export interface AwkRun {
  /** What it puts out; `null` when that is not known. */
  readonly text: string | null;
  /** Texts that it starts a shell with. */
  readonly runs: readonly { readonly command: string; readonly input: string | null }[];
}

export interface AwkInput {
  readonly program: string;
  readonly separator: string | null;
  readonly variables: readonly (readonly [string, string])[];
  /** What it reads; `null` when that is not known. */
  readonly text: string | null;
}

class Stop extends Error {
  readonly why: string;
  constructor(why: string) {
    super(why);
    this.why = why;
  }
}

/** Follows a program of awk over a text; `null` for one that is not understood. */
export const followAwk = (input: AwkInput, spend: Spend): AwkRun | null => {
  const rules = parseAwk(input.program);
  return rules === null ? null : new Awk(rules, input, spend).run();
};

class Awk {
  private readonly rules: readonly Rule[];
  private readonly input: AwkInput;
  private readonly spend: Spend;
  private readonly names = new Map<string, Held>();
  private readonly lists = new Map<string, Map<string, Held>>();
  private readonly patterns = new Map<string, Pattern | null>();
  private readonly pipes = new Map<string, string>();
  private readonly runs: { command: string; input: string | null }[] = [];
  private out = '';
  private line = '';
  private fields: string[] = [];
  private steps = 0;
  private isKnown = true;

  constructor(rules: readonly Rule[], input: AwkInput, spend: Spend) {
    this.rules = rules;
    this.input = input;
    this.spend = spend;
    this.names
      .set('FS', input.separator ?? ' ')
      .set('OFS', ' ')
      .set('ORS', '\n')
      .set('NR', 0)
      .set('NF', 0)
      .set('SUBSEP', '\x1c');
    for (const [name, value] of input.variables) this.names.set(name, value);
  }

  run(): AwkRun {
    try {
      this.all();
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      if (error.why !== 'exit') this.isKnown = false;
    }
    for (const [command, input] of this.pipes) this.starts(command, input);
    return { text: this.isKnown ? this.out : null, runs: this.runs };
  }

  private all(): void {
    for (const { when, body } of this.rules) if (when === 'BEGIN' && body !== null) this.statement(body);
    if (!this.rules.some(({ when }) => when !== 'BEGIN')) return;
    if (this.input.text === null) {
      this.isKnown = false;
      this.fields = [];
      // What it would do with a line that is not known: once, with nothing in it.
      this.each('');
    } else {
      for (const record of this.recordsOf(this.input.text)) this.each(record);
    }
    for (const { when, body } of this.rules) if (when === 'END' && body !== null) this.statement(body);
  }

  /** Lines, or what stands between the signs that the program set in front of them. */
  private recordsOf(text: string): readonly string[] {
    const separator = this.asText(this.names.get('RS') ?? '\n');
    const whole = text.replace(/\n$/, '');
    if (whole === '') return [];
    if (separator === '') return whole.split(/\n{2,}/);
    if (separator.length === 1)
      return (separator === '\n' ? whole : text.endsWith(separator) ? text.slice(0, -1) : text).split(separator);
    throw new Stop('separator');
  }

  private each(line: string): void {
    this.setLine(line);
    this.names.set('NR', this.asNumber(this.names.get('NR') ?? 0) + 1);
    try {
      for (const { when, pattern, body } of this.rules) {
        if (when !== 'line' || (pattern !== null && !this.isTrue(pattern))) continue;
        if (body === null) this.put(`${this.line}\n`);
        else this.statement(body);
      }
    } catch (error) {
      if (!(error instanceof Stop) || error.why !== 'next') throw error;
    }
  }

  private setLine(line: string): void {
    this.line = line;
    const separator = this.asText(this.names.get('FS') ?? ' ');
    this.fields = this.splitAt(line, separator);
    this.names.set('NF', this.fields.length);
  }

  private splitAt(text: string, separator: string): string[] {
    if (!this.spend(text.length * 0.004)) throw new Stop('limit');
    if (text === '') return [];
    if (separator === ' ') return text.trim() === '' ? [] : text.trim().split(/\s+/);
    if (separator === '') return [...text];
    // One character is itself, whatever it means in a pattern.
    if (separator.length === 1) return text.split(separator);
    const out: string[] = [];
    const pattern = this.pattern(separator);
    let at = 0;
    while (pattern !== null) {
      const match = find(pattern, text, this.spend, { from: at });
      if (match === undefined) throw new Stop('limit');
      if (match === null || match.end === match.start) break;
      out.push(text.slice(at, match.start));
      at = match.end;
    }
    return [...out, text.slice(at)];
  }

  private put(text: string): void {
    if (this.out.length + text.length > MOST_VALUE) throw new Stop('limit');
    this.out += text;
  }

  private starts(command: string, input: string | null): void {
    if (this.runs.length < MOST_RUN) this.runs.push({ command, input });
  }

  private tick(): void {
    this.steps += 1;
    if (this.steps > MOST_STEPS || !this.spend(STEP)) throw new Stop('limit');
  }

  private statement(one: Statement): void {
    this.tick();
    switch (one.type) {
      case 'block':
        for (const inner of one.body) this.statement(inner);
        return;
      case 'value':
        this.value(one.value);
        return;
      case 'print': {
        const values = one.args.map((arg) => this.value(arg));
        const text = one.isFormat
          ? this.formatted(values)
          : (values.length === 0
              ? this.line
              : values.map((value) => this.asText(value)).join(this.asText(this.names.get('OFS') ?? ' '))) +
            this.asText(this.names.get('ORS') ?? '\n');
        if (one.into === null) this.put(text);
        else {
          const target = this.asText(this.value(one.into));
          if (one.isPipe && this.pipes.size < MOST_RUN) this.pipes.set(target, (this.pipes.get(target) ?? '') + text);
          else if (target === '/dev/stdout') this.put(text);
        }
        return;
      }
      case 'if':
        if (this.isTrue(one.test)) this.statement(one.yes);
        else if (one.no !== null) this.statement(one.no);
        return;
      case 'loop':
        if (one.start !== null) this.statement(one.start);
        for (let round = 0; (one.first && round === 0) || one.test === null || this.isTrue(one.test); round += 1) {
          if (!this.round(one.body)) break;
          if (one.step !== null) this.statement(one.step);
        }
        return;
      case 'in':
        for (const key of [...(this.lists.get(one.of)?.keys() ?? [])]) {
          this.set(one.name, key);
          if (!this.round(one.body)) break;
        }
        return;
      case 'jump':
        throw new Stop(one.name);
      default:
        one satisfies never;
    }
  }

  private round(body: Statement): boolean {
    try {
      this.statement(body);
    } catch (error) {
      if (!(error instanceof Stop) || (error.why !== 'break' && error.why !== 'continue')) throw error;
      return error.why === 'continue';
    }
    return true;
  }

  private isTrue(node: Node): boolean {
    const value = node.type === 'regex' ? this.fits(this.line, node.source) : this.value(node);
    return typeof value === 'boolean'
      ? value
      : typeof value === 'number'
        ? value !== 0
        : value !== '' && !(node.type === 'field' && value === '0');
  }

  private asText(value: Held): string {
    return typeof value === 'string'
      ? value
      : Number.isInteger(value)
        ? String(value)
        : String(Number(value.toPrecision(6)));
  }

  private asNumber(value: Held): number {
    return typeof value === 'number'
      ? value
      : Number(/^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?/.exec(value.slice(0, 40))?.[0] ?? 0);
  }

  private set(name: string, value: Held): void {
    if (this.names.size < MOST_NAMES || this.names.has(name)) this.names.set(name, value);
  }

  private pattern(source: string): Pattern | null {
    const held = this.patterns.get(source);
    if (held !== undefined) return held;
    const made = compile(source, { syntax: 'extended' });
    if (this.patterns.size < MOST_RUN) this.patterns.set(source, made);
    return made;
  }

  private fits(text: string, source: string): boolean {
    const pattern = this.pattern(source);
    const match = pattern === null ? undefined : find(pattern, text, this.spend);
    if (match === undefined) throw new Stop('limit');
    return match !== null;
  }

  private sourceOf(node: Node | undefined): string {
    if (node === undefined) return '';
    return node.type === 'regex' ? node.source : this.asText(this.value(node));
  }

  private key(index: readonly Node[]): string {
    return index.map((one) => this.asText(this.value(one))).join('\x1c');
  }

  private assign(to: Node, value: Held): void {
    if (to.type === 'field') {
      const place = this.asNumber(this.value(to.of));
      if (place === 0) this.setLine(this.asText(value));
      else if (place > 0 && place < MOST_NAMES) {
        while (this.fields.length < place) this.fields.push('');
        this.fields[place - 1] = this.asText(value);
        this.names.set('NF', this.fields.length);
        this.line = this.fields.join(this.asText(this.names.get('OFS') ?? ' '));
      }
    } else if (to.type === 'name' && to.index !== null) {
      const list = this.lists.get(to.name) ?? new Map<string, Held>();
      this.lists.set(to.name, list);
      if (list.size < MOST_NAMES) list.set(this.key(to.index), value);
    } else if (to.type === 'name') {
      this.set(to.name, value);
      if (to.name === '$0') this.setLine(this.asText(value));
    }
  }

  private value(node: Node): Held {
    this.tick();
    switch (node.type) {
      case 'number':
      case 'text':
        return node.value;
      case 'regex':
        return this.fits(this.line, node.source) ? 1 : 0;
      case 'name':
        if (node.index !== null) return this.lists.get(node.name)?.get(this.key(node.index)) ?? '';
        return this.names.get(node.name) ?? '';
      case 'field': {
        const place = this.asNumber(this.value(node.of));
        return place === 0 ? this.line : (this.fields[place - 1] ?? '');
      }
      case 'assign': {
        const given = this.value(node.value);
        const value =
          node.op === '' ? given : this.calculated(node.op, this.asNumber(this.value(node.to)), this.asNumber(given));
        this.assign(node.to, value);
        return value;
      }
      case 'step': {
        const before = this.asNumber(this.value(node.of));
        const after = node.op === '++' ? before + 1 : before - 1;
        this.assign(node.of, after);
        return node.prefix ? after : before;
      }
      case 'either':
        return this.value(this.isTrue(node.test) ? node.yes : node.no);
      case 'unary': {
        if (node.op === '!') return this.isTrue(node.of) ? 0 : 1;
        const value = this.asNumber(this.value(node.of));
        return node.op === '-' ? -value : value;
      }
      case 'binary':
        return this.binary(node.op, node.left, node.right);
      case 'getline':
        if (node.command !== null) this.starts(this.asText(this.value(node.command)), null);
        throw new Stop('getline');
      case 'call':
        return this.called(node.name, node.args);
      default:
        node satisfies never;
        return '';
    }
  }

  private calculated(op: string, a: number, b: number): number {
    if (op === '+') return a + b;
    if (op === '-') return a - b;
    if (op === '*') return a * b;
    if (op === '/') return b === 0 ? 0 : a / b;
    if (op === '%') return b === 0 ? 0 : a % b;
    return a ** b;
  }

  private binary(op: string, left: Node, right: Node): Held {
    if (op === '&&') return this.isTrue(left) && this.isTrue(right) ? 1 : 0;
    if (op === '||') return this.isTrue(left) || this.isTrue(right) ? 1 : 0;
    if (op === '~' || op === '!~')
      return this.fits(this.asText(this.value(left)), this.sourceOf(right)) === (op === '~') ? 1 : 0;
    const a = this.value(left);
    const b = this.value(right);
    if (op === ' ') {
      const text = this.asText(a) + this.asText(b);
      if (text.length > MOST_VALUE) throw new Stop('limit');
      return text;
    }
    if (/^(?:[<>]=?|==|!=)$/.test(op)) {
      const isNumeric = [a, b].every(
        (one) => typeof one === 'number' || /^\s*-?\d+(?:\.\d+)?\s*$/.test(one) || one === '',
      );
      const x = isNumeric ? this.asNumber(a) : this.asText(a);
      const y = isNumeric ? this.asNumber(b) : this.asText(b);
      const holds =
        op === '=='
          ? x === y
          : op === '!='
            ? x !== y
            : op === '<'
              ? x < y
              : op === '<='
                ? x <= y
                : op === '>'
                  ? x > y
                  : x >= y;
      return holds ? 1 : 0;
    }
    return this.calculated(op, this.asNumber(a), this.asNumber(b));
  }

  private called(name: string, args: readonly Node[]): Held {
    const text = (index: number): string => (args[index] === undefined ? '' : this.asText(this.value(args[index])));
    const number = (index: number): number => (args[index] === undefined ? 0 : this.asNumber(this.value(args[index])));
    switch (name) {
      case 'system':
        this.starts(text(0), null);
        return 0;
      case 'length': {
        const [only] = args;
        const list = only?.type === 'name' && only.index === null ? this.lists.get(only.name) : undefined;
        return list !== undefined ? list.size : only === undefined ? this.line.length : text(0).length;
      }
      case 'substr': {
        const whole = text(0);
        const from = Math.round(number(1));
        const end = args[2] === undefined ? Number.POSITIVE_INFINITY : from + Math.round(number(2));
        return whole.slice(Math.max(0, from - 1), Math.max(0, end - 1));
      }
      case 'index':
        return text(0).indexOf(text(1)) + 1;
      case 'toupper':
        return text(0).toUpperCase();
      case 'tolower':
        return text(0).toLowerCase();
      case 'int':
        return Math.trunc(number(0));
      case 'strtonum': {
        const given = text(0).trim();
        return /^0[xX]/.test(given)
          ? Number.parseInt(given, 16)
          : /^0[0-7]+$/.test(given)
            ? Number.parseInt(given, 8)
            : this.asNumber(given);
      }
      case 'sprintf':
        return this.formatted(args.map((arg) => this.value(arg)));
      case 'split': {
        const target = args[1];
        if (target?.type !== 'name') return 0;
        const parts = this.splitAt(
          text(0),
          args[2] === undefined ? this.asText(this.names.get('FS') ?? ' ') : this.sourceOf(args[2]),
        );
        this.lists.set(
          target.name,
          new Map(parts.slice(0, MOST_NAMES).map((part, index) => [String(index + 1), part])),
        );
        return parts.length;
      }
      case 'sub':
      case 'gsub':
        return this.substitutes(args, name === 'gsub');
      case 'match': {
        const pattern = this.pattern(this.sourceOf(args[1]));
        const match = pattern === null ? null : find(pattern, text(0), this.spend);
        if (match === undefined) throw new Stop('limit');
        this.set('RSTART', match === null ? 0 : match.start + 1);
        this.set('RLENGTH', match === null ? -1 : match.end - match.start);
        return match === null ? 0 : match.start + 1;
      }
      case 'in':
        return this.lists.get(text(1))?.has(text(0)) === true ? 1 : 0;
      case 'close':
      case 'fflush':
        return 0;
      case '(':
        return args.map((arg) => this.asText(this.value(arg))).join('\x1c');
      default:
        throw new Stop('unknown');
    }
  }

  private substitutes(args: readonly Node[], all: boolean): Held {
    const pattern = this.pattern(this.sourceOf(args[0]));
    const by = args[1] === undefined ? '' : this.asText(this.value(args[1]));
    const target: Node = args[2] ?? { type: 'field', of: { type: 'number', value: 0 } };
    const given = this.asText(this.value(target));
    if (pattern === null) throw new Stop('unknown');
    const done = replaced(
      pattern,
      given,
      ({ start, end }) => by.replaceAll(/\\\\&|\\&|&/g, (sign) => (sign === '&' ? given.slice(start, end) : '&')),
      { all, most: MOST_VALUE },
      this.spend,
    );
    if (done === undefined) throw new Stop('limit');
    if (done.count > 0) this.assign(target, done.text);
    return done.count;
  }

  private formatted(values: readonly Held[]): string {
    const [format = '', ...rest] = values;
    let taken = 0;
    return this.asText(format)
      .slice(0, MOST_VALUE)
      .replaceAll(
        /%([-+ 0#]{0,5}\d{0,4}(?:\.\d{0,4})?)([diouxXcseEfgG%])/g,
        (spec: string, options: string, letter: string) => {
          if (letter === '%') return '%';
          const value = rest[taken] ?? '';
          taken += 1;
          const [flags = '', width = ''] = [
            /^[-+ 0#]*/.exec(options)?.[0] ?? '',
            /\d+/.exec(options.replace(/^[-+ 0#]*/, ''))?.[0] ?? '',
          ];
          const most = /\.(\d+)/.exec(options)?.[1];
          if (letter === 's')
            return padded(this.asText(value).slice(0, most === undefined ? undefined : Number(most)), flags, width);
          if (letter !== 'c') return formattedNumber(spec, letter, BigInt(Math.trunc(this.asNumber(value)) || 0)) ?? '';
          const isCode = typeof value === 'number' || /^\d{1,7}$/.test(value);
          return padded(
            isCode
              ? String.fromCodePoint(Math.min(Math.max(0, this.asNumber(value)), 0x10ffff))
              : this.asText(value).slice(0, 1),
            flags,
            width,
          );
        },
      );
  }
}
