import { type Exception, idleBecause } from './exception.ts';
import { includes, isEverything } from './glob.ts';
import type { MatchKey } from './schema.ts';

export const PROBLEMS = ['expired', 'not-begun', 'shadowed', 'dangerous', 'unused', 'broad'] as const;

/** Something about an exception that its owner should look at. */
export interface Problem {
  readonly id: string;
  readonly line: number;
  readonly kind: (typeof PROBLEMS)[number];
  readonly says: string;
}

/** What whoever writes a workload chooses freely. */
const CHOSEN: ReadonlySet<MatchKey> = new Set(['cluster', 'namespace', 'kind', 'name']);
/** What ties an exception to what runs. */
const CONTENT: readonly MatchKey[] = ['image', 'registry', 'templateHash'];

/** What is wrong with exceptions as they are written. */
export const lintExceptions = (exceptions: readonly Exception[], now: number): readonly Problem[] =>
  exceptions.flatMap((one, index) => {
    const say = (kind: Problem['kind'], says: string): Problem => ({ id: one.id, line: one.line, kind, says });
    const idle = idleBecause(one, now);
    const by = exceptions.find((other, at) => other !== one && shadows(other, one, at < index));
    return [
      ...(idle === null ? [] : [say(idle.startsWith('ended') ? 'expired' : 'not-begun', `${idle}: it hides nothing`)]),
      ...(by === undefined ? [] : [say('shadowed', `all that it hides, ${by.id} hides for as long`)]),
      ...dangersOf(one).map((says) => say('dangerous', says)),
    ];
  });

/** What makes an exception a way around detection. */
export const dangersOf = ({ match }: Exception): readonly string[] => {
  const keys = [...match.keys()];
  const has = (key: MatchKey): boolean => match.get(key)?.some(({ glob }) => isEverything(glob)) === false;
  const open = keys.filter((key) => match.get(key)?.some(({ glob }) => isEverything(glob)));
  const content = CONTENT.some(has);
  return [
    ...open.map((key) => `${key}: a pattern that matches everything asks for nothing`),
    ...(keys.every((key) => CHOSEN.has(key))
      ? ['asks only for what whoever writes a workload chooses: a name, a namespace, a kind']
      : !has('actor') && !content
        ? ['asks neither who it was (actor) nor what runs (image, registry, templateHash)']
        : !content && !has('indicator')
          ? ['hides whatever this actor runs: add an image, a template hash or an indicator']
          : []),
    ...(match.get('image') ?? []).flatMap(({ text, glob }) =>
      typeof glob[0] === 'symbol' && !isEverything(glob)
        ? [`image: ${text} begins with a star, so that any registry will do`]
        : [],
    ),
  ];
};

/** Whether one exception hides all that another hides, for as long; of equal ones the earlier shadows the later. */
const shadows = (wide: Exception, narrow: Exception, isEarlier: boolean): boolean => {
  const covers = (a: Exception, b: Exception): boolean =>
    (a.since ?? '') <= (b.since ?? '') &&
    a.until >= b.until &&
    [...a.match].every(([key, patterns]) => {
      const others = b.match.get(key);
      return others?.every(({ glob }) => patterns.some((one) => includes(one.glob, glob))) === true;
    });
  return covers(wide, narrow) && (isEarlier || !covers(narrow, wide));
};
