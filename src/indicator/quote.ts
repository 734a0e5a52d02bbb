import type { Place } from '../model/facts.ts';

const QUOTED_LIMIT = 120;

/** A value in a sentence: in quotation marks, on one line, short. */
export const quoted = (value: string): string => {
  const line = value.replaceAll(/\s+/g, ' ').trim();
  return `"${line.length <= QUOTED_LIMIT ? line : `${line.slice(0, QUOTED_LIMIT - 1)}…`}"`;
};

/** How a sentence begins that speaks of a container or of the pod: `Container "main"`, `Init container "first"`. */
export const subjectOf = ({ container, role }: Pick<Place, 'container' | 'role'>): string => {
  if (container === null) return 'The pod';
  if (role === 'init') return `Init container ${quoted(container)}`;
  if (role === 'sidecar') return `Sidecar container ${quoted(container)}`;
  if (role === 'ephemeral') return `Ephemeral container ${quoted(container)}`;
  return `Container ${quoted(container)}`;
};
