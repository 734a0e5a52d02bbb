import { isPublicAddress, NETWORK_DEVICE } from '../../command/network.ts';
import type { Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

/** As words, in a file or on the input of a client, or of a plain connection. */
const STATEMENT = /config\s{1,8}set\s{1,8}(?:dbfilename\s{1,8}\S{1,80}\s{1,8})?dir\s{1,8}["']?(\/[^\s"'\\]{1,200})/gi;
const PLACES =
  /^(?:\/[\w-]{1,20})?\/(?:var\/spool\/cron|etc\/cron|root\/\.ssh|home\/[^/]{1,64}\/\.ssh|etc\/systemd|var\/www)/;

const CLIENT = /^(?:redis|valkey)-cli$/;
const SAYS = 'sets the directory of a database to a place from which programs are started';
const COPIES = 'makes a database a copy of a server outside';
const MOST_TEXT = 20_000;

/** The same on the input of a client, a statement a line. */
const FOLLOWS = /^\s{0,40}(?:replicaof|slaveof)\s{1,8}["']?([\w.:-]{3,100})["']?\s{1,8}\d{1,5}\s{0,8}$/gim;
/** Functions of a module that runs programs. */
const RUNS = /^\s{0,40}system\.(?:exec|rev)\b/im;

const says = (written: string): string | false => {
  const text = written.slice(0, MOST_TEXT);
  if ([...text.matchAll(STATEMENT)].some(([, place]) => PLACES.test(place ?? ''))) return SAYS;
  if ([...text.matchAll(FOLLOWS)].some(([, host]) => isPublicAddress(host ?? ''))) return COPIES;
  return RUNS.test(text) && 'runs programs on the host of a database through a module';
};

/** `redis-cli replicaof 203.0.113.7 6379`: what that server sends takes the place of the data, and may be a module. */
const follows = ({ program, args }: Run): boolean => {
  const at = CLIENT.test(program) ? args.findIndex((arg) => /^(?:replicaof|slaveof)$/i.test(arg)) : -1;
  return at >= 0 && isPublicAddress(args[at + 1] ?? '');
};

const runsPrograms = ({ program, args }: Run): boolean =>
  CLIENT.test(program) && args.some((arg) => /^system\.(?:exec|rev)$/i.test(arg));

export const commandRedisFile = defineIndicator({
  id: 'command.redis-file',
  title: 'Makes a database write a file from which programs are started, or follow a server outside',
  attack: ['T1053.007', 'T1053.003', 'T1210'],
  severity: 'high',
  why: 'A database whose dump is put into the crontab or among the keys runs what stands in its values, on another host.',
  falsePositives: ['None known'],
  needs: ['effects'],
  kinds: ['code', 'connect', 'run', 'write'],
  evaluate: ({ effects }) => {
    const isConnected = effects.some(
      (one) => one.kind === 'connect' || (one.kind === 'write' && NETWORK_DEVICE.test(one.path)),
    );
    return fromEffects(effects, (effect) => {
      if (effect.kind === 'run' && follows(effect)) return COPIES;
      if (effect.kind === 'run' && runsPrograms(effect))
        return 'runs programs on the host of a database through a module';
      if (effect.kind === 'code') return CLIENT.test(effect.program) && says(effect.text);
      const isHandedOn = isConnected && effect.kind === 'run' && /^(?:echo|printf)$/.test(effect.program);
      return isHandedOn && says(effect.args.join(' '));
    });
  },
});
