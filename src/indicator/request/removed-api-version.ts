import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

/** Versions of the batch group that current clusters no longer serve: https://kubernetes.io/docs/reference/using-api/deprecation-guide/ */
export const REMOVED_VERSIONS: ReadonlySet<string> = new Set(['v1beta1', 'v2alpha1']);

export const requestRemovedApiVersion = defineIndicator({
  id: 'request.removed-api-version',
  title: 'Removed version of the batch API',
  attack: ['T1053.007'],
  severity: 'low',
  why: 'Known attack tools still post to it; ordinary clients negotiate a version that the cluster serves.',
  falsePositives: ['Clusters older than 1.25', 'Old manifests'],
  needs: ['workload', 'actor'],
  evaluate: ({ workload, actor }) => {
    const version = workload.apiVersion?.split('/').at(-1) ?? '';
    if (workload.apiGroup !== 'batch' || !REMOVED_VERSIONS.has(version) || actor.kind === 'control-plane') return [];
    return [
      {
        says: `The request names the API version ${quoted(`batch/${version}`)}, which current clusters do not serve.`,
        at: '/objectRef/apiVersion',
        value: `batch/${version}`,
      },
    ];
  },
});
