import type { Effect, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

/** Clients that copy images between registries, with the words for that. */
const COPIERS: ReadonlyMap<string, RegExp> = new Map([
  ['skopeo', /^copy$/],
  ['crane', /^(?:copy|cp)$/],
  ['gcrane', /^(?:copy|cp)$/],
  ['regctl', /^(?:copy|cp)$/],
  ['oras', /^(?:copy|cp)$/],
]);
const IMAGE =
  /^(?:docker:\/\/)?((?:[\w.-]{1,253}(?::\d{1,5})?\/)?[^\s@]{1,400}?)(?::([^/@\s]{1,128}))?(?:@sha256:[0-9a-f]{1,64})?$/;

interface Copy {
  readonly from: string;
  readonly to: string;
  readonly isUnsigned: boolean;
}

const copyIn = ({ program, args }: Run): Copy | null => {
  const words = COPIERS.get(program);
  const at = words === undefined ? -1 : args.findIndex((arg) => words.test(arg));
  if (at < 0) return null;
  const [from, to] = args
    .slice(at + 1)
    .filter((arg) => !arg.startsWith('-') && (program !== 'skopeo' || arg.startsWith('docker://')) && arg.includes('/'))
    .slice(-2);
  if (from === undefined || to === undefined) return null;
  return { from, to, isUnsigned: args.some((arg) => /^--remove-signatures(?:=true)?$/.test(arg)) };
};

/** The name of an image by itself, without registry, account, tag and digest, in letters alone. */
const nameOf = (image: string): string => {
  const repository = IMAGE.exec(image)?.[1] ?? image;
  return repository.slice(repository.lastIndexOf('/') + 1).toLowerCase();
};
const registryOf = (image: string): string => image.replace(/^docker:\/\//, '').split('/', 1)[0] ?? '';
const lettersOf = (text: string): string => text.replaceAll(/[^a-z0-9]/g, '');

/** Whether an image of one registry gets a name of another one that says nothing of it. */
const isRenamed = ({ from, to }: Copy): boolean => {
  if (registryOf(from) === registryOf(to) || /[$…]/.test(nameOf(from) + nameOf(to))) return false;
  const [old, given] = [lettersOf(nameOf(from)), lettersOf(nameOf(to))];
  // A mirror keeps the account or the whole name in the path.
  return old !== '' && !given.includes(old) && !old.includes(given) && !lettersOf(to.toLowerCase()).includes(old);
};

/** One image that gets the names of others, whichever a list gives. */
const isForEach = ({ from, to }: Copy): boolean => !/[$…]/.test(from) && /[$…]/.test(nameOf(to));

const isRun = (effect: Effect): effect is Effect & Run => effect.kind === 'run';

export const commandImageSwap = defineIndicator({
  id: 'command.image-swap',
  title: 'Puts one image in the place of others',
  attack: ['T1053.007', 'T1525', 'T1195.002'],
  severity: 'medium',
  why: 'Whoever pulls an image by its tag gets what lies there now. A copy under a name that is not its own, without its signature, is meant to be taken for another.',
  falsePositives: ['Mirrors that call an image otherwise than its maker'],
  needs: ['effects'],
  kinds: ['run'],
  evaluate: ({ effects }) => {
    const copies = effects.filter(isRun).flatMap((effect) => copyIn(effect) ?? []);
    if (copies.length === 0) return [];
    const renamed = copies.filter(isRenamed);
    const names = Map.groupBy(renamed, ({ from }) => from);
    const isOverMany = (from: string): boolean => new Set((names.get(from) ?? []).map(({ to }) => nameOf(to))).size > 1;
    return fromEffects(effects, (effect) => {
      const copy = effect.kind === 'run' ? copyIn(effect) : null;
      if (copy === null) return null;
      if (isForEach(copy)) return `puts ${quoted(copy.from)} in the place of each image of a list`;
      if (!isRenamed(copy)) return null;
      if (isOverMany(copy.from)) return `puts ${quoted(copy.from)} in the place of several other images`;
      return copy.isUnsigned && `puts ${quoted(copy.from)} in the place of ${quoted(copy.to)}, without its signature`;
    });
  },
});
