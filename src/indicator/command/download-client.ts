import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

export const commandDownloadClient = defineIndicator({
  id: 'command.download-client',
  title: 'Download client in a command',
  attack: ['T1053.007', 'T1105'],
  severity: 'info',
  why: 'By itself it says only that the job talks to another host.',
  falsePositives: ['Health checks, web hooks and mirrors'],
  needs: ['effects'],
  kinds: ['download'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => effect.kind === 'download' && `calls ${quoted(effect.program)}`),
});
