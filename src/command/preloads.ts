import { fromBase64, fromUrl } from './decoders.ts';
import { runCode } from './interpret.ts';
import type { Call, Machine } from './machine.ts';
import { saysOrigins } from './origins.ts';
import { literal, mapped, type Value } from './value.ts';

/** Modules of one call that are looked at. */
const MOST_MODULES = 32;

/** Programs of Node.js; each reads `NODE_OPTIONS`. */
const NODE: ReadonlySet<string> = new Set(['node', 'nodejs', 'npm', 'npx', 'pnpm', 'yarn', 'tsx', 'ts-node']);
const NODE_MODULE = /^(?:-r|--(?:require|import|loader|experimental-loader))(?:=(.*))?$/s;

/**
 * Runs what an interpreter loads before its own program, by its words or by the variable that stands for more words:
 * `node --import data:…`, `NODE_OPTIONS`, `perl -M'x;system("…")'`, `PERL5OPT`.
 */
export const runsPreloads = (machine: Machine, call: Call): void => {
  if (NODE.has(call.program)) ofNode(machine, call);
  else if (/^perl[0-9.]*$/.test(call.program)) ofPerl(machine, call);
  else if (/^(?:ruby|irb|rake|bundle|rails|gem)[0-9.]*$/.test(call.program)) ofRuby(machine, call);
  else if (/^python[0-9.]*$/.test(call.program)) ofPython(machine, call);
};

/** The value of a variable for this call: set in front of it, or by the container. */
const variableOf = (machine: Machine, { all, args }: Call, name: string): Value | null => {
  const front = all.slice(0, all.length - args.length).findLast(({ text }) => text.startsWith(`${name}=`));
  return front === undefined ? (machine.variables.get(name) ?? null) : mapped(front, front.text.slice(name.length + 1));
};

const ofNode = (machine: Machine, call: Call): void => {
  const options = variableOf(machine, call, 'NODE_OPTIONS');
  const more = options?.known === true ? options.text.split(/\s+/).map((word) => mapped(options, word)) : [];
  const words = [...more, ...(call.program.startsWith('node') ? call.args : [])];
  let modules = 0;
  for (const [index, word] of words.entries()) {
    const match = NODE_MODULE.exec(word.text);
    const module = match === null ? undefined : match[1] === undefined ? words[index + 1] : mapped(word, match[1]);
    if (module === undefined) continue;
    modules += 1;
    if (modules > MOST_MODULES) {
      machine.cut(call);
      return;
    }
    const code = codeInAddress(module);
    if (code !== null) runCode(machine, call, code, 'node');
    else runsModule(machine, call, module.text);
  }
};

/** `data:text/javascript,…`, `data:text/javascript;base64,…`. */
const codeInAddress = (module: Value): Value | null => {
  const match = /^data:[^,;]{0,80}(;[^,]{0,80})?,/.exec(module.text);
  if (match === null) return null;
  const body = module.text.slice(match[0].length);
  const isBase64 = match[1]?.includes('base64') === true;
  const text = isBase64 ? fromBase64(body) : (fromUrl(body) ?? body);
  return { ...mapped(module, text), layers: isBase64 ? ['base64'] : [] };
};

const runsModule = (machine: Machine, call: Call, path: string): void => {
  const file = machine.files.get(path) ?? machine.files.get(machine.absolute(path));
  if (file === undefined) return;
  saysOrigins(machine, call, file.origins, 'file', file.known);
  if (file.known) runCode(machine, call, file, 'node');
};

/** `ruby -r/opt/a.rb`, `RUBYOPT=-r/opt/a.rb`. */
const ofRuby = (machine: Machine, call: Call): void => {
  const options = variableOf(machine, call, 'RUBYOPT');
  const more = options?.known === true ? options.text.split(/\s+/, MOST_MODULES) : [];
  const own = call.program.startsWith('ruby') ? call.texts.slice(0, MOST_MODULES) : [];
  for (const word of [...more, ...own]) {
    const path = /^-r\s{0,4}(\.{0,2}\/.+)$/.exec(word)?.[1];
    if (path !== undefined) loads(machine, call, [path, `${path}.rb`], 'ruby');
  }
};

const PYTHON_STARTERS = ['sitecustomize.py', 'usercustomize.py'];

/** What Python looks for before it does anything else: a module of a known name, and a file for whoever types. */
const ofPython = (machine: Machine, call: Call): void => {
  if (!call.texts.some((text) => /^-[A-Za-z]*I/.test(text))) {
    const path = variableOf(machine, call, 'PYTHONPATH');
    const places = path?.known === true ? path.text.split(':', MOST_MODULES) : [];
    for (const place of places) {
      if (place.startsWith('/'))
        loads(
          machine,
          call,
          PYTHON_STARTERS.map((name) => `${place}/${name}`),
          'python3',
        );
    }
  }
  const startup = variableOf(machine, call, 'PYTHONSTARTUP');
  const isAsked = call.texts.length === 0 || call.texts.some((text) => /^-[A-Za-z]*i/.test(text));
  if (startup?.known === true && isAsked) loads(machine, call, [startup.text], 'python3');
};

/** Runs the first of the files that is known. */
const loads = (machine: Machine, call: Call, paths: readonly string[], language: string): void => {
  for (const path of paths) {
    const file = machine.files.get(path) ?? machine.files.get(machine.absolute(path));
    if (file === undefined) continue;
    saysOrigins(machine, call, file.origins, 'file', file.known);
    if (file.known) runCode(machine, call, file, language);
    return;
  }
};

/** What stands behind the name of a module is code of the `use` that it becomes. */
const ofPerl = (machine: Machine, call: Call): void => {
  const options = variableOf(machine, call, 'PERL5OPT');
  const given = options?.known === true ? [options] : [];
  for (const word of [...given, ...call.args.slice(0, MOST_MODULES)]) {
    const code = /(?:^|\s)-[Mm]([\w:]{1,80}[;(=][\s\S]*)$/.exec(word.text)?.[1];
    if (code !== undefined) runCode(machine, call, literal(`use ${code}`), 'perl');
  }
};
