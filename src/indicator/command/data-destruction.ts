import type { Effect, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

const DROPS = /\bdrop\s{1,8}(?:database|schema|owned)\b|\bdropDatabase\s{0,4}\(|\bFLUSH(?:ALL|DB)\b/i;
const DATABASES: ReadonlySet<string> = new Set([
  ...[
    'mysql',
    'mariadb',
    'psql',
    'mongo',
    'mongosh',
    'redis-cli',
    'valkey-cli',
    'clickhouse-client',
    'cqlsh',
    'dropdb',
    'sqlcmd',
  ],
]);

const destroys = ({ program, args }: Run): string | null => {
  const has = (...words: readonly string[]): boolean => words.every((word) => args.includes(word));
  if (program === 'dropdb' || (DATABASES.has(program) && args.some((arg) => DROPS.test(arg))))
    return 'drops a database or all that is in it';
  if (program === 'vault' && has('secrets', 'disable')) return 'switches off an engine of Vault with all its secrets';
  if (program === 'etcdctl' && args.includes('del') && args.some((arg) => /^--(?:prefix|from-key)/.test(arg)))
    return 'deletes keys of etcd';
  if (
    program === 'aws' &&
    args.some((arg) =>
      /^(?:delete-snapshot|delete-db-snapshot|delete-volume|delete-recovery-point|terminate-instances|schedule-key-deletion)$/.test(
        arg,
      ),
    )
  ) {
    return 'deletes snapshots, volumes or keys of the cloud';
  }
  if ((program === 'velero' || program === 'ark') && has('delete') && has('--all')) return 'deletes all backups';
  return null;
};

const ofBackups = (effect: Effect): boolean =>
  effect.kind === 'run' &&
  effect.program === 'aws' &&
  effect.args.includes('rm') &&
  effect.args.includes('--recursive') &&
  effect.args.some((arg) => /^s3:\/\/[^/]{0,255}backup/i.test(arg));

export const commandDataDestruction = defineIndicator({
  id: 'command.data-destruction',
  title: 'Deletes databases, backups or snapshots',
  attack: ['T1053.007', 'T1485', 'T1490'],
  severity: 'medium',
  why: 'Clean-up knows what is old. This takes everything, and what could bring it back.',
  falsePositives: ['Tear-down of test data', 'Caches that are emptied on purpose'],
  needs: ['effects'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind === 'run') return destroys(effect) ?? (ofBackups(effect) && 'deletes a bucket of backups');
      return (
        effect.kind === 'code' &&
        /^(?:mongo|mongosh)$/.test(effect.program) &&
        DROPS.test(effect.text) &&
        'drops a database'
      );
    }),
});
