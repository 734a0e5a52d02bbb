import { blank, indicatorTable, pod, runs, script, UNSEEN } from '../testing.ts';
import { commandUnread } from './unread.ts';

indicatorTable(commandUnread, {
  fires: {
    'more commands than are read': script('a;'.repeat(20_000)),
    'shells nested deeper than is followed': script('eval '.repeat(200)),
    'a function that calls itself twice with something else': script('f() { n=$((n+1)); f "$1$1"; f "$1x"; }; f a'),
    'a text of a megabyte': script(`echo ${'x '.repeat(500_000)}`),
    'more containers than are read': pod({
      containers: Array.from({ length: 201 }, (_, index) => ({ name: `c${index}`, command: ['date'] })),
    }),
  },
  staysSilent: {
    'an ordinary script': script('date; sleep 5; date'),
    'a long script of ordinary commands': script('mkdir -p /data/in; mv /data/in/a.csv /data/done/\n'.repeat(400)),
    'a function that tries once more': script(
      'f() { curl -fsS -X PURGE "http://cache.shop.svc$1" || { sleep 5; f "$1"; }; }; f /main; f /feed',
    ),
    'a function that calls itself twice, with nothing changed': script('f() { f; f; }; f'),
    'a loop in a loop': script('for a in 1 2 3 4; do for b in 1 2 3 4; do mkdir -p /data/$a/$b; done; done'),
    'a function that is called thirty times': script(
      `r() { curl -fsS "$1" -o /tmp/a && cat /tmp/a; }\n${'r http://shop.shop.svc/a\n'.repeat(30)}`,
    ),
    'a long value that is printed': runs('echo', 'x'.repeat(100_000)),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
