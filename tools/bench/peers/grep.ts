import { type Peer, versionOf } from './peer.ts';

/** The reference of the benchmark. */
export const grepPeer: Peer = {
  name: '`grep -F -c cronjobs`',
  does: 'counts lines with the word. Its output goes to a pipe: to `/dev/null` GNU grep stops at the first match.',
  input: 'day',
  missing: () => (versionOf('grep') === undefined ? 'grep is not installed.' : undefined),
  command: (path) => ({ program: 'grep', args: ['-F', '-c', 'cronjobs', path] }),
  answer: (run) => `${run.stdout.trim()} lines`,
};
