import { gunzipSync } from 'node:zlib';
import type { AuditEvent, Decoded } from '../../model/event.ts';
import type { Inflate } from '../base64.ts';
import { decodeRecord } from '../decode.ts';

export const inflate: Inflate = (bytes, maxBytes) => {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes });
  } catch {
    return undefined;
  }
};

export const decode = (text: string, header?: string): Decoded => {
  const record = { source: 'test.jsonl', offset: 0, text };
  return decodeRecord(header === undefined ? record : { ...record, header }, { inflate });
};

/** The only event of a text that holds nothing else. */
export const decodeOne = (value: unknown): AuditEvent => {
  const { events, failures, others } = decode(typeof value === 'string' ? value : JSON.stringify(value));
  const [event] = events;
  if (event === undefined || events.length !== 1 || failures.length + others > 0) {
    throw new Error(`${events.length} events, ${others} others, failures ${JSON.stringify(failures)}`);
  }
  return event;
};

/** Without prototypes, for comparison: maps of clients' keys have none. */
export const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
