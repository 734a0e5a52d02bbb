import type { Inflate } from '../command/decoders.ts';
import { effectsOf } from '../command/effects.ts';
import { LOADING } from '../command/loaded-variables.ts';
import type { Activity, Reading } from '../model/activity.ts';
import type { Effect } from '../model/effect.ts';
import type { CommandFact, DeliveryFact, Facts, FirstTimeFacts, HostPathFact } from '../model/facts.ts';
import { type Known, type KnownObject, NOTHING_KNOWN } from '../model/known.ts';
import { ABSENT, seen, unseen } from '../model/seen.ts';
import { DEFAULT_KINDS, type KindIndex } from '../normalise/kind-index.ts';
import { changeOf } from './change.ts';
import { commandsOf, unsaidStarts } from './commands.ts';
import { controllerOf } from './controller.ts';
import { copyOf } from './copy.ts';
import { impersonationOf, tokenPodOf } from './credential.ts';
import { finalizersOf } from './finalizers.ts';
import { gitVolumesOf } from './git-volumes.ts';
import { hostNamespacesOf } from './host-namespaces.ts';
import { hostPathsOf } from './host-paths.ts';
import { imagesOf } from './images.ts';
import { jobSettingsOf } from './job-settings.ts';
import { nestedEffects } from './nested.ts';
import { placementsOf } from './placements.ts';
import { listed, single, withoutReading } from './places.ts';
import { plantedEffects } from './planted.ts';
import { privilegesOf } from './privileges.ts';
import { processRootsOf } from './process-roots.ts';
import { rightsOf } from './rights.ts';
import { runNameOf } from './run-name.ts';
import { scheduleOf } from './schedule.ts';
import { secretsOf } from './secrets.ts';
import { serviceAccountOf } from './service-account.ts';
import { surroundingsOf } from './surroundings.ts';
import { asTaskRuns } from './task-pods.ts';
import { tokensOf } from './tokens.ts';
import { toldSettings } from './told-settings.ts';

/** Work that needs more than text: passed in, so that the judgement itself runs anywhere. */
export interface Tools {
  /** Unpacks compressed text inside commands; without it such layers stay closed. */
  readonly inflate?: Inflate;
  /** What was learned of other objects, from the same log or a file given by hand; nothing by default. */
  readonly known?: Known;
  /** The workload as it stood before the write, where that is known. */
  readonly before?: KnownObject;
  /** Kinds that make pods; ours unless a user's table was added. */
  readonly kinds?: KindIndex;
}

/**
 * What can be said about one reading of one activity, and what cannot.
 *
 * Without a reading every fact of the body is unseen for the activity's reason. Never throws: fields of a wrong type
 * are passed over as the API server would refuse them.
 */
export const gatherFacts = (
  activity: Activity,
  reading: Reading | null,
  delivery: DeliveryFact,
  tools: Tools = {},
): Facts => ({
  ...bodyFacts(activity, reading, tools),
  runName: runNameOf(activity, tools.known ?? NOTHING_KNOWN),
  workload: seen(activity.workload),
  actor: seen(activity.actor),
  controller: controllerOf(activity, tools.known ?? NOTHING_KNOWN),
  impersonation: impersonationOf(activity),
  tokenPod: tokenPodOf(activity),
  request: seen(activity.request),
  delivery: seen(delivery),
  ...UNASKED,
});

/** Only the end of the input tells what came before a write. */
const UNASKED: FirstTimeFacts = {
  newAuthor: unseen('no-baseline'),
  newOrigin: unseen('no-baseline'),
  newContent: unseen('no-baseline'),
};

type BodyFacts = Omit<
  Facts,
  | 'controller'
  | 'runName'
  | 'workload'
  | 'actor'
  | 'impersonation'
  | 'tokenPod'
  | 'request'
  | 'delivery'
  | keyof FirstTimeFacts
>;

const bodyFacts = (activity: Activity, reading: Reading | null, tools: Tools): BodyFacts => {
  if (reading === null) {
    const state = withoutReading(activity);
    return {
      images: state,
      commands: state,
      effects: state,
      hostPaths: state,
      gitVolumes: state,
      privileges: state,
      hostNamespaces: state,
      tokens: state,
      serviceAccount: state,
      rights: state,
      copy: state,
      change: activity.request.verb === 'create' ? ABSENT : state,
      schedule: state,
      jobSettings: state,
      placements: state,
      secrets: state,
      finalizers: state,
      body: state,
    };
  }
  const commands = commandsOf(reading);
  const hostPaths = hostPathsOf(reading);
  const { known = NOTHING_KNOWN, before, kinds = DEFAULT_KINDS } = tools;
  const effects = effectsIn(activity, reading, { commands, hostPaths }, tools);
  return {
    images: listed(reading, imagesOf(reading)),
    commands: listed(reading, commands),
    effects: listed(reading, effects),
    hostPaths: listed(reading, hostPaths),
    gitVolumes: listed(reading, gitVolumesOf(reading)),
    privileges: listed(reading, privilegesOf(reading)),
    hostNamespaces: listed(reading, hostNamespacesOf(reading)),
    tokens: listed(reading, tokensOf(reading)),
    serviceAccount: single(reading, serviceAccountOf(reading)),
    rights: rightsOf(activity, reading, known),
    copy: copyOf(activity, reading, known),
    change: changeOf(activity, reading, { known, before, kinds }),
    schedule: single(reading, scheduleOf(reading)),
    jobSettings: listed(reading, jobSettingsOf(reading)),
    placements: listed(reading, placementsOf(reading)),
    secrets: listed(reading, secretsOf(reading)),
    finalizers: listed(reading, finalizersOf(reading)),
    body: seen(true, reading.missing ?? undefined),
  };
};

