import { sha256 } from '@noble/hashes/sha2.js';
import type { Severity } from '../../model/finding.ts';
import { SEVERITIES } from '../../model/finding.ts';
import type { Summary } from '../../model/summary.ts';
import { ADVICE, countsText, countText, lookedAt, plural, timeText } from '../explain-words.ts';
import { summaryLines, troubleLines } from '../summary.ts';
import type { Report } from './collect.ts';
import { html, type Markup, trusted } from './markup.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

const hashOf = (text: string): string =>
  `'sha256-${btoa(String.fromCharCode(...sha256(new TextEncoder().encode(text))))}'`;

/** Nothing is loaded from anywhere, and no code runs but the two texts below. */
const policy = (): string =>
  [
    "default-src 'none'",
    `script-src ${hashOf(SCRIPT)}`,
    `style-src ${hashOf(STYLE)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

/** What a reader should do, from the worst severity there is. */
const headline = ({ groups, counts, total }: Report): string => {
  if (total === 0) return 'No findings';
  const worst = SEVERITIES.toReversed().find((severity) => counts[severity] > 0) ?? 'info';
  const alike = groups.filter(([first]) => first?.finding.severity === worst).length;
  const count = counts[worst];
  const inGroups = alike > 0 && alike < count ? ` in ${plural(alike, 'group')}` : '';
  return `${countText(count)} ${worst} ${count === 1 ? 'finding' : 'findings'}${inGroups}: ${ADVICE[worst]}`;
};

/** From so many cards on, the browser lays out only those in view. */
const MANY = 200;

const listText = (names: readonly string[], most: number): string =>
  names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and more`;

export const head = (report: Report, summary: Summary, plot: Markup | null): Markup => {
  const known = report.clusters.filter((name) => name !== 'unknown');
  const below = countsText(summary.findings);
  const spanParts = [
    ...(known.length === 0 ? [] : [`${known.length === 1 ? 'cluster' : 'clusters'} ${listText(known, 5)}`]),
    ...(summary.firstEvent === null
      ? []
      : [`events from ${timeText(summary.firstEvent)} to ${timeText(summary.lastEvent)}`]),
  ];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy().replaceAll('"', '&quot;'))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>Cronwarden: ${headline(report)}</title>
<link rel="icon" href="data:,">
<style>${trusted(STYLE)}</style>
</head>
<body>
${report.total > 0 && html`<a class="skip" href="#findings">Skip to the findings</a>`}
<header class="top">
<p class="mark"><span>Cronwarden</span> report <button type="button" id="theme" hidden>Dark</button></p>
<h1>${headline(report)}</h1>
<p class="lede">${report.total > 0 && `${plural(report.total, 'finding')}. `}${lookedAt(summary)}${report.total === 0 && below !== '' && ` Below the severity that was asked for: ${below}.`}</p>
<p class="span">${spanParts.join(' · ')}</p>
</header>
<main${report.shown > MANY && html` class="many"`}>
${plot}
`;
};

/** Names to filter by, the most frequent first; what is beyond them can be searched. */
export interface Names {
  readonly namespaces: readonly string[];
  readonly actors: readonly string[];
  readonly kinds: readonly string[];
}

const choice = (id: string, label: string, names: readonly string[]): Markup =>
  html`<label for="${id}">${label}<select id="${id}"><option value="">all</option>${names.map((name, at) => html`<option value="${at}">${name}</option>`)}</select></label>`;

export const filters = (report: Report, names: Names): Markup => {
  const severities: readonly Severity[] = SEVERITIES.toReversed().filter((one) => report.counts[one] > 0);
  return html`<h2 id="findings" tabindex="-1">Findings</h2>
${report.shown < report.total && html`<p class="limit">The ${countText(report.shown)} worst of ${countText(report.total)} findings are shown in full. The other ${countText(report.total - report.shown)} are counted and plotted only; <code>--format jsonl</code> holds them all.</p>`}
<form id="filters" hidden>
<fieldset><legend class="vh">Severity</legend>${severities.map(
    (one) =>
      html`<label class="pick s-${one}"><input type="checkbox" name="severity" value="${one}" checked><span>${one}</span></label>`,
  )}</fieldset>
${choice('f-namespace', 'Namespace', names.namespaces)}${choice('f-actor', 'Actor', names.actors)}${choice('f-kind', 'Kind', names.kinds)}
<label for="f-text" class="grow">Search<input id="f-text" type="search" autocomplete="off" spellcheck="false" placeholder="any words"></label>
<p class="state"><output id="f-count" aria-live="polite"></output><button type="button" id="f-reset" hidden>Show all</button><button type="button" id="unfold">Unfold all</button></p>
</form>
`;
};

export const tail = (summary: Summary, report: Report, version: string): Markup => {
  const trouble = troubleLines(summary);
  return html`<section class="summary" aria-labelledby="summary-title"><h2 id="summary-title">What was read</h2>
<dl>${summaryLines(summary).map(({ label, parts }) => html`<div><dt>${label}</dt><dd>${parts.join(' · ')}</dd></div>`)}</dl>
${trouble.map(({ label, lines }) => html`<h3>${label}</h3><ul class="trouble">${lines.map((line) => html`<li>${line}</li>`)}</ul>`)}
</section>
</main>
<footer><p>Cronwarden ${version}${report.rulesets.length > 0 && ` · ruleset ${listText(report.rulesets, 3)}`} · this page loads nothing and sends nothing · names, commands and agents are shown as logged, with invisible characters as <code>\\u{…}</code></p></footer>
`;
};
