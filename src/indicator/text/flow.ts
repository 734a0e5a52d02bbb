import { codeOption, isInterpreter, isShell, runsInput, scriptFile, shellTextIndex } from '../../command/programs.ts';
import { fileKey, filesWritten } from './files.ts';
import { MARK } from './shell-text.ts';
import type { Act, Understood } from './understand.ts';

const VARIABLE = /\$\{?([A-Za-z_][A-Za-z0-9_]*)/g;
const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)\+?=/;
const DECLARERS: ReadonlySet<string> = new Set(['export', 'local', 'declare', 'typeset', 'readonly']);
const UNPACKERS: ReadonlySet<string> = new Set(['tar', 'unzip', 'bsdtar', 'cpio', '7z']);

/** Where data that a source puts out went: through pipes, substitutions, variables and files of one command. */
export interface Flow {
  /** The source whose data an act gets or puts out; itself for a source. */
  originOf(act: Act): Act | undefined;
  /** The source whose data stands in one of its words. */
  inWord(act: Act, index: number): Act | undefined;
  /** The source whose data one of its words begins with: the first word of what a shell would run. */
  leads(act: Act, index: number): Act | undefined;
  /** The source whose data was written to a file of this name. */
  inFile(name: string): Act | undefined;
  /** The source whose data an archive tool unpacked. */
  readonly unpacked: Act | undefined;
}

/**
 * Follows the data of every source through one command, in the order in which it is written. A file is known by its
 * last path segment, since a `cd` in between is not followed; every program is taken to pass on what it reads.
 */
