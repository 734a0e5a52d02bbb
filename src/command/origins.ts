import type { Execute } from '../model/effect.ts';
import type { Call, Machine } from './machine.ts';
import { MARK, type Value } from './value.ts';

/**
 * The text to run of a value: what is sealed is opened for it, and what another object holds that was not seen is said.
 * `null` when nothing of it is known.
 */
export const opened = (machine: Machine, call: Pick<Call, 'scope' | 'shown'>, value: Value): Value | null => {
  if (value.sealed === undefined && value.lacks === undefined) return value;
  const { sealed, lacks, ...rest } = value;
  if (sealed !== undefined) return { ...rest, text: sealed.text, known: true, provenance: sealed.provenance };
  machine.emit({ kind: 'unresolved', because: 'not-logged', note: `runs ${lacks}` }, call);
  return value.text === MARK ? null : rest;
};

/** Says that data runs that was downloaded, decoded or received. */
export const saysOrigins = (
  machine: Machine,
  call: Pick<Call, 'scope' | 'shown'>,
  origins: Value['origins'],
  how: Execute['how'],
  isRead = false,
): void => {
  for (const from of origins) {
    if (from.kind === 'download') machine.emit({ kind: 'execute', what: 'downloaded', how, from }, call);
    else if (from.kind === 'decode')
      machine.emit({ kind: 'execute', what: 'decoded', how, from, ...(isRead ? { isRead } : {}) }, call);
    else if (from.kind === 'connect' && (how === 'file' || how === 'unpacked'))
      machine.emit({ kind: 'execute', what: 'downloaded', how, from: null }, call);
    else if (from.kind === 'connect') {
      const binds = 'joins a shell with a network connection through pipes';
      machine.emit({ kind: 'connect', to: from.to, binds }, call);
    }
  }
};
