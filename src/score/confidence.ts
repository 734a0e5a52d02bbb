import type { Activity, Reading } from '../model/activity.ts';
import type { Facts } from '../model/facts.ts';
import type { Because } from '../model/seen.ts';
import { CONFIDENCE } from './weights.ts';

const REASONS: Readonly<Record<Because, string>> = {
  'level-metadata': 'the log holds no body',
  truncated: 'the body was cut',
  'refused-before-read': 'the body was never read',
  'patch-without-base': 'only the change was seen',
  'patch-type-unknown': 'the type of the patch is not known',
  'no-baseline': 'nothing came before',
  'rights-unknown': 'the rights are not known',
  'origin-unseen': 'what it is made of was not seen',
  'not-kept': 'the body was not kept',
};

/** How sure the verdict is: what was seen, and whether the request is known to have worked. */
export const confidenceOf = (
  activity: Activity,
  reading: Reading | null,
  { body }: Pick<Facts, 'body'>,
): { readonly confidence: number; readonly says: string } => {
  const losses: (readonly [number, string])[] = [];
  if (body.state === 'unseen') losses.push([CONFIDENCE.bodyUnseen, REASONS[body.because]]);
  else if (body.state === 'seen' && body.missing !== undefined)
    losses.push([CONFIDENCE.bodyPart, REASONS[body.missing]]);
  if (reading?.inferred === true) losses.push([CONFIDENCE.inferredPatch, 'the kind of patch was inferred']);
  if (activity.request.outcome === 'unknown') {
    losses.push([CONFIDENCE.outcomeUnknown, 'the log does not say whether the request was accepted']);
  }
  if (!activity.event.time.exact) losses.push([CONFIDENCE.timeInexact, 'the time is that of the envelope']);
  const left = losses.reduce<number>((sum, [loss]) => sum - loss, CONFIDENCE.start);
  const confidence = Math.max(CONFIDENCE.least, Math.round(left * 100) / 100);
  const terms = losses.map(([loss, reason]) => `less ${loss.toFixed(2)} because ${reason}`);
  return {
    confidence,
    says: [CONFIDENCE.start.toFixed(2), ...terms].join(', ') + (terms.length > 0 ? `: ${confidence.toFixed(2)}` : ''),
  };
};
