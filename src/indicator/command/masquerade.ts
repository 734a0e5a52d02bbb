import type { Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

/** How lists of processes show threads of the kernel, which no program has as its name. */
const THREAD = /^\[[a-z][\w/:.+-]{0,40}\]$/i;
const THREAD_NAME =
  /^(?:(?:kworker|ksoftirqd|kthreadd|kswapd|rcu_sched|kblockd|kauditd)(?:[/:]?[\w:-]{0,12})?|(?:migration|watchdog)\/\d{1,3})$/;
/** Programs of a system that no job starts. */
const DAEMON = /^(?:crond?|systemd(?:-[a-z]{1,20})?|dbus-daemon|udevd|agetty|rsyslogd|polkitd|atd)$/;
/** Where anybody may put a program. */
const FOR_ALL = /^(?:\/(?:var\/)?tmp|\/dev\/shm)\//;

/** The name that `exec -a` gives to what it starts. */
const givenName = (words: readonly string[]): string | null => {
  const at = words.indexOf('exec');
  const option = at < 0 ? -1 : words.indexOf('-a', at);
  return option < 0 || option > at + 3 ? null : (words[option + 1] ?? null);
};

const disguises = ({ program, words }: Run): string | null => {
  const given = givenName(words);
  if (given !== null && (THREAD.test(given) || THREAD_NAME.test(given)))
    return `starts a program under the name of a thread of the kernel, ${quoted(given)}`;
  if (given !== null && DAEMON.test(given) && given !== program)
    return `starts a program under the name of another one, ${quoted(given)}`;
  const isThread = THREAD.test(program) || THREAD_NAME.test(program);
  const path = isThread || DAEMON.test(program) ? words.find((word) => word.endsWith(program)) : undefined;
  return path !== undefined && (isThread ? path.includes('/') : FOR_ALL.test(path))
    ? `starts ${quoted(path)}, which is named like a part of the system`
    : null;
};

export const commandMasquerade = defineIndicator({
  id: 'command.masquerade',
  title: 'Runs a program under the name of a part of the system',
  attack: ['T1053.007', 'T1036.004', 'T1036.005'],
  severity: 'high',
  why: 'Whoever looks at the processes of the node is to look past it. An honest program has no reason to.',
  falsePositives: ['Tests of rules that look for such names'],
  needs: ['effects'],
  kinds: ['run'],
  evaluate: ({ effects }) => fromEffects(effects, (effect) => effect.kind === 'run' && disguises(effect)),
});
