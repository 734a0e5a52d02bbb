import type { Effect, Read } from '../model/effect.ts';
import type { Call, Machine } from './machine.ts';

const MOST_SHOWN_TEXT = 2000;
const BLOCK_DEVICE = /^\/dev\/(?:sd|vd|xvd|nvme|dm-|mapper\/|hd|mmcblk|disk\/)/;

/** Emits the write of a file, and the way out of the container where the file is one. */
export const writesFile = (
  machine: Machine,
  at: Pick<Call, 'scope' | 'shown'>,
  path: string,
  text: string,
  origins: readonly Effect[] = [],
): void => {
  const host = machine.hostPlace(path, at.scope);
  machine.emit({ kind: 'write', path, host, text: text.slice(0, MOST_SHOWN_TEXT), holds: readIn(origins) }, at);
  const does = wayOut(machine.absolute(path), text);
  if (does !== null) machine.emit({ kind: 'escape', how: 'kernel', does, takesOver: true, program: '' }, at);
};

const readIn = (origins: readonly Effect[]): readonly Read['what'][] => [
  ...new Set(origins.flatMap((one) => (one.kind === 'read' ? [one.what] : []))),
];

const wayOut = (file: string, text: string): string | null => {
  if (text.startsWith('#!/proc/self/exe')) return 'makes the container runtime run itself, to overwrite it';
  if (file.endsWith('/release_agent')) return 'writes the release agent of a control group';
  // A pattern that begins with a pipe names a program; a plain one only names the file of the dump.
  if (file.endsWith('/kernel/core_pattern') && text.includes('|')) {
    return 'makes the kernel start a program of its own at the next crash';
  }
  if (file.endsWith('/kernel/modprobe')) return 'makes the kernel start a program of its own to load modules';
  if (file.endsWith('/proc/sysrq-trigger')) return 'gives the kernel of the node a direct order';
  if (BLOCK_DEVICE.test(file)) return 'writes to a disk of the node';
  return null;
};

/** Programs that reach past the kernel's walls by themselves. */
export const kernelProgram = (program: string, texts: readonly string[]): string | null => {
  if (program === 'insmod') return 'loads a kernel module from a file';
  if (program === 'mount' && texts.some((text) => BLOCK_DEVICE.test(text))) return 'mounts a disk of the node';
  if (program === 'debugfs' && texts.some((text) => BLOCK_DEVICE.test(text)))
    return 'reads a disk of the node directly';
  return null;
};
