import {
  baseName,
  codeOption,
  type HostEntry,
  isInterpreter,
  isShell,
  type Ran,
  ranBy,
  runsInput,
  shellTextIndex,
} from '../../command/programs.ts';
import type { CommandFact } from '../../model/facts.ts';
import { MOST_STEPS, readShellText, type Step } from './shell-text.ts';

/** Shell text in shell text that is followed, and characters that are read in all of it. */
const MOST_LAYERS = 6;
const MOST_INNER_TEXT = 2 * 1024 * 1024;

/** One simple command with what it runs. */
export interface Act {
  readonly step: Step;
  readonly ran: Ran;
  /** True when it runs on the node: behind a chroot or an nsenter into process 1. */
  readonly hostEntry: HostEntry | null;
  /** Commands of the shell text that it runs. */
  readonly inner: readonly Act[];
  /** Code for an interpreter that is no shell: an option, a here-document, a script field. */
  readonly code: string | null;
}

export interface Understood {
  /** In the order in which output can flow: what stands inside comes before what it stands in. */
  readonly acts: readonly Act[];
  readonly actOf: ReadonlyMap<Step, Act>;
  /** True when a limit ended the reading. */
  readonly cut: boolean;
}

const known = new WeakMap<CommandFact, Understood>();

/** The simple commands of a command fact, through shells in shells. Read once for each fact. */
export const understand = (command: CommandFact): Understood => {
  const before = known.get(command);
  if (before !== undefined) return before;
  const understanding = new Understanding();
  understanding.command(command);
  const { acts, actOf, cut } = understanding;
  const result = { acts, actOf, cut };
  known.set(command, result);
  return result;
};

class Understanding {
  readonly acts: Act[] = [];
  readonly actOf = new Map<Step, Act>();
  cut = false;
  private innerLength = 0;

  command(command: CommandFact): void {
    const { argv, script, entrypoint } = command;
    const program = argv[0] ?? '';
    if (script !== null && !argv.includes(script)) {
      const language = program === '' ? shebang(script) : program;
      if (language === '' || isShell(language)) this.text(script, [], null, 0);
      else this.add(stepOf([...argv], script), null, 0, script);
      return;
    }
    this.add(stepOf(argv, command.shown), null, 0);
    if (entrypoint !== null && entrypoint !== baseName(program)) {
      this.add(stepOf([entrypoint, ...argv], command.shown), null, 0);
    }
  }

  private text(text: string, input: readonly Step[], hostEntry: HostEntry | null, layer: number): readonly Act[] {
    this.innerLength += text.length;
    const left = MOST_STEPS - this.acts.length;
    if (left <= 0 || layer > MOST_LAYERS || this.innerLength > MOST_INNER_TEXT) {
      this.cut = true;
      return [];
    }
    const { steps, cut } = readShellText(text, input, left);
    this.cut ||= cut;
    return steps.map((step) => this.add(step, hostEntry, layer));
  }

  private add(step: Step, outer: HostEntry | null, layer: number, script: string | null = null): Act {
    const ran = ranBy(step.words);
    const hostEntry = ran.hostEntries[0] ?? outer;
    const inner: Act[] = [];
    const run = (text: string, input: readonly Step[]): void => {
      for (const one of this.text(text, input, hostEntry, layer + 1)) inner.push(one);
    };
    for (const text of innerTexts(step, ran)) run(text, step.from);
    const handed = handedOn(ran);
    if (handed !== null && layer < MOST_LAYERS) {
      inner.push(this.add({ ...step, words: handed, within: [], heredoc: null }, null, layer + 1));
    }
    const code = script ?? codeOf(step, ran);
    if (code !== null) for (const text of textsInCode(code)) run(text, []);
    const act: Act = { step, ran, hostEntry, inner, code };
    this.acts.push(act);
    this.actOf.set(step, act);
    return act;
  }
}

const stepOf = (words: readonly string[], text: string): Step => ({
  words,
  redirects: [],
  within: [],
  from: [],
  heredoc: null,
  text,
  at: 0,
  end: text.length,
});

