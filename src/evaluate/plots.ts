import { scaleBand, scaleLinear } from 'd3-scale';
import { SEVERITIES } from '../model/finding.ts';
import { THRESHOLDS } from '../score/weights.ts';
import { countText } from '../sink/explain-words.ts';
import { html, type Markup } from '../sink/html/markup.ts';
import type { Evaluation, IndicatorFigures } from './evaluation.ts';
import { rateText } from './sections.ts';

const WIDTH = 720;
const BIN = 5;

const figure = (id: string, title: string, caption: string, svg: Markup): Markup =>
  html`<figure aria-labelledby="${id}"><h2 id="${id}">${title}</h2><div class="wide">${svg}</div><figcaption>${caption}</figcaption></figure>
`;

/** Risks of each population as a histogram of its own share, with the severities behind. */
export const riskPlot = ({ risks }: Evaluation): Markup => {
  const shown = risks.filter((one) => one.risks.length > 0);
  const rowHeight = 74;
  const [from, to] = [230, WIDTH - 20];
  const x = scaleLinear([0, 100 + BIN], [from, to]);
  const rows = scaleBand(
    shown.map(({ name }) => name),
    [18, 18 + shown.length * rowHeight],
  ).paddingInner(0.18);
  const height = 18 + shown.length * rowHeight + 28;
  const bands = SEVERITIES.map((severity, at) => {
    const least = THRESHOLDS.find(([name]) => name === severity)?.[1] ?? 0;
    const next = SEVERITIES[at + 1];
    const end = THRESHOLDS.find(([name]) => name === next)?.[1] ?? 100 + BIN;
    return { severity, start: x(least), end: x(end) };
  });
  const svg = html`<svg viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="Risk by label, as histograms">
${bands.map(
  ({ severity, start, end }) =>
    html`<rect class="band s-${severity}" x="${start.toFixed(1)}" y="14" width="${(end - start).toFixed(1)}" height="${height - 40}"/><text class="tick" x="${((start + end) / 2).toFixed(1)}" y="10">${severity}</text>`,
)}
${shown.map(({ name, risks: values }) => {
  const bins = new Map<number, number>();
  for (const risk of values) {
    const bin = Math.floor(risk / BIN) * BIN;
    bins.set(bin, (bins.get(bin) ?? 0) + 1);
  }
  const top = rows(name) ?? 0;
  const bottom = top + rows.bandwidth();
  const y = scaleLinear([0, Math.max(...bins.values())], [0, rows.bandwidth() - 12]);
  return html`<g><text class="row" x="${from - 10}" y="${bottom.toFixed(1)}">${name} (${countText(values.length)})</text><line class="axis" x1="${from}" x2="${to}" y1="${bottom.toFixed(1)}" y2="${bottom.toFixed(1)}"/>${[
    ...bins,
  ].map(
    ([bin, count]) =>
      html`<rect class="bar" x="${(x(bin) + 0.5).toFixed(1)}" y="${(bottom - y(count)).toFixed(1)}" width="${(x(BIN) - x(0) - 1).toFixed(1)}" height="${y(count).toFixed(1)}"><title>${name}: ${count} at risk ${bin} to ${bin + BIN - 1}</title></rect>`,
  )}</g>`;
})}
${x.ticks(11).map((tick) => html`<text class="tick" x="${x(tick).toFixed(1)}" y="${height - 8}">${tick}</text>`)}
</svg>`;
  return figure(
    'plot-risk',
    'Risk by label',
    'As they are. Each row has its own height: bars show the shape of a row, not its size. Behind them the severities that the risks give.',
    svg,
  );
};

/** Rows of one indicator each, with a mark drawn by `draw` at the middle of the row. */
const indicatorRows = (
  label: string,
  figures: readonly IndicatorFigures[],
  ticks: readonly { readonly at: number; readonly text: string }[],
  draw: (one: IndicatorFigures, y: number, height: number) => Markup,
): Markup => {
  const y = scaleBand(
    figures.map(({ id }) => id),
    [8, 8 + figures.length * 20],
  );
  const height = 8 + figures.length * 20 + 28;
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${label}">
${ticks.map(({ at, text }) => html`<line class="rule" x1="${at.toFixed(1)}" x2="${at.toFixed(1)}" y1="4" y2="${height - 24}"/><text class="tick" x="${at.toFixed(1)}" y="${height - 8}">${text}</text>`)}
${figures.map((one) => {
  const top = y(one.id) ?? 0;
  return html`<g><text class="row" x="230" y="${top + 14}">${one.id}</text>${draw(one, top, y.bandwidth())}</g>`;
})}
</svg>`;
};

/** Precision of each indicator with its interval, best first. */
export const precisionPlot = ({ indicators }: Evaluation): Markup => {
  const x = scaleLinear([0, 1], [244, WIDTH - 20]);
  const share = ({ precision }: IndicatorFigures): number => precision.hits / precision.of;
  const figures = indicators.filter(({ precision }) => precision.of > 0).toSorted((a, b) => share(b) - share(a));
  const svg = indicatorRows(
    'Precision of each indicator',
    figures,
    [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at: x(at), text: `${at * 100} %` })),
    (one, top, height) => {
      const middle = (top + height / 2).toFixed(1);
      return html`<line class="reach" x1="${x(one.precision.low).toFixed(1)}" x2="${x(one.precision.high).toFixed(1)}" y1="${middle}" y2="${middle}"/><circle class="bar" cx="${x(share(one)).toFixed(1)}" cy="${middle}" r="4.5"><title>${one.id}: ${rateText(one.precision)}</title></circle>`;
    },
  );
  return figure(
    'plot-precision',
    'Precision of each indicator',
    'Malicious and dangerous ones among its hits, without weak ones; the line is the 95 % interval. A low one is no fault: circumstances only order what is otherwise alike.',
    svg,
  );
};

/** What each indicator adds when it is left out: malicious lost to the right, benign spared to the left. */
export const leftOutPlot = ({ indicators }: Evaluation): Markup | null => {
  const figures = indicators
    .filter(({ lost, spared }) => lost + spared > 0)
    .toSorted((a, b) => b.lost - b.spared - (a.lost - a.spared));
  if (figures.length === 0) return null;
  const most = Math.max(1, ...figures.map(({ lost }) => lost));
  const least = Math.max(0, ...figures.map(({ spared }) => spared));
  const x = scaleLinear([-least, most], [244, WIDTH - 20]);
  const ticks = x.ticks(8).filter(Number.isInteger);
  const svg = indicatorRows(
    'What each indicator adds',
    figures,
    ticks.map((at) => ({ at: x(at), text: String(Math.abs(at)) })),
    (one, top, height) =>
      html`<rect class="lost" x="${x(0).toFixed(1)}" y="${top + 4}" width="${(x(one.lost) - x(0)).toFixed(1)}" height="${height - 8}"><title>${one.id}: ${one.lost} malicious fall below high</title></rect><rect class="spared" x="${x(-one.spared).toFixed(1)}" y="${top + 4}" width="${(x(0) - x(-one.spared)).toFixed(1)}" height="${height - 8}"><title>${one.id}: ${one.spared} benign fall below medium</title></rect>`,
  );
  return figure(
    'plot-left-out',
    'What each indicator adds',
    'When it is left out: to the right malicious ones that fall below high, to the left benign ones that fall below medium. Indicators without either are not drawn.',
    svg,
  );
};
