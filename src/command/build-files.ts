import { baseName } from '../lib/path.ts';
import { optionsOf } from './kube.ts';
import type { Call, Machine } from './machine.ts';
import { writesFile } from './writes.ts';

const BUILDERS: ReadonlySet<string> = new Set(['docker', 'podman', 'nerdctl', 'buildah', 'img']);
const OTHERS: ReadonlySet<string> = new Set(['executor', 'kaniko', 'buildctl', 'buildctl-daemonless.sh']);

const BUILD_FILE = /^\s{0,100}(?:#|ARG|FROM)\b/i;
const MOST_WORDS = 200;
/** Files beside a build file that are read. */
const MOST_FILES = 20;

/**
 * A build file that a builder of images is fed, or that another object holds, with what lies beside it: it says what will
 * be in the image, as one that is written does.
 */
export const takesBuildFile = (machine: Machine, call: Call): void => {
  const { program, texts, input } = call;
  const isOther = OTHERS.has(program);
  if (!isOther && !(BUILDERS.has(program) && texts.some((text) => /^(?:build|bud|buildx)$/.test(text)))) return;
  if (!isOther && input !== null && BUILD_FILE.test(input.text.slice(0, 400)) && texts.includes('-'))
    writesFile(machine, call, 'Dockerfile', input.text, input.origins);
  const [context, named] = isOther ? placesOfOther(texts) : placesOf(texts);
  const paths = named === undefined ? [`${context}/Dockerfile`, `${context}/Containerfile`] : [named];
  const file = paths.map((path) => machine.files.get(path)).find((one) => one !== undefined);
  // What the command wrote itself was told where it wrote it.
  if (file?.provenance === undefined || !file.known || !BUILD_FILE.test(file.text.slice(0, 400))) return;
  const at = { ...call, scope: { ...call.scope, provenance: file.provenance } };
  writesFile(machine, at, 'Dockerfile', file.text, file.origins);
  for (const { name, value } of machine.files.mountedIn(context).slice(0, MOST_FILES))
    if (value.known && value.text !== file.text) writesFile(machine, at, baseName(name), value.text, value.origins);
};

/** The directory that is sent, and the file that is named. */
type Places = readonly [context: string, file: string | undefined];

const placesOf = (texts: readonly string[]): Places => {
  const words = texts.slice(0, MOST_WORDS);
  const context = words.findLast((text) => !text.startsWith('-')) ?? '.';
  return [context, optionsOf(words)('-f', '--file')[0]];
};

const placesOfOther = (texts: readonly string[]): Places => {
  const option = optionsOf(texts.slice(0, MOST_WORDS));
  const local = (name: string): string | undefined =>
    option('--local')
      .find((one) => one.startsWith(`${name}=`))
      ?.slice(name.length + 1);
  const context = (option('--context', '-c')[0] ?? local('context') ?? '.').replace(/^dir:\/\//, '');
  const directory = local('dockerfile');
  return [
    context,
    option('--dockerfile', '-f')[0] ?? (directory === undefined ? undefined : `${directory}/Dockerfile`),
  ];
};
