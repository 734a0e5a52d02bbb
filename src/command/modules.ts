import { runCode } from './interpret.ts';
import type { Call, Machine } from './machine.ts';
import { saysOrigins } from './origins.ts';
import type { Value } from './value.ts';

/** Modules of one code that are looked for. */
const MOST_MODULES = 16;
const MOST_CODE = 64 * 1024;

const isPython = (program: string): boolean => /^(?:python|pypy)/.test(program);

/** A module that the command wrote itself and that `-m` names. */
export const moduleFile = (machine: Machine, { program, texts }: Call): Value | undefined => {
  const at = isPython(program) ? texts.indexOf('-m') : -1;
  const name = at < 0 ? undefined : /^[A-Za-z_][\w.]{0,80}$/.exec(texts[at + 1] ?? '')?.[0];
  return name === undefined ? undefined : machine.files.get(`${name.slice(name.lastIndexOf('.') + 1)}.py`);
};

/** What python runs of a folder. */
export const mainOf = (machine: Machine, path: string, program: string): Value | undefined =>
  isPython(program) && !/\.\w{1,5}$/.test(path) ? machine.files.get(`${path}/__main__.py`) : undefined;

const IMPORTS = /(?:^|[\n;])[ \t]{0,40}(?:import|from)[ \t]{1,8}([A-Za-z_]\w{0,60})/g;
const LOADS =
  /(?:^|[^\w$.])(?:require(?:_relative|_once)?|include(?:_once)?|load|do|dofile|source|import)\s{0,4}\(?\s{0,4}["']([./][^"'\n]{1,200})["']/g;

/** Runs the files of the command that its code loads, before the code itself. */
export const importsFiles = (machine: Machine, call: Call, code: Value, program: string): void => {
  if (!code.known || code.text.length > MOST_CODE) return;
  const names = [...code.text.matchAll(isPython(program) ? IMPORTS : LOADS)].map((match) => match[1] ?? '');
  const files = isPython(program)
    ? [...(machine.variables.has('PYTHONPATH') ? ['sitecustomize', 'usercustomize'] : []), ...names].map(
        (name) => `${name}.py`,
      )
    : names.flatMap((name) => [name, `${name}.js`, `${name}.rb`, `${name}.lua`]);
  const seen = new Set<Value>();
  for (const name of files.slice(0, MOST_MODULES)) {
    const file = machine.files.get(name);
    if (file === undefined || file === code || seen.has(file)) continue;
    seen.add(file);
    if (!file.known) saysOrigins(machine, call, file.origins, 'file');
    runCode(machine, call, file, program);
  }
};
