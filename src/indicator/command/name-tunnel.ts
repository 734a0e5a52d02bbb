import { DOWNLOADERS } from '../../command/network.ts';
import type { Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

const ASKERS: ReadonlySet<string> = new Set([
  ...['dig', 'nslookup', 'host', 'drill', 'kdig', 'getent', 'ping', 'resolvectl'],
]);
/** A name whose first label is made on the way, below a domain of which at least two labels stand there. */
const MADE_NAME = /^@?[\w.-]{0,80}\$[^.\s/]{1,80}(?:\.[\w$(){}…-]{1,63}){0,6}\.[a-z0-9-]{1,63}\.[a-z]{2,24}\.?$/i;
const IN_CLUSTER = /\.(?:svc|local|internal|cluster)\.?$/i;
const LONGEST = 600;

/** The names with what an encoder made in them. A client of the web looks up that of its address first. */
const names = ({ program, args, encoded = [] }: Run): readonly string[] => {
  const words = encoded.map((at) => args[at] ?? '').filter((arg) => arg.length < LONGEST);
  if (ASKERS.has(program)) return words;
  return DOWNLOADERS.has(program)
    ? words.flatMap((word) => {
        const host = (word.replace(/^[a-z]{3,5}:\/\//i, '').split(/[/?#]/, 1)[0] ?? '').replace(/:\d{1,5}$/, '');
        const asked = ASKED.exec(word)?.[1];
        return asked === undefined ? [host] : [host, asked];
      })
    : [];
};
/** The question in an address of a name server that answers over the web. */
const ASKED =
  /^https?:\/\/[^/?#]{1,253}\/(?:resolve|dns-query|[\w-]{1,30})?\?(?:[^&]{1,200}&){0,8}name=([^&\s]{1,400})/;

/** The name that a program asks for with encoded data in it, outside of the cluster. */
export const tunnelName = (run: Run): string | undefined =>
  names(run).find((one) => MADE_NAME.test(one) && !IN_CLUSTER.test(one));

export const commandNameTunnel = defineIndicator({
  id: 'command.name-tunnel',
  title: 'Puts encoded data into the names that it asks for',
  attack: ['T1053.007', 'T1048.003', 'T1071.004'],
  severity: 'medium',
  why: 'A name server outside sees every name that is asked below its domain: data leaves so where no connection may.',
  falsePositives: ['Services that give each customer a name in letters and digits'],
  references: ['https://attack.mitre.org/techniques/T1071/004/'],
  needs: ['effects'],
  kinds: ['run'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind !== 'run') return null;
      const name = tunnelName(effect);
      return name !== undefined && `asks for names such as ${quoted(name)}, with what an encoder made in them`;
    }),
});
