import stringWidth from 'string-width';
import { plain } from '../../lib/inert.ts';
import { fit, hang, type Paint, wrap } from '../table-text.ts';
import { isListing, isSection, type Section, type SectionReport } from './section.ts';

const GAP = '  ';
/** A column is never narrower than this, however little room there is. */
const NARROWEST = 10;

/** The report for a terminal of so many columns; a table that cannot be as narrow is wider. */
export const sectionsText = ({ head, parts, method }: SectionReport, columns: number, paint: Paint): string =>
  [
    paint.strong(plain(head)),
    ...parts.flatMap((part) =>
      isSection(part)
        ? sectionText(part, columns, paint)
        : isListing(part)
          ? `${paint.faint(`# ${part.title}`)}\n${part.listing.trimEnd()}`
          : [],
    ),
    `${wrap(method, Math.min(columns, 100)).join('\n')}\n`,
  ].join('\n\n');

const sectionText = ({ title, says, columns: all, rows }: Section, width: number, paint: Paint): string => {
  const short = all.flatMap((column, at) => (column.long === true ? [] : [{ ...column, at }]));
  const long = all.flatMap((column, at) => (column.long === true ? [{ ...column, at }] : []));
  const needed = short.map(({ name, at }) =>
    Math.max(stringWidth(name), ...rows.map((row) => stringWidth(plain(row[at] ?? '')))),
  );
  const widths = fitted(needed, width - GAP.length * (short.length - 1));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => {
        const room = widths[at] ?? 0;
        const shown = fit(cell, room);
        const pad = ' '.repeat(Math.max(0, room - stringWidth(shown)));
        return short[at]?.align === 'right' ? pad + shown : shown + pad;
      })
      .join(GAP)
      .trimEnd();
  const body = rows.flatMap((row) => [
    line(short.map(({ at }) => row[at] ?? '')),
    ...long.flatMap(({ name, at }) => {
      const text = row[at] ?? '';
      return text === '' ? [] : hang(`    ${name}: `, text, width).map((one) => paint.faint(one));
    }),
  ]);
  return [
    paint.strong(plain(title)),
    ...(says === '' ? [] : wrap(says, Math.min(width, 100)).map((one) => paint.faint(one))),
    paint.faint(line(short.map(({ name }) => name))),
    ...body,
  ].join('\n');
};

/** Widths that fit: the widest column gives way first. */
const fitted = (needed: readonly number[], room: number): readonly number[] => {
  const widths = [...needed];
  let total = widths.reduce((sum, one) => sum + one, 0);
  while (total > room) {
    const widest = Math.max(...widths);
    if (widest <= NARROWEST) break;
    widths[widths.indexOf(widest)] = widest - 1;
    total -= 1;
  }
  return widths;
};
