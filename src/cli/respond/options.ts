import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { isList, isObject, textAt } from '../../model/json.ts';
import { UsageError } from '../failure.ts';

/** What commander gives for `respond`: options as they were written. */
export interface RespondOptions {
  readonly format: 'text' | 'json' | 'cacao';
  readonly out?: string;
  readonly playbook?: string;
  readonly config?: string;
  readonly cluster?: string;
  readonly clusterUid?: string;
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly journal?: string;
  readonly uid?: string;
  readonly through: string;
  readonly role?: readonly string[];
  readonly irreversible?: boolean;
  readonly waive?: readonly string[];
  readonly watch: number;
  readonly timeout: number;
  readonly argocdNamespace: string;
  readonly yes?: boolean;
  readonly force?: boolean;
  readonly closed?: string;
}

/** A cluster by name, bound to the uid of its namespace kube-system. */
export interface KnownCluster {
  readonly name: string;
  readonly uid: string;
}

/**
 * Clusters of a configuration file, YAML or JSON: `clusters: [{ name: harbour, uid: … }]`. The uid is what
 * `kubectl get namespace kube-system -o jsonpath={.metadata.uid}` prints.
 */
export const readClusters = (path: string): readonly KnownCluster[] => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--config ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) throw new UsageError(`--config ${path}: ${problem.message}`);
  const content: unknown = document.toJS({ maxAliasCount: 0 });
  const clusters = isObject(content) ? content.clusters : undefined;
  if (!isList(clusters)) throw new UsageError(`--config ${path}: write a list "clusters", each with name and uid`);
  return clusters.map((one, index) => {
    const [name, uid] = [textAt(one, 'name'), textAt(one, 'uid')];
    if (name === null || uid === null)
      throw new UsageError(`--config ${path}: clusters[${index}] wants a name and a uid`);
    return { name, uid };
  });
};
