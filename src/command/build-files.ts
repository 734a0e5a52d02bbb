import type { Call, Machine } from './machine.ts';
import { writesFile } from './writes.ts';

const BUILDERS: ReadonlySet<string> = new Set(['docker', 'podman', 'nerdctl', 'buildah']);

/** A build file that a builder of images is fed: it says what will be in the image, as one that is written does. */
export const takesBuildFile = (machine: Machine, call: Call): void => {
  const { program, texts, input } = call;
  if (!BUILDERS.has(program) || input === null || !/^\s{0,100}(?:#|ARG|FROM)\b/i.test(input.text.slice(0, 400))) return;
  if (!texts.includes('build') && !texts.includes('bud')) return;
  if (texts.includes('-')) writesFile(machine, call, 'Dockerfile', input.text, input.origins);
};
