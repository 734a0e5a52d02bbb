import type { Search } from '../search.ts';

export const LANGUAGE_IDS = ['kql', 'aks', 'insights', 'gcp', 'esql', 'spl', 'logql', 'jq'] as const;
export type LanguageId = (typeof LANGUAGE_IDS)[number];

/** A search in one language, or the reason why it cannot ask that. */
export interface Written {
  readonly text: string | null;
  /** Of this search alone: where it finds more or less than was asked, or why it cannot be asked. */
  readonly notes: readonly string[];
}

export interface Language {
  readonly id: LanguageId;
  /** Where it is pasted. */
  readonly store: string;
  /** What holds for every query in it: what to replace, what it cannot find. Empty when there is nothing to say. */
  readonly about: string;
  /** The value as a literal that cannot be read as anything else. */
  quote(value: string): string;
  write(search: Search): Written;
}

/** What a store cannot ask; the search is then said to be impossible there rather than asked wrong. */
export class Unaskable extends Error {}

/** Each test in the language, joined; whatever the language cannot say makes the search impossible there. */
export const written = (search: Search, write: (search: Search) => string, notes: readonly string[]): Written => {
  try {
    return { text: write(search), notes };
  } catch (error) {
    if (error instanceof Unaskable) return { text: null, notes: [error.message] };
    throw error;
  }
};

/** A value inside JSON text, as the log has it: without its quotes. */
export const insideJson = (value: string): string => JSON.stringify(value.toWellFormed()).slice(1, -1);

/** Runs of characters that no language reads as anything but themselves, longest first, at most three. */
export const safeRuns = (value: string): readonly string[] =>
  (value.match(/[A-Za-z0-9 _.,:;@/=+-]{3,200}/g) ?? []).toSorted((a, b) => b.length - a.length).slice(0, 3);

export const isSafe = (value: string): boolean => /^[A-Za-z0-9 _.,:;@/=+-]+$/.test(value);

/** Printable ASCII apart from these stays as it is; anything else, code unit by code unit, is written by `escaped`. */
export const escapeAll = (value: string, special: string, escaped: (unit: number) => string): string => {
  let out = '';
  for (let at = 0; at < value.length; at++) {
    const char = value.charAt(at);
    out += char >= ' ' && char <= '~' && !special.includes(char) ? char : escaped(value.charCodeAt(at));
  }
  return out;
};

export const hex4 = (unit: number): string => unit.toString(16).padStart(4, '0');
