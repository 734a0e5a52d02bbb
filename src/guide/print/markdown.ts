import { plain } from '../../lib/inert.ts';
import { ADVICE, percentText, SHAPES } from '../../sink/explain-words.ts';
import { code, sentence, tableHead, tableRow } from '../../sink/markdown-text.ts';
import { LANGUAGES } from '../language/languages.ts';
import type { Guide, Question } from '../model.ts';
import { FIRST, guideHead, PLACEHOLDERS, type PrintOptions, READ_ONLY, REMAINS_WORDS, STATE_WORDS } from './words.ts';

/** A fenced block; the fence is longer than any run of backticks in it. */
const block = (text: string, language: string): string => {
  const longest = (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.split('\n').map(plain).join('\n')}\n${fence}\n`;
};

export const guideMarkdown = (guide: Guide, options: PrintOptions): string =>
  [
    head(guide, options),
    remains(guide),
    ...guide.questions.map((question, index) => section(question, index + 1, options)),
    verdicts(guide),
  ]
    .filter((part) => part !== '')
    .join('\n');

const abouts = ({ languages }: PrintOptions): string =>
  LANGUAGES.filter(({ id }) => languages.includes(id))
    .map(
      ({ id, store, about }) =>
        `- Queries in ${code(id)}: ${sentence(`${store}.${about === '' ? '' : ` ${about}`}`)}\n`,
    )
    .join('');

const head = (guide: Guide, options: PrintOptions): string => {
  const { finding } = guide;
  const lines = [
    ...(finding === null
      ? []
      : [
          `${SHAPES[finding.severity]} **${finding.severity}**, ${ADVICE[finding.severity]}: risk ${finding.risk}, confidence ${percentText(finding.confidence)}, finding ${code(finding.id)}\n`,
          `${sentence(finding.summary)}\n`,
        ]),
    `- Clock: ${code(guide.now)}\n${guide.read.map((one) => `- Read: ${sentence(one)}\n`).join('')}- ${finding === null ? PLACEHOLDERS : READ_ONLY}\n${abouts(options)}`,
  ];
  return `# Guide: ${sentence(guideHead(guide))}\n\n${lines.join('\n')}`;
};

const remains = ({ remains: all }: Guide): string =>
  all.length === 0
    ? ''
    : `## ${FIRST}\n\n${tableHead(['Evidence', 'State', ''])}${all.map(({ what, state, says }) => tableRow([sentence(what, { cell: true }), REMAINS_WORDS[state], sentence(says, { cell: true })])).join('')}`;

const section = (question: Question, number: number, { languages }: PrintOptions): string => {
  const { table } = question;
  return [
    `## ${number}. ${question.title} (${STATE_WORDS[question.state]})\n`,
    ...question.says.map((says) => `${sentence(says)}\n`),
    ...(table === null
      ? []
      : [
          `${tableHead(table.columns)}${table.rows.map((row) => tableRow(row.map((cell) => (cell === '' ? ' ' : code(cell, { cell: true, max: 300 }))))).join('')}${table.more > 0 ? `\nand ${table.more} more\n` : ''}`,
        ]),
    ...(question.because.length === 0
      ? []
      : [question.because.map((because) => `- Not known: ${sentence(`${because}.`)}\n`).join('')]),
    ...(question.means.length === 0
      ? []
      : [question.means.map(({ seen, conclude }) => `- ${sentence(`${seen}: ${conclude}.`)}\n`).join('')]),
    ...(question.lookups.length === 0
      ? []
      : [
          block(
            question.lookups
              .flatMap(({ says, line, because }) => [`# ${says}`, line ?? `# no line: ${because ?? ''}`])
              .join('\n'),
            'sh',
          ),
        ]),
    ...question.searches.flatMap((search) =>
      LANGUAGES.filter(({ id }) => languages.includes(id)).map((language) => {
        const { text, notes } = language.write(search);
        const says = `${language.id}: ${[search.asks, ...notes].join('. ')}`;
        return `${sentence(text === null ? `${says} (cannot be asked there)` : says)}\n${text === null ? '' : `\n${block(text, FENCES.get(language.id) ?? '')}`}`;
      }),
    ),
  ].join('\n');
};

const FENCES: ReadonlyMap<string, string> = new Map([
  ['kql', 'kusto'],
  ['aks', 'kusto'],
  ['jq', 'sh'],
  ['logql', 'logql'],
]);

const verdicts = ({ verdicts: all }: Guide): string =>
  `## Verdict\n\n${tableHead(['Verdict', 'When', 'What this finding has for it'])}${all.map(({ verdict, when, reasons }) => tableRow([verdict, sentence(when, { cell: true }), reasons.map((reason) => sentence(reason, { cell: true })).join('<br>') || ' '])).join('')}`;
