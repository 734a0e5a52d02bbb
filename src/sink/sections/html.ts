import { sha256 } from '@noble/hashes/sha2.js';
import { html, type Markup, trusted } from '../html/markup.ts';
import { DARK, LIGHT } from '../html/style.ts';
import { isListing, isSection, type Listing, type Section, type SectionReport } from './section.ts';

/** The page's only style sheet; its hash stands in the page's policy. */
const STYLE = `
:root{${LIGHT}
--text:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;
--head:ui-serif,"Iowan Old Style",Charter,"Source Serif 4",Georgia,"Liberation Serif",serif}
@media screen and (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:76rem;padding:1.5rem clamp(.9rem,3vw,2.5rem) 3rem;background:var(--paper);color:var(--ink);font:15px/1.5 var(--text)}
h1{font:500 1.9rem/1.2 var(--head);margin:.2rem 0 1.5rem}
h2{font:500 1.25rem/1.3 var(--head);margin:2.2rem 0 .3rem}
.mark,p.says,figcaption,footer{color:var(--soft);max-width:75ch}
.mark{margin:0}p.says{margin:.2rem 0 .6rem}figcaption,footer{font-size:.87rem}
.wide{overflow-x:auto}
.wide:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
table{border-collapse:collapse;font-size:.87rem;font-variant-numeric:tabular-nums lining-nums}
th,td{padding:.3rem .8rem .3rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th{color:var(--soft);font-weight:500}
.right{text-align:right;white-space:nowrap}th.right{white-space:normal}td:first-child{min-width:11rem}
.long{min-width:26rem;overflow-wrap:anywhere}
figure{margin:0}
svg{display:block;max-width:none}
svg text{fill:var(--soft);font:12px var(--text);font-variant-numeric:tabular-nums}
svg .tick{text-anchor:middle}svg .row{text-anchor:end;fill:var(--ink)}
svg .rule,svg .axis{stroke:var(--line)}
svg .bar{fill:var(--ink)}svg .reach{stroke:var(--soft);stroke-width:2}
svg .lost{fill:var(--low)}svg .spared{fill:var(--critical)}
svg .band{fill:var(--wash)}
pre{margin:.2rem 0 1rem;padding:.6rem .8rem;background:var(--sunk);border:1px solid var(--line);overflow-x:auto;font:.85rem/1.45 ui-monospace,"SF Mono",Menlo,Consolas,monospace}
h3{font:500 1rem/1.3 var(--text);margin:1rem 0 .2rem}
.levels{border-collapse:separate;border-spacing:3px}.levels th[scope=row]{color:var(--ink);max-width:34rem}
.levels small{color:var(--soft)}.levels td{padding:.3rem .7rem;border:0;white-space:nowrap}
.levels .l0{background:var(--critical-wash)}.levels .l1{background:var(--medium-wash)}.levels .l2{background:var(--info-wash)}
.levels .l3{background:var(--low-wash)}.levels .none-known{color:var(--soft)}
.s-critical{--wash:var(--critical-wash)}.s-high{--wash:var(--high-wash)}.s-medium{--wash:var(--medium-wash)}.s-low{--wash:var(--low-wash)}.s-info{--wash:var(--info-wash)}
`;

const policy = (): string => {
  const hash = btoa(String.fromCharCode(...sha256(new TextEncoder().encode(STYLE))));
  return `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
};

const table = ({ id, title, says, columns, rows }: Section): Markup => {
  const kind = (at: number): string => {
    const column = columns[at];
    return column?.long === true ? 'long' : (column?.align ?? 'left');
  };
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${says !== '' && html`<p class="says">${says}</p>`}
<div class="wide" tabindex="0" role="region" aria-labelledby="${id}"><table><thead><tr>${columns.map(({ name }, at) => html`<th scope="col" class="${kind(at)}">${name}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell, at) => html`<td class="${kind(at)}">${cell}</td>`)}</tr>\n`)}</tbody></table></div></section>
`;
};

const listing = ({ title, listing: text }: Listing): Markup =>
  html`<section><h3>${title}</h3><pre tabindex="0">${text
    .trimEnd()
    .split('\n')
    .map((line) => html`${line}\n`)}</pre></section>
`;

/** A page of its own that opens offline and runs no script. */
export const sectionsHtml = ({ mark, head, parts, method }: SectionReport): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy())}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${mark}: ${head}</title>
<link rel="icon" href="data:,">
<style>${trusted(STYLE)}</style>
</head>
<body>
<header><p class="mark">${mark}</p><h1>${head}</h1></header>
<main>
${parts.map((part) => (isSection(part) ? table(part) : isListing(part) ? listing(part) : part.picture))}
</main>
<footer><p>${method}</p></footer>
</body>
</html>
`.markup;
