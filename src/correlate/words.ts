import { clip, withoutUnseen } from '../lib/inert.ts';
import { mask } from '../lib/mask.ts';
import type { KeptAct } from './acts.ts';

const MAX_QUOTE = 80;
const MOST_NAMED = 3;

/** A name that others chose, in the middle of a sentence: no unseen characters, at most 80. */
export const quoted = (text: string): string => clip(withoutUnseen(mask(text)), MAX_QUOTE);

export const actorNamed = (by: string | null): string =>
  by === null ? 'somebody whom the log does not name' : quoted(by);

export const objectNamed = ({ kind, namespace, name }: Pick<KeptAct, 'kind' | 'namespace' | 'name'>): string => {
  const place = namespace === null ? '' : `${quoted(namespace)}/`;
  return `${quoted(kind)} ${place}${name === null ? '(unnamed)' : quoted(name)}`;
};

/** `namespace dev`, `all namespaces`. */
export const placeNamed = (namespace: string | null): string =>
  namespace === null ? 'all namespaces' : `namespace ${quoted(namespace)}`;

/** `a, b, c and 2 more`; each once. */
export const listed = (names: readonly string[]): string => {
  const all = [...new Set(names)];
  const named = all.slice(0, MOST_NAMED).map(quoted);
  if (all.length > MOST_NAMED) return `${named.join(', ')} and ${all.length - MOST_NAMED} more`;
  return named.length < 2 ? named.join('') : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
};

/** `40 seconds`, `one minute`, `3 hours`; rounded down. */
export const lasting = (ms: number): string => {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  if (seconds < 60) return many(seconds, 'second');
  return seconds < 7200 ? many(Math.floor(seconds / 60), 'minute') : many(Math.floor(seconds / 3600), 'hour');
};

/** `4 minutes before it`, `at the same time`, `one hour after it`. */
export const distance = (ms: number): string =>
  Math.abs(ms) < 1000 ? 'at the same time' : `${lasting(ms)} ${ms < 0 ? 'before it' : 'after it'}`;

const many = (count: number, unit: string): string => (count === 1 ? `one ${unit}` : `${count} ${unit}s`);
