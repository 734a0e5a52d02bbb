import { defineIndicator } from '../define.ts';
import { firstAct, fromCommands } from '../text/evidence.ts';

export const commandClusterGrant = defineIndicator({
  id: 'command.cluster-grant',
  title: 'Grants cluster-admin from inside a job',
  attack: ['T1053.007', 'T1098.006', 'T1059.013'],
  severity: 'medium',
  why: 'A job that hands out the highest role makes its author administrator, again and again.',
  falsePositives: ['Set-up jobs of test clusters'],
  needs: ['commands'],
  evaluate: ({ commands }) =>
    fromCommands(commands, (understood) =>
      firstAct(understood, ({ ran: { program, args } }) => {
        if (program !== 'kubectl' && program !== 'oc') return null;
        const grants =
          (args.includes('create') && args.some((arg) => arg === 'clusterrolebinding' || arg === 'rolebinding')) ||
          args.includes('add-cluster-role-to-user');
        return (
          grants && args.some((arg) => arg.endsWith('cluster-admin')) && 'binds an account to the role cluster-admin'
        );
      }),
    ),
});
