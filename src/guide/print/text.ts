import stringWidth from 'string-width';
import { plain } from '../../lib/inert.ts';
import { ADVICE, percentText, SHAPES } from '../../sink/explain-words.ts';
import { fit, hang, type Paint, wrap } from '../../sink/table-text.ts';
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
const NARROWEST = 6;

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
          `${paint.badge(finding.severity, ` ${SHAPES[finding.severity]} ${finding.severity.toUpperCase()} `)} ${paint.faint(`${ADVICE[finding.severity]} · risk ${finding.risk} · confidence ${percentText(finding.confidence)} · ${finding.id}`)}`,
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
  `${paint.strong(`${number}. ${question.title}`)}  ${paint.faint(`${STATE_SHAPES[question.state]} ${STATE_WORDS[question.state]}`)}`,
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

const tableLines = ({ columns: names, rows, more }: Table, width: number, paint: Paint): readonly string[] => {
  const needed = names.map((name, at) =>
    Math.max(stringWidth(name), ...rows.map((row) => stringWidth(plain(row[at] ?? '')))),
  );
  const used = names.map((_, at) => rows.some((row) => (row[at] ?? '') !== ''));
  const kept = names.map((name) => name.includes('(UTC)'));
  const widths = fitted(
    needed.map((one, at) => (used[at] ? one : 0)),
    kept,
    width - GAP.length * (names.length - 1),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .flatMap((cell, at) => {
        const room = widths[at] ?? 0;
        if (room === 0) return [];
        const shown = fit(cell, room);
        return [shown + ' '.repeat(Math.max(0, room - stringWidth(shown)))];
      })
      .join(GAP)
      .trimEnd();
  return [
    paint.faint(line(names)),
    ...rows.map(line),
    ...(more > 0 ? [paint.faint(`and ${more.toLocaleString('en-US')} more`)] : []),
  ];
};

/** Widths that fit: the widest column gives way first, times never. */
const fitted = (needed: readonly number[], kept: readonly boolean[], room: number): readonly number[] => {
  const widths = [...needed];
  let total = widths.reduce((sum, one) => sum + one, 0);
  while (total > room) {
    const widest = Math.max(...widths.filter((_, at) => kept[at] !== true));
    if (widest <= NARROWEST) break;
    widths[widths.findIndex((one, at) => one === widest && kept[at] !== true)] = widest - 1;
    total -= 1;
  }
  return widths;
};

const verdictLines = ({ verdicts }: Guide, columns: number, paint: Paint): readonly string[] => [
  '',
  paint.strong('Verdict'),
  ...verdicts.flatMap(({ verdict, when, reasons }) => [
    ...hang(`  ${verdict}: `, when, columns),
    ...reasons.flatMap((reason) => hang('    - ', reason, columns)),
  ]),
];
