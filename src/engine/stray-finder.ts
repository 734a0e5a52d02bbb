import { decodeRecord } from '../decode/decode.ts';
import { DECODE_WORDS } from '../decode/words.ts';
import { keyOf, type Sighted } from '../memory/controller-sightings.ts';
import type { RawRecord } from '../model/event.ts';
import { type NormaliseOptions, normalise } from '../normalise/normalise.ts';
import type { GateWords } from '../source/gate/gate.ts';
import { noCounts } from './counts.ts';
import { affordable, type Extract, type Extractor, inflate, isOutside, type Outline } from './extract.ts';
import type { ScanSettings } from './settings.ts';

/** Looks for what was written under the names of controllers from addresses that are not theirs. */
export interface StraySearch {
  readonly strays: readonly Sighted[];
}

/** The gate's words: a line passes when an address stands in it, or when it takes decoding to tell. */
export const strayWords = ({ strays }: StraySearch): GateWords => ({
  verbs: [],
  resources: [],
  names: [],
  always: [...new Set([...DECODE_WORDS, ...strays.map(({ ip }) => ip)])],
  onlyWords: true,
});

/** Finds these writes as activities; counts nothing, since all of it was counted before. */
export const createStrayFinder = (
  settings: ScanSettings,
  { strays }: StraySearch,
  options: NormaliseOptions,
): Extractor => {
  let activities: Extract['activities'] = [];
  const wanted = new Set(strays.map(keyOf));
  const ips = [...new Set(strays.map(({ ip }) => ip))];

  return {
    take: (record: RawRecord) => {
      const { source, offset, text } = record;
      for (const event of decodeRecord(affordable(record), { inflate }).events) {
        const use = {
          cluster: event.cluster,
          user: event.user.username ?? '',
          ip: event.claimedSourceIps.at(-1) ?? '',
        };
        if (!wanted.has(keyOf(use)) || isOutside(event, settings)) continue;
        const result = normalise(event, { source, offset }, { ...options, takesDuties: true });
        if (result.kind === 'activity') activities.push({ activity: result.activity, bytes: text.length });
      }
    },
    /** Where it came from stands outside the bodies. */
    passOver: ({ bare }: Outline) => !bare.includes('\\u') && !ips.some((ip) => bare.includes(ip)),
    drain: (): Extract => {
      const found = activities;
      activities = [];
      return { activities: found, notes: [], rows: [], counts: noCounts(), uses: [] };
    },
    counts: noCounts(),
  };
};
