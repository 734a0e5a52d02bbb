import { scaleUtc } from 'd3-scale';
import type { Severity } from '../../model/finding.ts';
import { SEVERITIES } from '../../model/finding.ts';
import { countText, plural, SHAPES, timeText } from '../explain-words.ts';
import type { Kept, Point, Report } from './collect.ts';
import { html, type Markup, trusted } from './markup.ts';

const LANE = 34;
const LANES: readonly Severity[] = SEVERITIES.toReversed();
/** Points closer than this, in percent of the width, are drawn as one. */
const STEP = 1.25;
/** Right of this the findings without a time stand. */
const TIMED_UNTIL = 88;
const MOST_TICKS = 9;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

interface Dot {
  readonly severity: Severity;
  readonly x: number;
  readonly points: readonly Point[];
}

const short = (ms: number): string => new Date(ms).toISOString();
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** A label as long as the distance between ticks asks for; the date where a day begins. */
export const tickText = (ms: number, stepMs: number): string => {
  const date = new Date(ms);
  const month = MONTHS[date.getUTCMonth()] ?? '';
  if (stepMs >= 28 * DAY) return `${month} ${date.getUTCFullYear()}`;
  if (ms % DAY === 0) return `${date.getUTCDate()} ${month}`;
  return short(ms).slice(11, stepMs < MINUTE ? 19 : 16);
};

/** The time axis: never of zero length, and with room at both ends. */
const scaleOf = (times: readonly number[], until: number) => {
  const low = times.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  const high = times.reduce((most, one) => Math.max(most, one), Number.NEGATIVE_INFINITY);
  const pad = Math.max((high - low) * 0.03, high === low ? 30 * MINUTE : 1);
  return scaleUtc()
    .domain([low - pad, high + pad])
    .range([0, until]);
};

const dotsOf = (points: readonly Point[], place: (point: Point) => number): readonly Dot[] => {
  const dots = new Map<string, { severity: Severity; sum: number; points: Point[] }>();
  for (const point of points) {
    const x = place(point);
    const key = `${point.severity} ${Math.round(x / STEP)}`;
    const known = dots.get(key);
    if (known === undefined) dots.set(key, { severity: point.severity, sum: x, points: [point] });
    else {
      known.sum += x;
      known.points.push(point);
    }
  }
  return [...dots.values()]
    .map((dot) => ({ severity: dot.severity, x: dot.sum / dot.points.length, points: dot.points }))
    .sort((a, b) => a.x - b.x);
};

/** `share` of the largest point, 0-1: so the largest touch their neighbours and no more. */
const shapeOf = (severity: Severity, share: number): Markup => {
  const r = 4.5 + 2.5 * Math.sqrt(share);
  const n = (value: number): string => value.toFixed(1);
  switch (severity) {
    case 'critical':
      return html`<path d="M0 ${n(-r * 1.2)}L${n(r * 1.2)} 0L0 ${n(r * 1.2)}L${n(-r * 1.2)} 0Z"/>`;
    case 'high':
      return html`<path d="M0 ${n(-r * 1.1)}L${n(r * 1.1)} ${n(r * 0.8)}L${n(-r * 1.1)} ${n(r * 0.8)}Z"/>`;
    case 'medium':
      return html`<circle r="${n(r)}"/>`;
    case 'low':
      return html`<circle class="ring" r="${n(r - 0.5)}"/>`;
    case 'info':
      return html`<rect class="ring" x="${n(1 - r)}" y="${n(1 - r)}" width="${n(2 * r - 2)}" height="${n(2 * r - 2)}"/>`;
    default:
      return severity satisfies never;
  }
};

/** Cards by the number of their finding; findings that are only counted have none. */
export type Cards = ReadonlyMap<number, Kept>;

