import type { Effect } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

const ENCODERS: ReadonlySet<string> = new Set(['base64', 'base32', 'xxd', 'od', 'hexdump', 'basenc']);
const DECODES = /^(?:-[a-zA-Z]*[dDr][a-zA-Z]*|--decode|--revert)$/;
const ASKERS: ReadonlySet<string> = new Set([
  ...['dig', 'nslookup', 'host', 'drill', 'kdig', 'getent', 'ping', 'resolvectl'],
]);
/** A name whose first label is made on the way, below a domain of which at least two labels stand there. */
const MADE_NAME = /^@?[\w.-]{0,80}\$[^.\s]{1,80}(?:\.[\w$(){}…-]{1,63}){0,6}\.[a-z0-9-]{1,63}\.[a-z]{2,24}\.?$/i;
const IN_CLUSTER = /\.(?:svc|local|internal|cluster)\.?$/i;

const encodes = (effect: Effect): boolean =>
  effect.kind === 'run' && ENCODERS.has(effect.program) && !effect.args.some((arg) => DECODES.test(arg));

export const commandNameTunnel = defineIndicator({
  id: 'command.name-tunnel',
  title: 'Puts encoded data into the names that it asks for',
  attack: ['T1053.007', 'T1048.003', 'T1071.004'],
  severity: 'medium',
  why: 'A name server outside sees every name that is asked below its domain: data leaves so where no connection may.',
  falsePositives: ['Look-ups of names that are made of a checksum'],
  references: ['https://attack.mitre.org/techniques/T1071/004/'],
  needs: ['effects'],
  kinds: ['run'],
  evaluate: ({ effects }) => {
    const encoding = new Set(effects.filter(encodes).map(({ pointer }) => pointer));
    if (encoding.size === 0) return [];
    return fromEffects(effects, (effect) => {
      if (effect.kind !== 'run' || !ASKERS.has(effect.program) || !encoding.has(effect.pointer)) return null;
      const name = effect.args.find((arg) => arg.length < 600 && MADE_NAME.test(arg) && !IN_CLUSTER.test(arg));
      return name !== undefined && `asks for names such as ${quoted(name)}, beside an encoder`;
    });
  },
});
