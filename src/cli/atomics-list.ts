import { type FoundFile, readerOf } from '../drill/folder.ts';
import { argumentsOf, type Chosen } from '../drill/run.ts';
import { type Atomic, type Expected, idOf } from '../emulate/atomic.ts';
import { resolve } from '../emulate/fill.ts';
import { type Right, rightsOf } from '../emulate/rights.ts';
import { plain } from '../lib/inert.ts';
import { plural } from '../sink/explain-words.ts';
import { left, long, type SectionReport } from '../sink/sections/section.ts';
import { hang, wrap } from '../sink/table-text.ts';
import { chosenFrom, filesFrom, guarded } from './atomics-chosen.ts';
import type { ListOptions } from './atomics-command.ts';
import { EXIT } from './failure.ts';
import { openOutput } from './output.ts';
import { sectionsIn } from './sections-output.ts';

export const list = (options: ListOptions): Promise<number> =>
  guarded(async () => {
    const files = filesFrom(options.atomics);
    const toTerminal = options.out === undefined && process.stdout.isTTY === true;
    const format = options.format ?? (toTerminal ? 'table' : 'json');
    const output = await openOutput(options.out ?? null);
    await output.write(
      format === 'json'
        ? `${JSON.stringify(
            files.flatMap((file) => file.atomics.map((atomic) => listed(file, atomic))),
            null,
            2,
          )}\n`
        : await sectionsIn(listReport(files), format, { toTerminal, color: options.color }),
    );
    await output.close();
    return EXIT.done;
  });

const faultsIn = (file: FoundFile, { number }: Atomic): readonly string[] =>
  file.faults
    .filter((fault) => fault.number === number)
    .map(({ file: name, line, column, says }) => `${name}:${line}:${column}: ${says}`);

const listed = (file: FoundFile, atomic: Atomic): object => {
  const { expectation, technique, number, guid, name, description, platforms } = atomic;
  return {
    id: idOf(atomic),
    ...{ technique, number, guid, name, description, platforms },
    file: file.file,
    line: atomic.line,
    expectation,
    faults: faultsIn(file, atomic),
  };
};

const listReport = (files: readonly FoundFile[]): SectionReport => {
  const rows = files.flatMap((file) => file.atomics.map((atomic) => ({ file, atomic })));
  const faulty = rows.filter(({ file, atomic }) => faultsIn(file, atomic).length > 0);
  const expected = rows.filter(({ atomic }) => atomic.expectation !== null);
  return {
    mark: 'Cronwarden atomic tests',
    head: `${plural(rows.length, 'atomic test')}${faulty.length > 0 ? `, ${faulty.length} with faults` : ''}`,
    parts: [
      {
        id: 'tests',
        title: 'Tests',
        says: '',
        columns: [
          left('Test'),
          left('Delivery'),
          left('Kind'),
          left('Payload'),
          left('Disguise'),
          left('Identity'),
          left('Expected'),
        ],
        rows: rows.map(({ atomic }) => {
          const about = atomic.expectation;
          return about === null
            ? [idOf(atomic), '', '', atomic.name, '', '', 'not said']
            : [
                about.id,
                about.delivery,
                about.kind,
                about.payload,
                about.disguise,
                about.identity,
                expectedText(about.expects),
              ];
        }),
      },
      ...(faulty.length === 0
        ? []
        : [
            {
              id: 'faults',
              title: 'What is wrong',
              says: 'A test with a fault is not run.',
              columns: [left('Test'), long('Fault')],
              rows: faulty.flatMap(({ file, atomic }) => faultsIn(file, atomic).map((fault) => [idOf(atomic), fault])),
            },
          ]),
    ],
    method: `${expected.length} of them say what must and must not be found. Show one with: cronwarden atomics show TEST`,
  };
};

const expectedText = (all: readonly Expected[]): string => {
  const severities = all.flatMap(({ severityAtLeast }) => severityAtLeast ?? []);
  return all.length === 0 ? 'nothing' : severities.length === 0 ? 'a finding' : severities.join(', ');
};

