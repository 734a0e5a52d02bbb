import { decodeRecord } from '../decode/decode.ts';
import { createTimeReader, outlineOf } from '../decode/outline.ts';
import { explainFailure, type RawRecord } from '../model/event.ts';
import { READ_VERBS } from '../normalise/normalise.ts';
import { tick } from '../visibility/clock.ts';
import { type Alike, isAnswered, noSightings, type Sightings, sight, sightMany } from '../visibility/sightings.ts';
import { noCounts, reject, see, warn } from './counts.ts';
import { affordable, type Extract, type Extractor, type Glimpse, inflate } from './extract.ts';
import type { ScanSettings } from './settings.ts';

type Measured = Extract & { readonly sightings: Sightings };

/** Looks at every event for what the log shows of itself. Of most raw events only the outline is read. */
export const createMeasurer = (settings: ScanSettings): Extractor => {
  let extract = nothing();
  /** Events of this part that were taken at a glance, by all that is counted of them. */
  let glanced = new Map<string, { readonly alike: Alike; events: number }>();
  const readTime = createTimeReader();

  const isOutside = (time: string | null): boolean =>
    time !== null &&
    ((settings.since !== null && time < settings.since) || (settings.until !== null && time > settings.until));

  const take = (whole: RawRecord): void => {
    const { counts, sightings } = extract;
    const record = affordable(whole);
    if (record !== whole) warn(counts, `${whole.source}: a record has more values than a log's records have`);
    const { events, others, failures, warnings } = decodeRecord(record, { inflate });
    counts.others += others;
    counts.events += events.length;
    for (const failure of failures) reject(counts, record.source, record.offset, explainFailure(failure));
    for (const warning of warnings) warn(counts, warning);
    for (const event of events) {
      counts.envelopes[event.envelope] = (counts.envelopes[event.envelope] ?? 0) + 1;
      if (event.cutAt !== null) counts.cutEvents++;
      see(counts, event.time.at);
      if (isOutside(event.time.at)) counts.outsideWindow++;
      else sight(sightings, event, record);
    }
  };

  const glance = ({ source, offset, line, bodies, keys }: Glimpse): boolean => {
    const outline = outlineOf(line, keys);
    if (outline === null) return false;
    const { level, stage, verb, group, resource, subresource, stageAt } = outline;
    const start = bodies.request === null ? 0 : line.charCodeAt(bodies.request[0]);
    const shown = start === BRACE || start === BRACKET;
    const isRead = READ_VERBS.some((one) => one === verb);
    // Why a body is not there, or is no object, takes the decoder to tell, but for the level.
    if (!shown && (bodies.request !== null || (!isRead && level !== 'Metadata'))) return false;
    if (bodies.response !== null && line.charCodeAt(bodies.response[0]) !== BRACE) return false;
    const at = readTime(stageAt);
    const received = readTime(outline.receivedAt);
    if (at === null || received === null) return false;
    const { counts, sightings } = extract;
    counts.events++;
    see(counts, stageAt);
    if (isOutside(stageAt)) {
      counts.envelopes.audit = (counts.envelopes.audit ?? 0) + 1;
      counts.outsideWindow++;
      return true;
    }
    const answered = bodies.response !== null;
    const key = `${level} ${stage} ${verb} ${group ?? '-'} ${resource ?? ''} ${subresource ?? ''} ${shown ? 1 : 0} ${answered ? 1 : 0}`;
    const known = glanced.get(key);
    if (known !== undefined) known.events++;
    else {
      const body = shown ? 'shown' : isRead ? null : 'byLevel';
      const ended = isAnswered(stage);
      const named = { level, stage, verb, group, resource, subresource, envelope: 'audit' };
      const alike = { ...named, body: ended ? body : null, answered: ended && answered } as const;
      glanced.set(key, { alike, events: 1 });
    }
    tick(sightings.clock, { at, received, source, offset });
    return true;
  };

  return {
    take,
    glance,
    passOver: () => false,
    drain: () => {
      const done = extract;
      for (const { alike, events } of glanced.values()) {
        done.counts.envelopes.audit = (done.counts.envelopes.audit ?? 0) + events;
        sightMany(done.sightings, alike, events);
      }
      extract = nothing();
      glanced = new Map();
      return done;
    },
    get counts() {
      return extract.counts;
    },
  };
};

const BRACE = 0x7b;
const BRACKET = 0x5b;

const nothing = (): Measured => ({
  activities: [],
  notes: [],
  uses: [],
  rows: [],
  counts: noCounts(),
  sightings: noSightings(),
});
