import { isInterpreter } from '../../command/programs.ts';
import { baseName } from '../../lib/path.ts';
import type { Run } from '../../model/effect.ts';

/** What is started: the program, or the script that an interpreter is given, without its ending. */
export interface Started {
  readonly name: string;
  readonly args: readonly string[];
  readonly isScript: boolean;
}

export const startedBy = ({ program, args }: Run): Started => {
  if (!isInterpreter(program)) return { name: program, args, isScript: false };
  const at = args.findIndex((arg) => !arg.startsWith('-'));
  if (at < 0) return { name: '', args: [], isScript: true };
  const name = baseName(args[at] ?? '').replace(/\.\w{1,3}$/, '');
  return { name, args: args.slice(at + 1), isScript: true };
};
