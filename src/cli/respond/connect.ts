import type { Finding } from '../../model/finding.ts';
import type { Api } from '../../respond/api.ts';
import { openApi } from '../../respond/api.ts';
import { UsageError } from '../failure.ts';
import { type KnownCluster, type RespondOptions, readClusters } from './options.ts';

/**
 * The cluster that the user means. A log does not hold its cluster's id, so the name must be bound to a uid by the user;
 * an unknown one is refused.
 */
export const clusterOf = (finding: Finding, options: RespondOptions): KnownCluster => {
  const name = options.cluster ?? (finding.cluster === 'unknown' ? undefined : finding.cluster);
  if (name === undefined)
    throw new UsageError(
      'the finding does not say which cluster it is of: name it with --cluster NAME --cluster-uid UID',
    );
  const known = options.config === undefined ? [] : readClusters(options.config).filter((one) => one.name === name);
  const uid = options.clusterUid ?? known[0]?.uid;
  if (uid === undefined) {
    throw new UsageError(
      `nothing says which cluster "${name}" is: give --cluster-uid UID, or a --config that lists it. The uid is that of its namespace kube-system, taken where you are sure: kubectl get namespace kube-system -o jsonpath={.metadata.uid}`,
    );
  }
  if (known.some((one) => one.uid !== uid))
    throw new UsageError(`--cluster-uid ${uid} is not the uid of "${name}" in ${options.config}`);
  return { name, uid };
};

export const connect = async (options: RespondOptions): Promise<Api> => {
  if (options.context === undefined)
    throw new UsageError(
      'name the context of the kubeconfig: --context NAME; the current one is never taken by chance',
    );
  return openApi({
    context: options.context,
    timeoutMs: options.timeout * 1000,
    ...(options.kubeconfig === undefined ? {} : { kubeconfig: options.kubeconfig }),
  });
};
