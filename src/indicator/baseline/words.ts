import type { FirstTimeFact } from '../../model/facts.ts';
import type { Evidence } from '../../model/indicator.ts';
import { quoted } from '../quote.ts';

const day = (time: string): string => time.slice(0, 10);

/** A first time as evidence: what was never seen, of whom, since when, and by how many writes. */
export const firstTime = (
  { what, value, of, since, writes, pointer, container }: FirstTimeFact,
  words: Readonly<Partial<Record<FirstTimeFact['what'], string>>>,
): Evidence => ({
  says: `First ${words[what] ?? what}${ofText(of)}: ${quoted(value)}. Until a day before, none of at least ${writes.toLocaleString('en-US')} writes that taught the baseline since ${day(since)} showed it.`,
  at: pointer,
  value,
  container,
});

const ofText = (of: FirstTimeFact['of']): string => {
  if (of === null) return '';
  if (of.name === null) return ' of objects without a namespace';
  return of.kind === 'author' ? ` of ${quoted(of.name)}` : ` of namespace ${quoted(of.name)}`;
};
