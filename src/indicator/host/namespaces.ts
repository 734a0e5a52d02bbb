import { defineIndicator } from '../define.ts';

const MEANS = {
  hostPID: 'sees and can signal every process of the node',
  hostIPC: 'shares the memory segments of the node',
} as const;

export const hostNamespaces = defineIndicator({
  id: 'host.namespaces',
  title: 'Process or memory namespace of the node',
  attack: ['T1053.007', 'T1611'],
  severity: 'medium',
  why: 'Processes of the node, their environment and through /proc their files come within reach of the pod.',
  falsePositives: ['Node benchmarks and monitoring agents', 'Node shells of administrators'],
  needs: ['hostNamespaces'],
  evaluate: ({ hostNamespaces }) =>
    hostNamespaces.flatMap(({ namespace, pointer }) =>
      namespace === 'hostNetwork'
        ? []
        : [{ says: `The pod sets ${namespace} and ${MEANS[namespace]}.`, at: pointer, value: `${namespace}: true` }],
    ),
});
