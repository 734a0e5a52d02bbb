import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { isAccountLog } from './evidence-removal.ts';
import { isUploadedBefore } from './uploads.ts';

export const commandEvidenceMoved = defineIndicator({
  id: 'command.evidence-moved',
  title: 'Takes audit or sign-in logs of the node elsewhere',
  attack: ['T1053.007', 'T1070', 'T1074'],
  severity: 'medium',
  why: 'Logs that were copied before they are taken away are kept somewhere. Whether by those who need them, the command does not say.',
  falsePositives: ['Archives of audit logs in a bucket'],
  needs: ['effects'],
  kinds: ['delete', 'run'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'delete' &&
        !effect.isOld &&
        isAccountLog(effect.host) &&
        isUploadedBefore(effect, effects) &&
        'copies rotated logs of the node elsewhere and removes them',
    ),
});
