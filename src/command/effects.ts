import { cleanPath } from '../lib/path.ts';
import type { Effect, Provenance } from '../model/effect.ts';
import type { CommandFact, HostPathFact } from '../model/facts.ts';
import type { Inflate } from './decoders.ts';
import { Evaluation } from './evaluate.ts';
import { Files, type MountedPlace, type VolumeMount } from './files.ts';
import { interpreterOf, runCode } from './interpret.ts';
import type { Call, Scope } from './machine.ts';
import { isInterpreter, isShell, shellTextIndex } from './programs.ts';
import { literal, provided, unknown, type Value } from './value.ts';

/** Commands of one pod that are read. */
const MOST_COMMANDS = 200;
/** Effects of one pod that are kept. */
const MOST_EFFECTS = 10_000;

/** An environment variable of a container; `null` for one whose value the object does not hold. */
export interface EnvironmentEntry {
  readonly container: string | null;
  readonly name: string;
  readonly value: string | null;
  /** Set for a value that another object or field holds, which is taken as it is. */
  readonly provenance?: Provenance;
}

export interface CommandInput {
  readonly commands: readonly CommandFact[];
  readonly hostPaths: readonly HostPathFact[];
  readonly environment: readonly EnvironmentEntry[];
  /** Mounts of volumes that more than one container may see. */
  readonly mounts: readonly VolumeMount[];
  /** Mounts that other objects fill. */
  readonly places?: readonly MountedPlace[];
  /** Working directories of containers that name one. */
  readonly directories?: ReadonlyMap<string | null, string>;
}

/**
 * What the commands of one pod would do: init containers first, in the order of the pod.
 *
 * Files on shared volumes are known to every container that mounts them, so a download of an init container that the
 * main one runs is seen as that. Nothing is run. Bounded in steps, depth and text; what was cut is an effect of its own.
 */
export const effectsOf = (input: CommandInput, inflate?: Inflate): readonly Effect[] => {
  const shared = new Map<string, Value>();
  const commands = input.commands.slice(0, MOST_COMMANDS);
  const byRole = [...commands].sort((a, b) => Number(b.role === 'init') - Number(a.role === 'init'));
  const once = byRole.map((command) => effectsOfOne(command, input, shared, inflate));
  // Containers of a pod run side by side: what a later one wrote, an earlier one may run.
  const all =
    shared.size > 0 && commands.length > 1
      ? byRole.map((command) => effectsOfOne(command, input, shared, inflate))
      : once;
  return all.flat().slice(0, MOST_EFFECTS);
};

const effectsOfOne = (
  command: CommandFact,
  { hostPaths, environment, mounts, places = [], directories }: CommandInput,
  shared: Map<string, Value>,
  inflate: Inflate | undefined,
): readonly Effect[] => {
  const own = environmentOf(command.container, environment);
  const files = new Files(
    shared,
    mounts
      .filter(({ container }) => container === command.container)
      .map((mount) => ({ ...mount, mountPath: cleanPath(mount.mountPath) })),
    places.filter(({ container }) => container === command.container),
    directories?.get(command.container) ?? null,
    new Set(mounts.flatMap(({ volume, subPath }) => (subPath === null ? [] : [volume]))),
  );
  const evaluation = new Evaluation(command, hostPaths, files, own, inflate);
  const scope: Scope = {
    layers: [],
    hostEntry: null,
    source: command.shown,
    from: 0,
    onDevice: false,
    shell: 'sh',
    depth: 0,
  };
  const { script, entrypoint } = command;
  const argv = command.argv.map((word) => kubernetesExpanded(word, own));
  const at = { scope, shown: command.shown };
  if (script !== null && !command.argv.includes(script)) {
    const language = argv[0]?.text ?? interpreterOf(script) ?? '';
    if (language === '' || isShell(language) || !isInterpreter(programOf(language))) {
      evaluation.runText(literal(script), { ...scope, depth: -1 }, null);
    } else runCode(evaluation, callOf(argv, at), literal(script), programOf(language));
    return evaluation.effects;
  }
  const isText = shellTextIndex(command.argv) === command.argv.length - 1 && command.argv.length > 0;
  evaluation.runWords(argv, isText ? { scope, shown: command.shown } : at, null);
  if (entrypoint !== null && entrypoint !== programOf(command.argv[0] ?? '')) {
    evaluation.runWords([literal(entrypoint), ...argv], at, null);
  }
  return evaluation.effects;
};

const programOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const callOf = (argv: readonly Value[], { scope, shown }: Pick<Call, 'scope' | 'shown'>): Call => ({
  program: programOf(argv[0]?.text ?? ''),
  path: argv[0]?.text ?? '',
  args: argv.slice(1),
  texts: argv.slice(1).map(({ text }) => text),
  all: argv,
  allTexts: argv.map(({ text }) => text),
  redirects: [],
  input: null,
  hostEntries: [],
  scope,
  shown,
});

/** The variables of a container; a value may name one that stands before it. */
const environmentOf = (
  container: string | null,
  environment: readonly EnvironmentEntry[],
): ReadonlyMap<string, Value> => {
  const known = new Map<string, Value>();
  for (const { container: of, name, value, provenance } of environment) {
    if (of !== container || !/^[A-Za-z_]\w{0,200}$/.test(name)) continue;
    if (value === null) known.set(name, unknown([], `$${name}`));
    else if (provenance !== undefined) known.set(name, provided(value, provenance, `$${name}`));
    else known.set(name, kubernetesExpanded(value, known));
  }
  return known;
};

/** `$(NAME)` in commands and values, for names that the container has; `$$(NAME)` is what keeps it as it is. */
const kubernetesExpanded = (text: string, known: ReadonlyMap<string, Value>): Value => {
  if (!text.includes('$(') || known.size === 0) return literal(text);
  const only = text.startsWith('$(') && text.endsWith(')') ? known.get(text.slice(2, -1)) : undefined;
  if (only !== undefined) return only;
  let complete = true;
  let room = 256 * 1024;
  const out = text.replaceAll(/\$\$\(|\$\(([A-Za-z_][\w.-]{0,200})\)/g, (whole, name: string | undefined) => {
    if (name === undefined) return '$(';
    const value = known.get(name);
    if (value === undefined || value.text.length > room) return whole;
    room -= value.text.length;
    complete &&= value.known;
    return value.text;
  });
  return { ...literal(out), known: complete };
};
