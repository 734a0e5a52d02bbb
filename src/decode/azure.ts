import { instant } from '../lib/time.ts';
import { get, isObject } from '../model/json.ts';
import { child, documents, type Node, said } from './node.ts';
import { inside, look, OTHER, type Says, type Unwrap } from './scope.ts';

/** A row of AzureDiagnostics: the event is the text of `log_s`. */
export const azureDiagnostics: Unwrap = (node, scope) => {
  const log = child(node, 'log_s') ?? overflow(node, 'log_s');
  const category = said(node, 'Category');
  if (log === null) {
    const isRow = category !== null && (said(node, 'ResourceProvider') ?? azureId(node)) !== null;
    return isRow && get(node.value, 'properties') === undefined && !hasEventColumns(node) ? [OTHER] : null;
  }
  if (isOtherCategory(category)) return [OTHER];
  return look(log, inside(scope, 'azure-diagnostics', { ...rowSays(node), category }));
};

/** An Event Hub message or a line of a storage blob: `category`, and the event in `properties.log`. */
export const azureResourceLog: Unwrap = (node, scope) => {
  const category = said(node, 'category');
  const properties = opened(child(node, 'properties'));
  const log = properties === null ? null : child(properties, 'log');
  const isResourceLog = said(node, 'operationName') !== null || azureId(node) !== null || log !== null;
  if (category === null ? log === null : !isResourceLog) return null;
  if (log === null || isOtherCategory(category)) return [OTHER];
  const envelopeTime = instant(said(node, 'time') ?? '');
  const says = { category, envelopeTime, cluster: clusterOf(azureId(node)), row: node };
  return look(log, inside(scope, 'azure-resource-log', says));
};

/** Rows of other tables of a workspace that an export may mix in. */
export const otherWorkspaceRow: Unwrap = (node) =>
  said(node, 'Type') !== null && said(node, 'TimeGenerated') !== null ? [OTHER] : null;

/** What every row of a Log Analytics table says about itself. */
export const rowSays = (node: Node): Says => {
  const timeGenerated = said(node, 'TimeGenerated');
  return { timeGenerated, envelopeTime: instant(timeGenerated ?? ''), cluster: clusterOf(azureId(node)), row: node };
};

/** A dynamic column, or a property that was exported as text: the object in it. */
export const opened = (node: Node | null): Node | null => {
  if (node === null || isObject(node.value)) return node;
  if (typeof node.value !== 'string' || node.value === '') return null;
  const inner = documents(node.value).nodes[0];
  return inner !== undefined && isObject(inner.value) ? inner : null;
};

/** Columns beyond the limit of a table go into one dynamic column. */
export const overflow = (node: Node, column: string): Node | null => {
  const more = opened(child(node, 'AdditionalFields'));
  return more === null ? null : child(more, column);
};

const hasEventColumns = (node: Node): boolean =>
  get(node.value, 'Verb') !== undefined || get(node.value, 'AuditId') !== undefined;

const azureId = (node: Node): string | null =>
  said(node, '_ResourceId') ?? said(node, 'ResourceId') ?? said(node, 'resourceId');

const isOtherCategory = (category: string | null): boolean =>
  category !== null && !category.toLowerCase().startsWith('kube-audit');

const CLUSTER = /\/(?:managedclusters|connectedclusters|provisionedclusters)\/([^/]+)(?:\/|$)/i;
const clusterOf = (resourceId: string | null): string | null => CLUSTER.exec(resourceId ?? '')?.[1] ?? null;
