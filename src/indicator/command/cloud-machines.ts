import type { Effect, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

/** Calls of each client after which something is computed that the account pays for. */
const STARTS: ReadonlyMap<string, RegExp> = new Map([
  [
    'aws',
    /^(?:run-(?:instances|task|job-flow)|request-spot-(?:instances|fleet)|create-(?:fleet|service|notebook-instance|training-job|processing-job|instances|container-service|auto-scaling-group|project)|start-build|submit-job)$/,
  ],
  ['gcloud', /^(?:instances|instance-groups|notebooks|workers)$/],
  ['az', /^(?:vm|vmss|container|aks)$/],
]);
const startsMachines = ({ program, args }: Run): boolean => {
  const calls = STARTS.get(program);
  return (
    calls !== undefined &&
    args.some((arg) => calls.test(arg)) &&
    (program === 'aws' || args.some((arg) => arg === 'create'))
  );
};

const REGION = /^(?:[a-z]{2}(?:-gov)?-[a-z]{4,9}-\d|[a-z]{2,12}-[a-z]{4,12}\d(?:-[a-f])?)$/;
const NAMES_REGION = /^(?:--(?:region|zone|location)=|AWS_(?:DEFAULT_)?REGION=)/;
/** `west-1` is near `west-2`; a third one is for what was not enough in two. */
const MANY = 3;

const regionsIn = (effect: Effect): readonly string[] => {
  if (effect.kind !== 'run' || !(STARTS.has(effect.program) || effect.program === 'export')) return [];
  return effect.words.flatMap((word, at) => {
    const named = word.replace(NAMES_REGION, '');
    const isNamed = named !== word || /^(?:-l|--location|region)$/.test(effect.words[at - 1] ?? '');
    return word.length < 80 && (REGION.test(named) || (isNamed && /^[a-z][a-z0-9]{4,20}$/.test(named))) ? [named] : [];
  });
};
const asksForRegions = (effect: Effect): boolean =>
  effect.kind === 'run' &&
  STARTS.has(effect.program) &&
  (effect.args.includes('describe-regions') ||
    (effect.args.some((arg) => /^(?:regions|zones)$/.test(arg)) && effect.args.includes('list')) ||
    effect.args.includes('list-locations'));

export const commandCloudMachines = defineIndicator({
  id: 'command.cloud-machines',
  title: 'Starts machines in one region of the cloud after the other',
  attack: ['T1053.007', 'T1496.001', 'T1535'],
  severity: 'high',
  why: 'Whoever owns an account knows in which region it works. Whoever has only its keys takes what each of them gives.',
  falsePositives: ['Load tests and drills over several regions'],
  references: ['https://attack.mitre.org/techniques/T1535/'],
  needs: ['effects'],
  kinds: ['run'],
  evaluate: ({ effects }) => {
    const regions = new Set(effects.flatMap(regionsIn));
    const isEach = effects.some(asksForRegions);
    if (regions.size < MANY && !isEach) return [];
    return fromEffects(
      effects,
      (effect) =>
        effect.kind === 'run' &&
        startsMachines(effect) &&
        (regions.size >= MANY
          ? `starts machines in ${regions.size} regions, such as ${quoted([...regions].slice(0, MANY).join(', '))}`
          : effect.words.some((word) => word.includes('$')) && 'starts machines in each region that there is'),
    );
  },
});
