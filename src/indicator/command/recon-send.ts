import type { Effect, Send } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

/** One of these says enough; a network address or the name of a kernel alone is what registries and counters get. */
const TELLING: ReadonlySet<string> = new Set([
  'aws',
  'id',
  'ps',
  'kubectl',
  'oc',
  '/etc/passwd',
  'capsh',
  'amicontained',
  'nmap',
  'masscan',
  'zmap',
  'rustscan',
  'kube-hunter',
]);

/** What a scan of known hosts found is mailed to those who asked for it; that one was made is said elsewhere. */
const SCANNERS: ReadonlySet<string> = new Set(['nmap', 'masscan', 'zmap', 'rustscan', 'kube-hunter', 'arp-scan']);

const isSystem = (effect: Effect): effect is Effect & Send => effect.kind === 'send' && effect.what.what === 'system';

export const commandReconSend = defineIndicator({
  id: 'command.recon-send',
  title: 'Reports to someone outside what it found around itself',
  attack: ['T1053.007', 'T1082', 'T1033', 'T1041'],
  severity: 'high',
  why: 'Who the process is, what runs beside it and which networks it has: an implant tells that first, and a job has no reader for it.',
  falsePositives: ['Inventory agents that are written as a shell script'],
  needs: ['effects'],
  kinds: ['send'],
  evaluate: ({ effects }) => {
    const told = new Map<string, Set<string>>();
    for (const one of effects.filter(isSystem)) {
      const place = `${one.pointer}\n${one.shown}`;
      told.set(place, (told.get(place) ?? new Set()).add(one.what.path));
    }
    return fromEffects(effects, (effect) => {
      if (!isSystem(effect)) return null;
      const all = told.get(`${effect.pointer}\n${effect.shown}`) ?? new Set();
      if (effect.by === 'mail' && [...all].every((one) => SCANNERS.has(one))) return null;
      const enough = effect.by === 'connection' || all.size > 1 || [...all].some((one) => TELLING.has(one));
      return enough && 'finds out who and where it is, and sends it on';
    });
  },
});
