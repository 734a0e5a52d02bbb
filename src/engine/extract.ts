import { gunzipSync } from 'node:zlib';
import { decodeRecord } from '../decode/decode.ts';
import { tooDeep } from '../decode/depth.ts';
import { instant } from '../lib/time.ts';
import { createControllerSightings } from '../memory/controller-sightings.ts';
import { textOf } from '../memory/packed.ts';
import type { Activity, SentinelRow } from '../model/activity.ts';
import type { CallEvent } from '../model/call.ts';
import type { ControllerUse } from '../model/controller-use.ts';
import { type AuditEvent, explainFailure, type RawRecord } from '../model/event.ts';
import { isObject } from '../model/json.ts';
import { isContextNote, type MadeNote, type Note } from '../model/note.ts';
import { seen } from '../model/seen.ts';
import { isManagersOwn, isSingleController, MANAGER } from '../normalise/bookkeeping.ts';
import { DEFAULT_KINDS } from '../normalise/kind-index.ts';
import { type NormaliseOptions, normalise, type PassedWhy } from '../normalise/normalise.ts';
import { actNote } from '../normalise/notes/act.ts';
import { deletionNote } from '../normalise/notes/deletion.ts';
import { collisionNote, madeNote, placedNote } from '../normalise/notes/made.ts';
import { cronJobNote, isContextWrite, noteOf } from '../normalise/notes/notes.ts';
import { sentinelRow } from '../normalise/sentinel.ts';
import type { Bodies, Keys } from '../source/gate/gate.ts';
import type { Sightings } from '../visibility/sightings.ts';
import { type Counts, noCounts, reject, see, warn } from './counts.ts';
import type { ScanSettings } from './settings.ts';

/** What one part of the input gave; plain data that crosses threads. */
export interface Extract {
  /** In input order, with the size of the record that each came from. */
  readonly activities: { readonly activity: Activity; readonly bytes: number }[];
  /** What writes told of others, in input order; `before` counts the activities that came before it. */
  readonly notes: { readonly note: Note; readonly before: number; readonly bytes: number }[];
  /** Where controllers wrote from. */
  readonly uses: readonly ControllerUse[];
  readonly rows: SentinelRow[];
  readonly counts: Counts;
  /** With `measures`: what the part shows of itself. */
  readonly sightings?: Sightings;
  /** Of a range of a plain file: whom its lines name, for `mayName`; absent where they may name anybody. */
  readonly users?: { readonly start: number; readonly end: number; readonly bits: Uint8Array };
  /** With `search`: the requests of those who are looked for. */
  readonly calls?: readonly CallEvent[];
}

/** Where a record stands. */
type Place = Pick<RawRecord, 'source' | 'offset'>;

/** An event whose bodies need not be parsed yet. */
export interface Outline {
  readonly source: string;
  readonly offset: number;
  /** The event without both bodies. */
  readonly bare: string;
  /** The text of the request body; `null` when none was logged. */
  request(): string | null;
  /** The text of the response body; `null` when none was logged. */
  response(): string | null;
  /** The beginning of that text. */
  responseHead(): string | null;
}

/** One line as text with a character for each byte, and where its bodies are. */
export interface Glimpse {
  readonly source: string;
  readonly offset: number;
  readonly line: string;
  readonly bodies: Bodies;
  readonly keys: Keys;
}

export interface Extractor {
  /** Decodes and normalises one record and counts what became of it. */
  take(record: RawRecord): void;
  /**
   * Tries to pass over an event by what stands outside its bodies, or outside its response: dry runs and controllers'
   * bookkeeping are most of what passes the gate, and parsing their bodies most of the work. False when it takes the
   * whole record to tell; then nothing was counted.
   */
  passOver(outline: Outline): boolean;
  /** Where every line is looked at: takes a raw event without parsing it. False when it must be decoded. */
  glance?(glimpse: Glimpse): boolean;
  /** Gives what has come together and begins anew. */
  drain(): Extract;
  readonly counts: Counts;
}

