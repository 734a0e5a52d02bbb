import { sentence, tableHead, tableRow } from '../markdown-text.ts';
import { isListing, isSection, type Listing, type Section, type SectionReport } from './section.ts';

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

const listing = ({ title, language, listing: text }: Listing): string =>
  `### ${title}\n\n\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\n`;

export const sectionsMarkdown = ({ mark, head, parts, method }: SectionReport): string =>
  [
    `# ${mark}: ${head}\n`,
    ...parts.flatMap((part) => (isSection(part) ? section(part) : isListing(part) ? listing(part) : [])),
    `${method}\n`,
  ].join('\n');
