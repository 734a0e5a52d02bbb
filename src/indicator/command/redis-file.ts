import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

const PLACES = /^\/(?:var\/spool\/cron|etc\/cron|root\/\.ssh|home\/[^/]{1,64}\/\.ssh|etc\/systemd|var\/www)/;

export const commandRedisFile = defineIndicator({
  id: 'command.redis-file',
  title: 'Makes a database write a file from which programs are started',
  attack: ['T1053.007', 'T1053.003', 'T1210'],
  severity: 'high',
  why: 'A database whose dump is put into the crontab or among the keys runs what stands in its values, on another host.',
  falsePositives: ['None known'],
  needs: ['effects'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind !== 'run' || !/^(?:redis|valkey)-cli$/.test(effect.program)) return null;
      const words = effect.args.map((arg) => arg.toLowerCase());
      const at = words.indexOf('dir');
      return (
        words.includes('config') &&
        words.includes('set') &&
        at > 0 &&
        PLACES.test(words[at + 1] ?? '') &&
        'sets the directory of a database to a place from which programs are started'
      );
    }),
});
