import { instant, instantOfMs } from '../lib/time.ts';
import { get, isObject, type Json } from '../model/json.ts';
import { child, type Node, said } from './node.ts';
import { inside, type Scope, type Unwrap } from './scope.ts';

/** Where collectors put a line: Docker and Fluent Bit, Fluentd and Logstash, OpenTelemetry, Splunk, journald, Vector. */
export const LINE_KEYS = [
  'log',
  'message',
  'body',
  '_raw',
  'msg',
  'MESSAGE',
  'line',
  'event',
  'result',
  'payload',
  'textPayload',
  'jsonPayload',
  'stringValue',
  'raw',
  'original',
  'audit',
  'data',
  'value',
] as const;

const TIME_KEYS = ['time', 'timestamp', '@timestamp', 'ts', '_time'] as const;

/** An object around a line. The first of the known keys under which there is an event counts. */
export const collector: Unwrap = (node, scope) => {
  const places = LINE_KEYS.map((key) => child(node, key)).filter(
    (one): one is Node => one !== null && holds(one.value),
  );
  if (places.length === 0) return null;
  const within = inside(scope, 'collector', {
    cluster: said(node, 'cluster_name') ?? said(node, 'cluster'),
    envelopeTime: timeOf(node),
  });
  return [{ kind: 'first', of: places.map((place) => ({ kind: 'look', node: place, scope: within })) }];
};

const holds = (value: Json): boolean => isObject(value) || (typeof value === 'string' && value !== '');

const timeOf = (node: Node): string | null => {
  for (const key of TIME_KEYS) {
    const text = said(node, key);
    const at = text === null ? null : instant(text);
    if (at !== null) return at;
  }
  const number = get(node.value, 'timestamp');
  return typeof number === 'number' ? instantOfMs(number) : null;
};

export type Line =
  | { readonly kind: 'json'; readonly text: string; readonly scope: Scope; readonly part: boolean }
  /** A line of the same log that is no audit event. */
  | { readonly kind: 'other' }
  | { readonly kind: 'junk' };

const STAMP = /\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?/;
const EXPORTED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z\s/;
const CRI = /^\S{20,40} (?:stdout|stderr) ([FP])(?::\S{1,20})? /;
/** Kubernetes components log in klog's form, the authenticator of EKS as `time="…" level=…`. */
const COMPONENT = /^(?:[IWEF]\d{4} \d{2}:\d{2}:\d{2}\.\d{1,9}\s|time="[^"]{1,40}" level=)/;
/** Syslog headers, and those that people put before a line, are shorter. */
const MAX_PREFIX = 512;

/** A line that does not begin with JSON: what stands before the event is read off, for its time. */
export const lineOf = (text: string, scope: Scope): Line => {
  const head = text.slice(0, MAX_PREFIX);
  const exported = EXPORTED.exec(head);
  const cri = CRI.exec(head);
  const from = (cri ?? exported)?.[0].length ?? 0;
  if (COMPONENT.test(head.slice(from))) return { kind: 'other' };
  const brace = head.indexOf('{', from);
  if (brace === -1) return { kind: 'junk' };
  const direct = head.slice(from, brace).trim() === '';
  const envelopeTime = instant(STAMP.exec(head.slice(0, brace))?.[0] ?? '');
  const envelope = exported !== null && cri === null && direct ? 'cloudwatch' : 'collector';
  return {
    kind: 'json',
    text: text.slice(brace),
    scope: inside(scope, envelope, { envelopeTime }),
    part: cri?.[1] === 'P',
  };
};
