/** What stands in a word for a substitution; its steps are in `within`. */
export const MARK = '$(…)';

/** Steps that are read of one command; what follows is not judged, and said so. */
export const MOST_STEPS = 4000;
/** Characters that are read of one text. */
export const MOST_TEXT = 512 * 1024;
/** Groups and substitutions inside one another. */
export const MOST_DEPTH = 1000;
/** Steps of a group or a substitution that are looked at for what it puts out. */
const MOST_OUTPUTS = 64;

export interface Redirect {
  readonly fd: number | null;
  readonly op: '<' | '>' | '>>' | '<>' | '<<<' | '>&' | '<&' | '&>';
  readonly target: string;
}

/** One simple command of a shell text, with quotes taken off. */
export interface Step {
  readonly words: readonly string[];
  readonly redirects: readonly Redirect[];
  /** Steps whose output stands in a word: `$(…)`, backticks, `<(…)`. */
  readonly within: readonly { readonly word: number; readonly steps: readonly Step[] }[];
  /** Steps whose output it may read through a pipe. */
  readonly from: readonly Step[];
  readonly heredoc: string | null;
  /** The text that it stands in, and where. */
  readonly text: string;
  readonly at: number;
  readonly end: number;
}

interface Growing extends Step {
  heredoc: string | null;
}

interface Frame {
  /** What ends it: `)`, a backtick, a word such as `done`; empty for the text as a whole. */
  readonly ends: string;
  readonly substitutes: boolean;
  /** Index of its first step. */
  readonly first: number;
  readonly input: readonly Step[];
  from: readonly Step[];
  double: boolean;
  word: string | null;
  quoted: boolean;
  words: string[];
  redirects: Redirect[];
  within: { word: number; steps: readonly Step[] }[];
  redirect: { fd: number | null; op: Redirect['op'] } | null;
  heredoc: Heredoc | null;
  /** Output of a group that just ended and may still be piped or redirected. */
  group: readonly Step[] | null;
  at: number;
}

interface Heredoc {
  readonly delimiter: string;
  readonly dashed: boolean;
  body: string | null;
  step: Growing | null;
}

/** Words that open a group, and the word that ends it. */
const OPENERS: ReadonlyMap<string, string> = new Map([
  ['while', 'done'],
  ['until', 'done'],
  ['for', 'done'],
  ['select', 'done'],
  ['if', 'fi'],
  ['case', 'esac'],
  ['{', '}'],
]);
const ENDERS: ReadonlySet<string> = new Set(OPENERS.values());
/** Words in front of a command that do not change what it runs. */
const SKIPPED: ReadonlySet<string> = new Set(['then', 'else', 'elif', 'do', '!', 'time', 'coproc', 'function']);

/**
 * Splits shell text into its simple commands: tolerant, in one pass, without recursion.
 *
 * It follows quotes, pipes, redirects, substitutions, groups and here-documents, and resolves nothing else. Text that no
 * shell would take is read as far as it goes. `cut` tells that a limit ended the reading.
 */
export const readShellText = (
  text: string,
  input: readonly Step[] = [],
  mostSteps = MOST_STEPS,
): { readonly steps: readonly Step[]; readonly cut: boolean } => {
  const reader = new Reader(text.length > MOST_TEXT ? text.slice(0, MOST_TEXT) : text, input, mostSteps);
  reader.run();
  return { steps: reader.steps, cut: reader.full || text.length > MOST_TEXT };
};

class Reader {
  readonly steps: Growing[] = [];
  full = false;
  private readonly text: string;
  private readonly mostSteps: number;
  private readonly frames: Frame[] = [];
  private top: Frame;
  private readonly open = new Map<string, number>();
  private waiting: Heredoc[] = [];
  private i = 0;

  constructor(text: string, input: readonly Step[], mostSteps: number) {
    this.text = text;
    this.mostSteps = mostSteps;
    this.top = this.enter('', false, input);
  }

  run(): void {
    while (this.i < this.text.length && !this.full) {
      if (this.top.double) this.inDoubleQuotes();
      else this.outside();
    }
    while (this.frames.length > 1) this.leave();
    this.finishCommand();
  }