const dotMarkup = (dot: Dot, most: number, cards: Cards): Markup => {
  const inFull = dot.points.flatMap(({ number }) => cards.get(number) ?? []);
  const first = inFull.reduce<Kept | undefined>(
    (best, one) => (best === undefined || one.index < best.index ? one : best),
    undefined,
  );
  const times = dot.points.flatMap(({ at }) => (at === null ? [] : [at])).sort((a, b) => a - b);
  const from = times[0];
  const to = times.at(-1);
  const when =
    from === undefined || to === undefined
      ? 'time not known'
      : from === to
        ? timeText(short(from))
        : `${timeText(short(from))} to ${timeText(short(to))}`;
  const says = `${dot.points.length === 1 ? `${dot.severity} finding` : `${countText(dot.points.length)} ${dot.severity} findings`}, ${when}${first === undefined ? ', counted only' : `: ${first.finding.title}`}`;
  const y = LANES.indexOf(dot.severity) * LANE + LANE / 2;
  const drawn = html`<svg x="${dot.x.toFixed(2)}%" y="${y}" width="1" height="1" overflow="visible"><title>${says}</title>${shapeOf(dot.severity, dot.points.length / most)}</svg>`;
  return first === undefined
    ? html`<g class="dot bare s-${dot.severity}">${drawn}</g>`
    : html`<a class="dot s-${dot.severity}" href="#${encodeURIComponent(first.anchor)}" aria-label="${says}" data-cards="${inFull.map(({ index }) => index).join(' ')}">${drawn}</a>`;
};

/** Counts by severity, each the label of a lane, and every finding at its time. Drawn here, so that it needs no script. */
export const timeline = ({ points, counts, total }: Report, cards: Cards): Markup => {
  const times = points.flatMap(({ at }) => (at === null ? [] : [at]));
  const untimed = points.length - times.length;
  const until = untimed === 0 ? 100 : times.length === 0 ? 0 : TIMED_UNTIL;
  const scale = times.length === 0 ? null : scaleOf(times, until);
  const dots = dotsOf(points, ({ at }) => (at === null || scale === null ? (until + 100) / 2 : scale(at)));
  const most = Math.max(4, ...dots.map((dot) => dot.points.length));
  const height = LANES.length * LANE;
  const all = scale?.ticks(7) ?? [];
  const ticks = all.length > MOST_TICKS ? all.filter((_, at) => at % 2 === 0) : all;
  const stepMs = (ticks[1]?.getTime() ?? 0) - (ticks[0]?.getTime() ?? 0);
  const [from, to] = scale?.domain() ?? [];
  const label = (x: number, text: string, kind: string): Markup =>
    html`<text class="${kind}" x="${x.toFixed(2)}%" y="${height + 18}">${text}</text>`;
  const caption =
    from === undefined || to === undefined
      ? 'No finding carries a time.'
      : `${timeText(short(bounds(times)[0]))} to ${timeText(short(bounds(times)[1]))}. Points that nearly coincide are drawn as one, larger.${untimed > 0 ? ` ${plural(untimed, 'finding')} without a time ${untimed === 1 ? 'stands' : 'stand'} on the right.` : ''}${total > points.length ? ` ${plural(total - points.length, 'further finding')} not plotted.` : ''}`;
  return html`<figure class="timeline" aria-labelledby="timeline-title">
<h2 id="timeline-title">When</h2>
<a class="skip" href="#findings">Skip the plot</a>
<div class="plot">
<ul class="lanes">${LANES.map(
    (severity) =>
      html`<li class="s-${severity}${counts[severity] === 0 ? ' none' : ''}"><span class="shape" aria-hidden="true">${SHAPES[severity]}</span><span class="word">${severity}</span> <b>${countText(counts[severity])}</b></li>`,
  )}</ul>
<svg class="chart" height="${height + 26}" role="group" aria-label="Findings over time, by severity">
${LANES.map((_, at) => html`<line class="lane" x1="0" x2="100%" y1="${at * LANE + LANE / 2}" y2="${at * LANE + LANE / 2}"/>`)}
${ticks.map((tick, at) => {
  const x = scale === null ? 0 : scale(tick);
  const kind = `tick${at % 2 === 1 ? ' odd' : ''}${x < 4 ? ' first' : x > until - 4 ? ' last' : ''}`;
  return html`<line class="rule" x1="${x.toFixed(2)}%" x2="${x.toFixed(2)}%" y1="0" y2="${height}"/>${label(x, tickText(tick.getTime(), stepMs), kind)}`;
})}
${untimed > 0 && html`${times.length > 0 && html`<line class="edge" x1="${until}%" x2="${until}%" y1="0" y2="${height}"/>`}${label((until + 100) / 2, 'no time', 'tick')}`}
${dots.map((dot) => dotMarkup(dot, most, cards))}
</svg>
</div>
<figcaption>${caption}</figcaption>
</figure>${trusted('\n')}`;
};

const bounds = (times: readonly number[]): readonly [number, number] =>
  times.reduce<readonly [number, number]>(
    ([low, high], one) => [Math.min(low, one), Math.max(high, one)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
