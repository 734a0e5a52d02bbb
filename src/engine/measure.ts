import { SKIPPED } from '../decode/body.ts';
import { decodeRecord } from '../decode/decode.ts';
import { type AuditEvent, explainFailure, type RawRecord } from '../model/event.ts';
import { type BodyHints, noSightings, type Sightings, sight } from '../visibility/sightings.ts';
import { noCounts, reject, see, warn } from './counts.ts';
import { affordable, type Extract, type Extractor, inflate, type Outline } from './extract.ts';
import type { ScanSettings } from './settings.ts';

type Measured = Extract & { readonly sightings: Sightings };

/** Looks at every event for what the log shows of itself. Of most events the bodies are found and not parsed. */
export const createMeasurer = (settings: ScanSettings): Extractor => {
  let extract = nothing();

  const take = (
    event: AuditEvent,
    at: { readonly source: string; readonly offset: number },
    hints?: BodyHints,
  ): void => {
    const { counts, sightings } = extract;
    counts.events++;
    counts.envelopes[event.envelope] = (counts.envelopes[event.envelope] ?? 0) + 1;
    if (event.cutAt !== null) counts.cutEvents++;
    see(counts, event.time.at);
    const time = event.time.at;
    const { since, until } = settings;
    if (time !== null && ((since !== null && time < since) || (until !== null && time > until))) counts.outsideWindow++;
    else sight(sightings, event, at, hints);
  };

  return {
    take: (whole: RawRecord): void => {
      const { counts } = extract;
      const record = affordable(whole);
      if (record !== whole) warn(counts, `${whole.source}: a record has more values than a log's records have`);
      const { events, others, failures, warnings } = decodeRecord(record, { inflate });
      counts.others += others;
      for (const failure of failures) reject(counts, record.source, record.offset, explainFailure(failure));
      for (const warning of warnings) warn(counts, warning);
      for (const event of events) take(event, record);
    },
    passOver: (outline: Outline): boolean => {
      const { source, offset, bare } = outline;
      const { events, others, failures } = decodeRecord({ source, offset, text: bare });
      const [event] = events;
      if (event === undefined || events.length + others + failures.length > 1) return false;
      take(event, outline, hintsOf(outline));
      return true;
    },
    drain: () => {
      const done = extract;
      extract = nothing();
      return done;
    },
    get counts() {
      return extract.counts;
    },
  };
};

const nothing = (): Measured => ({
  activities: [],
  notes: [],
  rows: [],
  counts: noCounts(),
  sightings: noSightings(),
});

const OPENING: ReadonlySet<number> = new Set([0x7b, 0x5b]);
const QUOTE = 0x22;

/** An object or a list is a body, and a text stands for one that is too large or was written as text. */
const hintsOf = ({ requestStart, hasResponse, request }: Outline): BodyHints => {
  if (requestStart !== null && OPENING.has(requestStart)) return { request: 'shown', response: hasResponse };
  if (requestStart === QUOTE) {
    const text = request() ?? '';
    return { request: text.startsWith(`"${SKIPPED}`) ? 'withheld' : 'shown', response: hasResponse };
  }
  return { request: null, response: hasResponse };
};
