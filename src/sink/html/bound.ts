import { clip } from '../../lib/inert.ts';
import type { Finding, FindingIndicator } from '../../model/finding.ts';
import { isList, isObject } from '../../model/json.ts';

/** What one report spends on one object; a real CronJob has some 100 values in 3,000 characters. */
const MOST_VALUES = 3_000;
const MOST_CHARACTERS = 68_000;
const LONGEST_TEXT = 8_200;
const DEEPEST = 50;
const MOST_EVIDENCE = 50;
const MOST_EVENTS = 100;
const LONGEST_VALUE = 4_000;

interface Spent {
  values: number;
  characters: number;
  leftOut: number;
}

const copied = (value: unknown, depth: number, spent: Spent): unknown => {
  spent.values += 1;
  if (typeof value === 'string') {
    const kept = clip(value, Math.max(1, Math.min(LONGEST_TEXT, MOST_CHARACTERS - spent.characters)));
    spent.characters += kept.length;
    if (kept !== value) spent.leftOut += 1;
    return kept;
  }
  if (!isList(value) && !isObject(value)) return value;
  if (depth >= DEEPEST) {
    spent.leftOut += 1;
    return '…';
  }
  const room = (): boolean => spent.values < MOST_VALUES && spent.characters < MOST_CHARACTERS;
  if (isList(value)) {
    const list: unknown[] = [];
    for (const one of value) {
      if (!room()) break;
      list.push(copied(one, depth + 1, spent));
    }
    spent.leftOut += value.length - list.length;
    return list;
  }
  const keys = Object.keys(value);
  const entries: [string, unknown][] = [];
  for (const key of keys) {
    if (!room()) break;
    const name = clip(key, LONGEST_TEXT);
    spent.characters += name.length;
    entries.push([name, copied(value[key], depth + 1, spent)]);
  }
  spent.leftOut += keys.length - entries.length;
  // `fromEntries` makes own properties, so a key `__proto__` stays an ordinary one.
  return Object.fromEntries(entries);
};

/** A copy that is small and shallow enough to print, and how many values it lacks or shortens. */
export const boundBody = (
  body: unknown,
): { readonly body: unknown; readonly leftOut: number; readonly size: number } => {
  const spent: Spent = { values: 0, characters: 0, leftOut: 0 };
  return { body: copied(body, 0, spent), leftOut: spent.leftOut, size: spent.characters + spent.values * 8 };
};

export interface Bounded {
  readonly finding: Finding;
  /** Values of the object that are missing or shortened. */
  readonly bodyLeftOut: number;
  /** Pieces of evidence and events that are missing, and values that are shortened. */
  readonly partsLeftOut: number;
  /** Characters of everything that can be long, roughly. */
  readonly size: number;
}

/** The finding with everything in it that an attacker can make large cut to what a report can hold. */
export const boundFinding = (finding: Finding): Bounded => {
  let partsLeftOut = Math.max(0, finding.events.length - MOST_EVENTS);
  let size = 2_000;
  const short = (text: string): string => {
    size += Math.min(text.length, LONGEST_VALUE);
    if (text.length > LONGEST_VALUE) partsLeftOut += 1;
    return clip(text, LONGEST_VALUE);
  };
  const indicator = (one: FindingIndicator): FindingIndicator => {
    partsLeftOut += Math.max(0, one.evidence.length - MOST_EVIDENCE);
    return {
      ...one,
      evidence: one.evidence.slice(0, MOST_EVIDENCE).map((found) => ({
        ...found,
        says: short(found.says),
        value: short(found.value),
        pointer: short(found.pointer),
      })),
    };
  };
  const object = finding.object === null ? null : boundBody(finding.object.body);
  const bounded: Finding = {
    ...finding,
    title: short(finding.title),
    summary: short(finding.summary),
    indicators: finding.indicators.map(indicator),
    events: finding.events.slice(0, MOST_EVENTS),
    object: finding.object === null || object === null ? null : { ...finding.object, body: object.body },
  };
  return { finding: bounded, bodyLeftOut: object?.leftOut ?? 0, partsLeftOut, size: size + (object?.size ?? 0) };
};
