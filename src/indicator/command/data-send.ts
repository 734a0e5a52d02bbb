import { ROWS } from '../../command/persons.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

export const commandDataSend = defineIndicator({
  id: 'command.data-send',
  title: 'Sends the dump of a database by a web request',
  attack: ['T1053.007', 'T1048', 'T1005'],
  severity: 'medium',
  why: 'Backups go to storage that somebody pays for. A dump in the body of a request goes to whoever listens.',
  falsePositives: ['Backups to a WebDAV server or to a signed address of a bucket'],
  needs: ['effects'],
  kinds: ['send'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'send' &&
        effect.what.what === 'database' &&
        // Rows go to the interfaces of partners all the time; where they go is asked elsewhere.
        effect.what.path !== ROWS &&
        (effect.by === 'request' || effect.by === 'connection' || effect.by === 'name') &&
        'dumps a database and sends it out of the cluster',
    ),
});
