import type { Inflate } from '../command/decoders.ts';
import { effectsOf } from '../command/effects.ts';
import { interpreterOf } from '../command/interpret.ts';
import { isStartedByOthers } from '../command/planted-places.ts';
import { cleanPath } from '../lib/path.ts';
import type { LiftedContainer, LiftedTemplate, Reading } from '../model/activity.ts';
import type { Effect, Write } from '../model/effect.ts';
import { isObject, type JsonObject, jsonIn, listAt, objectAt, textAt } from '../model/json.ts';
import { containersOf } from './places.ts';

/** Files of one pod that are read as programs, with their characters together. */
const MOST_FILES = 8;
const MOST_TEXT = 24 * 1024;
const MOST_SCRIPTS = 20;
const MOST_MOUNTS = 100;
/** Layer under which the effects of such a file are shown. */
const LAYER = 'planted';

/** Without one of these words a program neither sends, nor fetches, nor lets anybody in. */
const WORTH =
  /curl|wget|\bnc(?:at)?\b|netcat|socat|\/dev\/(?:tcp|udp)\/|urlopen|urllib|requests|https?[.:]|socket|fetch\(|base64|b64decode|openssl|ssh|scp|rsync|\bdig\b|nslookup/;

/**
 * What the programs would do that a command writes where others run them: hooks, start-up files, scripts of packages, and
 * scripts on storage that outlives the pod. Of it only what leaves, what is brought and run, and shells that are handed
 * over: the rest is the business of whoever runs it. Each effect stands where the command stands.
 */
export const plantedEffects = (
  effects: readonly Effect[],
  reading: Reading,
  inflate: Inflate | undefined,
): readonly Effect[] => {
  let room = MOST_TEXT;
  let left = MOST_FILES;
  let shared: readonly SharedPlace[] | undefined;
  const found: Effect[] = [];
  /** A loop writes the same text to many places. */
  const known = new Set<string>();
  for (const effect of effects) {
    if (effect.kind !== 'write' || effect.text.length < 16 || left <= 0 || !WORTH.test(effect.text)) continue;
    const isOfOthers = isStartedByOthers(effect.path);
    if (!isOfOthers && !isScript(effect)) continue;
    if (!isOfOthers) {
      shared ??= sharedPlacesOf(reading);
      if (!isOn(shared, effect)) continue;
    }
    const argv = programOf(effect);
    if (argv === null || effect.text.length > room || known.has(effect.text)) continue;
    known.add(effect.text);
    room -= effect.text.length;
    left -= 1;
    found.push(...effectsOfProgram(argv, effect, inflate));
  }
  return found;
};

/** A text that says which program reads it, or a file with the name of one. */
const isScript = ({ path, text }: Write): boolean =>
  text.startsWith('#!') || /\.(?:sh|bash|py|js|mjs|cjs|rb|pl|php)$/.test(path);

const effectsOfProgram = (
  argv: readonly string[],
  outer: Effect & Write,
  inflate: Inflate | undefined,
): readonly Effect[] => {
  const { container, role, pointer, carrier, shown } = outer;
  const [program = '', , text = ''] = argv;
  const script = program === 'sh' ? text : null;
  const command = { container, role, pointer, carrier, argv, entrypoint: null, shown, script };
  const inner = effectsOf({ commands: [command], hostPaths: [], environment: [], mounts: [] }, inflate);
  return inner.filter(reachesOut).map((one) => ({
    ...one,
    onHost: outer.onHost,
    isElsewhere: true,
    layers: [...outer.layers, LAYER, ...one.layers],
    ...(outer.provenance === undefined ? {} : { provenance: outer.provenance, shown: outer.shown }),
  }));
};

/** What a hook may do for its repository is no concern here. */
const reachesOut = (effect: Effect): boolean =>
  effect.kind === 'send' || effect.kind === 'execute' || (effect.kind === 'connect' && effect.binds !== null);

const LANGUAGES: readonly (readonly [path: RegExp, program: string, option: string])[] = [
  [/\.(?:py|pth)$/, 'python3', '-c'],
  [/\.(?:js|mjs|cjs)$/, 'node', '-e'],
  [/\.(?:rb|gemspec)$|(?:^|\/)Rakefile$/, 'ruby', '-e'],
  [/\.pl$/, 'perl', '-e'],
  [/\.php$/, 'php', '-r'],
];
const OPTIONS: ReadonlyMap<string, string> = new Map([
  ['node', '-e'],
  ['ruby', '-e'],
  ['perl', '-e'],
  ['php', '-r'],
]);

/** The words that would run such a file; `null` where nothing in it runs. */
const programOf = ({ path, text }: Write): readonly string[] | null => {
  const named = interpreterOf(text);
  if (named !== null) return [named, OPTIONS.get(named.replace(/[\d.]+$/, '')) ?? '-c', text];
  if (/(?:^|\/)(?:package|composer)\.json$/.test(path)) return shellOf(scriptsIn(text));
  if (/\.(?:service|timer|socket)$/.test(path)) return shellOf(linesOf(text, UNIT));
  if (/(?:^|\/)(?:cron\.d|crontabs?|cron)(?:\/|$)/.test(path)) return shellOf(linesOf(text, CRON));
  if (COMPILED.test(path)) return shellOf(commandsInCode(text));
  const language = LANGUAGES.find(([ending]) => ending.test(path));
  return language === undefined ? shellOf(text) : [language[1], language[2], text];
};
const shellOf = (text: string): readonly string[] | null => (text.trim() === '' ? null : ['sh', '-c', text]);

/** Sources of languages that are not run by themselves, and the texts in them that a shell is given. */
const COMPILED = /\.(?:go|rs|java|kt|c|cc|cpp|h)$/;
const FOR_SHELL =
  /(?:["']-l?c["']\s{0,8}(?:,|\)\s{0,8}\.\s{0,8}arg\(|\.into\(\),)|\b(?:system|popen|exec)\()\s{0,8}(?:"((?:[^"\\\n]|\\.){1,4000})"|`([^`]{1,4000})`)/g;
const commandsInCode = (text: string): string =>
  [...text.matchAll(FOR_SHELL)]
    .slice(0, MOST_SCRIPTS)
    .map(([, quoted, raw]) => raw ?? (quoted ?? '').replaceAll(/\\(["\\])/g, '$1'))
    .join('\n');

const UNIT = /^\s{0,20}Exec\w{1,20}\s{0,4}=\s{0,4}[-@:+!]{0,3}(.{1,2000})$/gm;
/** The command behind five fields, or behind the user that follows those. */
const CRON =
  /^\s{0,20}(?:@\w{1,10}|(?:[\d*,/A-Za-z-]{1,60}[ \t]{1,20}){4}[\d*,/A-Za-z-]{1,60})[ \t]{1,20}(?:root[ \t]{1,20})?(\S.{1,2000})$/gm;
const linesOf = (text: string, line: RegExp): string =>
  [...text.matchAll(line)]
    .slice(0, MOST_SCRIPTS)
    .map(([, command = '']) => command)
    .join('\n');

/** The scripts of a package, as lines of one text. */
const scriptsIn = (text: string): string =>
  Object.values(objectAt(jsonIn(text), 'scripts') ?? {})
    .flatMap((one) => (Array.isArray(one) ? one : [one]))
    .filter((one) => typeof one === 'string')
    .slice(0, MOST_SCRIPTS)
    .join('\n');

/** A directory of a container on storage that outlives the pod. */
interface SharedPlace {
  readonly container: string;
  readonly path: string;
}

/** Volumes that belong to the pod alone, or that nobody can write to. */
const OWN_VOLUMES: ReadonlySet<string> = new Set([
  ...['name', 'emptyDir', 'ephemeral', 'configMap', 'secret', 'projected', 'downwardAPI', 'gitRepo', 'image'],
]);

const sharedPlacesOf = (reading: Reading): readonly SharedPlace[] =>
  containersOf(reading).flatMap(({ container, template }) => sharedIn(container, template));

const sharedIn = ({ name, spec }: LiftedContainer, template: LiftedTemplate): readonly SharedPlace[] => {
  const shared = new Set(
    listAt(template.spec, 'volumes')
      .slice(0, MOST_MOUNTS)
      .filter((volume): volume is JsonObject => isObject(volume))
      .filter((volume) => Object.keys(volume).some((field) => !OWN_VOLUMES.has(field)))
      .map((volume) => textAt(volume, 'name')),
  );
  return listAt(spec, 'volumeMounts')
    .slice(0, MOST_MOUNTS)
    .flatMap((mount) => {
      const path = textAt(mount, 'mountPath');
      return path !== null && shared.has(textAt(mount, 'name')) ? [{ container: name, path: cleanPath(path) }] : [];
    });
};

const isOn = (places: readonly SharedPlace[], { container, path }: Effect & Write): boolean => {
  const at = cleanPath(path);
  return places.some((place) => place.container === container && at.startsWith(`${place.path}/`));
};
