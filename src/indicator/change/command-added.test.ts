import { blank, indicatorTable } from '../testing.ts';
import { changeCommandAdded } from './command-added.ts';
import { changed, NOT_TOLD, reportOf } from './testing.ts';

indicatorTable(changeCommandAdded, {
  fires: {
    'where the image ran its own program': changed(
      reportOf(),
      reportOf({ container: { command: ['sh', '-c', 'date'] } }),
    ),
    'where only arguments were': changed(
      reportOf({ container: { args: ['--all'] } }),
      reportOf({ container: { command: ['python', 'x.py'], args: ['--all'] } }),
    ),
    'shell text where a program ran': changed(
      reportOf({ container: { command: ['report'] } }),
      reportOf({ container: { command: ['sh', '-c', 'report; date'] } }),
    ),
    'a hook': changed(
      reportOf(),
      reportOf({ container: { lifecycle: { postStart: { exec: { command: ['date'] } } } } }),
    ),
    'a container beside': changed(
      reportOf(),
      reportOf({ pod: { initContainers: [{ name: 'first', image: 'a', command: ['date'] }] } }),
    ),
  },
  staysSilent: {
    'other arguments': changed(
      reportOf({ container: { command: ['report', '--all'] } }),
      reportOf({ container: { command: ['report', '--most'] } }),
    ),
    'another text in the same shell': changed(
      reportOf({ container: { command: ['sh', '-c', 'date'] } }),
      reportOf({ container: { command: ['sh', '-c', 'date -u'] } }),
    ),
    'arguments for the program of the image': changed(reportOf(), reportOf({ container: { args: ['--all'] } })),
    'a command that is taken away': changed(reportOf({ container: { command: ['report'] } }), reportOf()),
    'a creation': blank,
  },
  cannotTell: NOT_TOLD,
});
