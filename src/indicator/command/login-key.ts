import { cleanPath } from '../../lib/path.ts';
import type { Effect } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { startsServer } from './login-server.ts';

const KEY = /(?:^|\s)(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-[\w-]{1,20}|sk-[\w@.-]{1,40})\s{1,4}AAAA/;
const PLACE = /^(?:~|\/root)\/\.ssh\/authorized_keys2?$/;

/** A key of somebody that stands in the manifest, for root of the container itself. */
const letsIn = (effect: Effect): boolean =>
  effect.kind === 'write' &&
  effect.host === null &&
  PLACE.test(effect.path.startsWith('/') ? cleanPath(effect.path) : effect.path) &&
  KEY.test(effect.text);

export const commandLoginKey = defineIndicator({
  id: 'command.login-key',
  title: 'Lets root sign in with a key of the manifest',
  attack: ['T1053.007', 'T1021.004', 'T1098.004'],
  severity: 'medium',
  why: 'A server that lets root in is a way back into the cluster for whoever has the key, past the API server and its log.',
  falsePositives: ['Workplaces of developers who sign in by ssh'],
  references: ['https://attack.mitre.org/techniques/T1098/004/'],
  needs: ['effects'],
  kinds: ['run', 'write'],
  evaluate: ({ effects }) => {
    const opened = new Set(effects.filter(letsIn).map(({ container }) => container));
    if (opened.size === 0) return [];
    return fromEffects(
      effects,
      (effect) =>
        opened.has(effect.container) &&
        startsServer(effect) &&
        'lets a key of the manifest in as root and starts a server to sign in',
    );
  },
});
