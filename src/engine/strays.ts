import type { Sighted } from '../memory/controller-sightings.ts';
import type { ControllerUses } from '../memory/controller-uses.ts';
import type { Delivered } from '../memory/deliveries.ts';
import type { Input } from '../source/source.ts';
import type { Extract } from './extract.ts';
import { isAgain } from './search.ts';
import type { StraySearch } from './stray-finder.ts';

/** Names and addresses that are looked for at once, those with the most writes first. */
const MOST_SOUGHT = 32;
/** Requests that are remembered as somebody else's. */
const MOST_IDS = 100_000;

export interface StraysOptions {
  readonly inputs: readonly Input[];
  /** Reads an input once more for them. */
  read(input: Input, search: StraySearch): AsyncIterable<Extract>;
  /** Whether a write is grave by itself, with what is known at the end. */
  isGrave(one: Delivered): boolean;
}

/**
 * Of a controller's name that was used from elsewhere only the first writes are kept while the log is read, since most addresses
 * prove to be those of controllers. Where one does not and more came from it, the files are read once more, so that no grave
 * write hides behind harmless ones. Gives the audit ids of what was looked at.
 */
export const lookAtStrays = async (controllers: ControllerUses, options: StraysOptions): Promise<readonly string[]> => {
  const strays: readonly Sighted[] = controllers
    .crowded()
    .slice(0, MOST_SOUGHT)
    .map(({ cluster, user, ip }) => ({ cluster, user, ip }));
  const ids: string[] = [];
  if (strays.length === 0) return ids;
  for (const input of options.inputs.filter(isAgain)) {
    for await (const { activities } of options.read(input, { strays })) {
      for (const { activity } of activities) {
        const { auditId } = activity.event;
        if (auditId !== null && ids.length < MOST_IDS) ids.push(auditId);
        controllers.look(activity, options.isGrave({ activity, events: [activity.event], sameIdOtherContent: 0 }));
      }
    }
  }
  return ids;
};