/** The interpreter that a script names in its first line; empty for a shell's default. */
const shebang = (script: string): string => {
  const match = /^\s{0,16}#![ \t]{0,16}(\S{1,256})(?:[ \t]{1,16}(\S{1,256}))?/.exec(script);
  const first = baseName(match?.[1] ?? '');
  return first === 'env' ? baseName(match?.[2] ?? '') : first;
};

/** Shell text that a step runs, wherever it is written. */
const innerTexts = (step: Step, ran: Ran): readonly string[] => {
  const texts: string[] = [];
  const index = shellTextIndex(step.words);
  const text = index < 0 ? undefined : step.words[index];
  if (text !== undefined) texts.push(text);
  else if (ran.program === 'eval') texts.push(ran.args.join(' '));
  else if (ran.program === 'trap') texts.push(ran.args[0] ?? '');
  else if (ran.program === 'su' || ran.program === 'script') {
    const option = ran.args.indexOf('-c');
    if (option >= 0) texts.push(ran.args[option + 1] ?? '');
  } else if ((isShell(ran.program) && runsInput(ran)) || (ran.program === '' && ran.hostEntries.length > 0)) {
    // A chroot or an nsenter without a program runs a shell.
    texts.push(...inputTexts(step));
  }
  return texts.filter((one) => one !== '');
};

/** Text on the standard input that is written out in the command itself. */
const inputTexts = (step: Step): readonly string[] => {
  const texts = step.redirects.filter(({ op }) => op === '<<<').map(({ target }) => target);
  if (step.heredoc !== null) texts.push(step.heredoc);
  for (const from of step.from) {
    const { program, args } = ranBy(from.words);
    if (program === 'cat' && from.heredoc !== null) texts.push(from.heredoc);
    if (program === 'echo' || program === 'printf') {
      texts.push(args.filter((arg, index) => index > 0 || !/^-[neE]+$/.test(arg)).join(' '));
    }
  }
  return texts;
};

/** What `kubectl exec … -- PROGRAM` and its like run elsewhere. */
const handedOn = ({ program, args }: Ran): readonly string[] | null => {
  if (program !== 'kubectl' && program !== 'oc') return null;
  if (args[0] !== 'exec' && !(args.includes('exec') || args.includes('run') || args.includes('debug'))) return null;
  const dashes = args.indexOf('--');
  return dashes < 0 || dashes === args.length - 1 ? null : args.slice(dashes + 1);
};

const codeOf = (step: Step, ran: Ran): string | null => {
  if (!isInterpreter(ran.program)) return null;
  const option = codeOption(ran);
  if (option !== null) return option;
  if (!runsInput(ran)) return null;
  const texts = inputTexts(step);
  return texts.length > 0 ? texts.join('\n') : null;
};

const MOST_LITERALS = 100;

/** Texts in quotes inside code that may be commands: `os.system("…")`. What they are used for is not looked at. */
const textsInCode = (code: string): readonly string[] => {
  const texts: string[] = [];
  for (const match of code.matchAll(/"([^"\\]{1,4000})"|'([^'\\]{1,4000})'/g)) {
    const text = match[1] ?? match[2] ?? '';
    if (/\s/.test(text.trim())) texts.push(text);
    if (texts.length >= MOST_LITERALS) break;
  }
  return texts;
};

/** The piece of text that shows an act to a person: its whole pipeline as written, clipped. */
export const excerptOf = (act: Act): string => {
  let from = act.step.at;
  const seen = new Set<Step>([act.step]);
  const queue: Step[] = [act.step];
  for (let step = queue.pop(); step !== undefined && seen.size < 64; step = queue.pop()) {
    for (const one of [...step.from, ...step.within.flatMap(({ steps }) => steps)]) {
      if (seen.has(one) || one.text !== act.step.text) continue;
      seen.add(one);
      queue.push(one);
      from = Math.min(from, one.at);
    }
  }
  const text = act.step.text.slice(from, act.step.end).trim();
  return text.replaceAll(/\r\n|\r|\n/g, ' ↵ ');
};
