import type { Reading } from '../model/activity.ts';
import type { FinalizerFact } from '../model/facts.ts';
import { listAt, objectAt, pointer } from '../model/json.ts';
import { inPod } from './places.ts';

/** Finalizers of the object: it cannot go before each of them was taken off. */
export const finalizersOf = (reading: Reading): readonly FinalizerFact[] =>
  [...listAt(objectAt(reading.object, 'metadata'), 'finalizers').slice(0, 100).entries()].flatMap(([index, name]) =>
    typeof name === 'string' && name !== ''
      ? [{ ...inPod(reading, pointer('', 'metadata', 'finalizers', index)), name }]
      : [],
  );
