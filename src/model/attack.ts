import { ATTACK_DATA } from './attack-data.ts';

/** A technique of MITRE ATT&CK (enterprise), as far as findings name it. */
export interface Technique {
  readonly id: string;
  readonly name: string;
  /** Short names of the tactics, as in the ATT&CK data, in the order of the matrix: `privilege-escalation`. */
  readonly tactics: readonly string[];
  readonly platforms: readonly string[];
  readonly state: 'current' | 'deprecated' | 'revoked';
  /** The technique that took its place; `null` for one that was not revoked, or revoked without a successor. */
  readonly replacedBy: string | null;
}

/** One release of ATT&CK, whole: withdrawn techniques too, so that an old id can be followed. */
export interface AttackRelease {
  readonly version: string;
  /** Day of the release, `2026-04-28`; `null` when the data does not say it. */
  readonly date: string | null;
  /** By id. */
  readonly techniques: ReadonlyMap<string, Technique>;
}

/** What `tools/make-attack.ts` writes: names once, and a line for each technique. */
export interface AttackTable {
  readonly version: string;
  readonly date: string | null;
  /** In the order of the matrix. */
  readonly tactics: readonly string[];
  readonly platforms: readonly string[];
  /**
   * `id|name|tactics|platforms`, the last two as positions in the lists above; a fifth field is `deprecated`, `revoked` or
   * `>T1685`, the technique that took its place.
   */
  readonly techniques: readonly string[];
}

const positions = (text: string): readonly number[] => (text === '' ? [] : text.split(' ').map(Number));
const chosen = (names: readonly string[], text: string): readonly string[] =>
  positions(text).flatMap((at) => names[at] ?? []);

export const releaseOf = ({ version, date, tactics, platforms, techniques }: AttackTable): AttackRelease => ({
  version,
  date,
  techniques: new Map(
    techniques.map((line) => {
      const [id = '', name = '', ofTactics = '', ofPlatforms = '', state = ''] = line.split('|');
      const technique: Technique = {
        id,
        name,
        tactics: chosen(tactics, ofTactics),
        platforms: chosen(platforms, ofPlatforms),
        state: state === '' ? 'current' : state === 'deprecated' ? 'deprecated' : 'revoked',
        replacedBy: state.startsWith('>') ? state.slice(1) : null,
      };
      return [id, technique];
    }),
  ),
});

export const tableOf = ({ version, date, techniques }: AttackRelease, tactics: readonly string[]): AttackTable => {
  const all = [...techniques.values()];
  const platforms = [...new Set(all.flatMap((one) => one.platforms))].sort();
  const places = (names: readonly string[], of: readonly string[]): string =>
    of.map((one) => names.indexOf(one)).join(' ');
  return {
    version,
    date,
    tactics,
    platforms,
    techniques: all.map((one) => {
      const state = one.state === 'current' ? '' : one.replacedBy === null ? `|${one.state}` : `|>${one.replacedBy}`;
      return `${one.id}|${one.name}|${places(tactics, one.tactics)}|${places(platforms, one.platforms)}${state}`;
    }),
  };
};

/** The technique itself, or the one that stands for it today; `null` for one that is unknown or has no successor. */
export const currentTechnique = (release: AttackRelease, id: string): Technique | null => {
  let technique = release.techniques.get(id);
  // A successor may have been revoked in turn; a circle of them is a fault of the data, so steps are counted.
  for (let step = 0; step < 10 && technique !== undefined; step++) {
    if (technique.state !== 'revoked') return technique;
    technique = technique.replacedBy === null ? undefined : release.techniques.get(technique.replacedBy);
  }
  return null;
};

/** The release that comes with the program. */
export const ATTACK: AttackRelease = releaseOf(ATTACK_DATA);
