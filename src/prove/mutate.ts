import { type Atomic, idOf } from '../emulate/atomic.ts';
import { examine } from '../engine/examine.ts';
import { atLeast, type Finding, SEVERITIES, type Severity } from '../model/finding.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import { DEFAULT_KINDS } from '../normalise/kind-index.ts';
import { liftTemplates } from '../normalise/lift.ts';
import { DISGUISES, type Disguise, withSpecAt } from './disguises.ts';
import { without } from './drops.ts';
import type { Played } from './played.ts';

/** One change of what was asked, and what is found then. */
export interface Changed {
  readonly kind: 'drop' | 'disguise';
  /** In words: what was left out, or under which look the same is done. */
  readonly change: string;
  readonly severity: Severity | null;
  /** Whether the finding is as grave as the test expects. */
  readonly holds: boolean;
}

/** How much of a test may change before its finding is lost. */
export interface Robustness {
  readonly test: string;
  readonly expected: Severity;
  readonly found: Severity | null;
  readonly changes: readonly Changed[];
}

/**
 * Drops each piece of evidence in turn, then does the same act under each disguise, and judges again. A drop takes a part of
 * the act away, so that some must lose it: the one that does is what the detection stands on. A disguise changes nothing of
 * the act, so that none should. Tests that expect no finding are left out.
 */
export const robustness = (atomics: readonly Atomic[], played: readonly Played[]): readonly Robustness[] =>
  played.flatMap((run): Robustness[] => {
    const expectation = atomics.find((atomic) => idOf(atomic) === run.test)?.expectation;
    const wanted = expectation?.expects.flatMap(({ severityAtLeast }) => severityAtLeast ?? []) ?? [];
    const expected = SEVERITIES.findLast((severity) => wanted.includes(severity));
    if (run.variant !== 'attack' || expected === undefined) return [];
    const findings = findingsOf(run.events);
    const changed = (kind: Changed['kind'], change: string, events: readonly JsonObject[]): Changed => {
      const severity = worst(findingsOf(events));
      return { kind, change, severity, holds: severity !== null && atLeast(severity, expected) };
    };
    const drops = evidenceOf(findings, expected).flatMap(({ pointer, says }): Changed[] => {
      const events = run.events.map((event) => without(event, pointer));
      if (events.every((event) => event === null)) return [];
      return [
        changed(
          'drop',
          says,
          events.map((event, index) => event ?? run.events[index] ?? {}),
        ),
      ];
    });
    const disguised = DISGUISES.flatMap((disguise): Changed[] => {
      const events = run.events.map((event) => underDisguise(event, disguise));
      if (events.every((event) => event === null)) return [];
      return [
        changed(
          'disguise',
          disguise.name,
          events.map((event, index) => event ?? run.events[index] ?? {}),
        ),
      ];
    });
    return [{ test: run.test, expected, found: worst(findings), changes: [...drops, ...disguised] }];
  });

const findingsOf = (events: readonly JsonObject[]): readonly Finding[] => examine(JSON.stringify(events)).findings;

const worst = (findings: readonly Finding[]): Severity | null =>
  SEVERITIES.findLast((severity) => findings.some((finding) => finding.severity === severity)) ?? null;

/** Each place that evidence of a grave finding points at, once. */
const evidenceOf = (
  findings: readonly Finding[],
  floor: Severity,
): readonly { readonly pointer: string; readonly says: string }[] => {
  const places = new Map<string, string>();
  for (const { severity, indicators } of findings) {
    if (!atLeast(severity, floor)) continue;
    for (const { id, evidence } of indicators) {
      for (const { pointer } of evidence) {
        const before = places.get(pointer);
        if (before === undefined) places.set(pointer, id);
        else if (!before.split(', ').includes(id)) places.set(pointer, `${before}, ${id}`);
      }
    }
  }
  return [...places].map(([pointer, says]) => ({ pointer, says: `without ${pointer} (${says})` }));
};

/** `null` where the event has no pod template, or none that the disguise fits. */
const underDisguise = (event: JsonObject, { change }: Disguise): JsonObject | null => {
  let changed = false;
  const bodies = ['requestObject', 'responseObject'].flatMap((key): [string, JsonObject][] => {
    const body = event[key];
    if (!isObject(body)) return [];
    let result = body;
    for (const { pointer, spec } of liftTemplates(body, DEFAULT_KINDS.ofObject(body) ?? null).templates) {
      const other = change(spec);
      if (other === null) continue;
      changed = true;
      result = withSpecAt(result, pointer, other);
    }
    return [[key, result]];
  });
  return changed ? { ...event, ...Object.fromEntries(bodies) } : null;
};