/** The stages that depend on one record alone: decode, then normalise. */
export const createExtractor = (settings: ScanSettings, normaliseOptions: NormaliseOptions): Extractor => {
  let extract: Extract = noExtract();
  /** Owners that these parts have shown something of, with the time of the earliest: only an earlier one can matter later. */
  const owners = new Map<string, string>();
  /** Objects that controllers were seen to make: what is made of these is explained by whoever wrote what they come from. */
  const made = new Set<string>();
  const uses = createControllerSightings();
  const kinds = normaliseOptions.kinds ?? DEFAULT_KINDS;

  const take = (whole: RawRecord): void => {
    const { counts } = extract;
    const record = affordable(whole);
    if (record !== whole) {
      warn(
        counts,
        `${whole.source}: the record at byte ${whole.offset} has more values than a log's records have; it is read as far as ${record.text.length} characters`,
      );
    }
    const decoded = decodeRecord(record, { inflate });
    counts.others += decoded.others;
    counts.events += decoded.events.length;
    for (const failure of decoded.failures) reject(counts, record.source, record.offset, explainFailure(failure));
    for (const warning of decoded.warnings) warn(counts, warning);
    for (const event of decoded.events) {
      counts.envelopes[event.envelope] = (counts.envelopes[event.envelope] ?? 0) + 1;
      if (event.cutAt !== null) counts.cutEvents++;
      see(counts, event.time.at);
      if (isOutside(event, settings)) {
        counts.outsideWindow++;
        continue;
      }
      if (settings.sentinelRows) {
        const row = sentinelRow(event);
        if (row !== null && row.SuspicionScore > 0) extract.rows.push(row);
        continue;
      }
      const result = normalise(event, { source: record.source, offset: record.offset }, normaliseOptions);
      const bytes = Math.ceil(record.text.length / decoded.events.length);
      const note = result.kind === 'activity' ? cronJobNote(result.activity) : noteOfPassed(event, result.why, record);
      if (note !== null) extract.notes.push({ note, before: extract.activities.length, bytes });
      if (result.kind === 'passed') learnAct(event, note, record, bytes);
      if (result.kind === 'passed') learnUse(event, result.why, record);
      if (result.kind === 'activity') extract.activities.push({ activity: result.activity, bytes });
      else {
        const why = note === null || !isContextNote(note) ? result.why : 'context';
        counts.passed[why] = (counts.passed[why] ?? 0) + 1;
      }
    }
  };

  /** What an event that is no activity tells of others; only a whole scan asks for it. */
  const noteOfPassed = (event: AuditEvent, why: PassedWhy, origin: Place, head?: () => string | null): Note | null => {
    if (settings.upTo !== 'all') return null;
    if (event.objectRef.subresource === 'binding') return placedNote(event, origin);
    if (why === 'bookkeeping')
      return withWrite(madeNote(event, origin, head), event, origin) ?? collisionNote(event, origin);
    if (why === 'other-verb') return deletionNote(event, kinds);
    return why === 'other-resource' ? noteOf(event) : null;
  };

  /** Whether nothing was shown yet of an owner that nothing explains so far, or only what came later. */
  const isFirst = (note: MadeNote | null): boolean => {
    if (note === null || settings.upTo !== 'all') return false;
    const owner = ownerOf(note);
    if (made.has(owner)) return false;
    const before = owners.get(owner);
    return before === undefined || (note.event.time ?? '') < before;
  };

  /** The first note of an owner brings the write along: who wrote the owner may stand nowhere in the log. */
  const withWrite = (note: MadeNote | null, event: AuditEvent, { source, offset }: Place): MadeNote | null => {
    if (note === null) return note;
    if (made.size >= MOST_OWNERS) made.clear();
    made.add(keyOf(note, note.of, note.object.name));
    if (!isFirst(note)) return note;
    if (owners.size >= MOST_OWNERS) owners.clear();
    owners.set(ownerOf(note), note.event.time ?? '');
    const result = normalise(event, { source, offset }, { ...normaliseOptions, takesDuties: true });
    if (result.kind !== 'activity') return note;
    return { ...note, write: { at: result.activity.event.time.at, text: textOf(result.activity) } };
  };

  /** The controller and the address of a write that it makes as its duty; `null` where one credential is that of several. */
  const useOf = ({ user, claimedSourceIps, cluster }: AuditEvent) => {
    const ip = claimedSourceIps.at(-1);
    if (settings.upTo !== 'all' || ip === undefined || !isSingleController(user.username ?? '')) return null;
    return { cluster, user: user.username ?? '', ip };
  };

  /** Where a controller or the controller manager asked from, and the first writes themselves. */
  const learnUse = (event: AuditEvent, why: PassedWhy, { source, offset }: Place): void => {
    if (isManagersOwn(event)) {
      const ip = event.claimedSourceIps.at(-1);
      if (settings.upTo === 'all' && ip !== undefined) uses.see({ cluster: event.cluster, user: MANAGER, ip }, event);
      return;
    }
    const use = why === 'bookkeeping' ? useOf(event) : null;
    if (use === null) return;
    uses.see(use, event);
    if (!uses.wants(use, event)) return;
    const result = normalise(event, { source, offset }, { ...normaliseOptions, takesDuties: true });
    if (result.kind === 'activity') uses.keep(use, result.activity);
  };

  /** Whether a write is to be read whole since it may prove to be a stranger's. */
  const isWanted = (event: AuditEvent): boolean => {
    const use = useOf(event);
    return use !== null && uses.wants(use, event);
  };

  /** What an event that is no activity tells of its actor; only a whole scan asks for it. */
  const learnAct = (event: AuditEvent, told: Note | null, origin: Place, bytes: number): void => {
    if (settings.upTo !== 'all') return;
    const note = actNote(event, told !== null && isContextNote(told) ? told : null, origin);
    if (note !== null) extract.notes.push({ note, before: extract.activities.length, bytes });
  };

  /** The only event of a text; `undefined` when it holds anything else. */
  const onlyEvent = (text: string, { source, offset }: Outline): AuditEvent | undefined => {
    const [event, ...more] = decodeRecord({ source, offset, text }).events;
    return more.length === 0 ? event : undefined;
  };
  const verdict = (event: AuditEvent | undefined, { source, offset }: Outline) => {
    if (event === undefined) return undefined;
    const result = normalise(event, { source, offset }, normaliseOptions);
    // Its body is what a context write and a binding are read for.
    if (result.kind !== 'passed' || (result.why === 'other-resource' && isContextWrite(event))) return undefined;
    return { event, why: result.why };
  };

  const passOver = (outline: Outline): boolean => {
    let found = verdict(onlyEvent(outline.bare, outline), outline);
    if (found?.why === 'bookkeeping') {
      // Without a body a controller is believed; where one was logged it must bear that out.
      const text = outline.request();
      if (text !== null) found = verdict(withRequest(found.event, text), outline);
    } else if (found?.event.objectRef.subresource === 'binding') {
      // Its body names the node, and changes nothing else.
      const text = outline.request();
      const event = text === null ? found.event : withRequest(found.event, text);
      found = event === undefined ? undefined : { event, why: found.why };
    }
    if (found === undefined) return false;
    if (found.why === 'bookkeeping' && isWanted(found.event)) return false;
    const { counts } = extract;
    const { why } = found;
    let { event } = found;
    let known: string | null | undefined;
    const head = (): string | null => {
      known ??= outline.responseHead();
      return known;
    };
    // What stands for an owner is judged like any other write, so that it is read whole.
    if (why === 'bookkeeping' && isFirst(madeNote(event, outline, head))) {
      const whole = withResponse(event, outline.response());
      if (whole === undefined) return false;
      event = whole;
    }
    counts.events++;
    counts.envelopes[event.envelope] = (counts.envelopes[event.envelope] ?? 0) + 1;
    see(counts, event.time.at);
    if (isOutside(event, settings)) {
      counts.outsideWindow++;
      return true;
    }
    counts.passed[why] = (counts.passed[why] ?? 0) + 1;
    const note = noteOfPassed(event, why, outline, head);
    if (note !== null) extract.notes.push({ note, before: extract.activities.length, bytes: outline.bare.length });
    learnAct(event, note, outline, outline.bare.length);
    learnUse(event, why, outline);
    return true;
  };

  return {
    take,
    passOver,
    drain: () => {
      const done = { ...extract, uses: uses.drain() };
      extract = noExtract();
      return done;
    },
    get counts() {
      return extract.counts;
    },
  };
};

