import { DATABASES } from '../../command/databases.ts';
import type { Code, Effect, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

export const DROPS = /\bdrop\s{1,8}(?:database|schema|owned)\b|\bdropDatabase\s{0,4}\(|\bFLUSH(?:ALL|DB)\b/i;
const DROP = 'drops a database or all that is in it';
export const ANY_BUCKET = 'deletes buckets with all that is in them, one after the other';
const SNAPSHOTS = 'deletes snapshots, volumes or keys of the cloud';
const CLOUD =
  /^(?:delete-(?:snapshot|db-snapshot|db-cluster-snapshot|volume|recovery-point|backup-vault)|terminate-instances|schedule-key-deletion)$/;
const SNAPSHOT = /^delete-(?:db-(?:cluster-)?)?snapshot$/;
/** Objects that bring data back. */
const BACKUPS = /^(?:backups?|volumesnapshot(?:content)?s?)(?:$|[,.])/;

/** `rb --force` of a bucket that a loop names: one that is written out has an owner who knows it. */
const deletesAnyBucket = (args: readonly string[]): boolean =>
  args.includes('rb') && args.includes('--force') && args.some((arg) => /^s3:\/\/(?:\$|\{\})/.test(arg));

/** Asks which buckets the account has, to go from one to the next. */
export const listsBuckets = (effect: Effect): boolean =>
  effect.kind === 'run' &&
  effect.program === 'aws' &&
  (effect.args.includes('list-buckets') || (effect.args.includes('ls') && effect.args.at(-1) === 'ls'));

/** Every index of a search engine, and every snapshot of each place in which it keeps them. */
const ALL_INDICES =
  /^https?:\/\/[^/\s]{1,255}\/(?:_all|\*|%2A|_data_stream\/\*)(?:[,?]|$)|^\$[^/\s]{1,80}\/(?:_all|\*)(?:[,?]|$)/;
const ALL_SNAPSHOTS =
  /\/_snapshot\/(?:\*|_all|\$\(…\)|\$\{?[a-z]\w{0,40}\}?)(?:\/(?:\*|_all|\$\(…\)|\$\{?[a-z]\w{0,40}\}?))?$/;

const deletesOverHttp = (args: readonly string[]): string | null => {
  const isDeletion = args.some(
    (arg, at) =>
      /^-\w{0,8}XDELETE$|^--request=DELETE$/.test(arg) ||
      (arg === 'DELETE' && /^(?:-\w{0,8}X|--request)$/.test(args[at - 1] ?? '')),
  );
  if (!isDeletion) return null;
  if (args.some((arg) => arg.length < 1024 && ALL_INDICES.test(arg))) return 'deletes all indices of a search engine';
  return args.some((arg) => arg.length < 1024 && ALL_SNAPSHOTS.test(arg))
    ? 'deletes the snapshots of a search engine'
    : null;
};

const destroys = ({ program, args }: Run): string | null => {
  const has = (...words: readonly string[]): boolean => words.every((word) => args.includes(word));
  switch (program) {
    case 'curl':
      return deletesOverHttp(args);
    case 'dropdb':
      return DROP;
    case 'vault':
      return has('secrets', 'disable') ? 'switches off an engine of Vault with all its secrets' : null;
    case 'etcdctl':
      return args.includes('del') && args.some((arg) => /^--(?:prefix|from-key)/.test(arg))
        ? 'deletes keys of etcd'
        : null;
    case 'velero':
      if (!has('delete', '--all')) return null;
      return has('schedule') ? 'ends what makes backups' : 'deletes all backups';
    case 'restic':
      return has('forget') && args.some((arg) => /^--unsafe-allow-remove-all/.test(arg)) ? 'deletes all backups' : null;
    case 'aws':
      if (args.some((arg) => CLOUD.test(arg))) return SNAPSHOTS;
      return (has('rm', '--recursive') || has('rb', '--force')) &&
        args.some((arg) => /^s3:\/\/[^/]{0,255}backup/i.test(arg))
        ? 'deletes a bucket of backups'
        : deletesAnyBucket(args)
          ? ANY_BUCKET
          : null;
    default:
      return null;
  }
};

/** Makes a database anew: what was dropped before is refreshed. */
const refreshes = (effect: Effect): boolean =>
  (effect.kind === 'run' && /^(?:createdb|pg_restore|mongorestore|mysqladmin)$/.test(effect.program)) ||
  (effect.kind === 'code' && /\bcreate\s{1,8}(?:database|schema)\b/i.test(effect.text));

/** What of a pod's effects destroys for good: a database that is made anew in the same pod is none. */
export const destroying = (effects: readonly Effect[]): readonly Effect[] => {
  const found = effects.filter((effect) => destructionOf(effect) !== null);
  return found.length > 0 && effects.some(refreshes) ? found.filter((effect) => destructionOf(effect) !== DROP) : found;
};

/** Which kind of data an effect destroys, as the rest of a sentence. */
export const destructionOf = (effect: Effect): string | null => {
  if (effect.kind === 'run') return destroys(effect);
  if (effect.kind === 'kube-api') {
    const isWide = effect.verb === 'delete' && (effect.all || effect.everywhere) && effect.selector === null;
    return isWide && effect.resources.some((one) => BACKUPS.test(one)) ? 'deletes all backups' : null;
  }
  // Statements that a client of a database is given.
  return effect.kind === 'code' && DATABASES.has(effect.program) && DROPS.test(effect.text) ? DROP : null;
};

/** Chooses by age: `--query 'Snapshots[?StartTime<…]'`. */
const BY_AGE = /(?:Start|Create|Creation|Completion)(?:Time|Date)\s{0,4}<|^--by-created-before/;
/** Names of databases and schemas. */
const NAMES =
  /\b(drop|create)\s{1,8}(?:database|schema)\s{1,8}(?:if\s{1,8}(?:not\s{1,8})?exists\s{1,8})?["'`]?([\w$.-]{1,80})/gi;
const MOST_NAMES = 200;

/** Whether each database that is dropped, by a statement or by the program for it, is created again. */
const isBuiltAnew = (effects: readonly Effect[]): boolean => {
  const dropped = new Set<string>();
  const created = new Set<string>();
  for (const effect of effects) {
    if (effect.kind === 'run' && effect.program === 'dropdb') dropped.add(effect.args.at(-1) ?? '');
    if (effect.kind === 'run' && effect.program === 'createdb') created.add(effect.args.at(-1) ?? '');
    if (effect.kind !== 'code' || !DATABASES.has(effect.program)) continue;
    for (const [, verb = '', name = ''] of [...effect.text.matchAll(NAMES)].slice(0, MOST_NAMES)) {
      (verb.toLowerCase() === 'drop' ? dropped : created).add(name);
    }
  }
  return dropped.size > 0 && [...dropped].every((name) => created.has(name));
};

/** The same in code, which compares for itself. */
const AGE_IN_CODE =
  /\btimedelta\b|\bif\b[^\n]{0,200}(?:StartTime|CreateTime|CreationDate|LaunchTime|SnapshotCreateTime)/;
const choosesByAge = (effects: readonly Effect[]): boolean =>
  effects.some((one) =>
    one.kind === 'run'
      ? one.args.some((arg) => arg.length < 2000 && BY_AGE.test(arg))
      : one.kind === 'code' && one.text.length < 50_000 && AGE_IN_CODE.test(one.text),
  );
/** Chooses by a tag or a state: `describe-volumes --filters Name=status,Values=available`. */
const choosesByTag = (effects: readonly Effect[]): boolean =>
  effects.some(
    (one) =>
      one.kind === 'run' &&
      one.program === 'aws' &&
      one.args.some((arg) => arg.startsWith('describe-')) &&
      one.args.some((arg) => /^--filters?(?:=|$)/.test(arg)),
  );
/** Machines and disks come and go; keys and vaults of backups do not. */
const COMES_AND_GOES = /^(?:terminate-instances|delete-volume|delete-snapshot)$/;

/** The kinds go as well: an operator is taken off with all that it has. */
const isUninstall = (effect: Effect): boolean =>
  effect.kind === 'kube-api' &&
  effect.verb === 'delete' &&
  effect.selector !== null &&
  effect.resources.some((one) => /^(?:crds?|customresourcedefinitions?)(?:$|[,.])/.test(one));

/** A cache by the name of its host, or one of the numbered databases of a store of keys. */
const isCache = ({ program, text }: Code): boolean =>
  /^(?:redis|valkey)-cli$/.test(program) &&
  (!/\bFLUSHALL\b/i.test(text) || /(?:^|[\s/@])[\w.-]{0,80}cache/i.test(text));

export const commandDataDestruction = defineIndicator({
  id: 'command.data-destruction',
  title: 'Deletes databases, backups or snapshots',
  attack: ['T1053.007', 'T1485', 'T1490'],
  severity: 'medium',
  why: 'Clean-up knows what is old. This takes everything, and what could bring it back.',
  falsePositives: ['Tear-down of test data', 'Caches that are emptied on purpose'],
  needs: ['effects'],
  kinds: ['code', 'kube-api', 'run'],
  evaluate: ({ effects }) => {
    const found = effects.filter((effect) => destructionOf(effect) !== null);
    const isAnew = found.length > 0 && isBuiltAnew(effects);
    const isRotation = found.length > 0 && choosesByAge(effects);
    const isChosen = found.length > 0 && choosesByTag(effects);
    const isRemoved = effects.some(isUninstall);
    const isEach = effects.some(listsBuckets);
    return fromEffects(found, (effect) => {
      // A name that the log does not hold may be that of one bucket, which the job made itself.
      if (!isEach && destructionOf(effect) === ANY_BUCKET) return null;
      if (effect.kind === 'code' && (isAnew || isCache(effect))) return null;
      if (effect.kind === 'kube-api' && isRemoved) return null;
      if (effect.kind === 'run' && effect.program === 'dropdb' && isAnew) return null;
      if (
        effect.kind === 'run' &&
        isRotation &&
        effect.args.some((arg) => SNAPSHOT.test(arg) || ALL_SNAPSHOTS.test(arg))
      )
        return null;
      if (effect.kind === 'run' && isChosen && effect.args.some((arg) => COMES_AND_GOES.test(arg))) return null;
      return destructionOf(effect);
    });
  },
});
