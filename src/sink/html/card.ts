import type { Finding, FindingEvidence, FindingIndicator } from '../../model/finding.ts';
import { SEVERITIES } from '../../model/finding.ts';
import {
  actorKindText,
  actorText,
  addressesOf,
  callTexts,
  countText,
  decodedText,
  lineageTexts,
  percentText,
  plural,
  pointerTail,
  pointsText,
  requestText,
  SHAPES,
  sentinelFlags,
  spanText,
  timeText,
  unassessedByReason,
  workloadText,
} from '../explain-words.ts';
import type { Kept } from './collect.ts';
import { INDENTS } from './indents.ts';
import { type ManifestLine, type Mark, manifestOf } from './manifest.ts';
import { html, type Markup } from './markup.ts';

/** Indices into the filters' lists of names. */
export interface Facets {
  readonly namespace: number;
  readonly actor: number;
  readonly kind: number;
}

const reasonAnchor = (kept: Kept, reason: number): string => `${kept.anchor}-r${reason}`;

const evidence = (one: FindingEvidence): Markup => {
  const decoded = decodedText(one);
  return html`<li><p>${one.says}</p>
<p class="at">${one.container !== null && html`<span>container <b>${one.container}</b></span> `}<code title="${one.pointer === '' ? 'the event as a whole' : one.pointer}">${pointerTail(one.pointer)}</code>${decoded !== '' && html` <span class="decoded">${decoded}</span>`}</p>
<pre class="value">${one.value}</pre></li>`;
};

const reason = (kept: Kept, one: FindingIndicator, number: number): Markup =>
  html`<li class="reason s-${one.severity}" id="${reasonAnchor(kept, number)}"><h4><span class="no">${number}</span><span>${one.title}</span><span class="points">${pointsText(one.weight)}</span></h4>
<p class="id"><code>${one.id}</code> · ${one.severity} on its own</p>
<ul class="evidence">${one.evidence.map(evidence)}</ul></li>`;

const fact = (term: string, ...values: readonly (Markup | string | null)[]): Markup =>
  html`<div><dt>${term}</dt><dd>${values}</dd></div>`;

const claimed = html` <em class="claimed" title="The client can put anything here">claimed</em>`;

const facts = (finding: Finding): Markup => {
  const { actor, workload } = finding;
  const { peer, claimed: others } = addressesOf(actor);
  const images = workload.images.map(
    ({ name, digest }) => html`<li><code>${name}${digest !== null && `@${digest}`}</code></li>`,
  );
  return html`<dl class="facts">
${fact('Who', actorText(actor), html`<span class="more">${actor.username !== null && actorKindText(actor.kind)}${actor.groups.length > 0 && html` · in ${actor.groups.join(', ')}`}</span>`)}
${fact('From', peer ?? 'address not logged', peer !== null && others.length > 0 ? html` <span class="more">seen by the API server</span>` : null, others.length > 0 ? html`<span class="more">before it ${others.join(', ')}${claimed}</span>` : null)}
${fact('Agent', actor.userAgent ?? 'not logged', actor.userAgent === null ? null : claimed)}
${fact('When', spanText(finding.firstSeen, finding.lastSeen), finding.timeExact || finding.firstSeen === null ? null : html`<span class="more">the envelope’s time: the event’s own was lost</span>`)}
${fact('Where', workloadText(finding), html`<span class="more">${workload.apiVersion ?? 'API version not logged'} · cluster ${finding.cluster}</span>`)}
${workload.schedule === null ? null : fact('Schedule', html`<code>${workload.schedule}</code>`)}
${workload.serviceAccount === null ? null : fact('Runs as', html`<code>${workload.serviceAccount}</code>`)}
${images.length === 0 ? null : fact(images.length === 1 ? 'Image' : 'Images', html`<ul>${images}</ul>`)}
${fact('Request', requestText(finding))}
</dl>`;
};

const manifestLine = (kept: Kept, line: ManifestLine): Markup => {
  const { indicators } = kept.finding;
  const severities = line.reasons.map((number) => indicators[number - 1]?.severity ?? 'info');
  const worst = severities.sort((a, b) => SEVERITIES.indexOf(b) - SEVERITIES.indexOf(a))[0];
  const mark = worst === undefined ? '' : ` marked s-${worst}`;
  const notes = line.begins.map(
    (number) =>
      html`<a class="note s-${indicators[number - 1]?.severity ?? 'info'}" href="#${encodeURIComponent(reasonAnchor(kept, number))}"><span class="no">${number}</span>${indicators[number - 1]?.title ?? ''}</a>`,
  );
  // The class lets wrapped text hang below the line's own indent: the policy of the page allows no style attributes.
  const indent = `i${Math.min(INDENTS, line.indent)}`;
  return html`<li class="${indent}${mark}">${notes.length > 0 && html`<span class="notes">${notes}</span>`}<code>${line.text}</code></li>`;
};

/** Where the evidence stands inside the object that is shown, if it stands there. */
const insideOf = (object: string, pointer: string): string | null => {
  if (pointer === object) return '';
  return pointer.startsWith(`${object}/`) ? pointer.slice(object.length) : null;
};