/** Whether an event is outside of the time that was asked for. */
export const isOutside = ({ time, row }: AuditEvent, settings: ScanSettings): boolean => {
  // The original query's window is over the row's own time, which a connector may set to when it delivered.
  const at = settings.sentinelRows ? (instant(row.timeGenerated ?? '') ?? time.at) : time.at;
  return (
    at !== null &&
    ((settings.since !== null && at < settings.since) || (settings.until !== null && at > settings.until))
  );
};

/** Owners that are remembered at a time; of one that was forgotten a write is brought along once more. */
const MOST_OWNERS = 50_000;

const keyOf = ({ object }: MadeNote, kind: string, name: string): string =>
  JSON.stringify([object.cluster, kind, object.namespace, name]);
const ownerOf = (note: MadeNote): string => keyOf(note, note.owner.kind, note.owner.name);

const noExtract = (): Extract => ({ activities: [], notes: [], uses: [], rows: [], counts: noCounts() });

/** The event with its request body; `undefined` when that is anything but a plain object. */
const withRequest = (event: AuditEvent, text: string): AuditEvent | undefined => {
  if (text.length > CHEAP_CHARACTERS) return undefined;
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) && !tooDeep(body) ? { ...event, requestObject: seen(body) } : undefined;
  } catch {
    return undefined; // the decoder reads what is there of it
  }
};

