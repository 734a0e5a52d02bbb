import type { Reading } from '../model/activity.ts';
import type { ScheduleFact } from '../model/facts.ts';
import { objectAt, pointer, textAt, textsAt } from '../model/json.ts';
import { inPod } from './places.ts';

/** `spec.schedule` of a CronJob, or the first of the `spec.schedules` of an Argo CronWorkflow. */
export const scheduleOf = (reading: Reading): ScheduleFact | undefined => {
  const spec = objectAt(reading.object, 'spec');
  const timeZone = textAt(spec, 'timeZone') ?? textAt(spec, 'timezone');
  const schedule = textAt(spec, 'schedule');
  if (schedule) return { ...inPod(reading, pointer('', 'spec', 'schedule')), schedule, timeZone };
  const first = textsAt(spec, 'schedules')[0];
  return first ? { ...inPod(reading, pointer('', 'spec', 'schedules', 0)), schedule: first, timeZone } : undefined;
};
