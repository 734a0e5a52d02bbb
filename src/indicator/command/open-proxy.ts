import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

export const commandOpenProxy = defineIndicator({
  id: 'command.open-proxy',
  title: 'Opens the API server to whoever reaches the pod',
  attack: ['T1053.007', 'T1090', 'T1133'],
  severity: 'high',
  why: 'kubectl proxy signs in for everybody who asks; bound to all addresses, everybody has the rights of the pod.',
  falsePositives: ['None known'],
  needs: ['effects'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind !== 'run' || !/^(?:kubectl|oc)$/.test(effect.program) || !effect.args.includes('proxy'))
        return null;
      const all = effect.args.join(' ');
      return (
        /--address[= ](?:0\.0\.0\.0|::|\[::\])/.test(all) &&
        /--(?:accept-hosts[= ](?:\^?\.\*|["']?\.\*)|disable-filter(?:=true)?(?: |$))/.test(all) &&
        'opens a proxy to the API server on all addresses and for every host'
      );
    }),
});
