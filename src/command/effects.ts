import { isSame } from '../lib/same.ts';
import type { Effect, Provenance } from '../model/effect.ts';
import type { CommandFact, HostPathFact } from '../model/facts.ts';
import { Pool } from './budget.ts';
import type { Inflate } from './decoders.ts';
import { Evaluation, type Pod } from './evaluate.ts';
import { Files, type MountedPlace, SharedFiles, type VolumeMount } from './files.ts';
import { Forks } from './forks.ts';
import { interpreterOf, runCode } from './interpret.ts';
import type { Call, Scope } from './machine.ts';
import { Parses } from './parse.ts';
import { isInterpreter, isShell, shellTextIndex } from './programs.ts';
import { EXPORTED_FUNCTION } from './simple.ts';
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
 * main one runs is seen as that. Nothing is run. Bounded in work, depth and text; what was cut is an effect of its own.
 */
export const effectsOf = (input: CommandInput, inflate?: Inflate): readonly Effect[] => {
  const commands = input.commands.slice(0, MOST_COMMANDS);
  const byRole = [...commands].sort((a, b) => Number(b.role === 'init') - Number(a.role === 'init'));
  const pod: Pod = { inflate, parses: new Parses(), pool: new Pool(), others: Pool.forOtherReadings() };
  const shared = new SharedFiles();
  const surroundings = surroundingsOf(input);
  const seen = new Set<string | null>();
  const manifold = new Set<string | null>();
  for (const { container } of commands) (seen.has(container) ? manifold : seen).add(container);
  const below = new Set(input.mounts.flatMap(({ volume, subPath }) => (subPath === null ? [] : [volume])));
  const read = (command: CommandFact, index: number): Reading => {
    const around = surroundings(command.container);
    const { mounts, places, directory } = around;
    const forks = new Forks();
    const container = manifold.has(command.container) ? command.container : null;
    const readOnce = () => {
      const files = new Files({ shared, mounts, places, directory, command: index, below, container });
      const { effects, isCut } = evaluated(command, around, files, pod, forks);
      return { effects, isCut, asked: files.asked };
    };
    const first = readOnce();
    const others: Reading[] = [];
    while (others.at(-1)?.isCut !== true && forks.next()) others.push(readOnce());
    if (others.length === 0) return first;
    return {
      effects: distinct([first, ...others].flatMap(({ effects }) => effects)),
      isCut: first.isCut,
      asked: new Set([first, ...others].flatMap(({ asked }) => [...asked])),
    };
  };
  const once = byRole.map(read);
  // Containers of a pod run side by side: what a later one wrote, an earlier one may run.
  const all = once.flatMap(({ effects, asked }, index) => {
    const command = byRole[index];
    if (command === undefined || !shared.isWrittenAfter(asked, index)) return effects;
    const again = read(command, index);
    return again.isCut ? [...effects, ...again.effects] : again.effects;
  });
  const [unread] = input.commands.slice(MOST_COMMANDS);
  if (unread === undefined && all.length <= MOST_EFFECTS) return all;
  const cutFrom = unread ?? byRole.at(-1);
  return cutFrom === undefined ? all : [...all.slice(0, MOST_EFFECTS), cutOf(cutFrom)];
};

/** Each effect once: what several readings of a command show alike is told by the first. */
const distinct = (effects: readonly Effect[]): readonly Effect[] => {
  const alike = new Map<string, Effect[]>();
  return effects.filter((effect) => {
    const key = `${effect.kind} ${effect.shown}`;
    const known = alike.get(key);
    if (known?.some((one) => saysSame(one, effect))) return false;
    if (known === undefined) alike.set(key, [effect]);
    else if (known.length < MOST_ALIKE) known.push(effect);
    return true;
  });
};

/** More that one text does differently each time are not compared: they are told again. */
const MOST_ALIKE = 16;

/** Of what is executed, where it comes from is told by its words. */
const saysSame = (one: Effect, other: Effect): boolean =>
  one.kind === 'execute' && other.kind === 'execute'
    ? one.from?.shown === other.from?.shown && isSame({ ...one, from: null }, { ...other, from: null })
    : isSame(one, other);

interface Reading {
  readonly effects: readonly Effect[];
  readonly isCut: boolean;
  readonly asked: ReadonlySet<string>;
}

/** What one container has around its commands. */
interface Surroundings {
  readonly hostPaths: readonly HostPathFact[];
  readonly environment: ReadonlyMap<string, Value>;
  readonly mounts: readonly VolumeMount[];
  readonly places: readonly MountedPlace[];
  /** Where it starts. */
  readonly directory: string | null;
}

/** Looked up by container, each put together once. */
const surroundingsOf = ({ hostPaths, environment, mounts, places = [], directories }: CommandInput) => {
  const pathsBy = Map.groupBy(hostPaths, ({ container }) => container);
  const entriesBy = Map.groupBy(environment, ({ container }) => container);
  const mountsBy = Map.groupBy(mounts, ({ container }) => container);
  const placesBy = Map.groupBy(places, ({ container }) => container);
  const made = new Map<string | null, Surroundings>();
  return (container: string | null): Surroundings => {
    const known = made.get(container);
    if (known !== undefined) return known;
    const one = {
      hostPaths: pathsBy.get(container) ?? [],
      environment: environmentOf(entriesBy.get(container) ?? []),
      mounts: mountsBy.get(container) ?? [],
      places: placesBy.get(container) ?? [],
      directory: directories?.get(container) ?? null,
    };
    made.set(container, one);
    return one;
  };
};

