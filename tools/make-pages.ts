/** Writes `docs/indicators/`, a page for each indicator and an index: `npm run pages`. A test fails while one is stale. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ASKERS, actorRows } from '../src/engine/testing/actors.ts';
import { DISPUTES } from '../src/engine/testing/disputes.ts';
import { INDICATORS } from '../src/indicator/registry.ts';
import { MATURITY } from '../src/memory/baseline.ts';
import { ATTACK } from '../src/model/attack.ts';
import type { FactName } from '../src/model/facts.ts';
import type { Indicator } from '../src/model/indicator.ts';
import { type ContextShape, SHAPE_POWER, SHAPES } from '../src/score/context.ts';
import { GITOPS_CONTROLLERS } from '../src/score/identity.ts';
import { GROUP_CAPS, INTERACTIONS, WEIGHTS, type WeightGroup } from '../src/score/weights.ts';
import { lostIn } from '../src/visibility/needs.ts';

export const FOLDER = join(import.meta.dirname, '..', 'docs', 'indicators');
export const ACTORS_PAGE = join(FOLDER, '..', 'actors.md');
export const DISPUTES_PAGE = join(FOLDER, '..', 'disputes.md');
const INDEX = 'README.md';

const FACT_WORDS: Readonly<Record<FactName, string>> = {
  images: 'the images of the containers',
  commands: 'commands, arguments, hooks and probes',
  effects: 'what the commands would do',
  hostPaths: 'mounts of paths of the node',
  gitVolumes: 'repositories that the node clones for the pod',
  privileges: 'security contexts',
  hostNamespaces: 'namespaces shared with the node',
  tokens: 'service-account tokens',
  serviceAccount: 'the service account',
  rights: 'what the service account may do',
  runName: 'whether the name is that of a run of a CronJob',
  copy: 'whether a manual run equals its CronJob',
  change: 'what the write changed of the object before it',
  schedule: 'the schedule',
  jobSettings: 'how the job is run and kept',
  placements: 'the nodes that the pod asks for or bears',
  secrets: 'the secrets that the pod uses by name',
  finalizers: 'the finalizers of the object',
  workload: 'name, namespace, labels and owners of the object',
  actor: 'who asked',
  controller: 'what speaks against a controller of Kubernetes having written it',
  impersonation: 'the user behind an impersonated one',
  tokenPod: "the pod that the actor's token is bound to",
  request: 'verb and outcome',
  delivery: 'how the event reached the log',
  body: 'whether a body was logged',
  newAuthor: 'whether its author, or the author’s writes of this kind in this namespace, were seen before',
  newOrigin: 'whether its author was seen with this client and from this network before',
  newContent: 'whether the namespace was seen with its registries, repositories and commands before',
};
/** Facts of writes that came before. */
const OF_BASELINE: readonly FactName[] = ['newAuthor', 'newOrigin', 'newContent'];
/** Facts that every authored write has, whatever the level of the log. */
const ALWAYS: readonly FactName[] = ['workload', 'actor', 'controller', 'runName', 'request', 'delivery'];
/** Facts that some envelopes have no field for. */
const OF_ENVELOPE: readonly FactName[] = ['impersonation', 'tokenPod'];

const GROUP_WORDS: Readonly<Record<WeightGroup, string>> = {
  act: 'what the workload does',
  power: 'what it could do to the node',
  circumstance: 'under which circumstances it came',
};

