import { blank, indicatorTable, passes, runs, script, UNSEEN } from '../testing.ts';
import { commandListener } from './listener.ts';

indicatorTable(commandListener, {
  fires: {
    'netcat in a loop': script('while true; do nc -lnvp 4444; done'),
    'ncat with the long option': runs('ncat', '--listen', '4444'),
    'socat as the entrypoint': passes('alpine/socat:1.8.0.0', 'TCP-LISTEN:8080,fork', 'TCP:db:5432'),
  },
  staysSilent: {
    'netcat as a port test': script('nc -z db 5432'),
    'socat that only connects': runs('socat', '-', 'TCP:db:5432'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
