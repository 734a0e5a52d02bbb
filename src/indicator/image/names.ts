import type { ImageFact } from '../../model/facts.ts';

/**
 * The names by which an image may be known: each path segment of its repository, and the words of each segment.
 * `securecodebox/nmap` and `nmap-scanner` are known as `nmap`; `nmapper` is not.
 */
export const namesOf = ({ repository }: Pick<ImageFact, 'repository'>): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const segment of repository.toLowerCase().slice(0, 512).split('/')) {
    names.add(segment);
    for (const word of segment.split(/[-_.]/)) names.add(word);
  }
  return names;
};

const patterns = new WeakMap<ReadonlySet<string>, RegExp>();

/** What each image has that goes by one of the names; most images do not, and are told by one look. */
const patternOf = (known: ReadonlySet<string>): RegExp => {
  const made = patterns.get(known);
  if (made !== undefined) return made;
  const names = [...known].map((name) => name.replaceAll(/[^\w-]/g, '.')).join('|');
  const pattern = new RegExp(`(?:^|[-/_.])(?:${names})(?:$|[-/_.])`, 'i');
  patterns.set(known, pattern);
  return pattern;
};

/** The first of the names that the image goes by, also one of several words such as `reverse-shell`. */
export const knownAs = (image: Pick<ImageFact, 'repository'>, known: ReadonlySet<string>): string | undefined => {
  if (!patternOf(known).test(image.repository.slice(0, 512))) return undefined;
  const names = namesOf(image);
  for (const name of names) if (known.has(name)) return name;
  const padded = `-${image.repository.toLowerCase().slice(0, 512).replaceAll(/[/_.]/g, '-')}-`;
  for (const name of known) if (name.includes('-') && padded.includes(`-${name}-`)) return name;
  return undefined;
};
