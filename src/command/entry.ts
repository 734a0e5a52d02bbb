import { cleanPath } from '../lib/path.ts';
import type { Effect } from '../model/effect.ts';
import type { Machine } from './machine.ts';
import { isPersistence } from './places.ts';
import type { HostEntry } from './programs.ts';
import { SHELLS } from './shell.ts';

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
/** Programs that only say who runs them: whoever asks nothing else of a node tries whether it is root there. */
const ASKING_WHO: ReadonlySet<string> = new Set(['id', 'whoami']);

/** Whether all that happens on the node is that a file gets to say who was there, which is of use as a proof alone. */
const leavesProof = (effects: readonly Effect[]): boolean => {
  const run = effects.flatMap((effect) =>
    effect.kind === 'run' && !SHELLS.has(effect.program) ? [effect.program] : [],
  );
  return (
    run.length > 0 &&
    run.every((program) => ASKING_WHO.has(program)) &&
    effects.some((effect) => effect.kind === 'write' && effect.host !== null)
  );
};

/** Units that come with a distribution, and that storage, clocks and the node itself need. Whoever puts another in their place writes it. */
const ORDINARY_UNITS: ReadonlySet<string> = new Set([
  ...[
    'iscsid',
    'iscsid.socket',
    'iscsi',
    'open-iscsi',
    'multipathd',
    'multipath-tools',
    'nfs-client.target',
    'rpcbind',
  ],
  ...[
    'rpc-statd',
    'nvmf-autoconnect',
    'lvm2-monitor',
    'lvm2-lvmpolld',
    'chronyd',
    'chrony',
    'ntpd',
    'systemd-timesyncd',
  ],
  ...['fstrim.timer', 'irqbalance', 'tuned', 'auditd', 'apparmor', 'docker', 'containerd', 'crio', 'kubelet'],
]);
const enablesOrdinary = (args: readonly string[]): boolean => {
  const units = args.slice(args.indexOf('enable') + 1).filter((arg) => !arg.startsWith('-'));
  return units.length > 0 && units.every((unit) => ORDINARY_UNITS.has(unit.replace(/\.service$/, '')));
};

/** Whether what runs on the node takes it over: a shell, a download or a place of persistence. Anything else is maintenance. */
/** A place on the node that is kept open for whoever comes in: nothing is done there, for long. */
const onlyWaits = (effects: readonly Effect[]): boolean =>
  effects.some((effect) => effect.kind === 'wait' && (effect.isEndless || isLong(effect.seconds))) &&
  effects.every(
    (effect) =>
      effect.kind === 'wait' || (effect.kind === 'run' && (effect.program === 'sleep' || SHELLS.has(effect.program))),
  );

/** Ten minutes or more: a pause of maintenance is shorter. */
const isLong = (seconds: string): boolean => {
  const [, amount, unit] = /^(\d{1,12})(?:\.\d{1,9})?([smhd]?)$/.exec(seconds.trim()) ?? [];
  return seconds === 'infinity' || unit === 'h' || unit === 'd' || Number(amount ?? 0) * (unit === 'm' ? 60 : 1) >= 600;
};

export const takesNode = (effects: readonly Effect[]): boolean =>
  leavesProof(effects) ||
  onlyWaits(effects) ||
  effects.some((effect) => {
    switch (effect.kind) {
      case 'run':
        return (
          effect.opensShell ||
          TAKING.has(effect.program) ||
          (effect.program === 'systemctl' &&
            effect.args.some((arg) => arg === 'enable' || arg === 'link') &&
            !enablesOrdinary(effect.args)) ||
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
