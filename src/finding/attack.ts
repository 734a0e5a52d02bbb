import { type AttackRelease, currentTechnique } from '../model/attack.ts';
import type { Finding, FindingAttack } from '../model/finding.ts';

/** The techniques of these ids, each once, as a release names them: a revoked one by its successor, one unknown not at all. */
export const attackOf = (ids: Iterable<string>, release: AttackRelease): readonly FindingAttack[] => {
  const current = new Map<string, FindingAttack>();
  for (const asked of ids) {
    const technique = currentTechnique(release, asked);
    if (technique === null) continue;
    const { id, name, tactics } = technique;
    current.set(id, { version: release.version, id, name, tactics });
  }
  return [...current.values()];
};

/** The same finding with its techniques named as in another release; what that release does not know stays as it is. */
export const withAttack = (finding: Finding, release: AttackRelease): Finding => {
  const attack = finding.attack.flatMap((one) => {
    const renamed = attackOf([one.id], release);
    return renamed.length > 0 ? renamed : [one];
  });
  return { ...finding, attack: [...new Map(attack.map((one) => [one.id, one])).values()] };
};
