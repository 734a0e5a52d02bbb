import type { Call, Machine } from './machine.ts';
import { join, mapped, type Value } from './value.ts';

/**
 * The shell of Windows: `cmd /c TEXT`. Its text is read as that of a shell, with paths as a shell writes them; what only the
 * one of the two has is read wrong, and nothing in it is lost. `null` for any other program.
 */
export const runsWindowsShell = (machine: Machine, call: Call): Value | null => {
  const { program, args, texts, scope, input } = call;
  if (program.toLowerCase() !== 'cmd') return null;
  const at = texts.findIndex((text) => /^\/[ck]$/i.test(text));
  if (at < 0) return null;
  const text = join(args.slice(at + 1), ' ');
  return machine.runText(text.known ? mapped(text, text.text.replaceAll('\\', '/')) : text, scope, input);
};
