import { instant, instantOfMs } from '../lib/time.ts';
import { get, isList, textAt } from '../model/json.ts';
import { rowSays } from './azure.ts';
import { wrongType } from './lists.ts';
import { child, members, type Node, said } from './node.ts';
import { inside, look, OTHER, type Scope, type Step, type Unwrap } from './scope.ts';

/** What a subscription delivers once it is inflated, also on its way through Firehose: one log group's events. */
export const cloudWatchBatch: Unwrap = (node, scope) => {
  const events = child(node, 'logEvents');
  if (events === null) return null;
  if (said(node, 'messageType') === 'CONTROL_MESSAGE') return [OTHER];
  if (!isList(events.value)) return [wrongType(events, '/logEvents', 'a list')];
  const says = { cluster: clusterOf(said(node, 'logGroup')), mixedStore: true };
  return messages(events, inside(scope, 'cloudwatch', says));
};

/** The answer of `aws logs filter-log-events` or `get-log-events`. */
export const cloudWatchAnswer: Unwrap = (node, scope) => {
  const events = child(node, 'events');
  const first = events === null ? undefined : members(events)[0];
  if (events === null || first === undefined || textAt(first.value, 'message') === null) return null;
  return messages(events, inside(scope, 'cloudwatch', { mixedStore: true }));
};

const messages = (events: Node, scope: Scope): readonly Step[] => members(events).flatMap((one) => message(one, scope));

const message = (node: Node, scope: Scope): readonly Step[] => {
  const text = child(node, 'message');
  if (text === null) return [OTHER];
  const timestamp = get(node.value, 'timestamp');
  const envelopeTime = typeof timestamp === 'number' ? instantOfMs(timestamp) : instant(String(timestamp ?? ''));
  return look(text, inside(scope, 'cloudwatch', { envelopeTime }));
};

/** Base64 of gzip or of JSON, wherever AWS puts it: a Lambda's `awslogs.data`, Kinesis, Firehose. */
export const awsData: Unwrap = (node, scope) => {
  const holder = child(node, 'awslogs') ?? child(node, 'kinesis') ?? node;
  const data = textAt(holder.value, 'data');
  if (data === null || !BASE64_STARTS.some((start) => data.startsWith(start))) return null;
  return [{ kind: 'base64', text: data, scope: inside(scope, 'cloudwatch', { mixedStore: true }) }];
};

/** How base64 of gzip and of a JSON object begins. */
export const BASE64_STARTS = ['H4sI', 'eyJ'] as const;

/** A row of a CloudWatch Logs Insights answer, made an object of its fields. */
export const insightsRow: Unwrap = (node, scope) => {
  const text = child(node, '@message');
  if (text === null) return null;
  const says = {
    cluster: clusterOf(said(node, '@log')),
    envelopeTime: instant(said(node, '@timestamp') ?? ''),
    mixedStore: true,
  };
  return look(text, inside(scope, 'cloudwatch', says));
};

/** Sentinel's AWSEKSLogs_CL: the event in `RawEvent`, some of its fields once more in columns. */
export const sentinelEks: Unwrap = (node, scope) => {
  const raw = child(node, 'RawEvent');
  if (raw === null) return null;
  const cluster = said(node, 'ClusterName') || null;
  return look(raw, inside(scope, 'sentinel-eks', { ...rowSays(node), cluster, mixedStore: true }));
};

/** Sentinel's AWSCloudWatch: the line in `Message`. */
export const sentinelCloudWatch: Unwrap = (node, scope) => {
  const text = child(node, 'Message');
  const isRow = said(node, 'TimeGenerated') !== null || said(node, 'LogGroup') !== null;
  if (text === null || !isRow) return null;
  const says = { ...rowSays(node), cluster: clusterOf(said(node, 'LogGroup')), mixedStore: true };
  return look(text, inside(scope, 'sentinel-cloudwatch', says));
};

/** Defender's CloudAuditEvents: rows of several clouds, those of Kubernetes with the event in `RawEventData`. */
export const defender: Unwrap = (node, scope) => {
  const raw = child(node, 'RawEventData');
  if (raw === null) return null;
  const time = instant(said(node, 'Timestamp') ?? '');
  const row = rowSays(node);
  const says = { ...row, envelopeTime: row.envelopeTime ?? time, mixedStore: true };
  return look(raw, inside(scope, 'defender', says));
};

const LOG_GROUP = /(?:^|:)\/aws\/eks\/([^/]+)\/cluster$/;
const clusterOf = (logGroup: string | null): string | null =>
  logGroup === null || logGroup.length > MAX_LOG_GROUP ? null : (LOG_GROUP.exec(logGroup)?.[1] ?? null);
/** AWS allows 512 characters; an Insights answer puts the account before them. */
const MAX_LOG_GROUP = 600;
