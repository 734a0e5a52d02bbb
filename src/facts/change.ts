import { runsPerDay } from '../lib/cron.ts';
import type { Activity, Reading } from '../model/activity.ts';
import type { ChangedFact, ChangeFact, CommandFact, ImageFact, Place, Power } from '../model/facts.ts';
import { get, type Json, objectAt, pointer } from '../model/json.ts';
import { type Known, type KnownObject, type KnownVersion, saysOrigin } from '../model/known.ts';
import { ABSENT, type Seen, seen, unseen } from '../model/seen.ts';
import { knownReading } from '../normalise/apply/produced.ts';
import { templateForm } from '../normalise/fingerprint.ts';
import type { KindIndex } from '../normalise/kind-index.ts';
import { commandsOf } from './commands.ts';
import { hostNamespacesOf } from './host-namespaces.ts';
import { hostPathsOf } from './host-paths.ts';
import { imagesOf } from './images.ts';
import { jobSettingsOf } from './job-settings.ts';
import { inPod } from './places.ts';
import { privilegesOf } from './privileges.ts';
import { rightsOf } from './rights.ts';
import { wakes } from './run-settings.ts';
import { scheduleOf } from './schedule.ts';
import { serviceAccountOf } from './service-account.ts';

interface Around {
  readonly known: Known;
  readonly before: KnownObject | undefined;
  readonly kinds: KindIndex;
}

const UNSET = 'not set';

/**
 * What a write changed of the workload, against the object as it stood before. Absent for a creation. Where that object is
 * one of several, since the kind of a patch before could not be told, what is said of it is a part.
 */
export const changeOf = (activity: Activity, after: Reading, around: Around): Seen<ChangeFact> => {
  const { verb, code } = activity.request;
  if (verb === 'create' || code === 201) return ABSENT;
  if (after.missing !== null) return unseen(after.missing);
  const [state, ...more] = around.before?.states ?? [];
  if (around.before === undefined || state === undefined) {
    return unseen(verb === 'patch' ? 'patch-without-base' : 'no-baseline');
  }
  const before = knownReading(state, activity, around.kinds);
  const isTold = more.length === 0 && !after.inferred && before.missing === null;
  const form = formOf(after);
  const isSameTemplate = isTold && form !== null && form === formOf(before);
  const fact: ChangeFact = {
    isSameTemplate,
    isRepetition: isSameTemplate && !wakes(before, after),
    story: storyOf(around.before, isSameTemplate ? form : null, activity, around.kinds),
    createdSuspended: isSuspended(around.before.creation) ? saysMade(around.before.creation) : null,
    images: imageChanges(before, after),
    commands: commandChanges(before, after),
    privileges: privilegeChanges(before, after),
    suspend: suspendChange(before, after),
    schedule: scheduleChange(before, after),
    history: historyChanges(before, after),
    serviceAccount: accountChange(activity, before, after, around.known),
  };
  return seen(fact, isTold ? undefined : 'patch-type-unknown');
};

/** What the pods of a reading run, told once however often it is asked. `null` for what makes no pods. */
const formOf = (reading: Reading): string | null => {
  const found = forms.get(reading);
  if (found !== undefined) return found;
  const form = reading.templates.length === 0 ? null : templateForm(reading.templates);
  forms.set(reading, form);
  return form;
};
const forms = new WeakMap<Reading, string | null>();

const isSuspended = (version: KnownVersion | null): version is KnownVersion =>
  get(objectAt(version?.object, 'spec'), 'suspend') === true;

/** `created by ana@example.com at …`. */
const saysMade = ({ origin }: Pick<KnownVersion, 'origin'>): string =>
  saysOrigin(origin).replace(/^written/, 'created');

const storyOf = (
  { creation, origin, versions }: KnownObject,
  form: string | null,
  activity: Activity,
  kinds: KindIndex,
): string => {
  const made = creation === null ? null : `it was ${madeAs(creation)}`;
  if (form !== null) {
    const changed = versions.findIndex(({ object }) => formOf(knownReading(object, activity, kinds)) !== form);
    const since = (changed < 0 ? versions.at(-1) : versions[changed - 1]) ?? { origin };
    const isWhole = creation !== null && since.origin === creation.origin;
    return isWhole
      ? `its template is unchanged since it was ${madeAs(creation)}`
      : `its template is unchanged since it was ${saysOrigin(since.origin)}`;
  }
  if (made === null) return `before that it was ${saysOrigin(origin)}`;
  return creation?.origin === origin ? made : `${made}, and last ${saysOrigin(origin)}`;
};

const madeAs = (creation: KnownVersion): string =>
  isSuspended(creation) ? saysMade(creation).replace(/^created/, 'created suspended') : saysMade(creation);

/** Two containers are the same by their name. */
const keyOf = ({ container, role }: Place): string => `${role}\n${container}`;

const repositoryOf = ({ registry, repository }: ImageFact): string => `${registry}/${repository}`;

