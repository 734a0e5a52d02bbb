import { first, MOST_ARGUMENTS } from './arguments.ts';
import { WORK } from './budget.ts';
import { testOf } from './conditions.ts';
import { readInto } from './inputs.ts';
import type { Call, Machine } from './machine.ts';
import { runsInput } from './programs.ts';
import { runsFile, runsValue } from './running.ts';
import { runsExpansions, runsIndex } from './subscripts.ts';
import { concat, EMPTY, join, literal, mapped, originOf, unknown, type Value } from './value.ts';

/** What the shell does itself, and programs that run a text in a shell of their own; `null` for another program. */
export const builtin = (machine: Machine, call: Call): Value | null => {
  const { program, texts, args, input, scope } = call;
  switch (program) {
    case 'eval':
      return runsValue(machine, call, evalText(join(args, ' ')), 'text');
    case 'source':
    case '.': {
      const name = texts[0] ?? '';
      const file = machine.files.get(name) ?? machine.files.get(machine.absolute(name));
      if (file !== undefined) return runsFile(machine, call, file, args.slice(1));
      if (runsInput({ program, args: texts }) && input !== null) return runsValue(machine, call, input, 'input');
      const word = args[0];
      return word === undefined ? EMPTY : runsOrigins(machine, call, word);
    }
    case 'trap': {
      const at = texts[0] === '--' ? 1 : 0;
      return texts[at] === undefined || texts[at].startsWith('-')
        ? EMPTY
        : runsValue(machine, call, args[at] ?? EMPTY, 'text');
    }
    case 'compgen': {
      // A list of words that a command gives.
      const option = texts.findIndex((text) => /^-[a-zA-Z]*C$/.test(text));
      return option < 0 ? null : runsValue(machine, call, args[option + 1] ?? EMPTY, 'text');
    }
    case 'date': {
      // A format without a sign of its own comes out as it is.
      const format = texts.find((text) => text.startsWith('+'));
      return format === undefined || format.includes('%') ? null : literal(`${format.slice(1)}\n`);
    }
    case 'printenv': {
      const name = texts.find((text) => !text.startsWith('-'));
      const held = name === undefined ? undefined : machine.variables.get(name);
      return held === undefined ? null : concat(held, literal('\n'));
    }
    case 'su':
    case 'script':
    case 'runuser': {
      const option = texts.findIndex((text) => /^-[a-z]*c$/.test(text) || text === '--command');
      return option < 0 ? unknown() : runsValue(machine, call, args[option + 1] ?? EMPTY, 'text');
    }
    case 'read':
    case 'mapfile':
    case 'readarray':
      for (const text of texts) runsIndex(machine, call, text);
      if (program !== 'read') callsBack(machine, call);
      machine.status = readInto(machine, call);
      return EMPTY;
    case 'set':
      machine.variables.delete('OPTIND');
      // Each command is told with this text in front of it, which is expanded for that.
      if (texts.some((text, at) => /^-[a-zA-Z]*x/.test(text) || (text === 'xtrace' && texts[at - 1] === '-o'))) {
        const prompt = machine.variables.get('PS4');
        if (prompt?.known === true) runsExpansions(machine, call, prompt.text);
      }
      if (texts.includes('--')) machine.positional = args.slice(texts.indexOf('--') + 1);
      else if (texts[0] !== undefined && !/^[-+]/.test(texts[0])) machine.positional = args;
      return EMPTY;
    case 'shift':
      machine.status = machine.positional.length > 0;
      machine.positional = machine.positional.slice(Number(texts[0] ?? 1) || 1);
      return EMPTY;
    case 'getopts':
      machine.status = nextOption(machine, texts[0] ?? '', texts[1] ?? '', args.slice(2));
      return EMPTY;
    case 'unset':
      for (const text of texts) {
        runsIndex(machine, call, text);
        if (!text.startsWith('-')) machine.variables.delete(text);
      }
      return EMPTY;
    case 'let':
      for (const text of texts.slice(0, MOST_ARGUMENTS)) machine.calculate(text);
      return EMPTY;
    case 'alias':
      for (const one of first(machine, call, args)) {
        const equals = one.text.indexOf('=');
        if (equals > 0 && machine.aliases.size < MOST_ARGUMENTS)
          machine.aliases.set(one.text.slice(0, equals), { ...one, text: one.text.slice(equals + 1) });
      }
      return EMPTY;
    case 'history': {
      // What is put into it or read into it can be called again.
      const told = /^-[a-z]*s$/.test(texts[0] ?? '') ? join(args.slice(1), ' ') : null;
      const file = /^-[a-z]*[rn]$/.test(texts[0] ?? '') ? machine.files.get(texts[1] ?? '') : undefined;
      const held = told ?? file;
      const before = machine.files.get(HISTORY);
      if (held !== undefined)
        machine.files.set(HISTORY, before === undefined ? held : concat(before, concat(literal('\n'), held)));
      return held === undefined ? null : EMPTY;
    }
    case 'fc': {
      const held = texts.some((text) => /^-[a-z]*l/.test(text)) ? undefined : machine.files.get(HISTORY);
      return held === undefined ? null : runsFile(machine, call, edited(held, texts), []);
    }
    case 'ztcp': {
      // What zsh opens stands in this variable; `-c` closes it.
      if (texts.some((text) => /^-[a-z]*c/.test(text))) return EMPTY;
      if (texts.some((text) => /^-[a-z]*l/.test(text))) machine.emit({ kind: 'listen', program }, call);
      machine.assign('REPLY', literal(String(machine.openDevice(texts.join(' '), call))));
      return EMPTY;
    }
    case 'hash':
      if (texts[0] === '-p' && texts[1] !== undefined && texts[2] !== undefined)
        machine.files.set(texts[2], literal(`${texts[1]} "$@"\n`));
      return EMPTY;
    case 'break':
      machine.breaks();
      return EMPTY;
    case 'return':
      machine.returns();
      return EMPTY;
    case ':':
    case 'true':
      machine.status = true;
      return EMPTY;
    case 'false':
      machine.status = false;
      return EMPTY;
    case 'test':
      machine.status = testOf(args);
      return EMPTY;
    case '[':
      machine.status = testOf(args.slice(0, -1));
      return EMPTY;
    case 'cd':
    case 'pushd':
      machine.files.directory = directoryOf(machine, texts.find((text) => !text.startsWith('-')) ?? null);
      return EMPTY;
    case 'sleep':
      machine.emit({ kind: 'wait', seconds: texts.join(' '), isEndless: scope.isEndless === true }, call);
      return EMPTY;
    default:
      return null;
  }
};

