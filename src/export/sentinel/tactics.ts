import { ATTACK, currentTechnique } from '../../model/attack.ts';

/**
 * Tactics by the names that the API of Sentinel takes, from its type AttackTactic:
 * https://learn.microsoft.com/azure/templates/microsoft.securityinsights/alertrules. The documentation of its coverage page names
 * ATT&CK 13, which has Defense Evasion where later releases have two tactics.
 */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['reconnaissance', 'Reconnaissance'],
  ['resource-development', 'ResourceDevelopment'],
  ['initial-access', 'InitialAccess'],
  ['execution', 'Execution'],
  ['persistence', 'Persistence'],
  ['privilege-escalation', 'PrivilegeEscalation'],
  ['defense-evasion', 'DefenseEvasion'],
  ['stealth', 'DefenseEvasion'],
  ['defense-impairment', 'DefenseEvasion'],
  ['credential-access', 'CredentialAccess'],
  ['discovery', 'Discovery'],
  ['lateral-movement', 'LateralMovement'],
  ['collection', 'Collection'],
  ['command-and-control', 'CommandAndControl'],
  ['exfiltration', 'Exfiltration'],
  ['impact', 'Impact'],
]);

/** Every name of a tactic that a rule may carry. */
export const SENTINEL_TACTICS: readonly string[] = [...new Set(NAMES.values())];

/** The release of ATT&CK whose tactics and techniques the rules name. */
export const KNOWN_TO_SENTINEL = '13';

export interface Coverage {
  /** In the order of the matrix. */
  readonly tactics: readonly string[];
  /** Ids, also of sub-techniques. */
  readonly techniques: readonly string[];
}

/** What indicators' techniques are in Sentinel: tactics that it takes, and the ids that its release has. */
export const coverageOf = (ids: readonly string[]): Coverage => {
  const techniques = [...new Set(ids)].filter((id) => !isNewer(id));
  const found = new Set(
    techniques.flatMap(
      (id) => currentTechnique(ATTACK, id)?.tactics.flatMap((tactic) => NAMES.get(tactic) ?? []) ?? [],
    ),
  );
  return { tactics: SENTINEL_TACTICS.filter((name) => found.has(name)), techniques };
};

/** Release 13 ends with T1654; what was added or split later has another number. */
const LAST = 1654;
/** Sub-techniques of older techniques that came later. */
const SPLIT_LATER: ReadonlySet<string> = new Set(['T1059.013', 'T1496.001', 'T1496.002', 'T1496.003', 'T1496.004']);
const isNewer = (id: string): boolean => Number(id.slice(1, 5)) > LAST || SPLIT_LATER.has(id);
