import wrapAnsi from 'wrap-ansi';
import { type AttackRelease, currentTechnique, type Technique } from '../model/attack.ts';
import type { Indicator } from '../model/indicator.ts';
import { releaseName } from './attack-option.ts';

const wrap = (text: string, width: number, indent: string): string =>
  wrapAnsi(text, width - indent.length)
    .split('\n')
    .map((line) => indent + line)
    .join('\n');

const list = (items: readonly string[], width: number): string =>
  items.map((item) => `  - ${wrap(item, width, '    ').trimStart()}`).join('\n');

const techniqueLine = (release: AttackRelease, id: string): string => {
  const technique = currentTechnique(release, id);
  if (technique === null) return `${id} (unknown to this release)`;
  return `${technique.id} ${technique.name} (${technique.tactics.join(', ')})`;
};

/** What an indicator means, for a person; lines of at most `width` columns. */
export const indicatorText = (indicator: Indicator, release: AttackRelease, width: number): string =>
  [
    `${indicator.id}: ${indicator.title}`,
    '',
    wrap(indicator.why, width, ''),
    '',
    `Severity   ${indicator.severity} on its own; with other reasons the score weighs them together`,
    `Reads      ${indicator.needs.join(', ')}; where one of them was not logged it is "not assessed"`,
    '',
    releaseName(release),
    list(
      indicator.attack.map((id) => techniqueLine(release, id)),
      width,
    ),
    '',
    'When it is wrong',
    list(indicator.falsePositives, width),
    ...((indicator.references ?? []).length > 0 ? ['', 'References', list(indicator.references ?? [], width)] : []),
    '',
  ].join('\n');

const stateLine = ({ state, replacedBy }: Technique): readonly string[] => {
  if (state === 'current') return [];
  const successor = replacedBy === null ? '' : `; ${replacedBy} took its place`;
  return [`Withdrawn  ${state}${successor}`];
};

export const techniqueText = (
  technique: Technique,
  release: AttackRelease,
  indicators: readonly Indicator[],
  width: number,
): string => {
  const naming = indicators.filter((one) =>
    one.attack.some((id) => id === technique.id || currentTechnique(release, id)?.id === technique.id),
  );
  return [
    `${technique.id}: ${technique.name} (${releaseName(release)})`,
    '',
    ...stateLine(technique),
    `Tactics    ${technique.tactics.join(', ')}`,
    `Platforms  ${technique.platforms.join(', ')}`,
    `See        https://attack.mitre.org/techniques/${technique.id.replace('.', '/')}/`,
    '',
    ...(naming.length === 0
      ? ['No indicator names it.']
      : [
          'Indicators that name it',
          list(
            naming.map((one) => `${one.id}: ${one.title} (${one.severity})`),
            width,
          ),
        ]),
    '',
  ].join('\n');
};

/** Every indicator by family, one line each. */
export const listText = (indicators: readonly Indicator[], release: AttackRelease, width: number): string => {
  const families = Map.groupBy(indicators, ({ id }) => id.slice(0, id.indexOf('.')));
  const longest = Math.max(...indicators.map(({ id }) => id.length));
  const line = ({ id, title, severity }: Indicator): string =>
    `  ${id.padEnd(longest)}  ${wrapAnsi(`${title} (${severity})`, Math.max(width - longest - 4, 20)).replaceAll('\n', `\n${' '.repeat(longest + 4)}`)}`;
  return [
    `${indicators.length} indicators in ${families.size} families; techniques as in ${releaseName(release)}.`,
    ...[...families].flatMap(([family, members]) => ['', family, ...members.map(line)]),
    '',
  ].join('\n');
};
