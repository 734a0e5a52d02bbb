import stringWidth from 'string-width';
import { plain } from '../../lib/inert.ts';
import { ADVICE, percentText, SHAPES } from '../../sink/explain-words.ts';
import { hang, hangParts, type Paint, wrap } from '../../sink/table-text.ts';
import { LANGUAGES } from '../language/languages.ts';
import type { Guide, Question, Table } from '../model.ts';
import type { Search } from '../search.ts';
import {
  FIRST,
  guideHead,
  PLACEHOLDERS,
  type PrintOptions,
  READ_ONLY,
  REMAINS_WORDS,
  STATE_SHAPES,
  STATE_WORDS,
} from './words.ts';

const GAP = '  ';

/** The guide for a terminal. Text is wrapped; queries and look-ups are not, so that they can be copied whole. */
export const guideText = (guide: Guide, columns: number, paint: Paint, options: PrintOptions): string =>
  [
    ...headLines(guide, columns, paint, options),
    ...remainsLines(guide, columns, paint),
    ...guide.questions.flatMap((question, index) => questionLines(question, index + 1, columns, paint, options)),
    ...verdictLines(guide, columns, paint),
    '',
  ].join('\n');

const headLines = (guide: Guide, columns: number, paint: Paint, { languages }: PrintOptions): readonly string[] => {
  const { finding } = guide;
  const head =
    finding === null
      ? wrap(guideHead(guide), columns).map(paint.strong)
      : [
          paint.badge(finding.severity, ` ${SHAPES[finding.severity]} ${finding.severity.toUpperCase()} `),
          ...hangParts(
            '',
            [
              ADVICE[finding.severity],
              `risk ${finding.risk}`,
              `confidence ${percentText(finding.confidence)}`,
              finding.id,
            ],
            columns,
          ).map(paint.faint),
          ...wrap(finding.title, columns).map(paint.strong),
          ...wrap(finding.summary, columns),
        ];
  return [
    ...head,
    '',
    ...hang('Clock   ', `${guide.now.replace('T', ' ').replace(/(?:\.\d+)?Z$/, ' UTC')}`, columns),
    ...guide.read.flatMap((one) => hang('Read    ', one, columns)),
    ...(finding === null ? hang('Fill in ', PLACEHOLDERS, columns) : []),
    ...hang('Note    ', READ_ONLY, columns),
    ...LANGUAGES.filter(({ id }) => languages.includes(id)).flatMap(({ id, store, about }) =>
      hang('Queries ', `${id}: ${store}.${about === '' ? '' : ` ${about}`}`, columns),
    ),
  ];
};

const remainsLines = ({ remains }: Guide, columns: number, paint: Paint): readonly string[] =>
  remains.length === 0
    ? []
    : [
        '',
        paint.strong(FIRST),
        ...remains.flatMap(({ what, state, says }) =>
          hang(`  ${REMAINS_WORDS[state].padEnd(9)} `, `${what}: ${says}`, columns),
        ),
      ];

const questionLines = (
  question: Question,
  number: number,
  columns: number,
  paint: Paint,
  { languages }: PrintOptions,
): readonly string[] => [
  '',
  ...titleLines(
    `${number}. ${question.title}`,
    `${STATE_SHAPES[question.state]} ${STATE_WORDS[question.state]}`,
    columns,
    paint,
  ),
  ...question.says.flatMap((says) => hang('   ', says, columns)),
  ...(question.table === null ? [] : tableLines(question.table, columns - 3, paint).map((line) => `   ${line}`)),
  ...question.because.flatMap((because) => hang('   Not known: ', `${because}.`, columns)),
  ...question.means.flatMap(({ seen, conclude }) => hang('   - ', `${seen}: ${conclude}.`, columns)),
  ...question.lookups.flatMap(({ says, line, because }) => [
    ...wrap(`${says}${line === null ? `: no line, since ${because ?? ''}` : ''}`, columns - 5).map((text) =>
      paint.faint(`   # ${text}`),
    ),
    ...(line === null ? [] : [`   ${plain(line)}`]),
  ]),
  ...question.searches.flatMap((search) => searchLines(search, columns, paint, languages)),
];

const titleLines = (title: string, state: string, columns: number, paint: Paint): readonly string[] =>
  stringWidth(title) + GAP.length + stringWidth(state) <= columns
    ? [`${paint.strong(title)}${GAP}${paint.faint(state)}`]
    : [...wrap(title, columns).map(paint.strong), paint.faint(`   ${state}`)];

const searchLines = (
  search: Search,
  columns: number,
  paint: Paint,
  languages: PrintOptions['languages'],
): readonly string[] =>
  LANGUAGES.filter(({ id }) => languages.includes(id)).flatMap((language) => {
    const { text, notes } = language.write(search);
    const head = [`${language.id}: ${search.asks}`, ...notes].join('. ');
    return [
      ...wrap(`${head}${text === null ? ': it cannot be asked there' : ''}`, columns - 5).map((line) =>
        paint.faint(`   # ${line}`),
      ),
      ...(text === null ? [] : text.split('\n').map((line) => `   ${plain(line)}`)),
    ];
  });

/** A table where it fits; otherwise each row is wrapped, so that nothing of it is cut off. */
const tableLines = ({ columns: names, rows, more }: Table, width: number, paint: Paint): readonly string[] => {
  const widths = names.map((name, at) => {
    const cells = rows.map((row) => stringWidth(plain(row[at] ?? '')));
    return cells.every((cell) => cell === 0) ? 0 : Math.max(stringWidth(name), ...cells);
  });
  const used = widths.filter((one) => one > 0);
  const fits = used.reduce((sum, one) => sum + one, 0) + GAP.length * (used.length - 1) <= width;
  const line = (cells: readonly string[]): string =>
    cells
      .flatMap((cell, at) => {
        const room = widths[at] ?? 0;
        const shown = plain(cell);
        return room === 0 ? [] : [shown + ' '.repeat(Math.max(0, room - stringWidth(shown)))];
      })
      .join(GAP)
      .trimEnd();
  const wrapped = (row: readonly string[]): readonly string[] =>
    hangParts(
      '· ',
      row.flatMap((cell, at) => (cell === '' ? [] : [labelled(names[at] ?? '', cell)])),
      width,
    );
  return [
    ...(fits ? [paint.faint(line(names)), ...rows.map(line)] : rows.flatMap(wrapped)),
    ...(more > 0 ? [paint.faint(`and ${more.toLocaleString('en-US')} more`)] : []),
  ];
};

/** Columns that nobody would recognise without their names. */
const labelled = (name: string, cell: string): string => {
  if (name === 'Times') return `${cell}×`;
  if (name === 'Refused') return `${cell} refused`;
  if (name === 'First (UTC)') return `from ${cell}`;
  return name === 'Last (UTC)' ? `to ${cell}` : cell;
};

const verdictLines = ({ verdicts }: Guide, columns: number, paint: Paint): readonly string[] => [
  '',
  paint.strong('Verdict'),
  ...verdicts.flatMap(({ verdict, when, reasons }) => [
    ...hang(`  ${verdict}: `, when, columns),
    ...reasons.flatMap((reason) => hang('    - ', reason, columns)),
  ]),
];