  private enter(ends: string, substitutes: boolean, input: readonly Step[]): Frame {
    const frame: Frame = {
      ends,
      substitutes,
      first: this.steps.length,
      input,
      from: input,
      double: false,
      word: null,
      quoted: false,
      words: [],
      redirects: [],
      within: [],
      redirect: null,
      heredoc: null,
      group: null,
      at: this.i,
    };
    this.frames.push(frame);
    if (this.frames.length > MOST_DEPTH) this.full = true;
    this.open.set(ends, (this.open.get(ends) ?? 0) + 1);
    this.top = frame;
    return frame;
  }

  /** Ends the innermost frame and hands what it puts out to the one around it. */
  private leave(): void {
    this.finishCommand();
    const ended = this.frames.pop();
    const outer = this.frames.at(-1);
    if (ended === undefined || outer === undefined) return;
    this.open.set(ended.ends, (this.open.get(ended.ends) ?? 1) - 1);
    this.top = outer;
    const outputs = this.steps.slice(Math.max(ended.first, this.steps.length - MOST_OUTPUTS));
    if (ended.substitutes) outer.within.push({ word: outer.words.length, steps: outputs });
    else outer.group = outputs;
  }

  private leaveTo(ends: string): void {
    while (this.top.ends !== ends && this.frames.length > 1) this.leave();
    this.leave();
  }

  private isOpen(ends: string): boolean {
    return (this.open.get(ends) ?? 0) > 0;
  }

  private add(piece: string, quoted = false): void {
    const frame = this.top;
    if (frame.word === null) {
      frame.word = piece;
      frame.quoted = quoted;
      if (frame.words.length === 0 && frame.redirects.length === 0 && frame.group === null) frame.at = this.i;
    } else {
      frame.word += piece;
      frame.quoted ||= quoted;
    }
  }

  private finishWord(): void {
    const frame = this.top;
    const word = frame.word;
    if (word === null) return;
    frame.word = null;
    if (frame.redirect !== null) {
      frame.redirects.push({ ...frame.redirect, target: word });
      frame.redirect = null;
      return;
    }
    if (frame.words.length === 0 && !frame.quoted) {
      if (SKIPPED.has(word)) return;
      if (ENDERS.has(word)) {
        if (this.isOpen(word)) this.leaveTo(word);
        return;
      }
      const ender = OPENERS.get(word);
      if (ender !== undefined) {
        this.enter(ender, false, frame.from);
        // The list of a loop and the subject of a case are words that may carry data, so they stay a step.
        if (word === 'for' || word === 'case' || word === 'select') this.top.words.push(word);
        return;
      }
    }
    frame.words.push(word);
  }

  /** Ends the command in progress; gives the steps whose output it puts out. */
  private finishCommand(): readonly Step[] {
    this.finishWord();
    const frame = this.top;
    const { words, redirects, within, group } = frame;
    const from = group ?? frame.from;
    frame.group = null;
    frame.redirect = null;
    if (words.length === 0 && redirects.length === 0 && within.length === 0 && frame.heredoc === null) {
      return group ?? [];
    }
    const step: Growing = { words, redirects, within, from, heredoc: null, text: this.text, at: frame.at, end: this.i };
    if (frame.heredoc !== null) {
      step.heredoc = frame.heredoc.body;
      frame.heredoc.step = step;
    }
    frame.words = [];
    frame.redirects = [];
    frame.within = [];
    frame.heredoc = null;
    frame.at = this.i;
    if (this.steps.length >= this.mostSteps) this.full = true;
    else this.steps.push(step);
    return [step];
  }

  private separate(piped: boolean): void {
    const out = this.finishCommand();
    this.top.from = piped ? out : this.top.input;
  }

  private substitute(ends: string, length: number): void {
    this.add(MARK, true);
    this.i += length;
    this.enter(ends, true, []);
  }

