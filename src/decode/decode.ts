import type { AuditEvent, Decoded, DecodeFailure, RawRecord } from '../model/event.ts';
import { isList, isObject, textAt } from '../model/json.ts';
import { aksTable } from './aks-table.ts';
import {
  awsData,
  cloudWatchAnswer,
  cloudWatchBatch,
  defender,
  insightsRow,
  sentinelCloudWatch,
  sentinelEks,
} from './aws.ts';
import { azureDiagnostics, azureResourceLog, otherWorkspaceRow } from './azure.ts';
import { bytesOfBase64, type Inflate, MAX_INFLATED } from './base64.ts';
import { collector, lineOf } from './collector.ts';
import { elastic } from './elastic.ts';
import { eventOf } from './event-fields.ts';
import { gke, sentinelGke } from './gke.ts';
import {
  eventList,
  insightsAnswer,
  insightsRowObject,
  isInsightsRow,
  plainList,
  queryAnswer,
  rowLimit,
  withoutZones,
} from './lists.ts';
import { child, type Documents, documents, members, type Node, nearOf, TOO_DEEP, wholeDocument } from './node.ts';
import { closersOf } from './prefix.ts';
import { isAuditEvent, looksLike } from './recognise.ts';
import { type AuditFields, OUTSIDE, type Scope, type Step, type Unwrap } from './scope.ts';

export interface DecodeOptions {
  /** Inflates gzip; `undefined` when it is none or gives more than `maxBytes`. Without it such a record is a failure. */
  readonly inflate?: Inflate;
}

/** Wrappers around wrappers, for example an Event Hub message that a collector wrote as a line. */
export const MAX_WRAPS = 8;

/** Envelopes in the order in which they are tried; a generic one comes after those that share its keys. */
const ENVELOPES: readonly Unwrap[] = [
  eventList,
  gke,
  azureDiagnostics,
  azureResourceLog,
  sentinelEks,
  sentinelGke,
  defender,
  cloudWatchBatch,
  awsData,
  plainList,
  queryAnswer,
  insightsAnswer,
  insightsRow,
  cloudWatchAnswer,
  aksTable,
  sentinelCloudWatch,
  elastic,
  otherWorkspaceRow,
  collector,
];

/**
 * The audit events of one record, whatever they are wrapped in.
 *
 * Never throws. Each value in the record ends up as an event, counted among `others`, or as a failure. A record that was
 * cut gives what is left of it.
 */
export const decodeRecord = (record: RawRecord, options: DecodeOptions = {}): Decoded => {
  const decoding = new Decoding(options);
  if (record.header === undefined || record.header === '') decoding.text(record.text, OUTSIDE, 0);
  else decoding.member(record.header, record.text);
  return decoding.tally;
};

interface Tally {
  readonly events: AuditEvent[];
  others: number;
  readonly failures: DecodeFailure[];
  readonly warnings: string[];
}

class Decoding {
  tally: Tally = { events: [], others: 0, failures: [], warnings: [] };
  private readonly inflate: Inflate | undefined;
  private inflatable = MAX_INFLATED;

  constructor(options: DecodeOptions) {
    this.inflate = options.inflate;
  }

  /** A member of a list that was split is read inside the document it came from. */
  member(header: string, text: string): void {
    const closers = closersOf(header);
    if (closers === null) this.text(text, OUTSIDE, 0);
    // Where the member was cut, the closers would become a part of it.
    else this.read(wholeDocument(`${header}${text}${closers}`) ?? documents(header + text), OUTSIDE, 0);
  }

  text(text: string, scope: Scope, wraps: number): void {
    const first = firstSign(text);
    if (first === '{' || first === '[' || first === '"') this.read(documents(text), scope, wraps);
    else this.line(text, scope, wraps);
  }

  private read({ nodes, tooDeep, junk }: Documents, scope: Scope, wraps: number): void {
    const before = held(this.tally);
    for (const node of nodes) this.look(node, scope, wraps, junk);
    if (tooDeep) this.fail(TOO_DEEP);
    // A batch that was cut before its first member would otherwise go uncounted.
    else if (junk !== null && nodes.some((node) => node.cut !== null) && held(this.tally) === before) {
      this.fail({ code: 'not-json', near: junk });
    } else if (junk !== null && nodes.every((node) => node.cut === null)) this.reject(junk, scope);
  }

  private line(text: string, scope: Scope, wraps: number): void {
    const line = lineOf(text.trimStart(), scope);
    if (line.kind === 'other') this.tally.others += 1;
    else if (line.kind === 'junk' || (line.part && wholeDocument(line.text) === null))
      this.reject(nearOf(text, 0), scope);
    else this.text(line.text, line.scope, wraps + 1);
  }

