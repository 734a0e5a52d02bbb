import type { Effect, Read } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

const SECRET: ReadonlySet<Read['what']> = new Set(['token', 'credentials', 'metadata', 'environment']);

const directoryOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

const secretsIn = (effect: Effect): readonly Read['what'][] =>
  effect.kind === 'write' ? effect.holds.filter((what) => SECRET.has(what)) : [];

export const commandCredentialStaging = defineIndicator({
  id: 'command.credential-staging',
  title: 'Collects credentials of several kinds in one place',
  attack: ['T1053.007', 'T1074.001', 'T1528', 'T1552.007'],
  severity: 'high',
  why: 'A program that signs in reads one credential and keeps it to itself; a heap of several is made to be taken away.',
  falsePositives: ['Support bundles that a script puts together'],
  needs: ['effects'],
  kinds: ['write'],
  evaluate: ({ effects }) => {
    const heaps = new Map<string, Set<Read['what']>>();
    for (const effect of effects) {
      const secrets = secretsIn(effect);
      if (effect.kind !== 'write' || secrets.length === 0) continue;
      const place = directoryOf(effect.path);
      const heap = heaps.get(place) ?? new Set();
      for (const one of secrets) heap.add(one);
      heaps.set(place, heap);
    }
    return fromEffects(
      effects,
      (effect) =>
        effect.kind === 'write' &&
        secretsIn(effect).length > 0 &&
        (heaps.get(directoryOf(effect.path))?.size ?? 0) > 1 &&
        'puts credentials of several kinds into one directory',
    );
  },
});