/**
 * The event, whose request body is there as far as one was logged, with its response body as well: the same as decoding the
 * whole line gives, without parsing the rest of it again. `undefined` where only the decoder can tell.
 */
const withResponse = (event: AuditEvent, text: string | null): AuditEvent | undefined => {
  const { resource } = event.objectRef;
  // Other envelopes may leave a part of a body out; and the original query's row of a Job holds the text of the request.
  if (event.envelope !== 'audit' || (resource !== 'pods' && resource !== 'replicasets')) return undefined;
  if (text === null) return event;
  if (text.length > CHEAP_CHARACTERS) return undefined;
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) && !tooDeep(body) ? { ...event, responseObject: seen(body) } : undefined;
  } catch {
    return undefined;
  }
};

/** Shorter text is never looked at twice: even of the worst kind it costs a few hundred megabytes for a moment. */
const CHEAP_CHARACTERS = 1024 * 1024;
/** Each value costs memory many times its text; a large real record has one in twenty characters, a hostile one in three. */
const MOST_VALUES = 1_000_000;

/** The record, or its beginning as a cut one when parsing the whole would take memory out of proportion. */
export const affordable = (record: RawRecord): RawRecord => {
  const { text } = record;
  if (text.length <= CHEAP_CHARACTERS) return record;
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code === 0x2c || code === 0x7b || code === 0x5b) && ++values > MOST_VALUES) {
      return { ...record, text: text.slice(0, at) };
    }
  }
  return record;
};

export const inflate = (bytes: Uint8Array, maxBytes: number): Uint8Array | undefined => {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes });
  } catch {
    return undefined; // not gzip, cut, or over the limit: the decoder says so as a failure of this record
  }
};
