import { defineIndicator } from '../define.ts';
import { saysOf } from '../effects.ts';
import { quoted } from '../quote.ts';

export const commandInlineShell = defineIndicator({
  id: 'command.inline-shell',
  title: 'Shell text in the manifest',
  attack: ['T1053.007', 'T1059.004'],
  severity: 'info',
  why: 'What runs stands in the object itself and not in the image: nothing else has to be built or pushed.',
  falsePositives: ['Most CronJobs'],
  needs: ['commands'],
  evaluate: ({ commands }) =>
    commands.flatMap((command) =>
      command.script === null
        ? []
        : [
            {
              says: saysOf(command, `runs shell text that begins with ${quoted(command.script.trim().slice(0, 60))}`),
              at: command.pointer,
              value: command.script,
              container: command.container,
            },
          ],
    ),
});
