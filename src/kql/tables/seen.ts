import { child, type Node } from '../../decode/node.ts';
import type { AuditFields } from '../../decode/scope.ts';
import type { AuditEvent } from '../../model/event.ts';
import type { Json } from '../../model/json.ts';
import type { Column } from '../column.ts';
import { castTo } from '../convert.ts';
import { parseJson } from '../json.ts';
import { parseDatetime } from '../time.ts';
import { type Bag, Datetime, isBag, isLong, JsonReal, jsonText, realText, textOf, type Value } from '../value.ts';

/** An event and what it was read from: the row around it, its own text, its fields. */
export interface SeenEvent {
  readonly event: AuditEvent;
  readonly from: AuditFields;
}

/** A parsed JSON value as a dynamic one; members that look like numbers come first, which parsing the text avoids. */
export const ofJson = (json: Json | undefined): Value => {
  // A record that JSON.parse took apart is nested no deeper than the decoder lets it be.
  if (json === undefined || json === null || typeof json === 'boolean' || typeof json === 'string') return json ?? null;
  if (typeof json === 'number') {
    return Number.isInteger(json) && isLong(BigInt(json)) ? BigInt(json) : new JsonReal(realText(json));
  }
  return parseJson(JSON.stringify(json)) ?? null;
};

/** A node's value as a dynamic one, from its text where there is one. */
export const nodeValue = (node: Node | null): Value => {
  if (node === null) return null;
  const text = typeof node.value === 'string' || node.cut !== null ? null : node.text();
  return (text === null ? undefined : parseJson(text)) ?? ofJson(node.value);
};

/** The same, where an export gives an object as its text. */
export const dynamicOf = (node: Node | null): Value => {
  const value = nodeValue(node);
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value === '' ? null : value;
  return parseJson(value) ?? value;
};

/** Fields in the order in which the API server writes them. */
const FIELDS = [
  ...['kind', 'apiVersion', 'level', 'auditID', 'stage', 'requestURI', 'verb', 'user', 'impersonatedUser'],
  ...['sourceIPs', 'userAgent', 'objectRef', 'responseStatus', 'requestObject', 'responseObject'],
  ...['requestReceivedTimestamp', 'stageTimestamp', 'annotations'],
];

const composed = ({ event, from }: SeenEvent): Bag => {
  const bag = new Map<string, Value>([
    ['kind', 'Event'],
    ['apiVersion', 'audit.k8s.io/v1'],
  ]);
  for (const name of FIELDS) {
    const value = ofJson(Object.hasOwn(from.fields, name) ? from.fields[name] : undefined);
    if (value !== null && value !== '') bag.set(name, value);
  }
  const request = from.requestText();
  const body = request === null ? undefined : parseJson(request);
  if (body !== undefined && body !== null) bag.set('requestObject', body);
  // A table that has lost an event's times has its own.
  if (!bag.has('stageTimestamp') && event.time.at !== null) bag.set('stageTimestamp', event.time.at);
  return bag;
};

/** The event as the API server writes it, in one line: its own text, or one put together where an envelope scattered it. */
export const eventText = (seen: SeenEvent): string => seen.from.text?.() ?? jsonText(composed(seen));

/** The event's fields; of a record that was cut what is there of it. */
export const eventBag = (seen: SeenEvent): Bag => {
  const text = seen.from.text?.() ?? null;
  if (text !== null && seen.from.cut === null) {
    const parsed = parseJson(text);
    if (parsed !== undefined && isBag(parsed)) return parsed;
  }
  return composed(seen);
};

export const at = (value: Value, ...path: readonly string[]): Value => {
  let found: Value = value;
  for (const name of path) found = isBag(found) ? (found.get(name) ?? null) : null;
  return found;
};

/** `TimeGenerated`: the row's own where its envelope has one, else the event's. */
export const timeOf = ({ event }: SeenEvent): Datetime | null => datetimeOf(event.row.timeGenerated ?? event.time.at);

export const datetimeOf = (value: Value): Datetime | null => {
  const ticks = typeof value === 'string' ? parseDatetime(value) : null;
  return ticks === null ? null : new Datetime(ticks);
};

/** A row's columns by name, as values of their types; a column that is left out is null, or the empty text. */
export const rowOf = (columns: readonly Column[], value: (name: string, column: Column) => Value): Value[] =>
  columns.map((column) => {
    const found = value(column.name, column);
    if (column.type === 'dynamic') return found;
    if (column.type === 'string') return textOf(found);
    return column.type === 'datetime' && typeof found === 'string' ? datetimeOf(found) : castTo(found, column.type);
  });

/** A column of the row that an event came in. */
export const columnOf = (row: Node, { name, type }: Column): Value => {
  const found = child(row, name);
  return type === 'dynamic' ? dynamicOf(found) : nodeValue(found);
};
