import { blank, cronJob, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandIdle } from './idle.ts';

const waiting = { name: 'main', image: 'a', command: ['sleep', 'infinity'] };

indicatorTable(commandIdle, {
  fires: {
    'a sleep without end': runs('sleep', 'infinity'),
    'a sleep of a day': runs('/bin/sleep', '86400'),
    hours: script('sleep 8h'),
    'several amounts, which are added': script('sleep 0 1h'),
    'a loop of sleeps': script('while true; do sleep 3600; done'),
    'a loop that says that it is there': script('while :; do echo alive; date; sleep 600; done'),
    'the end of a file that has none': runs('tail', '-f', '/dev/null'),
    'a signal that is waited for': script('trap "exit 0" TERM; sleep infinity & wait'),
    'behind a wrapper': script('exec sleep infinity'),
    'the time in a variable': script('T=9999d; sleep $T'),
    'the container that pauses': runs('/pause'),
    'beside another that works': cronJob({
      containers: [waiting, { name: 'work', image: 'a', command: ['/app/report'] }],
    }),
    'a probe beside it that does something': cronJob({
      containers: [{ ...waiting, livenessProbe: { exec: { command: ['cat', '/tmp/healthy'] } } }],
    }),
  },
  staysSilent: {
    'a pause before the work': script('sleep 600; /app/report --day yesterday'),
    'a short pause': script('echo started; sleep 30'),
    'five minutes': runs('sleep', '300'),
    'five minutes in another unit': script('sleep 5m; echo done'),
    'a loop with work in it': script('while true; do /app/sync; sleep 3600; done'),
    'a wait for a database': script('until pg_isready -h db; do sleep 5; done; /app/migrate'),
    'a log that is followed': runs('tail', '-n+1', '-F', '/var/log/app/app.log'),
    'a hook that waits for open requests': cronJob({
      containers: [
        {
          name: 'web',
          image: 'a',
          command: ['/app/web'],
          lifecycle: { preStop: { exec: { command: ['sleep', '600'] } } },
        },
      ],
    }),
    'nothing but a message': script('echo hello'),
    'no command': blank,
  },
  cannotTell: UNSEEN,
});
