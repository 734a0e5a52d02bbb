import { INDENTS } from './indents.ts';

/** Text that wraps hangs two columns right of its line's own indent. */
const hanging = Array.from(
  { length: INDENTS + 1 },
  (_, columns) => `.i${columns} code{padding-left:${columns + 2}ch;text-indent:-${columns + 2}ch}`,
).join('\n');

export const LIGHT = `
--paper:#f6f4ef;--sheet:#fffefb;--sunk:#f0ede5;--ink:#1f1c18;--soft:#5f594f;--line:#dcd6ca;--focus:#1d5fa8;
--critical:#a01238;--high:#a84300;--medium:#765900;--low:#17627c;--info:#5f594f;
--critical-wash:#f9e3e6;--high-wash:#fbe9da;--medium-wash:#f6edcf;--low-wash:#ddeef4;--info-wash:#ebe8e1;
color-scheme:light;`;
export const DARK = `
--paper:#14161a;--sheet:#1b1e23;--sunk:#121417;--ink:#ece8e1;--soft:#aaa398;--line:#343940;--focus:#8ab8f0;
--critical:#ff8098;--high:#ffa45c;--medium:#e6c454;--low:#78c6e2;--info:#aaa398;
--critical-wash:#3d1c25;--high-wash:#3a2715;--medium-wash:#332c12;--low-wash:#16303a;--info-wash:#2a2d31;
color-scheme:dark;`;

