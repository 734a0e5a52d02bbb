import { sha256 } from '@noble/hashes/sha2.js';
import { ADVICE, percentText, SHAPES } from '../../sink/explain-words.ts';
import { html, type Markup, trusted } from '../../sink/html/markup.ts';
import { DARK, LIGHT } from '../../sink/html/style.ts';
import { LANGUAGES } from '../language/languages.ts';
import type { Guide, Lookup, Question, Table } from '../model.ts';
import type { Search } from '../search.ts';
import {
  FIRST,
  guideHead,
  PLACEHOLDERS,
  type PrintOptions,
  READ_ONLY,
  REMAINS_WORDS,
  STATE_SHAPES,
  STATE_WORDS,
} from './words.ts';

/** The page's only style sheet; its hash stands in the page's policy. */
const STYLE = `
:root{${LIGHT}
--text:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;
--mono:ui-monospace,"Cascadia Mono","DejaVu Sans Mono",Menlo,Consolas,monospace}
@media screen and (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:64rem;padding:1.5rem clamp(.9rem,3vw,2.5rem) 3rem;background:var(--paper);color:var(--ink);font:15px/1.5 var(--text)}
h1{font-size:1.5rem;line-height:1.25;margin:.2rem 0 .6rem;overflow-wrap:anywhere}
h2{font-size:1.15rem;margin:2.2rem 0 .4rem}
h2 small{color:var(--soft);font-weight:400;font-size:.85rem;margin-left:.5rem}
p{margin:.3rem 0;max-width:75ch;overflow-wrap:anywhere}
.soft,.mark{color:var(--soft)}
ul{margin:.4rem 0;padding-left:1.2rem;max-width:75ch;overflow-wrap:anywhere}
.wide{overflow-x:auto}
.wide:focus-visible,summary:focus-visible,pre:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
table{border-collapse:collapse;font-size:.87rem;font-variant-numeric:tabular-nums lining-nums}
th,td{padding:.3rem .8rem .3rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
th{color:var(--soft);font-weight:500}
pre{margin:.2rem 0 .8rem;padding:.6rem .8rem;border:1px solid var(--line);overflow-x:auto;font:13px/1.45 var(--mono)}
details{margin:.4rem 0}summary{cursor:pointer;min-height:24px}
@media print{pre{white-space:pre-wrap;overflow-wrap:anywhere}}
`;

const policy = (): string => {
  const hash = btoa(String.fromCharCode(...sha256(new TextEncoder().encode(STYLE))));
  return `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
};

/** `html` escapes line breaks too; each line is made on its own. */
const pre = (text: string): Markup =>
  html`<pre tabindex="0"><code>${text.split('\n').map((line, at) => html`${at === 0 ? '' : trusted('\n')}${line}`)}</code></pre>`;

const tableOf = (
  { columns, rows, more }: Table,
  label: string,
): Markup => html`<div class="wide" tabindex="0" role="region" aria-label="${label}"><table><thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>
${more > 0 && html`<p class="soft">and ${more.toLocaleString('en-US')} more</p>`}`;

const lookupOf = ({ says, line, because }: Lookup): Markup =>
  line === null
    ? html`<p class="soft">${says}: no line, since ${because}.</p>`
    : html`<p class="soft">${says}</p>${pre(line)}`;

const searchOf = (search: Search, { languages }: PrintOptions): Markup =>
  html`<p>Search: ${search.asks}.</p>${LANGUAGES.filter(({ id }) => languages.includes(id)).map((language) => {
    const { text, notes: own } = language.write(search);
    const notes = [...own, ...(language.about === '' || text === null ? [] : [language.about])];
    return html`<details><summary>${language.store}</summary>${notes.length > 0 && html`<p class="soft">${notes.join(' ')}</p>`}${text === null ? html`<p class="soft">It cannot be asked there.</p>` : pre(text)}</details>`;
  })}`;

const sectionOf = (
  question: Question,
  number: number,
  options: PrintOptions,
): Markup => html`<section aria-labelledby="${question.id}"><h2 id="${question.id}">${number}. ${question.title} <small>${STATE_SHAPES[question.state]} ${STATE_WORDS[question.state]}</small></h2>
${question.says.map((says) => html`<p>${says}</p>`)}
${question.table !== null && tableOf(question.table, question.title)}
${question.because.length > 0 && html`<ul>${question.because.map((because) => html`<li>Not known: ${because}.</li>`)}</ul>`}
${question.means.length > 0 && html`<ul>${question.means.map(({ seen, conclude }) => html`<li>${seen}: ${conclude}.</li>`)}</ul>`}
${question.lookups.map(lookupOf)}
${question.searches.map((search) => searchOf(search, options))}
</section>
`;

/** A page of its own that opens offline, prints, and runs no script. */
export const guideHtml = (guide: Guide, options: PrintOptions): string => {
  const { finding } = guide;
  const title = guideHead(guide);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy())}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>Guide: ${title}</title>
<link rel="icon" href="data:,">
<style>${trusted(STYLE)}</style>
</head>
<body>
<header><p class="mark">Cronwarden guide, version ${guide.version}</p><h1>${title}</h1>
${finding !== null && html`<p><strong>${SHAPES[finding.severity]} ${finding.severity}</strong>, ${ADVICE[finding.severity]}: risk ${finding.risk}, confidence ${percentText(finding.confidence)}, finding ${finding.id}</p><p>${finding.summary}</p>`}
<p class="soft">Clock ${guide.now}. ${guide.read.map((one) => `Read ${one}. `)}${finding === null ? PLACEHOLDERS : READ_ONLY}</p></header>
<main>
${guide.remains.length > 0 && html`<section aria-labelledby="first"><h2 id="first">${FIRST}</h2>${tableOf({ columns: ['Evidence', 'State', ''], rows: guide.remains.map(({ what, state, says }) => [what, REMAINS_WORDS[state], says]), more: 0 }, FIRST)}</section>`}
${guide.questions.map((question, index) => sectionOf(question, index + 1, options))}
<section aria-labelledby="verdict"><h2 id="verdict">Verdict</h2><div class="wide" tabindex="0" role="region" aria-label="Verdict"><table><thead><tr><th scope="col">Verdict</th><th scope="col">When</th><th scope="col">What this finding has for it</th></tr></thead>
<tbody>${guide.verdicts.map(({ verdict, when, reasons }) => html`<tr><td>${verdict}</td><td>${when}</td><td>${reasons.map((reason) => html`<p>${reason}</p>`)}</td></tr>`)}</tbody></table></div></section>
</main>
</body>
</html>
`.markup;
};