export const show = (name: string, options: ListOptions): Promise<number> =>
  guarded(async () => {
    const [chosen] = chosenFrom(filesFrom(options.atomics), [name], [options.twin === true ? 'twin' : 'attack']);
    if (chosen === undefined) return EXIT.usage;
    const width = Math.min(process.stdout.columns || 100, 110);
    const output = await openOutput(options.out ?? null);
    await output.write(testText(chosen, options.arg, width));
    await output.close();
    return EXIT.done;
  });

const rightText = ({ group, resource, verbs, isNamespaced }: Right): string =>
  `${verbs.join(', ')} ${resource}${group === '' ? '' : `.${group}`}${isNamespaced ? '' : ' (of the cluster)'}`;

/** Everything about one test, each command as it would be run. */
export const testText = (chosen: Chosen, given: Readonly<Record<string, string>>, width: number): string => {
  const { file, atomic } = chosen;
  const values = argumentsOf(chosen, given);
  const { dependencies, command, cleanup, missing } = resolve(atomic, values, file.folder);
  const about = atomic.expectation;
  const block = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', title, ...lines];
  const said = (label: string, text: string): readonly string[] => hang(label, text, width);
  return `${[
    `${idOf(atomic)}${chosen.variant === 'twin' ? ', its harmless twin' : ''}`,
    ...wrap(atomic.name, width),
    '',
    ...atomic.description.split('\n').flatMap((line) => wrap(line, width)),
    '',
    ...said('  Written in:  ', `${file.file}:${atomic.line}`),
    ...said('  GUID:        ', atomic.guid ?? 'none'),
    ...(about === null
      ? []
      : [
          ...said(
            '  Is:          ',
            `${about.delivery} of a ${about.kind} by ${about.identity}; payload ${about.payload}, disguise ${about.disguise}, privilege ${about.privilege}, schedule ${about.schedule}; ${about.outcome}`,
          ),
          ...(about.seenIn ?? []).flatMap(({ title, url }) => said('  Seen in:     ', `${title}, ${url}`)),
        ]),
    ...block(
      'Arguments',
      atomic.arguments.flatMap(({ name, description, default: usual }) =>
        said(`  ${plain(name)} = `, `${values[name] ?? usual ?? '(none: give one with --arg)'}   ${description}`),
      ),
    ),
    ...block(
      'Prerequisites',
      dependencies.flatMap(({ description, check, get }) => [
        ...said('  - ', description),
        ...said('    check: ', check),
        ...(get === null ? [] : said('    get:   ', get)),
      ]),
    ),
    ...block('Command', said('  ', command)),
    ...block('Clean-up', cleanup === null ? ['  none'] : said('  ', cleanup)),
    ...block(
      'Rights that it needs',
      rightsOf(atomic, readerOf(file.file), values).flatMap((right) => said('  ', rightText(right))),
    ),
    ...block(
      'Must be found',
      about === null
        ? ['  (no expectations beside the file)']
        : chosen.variant === 'twin'
          ? [`  nothing above ${about.twin.severityAtMost}`]
          : [
              ...(about.expects.length === 0
                ? ['  nothing']
                : about.expects.flatMap((one) => said('  ', wantedText(one)))),
              ...said(
                '  with the body withheld: ',
                about.atMetadata.length === 0 ? 'nothing' : about.atMetadata.map(wantedText).join('; '),
              ),
              ...((about.unexpected ?? []).length === 0
                ? []
                : said('  must not fire: ', (about.unexpected ?? []).join(', '))),
              ...(about.loses === undefined ? [] : said('  what would hide it: ', about.loses)),
            ],
    ),
    ...block(
      'Faults',
      faultsIn(file, atomic).flatMap((fault) => said('  ', fault)),
    ),
    ...block(
      'Missing',
      missing.map((name) => `  a value for ${plain(name)}`),
    ),
  ].join('\n')}\n`;
};

const wantedText = ({ workload, severityAtLeast, severityAtMost, indicators = [] }: Expected): string =>
  [
    `${workload.kind}${workload.name === undefined ? '' : ` ${workload.name}`}`,
    ...(severityAtLeast === undefined ? [] : [`at least ${severityAtLeast}`]),
    ...(severityAtMost === undefined ? [] : [`at most ${severityAtMost}`]),
    ...(indicators.length === 0 ? [] : [`by ${indicators.join(', ')}`]),
  ].join(', ');