export const flowOf = ({ acts, actOf }: Understood, isSource: (act: Act) => boolean): Flow => {
  const origins = new Map<Act, Act>();
  const variables = new Map<string, Act>();
  const files = new Map<string, Act>();
  let unpacked: Act | undefined;

  const inFile = (name: string): Act | undefined => (files.size === 0 ? undefined : files.get(fileKey(name)));
  const inVariables = (word: string): Act | undefined => {
    if (variables.size === 0 || !word.includes('$')) return undefined;
    for (const match of word.matchAll(VARIABLE)) {
      const origin = variables.get(match[1] ?? '');
      if (origin !== undefined) return origin;
    }
    return undefined;
  };
  const ofSteps = (steps: readonly { readonly words: readonly string[] }[]): Act | undefined => {
    for (const step of steps) {
      const act = actOf.get(step as Act['step']); // every step of a reading has its act
      const origin = act && origins.get(act);
      if (origin !== undefined) return origin;
    }
    return undefined;
  };
  const inWord = (act: Act, index: number): Act | undefined => {
    const word = act.step.words[index] ?? '';
    for (const within of act.step.within) {
      if (within.word === index) {
        const origin = ofSteps(within.steps);
        if (origin !== undefined) return origin;
      }
    }
    return inVariables(word);
  };
  const leads = (act: Act, index: number): Act | undefined => {
    const word = act.step.words[index] ?? '';
    if (word.startsWith(MARK)) return inWord(act, index);
    const name = /^\$\{?([A-Za-z_][A-Za-z0-9_]*)/.exec(word)?.[1];
    return name === undefined ? undefined : variables.get(name);
  };
  const received = (act: Act): Act | undefined => {
    const { step } = act;
    const piped = ofSteps(step.from) ?? ofSteps(step.within.flatMap(({ steps }) => steps));
    if (piped !== undefined) return piped;
    for (const inner of act.inner) {
      const origin = origins.get(inner);
      if (origin !== undefined) return origin;
    }
    for (const { op, target } of step.redirects) {
      if (op === '<' || op === '<<<') {
        const origin = inFile(target) ?? inVariables(target);
        if (origin !== undefined) return origin;
      }
    }
    if (variables.size === 0 && files.size === 0) return undefined;
    for (const word of step.words) {
      const origin = inVariables(word) ?? inFile(word);
      if (origin !== undefined) return origin;
    }
    return step.heredoc === null ? undefined : inVariables(step.heredoc);
  };

  for (const act of acts) {
    const origin = isSource(act) ? act : received(act);
    if (origin === undefined) continue;
    origins.set(act, origin);
    if (UNPACKERS.has(act.ran.program)) unpacked ??= origin;
    for (const name of variablesSet(act, inWord)) variables.set(name, origin);
    for (const file of filesWritten(act)) files.set(fileKey(file), origin);
  }
  return {
    originOf: (act) => origins.get(act),
    inWord,
    leads,
    inFile,
    get unpacked() {
      return unpacked;
    },
  };
};

/** Variables that an act fills with data that it got: assignments, `read`, the variable of a loop. */
const variablesSet = (act: Act, inWord: Flow['inWord']): readonly string[] => {
  const { words } = act.step;
  const names: string[] = [];
  const declares = DECLARERS.has(words[0] ?? '');
  for (const [index, word] of words.entries()) {
    const name = ASSIGNMENT.exec(word)?.[1];
    if (name === undefined) {
      if (declares && index === 0) continue;
      break;
    }
    if (inWord(act, index) !== undefined) names.push(name);
  }
  if (words[0] === 'for' && words[1] !== undefined) names.push(words[1]);
  if (act.ran.program === 'read' || act.ran.program === 'mapfile' || act.ran.program === 'readarray') {
    return [...names, ...act.ran.args.filter((arg) => /^[A-Za-z_]/.test(arg))];
  }
  return names;
};

export type Running = 'input' | 'text' | 'file' | 'unpacked';

/** How an act runs data of a source as a program; `null` when it does not. */
export const runsData = (act: Act, flow: Flow, actOf: Understood['actOf']): { how: Running; origin: Act } | null => {
  const { step, ran } = act;
  const { program } = ran;
  const carried = (steps: readonly Act['step'][]): Act | undefined => {
    for (const one of steps) {
      const origin = flow.originOf(actOf.get(one) ?? act);
      if (origin !== undefined && actOf.has(one)) return origin;
    }
    return undefined;
  };
  if (runsInput(ran)) {
    let origin = carried(step.from) ?? carried(step.within.flatMap(({ steps }) => steps));
    for (const { op, target } of step.redirects) if (op === '<') origin ??= flow.inFile(target);
    if (origin !== undefined) return { how: 'input', origin };
  }
  const text = shellTextIndex(step.words);
  const led = text < 0 ? undefined : flow.leads(act, text);
  if (led !== undefined) return { how: 'text', origin: led };
  if (program === 'eval' || program === 'source' || program === '.' || isInterpreter(program) || isShell(program)) {
    const code = program === 'eval' ? null : (codeOption(ran) ?? scriptFile(ran));
    for (const [index, word] of step.words.entries()) {
      if (code !== null && word !== code) continue;
      const origin = program === 'eval' ? flow.inWord(act, index) : flow.leads(act, index);
      if (origin !== undefined) return { how: 'text', origin };
    }
    const file = scriptFile(ran);
    const origin = file === null ? undefined : flow.inFile(file);
    if (origin !== undefined) return { how: 'file', origin };
  }
  const origin = ran.path === '' ? undefined : flow.inFile(ran.path);
  if (origin !== undefined && (ran.path.includes('/') || flow.originOf(act) !== act)) return { how: 'file', origin };
  if (
    program === 'chmod' &&
    ran.args.some((arg) => /^(?:[ugoa]*\+[rwst]*x|0?[0-7]?[1357][0-7]{2}|0?[0-7]?[0-7]{2}[1357])/.test(arg))
  ) {
    for (const arg of ran.args.slice(1)) {
      const made = flow.inFile(arg);
      if (made !== undefined) return { how: 'file', origin: made };
    }
  }
  if (flow.unpacked !== undefined && /^(?:\.{1,2}\/|\/tmp\/|\/var\/tmp\/|\/dev\/shm\/)/.test(ran.path)) {
    return { how: 'unpacked', origin: flow.unpacked };
  }
  return null;
};
