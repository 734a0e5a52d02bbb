import type { Call, Machine } from './machine.ts';
import { saysOrigins } from './origins.ts';
import { behindOptions } from './tool-options.ts';

/** Options and words behind which a program is told a library that it loads into itself. */
export const LOADS: ReadonlyMap<string, readonly string[]> = new Map(
  (
    [
      ['curl', '--engine'],
      ['enable', '-f'],
      ['openssl', '-engine -provider -provider-path'],
      ['ssh', '-I'],
      ['ssh-add', '-s'],
      ['ssh-keygen', '-D -w'],
      ['gcc', '-fplugin'],
      ['sqlite3', '.load'],
    ] as const
  ).map(([name, options]) => [name, options.split(' ')]),
);
/** A word that names one inside: `-af ladspa=file=NAME`, `.load NAME`, `load NAME`. */
const IN_WORD = /(?:ladspa=(?:file|f)=|^\.load\s{1,8}|\bload_extension\(['"])([^:,'")\s]{1,400})/;

/** Says that a download is run that a program loads into itself. */
export const loadsLibraries = (machine: Machine, call: Call): void => {
  if (machine.files.isBlank) return;
  const front = call.all.slice(0, call.all.length - call.args.length);
  const preloaded = front.flatMap(
    ({ text }) => /^LD_(?:PRELOAD|AUDIT)=(.{1,400})$/.exec(text)?.[1]?.split(/[:\s]/) ?? [],
  );
  const options = LOADS.get(call.program);
  const named = options === undefined ? [] : behindOptions(call, options).map(({ text }) => text);
  const inWords = /^(?:ffmpeg|sqlite3)$/.test(call.program)
    ? call.texts.flatMap((text) => IN_WORD.exec(text)?.[1] ?? [])
    : [];
  for (const name of [...preloaded, ...named, ...inWords].slice(0, 16)) {
    const file = machine.files.get(name);
    if (file !== undefined) saysOrigins(machine, call, file.origins, 'file');
  }
};