const imageChanges = (before: Reading, after: Reading): readonly ChangedFact[] => {
  const known = new Map(imagesOf(before).map((image) => [keyOf(image), image]));
  return imagesOf(after).flatMap((image) => {
    const old = known.get(keyOf(image));
    if (old === undefined || repositoryOf(old) === repositoryOf(image)) return [];
    return [{ ...placeOf(image), from: old.reference, to: image.reference }];
  });
};

/** A command of its own; arguments alone are for the image's own program. */
const isOwn = ({ entrypoint, script }: CommandFact): boolean => entrypoint === null || script !== null;

const commandChanges = (before: Reading, after: Reading): readonly ChangedFact[] => {
  const known = new Map(commandsOf(before).map((one) => [`${one.carrier}\n${keyOf(one)}`, one]));
  return commandsOf(after).flatMap((one) => {
    const old = known.get(`${one.carrier}\n${keyOf(one)}`);
    if (!isOwn(one)) return [];
    const isNew = old === undefined || !isOwn(old) || (one.script !== null && old.script === null);
    return isNew ? [{ ...placeOf(one), from: old?.shown ?? UNSET, to: one.shown }] : [];
  });
};

/** What privileges of the pod are called; what is common in hardened and unhardened pods alike is none of them. */
const powersIn = (reading: Reading): ReadonlyMap<string, Place> => {
  const found = new Map<string, Place>();
  const add = (place: Place, value: string): void => {
    const key = `${keyOf(place)}\n${value}`;
    if (!found.has(key)) found.set(key, place);
  };
  for (const one of privilegesOf(reading)) {
    if (one.what === 'privileged') add(one, one.value);
    else if (one.what === 'capability') add(one, `capability ${one.value}`);
    else if (one.what === 'unconfined') add(one, `${one.value} off`);
  }
  for (const one of hostNamespacesOf(reading)) add(one, one.namespace);
  for (const one of hostPathsOf(reading))
    add(one, `${one.path} of the node${one.readOnly === false ? ', writable' : ''}`);
  return found;
};

const privilegeChanges = (before: Reading, after: Reading): readonly ChangedFact[] => {
  const known = powersIn(before);
  return [...powersIn(after)].flatMap(([key, place]) =>
    known.has(key) ? [] : [{ ...placeOf(place), from: UNSET, to: key.slice(key.lastIndexOf('\n') + 1) }],
  );
};

const settingOf = (reading: Reading, name: string): Json | undefined => get(objectAt(reading.object, 'spec'), name);

const suspendChange = (before: Reading, after: Reading): ChangedFact | null => {
  const [from, to] = [settingOf(before, 'suspend') === true, settingOf(after, 'suspend') === true];
  return from === to ? null : { ...inPod(after, pointer('', 'spec', 'suspend')), from: `${from}`, to: `${to}` };
};

/** Runs at least so many times as often. */
const TIGHTER = 2;

const scheduleChange = (before: Reading, after: Reading): ChangedFact | null => {
  const [from, to] = [scheduleOf(before), scheduleOf(after)];
  if (from === undefined || to === undefined || from.schedule === to.schedule) return null;
  const [old, now] = [runsPerDay(from.schedule), runsPerDay(to.schedule)];
  return old === null || now === null || now < old * TIGHTER
    ? null
    : { ...placeOf(to), from: from.schedule, to: to.schedule };
};

const KEPT = ['failedJobsHistoryLimit', 'successfulJobsHistoryLimit', 'ttlSecondsAfterFinished'];

const historyChanges = (before: Reading, after: Reading): readonly ChangedFact[] => {
  const known = new Map(jobSettingsOf(before).map(({ name, value }) => [name, value]));
  return jobSettingsOf(after).flatMap((setting) => {
    const { name, value } = setting;
    const old = known.get(name);
    if (value !== 0 || old === 0 || !KEPT.includes(name)) return [];
    return [{ ...placeOf(setting), from: `${name}: ${old ?? UNSET}`, to: `${name}: 0` }];
  });
};

const accountChange = (
  activity: Activity,
  before: Reading,
  after: Reading,
  known: Known,
): ChangeFact['serviceAccount'] => {
  const [old, now] = [serviceAccountOf(before), serviceAccountOf(after)];
  const from = old?.name ?? 'default';
  if (now === undefined || now.name === from) return null;
  return { ...placeOf(now), from, to: now.name, powers: newPowers(activity, before, after, known) };
};

const newPowers = (activity: Activity, before: Reading, after: Reading, known: Known): readonly Power[] | null => {
  const rights = rightsOf(activity, after, known);
  if (rights.state === 'absent') return [];
  if (rights.state === 'unseen') return null;
  const had = rightsOf(activity, before, known);
  const powers = new Set(had.state === 'seen' ? had.value.map(({ power }) => power) : []);
  return [...new Set(rights.value.map(({ power }) => power))].filter((power) => !powers.has(power));
};

const placeOf = ({ container, role, pointer: at }: Place): Place => ({ container, role, pointer: at });
