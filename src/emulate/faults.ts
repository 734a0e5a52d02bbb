import type { Path } from '../lib/located-yaml.ts';
import type { Atomic } from './atomic.ts';
import { argumentsIn, fill, valuesOf } from './fill.ts';
import { kubectlCalls } from './kubectl.ts';
import { objectsIn, pluralOf, resourceOf } from './manifests.ts';
import { REMOVED_VERSIONS } from './removed-versions.ts';

/** What keeps a test from working as it stands, and where in the test. */
export interface FaultAt {
  readonly at: Path;
  readonly says: string;
}

/** The folder that stands for `PathToAtomicsFolder` while a test is looked at. */
const FOLDER = '/atomics';

/**
 * What is wrong with a test beyond the format: arguments that are undeclared or unused, commands that do not survive being
 * joined to a line, files that are not found from another working folder, API versions that no server takes, a clean-up that
 * leaves what the test made or takes what it did not.
 */
export const faultsOf = (atomic: Atomic, read: (path: string) => string | null): readonly FaultAt[] => [
  ...argumentFaults(atomic),
  ...lineFaults(atomic),
  ...fileFaults(atomic, read),
  ...cleanupFaults(atomic, read),
];

const textsOf = ({ command, cleanup, dependencies }: Atomic): readonly { at: Path; text: string }[] => [
  { at: ['executor', 'command'], text: command },
  ...(cleanup === null ? [] : [{ at: ['executor', 'cleanup_command'], text: cleanup }]),
  ...dependencies.flatMap(({ check, get }, index) => [
    { at: ['dependencies', index, 'prereq_command'], text: check },
    ...(get === null ? [] : [{ at: ['dependencies', index, 'get_prereq_command'], text: get }]),
  ]),
];

const argumentFaults = (atomic: Atomic): readonly FaultAt[] => {
  const declared = new Set(atomic.arguments.map(({ name }) => name));
  const texts = textsOf(atomic);
  const used = new Set(texts.flatMap(({ text }) => argumentsIn(text)));
  return [
    ...texts.flatMap(({ at, text }) =>
      argumentsIn(text)
        .filter((name) => !declared.has(name))
        .map((name) => ({ at, says: `uses the argument "${name}", which is not declared` })),
    ),
    ...atomic.arguments
      .filter(({ name }) => !used.has(name))
      .map(({ name }) => ({
        at: ['input_arguments', name],
        says: `declares the argument "${name}", which nothing uses`,
      })),
    ...Object.keys(atomic.expectation?.twin.arguments ?? {})
      .filter((name) => !declared.has(name))
      .map((name) => ({ at: [], says: `its twin changes the argument "${name}", which is not declared` })),
  ];
};

