import { defineIndicator } from '../define.ts';
import { firstAct, fromCommands } from '../text/evidence.ts';
import { filesWritten } from '../text/files.ts';
import type { Act } from '../text/understand.ts';

const BLOCK_DEVICE = /^\/dev\/(?:sd|vd|xvd|nvme|dm-|mapper\/|hd|mmcblk|disk\/)/;

export const commandKernelEscape = defineIndicator({
  id: 'command.kernel-escape',
  title: 'Leaves the container through the kernel',
  attack: ['T1053.007', 'T1611', 'T1547.006'],
  severity: 'high',
  why: 'Kernel helpers, modules and raw disks of the node are the known ways out of a privileged container.',
  falsePositives: ['Driver installers that load a module', 'Set-up of core dumps'],
  needs: ['commands'],
  evaluate: ({ commands }) => fromCommands(commands, (understood) => firstAct(understood, (act) => wayOut(act))),
});

const wayOut = (act: Act): string | null => {
  const { program, args } = act.ran;
  for (const file of filesWritten(act)) {
    if (file.endsWith('/release_agent')) return 'writes the release agent of a control group';
    // A pattern that begins with a pipe names a program; a plain one only names the file of the dump.
    if (file.endsWith('/kernel/core_pattern') && sourceOf(act).includes('|')) {
      return 'makes the kernel start a program of its own at the next crash';
    }
    if (file.endsWith('/kernel/modprobe')) return 'makes the kernel start a program of its own to load modules';
    if (file.endsWith('/proc/sysrq-trigger')) return 'gives the kernel of the node a direct order';
    if (BLOCK_DEVICE.test(file)) return 'writes to a disk of the node';
  }
  if (program === 'insmod') return 'loads a kernel module from a file';
  if (program === 'mount' && args.some((arg) => BLOCK_DEVICE.test(arg))) return 'mounts a disk of the node';
  if (program === 'debugfs' && args.some((arg) => BLOCK_DEVICE.test(arg))) return 'reads a disk of the node directly';
  return null;
};

/** What an act writes, as far as its text shows. */
const sourceOf = ({ step, ran }: Act): string =>
  [...ran.args, ...step.from.flatMap((from) => from.words), step.heredoc ?? ''].join(' ');