const manifest = (kept: Kept): Markup => {
  const { finding, bodyLeftOut } = kept;
  const { object } = finding;
  if (object === null) {
    const why = unassessedByReason(finding)[0]?.words;
    return html`<section class="manifest"><h4>Manifest</h4><p class="unseen">Not shown: ${why ?? 'the event carries no body'}. What is not logged is not known, and is not taken to be harmless.</p></section>`;
  }
  const marks = finding.indicators.flatMap((one, at) =>
    one.evidence.map(
      ({ pointer, value }): Mark => ({ pointer: insideOf(object.pointer, pointer), reason: at + 1, value }),
    ),
  );
  const { lines, unplaced } = manifestOf(object.body, marks);
  const outside = unplaced.filter((number) => !lines.some((line) => line.reasons.includes(number)));
  return html`<section class="manifest"><h4>Manifest <span class="more">as ${object.kind === 'object' ? 'logged' : object.kind.replaceAll('-', ' ')}, secrets masked</span><button type="button" class="copy" data-copy="yaml">Copy YAML</button></h4>
<ol class="yaml">${lines.map((line) => manifestLine(kept, line))}</ol>
${bodyLeftOut > 0 && html`<p class="unseen">${plural(bodyLeftOut, 'value')} of this object ${bodyLeftOut === 1 ? 'is' : 'are'} left out or shortened here.</p>`}
${outside.length > 0 && html`<p class="more">${outside.length === 1 ? 'Reason' : 'Reasons'} ${outside.join(', ')} ${outside.length === 1 ? 'stands' : 'stand'} elsewhere in the event.</p>`}
</section>`;
};

const breakdown = (finding: Finding): Markup =>
  html`<section><h4>How the risk adds up</h4><table class="sum"><tbody>
${finding.breakdown.risk.map((line) => html`<tr><td>${pointsText(line.points)}</td><td>${line.reason}</td></tr>`)}
</tbody><tfoot><tr><td>${finding.risk}</td><th scope="row">risk, of 100</th></tr></tfoot></table>
<p class="more"><b>Severity</b> ${finding.breakdown.severity}</p><p class="more"><b>Confidence</b> ${finding.breakdown.confidence}</p></section>`;

const unassessed = (finding: Finding): Markup | null => {
  if (finding.unassessed.length === 0) return null;
  return html`<section><h4>Not assessed</h4><ul class="plainlist">${unassessedByReason(finding).map(
    ({ words, ids }) =>
      html`<li>${plural(ids.length, 'indicator')}, because ${words}: ${ids.map((id, at) => html`${at > 0 && ', '}<code>${id}</code>`)}</li>`,
  )}</ul></section>`;
};

const references = (finding: Finding): Markup => {
  const flags = sentinelFlags(finding);
  return html`<section><h4>Technique and original query</h4><ul class="plainlist">
${finding.attack.map((one) => html`<li><code>${one.id}</code> ${one.name} <span class="more">${one.tactics.join(', ')} · ATT&amp;CK ${one.version}</span></li>`)}
<li>${flags === null ? 'The original Sentinel query does not look at this resource or verb.' : html`The original Sentinel query scores it ${finding.compat.sentinel?.SuspicionScore ?? 0}${flags.length > 0 && html`: ${flags.map((flag, at) => html`${at > 0 && ', '}<code>${flag}</code>`)}`}.`}</li></ul></section>`;
};

const became = (finding: Finding): Markup | null =>
  finding.lineage.length < 2
    ? null
    : html`<section><h4>What became of it</h4><ul class="plainlist">${lineageTexts(finding).map((line) => html`<li>${line}</li>`)}</ul></section>`;

const calls = (finding: Finding): Markup | null =>
  finding.calls === undefined
    ? null
    : html`<section><h4>What else they asked for</h4><ul class="plainlist">${callTexts(finding).map((line) => html`<li>${line}</li>`)}</ul></section>`;

const events = ({ finding, partsLeftOut, bodyLeftOut }: Kept): Markup =>
  html`<section class="events"><h4>Events</h4><ul class="plainlist">
${finding.events.map((one) => html`<li>${one.verb}, ${timeText(one.time)} · <code>${one.source}</code> at byte ${countText(one.offset)} · audit id <code>${one.auditId ?? 'not logged'}</code></li>`)}
</ul>${partsLeftOut > 0 && html`<p class="more">${plural(partsLeftOut, 'piece')} of evidence or ${partsLeftOut === 1 ? 'event' : 'events'} left out or shortened here.</p>`}
<p class="actions"><code>cronwarden explain ${finding.indicators[0]?.id ?? 'T1053.007'}</code> <button type="button" class="copy" data-copy="command">Copy command</button><button type="button" class="copy" data-copy="id">Copy id</button><button type="button" class="copy" data-copy="json">Copy JSON${partsLeftOut + bodyLeftOut > 0 && ' (shortened)'}</button></p></section>`;

/**
 * Everything about one finding, folded to a row. `open` unfolds it. The card's id is the finding's.
 */
export const card = (kept: Kept, facets: Facets, open: boolean): Markup => {
  const { finding } = kept;
  const { severity } = finding;
  return html`<article class="card s-${severity}" id="${kept.anchor}" data-i="${kept.index}" data-s="${severity}" data-n="${facets.namespace}" data-a="${facets.actor}" data-k="${facets.kind}">
<details${open && html` open`}>
<summary><span class="badge"><span class="shape" aria-hidden="true">${SHAPES[severity]}</span> ${severity}</span><h3>${finding.title}</h3><span class="risk" title="Risk, of 100"><b>${finding.risk}</b><span class="vh"> risk</span></span><span class="meta">${timeText(finding.firstSeen)} · ${requestText(finding)} · ${finding.cluster} · ${percentText(finding.confidence)} sure</span></summary>
<div class="inside"><p class="sentence">${finding.summary}</p>
<div class="columns"><div class="left">${facts(finding)}
<h4 class="vh">Reasons</h4><ol class="reasons">${finding.indicators.map((one, at) => reason(kept, one, at + 1))}</ol></div>
<div class="right">${manifest(kept)}</div></div>
<div class="foot">${breakdown(finding)}<div>${became(finding)}${calls(finding)}${unassessed(finding)}${references(finding)}</div>${events(kept)}</div>
</div></details></article>
`;
};