/** `mapfile -c 1 -C program`: it is called with the number of each line, and the line. */
const callsBack = (machine: Machine, call: Call): void => {
  const { texts, args, input } = call;
  const at = texts.findIndex((text) => /^-[a-zA-Z]*C$/.test(text));
  const program = args[at + 1];
  const isBare = texts.some((text) => /^-[a-zA-Z]*t/.test(text));
  if (at < 0 || program === undefined || input?.known !== true) return;
  for (const [index, line] of input.text.split('\n', MOST_CALLS).entries()) {
    if (!machine.spend(WORK.command)) break;
    const words = [program, literal(String(index)), literal(isBare ? line : `${line}\n`)];
    const text = words
      .map((word, one) => (one === 0 ? word.text : `'${word.text.replaceAll("'", "'\\''")}'`))
      .join(' ');
    machine.runText(literal(text), call.scope, null);
  }
};
const MOST_CALLS = 400;

/** Where the history of a shell is kept, as a file that no path names. */
const HISTORY = '/\0history';

/** `fc -s OLD=NEW`: the command with another word in it. */
const edited = (held: Value, texts: readonly string[]): Value => {
  const [, from, to = ''] =
    /^([^-=][^=]{0,200})=(.{0,2000})$/s.exec(texts.find((text) => text.includes('=')) ?? '') ?? [];
  return from === undefined
    ? held
    : mapped(
        held,
        held.text.replace(from, () => to),
      );
};

/** `getopts`: the next option into a variable and its word into another; `null` where the words are not known. */
const nextOption = (machine: Machine, options: string, name: string, given: readonly Value[]): boolean | null => {
  const words = given.length > 0 ? given : machine.positional;
  const place = Number(machine.variables.get('OPTIND')?.text ?? 1);
  const word = words[place - 1];
  if (word === undefined ? place === 1 : !word.known) return null;
  const letter = /^-([a-zA-Z\d])/.exec(word?.text ?? '')?.[1];
  if (word === undefined || letter === undefined) {
    // What the last option held is gone: a loop in it does not begin anew.
    machine.variables.delete('OPTARG');
    return false;
  }
  const takes = options.includes(`${letter}:`);
  const isJoined = word.text.length > 2;
  machine.assign(name, literal(options.includes(letter) ? letter : '?'));
  if (takes) machine.assign('OPTARG', isJoined ? mapped(word, word.text.slice(2)) : (words[place] ?? EMPTY));
  machine.assign('OPTIND', literal(String(place + (takes && !isJoined ? 2 : 1))));
  return true;
};

/** Where a `cd` leads to; `null` where that is not known. */
const directoryOf = ({ files }: Machine, to: string | null): string | null => {
  if (to === null || /[$*?~]/.test(to)) return null;
  if (to.startsWith('/')) return to;
  return files.directory === null ? to : `${files.directory}/${to}`;
};

/** Unlike the text of a shell, any origin in the words of an `eval` is one of what runs. */
const evalText = (text: Value): Value => ({ ...text, leads: text.origins });

/** `source <(…)`: runs what a word brought from elsewhere. */
const runsOrigins = (machine: Machine, call: Call, word: Value): Value => {
  if (originOf(word.origins, 'download', 'decode', 'connect') === undefined) return unknown(word.origins);
  return runsFile(machine, call, { ...word, leads: word.origins, known: false }, []);
};
