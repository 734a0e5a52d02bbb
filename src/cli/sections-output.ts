import type { SectionReport } from '../sink/sections/section.ts';
import { paintWith, usableWidth } from '../sink/table-text.ts';

/** A report of tables in one of the formats for people. */
export const sectionsIn = async (
  report: SectionReport,
  format: 'table' | 'markdown' | 'html',
  { toTerminal, color }: { readonly toTerminal: boolean; readonly color: boolean },
): Promise<string> => {
  switch (format) {
    case 'html':
      return (await import('../sink/sections/html.ts')).sectionsHtml(report);
    case 'markdown':
      return (await import('../sink/sections/markdown.ts')).sectionsMarkdown(report);
    case 'table': {
      const { sectionsText } = await import('../sink/sections/text.ts');
      // A file or a pipe has no width: as wide as the tables are.
      const width = toTerminal ? Math.max(usableWidth(process.stdout.columns || 80), process.stdout.columns || 0) : 200;
      return sectionsText(report, width, paintWith(color && !process.env.NO_COLOR && toTerminal));
    }
  }
};
