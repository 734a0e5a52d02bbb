import type { Reading } from '../model/activity.ts';
import type { JobSettingFact } from '../model/facts.ts';
import { get, type JsonObject, objectAt, pointer } from '../model/json.ts';
import { inPod } from './places.ts';

export const JOB_SETTINGS = [
  'completions',
  'failedJobsHistoryLimit',
  'managedBy',
  'parallelism',
  'successfulJobsHistoryLimit',
  'suspend',
  'ttlSecondsAfterFinished',
] as const satisfies readonly JobSettingFact['name'][];

/** How a Job or CronJob is run and kept, of the object's own spec and of its job template. */
export const jobSettingsOf = (reading: Reading): readonly JobSettingFact[] => {
  const spec = objectAt(reading.object, 'spec');
  const ofTemplate = objectAt(objectAt(spec, 'jobTemplate'), 'spec');
  return [...settingsIn(reading, spec, '/spec'), ...settingsIn(reading, ofTemplate, '/spec/jobTemplate/spec')];
};

const settingsIn = (reading: Reading, spec: JsonObject | null, at: string): readonly JobSettingFact[] =>
  JOB_SETTINGS.flatMap((name) => {
    const value = get(spec, name);
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return [];
    return [{ ...inPod(reading, pointer(at, name)), name, value }];
  });
