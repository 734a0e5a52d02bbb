import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { destroying, destructionOf } from './data-destruction.ts';

export const commandDataDestructionWide = defineIndicator({
  id: 'command.data-destruction-wide',
  title: 'Deletes data and what could bring it back',
  attack: ['T1053.007', 'T1485', 'T1490'],
  severity: 'high',
  why: 'One kind of data may have had its day. Backups and snapshots together with it are only deleted by whoever wants money or harm.',
  falsePositives: ['Tear-down of a whole environment'],
  needs: ['effects'],
  evaluate: ({ effects }) => {
    const kinds = new Set(destroying(effects).map(destructionOf));
    return kinds.size < 2
      ? []
      : fromEffects(effects, (effect) => destructionOf(effect) !== null && 'deletes data of several kinds');
  },
});
