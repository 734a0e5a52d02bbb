import { defineIndicator } from '../define.ts';
import { quoted, subjectOf } from '../quote.ts';

export const changeCommandAdded = defineIndicator({
  id: 'change.command-added',
  title: 'Command put into a known workload',
  attack: ['T1053.007', 'T1059'],
  severity: 'info',
  why: 'A workload that was created harmless, and seen to be, gets its payload by a change that looks like maintenance.',
  falsePositives: ['A start script that becomes part of the manifest', 'A container that is added beside the others'],
  needs: ['change'],
  evaluate: ({ change }) =>
    change.commands.map((one) => ({
      says: `${subjectOf(one)} now runs ${quoted(one.to)}, before ${one.from === 'not set' ? 'no command of its own' : quoted(one.from)}.`,
      at: one.pointer,
      value: one.to,
      container: one.container,
    })),
});
