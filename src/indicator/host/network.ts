import { defineIndicator } from '../define.ts';

export const hostNetwork = defineIndicator({
  id: 'host.network',
  title: 'Network of the node',
  attack: ['T1053.007', 'T1611'],
  severity: 'low',
  why: 'The pod reaches what only the node should: its loopback services, the kubelet and the credentials of the cloud instance, past every network policy.',
  falsePositives: ['Network add-ons', 'Backups of etcd on control-plane nodes'],
  needs: ['hostNamespaces'],
  evaluate: ({ hostNamespaces }) =>
    hostNamespaces
      .filter(({ namespace }) => namespace === 'hostNetwork')
      .map(({ pointer }) => ({
        says: 'The pod sets hostNetwork and uses the network of the node.',
        at: pointer,
        value: 'hostNetwork: true',
      })),
});
