import { isDrop } from '../../command/answers.ts';
import { isOutside, isPublicAddress } from '../../command/network.ts';
import { ROWS } from '../../command/persons.ts';
import type { Effect, Run, Send } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';
import { hostOf } from '../sources.ts';
import { hasForgeToken, hasWrittenToken } from '../written-keys.ts';

/**
 * A connection without a protocol to somebody outside: by a public address, or by a name that is not of the cluster. A request
 * to a public address has nobody's name on it either.
 */
const isBare = ({ by, to }: Send): boolean => {
  const host = to.replace(/^\/dev\/(?:tcp|udp)\//, '').split('/', 1)[0] ?? '';
  if (by === 'request') return isPublicAddress(host);
  return (
    by === 'connection' && (isPublicAddress(host) || (/[a-z]/i.test(host) && host.includes('.') && isOutside(host)))
  );
};

/** Services for sources and notes, where anybody has an account. */
const FORGES =
  /^(?:api\.github\.com|uploads\.github\.com|gitlab\.com|api\.bitbucket\.org|codeberg\.org|gitee\.com|api\.gitee\.com|api\.notion\.com|content\.dropboxapi\.com)(?::\d{1,5})?$/i;
/** Rooms in which people write to each other. */
const CHATS =
  /^(?:(?:canary\.|ptb\.)?discord(?:app)?\.com|api\.telegram\.org|hooks\.slack\.com|slack\.com|[\w-]{1,63}\.webhook\.office\.com|api\.line\.me)(?::\d{1,5})?$/i;

const POURED: Readonly<Record<string, string>> = {
  database: 'dumps a database',
  archive: 'takes files together and pours them',
};

/** Whether a dump goes to an account of which the key stands in the command. */
const leavesByKey = ({ by, to, pointer, shown }: Effect & Send, effects: readonly Effect[]): boolean => {
  const isPushed = by === 'copy' && (to === 'git' || FORGE_ADDRESS.test(to));
  if (!isPushed && !(by === 'request' && FORGES.test(to))) return false;
  return effects.some(
    (one) =>
      one.pointer === pointer &&
      (hasForgeToken(one) || (one.kind === 'run' && one.shown === shown && hasWrittenToken(one))),
  );
};
const FORGE_ADDRESS = /^https:\/\/[^/\s]{1,400}\//;

const FROM = /^--?(?:input|source|src|s|from)(?:=|$)/;
const TO = /^--?(?:output|dest(?:ination)?|dst|d|to|target)(?:=(.{4,400}))?$/;
/** Tools that copy one server into another, by a word for each: `elasticdump --input=… --output=http://203.0.113.7:9200/a`. */
const copiesTo = ({ args }: Run): string | undefined => {
  if (!args.some((arg) => FROM.test(arg))) return undefined;
  return args
    .slice(0, MOST_ARGS)
    .flatMap((arg, at) => {
      const match = TO.exec(arg);
      const value = match === null ? undefined : (match[1] ?? args[at + 1]);
      return value !== undefined && /^https?:\/\//.test(value) ? [hostOf(value)] : [];
    })
    .find((host) => isPublicAddress(host));
};
const MOST_ARGS = 60;

export const commandDataPour = defineIndicator({
  id: 'command.data-pour',
  title: 'Pours a database, files, the traffic or the answers of others out of the cluster',
  attack: ['T1053.007', 'T1048', 'T1040', 'T1567'],
  severity: 'high',
  why: 'A backup has storage that answers for it. A dump in a bare connection, packets that were captured, or what a service inside answered, sent on to a host without a name, have a reader who is not to be known.',
  falsePositives: [
    'Moves of a database to another provider, by hand',
    'Captures for the support of a network product',
    'Exports to a partner who has an address and no name',
  ],
  references: ['https://attack.mitre.org/techniques/T1040/', 'https://attack.mitre.org/techniques/T1567/'],
  needs: ['effects'],
  kinds: ['code', 'run', 'send'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind === 'run') {
        const to = copiesTo(effect);
        return to !== undefined && `copies what a database holds to ${quoted(to)}`;
      }
      if (effect.kind !== 'send') return null;
      const { what, path } = effect.what;
      // Storage answers for what is in it, as with a backup.
      if (what === 'traffic' && effect.by !== 'storage')
        return 'captures the traffic of others and sends it out of the cluster';
      if (what === 'answer' && (effect.by === 'request' || effect.by === 'connection'))
        return `takes what ${quoted(hostOf(path))} answers and sends it to ${quoted(effect.to)}`;
      const poured = POURED[what];
      if (poured === undefined) return null;
      if (path === ROWS && effect.by === 'request' && CHATS.test(effect.to))
        return 'takes all rows about persons out of a database and writes them into a chat';
      if (effect.by === 'request' && isDrop(effect.to)) return `${poured} to where anybody leaves files`;
      if (what === 'database' && leavesByKey(effect, effects))
        return `${poured} to an account of which the key stands in the command`;
      if (effect.isDisguised === true) return `${poured} to an address that stands there in disguise`;
      return (
        isBare(effect) &&
        `${poured} to ${effect.by === 'request' ? 'a bare address' : 'the outside, over a bare connection'}`
      );
    }),
});
