import { readFileSync } from 'node:fs';
import type { AttackRelease } from '../model/attack.ts';
import { attackFromStix } from '../model/attack-stix.ts';
import { UsageError } from './failure.ts';

export const ATTACK_OPTION = [
  '--attack <file>',
  'name techniques as in another release of MITRE ATT&CK: its enterprise-attack.json (STIX 2.1)',
] as const;

/** Reads the bundle that the user wants instead of the release that comes with the program. */
export const readAttack = (path: string): AttackRelease => {
  let bundle: unknown;
  try {
    bundle = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`--attack ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const release = attackFromStix(bundle);
  if (!release.ok) throw new UsageError(`--attack ${path} ${release.error}`);
  return release.value;
};

/** `MITRE ATT&CK 19.0 of 2026-04-28`. */
export const releaseName = ({ version, date }: AttackRelease): string =>
  `MITRE ATT&CK ${version}${date === null ? '' : ` of ${date}`}`;