  private look(node: Node, scope: Scope, wraps: number, junk: string | null): void {
    const { value } = node;
    if (isAuditEvent(value, node.cut !== null)) this.event(ofNode(node, scope));
    else if (wraps > MAX_WRAPS) this.fail({ code: 'too-deep', limit: MAX_WRAPS });
    else if (typeof value === 'string') this.text(value, scope, wraps + 1);
    else if (isList(value)) this.list(node, scope, wraps, junk);
    else this.envelope(node, scope, wraps, junk);
  }

  private envelope(node: Node, scope: Scope, wraps: number, junk: string | null): void {
    const steps = isObject(node.value) ? unwrapped(withoutZones(node) ?? node, scope) : null;
    if (steps !== null) this.follow(steps, wraps + 1);
    else if (node.cut !== null && junk !== null) this.fail({ code: 'not-json', near: junk });
    else if (scope.mixedStore) this.tally.others += 1;
    else this.fail({ code: 'not-an-audit-event', looksLike: looksLike(node.value) });
  }

  private list(node: Node, scope: Scope, wraps: number, junk: string | null): void {
    const found = isInsightsRow(node) ? [insightsRowObject(node)] : members(node);
    if (textAt(found[0]?.value, 'TableName') !== null) this.follow(rowLimit(found.length), wraps);
    for (const member of found) this.look(member, scope, wraps + 1, junk);
  }

  private follow(steps: readonly Step[], wraps: number): void {
    for (const step of steps) {
      switch (step.kind) {
        case 'look':
          this.look(step.node, step.scope, wraps, null);
          break;
        case 'event':
          this.event(step);
          break;
        case 'first':
          this.first(step.of, wraps);
          break;
        case 'base64':
          this.base64(step.text, step.scope, wraps);
          break;
        case 'other':
          this.tally.others += 1;
          break;
        case 'failure':
          this.fail(step.failure);
          break;
        case 'warning':
          this.tally.warnings.push(step.text);
          break;
        default:
          step satisfies never;
      }
    }
  }

  private first(places: readonly Step[], wraps: number): void {
    const before = this.tally;
    let tried: Tally | null = null;
    for (const place of places) {
      this.tally = { events: [], others: 0, failures: [], warnings: [] };
      this.follow([place], wraps);
      const better = tried === null || rank(this.tally) > rank(tried);
      if (better) tried = this.tally;
      if (this.tally.events.length > 0) break;
    }
    this.tally = before;
    if (tried === null) return;
    for (const event of tried.events) before.events.push(event);
    for (const failure of tried.failures) before.failures.push(failure);
    for (const warning of tried.warnings) before.warnings.push(warning);
    before.others += tried.others;
  }

  private base64(text: string, scope: Scope, wraps: number): void {
    const bytes = bytesOfBase64(text);
    if (bytes === null) this.fail({ code: 'not-json', near: nearOf(text, 0) });
    else if (!isGzip(bytes)) this.text(new TextDecoder().decode(bytes), scope, wraps);
    else if (this.inflate === undefined) this.fail(gzipThat('cannot be inflated here'));
    else {
      const inflated = this.inflate(bytes, this.inflatable);
      if (inflated === undefined) this.fail(gzipThat(`is damaged, or gives more than ${this.inflatable} bytes`));
      else {
        this.inflatable -= inflated.length;
        this.text(new TextDecoder().decode(inflated), scope, wraps);
      }
    }
  }

  private event(fields: AuditFields): void {
    this.tally.events.push(eventOf(fields));
  }

  private reject(near: string, scope: Scope): void {
    if (scope.mixedStore) this.tally.others += 1;
    else this.fail({ code: 'not-json', near });
  }

  private fail(failure: DecodeFailure): void {
    this.tally.failures.push(failure);
  }
}

const unwrapped = (node: Node, scope: Scope): readonly Step[] | null => {
  for (const envelope of ENVELOPES) {
    const steps = envelope(node, scope);
    if (steps !== null) return steps;
  }
  return null;
};

const ofNode = (node: Node, scope: Scope): AuditFields => ({
  kind: 'event',
  // Only objects are recognised as events.
  fields: isObject(node.value) ? node.value : {},
  cut: node.cut,
  requestText: () => child(node, 'requestObject')?.text() ?? null,
  scope,
});

const gzipThat = (does: string): DecodeFailure => ({
  code: 'not-an-audit-event',
  looksLike: `gzip in base64 that ${does}`,
});

const held = ({ events, others, failures }: Tally): number => events.length + others + failures.length;

const rank = (tally: Tally): number => (tally.events.length > 0 ? 2 : tally.others > 0 ? 1 : 0);

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

const firstSign = (text: string): string => {
  const first = text.charAt(0);
  return first === '{' || first === '[' ? first : (/^[\s\ufeff]{0,1000}(.)/.exec(text)?.[1] ?? '');
};
