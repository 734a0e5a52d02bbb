import type { Effect } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

export const commandUnread = defineIndicator({
  id: 'command.unread',
  title: 'Command that could not be followed to its end',
  attack: ['T1053.007', 'T1027'],
  severity: 'medium',
  why: 'The limits lie far beyond what people write. A text that passes them hides something, or nobody can say that it does not.',
  falsePositives: ['Generated scripts of hundreds of kilobytes', 'Scripts that call one function hundreds of times'],
  needs: ['effects'],
  kinds: ['unresolved'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => isLimit(effect) && 'runs more than was followed: a part was not judged'),
});

const isLimit = (effect: Effect): boolean => effect.kind === 'unresolved' && effect.because === 'limit';
