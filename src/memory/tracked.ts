import type { AskedObject, Known } from '../model/known.ts';

/** A lookup that remembers whether it could not answer, or only in part. */
export interface Tracked extends Known {
  readonly lacking: boolean;
  readonly objects: readonly AskedBefore[];
}

/** A workload that was asked about, with the stamp of what was answered; `null` where nothing was. */
export interface AskedBefore {
  readonly asked: AskedObject;
  readonly stamp: string | null;
}

export const tracked = (known: Known): Tracked => {
  let lacking = false;
  const objects: AskedBefore[] = [];
  return {
    content: (of, object, at) => {
      const found = known.content(of, object, at);
      lacking ||= found === undefined || !found.whole || found.written === 'after';
      return found;
    },
    // A log never shows all bindings: to wait for more would hold back every act to the end of the input.
    rights: known.rights,
    cronJob: (object, at) => {
      const found = known.cronJob(object, at);
      lacking ||= found === undefined || found.forms.length === 0;
      return found;
    },
    collision: (job) => {
      const found = known.collision(job);
      // A run is missed later than its name was taken.
      lacking ||= found === undefined;
      return found;
    },
    // Asked of writes that wait for the end of the input by themselves.
    elsewhere: known.elsewhere,
    object: (asked) => {
      const found = known.object(asked);
      objects.push({ asked, stamp: found?.stamp ?? null });
      return found;
    },
    objects,
    get lacking() {
      return lacking;
    },
  };
};
