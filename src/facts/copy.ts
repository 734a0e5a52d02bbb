import type { Activity, Reading } from '../model/activity.ts';
import type { CopyFact } from '../model/facts.ts';
import { pointer } from '../model/json.ts';
import { type Known, saysOrigin } from '../model/known.ts';
import { ABSENT, type Seen, seen, unseen } from '../model/seen.ts';
import { templateFingerprint } from '../normalise/fingerprint.ts';
import { inPod } from './places.ts';

/** What `kubectl create job --from=cronjob/NAME` writes on the Job, beside an owner reference to the CronJob. */
const INSTANTIATE = 'cronjob.kubernetes.io/instantiate';

/**
 * Whether a Job that claims to be a run of a CronJob is one. The claim is the client's own, so only the template
 * tells: it is compared with the last version of the CronJob that the log shows before the Job.
 *
 * Every tool that runs a CronJob by hand leaves the mark of it. A Job that names the CronJob as its controller and lacks it
 * claims to be the controller's own. Backups put such Jobs back by a service account: without the CronJob that is no claim.
 */
export const copyOf = (
  { workload, event, actor, request }: Activity,
  reading: Reading,
  known: Known,
): Seen<CopyFact> => {
  if (workload.apiGroup !== 'batch' || workload.resource !== 'jobs' || workload.subresource !== null) return ABSENT;
  const mark = Object.hasOwn(workload.annotations, INSTANTIATE) ? workload.annotations[INSTANTIATE] : undefined;
  const at = workload.owners.findIndex(({ kind, name }) => kind === 'CronJob' && name !== null);
  const owner = workload.owners[at];
  const isOwners = owner?.controller === true && request.verb === 'create' && actor.kind !== 'control-plane';
  const claim = mark === 'manual' ? 'manual' : isOwners ? 'owner' : null;
  if (claim === null || owner?.name === undefined || owner.name === null) {
    return reading.missing === null ? ABSENT : unseen(reading.missing);
  }
  if (reading.missing !== null) return unseen(reading.missing);
  const object = { cluster: event.cluster, namespace: workload.namespace, name: owner.name };
  const found = known.cronJob(object, event.time.at);
  const isOther = found !== undefined && found.uid !== null && owner.uid !== null && found.uid !== owner.uid;
  if (found === undefined || isOther || found.forms.length === 0)
    return claim === 'owner' && actor.kind === 'service-account' ? ABSENT : unseen('origin-unseen');
  const own = templateFingerprint(reading.templates);
  return seen({
    ...inPod(
      reading,
      claim === 'manual'
        ? pointer('', 'metadata', 'annotations', INSTANTIATE)
        : pointer('', 'metadata', 'ownerReferences', at),
    ),
    claim,
    of: `${object.namespace ?? ''}/${object.name}`,
    isEqual: own !== null && found.forms.includes(own),
    origin: saysOrigin(found.origin),
  });
};
