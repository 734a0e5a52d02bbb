import { cleanPath } from '../lib/path.ts';
import type { Effect } from '../model/effect.ts';
import type { Machine } from './machine.ts';
import { isPersistence } from './places.ts';
import type { HostEntry } from './programs.ts';

/** Directories at which the root of the node is mounted by custom. */
export const CUSTOMARY_ROOTS: ReadonlySet<string> = new Set([
  ...['/host', '/hostfs', '/host-root', '/hostroot', '/host_root', '/host-fs', '/rootfs', '/mnt/host', '/mnt/root'],
  ...['/mnt/node', '/node', '/noderoot', '/node-root', '/proc/1/root'],
]);

/** Whether it enters the node: an nsenter into process 1, or a chroot into the node's root. */
export const entersNode = (
  { how, directory }: HostEntry,
  { command, hostPaths }: Pick<Machine, 'command' | 'hostPaths'>,
): boolean => {
  if (how === 'nsenter') return true;
  if (directory === null) return false;
  const mounted = hostPaths.filter(({ container, mountPath }) => container === command.container && mountPath !== null);
  // A variable may well be the mounted root, where there is one.
  if (directory.startsWith('$')) return mounted.some(({ path }) => path === '/');
  if (!directory.startsWith('/')) return false;
  const at = cleanPath(directory);
  return CUSTOMARY_ROOTS.has(at) || mounted.some(({ mountPath }) => mountPath === at);
};

/** Programs that give a person or a peer the node, or that make something stay on it. */
const TAKING: ReadonlySet<string> = new Set([
  ...[
    'su',
    'login',
    'passwd',
    'chpasswd',
    'useradd',
    'adduser',
    'usermod',
    'crontab',
    'at',
    'insmod',
    'visudo',
    'tmate',
  ],
  'sshd',
]);

const TIMER = /^--on-(?:active|boot|startup|unit-active|unit-inactive|calendar)(?:=|$)/;

/** Whether what runs on the node takes it over: a shell, a download or a place of persistence. Anything else is maintenance. */
export const takesNode = (effects: readonly Effect[]): boolean =>
  effects.some((effect) => {
    switch (effect.kind) {
      case 'run':
        return (
          effect.opensShell ||
          TAKING.has(effect.program) ||
          (effect.program === 'systemctl' && effect.args.some((arg) => arg === 'enable' || arg === 'link')) ||
          // A timer goes on when the pod is gone.
          (effect.words.includes('systemd-run') && effect.words.some((word) => TIMER.test(word)))
        );
      case 'write':
        return isPersistence(cleanPath(effect.path), effect.text);
      case 'download':
      case 'connect':
      case 'execute':
      case 'code':
        return true;
      default:
        return false;
    }
  });
