import { MEMORY } from '../reads.ts';
import { reads } from './acts.ts';
import {
  asObject,
  asValue,
  type CodeCall,
  type Handler,
  type Host,
  knownNumber,
  NOTHING,
  number,
  type ObjectThing,
  object,
  type Thing,
  text,
  unknownThing,
} from './things.ts';

/** Requests of `ptrace` that change another process: its text, its data, its registers. */
const CHANGES: ReadonlySet<number> = new Set([4, 5, 6, 13, 15, 0x4205]);
/** Requests that read its memory. */
const PEEKS: ReadonlySet<number> = new Set([1, 2]);
/** Calls of the kernel by their numbers on common processors, where a program makes them itself. */
const NUMBERS: ReadonlyMap<number, string> = new Map([
  [101, 'ptrace'],
  [310, 'process_vm_readv'],
  [311, 'process_vm_writev'],
  [270, 'process_vm_readv'],
  [271, 'process_vm_writev'],
  [308, 'setns'],
]);

const injects = (host: Host): Thing => {
  const does = 'writes into the memory of another process';
  host.emit({ kind: 'escape', how: 'kernel', does, takesOver: true, program: '' });
  return number(0);
};

/** Joins the namespaces of another process by a file that stands for one of them. */
export const entersNamespace: Handler = (host, { args: [first] }) => {
  const named = asObject(first, 'file')?.fields.get('name');
  const path = first?.kind === 'number' ? host.descriptors.get(first.value) : asValue(named ?? text('')).text;
  if (path !== undefined && /\/proc\/1\/ns\//.test(path)) {
    const does = "enters the namespaces of the node's first process";
    host.emit({ kind: 'escape', how: 'nsenter', does, takesOver: true, program: '' });
  }
  return NOTHING;
};

/** Functions of a library of the system that a program calls by their names. */
export const nativeMethod = (host: Host, self: ObjectThing, call: CodeCall, name: string): Thing => {
  const [first, ...rest] = call.args;
  switch (name) {
    case 'syscall': {
      const found = NUMBERS.get(knownNumber(first) ?? -1);
      return found === undefined ? unknownThing() : nativeMethod(host, self, { ...call, args: rest }, found);
    }
    case 'ptrace': {
      const request = knownNumber(first);
      if (request !== null && PEEKS.has(request)) return unknownThing([reads(host, 'credentials', MEMORY)]);
      return request !== null && CHANGES.has(request) ? injects(host) : unknownThing();
    }
    case 'process_vm_writev':
      return injects(host);
    case 'process_vm_readv':
      return unknownThing([reads(host, 'credentials', MEMORY)]);
    case 'setns':
      return entersNamespace(host, call);
    default:
      return unknownThing();
  }
};

export const native = (): Thing => object('native');
