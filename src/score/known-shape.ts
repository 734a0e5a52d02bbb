import type { LiftedContainer, LiftedTemplate } from '../model/activity.ts';
import type { CommandFact, Facts } from '../model/facts.ts';
import { type Json, listAt, objectAt, textAt } from '../model/json.ts';
import type { Seen } from '../model/seen.ts';
import { type ArgvShape, type ContextShape, DATA_PLACES, PROGRAM_PLACES, SHAPES } from './context.ts';
import type { Hit, JudgedReading } from './score.ts';
import { WEIGHTS } from './weights.ts';

/**
 * The benign shape that explains the power of a workload, or `null`.
 *
 * All of the body must have been seen, and it must be one container, of the shape's image, called in the shape's way, with
 * no environment, volume or hook beside. With a hit of group `act`, or a power that the shape does not need, there is
 * none. Names, labels, annotations, owners, user agent and actor play no part: whoever sends the request writes them.
 */
export const knownShape = (
  { reading, facts }: Pick<JudgedReading, 'reading' | 'facts'>,
  hits: readonly Pick<Hit, 'indicator'>[],
): ContextShape | null => {
  const powers: string[] = [];
  for (const { indicator } of hits) {
    const group = WEIGHTS.get(indicator.id)?.group;
    if (group === 'act') return null;
    if (group === 'power') powers.push(indicator.id);
  }
  if (powers.length === 0 || reading === null || reading.missing !== null) return null;
  const [template, ...more] = reading.templates;
  const [container, ...others] = template?.containers ?? [];
  if (template === undefined || container === undefined || more.length + others.length > 0) return null;
  return (
    SHAPES.find(
      (shape) =>
        powers.every((id) => shape.explains.includes(id)) &&
        hasImage(shape, facts) &&
        isCalled(shape.argv, facts) &&
        hasEnvironment(shape, container) &&
        hasMounts(shape, template, container, facts),
    ) ?? null
  );
};

/** Every member of a list of which nothing is missing; `null` where more could be there than was seen. */
const whole = <T>(fact: Seen<readonly T[]>): readonly T[] | null => {
  if (fact.state === 'absent') return [];
  return fact.state === 'seen' && fact.missing === undefined ? fact.value : null;
};

const hasImage = ({ images }: ContextShape, facts: Facts): boolean => {
  const [image, ...more] = whole(facts.images) ?? [];
  return image !== undefined && more.length === 0 && images.includes(`${image.registry}/${image.repository}`);
};

const isCalled = (argv: ArgvShape, facts: Facts): boolean => {
  const commands = whole(facts.commands);
  if (commands === null) return false;
  const [command, ...more] = commands;
  if (command === undefined) return argv.mayBeSilent;
  if (more.length > 0 || command.carrier !== 'command') return false;
  const words = command.script === null ? command.argv : argv.inShell ? onlyCommand(command) : null;
  if (words === null) return false;
  // With args alone the program is the image's own, unless the image has none and the first argument is it.
  return matches(argv, words) || (command.entrypoint !== null && matches(argv, [command.entrypoint, ...command.argv]));
};

const SHELLS = ['sh', 'bash', '/bin/sh', '/bin/bash'];
const SCRIPT_FLAGS = ['-c', '-ec', '-euc'];
const DATE = /\$\(date(?: -u)? ?\+?["']?[\w%:.-]{1,40}["']?\)/g;
/** A script longer than this is no single command. */
const LONGEST_SCRIPT = 2000;

/** The words of a shell text that is one plain command, in which nothing but the date is put in; `null` for any other. */
const onlyCommand = ({ argv, script }: CommandFact): readonly string[] | null => {
  const [shell = '', flag = '', text, ...more] = argv;
  if (!SHELLS.includes(shell) || !SCRIPT_FLAGS.includes(flag) || text !== script || more.length > 0) return null;
  if (text === undefined || text.length > LONGEST_SCRIPT) return null;
  const plain = text.trim().replaceAll('\\\n', ' ').replaceAll(DATE, 'DATE').replaceAll('"', '');
  if (/[^\w\s.,:/=@%+-]|\n|\r/.test(plain)) return null;
  const words = plain.split(/[ \t]+/);
  return /^ETCDCTL_API=[23]$/.test(words[0] ?? '') ? words.slice(1) : words;
};

const ANY_VALUE = /^[^-]/;
/** A name, a version or a list of them: no path. */
const PLAIN_VALUE = /^[A-Za-z0-9](?:[\w,-]|\.(?!\.))*$/;

/** Flags and words in any order, each one known. */
const matches = (argv: ArgvShape, [program = '', ...words]: readonly string[]): boolean => {
  if (!argv.programs.includes(program)) return false;
  const positional: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const name = word.split('=', 1)[0] ?? '';
    if (!word.startsWith('-')) positional.push(word);
    else if (argv.beginnings.some((beginning) => word.startsWith(beginning))) continue;
    else if (argv.values.includes(name)) {
      if (word === name) at += 1;
      const value = word === name ? (words[at] ?? '') : word.slice(name.length + 1);
      if (!(argv.anyValue ? ANY_VALUE : PLAIN_VALUE).test(value)) return false;
    } else if (!argv.switches.includes(word)) return false;
  }
  return argv.words.some(
    (wanted) => wanted.length === positional.length && wanted.every((one, at) => one === '*' || one === positional[at]),
  );
};

const hasEnvironment = ({ env }: ContextShape, { spec }: LiftedContainer): boolean =>
  listAt(spec, 'envFrom').length === 0 &&
  listAt(spec, 'env').every((one) => env.includes(textAt(one, 'name') ?? '')) &&
  listAt(spec, 'volumeDevices').length === 0;

/** Volumes whose content the request does not bring along. */
const VOLUMES = ['hostPath', 'emptyDir'];
const BACKUP_VOLUMES = [...VOLUMES, 'persistentVolumeClaim'];

const hasMounts = (shape: ContextShape, template: LiftedTemplate, { spec }: LiftedContainer, facts: Facts): boolean => {
  const hostPaths = whole(facts.hostPaths);
  if (hostPaths === null || (shape.readOnly && hostPaths.some(({ readOnly }) => readOnly !== true))) return false;
  const volumes = listAt(template.spec, 'volumes');
  const names = new Set(volumes.map((one) => textAt(one, 'name')));
  if (names.size !== volumes.length || !volumes.every((one) => isPlainVolume(shape, one))) return false;
  return listAt(spec, 'volumeMounts').every((mount) => {
    const place = textAt(mount, 'mountPath');
    return names.has(textAt(mount, 'name')) && place !== null && !coversPrograms(place);
  });
};

const isPlainVolume = ({ readOnly }: ContextShape, volume: Json): boolean =>
  (readOnly ? VOLUMES : BACKUP_VOLUMES).some((kind) => objectAt(volume, kind) !== null);

/** Whether a mount there hides a program place, or puts a file into one. */
export const coversPrograms = (written: string): boolean => {
  const parts = written.split('/').filter((part) => part !== '' && part !== '.');
  if (!written.startsWith('/') || parts.includes('..')) return true;
  const place = `/${parts.join('/')}`;
  if (place === '/') return true;
  const below = (path: string, root: string): boolean => path === root || path.startsWith(`${root}/`);
  if (DATA_PLACES.some((one) => below(place, one))) return false;
  return PROGRAM_PLACES.some((one) => below(place, one) || below(one, place));
};
