import { DATABASES } from '../../command/databases.ts';
import type { Effect, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

const DROPS = /\bdrop\s{1,8}(?:database|schema|owned)\b|\bdropDatabase\s{0,4}\(|\bFLUSH(?:ALL|DB)\b/i;
const DROP = 'drops a database or all that is in it';
const SNAPSHOTS = 'deletes snapshots, volumes or keys of the cloud';
const CLOUD =
  /^(?:delete-(?:snapshot|db-snapshot|db-cluster-snapshot|volume|recovery-point|backup-vault)|terminate-instances|schedule-key-deletion)$/;

const destroys = ({ program, args }: Run): string | null => {
  const has = (...words: readonly string[]): boolean => words.every((word) => args.includes(word));
  switch (program) {
    case 'dropdb':
      return DROP;
    case 'vault':
      return has('secrets', 'disable') ? 'switches off an engine of Vault with all its secrets' : null;
    case 'etcdctl':
      return args.includes('del') && args.some((arg) => /^--(?:prefix|from-key)/.test(arg))
        ? 'deletes keys of etcd'
        : null;
    case 'velero':
      return has('delete', '--all') ? 'deletes all backups' : null;
    case 'aws':
      if (args.some((arg) => CLOUD.test(arg))) return SNAPSHOTS;
      return has('rm', '--recursive') && args.some((arg) => /^s3:\/\/[^/]{0,255}backup/i.test(arg))
        ? 'deletes a bucket of backups'
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
  // Statements that a client of a database is given.
  return effect.kind === 'code' && DATABASES.has(effect.program) && DROPS.test(effect.text) ? DROP : null;
};

export const commandDataDestruction = defineIndicator({
  id: 'command.data-destruction',
  title: 'Deletes databases, backups or snapshots',
  attack: ['T1053.007', 'T1485', 'T1490'],
  severity: 'medium',
  why: 'Clean-up knows what is old. This takes everything, and what could bring it back.',
  falsePositives: ['Tear-down of test data', 'Caches that are emptied on purpose'],
  needs: ['effects'],
  evaluate: ({ effects }) =>
    fromEffects(destroying(effects), (effect) => {
      const does = destructionOf(effect);
      // Alone it is how old snapshots are rotated.
      return does !== SNAPSHOTS && does;
    }),
});