const lineFaults = (atomic: Atomic): readonly FaultAt[] =>
  atomic.executor !== 'sh' && atomic.executor !== 'bash'
    ? []
    : textsOf(atomic).flatMap(({ at, text }) => {
        const says = (what: string): FaultAt => ({
          at,
          says: `${what}, which does not survive the usual runner: it joins the lines of a command by ";"`,
        });
        const lines = text.split('\n').map((line) => line.trim());
        return [
          ...(/<<-?\s*['"\\]?\w/.test(text) ? [says('has a here-document')] : []),
          ...(lines.some((line) => line.startsWith('#') && !line.startsWith('#{'))
            ? [says('has a line of comment')]
            : []),
          ...(lines.some((line) => line.endsWith('\\')) ? [says('continues a line with a backslash')] : []),
          ...(lines.slice(0, -1).some((line) => /(?:^|[\s;])(?:then|do|else|\{|\(|&&|\|\||\|)$/.test(line))
            ? [says('goes on from one line to the next')]
            : []),
        ];
      });

/** Every file that kubectl is given: by its absolute path, there, and of versions that are served. */
const fileFaults = (atomic: Atomic, read: (path: string) => string | null): readonly FaultAt[] =>
  variantsOf(atomic).flatMap(({ values, isTwin }) =>
    textsOf(atomic)
      .filter(({ at }) => !isTwin || at[0] === 'executor')
      .flatMap(({ at, text }) =>
        kubectlCalls(fill(text, values, FOLDER))
          .flatMap(({ files }) => files)
          .flatMap((file) => oneFileFaults(file, read).map((says) => ({ at, says }))),
      ),
  );

const oneFileFaults = (file: string, read: (path: string) => string | null): readonly string[] => {
  if (/^https?:\/\//.test(file)) return [];
  const isInside = file.startsWith(`${FOLDER}/`);
  const text = isInside ? read(file.slice(FOLDER.length + 1)) : null;
  if (isInside && text === null) return [`names the file ${file.slice(FOLDER.length + 1)}, which is not there`];
  if (!isInside && !file.startsWith('/'))
    return [
      `names the file ${file} relative to the working folder, and runners start elsewhere: write PathToAtomicsFolder/…`,
      ...versionFaults(file, read(file)),
    ];
  return versionFaults(file.slice(FOLDER.length + 1), text);
};

const versionFaults = (file: string, text: string | null): readonly string[] => {
  if (text === null) return [];
  const objects = objectsIn(text);
  if (objects === null) return [`names the file ${file}, which is no YAML`];
  return objects.flatMap(({ apiVersion, kind }) => {
    const removed = REMOVED_VERSIONS.get(`${apiVersion} ${kind}`);
    return removed === undefined
      ? []
      : [`${file} writes a ${kind} of ${apiVersion}, which no server since ${removed.since} takes: use ${removed.now}`];
  });
};

const variantsOf = (atomic: Atomic): readonly { values: ReadonlyMap<string, string>; isTwin: boolean }[] => [
  { values: valuesOf(atomic), isTwin: false },
  ...(atomic.expectation === null
    ? []
    : [{ values: valuesOf(atomic, atomic.expectation.twin.arguments), isTwin: true }]),
];

/** What a test makes and what its clean-up deletes, as `resource/name`; a name that is not known is `*`. */
const cleanupFaults = (atomic: Atomic, read: (path: string) => string | null): readonly FaultAt[] => {
  const at = ['executor', 'cleanup_command'];
  return variantsOf(atomic).flatMap(({ values, isTwin }) => {
    const made = new Set(
      [atomic.command, ...(isTwin ? [] : atomic.dependencies.map(({ get }) => get ?? ''))].flatMap((text, index) =>
        madeBy(fill(text, values, FOLDER), read).map((one) => `${index === 0 ? 'command' : 'dependency'} ${one}`),
      ),
    );
    const byCommand = [...made].flatMap((one) => (one.startsWith('command ') ? [one.slice(8)] : []));
    const all = new Set([...made].map((one) => one.replace(/^\w+ /, '')));
    const deleted = deletedBy(fill(atomic.cleanup ?? '', values, FOLDER), read);
    const matches = (a: string, b: string): boolean =>
      a === b || (a.split('/')[0] === b.split('/')[0] && (a.endsWith('/*') || b.endsWith('/*')));
    const of = isTwin ? 'of its twin ' : '';
    return [
      ...byCommand
        .filter((one) => !deleted.some((other) => matches(one, other)))
        .map((one) => ({ at, says: `${of}does not delete ${one}, which the command makes` })),
      ...deleted
        .filter((one) => ![...all].some((other) => matches(one, other)))
        .map((one) => ({ at, says: `${of}deletes ${one}, which the test does not make` })),
    ];
  });
};

const filesOf = (files: readonly string[], read: (path: string) => string | null): readonly string[] =>
  files.flatMap((file) => {
    const text = read(file.startsWith(`${FOLDER}/`) ? file.slice(FOLDER.length + 1) : file);
    return (
      (text === null ? null : objectsIn(text))?.map(({ kind, name }) => `${resourceOf(kind)}/${name ?? '*'}`) ?? []
    );
  });

const MAKES = new Set(['create', 'apply', 'run']);

const madeBy = (text: string, read: (path: string) => string | null): readonly string[] =>
  kubectlCalls(text).flatMap(({ verb, words, files, options }) => {
    // What a dry run is asked for is printed and not made.
    if (!MAKES.has(verb) || options.has('dry-run')) return [];
    if (verb === 'run') return [`pods/${words[0] ?? '*'}`];
    const [what = '', ...names] = words;
    if (what === 'token') return [];
    // `create secret generic NAME`, `create service clusterip NAME`
    const typed = what === 'secret' || what === 'service' || what === 'quota';
    const named = what === '' ? [] : [`${pluralOf(what)}/${(typed ? names[1] : names[0]) ?? '*'}`];
    return [...named, ...filesOf(files, read)];
  });

const deletedBy = (text: string, read: (path: string) => string | null): readonly string[] =>
  kubectlCalls(text).flatMap(({ verb, words, files, options }) => {
    if (verb !== 'delete') return [];
    const [what = '', ...names] = words;
    const isSelected = options.has('l') || options.has('selector') || options.has('all');
    const named = words.some((word) => word.includes('/'))
      ? words.map((word) => `${pluralOf(word.split('/')[0] ?? '')}/${word.split('/')[1] ?? '*'}`)
      : what.split(',').flatMap((one) => {
          if (one === '') return [];
          return isSelected ? [`${pluralOf(one)}/*`] : names.map((name) => `${pluralOf(one)}/${name}`);
        });
    return [...named, ...filesOf(files, read)];
  });
