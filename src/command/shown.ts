import type { Scope } from './machine.ts';

/** Characters of the pipeline that a person is shown; evidence quotes less. */
const MOST_SHOWN = 600;

/** One line for a person: from the beginning of the pipeline to the end of the command. */
export const shownOf = ({ source, from }: Scope, end: number): string => {
  const text = source.slice(Math.max(from, end - MOST_SHOWN), end).trim();
  return text.includes('\n') || text.includes('\r') ? text.replaceAll(/\r\n|\r|\n/g, ' ↵ ') : text;
};