  private inDoubleQuotes(): void {
    const { text } = this;
    const c = text[this.i];
    if (c === '"') {
      this.top.double = false;
      this.i += 1;
    } else if (c === '\\') {
      const next = text[this.i + 1] ?? '';
      if (next === '\n') this.i += 2;
      else if ('"\\$`'.includes(next)) {
        this.add(next, true);
        this.i += 2;
      } else {
        this.add('\\', true);
        this.i += 1;
      }
    } else if (c === '$' && text[this.i + 1] === '(') this.substitute(')', 2);
    else if (c === '`') this.backtick();
    else this.take('"\\$`');
  }

  /** Takes the characters up to the next special one; a special one that means nothing here is taken alone. */
  private take(special: string): void {
    let end = this.i + 1;
    while (end < this.text.length && !special.includes(this.text[end] ?? '')) end += 1;
    this.add(this.text.slice(this.i, end), this.top.double);
    this.i = end;
  }

  private backtick(): void {
    if (this.isOpen('`')) {
      this.i += 1;
      this.leaveTo('`');
    } else this.substitute('`', 1);
  }

  private outside(): void {
    const { text } = this;
    const c = text[this.i] ?? '';
    const next = text[this.i + 1] ?? '';
    switch (c) {
      case ' ':
      case '\t':
      case '\r':
        this.finishWord();
        this.i += 1;
        return;
      case '\n':
        this.separate(false);
        this.i += 1;
        this.readHeredocs();
        return;
      case ';':
        this.separate(false);
        this.i += 1;
        return;
      case '|':
        this.separate(next !== '|');
        this.i += next === '|' || next === '&' ? 2 : 1;
        return;
      case '&':
        if (next === '>') {
          this.finishWord();
          this.top.redirect = { fd: null, op: '&>' };
          this.i += text[this.i + 2] === '>' ? 3 : 2;
          return;
        }
        this.separate(false);
        this.i += next === '&' ? 2 : 1;
        return;
      case '<':
      case '>':
        this.redirect(c, next);
        return;
      case '(':
        this.parenthesis();
        return;
      case ')':
        this.closing();
        return;
      case '"':
        this.add('', true);
        this.top.double = true;
        this.i += 1;
        return;
      case "'":
        this.single();
        return;
      case '`':
        this.backtick();
        return;
      case '\\':
        if (next !== '\n') this.add(next, true);
        this.i += 2;
        return;
      case '#':
        if (this.top.word !== null) break;
        this.i = endOfLine(text, this.i);
        return;
      case '$':
        if (this.dollar(next)) return;
        break;
      default:
    }
    this.take(' \t\r\n;|&<>()"\'`\\$');
  }

  private dollar(next: string): boolean {
    const { text } = this;
    if (next === '(') {
      this.substitute(')', 2);
      return true;
    }
    if (next === '"') {
      this.i += 1;
      return true;
    }
    if (next === "'") {
      const { value, end } = readAnsi(text, this.i + 2);
      this.add(value, true);
      this.i = end;
      return true;
    }
    if (text.startsWith('${IFS', this.i) || /^\$IFS(?![A-Za-z0-9_])/.test(text.slice(this.i, this.i + 5))) {
      this.finishWord();
      const end = next === '{' ? text.slice(this.i, this.i + 64).indexOf('}') : 3;
      this.i += end < 0 ? 5 : end + 1;
      return true;
    }
    if (next === '{') {
      const end = text.slice(this.i, this.i + 256).indexOf('}');
      if (end > 0) {
        this.add(text.slice(this.i, this.i + end + 1));
        this.i += end + 1;
        return true;
      }
    }
    return false;
  }

  private single(): void {
    const end = this.text.indexOf("'", this.i + 1);
    this.add(end < 0 ? this.text.slice(this.i + 1) : this.text.slice(this.i + 1, end), true);
    this.i = end < 0 ? this.text.length : end + 1;
  }