/** The page's only style sheet. Its hash stands in the page's policy, so it must be printed as it is. */
export const STYLE = `
:root{${LIGHT}
--text:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;
--head:ui-serif,"Iowan Old Style",Charter,"Source Serif 4",Georgia,"Liberation Serif",serif;
--code:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"Liberation Mono",monospace}
@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){${DARK}}}
:root[data-theme=dark]{${DARK}}
*{box-sizing:border-box}
html{scroll-padding-top:5.5rem;-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:86rem;padding:0 clamp(.9rem,3vw,2.5rem) 3rem;background:var(--paper);color:var(--ink);font:15px/1.5 var(--text);overflow-wrap:anywhere}
h1,h2,h3,h4,p,ul,ol,dl,dd,figure,fieldset{margin:0;padding:0;border:0}
ul,ol{list-style:none}
code,pre{font-family:var(--code);font-size:.88em}
a{color:inherit}
button,select,input{font:inherit;color:inherit}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:2px}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-99rem}
.skip:focus{position:static;display:inline-block;margin:.5rem 0}
.s-critical{--tone:var(--critical);--wash:var(--critical-wash)}
.s-high{--tone:var(--high);--wash:var(--high-wash)}
.s-medium{--tone:var(--medium);--wash:var(--medium-wash)}
.s-low{--tone:var(--low);--wash:var(--low-wash)}
.s-info{--tone:var(--info);--wash:var(--info-wash)}

.top{padding:1.1rem 0 1.6rem}
.mark{display:flex;align-items:baseline;gap:.4rem;color:var(--soft);font-size:.87rem;margin-bottom:1.2rem}
.mark span{color:var(--ink);font-weight:650;letter-spacing:.01em}
#theme{margin-left:auto}
h1{font:500 clamp(1.7rem,4.2vw,2.7rem)/1.12 var(--head);letter-spacing:-.015em;max-width:60ch;text-wrap:balance}
.lede{max-width:84ch;margin-top:.75rem;color:var(--soft);text-wrap:pretty}
.span{font-size:.87rem;margin-top:.3rem;color:var(--soft)}
h2{font:500 1.3rem/1.2 var(--head);margin-bottom:.6rem}
button{background:none;border:1px solid var(--line);border-radius:3px;padding:.15rem .6rem;font-size:.82rem;color:var(--soft);cursor:pointer;white-space:nowrap}
button:hover{color:var(--ink);border-color:var(--soft)}

.timeline{border-top:1px solid var(--line);padding:1.2rem 0 2rem}
.plot{display:grid;grid-template-columns:9.6rem minmax(0,1fr)}
.lanes li{display:grid;grid-template-columns:1.3rem 1fr auto;align-items:center;height:34px;padding-right:1.1rem;color:var(--tone);white-space:nowrap}
.lanes b{color:var(--ink);font:500 1.2rem/1 var(--head);font-variant-numeric:tabular-nums lining-nums}
.lanes .none,.lanes .none b{color:var(--soft);font-weight:400}
.shape{font-family:"DejaVu Sans","Segoe UI Symbol",var(--text)}
.chart{display:block;width:100%;overflow:visible}
.chart line{stroke:var(--line)}
.chart .rule{stroke-dasharray:1 4}
.chart .edge{stroke:var(--soft);stroke-dasharray:3 3}
.chart text{fill:var(--soft);font:12px var(--text);text-anchor:middle;font-variant-numeric:tabular-nums}
.chart text.first{text-anchor:start}
.chart text.last{text-anchor:end}
.dot{fill:var(--tone);stroke:var(--paper);stroke-width:1.5}
.dot .ring{fill:var(--paper);stroke:var(--tone);stroke-width:2}
.dot.bare{opacity:.55}
.dot.off{opacity:.16}
a.dot:hover svg,a.dot:focus-visible svg{stroke:var(--ink);stroke-width:2}
a.dot:focus-visible{outline:none}
a.dot:hover .ring,a.dot:focus-visible .ring{stroke:var(--ink)}
figcaption{margin-top:.35rem;font-size:.82rem;color:var(--soft)}

#findings{border-top:1px solid var(--line);padding-top:1.2rem}
#findings:focus{outline:none}
.limit{margin-bottom:.7rem;padding:.5rem .8rem;background:var(--medium-wash);border-left:3px solid var(--medium)}
#filters{position:sticky;top:0;z-index:2;display:flex;flex-wrap:wrap;align-items:end;gap:.5rem .8rem;padding:.6rem 0;background:var(--paper);border-bottom:1px solid var(--line)}
#filters[hidden]{display:none}
#filters fieldset{display:flex;flex-wrap:wrap;gap:.3rem}
#filters label{font-size:.76rem;color:var(--soft);display:grid;gap:.1rem;min-width:0}
#filters .grow{flex:1 1 9rem}
select,input[type=search]{width:100%;max-width:10rem;height:2rem;padding:0 .5rem;font-size:.87rem;background:var(--sheet);color:var(--ink);border:1px solid var(--line);border-radius:3px;text-overflow:ellipsis}
input[type=search]{max-width:none}
::placeholder{color:var(--soft);opacity:1}
#filters .pick{display:block;position:relative}
.pick input{position:absolute;inset:0;opacity:0;margin:0;cursor:pointer}
.pick span{display:block;height:2rem;padding:0 .65rem;border:1px solid var(--line);border-radius:3px;font-size:.87rem;line-height:1.9rem;color:var(--soft);text-decoration:line-through}
.pick input:checked+span{color:var(--tone);border-color:var(--tone);background:var(--wash);text-decoration:none}
.pick input:focus-visible+span{outline:2px solid var(--focus);outline-offset:2px}
.state{display:flex;align-items:center;gap:.5rem;height:2rem;font-size:.87rem;font-variant-numeric:tabular-nums}

.group{border-bottom:1px solid var(--line)}
.group[hidden],.card[hidden],.repeats[hidden]{display:none}
.card{position:relative}
.many .card{content-visibility:auto;contain-intrinsic-size:auto 4.4rem}
.card::before{content:"";position:absolute;left:0;top:0;bottom:0;width:3px;background:var(--tone)}
.card>details>summary{display:grid;grid-template-columns:6.6rem minmax(0,1fr) 3rem;gap:.1rem .8rem;padding:.8rem .8rem .8rem 1rem;cursor:pointer;list-style:none}
summary::-webkit-details-marker{display:none}
.card>details>summary:focus-visible{outline-offset:-3px}
.card>details>summary:hover{background:var(--sheet)}
.card>details[open]>summary{background:var(--sheet)}
.badge{color:var(--tone);font-weight:650;font-size:.9rem;line-height:1.45rem}
.card h3{font-weight:600;font-size:1rem;line-height:1.45rem}
.risk{text-align:right;font-variant-numeric:tabular-nums lining-nums;color:var(--tone)}
.risk b{font:500 1.35rem/1.45rem var(--head)}
.meta{grid-column:2;font-size:.84rem;color:var(--soft)}
.card.lit>details>summary{background:var(--wash)}
.repeats{margin:0 0 .6rem 1rem}
.repeats>summary{padding:.3rem .6rem;font-size:.87rem;color:var(--soft);cursor:pointer}
.repeats>summary:hover{color:var(--ink)}
.repeats .card{border-top:1px solid var(--line)}
.repeats .card>details>summary{padding-top:.4rem;padding-bottom:.4rem}
.repeats .card h3{font-weight:400;font-size:.92rem}

.inside{padding:.6rem 1rem 1.4rem;background:var(--sheet)}
.sentence{font:400 1.12rem/1.45 var(--head);max-width:82ch;padding-bottom:.9rem}
.columns{display:grid;grid-template-columns:minmax(0,9fr) minmax(0,11fr);gap:1.2rem 2.2rem}
.facts{font-size:.9rem}
.facts>div{display:grid;grid-template-columns:5.2rem minmax(0,1fr);padding:.2rem 0}
.facts dt,.summary dt{color:var(--soft)}
.more{color:var(--soft);font-size:.87em}
.facts .more{display:block;font-size:.92em}
.facts .more code{font-size:1em}
.claimed{font-style:normal;font-size:.74rem;color:var(--soft);border:1px dashed var(--soft);border-radius:2px;padding:0 .25rem;white-space:nowrap}
h4{font-weight:650;font-size:.9rem;display:flex;align-items:baseline;gap:.5rem}
h4 .more{font-weight:400}
.reasons{margin-top:.9rem}
.reason{border-top:1px solid var(--line);padding:.6rem 0}
.reason:target{background:var(--wash)}
.reason h4{font-size:.95rem;line-height:1.35}
.points{margin-left:auto;color:var(--tone);font-variant-numeric:tabular-nums;white-space:nowrap}
.no{flex:none;display:inline-block;min-width:1.25rem;height:1.25rem;padding:0 .2rem;border-radius:.65rem;background:var(--tone);color:var(--sheet);font:650 .74rem/1.25rem var(--text);text-align:center;font-variant-numeric:tabular-nums}
.reason .id,.evidence{padding-left:1.75rem;font-size:.87rem}
.reason .id,.at{color:var(--soft)}
.evidence li+li{margin-top:.5rem}
.at{display:flex;flex-wrap:wrap;gap:0 .6rem;align-items:baseline}
.at b{font-weight:500;color:var(--ink)}
.decoded{font-style:italic}
.value{margin:.2rem 0 0;padding:.3rem .6rem;background:var(--sunk);border-left:2px solid var(--tone);white-space:pre-wrap;max-height:12rem;overflow:auto;font-size:.84rem}

.manifest h4{flex-wrap:wrap}
.manifest h4 .copy{margin-left:auto;font-weight:400}
.yaml{margin-top:.4rem;padding:.5rem 0;background:var(--sunk);border:1px solid var(--line);border-radius:3px;counter-reset:line;font:13px/1.5 var(--code)}
.yaml li{display:grid;grid-template-columns:2.6rem minmax(0,1fr);counter-increment:line;padding-right:.6rem}
.yaml li::before{content:counter(line);text-align:right;padding-right:.8rem;color:var(--soft);opacity:.75;font-size:11px;line-height:19.5px;grid-column:1;user-select:none}
.yaml code{grid-column:2;max-height:18rem;overflow-y:auto;font-size:13px;white-space:pre-wrap;display:block}
.yaml .marked{background:var(--wash);box-shadow:inset 3px 0 var(--tone)}
.yaml .marked::before{color:var(--ink);opacity:1}
.notes{grid-column:2;grid-row:1;display:flex;flex-wrap:wrap;gap:.15rem .9rem;padding:.3rem 0 .1rem;user-select:none}
.notes+code{grid-row:2}
.marked:has(.notes)::before{grid-row:2}
.note{display:inline-flex;gap:.4rem;align-items:baseline;font:600 12px/1.4 var(--text);color:var(--tone);text-decoration:none}
.note:hover{text-decoration:underline}
.unseen{margin-top:.4rem;padding:.7rem .9rem;border:1px dashed var(--soft);border-radius:3px;color:var(--soft);font-size:.9rem}
${hanging}

.foot{display:grid;grid-template-columns:minmax(0,9fr) minmax(0,11fr);gap:1.2rem 2.2rem;margin-top:1.2rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.87rem}
.foot section+section{margin-top:1rem}
.sum{border-collapse:collapse;margin:.3rem 0 .5rem;width:100%}
.sum td,.sum th{padding:.1rem .5rem .1rem 0;vertical-align:top;text-align:left;font-weight:400}
.sum td:first-child{width:3rem;text-align:right;padding-right:.9rem;font-variant-numeric:tabular-nums;white-space:nowrap}
.sum tfoot td,.sum tfoot th{border-top:1px solid var(--ink);font-weight:650;padding-top:.2rem}
.plainlist li{margin-top:.3rem}
.events{grid-column:1/-1}
.actions{display:flex;flex-wrap:wrap;gap:.4rem;align-items:baseline;margin-top:.7rem}
.actions code{margin-right:.5rem}
.copy{display:none}
.js .copy{display:inline-block}

.summary{padding-top:2.2rem;font-size:.9rem}
.summary dl>div{display:grid;grid-template-columns:7.5rem minmax(0,1fr);padding:.25rem 0;border-top:1px solid var(--line)}
.summary h3{font-size:.9rem;margin:1rem 0 .2rem}
.trouble li{padding:.2rem 0 .2rem .8rem;border-left:2px solid var(--medium);margin-top:.25rem}
footer{margin-top:2rem;padding-top:.8rem;border-top:1px solid var(--line);font-size:.8rem;color:var(--soft)}

@media (max-width:900px){
.columns,.foot{grid-template-columns:minmax(0,1fr)}
}
@media (max-width:620px){
html{scroll-padding-top:1rem}
#filters{position:static}
#filters fieldset{width:100%}
#filters label:not(.pick){flex:1 1 8rem}
select{max-width:none}
.plot{grid-template-columns:7.4rem minmax(0,1fr)}
.lanes li{padding-right:.7rem;font-size:.9rem}
.chart .odd{display:none}
.card>details>summary{grid-template-columns:minmax(0,1fr) auto;padding-left:.9rem}
.badge{grid-row:1;grid-column:1}
.risk{grid-row:1;grid-column:2}
.card h3,.meta{grid-column:1/-1}
.inside{padding:.6rem .9rem 1.2rem}
.reason .id,.evidence{padding-left:0}
.yaml li{grid-template-columns:2rem minmax(0,1fr)}
.yaml code{font-size:11.5px}
.yaml li::before{padding-right:.5rem}
.summary dl>div{grid-template-columns:6rem minmax(0,1fr)}
}
@media print{
:root,:root[data-theme=dark]{${LIGHT}--paper:#fff;--sheet:#fff}
body{max-width:none;padding:0;font-size:10pt}
#filters,button,.skip,.mark button,.js .copy{display:none}
.many .card{content-visibility:visible}
details::details-content{content-visibility:visible;block-size:auto}
.reason,.notes,.facts>div{break-inside:avoid}
h4,.card summary{break-after:avoid}
.value,.yaml code{max-height:none}
*{print-color-adjust:exact}
}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`;
