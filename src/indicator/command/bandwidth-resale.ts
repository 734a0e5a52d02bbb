import type { Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { RESALE_IMAGES } from '../image/bandwidth-resale.ts';
import { knownAs } from '../image/names.ts';
import { quoted } from '../quote.ts';

const RUNTIMES: ReadonlySet<string> = new Set(['docker', 'podman', 'nerdctl', 'ctr', 'kubectl']);
const MOST_WORDS = 60;
const IMAGE = /^[\w./:@-]{1,300}$/;

/** The image of such a client that a command starts beside the pod. */
const startedImage = ({ program, args }: Run): string | undefined => {
  if (!RUNTIMES.has(program) || !args.some((arg) => /^(?:run|create|pull)$/.test(arg))) return undefined;
  return args
    .slice(0, MOST_WORDS)
    .filter((arg) => IMAGE.test(arg) && !arg.startsWith('-'))
    .map((arg) => knownAs({ repository: arg.replace(/[:@].*$/, '') }, RESALE_IMAGES))
    .find((name) => name !== undefined);
};

export const commandBandwidthResale = defineIndicator({
  id: 'command.bandwidth-resale',
  title: 'Runs a client that sells the connection of its host',
  attack: ['T1053.007', 'T1496.002'],
  severity: 'high',
  why: 'Somebody is paid for the traffic of strangers that leaves under the address of the cluster, and the cluster answers for it.',
  falsePositives: ['Clusters that somebody runs at home for just that'],
  references: ['https://attack.mitre.org/techniques/T1496/002/'],
  needs: ['effects'],
  kinds: ['run'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind !== 'run') return null;
      if (RESALE_IMAGES.has(effect.program))
        return `runs ${quoted(effect.program)}, which sells the use of a connection`;
      const name = startedImage(effect);
      return name !== undefined && `starts an image named after ${quoted(name)}, which sells the use of a connection`;
    }),
});