  private redirect(c: '<' | '>', next: string): void {
    if (next === '(') {
      this.substitute(')', 2);
      return;
    }
    const frame = this.top;
    let fd: number | null = null;
    if (frame.word !== null && !frame.quoted && /^\d{1,3}$/.test(frame.word)) {
      fd = Number(frame.word);
      frame.word = null;
    } else this.finishWord();
    const three = this.text.slice(this.i, this.i + 3);
    if (three === '<<<') {
      frame.redirect = { fd, op: '<<<' };
      this.i += 3;
    } else if (c === '<' && next === '<') this.heredoc(three === '<<-');
    else {
      const op = next === '&' || (next === '>' && three !== '>>>') ? (`${c}${next}` as '>&' | '<&' | '>>' | '<>') : c;
      frame.redirect = { fd, op };
      this.i += op.length + (op === '>' && next === '|' ? 1 : 0);
    }
  }

  private heredoc(dashed: boolean): void {
    let start = this.i + (dashed ? 3 : 2);
    while (this.text[start] === ' ' || this.text[start] === '\t') start += 1;
    let end = start;
    while (end < this.text.length && end - start < 256 && !' \t\r\n;|&<>()'.includes(this.text[end] ?? '')) end += 1;
    const delimiter = this.text.slice(start, end).replaceAll(/['"\\]/g, '');
    this.i = end;
    if (delimiter === '') return;
    const heredoc: Heredoc = { delimiter, dashed, body: null, step: null };
    this.top.heredoc = heredoc;
    this.waiting.push(heredoc);
  }

  /** The bodies of here-documents follow the line that names them; one without its end takes the rest. */
  private readHeredocs(): void {
    for (const heredoc of this.waiting) {
      const { body, next } = bodyOf(this.text, this.i, heredoc.delimiter, heredoc.dashed);
      heredoc.body = body;
      if (heredoc.step !== null) heredoc.step.heredoc = body;
      this.i = next;
    }
    this.waiting = [];
  }

  private parenthesis(): void {
    const frame = this.top;
    // `name()` starts a function; what it does is read where it is defined.
    if (frame.word !== null && /^\(\s{0,8}\)/.test(this.text.slice(this.i, this.i + 10))) {
      frame.word = null;
      frame.words = [];
      this.i = this.text.indexOf(')', this.i) + 1;
      return;
    }
    this.finishWord();
    this.i += 1;
    this.enter(')', false, this.top.from);
  }

  private closing(): void {
    if (this.isOpen(')')) {
      this.finishCommand();
      this.i += 1;
      this.leaveTo(')');
      return;
    }
    // The pattern of a case: words that run nothing.
    this.finishWord();
    this.top.words = [];
    this.top.redirects = [];
    this.i += 1;
  }
}

const endOfLine = (text: string, from: number): number => {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
};

const bodyOf = (text: string, from: number, delimiter: string, dashed: boolean) => {
  let line = from;
  while (line < text.length) {
    const end = endOfLine(text, line);
    // Only a line of about the right length is compared, so that long lines cost nothing more.
    if (end - line < delimiter.length + 64) {
      const whole = text.slice(line, end).replace(/\r$/, '');
      if ((dashed ? whole.replace(/^\t+/, '') : whole) === delimiter) {
        return { body: text.slice(from, line), next: Math.min(end + 1, text.length) };
      }
    }
    line = end + 1;
  }
  return { body: text.slice(from), next: text.length };
};

const ANSI: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['a', ''],
  ['b', ''],
  ['e', ''],
]);

/** `$'…'`: backslash escapes with hexadecimal, octal and Unicode numbers. */
const readAnsi = (text: string, from: number): { readonly value: string; readonly end: number } => {
  let value = '';
  let i = from;
  while (i < text.length && text[i] !== "'") {
    if (text[i] !== '\\') {
      value += text[i];
      i += 1;
      continue;
    }
    const rest = text.slice(i + 1, i + 10);
    const number = /^(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|([0-7]{1,3}))/.exec(rest);
    if (number !== null) {
      const octal = number[3];
      value += String.fromCharCode(
        octal === undefined ? Number.parseInt(number[1] ?? number[2] ?? '0', 16) : Number.parseInt(octal, 8),
      );
      i += 1 + number[0].length;
    } else {
      const letter = rest[0] ?? '';
      value += ANSI.get(letter) ?? letter;
      i += 2;
    }
  }
  return { value, end: Math.min(i + 1, text.length) };
};
