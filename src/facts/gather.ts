import type { Activity, Reading } from '../model/activity.ts';
import type { DeliveryFact, Facts } from '../model/facts.ts';
import { seen } from '../model/seen.ts';
import { commandsOf } from './commands.ts';
import { hostNamespacesOf } from './host-namespaces.ts';
import { hostPathsOf } from './host-paths.ts';
import { imagesOf } from './images.ts';
import { listed, single, withoutReading } from './places.ts';
import { privilegesOf } from './privileges.ts';
import { scheduleOf } from './schedule.ts';
import { serviceAccountOf } from './service-account.ts';
import { tokensOf } from './tokens.ts';

/**
 * What can be said about one reading of one activity, and what cannot.
 *
 * Without a reading every fact of the body is unseen for the activity's reason. Never throws: fields of a wrong type
 * are passed over as the API server would refuse them.
 */
export const gatherFacts = (activity: Activity, reading: Reading | null, delivery: DeliveryFact): Facts => ({
  ...bodyFacts(activity, reading),
  workload: seen(activity.workload),
  actor: seen(activity.actor),
  request: seen(activity.request),
  delivery: seen(delivery),
});

type BodyFacts = Omit<Facts, 'workload' | 'actor' | 'request' | 'delivery'>;

const bodyFacts = (activity: Activity, reading: Reading | null): BodyFacts => {
  if (reading === null) {
    const state = withoutReading(activity);
    return {
      images: state,
      commands: state,
      hostPaths: state,
      privileges: state,
      hostNamespaces: state,
      tokens: state,
      serviceAccount: state,
      schedule: state,
      body: state,
    };
  }
  return {
    images: listed(reading, imagesOf(reading)),
    commands: listed(reading, commandsOf(reading)),
    hostPaths: listed(reading, hostPathsOf(reading)),
    privileges: listed(reading, privilegesOf(reading)),
    hostNamespaces: listed(reading, hostNamespacesOf(reading)),
    tokens: listed(reading, tokensOf(reading)),
    serviceAccount: single(reading, serviceAccountOf(reading)),
    schedule: single(reading, scheduleOf(reading)),
    body: seen(true, reading.missing ?? undefined),
  };
};
