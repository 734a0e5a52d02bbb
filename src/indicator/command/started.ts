import { isInterpreter, isShell } from '../../command/programs.ts';
import { baseName } from '../../lib/path.ts';
import type { Run } from '../../model/effect.ts';

/** What is started: the program, or the script that an interpreter is given, without its ending. */
export interface Started {
  readonly name: string;
  readonly args: readonly string[];
  readonly isScript: boolean;
}

export const startedBy = ({ program, args }: Run): Started => {
  // A shell with an option in front has a text, as a rule, or a person.
  const isShellScript = isShell(program) && args[0] !== undefined && !args[0].startsWith('-');
  if (!isInterpreter(program) && !isShellScript) return { name: program, args, isScript: false };
  const at = args.findIndex((arg) => !arg.startsWith('-'));
  if (at < 0) return { name: '', args: [], isScript: true };
  const name = baseName(args[at] ?? '').replace(/\.\w{1,3}$/, '');
  return { name, args: args.slice(at + 1), isScript: true };
};
