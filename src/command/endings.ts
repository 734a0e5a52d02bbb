import type { Command, CompoundList, PipelineNode, Statement } from 'unbash';

/** Programs that only say something. */
const SAYS: ReadonlySet<string> = new Set(['echo', 'printf', ':', 'true']);
/** Text, and variables without an operation: a substitution may do anything before the shell ends. */
const ONLY_TEXT = /^(?:[^$`]|\$\{?\w{1,64}\}?|\$[@*#?])*$/;
const MOST_COMMANDS = 20;

/**
 * Whether a branch does nothing but to say something and to end its shell, as of `else echo unknown; exit 1`. What such a
 * branch leaves unset is never used: nothing behind the fork runs there. `isOwn` says that the text defines the name anew.
 */
export const onlyEnds = ({ commands }: CompoundList, isOwn: (name: string) => boolean): boolean => {
  const inTurn = commands.length > MOST_COMMANDS ? [] : commands.flatMap(inOrder);
  return inTurn.length > 0 && inTurn.every((one, at) => isPlain(one, at === inTurn.length - 1, isOwn));
};

/** The commands of a statement, where each runs as the one before has: only what says something stands in front of `&&`. */
const inOrder = ({ command, background }: Statement): readonly (PipelineNode | null)[] => {
  if (background === true) return [null];
  if (command.type !== 'AndOr') return [command];
  return command.operators.every((operator) => operator === '&&') ? command.commands : [null];
};

const isPlain = (node: PipelineNode | null, isLast: boolean, isOwn: (name: string) => boolean): boolean => {
  if (node?.type !== 'Command' || node.prefix.length > 0) return false;
  const name = node.name?.text ?? '';
  if (isOwn(name) || !(isLast ? name === 'exit' : SAYS.has(name))) return false;
  return !(name === 'printf' && isAssigning(node)) && node.suffix.every(isText);
};

/** `printf -v NAME` sets a variable. */
const isAssigning = ({ suffix }: Command): boolean =>
  suffix.some((one) => one.type === 'Word' && one.text.startsWith('-v'));

/** A word of text, or output that goes to another descriptor of the shell. */
const isText = (one: Command['suffix'][number]): boolean => {
  if (one.type === 'Word') return ONLY_TEXT.test(one.text);
  return one.type === 'Redirect' && one.operator === '>&' && /^\d$/.test(one.target?.text ?? '');
};
