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
  commonList,
  commonListOrLine,
  emptyList,
  eventList,
  insightsAnswer,
  insightsRowObject,
  isInsightsRow,
  plainList,
  queryAnswer,
  rowLimit,
  withoutZones,
} from './lists.ts';
import { child, documents, members, type Node, nearOf, wholeDocument } from './node.ts';
import { isAuditEvent, looksLike } from './recognise.ts';
import { type AuditFields, OUTSIDE, type Scope, type Step, type Unwrap } from './scope.ts';
import { type SplitList, splitListOf } from './split-list.ts';

export interface DecodeOptions {
  /** Inflates gzip; `undefined` when it is none or gives more than `maxBytes`. Without it such a record is a failure. */
  readonly inflate?: Inflate;
  /**
   * Called for every event that is read, with what it was read from. An envelope may be tried and given up again: of these
   * events those count that the record gives in the end.
   */
  readonly onEvent?: (event: AuditEvent, from: AuditFields) => void;
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
  commonListOrLine,
  collector,
  emptyList,
];

/** Envelopes that are a list, in the same order: all that a document can be whose members became records of their own. */
const LISTS: readonly Unwrap[] = [
  eventList,
  cloudWatchBatch,
  plainList,
  queryAnswer,
  insightsAnswer,
  cloudWatchAnswer,
  commonList,
];

/**
 * The audit events of one record, whatever they are wrapped in.
 *
 * Never throws. Each value in the record ends up as an event, counted among `others`, or as a failure; a record without
 * any, such as an empty list, is one of the others. A record that was cut gives what is left of it.
 */
export const decodeRecord = (record: RawRecord, options: DecodeOptions = {}): Decoded => {
  const decoding = new Decoding(options);
  const { header, membersBefore, text } = record;
  if (header !== undefined && header !== '') decoding.member(header, text);
  else decoding.text(text, membersBefore === undefined ? OUTSIDE : { ...OUTSIDE, elsewhere: membersBefore }, 0);
  const { tally } = decoding;
  if (held(tally) === 0) tally.others = 1;
  return tally;
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
  private readonly onEvent: DecodeOptions['onEvent'];
  private inflatable = MAX_INFLATED;

  constructor(options: DecodeOptions) {
    this.inflate = options.inflate;
    this.onEvent = options.onEvent;
  }

  /** A member of a list that was split is read inside the document it came from, and alone where that gives no event. */
  member(header: string, text: string): void {
    const list = splitListOf(header);
    if (list === null) this.text(text, OUTSIDE, 0);
    else this.read(text, OUTSIDE, (node, junk) => this.memberOf(list, node, junk));
  }

  private memberOf(list: SplitList, node: Node, junk: string | null): void {
    const inList = this.apart(() =>
      list.around(node, (document) => this.follow(unwrapped(document, IN_LIST, LISTS) ?? [], 1)),
    );
    const alone = inList.events.length > 0 ? inList : this.apart(() => this.look(node, OUTSIDE, 0, junk));
    this.add(rank(alone) > rank(inList) || held(inList) === 0 ? alone : { ...inList, warnings: [] });
    // What the document says of itself holds either way.
    for (const warning of inList.warnings) this.tally.warnings.push(warning);
  }

  text(text: string, scope: Scope, wraps: number): void {
    const first = firstSign(text);
    if (first === '{' || first === '[' || first === '"') {
      this.read(text, scope, (node, junk) => this.look(node, scope, wraps, junk));
    } else this.line(text, scope, wraps);
  }

  private read(text: string, scope: Scope, look: (node: Node, junk: string | null) => void): void {
    const { nodes, junk } = documents(text);
    const before = held(this.tally);
    for (const node of nodes) look(node, junk);
    // A batch that was cut before its first member would otherwise go uncounted.
    if (junk !== null && nodes.some((node) => node.cut !== null) && held(this.tally) === before) {
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
    const steps = isObject(node.value) ? unwrapped(withoutZones(node) ?? node, scope, ENVELOPES) : null;
    if (steps !== null) this.follow(steps, wraps + 1);
    else if (node.cut !== null && junk !== null) this.fail({ code: 'not-json', near: junk });
    else if (scope.mixedStore) this.tally.others += 1;
    else this.fail({ code: 'not-an-audit-event', looksLike: looksLike(node.value) });
  }

  private list(node: Node, scope: Scope, wraps: number, junk: string | null): void {
    const found = isInsightsRow(node) ? [insightsRowObject(node)] : members(node);
    const limit = textAt(found[0]?.value, 'TableName') === null ? null : rowLimit(found.length);
    if (limit !== null) this.follow([limit], wraps);
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
    let best: Tally | null = null;
    for (const place of places) {
      const tried = this.apart(() => this.follow([place], wraps));
      if (best === null || rank(tried) > rank(best)) best = tried;
      if (tried.events.length > 0) break;
    }
    if (best !== null) this.add(best);
  }

  /** What something gives, without adding it to what this record gives. */
  private apart(work: () => void): Tally {
    const { tally } = this;
    this.tally = { events: [], others: 0, failures: [], warnings: [] };
    work();
    const apart = this.tally;
    this.tally = tally;
    return apart;
  }

  private add({ events, others, failures, warnings }: Tally): void {
    const { tally } = this;
    for (const event of events) tally.events.push(event);
    for (const failure of failures) tally.failures.push(failure);
    for (const warning of warnings) tally.warnings.push(warning);
    tally.others += others;
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
    const event = eventOf(fields);
    this.onEvent?.(event, fields);
    this.tally.events.push(event);
  }

  private reject(near: string, scope: Scope): void {
    if (scope.mixedStore) this.tally.others += 1;
    else this.fail({ code: 'not-json', near });
  }

  private fail(failure: DecodeFailure): void {
    this.tally.failures.push(failure);
  }
}

const IN_LIST: Scope = { ...OUTSIDE, elsewhere: 'unknown' };

const unwrapped = (node: Node, scope: Scope, envelopes: readonly Unwrap[]): readonly Step[] | null => {
  for (const envelope of envelopes) {
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
  text: node.text,
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
