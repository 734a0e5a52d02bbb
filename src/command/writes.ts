import type { Effect, Read } from '../model/effect.ts';
import type { Call, Machine } from './machine.ts';
import { isOutside } from './network.ts';
import { isInPackageCache } from './planted-places.ts';
import { hostOfPlace } from './remote-places.ts';

const MOST_TEXT = 8000;
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
  // In a cache of packages a name alone says nothing.
  const whole = path.startsWith('/') ? path : machine.absolute(path);
  const named = isInPackageCache(whole) ? whole : path;
  machine.emit({ kind: 'write', path: named, host, text: text.slice(0, MOST_TEXT), holds: readIn(origins) }, at);
  const to = hostOfPlace(machine, path);
  if (to !== null && isOutside(to)) {
    for (const what of origins) if (what.kind === 'read') machine.emit({ kind: 'send', what, by: 'copy', to }, at);
  }
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
  if (/\/(?:kernel\/uevent_helper|kernel\/hotplug)$/.test(file))
    return 'makes the kernel start a program of its own when a device changes';
  if (file.endsWith('/kernel/modprobe')) return 'makes the kernel start a program of its own to load modules';
  if (/\/proc\/(?:\d{1,7}|\*|\$[^/]{1,60})\/mem$/.test(file)) return 'writes into the memory of another process';
  if (file.endsWith('/proc/sysrq-trigger')) return 'gives the kernel of the node a direct order';
  if (BLOCK_DEVICE.test(file)) return 'writes to a disk of the node';
  return null;
};

/** Programs that reach past the kernel's walls by themselves. */
export const kernelProgram = (program: string, texts: readonly string[]): string | null => {
  if (program === 'insmod') return 'loads a kernel module from a file';
  if (program === 'mount' && texts.some((text) => BLOCK_DEVICE.test(text))) return 'mounts a disk of the node';
  if (program === 'mount' && hidesProcess(texts)) return 'hides a process behind another directory';
  if (program === 'gdb' && callsInto(texts)) return 'runs code in another process';
  if (program === 'kexec' && texts.some((text) => /^(?:-[a-z]*[le]|--(?:load|exec))$/.test(text)))
    return 'starts another kernel on the node';
  // It works on nothing but disks, whatever the variable is called that holds the name of one.
  if (program === 'debugfs' && texts.some((text) => BLOCK_DEVICE.test(text) || text.startsWith('$')))
    return 'reads a disk of the node directly';
  if (program === 'sysctl' && texts.some((text) => KERNEL_STARTS.test(text)))
    return 'makes the kernel start a program of its own';
  if (overwritesDisk(program, texts)) return 'overwrites a disk of the node';
  if (program === 'mknod' && makesDisk(texts)) return 'makes a device file for a disk of the node';
  return null;
};

/** A debugger that joins a process makes it call something. */
const callsInto = (texts: readonly string[]): boolean =>
  texts.some((text) => /^(?:-p\d*|--pid(?:=|$))/.test(text)) &&
  texts.some(
    (text) =>
      text.length < 2000 &&
      /\b(?:call|print|p|compile)\b.{0,80}\b(?:system|dlopen|__libc_dlopen_mode|execl?|mprotect)\s{0,4}\(/.test(text),
  );

/** Something that is mounted over what the kernel tells of one process. */
const hidesProcess = (texts: readonly string[]): boolean =>
  /^\/proc\/(?:\d{1,7}|\$[^/]{1,80})\/?$/.test(texts.at(-1) ?? '') &&
  texts.some((text) => text === '-B' || text === '--bind' || text === 'bind' || text === 'tmpfs');
/** Settings that name a program; a pattern of dumps only where it begins with a pipe. */
const KERNEL_STARTS = /^kernel[./](?:core_pattern\s?=\s?\||(?:modprobe|hotplug|uevent_helper)\s?=\s?\/)/;

/** A device whose name is looked up: `/dev/$d` in a loop through all disks. One that is named is a write of its own. */
const LOOKED_UP = /^(?:of=)?\/dev\/\$/;

/** Programs that take away what a disk is divided into, or all of it. */
const wipes = (program: string, texts: readonly string[]): boolean =>
  program === 'blkdiscard' ||
  (program === 'wipefs' && texts.some((text) => /^-[a-z]*a|^--all$/.test(text))) ||
  (program === 'sgdisk' && texts.some((text) => /^(?:-[a-zA-Z]*Z|--zap-all)$/.test(text)));

const overwritesDisk = (program: string, texts: readonly string[]): boolean => {
  if (wipes(program, texts)) return texts.some((text) => BLOCK_DEVICE.test(text) || LOOKED_UP.test(text));
  if (program === 'shred') return texts.some((text) => BLOCK_DEVICE.test(text) || LOOKED_UP.test(text));
  const isFilled = texts.some((text) => /^if=\/dev\/(?:zero|u?random)$/.test(text));
  return program === 'dd' && isFilled && texts.some((text) => LOOKED_UP.test(text));
};

/** Major number of loop devices: image builders make those, and no disk of the node is one. */
const LOOP = '7';

/** `mknod NAME b MAJOR MINOR`: a block device that is no loop device. */
const makesDisk = (texts: readonly string[]): boolean => {
  const at = texts.indexOf('b');
  return at > 0 && at + 1 < texts.length && texts[at + 1] !== LOOP;
};
