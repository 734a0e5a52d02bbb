import { DOWNLOADERS } from '../../command/network.ts';
import { isHook, isStartedByOthers } from '../../command/planted-places.ts';
import type { Effect, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { optionOf } from '../options.ts';
import { quoted } from '../quote.ts';
import { contentSentBy, isPipeline, plantedIn, secretsSentBy, writtenText } from './planted-text.ts';

const IMAGE_CLIENTS: ReadonlySet<string> = new Set(['crane', 'gcrane']);
const BUILDERS: ReadonlySet<string> = new Set(['docker', 'podman', 'nerdctl', 'buildah', 'img', 'executor', 'kaniko']);
const BUILDKIT: ReadonlySet<string> = new Set(['buildctl', 'buildctl-daemonless.sh']);

/** Options of crane whose next word is no image. */
const TAKES_WORD =
  /^(?:--(?:entrypoint|cmd|env|label|annotation|user|workdir|platform|set-platform|append|exposed-ports|output|repo)|-[elawuo])$/;

/** The image that a call changes in its place: `append -b X -t X`, `mutate --entrypoint E X`. */
const changedInPlace = ({ program, args }: Run): string | undefined => {
  if (!IMAGE_CLIENTS.has(program)) return undefined;
  const to = optionOf(args, '-t') ?? optionOf(args, '--new_tag') ?? optionOf(args, '--tag');
  const verb = args.findIndex((arg) => arg === 'append' || arg === 'mutate');
  if (args[verb] === 'append') {
    const base = optionOf(args, '-b') ?? optionOf(args, '--base');
    return base !== undefined && base === to ? base : undefined;
  }
  if (args[verb] !== 'mutate' || !args.some((arg) => /^--(?:entrypoint|cmd|append)(?:=|$)/.test(arg))) return undefined;
  const image = args
    .slice(verb + 1)
    .find(
      (arg, at, all) =>
        !arg.startsWith('-') &&
        !/^(?:-t|--tag|--new_tag)$/.test(all[at - 1] ?? '') &&
        !TAKES_WORD.test(all[at - 1] ?? ''),
    );
  return image !== undefined && (to === undefined || to === image) ? image : undefined;
};

/** The image that a build makes. */
const builtAs = ({ program, args }: Run): string | undefined => {
  if (BUILDKIT.has(program))
    return args
      .flatMap((arg) => /(?:^|[=,])name=([^,\s"]{1,400})/.exec(arg)?.[1] ?? [])
      .find((one) => one.includes('/'));
  if (!BUILDERS.has(program)) return undefined;
  if (program === 'executor' || program === 'kaniko') return optionOf(args, '--destination') ?? optionOf(args, '-d');
  return args.some((arg) => arg === 'build' || arg === 'bud' || arg === 'buildx')
    ? (optionOf(args, '-t') ?? optionOf(args, '--tag'))
    : undefined;
};
/** Lines of a build file that put a text into what each shell, sign-in or start of an interpreter runs by itself. */
const plantsInImage = (text: string): string | null => {
  if (!/^\s{0,8}FROM\s/im.test(text)) return null;
  const lines = text.slice(0, MOST_BUILD_FILE).replaceAll(/\\\n/g, ' ').split('\n');
  for (const line of lines) {
    const to = START_UP.exec(line)?.[1];
    const does = to === undefined || !isStartedByOthers(to) ? null : plantedIn(line, 'any');
    if (does !== null) return does;
  }
  return null;
};
const MOST_BUILD_FILE = 8000;
const START_UP = /(?:>|\btee\s(?:-a\s)?)\s{0,4}["']?([\w./~$-]{1,400})/;

/** What a build file begins with, where that is the image that it makes. */
const isBuiltOnItself = (text: string, image: string): boolean =>
  [...text.slice(0, 4000).matchAll(/^\s{0,8}FROM\s{1,8}(?:--\S{1,60}\s{1,8})?(\S{1,400})/gim)]
    .slice(0, 10)
    .some(([, from]) => from === image);

/** Calls and addresses that list the images of a registry. */
const listsImages = (effect: Effect): boolean =>
  effect.kind === 'download'
    ? effect.urls.some((url) => /\/v2\/_catalog\b/.test(url))
    : effect.kind === 'run' &&
      ((IMAGE_CLIENTS.has(effect.program) && effect.args.includes('catalog')) ||
        (effect.program === 'aws' && effect.args.includes('describe-repositories')) ||
        (effect.program === 'az' && effect.args.includes('acr') && effect.args.includes('list')) ||
        (effect.program === 'gcloud' && effect.args.includes('images') && effect.args.includes('list')));

const CHARTS = /^https?:\/\/[^\s/]{1,253}\/(?:\S{0,100}\/)?api\/(?:[\w-]{1,60}\/){0,2}charts(?:$|[/?])/;
/** The program that hands a package to a registry. */
const publishes = ({ program, args }: Run): boolean => {
  switch (program) {
    case 'npm':
    case 'pnpm':
    case 'yarn':
    case 'bun':
    case 'cargo':
    case 'poetry':
    case 'flit':
    case 'uv':
    case 'hatch':
      return args.includes('publish') && !args.some((arg) => /^--dry-run(?:=true)?$/.test(arg));
    case 'twine':
      return args[0] === 'upload';
    case 'python':
    case 'python3':
      return args[0] === '-m' && args[1] === 'twine' && args[2] === 'upload';
    case 'gem':
    case 'nuget':
      return args[0] === 'push';
    case 'helm':
      return args[0] === 'push' || args[0] === 'cm-push';
    case 'flux':
      return args[0] === 'push' && args[1] === 'artifact';
    case 'oras':
      return args[0] === 'push';
    case 'curl':
      // The interface of a store of charts.
      return args.some((arg) => CHARTS.test(arg)) && args.some((arg) => /@\S{1,400}\.tgz$/.test(arg));
    default:
      return false;
  }
};
/** Packages of an owner, whichever they are. */
const OF_OWNER = /\/-\/(?:v1\/search\?\S{0,100}maintainer|user\/|org\/)|\/api\/v1\/(?:owners\/[^/]{1,60}\/)?gems\.json/;
const listsPackages = (effect: Effect): boolean =>
  effect.kind === 'run' &&
  (effect.program === 'npm'
    ? /^(?:access (?:list|ls)[ -]packages|search .{0,60}maintainer:)/.test(effect.args.join(' ').slice(0, 400))
    : DOWNLOADERS.has(effect.program) && effect.args.some((arg) => arg.length < 4096 && OF_OWNER.test(arg)));
const takesPackage = (effect: Effect): boolean =>
  (effect.kind === 'run' &&
    effect.program === 'npm' &&
    ((effect.args[0] === 'pack' && effect.args.length > 1) || effect.args.includes('dist.tarball'))) ||
  (effect.kind === 'download' && effect.urls.some((url) => /\.tgz(?:$|[?#])/.test(url)));

/** A push to a forge, or a file that is put there through its interface. */
const pushes = ({ program, args }: Run): boolean =>
  (program === 'git' && args.includes('push') && !args.includes('--dry-run')) ||
  (args.some((arg) => /\brepos\/\S{1,200}\/contents\//.test(arg)) && args.some((arg) => /^(?:-X)?PUT$/.test(arg)));

/** Calls and files of one pod that are looked at. */
const MOST_LOOKED_AT = 2000;
const FIRST = 'builds an image on itself and puts it in its own place, with code';

export const commandPlantedCode = defineIndicator({
  id: 'command.planted-code',
  title: 'Puts code into images, packages or pipelines of others',
  attack: ['T1053.007', 'T1195.001', 'T1195.002', 'T1525', 'T1677'],
  severity: 'high',
  why: 'What stands in a registry or a pipeline is run by whoever trusts its name: one job reaches every cluster, every build and every customer.',
  falsePositives: [
    'Certificates or agents that are put into all images of a registry in their place',
    'Hooks that hand each change to a scanner of another company',
  ],
  references: [
    'https://attack.mitre.org/techniques/T1195/',
    'https://attack.mitre.org/techniques/T1525/',
    'https://attack.mitre.org/techniques/T1677/',
  ],
  needs: ['effects'],
  kinds: ['download', 'run', 'write'],
  evaluate: ({ effects }) => {
    const runs = effects.filter((effect): effect is Effect & Run => effect.kind === 'run');
    const isPackage = runs.some(publishes);
    const isPush = runs.some(pushes);
    const changed = runs.filter((run) => changedInPlace(run) !== undefined);
    const built = runs.flatMap((run) => builtAs(run) ?? []);
    const hasHook = effects.some((effect) => effect.kind === 'write' && isHook(effect.path));
    if (!isPackage && !isPush && changed.length === 0 && built.length === 0 && !hasHook) return [];
    const isEachImage = effects.some(listsImages);
    const isEachPackage = isPackage && effects.some(listsPackages) && effects.some(takesPackage);
    const texts = effects.filter((effect) => effect.kind === 'write' || effect.kind === 'run').slice(0, MOST_LOOKED_AT);
    const isPlanted =
      changed.length > 0 && texts.some((effect) => plantedIn(writtenText(effect) ?? '', 'any') !== null);
    const isOnItself = texts.some(
      (effect) => effect.kind === 'write' && built.some((one) => isBuiltOnItself(effect.text, one)),
    );
    return fromEffects(texts, (effect) => {
      if (effect.kind === 'run') {
        const image = changedInPlace(effect);
        if (image !== undefined) {
          if (isEachImage && image.includes('$')) return 'changes each image of a registry in its place';
          if (isPlanted) return `puts a layer with code that it wrote into ${quoted(image)}, in its place`;
        }
        if (isEachPackage && publishes(effect)) return 'publishes each package of an owner again';
      }
      const text = writtenText(effect);
      if (text === null) return null;
      if (effect.kind === 'write') {
        const to = hasHook && isHook(effect.path) ? contentSentBy(text) : null;
        if (to !== null) return `writes a hook that sends what is in a repository to ${quoted(to)}`;
        const isBuilt = built.length > 0;
        const inImage = isBuilt ? plantsInImage(text) : null;
        if (inImage !== null) return `builds an image that starts code by itself ${inImage}`;
        const beside = isOnItself && effect.provenance !== undefined ? plantedIn(text, 'any') : null;
        if (beside !== null) return `${FIRST} ${beside}`;
        const image = built.find((one) => isBuiltOnItself(text, one));
        if (image !== undefined) {
          const does = plantedIn(text, 'any') ?? (/^\s{0,8}ADD\s{1,8}https?:/im.test(text) ? 'from elsewhere' : null);
          if (does !== null) return `${FIRST} ${does}`;
          if (isEachImage && image.includes('$')) return 'builds each image of a registry on itself, in its place';
        }
        if (isPush && isPipeline(effect.path, text)) {
          const to = secretsSentBy(text);
          if (to !== null) return `pushes a pipeline that sends its secrets to ${quoted(to)}`;
        }
      }
      if (!isPackage && !isPush) return null;
      const does = plantedIn(text, isPackage ? 'any' : 'bare');
      return does !== null && `${isPackage ? 'publishes a package' : 'pushes sources'} with code ${does}`;
    });
  },
});
