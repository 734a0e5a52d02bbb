import { sentence, tableHead, tableRow } from '../sink/markdown-text.ts';
import type { Evaluation } from './evaluation.ts';
import { headText, methodText, type Section, sectionsOf } from './sections.ts';

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

export const evaluationMarkdown = (report: Evaluation): string =>
  [`# Evaluation: ${headText(report)}\n`, ...sectionsOf(report).map(section), `${methodText(report)}\n`].join('\n');
