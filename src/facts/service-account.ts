import type { Reading } from '../model/activity.ts';
import type { ServiceAccountFact } from '../model/facts.ts';
import { pointer, textAt } from '../model/json.ts';
import { inPod } from './places.ts';

/** The service account of the first template that names one; `serviceAccount` is the old spelling of the same field. */
export const serviceAccountOf = (reading: Reading): ServiceAccountFact | undefined => {
  for (const template of reading.templates) {
    for (const field of ['serviceAccountName', 'serviceAccount']) {
      const name = textAt(template.spec, field);
      if (name) return { ...inPod(reading, pointer(template.pointer, field)), name };
    }
  }
  return undefined;
};
