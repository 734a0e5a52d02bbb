import { type Peer, versionOf } from './peer.ts';

const filter =
  'select((.verb | . == "create" or . == "update" or . == "patch") and (.objectRef.resource | . == "cronjobs" or . == "jobs")) | .auditID';

export const jqPeer: Peer = {
  name: '`jq`',
  does: 'selects by verb and resource and prints audit ids. It reads the small day, being slow; its rate is compared.',
  input: 'small',
  missing: () => (versionOf('jq') === undefined ? 'jq is not installed, so its row is left out.' : undefined),
  command: (path) => ({ program: 'jq', args: ['-r', filter, path] }),
  answer: (run) => `${run.stdoutLines} events`,
};