/** Says that more commands, or more effects, were there than are kept. */
const cutOf = ({ container, role, pointer, carrier, shown }: CommandFact): Effect => ({
  kind: 'unresolved',
  because: 'limit',
  note: 'is more than what is read of a pod',
  container,
  role,
  pointer,
  carrier,
  shown,
  layers: [],
  onHost: null,
});

/** A descriptor of the process that becomes the container: what it was before is the runtime, on the node. */
const OPEN_DIRECTORY = /^\/proc\/(?:self|thread-self|\d{1,7})\/fd\//;

/** What a text makes a reader trip over ends the reading of its own command alone, and is said. */
const evaluated = (command: CommandFact, around: Surroundings, files: Files, pod: Pod, forks: Forks): Evaluation => {
  const evaluation = new Evaluation(command, around.hostPaths, files, around.environment, pod, forks);
  try {
    follow(evaluation, command, around, files);
  } catch {
    evaluation.stumble();
  }
  return evaluation;
};

const follow = (evaluation: Evaluation, command: CommandFact, around: Surroundings, files: Files): void => {
  const own = around.environment;
  const scope: Scope = {
    layers: [],
    hostEntry: null,
    source: command.shown,
    from: 0,
    onDevice: false,
    shell: 'sh',
    depth: 0,
  };
  for (const [name, value] of own) {
    const of = name.endsWith('%%') && value.known ? EXPORTED_FUNCTION.exec(name)?.[1] : undefined;
    if (of !== undefined) evaluation.defines(`${of} ${value.text}`);
  }
  if (OPEN_DIRECTORY.test(around.directory ?? '')) {
    const does = 'starts in a directory that the container runtime holds open on the node';
    evaluation.emit(
      { kind: 'escape', how: 'kernel', does, takesOver: true, program: '' },
      { scope, shown: command.shown },
    );
  }
  const { script, entrypoint } = command;
  const room = { left: MOST_EXPANDED };
  const argv = command.argv.map((word) => kubernetesExpanded(word, own, room));
  const at = { scope, shown: command.shown };
  if (script !== null && !command.argv.includes(script)) {
    const language = argv[0]?.text ?? interpreterOf(script) ?? '';
    if (language === '' || isShell(language) || !isInterpreter(programOf(language))) {
      evaluation.runText(literal(script), { ...scope, depth: -1 }, null);
    } else runCode(evaluation, callOf(argv, at), literal(script), programOf(language));
    return;
  }
  const isText = shellTextIndex(command.argv) === command.argv.length - 1 && command.argv.length > 0;
  evaluation.runWords(argv, isText ? { scope, shown: command.shown } : at, null);
  if (entrypoint !== null && entrypoint !== programOf(command.argv[0] ?? '')) {
    evaluation.runWords([literal(entrypoint), ...argv], at, null);
  }
  if (files.isFull || room.left < 0) evaluation.cut(at);
  if (command.carrier !== 'command') return;
  for (const [name, value] of own) {
    const provenance = value.provenance ?? {
      says: `the variable ${JSON.stringify(name)}, which nothing was seen to run`,
      hidden: false,
      isOutside: false,
    };
    evaluation.readsAside({ ...value, provenance }, at);
  }
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

/** Variables that clouds put into pods, with the path that all of them give: a pod may have it or not. */
const INJECTED: readonly (readonly [string, string])[] = [
  ['AWS_WEB_IDENTITY_TOKEN_FILE', '/var/run/secrets/eks.amazonaws.com/serviceaccount/token'],
  ['AZURE_FEDERATED_TOKEN_FILE', '/var/run/secrets/azure/tokens/azure-identity-token'],
];

/** The variables of a container; a value may name one that stands before it. */
const environmentOf = (entries: readonly EnvironmentEntry[]): ReadonlyMap<string, Value> => {
  const known = new Map<string, Value>(INJECTED.map(([name, path]) => [name, unknown([], path)]));
  // The port of the API server, which every pod is told.
  for (const name of ['KUBERNETES_SERVICE_PORT', 'KUBERNETES_SERVICE_PORT_HTTPS', 'KUBERNETES_PORT_443_TCP_PORT'])
    known.set(name, literal('443'));
  const room = { left: MOST_EXPANDED };
  for (const { name, value, provenance } of entries) {
    if (!/^[A-Za-z_]\w{0,200}(?:%%)?$/.test(name)) continue;
    if (value === null) known.set(name, unknown([], `$${name}`));
    else if (provenance !== undefined) known.set(name, provided(value, provenance, `$${name}`));
    else known.set(name, kubernetesExpanded(value, known, room));
  }
  return known;
};

/** Characters that `$(NAME)` may put into the words of one command, or into the variables of one container. */
const MOST_EXPANDED = 64 * 1024;

/** `$(NAME)` in commands and values, for names that the container has; `$$` stands for one dollar, before anything. */
const kubernetesExpanded = (text: string, known: ReadonlyMap<string, Value>, room: { left: number }): Value => {
  if (!text.includes('$$') && (!text.includes('$(') || known.size === 0)) return literal(text);
  const only = text.startsWith('$(') && text.endsWith(')') ? known.get(text.slice(2, -1)) : undefined;
  if (only !== undefined) return only;
  let complete = true;
  const out = text.replaceAll(/\$\$|\$\(([A-Za-z_][\w.-]{0,200})\)/g, (whole, name: string | undefined) => {
    if (name === undefined) return '$';
    const value = known.get(name);
    if (value === undefined) return whole;
    room.left -= value.text.length;
    if (room.left < 0) return whole;
    complete &&= value.known;
    return value.text;
  });
  return { ...literal(out), known: complete };
};