/** Facts that indicators of acts read. */
export const ACT_FACTS = [
  'actor',
  'controller',
  'effects',
  'gitVolumes',
  'images',
  'privileges',
  'request',
  'runName',
  'serviceAccount',
  'workload',
] as const;
/** Those of them that the pod templates give, with the cluster and namespace that they stand in. */
export const TEMPLATE_FACTS = ['effects', 'gitVolumes', 'images', 'privileges', 'serviceAccount'] as const;

/**
 * The facts of `ACT_FACTS` alone, which costs half of all of them; every other is absent, so that only indicators which read
 * none of the others may be asked. Without `ofTemplates` those of `TEMPLATE_FACTS` are absent too.
 */
export const gatherActFacts = (
  activity: Activity,
  reading: Reading | null,
  delivery: DeliveryFact,
  tools: Tools = {},
  ofTemplates = true,
): Facts => {
  if (reading === null) return gatherFacts(activity, reading, delivery, tools);
  return {
    ...NO_FACTS,
    ...(ofTemplates ? templateFacts(activity, reading, tools) : {}),
    workload: seen(activity.workload),
    actor: seen(activity.actor),
    controller: controllerOf(activity, tools.known ?? NOTHING_KNOWN),
    runName: runNameOf(activity, tools.known ?? NOTHING_KNOWN),
    request: seen(activity.request),
  };
};

const templateFacts = (
  activity: Activity,
  reading: Reading,
  tools: Tools,
): Pick<Facts, (typeof TEMPLATE_FACTS)[number]> => {
  const commands = commandsOf(reading);
  return {
    images: listed(reading, imagesOf(reading)),
    effects: listed(reading, effectsIn(activity, reading, { commands, hostPaths: hostPathsOf(reading) }, tools)),
    gitVolumes: listed(reading, gitVolumesOf(reading)),
    privileges: listed(reading, privilegesOf(reading)),
    serviceAccount: single(reading, serviceAccountOf(reading)),
  };
};

const NO_FACTS: Facts = {
  actor: ABSENT,
  body: ABSENT,
  change: ABSENT,
  commands: ABSENT,
  controller: ABSENT,
  copy: ABSENT,
  delivery: ABSENT,
  effects: ABSENT,
  finalizers: ABSENT,
  gitVolumes: ABSENT,
  hostNamespaces: ABSENT,
  hostPaths: ABSENT,
  images: ABSENT,
  impersonation: ABSENT,
  jobSettings: ABSENT,
  newAuthor: ABSENT,
  newContent: ABSENT,
  newOrigin: ABSENT,
  placements: ABSENT,
  privileges: ABSENT,
  request: ABSENT,
  rights: ABSENT,
  runName: ABSENT,
  schedule: ABSENT,
  secrets: ABSENT,
  serviceAccount: ABSENT,
  tokenPod: ABSENT,
  tokens: ABSENT,
  workload: ABSENT,
};

/** What the commands of a reading do, with what other objects put around them. */
const effectsIn = (
  { event, workload }: Activity,
  given: Reading,
  {
    commands: written,
    hostPaths,
  }: { readonly commands: readonly CommandFact[]; readonly hostPaths: readonly HostPathFact[] },
  { inflate, known = NOTHING_KNOWN }: Tools,
): readonly Effect[] => {
  const at = { cluster: event.cluster, namespace: workload.namespace, at: event.time.at };
  const reading = asTaskRuns(given);
  const commands = reading === given ? written : commandsOf(reading);
  const roots = commands.length === 0 ? [] : processRootsOf(reading);
  const all = commands.length === 0 ? commands : [...commands, ...unsaidStarts(reading, LOADING)];
  const own = effectsOf(
    { commands: all, hostPaths: [...hostPaths, ...roots], ...surroundingsOf(reading, all, known, at) },
    inflate,
  );
  const nested = nestedEffects(own, inflate);
  const planted = plantedEffects([...own, ...nested], reading, inflate);
  return [...own, ...nested, ...planted, ...toldSettings(reading, known, at)];
};
