import { shellTextIndex } from '../command/shell.ts';
import type { LiftedContainer, Reading } from '../model/activity.ts';
import type { CommandFact } from '../model/facts.ts';
import { get, isList, type JsonObject, listAt, objectAt, pointer, textAt } from '../model/json.ts';
import { parseImage } from './images.ts';
import { containersOf, inContainer } from './places.ts';

const SHOWN_LIMIT = 2000;

/** Hooks and probes of a container that run a command: carrier and the path to its `exec`. */
const HANDLERS = [
  ['postStart', ['lifecycle', 'postStart']],
  ['preStop', ['lifecycle', 'preStop']],
  ['livenessProbe', ['livenessProbe']],
  ['readinessProbe', ['readinessProbe']],
  ['startupProbe', ['startupProbe']],
] as const;

/** Fields that hold a script instead of a command: an Argo script template and a Tekton step. */
const SCRIPT_FIELDS = ['source', 'script'] as const;

export const commandsOf = (reading: Reading): readonly CommandFact[] =>
  containersOf(reading).flatMap(({ container }) => [
    ...ownCommand(reading, container),
    ...HANDLERS.flatMap(([carrier, path]) => handlerCommand(reading, container, carrier, path)),
  ]);

/**
 * Containers that run the program of their image with one of these variables set: no command stands there, and what the
 * variable makes the program load is read as if its name were one.
 */
export const unsaidStarts = (reading: Reading, variables: ReadonlyMap<string, unknown>): readonly CommandFact[] =>
  containersOf(reading).flatMap(({ container }) => {
    const { spec } = container;
    const isSaid = wordsOf(get(spec, 'command')).length + wordsOf(get(spec, 'args')).length > 0;
    const index = isSaid ? -1 : listAt(spec, 'env').findIndex((one) => variables.has(textAt(one, 'name') ?? ''));
    if (index < 0) return [];
    const at = pointer(container.pointer, 'env', index);
    const shown = `${textAt(listAt(spec, 'env')[index], 'name')}=${textAt(listAt(spec, 'env')[index], 'value') ?? ''}`;
    const program = imageBase(spec) ?? 'image';
    return [
      {
        ...inContainer(reading, container, at),
        carrier: 'command' as const,
        argv: [program],
        entrypoint: null,
        shown: shownOf([shown]),
        script: null,
      },
    ];
  });

const ownCommand = (reading: Reading, container: LiftedContainer): readonly CommandFact[] => {
  const command = wordsOf(get(container.spec, 'command'));
  const args = wordsOf(get(container.spec, 'args'));
  const field = SCRIPT_FIELDS.find((name) => textAt(container.spec, name)?.trim());
  if (field !== undefined) {
    const script = textAt(container.spec, field) ?? '';
    const argv = [...command, ...args];
    return [
      {
        ...inContainer(reading, container, pointer(container.pointer, field)),
        carrier: 'command',
        argv,
        entrypoint: null,
        shown: shownOf([...argv, script]),
        script,
      },
    ];
  }
  if (command.length + args.length === 0) return [];
  const placeOf = (index: number): string =>
    index < command.length
      ? pointer(container.pointer, 'command', index)
      : pointer(container.pointer, 'args', index - command.length);
  const whole = pointer(container.pointer, command.length > 0 ? 'command' : 'args');
  const entrypoint = command.length > 0 ? null : imageBase(container.spec);
  return [factOf(reading, container, 'command', [...command, ...args], entrypoint, whole, placeOf)];
};

const handlerCommand = (
  reading: Reading,
  container: LiftedContainer,
  carrier: CommandFact['carrier'],
  path: readonly string[],
): readonly CommandFact[] => {
  const handler = path.reduce<JsonObject | null>((at, step) => objectAt(at, step), container.spec);
  const exec = objectAt(handler, 'exec');
  // It takes no arguments of its own; whoever writes them means those of the command.
  const argv = [...wordsOf(get(exec, 'command')), ...wordsOf(get(exec, 'args'))];
  if (argv.length === 0) return [];
  const whole = pointer(container.pointer, ...path, 'exec', 'command');
  return [factOf(reading, container, carrier, argv, null, whole, (index) => pointer(whole, index))];
};

/** The pointer is that of the script where there is one, since that is what a reader has to look at. */
const factOf = (
  reading: Reading,
  container: LiftedContainer,
  carrier: CommandFact['carrier'],
  argv: readonly string[],
  entrypoint: string | null,
  whole: string,
  placeOf: (index: number) => string,
): CommandFact => {
  let index = shellTextIndex(argv);
  if (index < 0 && entrypoint !== null) index = shellTextIndex([entrypoint, ...argv]) - 1;
  const script = index < 0 ? null : (argv[index] ?? null);
  const at = script === null ? whole : placeOf(index);
  return {
    ...inContainer(reading, container, at),
    carrier,
    argv,
    entrypoint,
    shown: shownOf(argv),
    script,
  };
};

const imageBase = (spec: JsonObject): string | null => {
  const image = textAt(spec, 'image');
  return image === null || image.trim() === '' ? null : parseImage(image).base;
};

/** Words of a command. The API takes only texts; manifests also hold bare numbers, a single text, and a list that is written as one. */
const wordsOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return value === '' ? [] : (listIn(value) ?? [value]);
  if (!isList(value)) return [];
  return value.flatMap((one) =>
    typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean' ? [String(one)] : [],
  );
};

const listIn = (text: string): readonly string[] | null => {
  if (!/^\s{0,8}\[\s{0,8}"/.test(text)) return null;
  try {
    return wordsOf(JSON.parse(text));
  } catch {
    return null;
  }
};

/** One line: words with blanks are quoted, line breaks become an arrow. */
const shownOf = (argv: readonly string[]): string => {
  let out = '';
  for (const word of argv) {
    if (out.length > SHOWN_LIMIT) break;
    const piece = word.slice(0, SHOWN_LIMIT + 1).replaceAll(/\r\n|\r|\n/g, ' ↵ ');
    out += `${out === '' ? '' : ' '}${piece === '' || /[\s"'|&;<>()$]/.test(piece) ? `'${piece}'` : piece}`;
  }
  return out.length > SHOWN_LIMIT ? `${out.slice(0, SHOWN_LIMIT - 1)}…` : out;
};
