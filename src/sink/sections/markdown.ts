import { sentence, tableHead, tableRow } from '../markdown-text.ts';
import { isSection, type Section, type SectionReport } from './section.ts';

/** Figures and our own words, in which nothing can be read as Markdown. */
const FIGURES = /^[\d.,/()%=~ -]*$/;

const cell = (text: string): string => (text === '' || FIGURES.test(text) ? text : sentence(text, { cell: true }));

const section = ({ title, says, columns, rows }: Section): string =>
  [
    `## ${title}\n\n`,
    says === '' ? '' : `${says}\n\n`,
    tableHead(columns.map(({ name }) => name)),
    ...rows.map((row) => tableRow(row.map(cell))),
  ].join('');

export const sectionsMarkdown = ({ mark, head, parts, method }: SectionReport): string =>
  [`# ${mark}: ${head}\n`, ...parts.filter(isSection).map(section), `${method}\n`].join('\n');
