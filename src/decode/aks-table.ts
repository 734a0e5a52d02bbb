import { isList, isObject, type Json, type JsonObject } from '../model/json.ts';
import { overflow, rowSays } from './azure.ts';
import { child, documents, NO_TEXT, type Node } from './node.ts';
import type { Cut } from './prefix.ts';
import { inside, type Unwrap } from './scope.ts';

/** Columns of AKSAudit, AKSAuditAdmin, ArcK8sAudit and ArcK8sAuditAdmin, and the event's fields they hold. */
const TEXT_COLUMNS = [
  ['AuditId', 'auditID'],
  ['Level', 'level'],
  ['RequestReceivedTime', 'requestReceivedTimestamp'],
  ['RequestUri', 'requestURI'],
  ['Stage', 'stage'],
  ['StageReceivedTime', 'stageTimestamp'],
  ['UserAgent', 'userAgent'],
  ['Verb', 'verb'],
  // Bodies: an object, its text, or what stands for one that was too large. Told apart where the states are.
  ['RequestObject', 'requestObject'],
  ['ResponseObject', 'responseObject'],
] as const;
/** Dynamic columns; an export may give them as text. */
const DYNAMIC_COLUMNS = [
  ['Annotations', 'annotations'],
  ['ObjectRef', 'objectRef'],
  ['ResponseStatus', 'responseStatus'],
  ['SourceIps', 'sourceIPs'],
  ['User', 'user'],
] as const;
/** Two of these make a row: a query may have projected the others away. */
const TELLING = [
  'AuditId',
  'Verb',
  'ObjectRef',
  'RequestUri',
  'RequestObject',
  'StageReceivedTime',
  'RequestReceivedTime',
];

export const aksTable: Unwrap = (node, scope) => {
  const columns = Object.hasOwn(Object(node.value), 'AdditionalFields')
    ? (column: string) => child(node, column) ?? overflow(node, column)
    : (column: string) => child(node, column);
  if (TELLING.filter((column) => columns(column) !== null).length < 2) return null;
  const fields: Record<string, Json> = {};
  let cut: Cut | null = node.cut === null ? null : [];
  const put = (field: string, column: Node): void => {
    fields[field] = column.value;
    if (column.cut !== null) cut = [field, ...column.cut];
  };
  for (const [column, field] of TEXT_COLUMNS) {
    const found = columns(column);
    if (found !== null) put(field, found);
  }
  for (const [column, field] of DYNAMIC_COLUMNS) {
    const found = columns(column);
    const value = found === null ? null : dynamic(found);
    if (value !== null) put(field, value);
  }
  const text = requestText(columns('RequestObject'));
  // A literal of known field names: no key of a client is among them.
  const event = { kind: 'event', fields: fields as JsonObject, cut, requestText: text } as const;
  return [{ ...event, scope: inside(scope, 'aks-audit', rowSays(node)) }];
};

const dynamic = (node: Node): Node | null => {
  if (typeof node.value !== 'string') return node;
  if (node.value === '') return null;
  const inner = documents(node.value).nodes[0];
  if (inner !== undefined && (isObject(inner.value) || isList(inner.value))) return inner;
  if (node.cut !== null) return null;
  return { value: [node.value], cut: node.cut, text: NO_TEXT }; // one address, written without a list
};

const requestText = (column: Node | null) => {
  const value = column?.value;
  return typeof value === 'string' ? () => value : (column?.text ?? NO_TEXT);
};
