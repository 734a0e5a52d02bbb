import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

/** A pattern of signs alone, which every name of a host matches. */
const isEverything = (pattern: string): boolean => /^["']?[\^()$.*+?]{0,20}["']?$/.test(pattern);

export const commandOpenProxy = defineIndicator({
  id: 'command.open-proxy',
  title: 'Opens the API server to whoever reaches the pod',
  attack: ['T1053.007', 'T1090', 'T1133'],
  severity: 'high',
  why: 'The proxy of kubectl signs in for everybody who asks; bound to all addresses, everybody has the rights of the pod.',
  falsePositives: ['None known'],
  needs: ['effects'],
  kinds: ['run'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind !== 'run' || !/^(?:kubectl|oc)$/.test(effect.program) || !effect.args.includes('proxy'))
        return null;
      const value = (name: string): string | undefined => {
        const at = effect.args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
        return effect.args[at] === name ? effect.args[at + 1] : effect.args[at]?.slice(name.length + 1);
      };
      const isFiltered = !effect.args.some((arg) => /^--disable-filter(?:=(?:true|t|1))?$/i.test(arg));
      return (
        /^["']?(?:0\.0\.0\.0|::|\[::\])/.test(value('--address') ?? '') &&
        (!isFiltered || value('--accept-hosts')?.split(',', 50).some(isEverything) === true) &&
        'opens a proxy to the API server on all addresses and for every host'
      );
    }),
});
