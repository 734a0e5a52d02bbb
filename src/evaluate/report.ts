import type { SectionReport } from '../sink/sections/section.ts';
import type { Evaluation } from './evaluation.ts';
import { leftOutPlot, precisionPlot, riskPlot } from './plots.ts';
import { headText, methodText, sectionsOf } from './sections.ts';

/** The report before any format: pictures stand after the tables of all, before those of single cases. */
export const reportOf = (report: Evaluation): SectionReport => {
  const sections = sectionsOf(report);
  const first = sections.findIndex(({ id }) => id === 'misses' || id === 'alarms' || id === 'indicators');
  const cut = first < 0 ? sections.length : first;
  const plots = report.cases === 0 ? [] : [riskPlot(report), precisionPlot(report), leftOutPlot(report)];
  return {
    mark: 'Cronwarden evaluation',
    head: headText(report),
    parts: [
      ...sections.slice(0, cut),
      ...plots.flatMap((picture) => (picture === null ? [] : [{ picture }])),
      ...sections.slice(cut),
    ],
    method: methodText(report),
  };
};
