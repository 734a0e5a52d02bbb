import type { AttackRelease, Technique } from './attack.ts';
import { get, isList, isObject, type Json, type JsonObject, listAt, textAt, textsAt } from './json.ts';
import { fail, ok, type Result } from './result.ts';

/** A release as it is published, with the tactics in the order of its matrix. */
export interface StixRelease extends AttackRelease {
  readonly tactics: readonly string[];
}

/**
 * Reads the enterprise bundle that MITRE publishes (STIX 2.1, `enterprise-attack.json`, or 2.0 with `version` given, since
 * that form does not carry it). The failure is a sentence without its subject: `holds no attack-pattern`.
 */
export const attackFromStix = (bundle: unknown, version: string | null = null): Result<StixRelease, string> => {
  if (textAt(bundle, 'type') !== 'bundle') return fail('is no STIX bundle');
  const objects = listAt(bundle, 'objects').filter(isObject);
  const ofType = (type: string): readonly JsonObject[] => objects.filter((one) => textAt(one, 'type') === type);
  const patterns = ofType('attack-pattern').filter(isEnterprise);
  if (patterns.length === 0) return fail('holds no technique (attack-pattern) of Enterprise ATT&CK');
  const collection = ofType('x-mitre-collection')[0];
  const released = version ?? textAt(collection, 'x_mitre_version');
  if (released === null)
    return fail('does not say its version: take the STIX 2.1 bundle, which has an x-mitre-collection');
  const tactics = tacticsOf(ofType('x-mitre-matrix'), ofType('x-mitre-tactic'));
  const successors = new Map<string, string>();
  const idOfObject = new Map(patterns.map((one) => [textAt(one, 'id') ?? '', techniqueId(one)]));
  for (const relation of ofType('relationship')) {
    if (textAt(relation, 'relationship_type') !== 'revoked-by') continue;
    const successor = idOfObject.get(textAt(relation, 'target_ref') ?? '') ?? null;
    if (successor !== null) successors.set(textAt(relation, 'source_ref') ?? '', successor);
  }
  const techniques = new Map<string, Technique>();
  for (const pattern of patterns) {
    const id = techniqueId(pattern);
    if (id === null) continue;
    const technique = techniqueOf(pattern, id, tactics, successors.get(textAt(pattern, 'id') ?? '') ?? null);
    const other = techniques.get(id);
    // An id may have been given twice; the one that still stands counts.
    if (other === undefined || other.state !== 'current') techniques.set(id, technique);
  }
  const sorted = [...techniques].sort(([a], [b]) => (a < b ? -1 : 1));
  const date = (textAt(collection, 'modified') ?? '').slice(0, 10);
  return ok({ version: released, date: date === '' ? null : date, techniques: new Map(sorted), tactics });
};

/** A bundle of several domains says which an object belongs to. */
const isEnterprise = (pattern: JsonObject): boolean => {
  const domains = textsAt(pattern, 'x_mitre_domains');
  return domains.length === 0 || domains.includes('enterprise-attack');
};

const techniqueId = (pattern: JsonObject): string | null => {
  const reference = listAt(pattern, 'external_references').find((one) => textAt(one, 'source_name') === 'mitre-attack');
  const id = textAt(reference, 'external_id') ?? '';
  return /^T\d{4}(?:\.\d{3})?$/.test(id) ? id : null;
};

/** Short names in the order in which the matrix shows them, those that it leaves out last. */
const tacticsOf = (matrices: readonly JsonObject[], tactics: readonly JsonObject[]): readonly string[] => {
  const nameOf = new Map(tactics.map((one) => [textAt(one, 'id'), textAt(one, 'x_mitre_shortname')]));
  const order: readonly Json[] = matrices.flatMap((one) => {
    const refs = get(one, 'tactic_refs');
    return isList(refs) ? refs : [];
  });
  const named = order.flatMap((ref) => (typeof ref === 'string' ? (nameOf.get(ref) ?? []) : []));
  return [...new Set([...named, ...[...nameOf.values()].filter((name) => name !== null)])];
};

const techniqueOf = (
  pattern: JsonObject,
  id: string,
  order: readonly string[],
  replacedBy: string | null,
): Technique => {
  const phases = listAt(pattern, 'kill_chain_phases').flatMap((phase) =>
    textAt(phase, 'kill_chain_name') === 'mitre-attack' ? (textAt(phase, 'phase_name') ?? []) : [],
  );
  const revoked = get(pattern, 'revoked') === true;
  return {
    id,
    // A bar parts the fields of the table.
    name: (textAt(pattern, 'name') ?? id).replaceAll('|', '/'),
    tactics: order.filter((tactic) => phases.includes(tactic)),
    platforms: [...textsAt(pattern, 'x_mitre_platforms')].sort(),
    state: revoked ? 'revoked' : get(pattern, 'x_mitre_deprecated') === true ? 'deprecated' : 'current',
    replacedBy: revoked ? replacedBy : null,
  };
};
