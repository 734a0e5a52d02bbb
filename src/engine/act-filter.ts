import type { Tools } from '../facts/gather.ts';
import type { Delivered } from '../memory/deliveries.ts';
import type { Activity } from '../model/activity.ts';
import { type Known, NOTHING_KNOWN } from '../model/known.ts';
import { mayBeHigh } from './judge.ts';

/** Templates that are remembered, and characters of one: what is longer is asked about anew. */
const MOST_KEYS = 2000;
const MOST_CHARACTERS = 8192;

/**
 * Tells what may be high, as `mayBeHigh` does; the templates of what is like one that was asked about are
 * not asked about again.
 * To be used with knowledge that no longer changes.
 */
export const createActFilter = (tools: Tools): ((delivered: Delivered) => boolean) => {
  const harmless = new Set<string>();
  const { known = NOTHING_KNOWN } = tools;
  return (delivered) => {
    const key = keyOf(delivered.activity);
    if (key !== null && harmless.has(key)) return mayBeHigh(delivered, tools, false);
    let isFree = true;
    // What the log tells of a ConfigMap depends on the time that is asked about, unless it tells nothing.
    const asked: Known = {
      ...known,
      content: (of, object, at) => {
        const found = known.content(of, object, at);
        if (found !== undefined) isFree = false;
        return found;
      },
    };
    const may = mayBeHigh(delivered, { ...tools, known: asked });
    if (!may && isFree && key !== null && harmless.size < MOST_KEYS) harmless.add(key);
    return may;
  };
};

/** All that the facts of its templates depend on; `null` where that is more than what stands in them. */
const keyOf = ({ event, workload, readings }: Activity): string | null => {
  if (readings.state !== 'seen') return null;
  const key = JSON.stringify([
    [event.cluster, workload.kind, workload.namespace],
    readings.value.flatMap(({ templates }) => templates.map(({ spec }) => spec)),
  ]);
  // A field of the pod's own may stand for a value.
  return key.length > MOST_CHARACTERS || key.includes('fieldRef') ? null : key;
};
