import { gunzipSync } from 'node:zlib';
import { decodeRecord } from '../decode/decode.ts';
import type { Activity, SentinelRow } from '../model/activity.ts';
import { explainFailure, type RawRecord } from '../model/event.ts';
import { type NormaliseOptions, normalise } from '../normalise/normalise.ts';
import { sentinelRow } from '../normalise/sentinel.ts';
import { type Counts, noCounts, reject, see, warn } from './counts.ts';
import type { ScanSettings } from './settings.ts';

/** What one part of the input gave; plain data that crosses threads. */
export interface Extract {
  /** In input order, with the size of the record that each came from. */
  readonly activities: { readonly activity: Activity; readonly bytes: number }[];
  readonly rows: SentinelRow[];
  readonly counts: Counts;
}

export interface Extractor {
  /** Decodes and normalises one record and counts what became of it. */
  take(record: RawRecord): void;
  /** Gives what has come together and begins anew. */
  drain(): Extract;
  readonly counts: Counts;
}

/** The stages that depend on one record alone: decode, then normalise. */
export const createExtractor = (settings: ScanSettings, normaliseOptions: NormaliseOptions): Extractor => {
  let extract: Extract = { activities: [], rows: [], counts: noCounts() };

  const take = (record: RawRecord): void => {
    const { counts } = extract;
    const decoded = decodeRecord(record, { inflate });
    counts.others += decoded.others;
    counts.events += decoded.events.length;
    for (const failure of decoded.failures) reject(counts, record.source, record.offset, explainFailure(failure));
    for (const warning of decoded.warnings) warn(counts, warning);
    for (const event of decoded.events) {
      counts.envelopes[event.envelope] = (counts.envelopes[event.envelope] ?? 0) + 1;
      if (event.cutAt !== null) counts.cutEvents++;
      const { at } = event.time;
      see(counts, at);
      if (
        at !== null &&
        ((settings.since !== null && at < settings.since) || (settings.until !== null && at > settings.until))
      ) {
        counts.outsideWindow++;
        continue;
      }
      if (settings.upTo === 'decode') continue;
      if (settings.sentinelRows) {
        const row = sentinelRow(event);
        if (row !== null && row.SuspicionScore > 0) extract.rows.push(row);
        continue;
      }
      const result = normalise(event, { source: record.source, offset: record.offset }, normaliseOptions);
      if (result.kind === 'passed') counts.passed[result.why] = (counts.passed[result.why] ?? 0) + 1;
      else extract.activities.push({ activity: result.activity, bytes: record.text.length });
    }
  };

  return {
    take,
    drain: () => {
      const done = extract;
      extract = { activities: [], rows: [], counts: noCounts() };
      return done;
    },
    get counts() {
      return extract.counts;
    },
  };
};

const inflate = (bytes: Uint8Array, maxBytes: number): Uint8Array | undefined => {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes });
  } catch {
    return undefined; // not gzip, cut, or over the limit: the decoder says so as a failure of this record
  }
};
