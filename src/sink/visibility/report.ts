import type { VisibilityReport } from '../../visibility/report.ts';
import { html, type Markup } from '../html/markup.ts';
import type { Listing, Section, SectionReport } from '../sections/section.ts';
import { headText, type KindRow, kindRows, levelText, SIGHT_SHAPES, sectionsOf, VERBS } from './sections.ts';

/** The report as tables, rules to copy, and a picture for pages. */
export const visibilitySections = (report: VisibilityReport): SectionReport => {
  const sections = sectionsOf(report);
  const first = sections.filter(({ id }) => id === 'remarks');
  return {
    mark: 'Cronwarden visibility',
    head: headText(report),
    parts: [
      ...first,
      { picture: picture(report) },
      ...sections.filter((section) => !first.includes(section)),
      ...advice(report),
    ],
    method: methodText(report),
  };
};

const methodText = ({ version, policy, log }: VisibilityReport): string => {
  const sources = [policy === null ? '' : 'a policy', log === null ? '' : 'a log'].filter((one) => one !== '');
  return `Cronwarden ${version}, from ${sources.join(' and ') || 'nothing'}. What is not logged is not known to be absent.`;
};

const advice = (report: VisibilityReport): readonly (Section | Listing)[] =>
  report.advice.length === 0
    ? []
    : [
        {
          id: 'advice',
          title: 'What would open the eyes',
          says: 'Put these before all other rules of the policy: the first that matches decides.',
          columns: [
            { name: 'rules for', align: 'left' },
            { name: 'levels', align: 'left' },
            { name: 'opens', align: 'right' },
          ],
          rows: report.advice.map(({ title, rules, opens }) => [
            title,
            [...new Set(rules.map(({ level }) => level))].join(', '),
            String(opens.length),
          ]),
        },
        ...report.advice.map(({ title, yaml }) => ({ title, language: 'yaml', listing: yaml })),
      ];

/** Which class a field of the picture has: the least that arrives decides its colour. */
const shadeOf = (levels: readonly string[]): string =>
  SHADES.find(([level]) => levels.includes(level))?.[1] ?? 'none-known';
const SHADES = [
  ['None', 'l0'],
  ['Metadata', 'l1'],
  ['Request', 'l2'],
  ['RequestResponse', 'l3'],
] as const;

const kindLine = ({ title, subjects, sight, cells }: KindRow): Markup =>
  html`<tr><th scope="row">${title} <small>${subjects.map(({ id }) => id).join(', ')}</small></th>${cells.map(
    ({ levels, events }) =>
      html`<td class="${shadeOf(levels)}"><b>${levelText(levels)}</b>${events !== null && events > 0 && html` <small>${events.toLocaleString('en-US')}</small>`}</td>`,
  )}<td>${SIGHT_SHAPES[sight]} ${sight}</td></tr>
`;

const picture = (
  report: VisibilityReport,
): Markup => html`<section aria-labelledby="picture"><h2 id="picture">Kind by level</h2>
<p class="says">None: nothing. Meta: who did it, and to which object. Req: also what was written. Req+Res: also the object that came of it. Colours repeat the words; where requests arrive at several levels, the least one colours the field.</p>
<div class="wide" tabindex="0" role="region" aria-labelledby="picture"><table class="levels"><thead><tr><th scope="col">kind</th>${VERBS.map((verb) => html`<th scope="col">${verb}</th>`)}<th scope="col">seen</th></tr></thead>
<tbody>${kindRows(report).map(kindLine)}</tbody></table></div></section>
`;