/** Our own sentences, with what Markdown would read taken literally. */
const text = (words: string): string => words.replace(/[\\`*_<>|[\]]/g, (char) => `\\${char}`);

const technique = (id: string): string => {
  const known = ATTACK.techniques.get(id);
  const link = `https://attack.mitre.org/techniques/${id.replace('.', '/')}/`;
  return `- [${id}](${link}) ${known?.name ?? ''} (${(known?.tactics ?? []).join(', ')})`;
};

const reference = (one: string): string => (/^https:\/\/\S+$/.test(one) ? `- <${one}>` : `- ${text(one)}`);

const isOfBaseline = ({ needs }: Pick<Indicator, 'needs'>): boolean => needs.some((name) => OF_BASELINE.includes(name));

const notAssessed = ({ needs, asks }: Indicator): string => {
  if (isOfBaseline({ needs }))
    return `It is not assessed while [the baseline](../baseline.md) is young: it takes ${MATURITY.days} days with writes on ${MATURITY.activeDays} of them, ${MATURITY.writes} in all, and whoever it is new of must have been there for ${MATURITY.days} days, all of it until a day before the write. Neither is it where the log does not hold what it looks at. The finding then lists it with the reason.`;
  const fields = needs.filter((name) => OF_ENVELOPE.includes(name));
  if (fields.length > 0) {
    const lost = `in records of ${listOf(lostIn({ needs: fields }))}, which have no field for it`;
    return `It is not assessed where the log does not hold ${names(fields)}: ${lost}, and in a record that was cut before it. The finding then lists it with the reason.`;
  }
  const body = needs.filter((name) => !ALWAYS.includes(name));
  const asked =
    asks === undefined || asks.length === 0
      ? ''
      : ` It also looks at ${names(asks)}, and knows when that is not in the log.`;
  if (body.length === 0) return `It reads what every event carries, so it is always assessed.${asked}`;
  return `It is not assessed where the log does not hold ${names(body)}: at level Metadata, in a record that was cut before them, in a patch that shows only the change, and when the request was refused before its body was read. The finding then lists it with the reason.${asked}`;
};

const listOf = (envelopes: readonly string[]): string => envelopes.map((one) => `\`${one}\``).join(', ');

const names = (facts: readonly FactName[]): string => facts.map((name) => FACT_WORDS[name]).join(', ');

/** Markdown of one indicator's page. */
export const pageOf = (indicator: Indicator): string => {
  const { id, title, why, severity, attack, needs, falsePositives, references = [] } = indicator;
  const weight = WEIGHTS.get(id);
  const together = INTERACTIONS.filter(({ all }) => all.includes(id));
  const section = (name: string, lines: readonly string[]): string =>
    lines.length === 0 ? '' : `\n## ${name}\n\n${lines.join('\n')}\n`;
  return [
    `# ${text(title)}\n\n\`${id}\`\n\n${text(why)}\n`,
    section('Severity and points', [
      `**${severity}** on its own${weight === undefined ? '' : `; ${weight.points} points ${isOfBaseline(indicator) ? 'on a finding that is medium or above without it, and none on others: [how it weighs](../baseline.md#what-it-weighs)' : `for ${GROUP_WORDS[weight.group]}, a group that counts at most ${GROUP_CAPS[weight.group]} together`}`}.`,
    ]),
    section(
      'Together with others',
      together.map(
        ({ all, points, reason }) =>
          `- with ${all
            .filter((one) => one !== id)
            .map((one) => `[\`${one}\`](${one}.md)`)
            .join(' and ')}: ${points} more points, since ${text(reason)}`,
      ),
    ),
    section(`MITRE ATT&CK ${ATTACK.version}`, attack.map(technique)),
    section('Reads', [`${names(needs)}.`.replace(/^./, (first) => first.toUpperCase())]),
    section('When it is not assessed', [notAssessed(indicator)]),
    section(
      'When it is wrong',
      falsePositives.map((one) => `- ${text(one)}`),
    ),
    section('References', references.map(reference)),
  ].join('');
};

/** Markdown of the index: indicators by family, in the order of the registry. */
export const indexOf = (indicators: readonly Indicator[]): string => {
  const families = Map.groupBy(indicators, ({ id }) => id.slice(0, id.indexOf('.')));
  const tables = [...families].map(([family, members]) => {
    const rows = members.map(
      ({ id, title, severity }) =>
        `| [\`${id}\`](${id}.md) | ${text(title)} | ${severity} | ${WEIGHTS.get(id)?.points ?? ''} |`,
    );
    return `## ${family}\n\n| Indicator | Says | Severity alone | Points |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `# Indicators\n\n${indicators.length} reasons for suspicion. These pages are generated from their sources by \`npm run pages\`; \`cronwarden explain ID\` prints the same.\n\n${tables.join('\n')}\n${shapesOf(SHAPES)}`;
};

const callOf = ({ argv }: ContextShape): string => {
  const [program] = argv.programs;
  if (program === undefined) return 'without a command';
  const words = argv.words.map((each) => [program, ...each].join(' ')).map((one) => `\`${one}\``);
  const flags = [...argv.switches, ...argv.values, ...argv.beginnings.map((one) => `${one}…`)];
  return `${words.join(' or ')}, with ${flags.map((one) => `\`${one}\``).join(', ')}`;
};

/** Markdown of what lowers a risk, for the end of the index. */
export const shapesOf = (shapes: readonly ContextShape[]): string => {
  const parts = shapes.map(
    (shape) =>
      `### ${shape.id}\n\n${text(shape.says.replace(/^./, (first) => first.toUpperCase()))}.\n\n- image: ${shape.images.map((one) => `\`${one}\``).join(', ')}\n- called: ${callOf(shape)}\n- environment: ${shape.env.map((one) => `\`${one}\``).join(', ')}\n- explains: ${shape.explains.map((id) => `[\`${id}\`](${id}.md)`).join(', ')}\n`,
  );
  return `## What lowers\n\nPower over the node that one of these shapes explains counts at most ${SHAPE_POWER} points, and the sum says so. The whole body must fit: one container, nothing beside it, no act. See [decision 6](../decisions/0006-benign-context.md).\n\n${parts.join('\n')}`;
};

