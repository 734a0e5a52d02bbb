import { defineIndicator } from '../define.ts';
import { mountEvidence } from './mounts.ts';
import { isLogPath } from './sensitive.ts';

export const hostPathLog = defineIndicator({
  id: 'host.path-log',
  title: 'Mount of the logs of the node',
  attack: ['T1053.007', 'T1070', 'T1552.001'],
  severity: 'low',
  why: 'Logs hold secrets and evidence; with a writable log directory, links make the kubelet serve any file of the node.',
  falsePositives: ['Log shippers and log rotation'],
  needs: ['hostPaths'],
  evaluate: ({ hostPaths }) => hostPaths.filter(isLogPath).map((mount) => mountEvidence(mount, "the node's logs in")),
});
