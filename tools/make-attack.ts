/**
 * Writes `src/model/attack-data.ts` from an enterprise bundle of MITRE ATT&CK:
 * `node tools/make-attack.ts enterprise-attack-19.0.json [VERSION]`. The version is wanted only for STIX 2.0, which lacks it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AttackTable, tableOf } from '../src/model/attack.ts';
import { attackFromStix } from '../src/model/attack-stix.ts';

export const DATA_FILE = join(import.meta.dirname, '..', 'src', 'model', 'attack-data.ts');

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const list = (items: readonly string[]): string => `[\n${items.map((one) => `    ${quoted(one)},\n`).join('')}  ]`;

/** Source text of the data file. */
export const sourceOf = ({ version, date, tactics, platforms, techniques }: AttackTable): string =>
  `import type { AttackTable } from './attack.ts';

/**
 * Facts of MITRE ATT&CK Enterprise ${version}, written by \`tools/make-attack.ts\`. © The MITRE Corporation; reproduced and
 * distributed with its permission, see NOTICE.
 */
export const ATTACK_DATA: AttackTable = {
  version: ${quoted(version)},
  date: ${date === null ? 'null' : quoted(date)},
  tactics: ${list(tactics)},
  platforms: ${list(platforms)},
  techniques: ${list(techniques)},
};
`;

if (import.meta.main) {
  const [path, version] = process.argv.slice(2);
  if (path === undefined) throw new Error('name the bundle: node tools/make-attack.ts enterprise-attack.json');
  const release = attackFromStix(JSON.parse(readFileSync(path, 'utf8')), version ?? null);
  if (!release.ok) throw new Error(`${path} ${release.error}`);
  writeFileSync(DATA_FILE, sourceOf(tableOf(release.value, release.value.tactics)));
  console.log(`ATT&CK ${release.value.version}: ${release.value.techniques.size} techniques in ${DATA_FILE}`);
}