/** Markdown of the cases about which people differ, with what is decided. Each row is a test. */
export const disputesPage = (): string => {
  const cases = Map.groupBy(DISPUTES, (dispute) => dispute.case);
  const tables = [...cases].map(([name, rows]) => {
    const lines = rows.map(
      ({ situation, severity, because }) => `| ${text(situation)} | **${severity}** | ${text(because)} |`,
    );
    return `## ${name}\n\n| Situation | Severity | Because |\n| --- | --- | --- |\n${lines.join('\n')}\n`;
  });
  const identities = GITOPS_CONTROLLERS.flatMap(({ usernames, marks }) =>
    usernames.map((one) => `| \`${one}\` | ${marks.map((mark) => `\`${mark}\``).join(', ')} |`),
  );
  return `# Disputed cases\n\nWhere reasonable people differ, this is what is decided. Each row is judged in a test, from the object on; argue with it by changing the row and its test. Generated by \`npm run pages\`.\n\n${tables.join('\n')}\n## Identities that are known\n\nPower over nodes counts at most ${SHAPE_POWER} points where the user name that the API server authenticated is named by \`--identity\` (or the key \`identity\` of \`--config\`), or is one of these together with its own mark on the object. An act always counts in full.\n\n| User name | One of these labels or annotations |\n| --- | --- |\n${identities.join('\n')}\n`;
};

/** Markdown of thirty objects under eight actors and outcomes, with what makes each difference. */
export const actorsPage = (): string => {
  const rows = actorRows();
  const groups = Map.groupBy(rows, ({ subject }) => subject.group);
  const head = ASKERS.map(({ name }) => name).join(' | ');
  const tables = [...groups].map(([group, members]) => {
    const lines = members.map(({ subject, severities }) => `| ${text(subject.what)} | ${severities.join(' | ')} |`);
    return `## ${group}\n\n| Object | ${head} |\n| --- |${' --- |'.repeat(ASKERS.length)}\n${lines.join('\n')}\n`;
  });
  const reasons = new Map<string, number>();
  for (const { because } of rows)
    for (const [name, lines] of because)
      for (const line of lines) reasons.set(`${name}\n${line}`, (reasons.get(`${name}\n${line}`) ?? 0) + 1);
  const why = [...reasons].map(([key, count]) => {
    const [name = '', line = ''] = key.split('\n');
    return `| ${text(name)} | ${text(line)} | ${count} |`;
  });
  return `# Who asks, and how it ends\n\nThirty objects, each asked for in eight ways, judged by a test. Who asks in earnest changes nothing: a developer, a CI account, on-call and a pod are as severe as each other, and so is an authenticated attempt that was refused. An anonymous write is severe by itself. A GitOps controller with its own mark lowers power and never an act. A patch is judged by what it carries; what a known shape explains needs the whole object.\n\n${tables.join('\n')}\n## What makes the differences\n\nLines of the sum that a finding has and that of the developer has not, where the severity differs, with the number of objects.\n\n| Asked by | Line of the sum | Objects |\n| --- | --- | --- |\n${why.join('\n')}\n`;
};

/** Every page by its file name. */
export const pages = (): ReadonlyMap<string, string> =>
  new Map([[INDEX, indexOf(INDICATORS)], ...INDICATORS.map((one): [string, string] => [`${one.id}.md`, pageOf(one)])]);

if (import.meta.main) {
  mkdirSync(FOLDER, { recursive: true });
  const wanted = pages();
  for (const name of readdirSync(FOLDER)) if (name.endsWith('.md') && !wanted.has(name)) rmSync(join(FOLDER, name));
  let changed = 0;
  for (const [name, markdown] of wanted) {
    const path = join(FOLDER, name);
    const before = readdirSync(FOLDER).includes(name) ? readFileSync(path, 'utf8') : null;
    if (before === markdown) continue;
    writeFileSync(path, markdown);
    changed += 1;
  }
  writeFileSync(DISPUTES_PAGE, disputesPage());
  writeFileSync(ACTORS_PAGE, actorsPage());
  console.log(`${wanted.size} pages in docs/indicators, ${changed} written anew.`);
}
