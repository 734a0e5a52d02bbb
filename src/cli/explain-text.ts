import wrapAnsi from 'wrap-ansi';
import type { Technique } from '../model/attack.ts';
import type { Indicator } from '../model/indicator.ts';

const wrap = (text: string, width: number, indent: string): string =>
  wrapAnsi(text, width - indent.length)
    .split('\n')
    .map((line) => indent + line)
    .join('\n');

const list = (items: readonly string[], width: number): string =>
  items.map((item) => `  - ${wrap(item, width, '    ').trimStart()}`).join('\n');

/** What an indicator means, for a person; lines of at most `width` columns. */
export const indicatorText = (indicator: Indicator, width: number): string =>
  [
    `${indicator.id}: ${indicator.title}`,
    '',
    wrap(indicator.why, width, ''),
    '',
    `Severity   ${indicator.severity} on its own; with other reasons the score weighs them together`,
    `ATT&CK     ${indicator.attack.join(', ')}`,
    `Reads      ${indicator.needs.join(', ')}; where one of them was not logged it is "not assessed"`,
    '',
    'When it is wrong',
    list(indicator.falsePositives, width),
    ...((indicator.references ?? []).length > 0 ? ['', 'References', list(indicator.references ?? [], width)] : []),
    '',
  ].join('\n');

export const techniqueText = (
  technique: Technique,
  version: string,
  indicators: readonly Indicator[],
  width: number,
): string =>
  [
    `${technique.id}: ${technique.name} (MITRE ATT&CK ${version})`,
    '',
    `Tactics    ${technique.tactics.join(', ')}`,
    `Platforms  ${technique.platforms.join(', ')}`,
    `See        https://attack.mitre.org/techniques/${technique.id.replace('.', '/')}/`,
    '',
    'Indicators that name it',
    list(
      indicators
        .filter((one) => one.attack.includes(technique.id))
        .map((one) => `${one.id}: ${one.title} (${one.severity})`),
      width,
    ),
    '',
  ].join('\n');
