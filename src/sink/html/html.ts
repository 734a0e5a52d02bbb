import type { Finding } from '../../model/finding.ts';
import { plural, spanText } from '../explain-words.ts';
import type { Sink, SinkContext } from '../sink.ts';
import type { Bounded } from './bound.ts';
import { card, type Facets } from './card.ts';
import { collectReport, type Report } from './collect.ts';
import { html, jsonForScript, type Markup, trusted } from './markup.ts';
import { filters, head, type Names, tail } from './page.ts';
import { SCRIPT } from './script.ts';
import { type Cards, timeline } from './timeline.ts';

const MOST_NAMES = 300;
/** With so few, nothing is gained by folding them. */
const ALL_OPEN = 3;

/** Distinct names by how often they occur; a finding without one counts as `(not logged)`. */
const namesOf = (findings: readonly Finding[], name: (finding: Finding) => string | null): readonly string[] => {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    const one = name(finding) ?? '(not logged)';
    counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_NAMES)
    .map(([one]) => one);
};

const namespaceOf = (finding: Finding): string | null => finding.workload.namespace;
const actorOf = (finding: Finding): string | null => finding.actor.username;
const kindOf = (finding: Finding): string => finding.workload.kind;

const facetsWith = (names: Names): ((finding: Finding) => Facets) => {
  const places = (list: readonly string[]): ReadonlyMap<string, number> => new Map(list.map((name, at) => [name, at]));
  const [namespaces, actors, kinds] = [places(names.namespaces), places(names.actors), places(names.kinds)];
  const at = (map: ReadonlyMap<string, number>, name: string | null): number => map.get(name ?? '(not logged)') ?? -1;
  return (finding) => ({
    namespace: at(namespaces, namespaceOf(finding)),
    actor: at(actors, actorOf(finding)),
    kind: at(kinds, kindOf(finding)),
  });
};

const repeatsText = (repeats: readonly Bounded[]): string => {
  const times = repeats.flatMap(({ finding }) => (finding.firstSeen === null ? [] : [finding.firstSeen])).sort();
  return `${plural(repeats.length, 'more like this', 'more like this')}, ${spanText(times[0] ?? null, times.at(-1) ?? null)}`;
};

/** The cards of one group after another; repeats are folded away under the worst of them. */
function* cards(report: Report, facetsOf: (finding: Finding) => Facets): Generator<Markup> {
  for (const [first, ...repeats] of report.groups) {
    if (first === undefined) continue;
    const open = report.shown <= ALL_OPEN || first.index === 0;
    yield trusted('<section class="group">\n');
    yield card(first, facetsOf(first.finding), open);
    if (repeats.length > 0) {
      yield html`<details class="repeats"><summary>${repeatsText(repeats)}</summary>
`;
      for (const one of repeats) {
        yield card(one, facetsOf(one.finding), false);
      }
      yield trusted('</details>');
    }
    yield trusted('</section>\n');
  }
}

/** A page of its own that opens offline: everything readable without a script, filters and copying with it. */
export async function* htmlSink(findings: AsyncIterable<Finding>, context: SinkContext): AsyncGenerator<string> {
  const report = await collectReport(findings);
  const inFull = report.groups.flat();
  const shown = inFull.map(({ finding }) => finding);
  const names: Names = {
    namespaces: namesOf(shown, namespaceOf),
    actors: namesOf(shown, actorOf),
    kinds: namesOf(shown, kindOf),
  };
  const cardsByNumber: Cards = new Map(inFull.map((one) => [one.number, one]));
  const summary = context.summary();
  yield head(report, summary, report.total === 0 ? null : timeline(report, cardsByNumber)).markup;
  if (report.total > 0) {
    yield filters(report, names).markup;
    for (const { markup } of cards(report, facetsWith(names))) yield markup;
    yield '<p id="none" class="unseen" hidden>No finding passes the filters.</p>\n';
  }
  yield tail(summary, report, context.version).markup;
  yield '<script type="application/json" id="data">[';
  for (const [at, finding] of shown.entries()) yield `${at > 0 ? ',\n' : ''}${jsonForScript(finding).markup}`;
  yield `]</script>\n<script>${SCRIPT}</script>\n</body>\n</html>\n`;
}

htmlSink satisfies Sink;
