import type { Execute } from '../model/effect.ts';
import type { Call, Machine } from './machine.ts';
import type { Value } from './value.ts';

/** Says that data runs that was downloaded, decoded or received. */
export const saysOrigins = (
  machine: Machine,
  call: Pick<Call, 'scope' | 'shown'>,
  origins: Value['origins'],
  how: Execute['how'],
): void => {
  for (const from of origins) {
    if (from.kind === 'download') machine.emit({ kind: 'execute', what: 'downloaded', how, from }, call);
    else if (from.kind === 'decode') machine.emit({ kind: 'execute', what: 'decoded', how, from }, call);
    else if (from.kind === 'connect') {
      const binds = 'joins a shell with a network connection through pipes';
      machine.emit({ kind: 'connect', to: from.to, binds }, call);
    }
  }
};
