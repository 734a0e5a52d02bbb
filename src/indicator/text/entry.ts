import { isPersistencePlace } from '../../command/places.ts';
import { isShell, runsInput, scriptFile } from '../../command/programs.ts';
import { cleanPath } from '../../lib/path.ts';
import type { CommandFact, HostPathFact } from '../../model/facts.ts';
import { isDownload, isPeer } from './acts.ts';
import { filesWritten } from './files.ts';
import type { Act } from './understand.ts';

/** Directories at which the root of the node is mounted by custom. */
export const CUSTOMARY_ROOTS: ReadonlySet<string> = new Set([
  '/host',
  '/hostfs',
  '/host-root',
  '/hostroot',
  '/host_root',
  '/host-fs',
  '/rootfs',
  '/mnt/host',
  '/mnt/root',
  '/mnt/node',
  '/node',
  '/noderoot',
  '/node-root',
  '/proc/1/root',
]);

/** Whether an act itself enters the node: an nsenter into process 1, or a chroot into the node's root. */
export const entersHost = (
  { ran }: Act,
  command: Pick<CommandFact, 'container'>,
  hostPaths: readonly HostPathFact[],
): boolean =>
  ran.hostEntries.some(({ how, directory }) => {
    if (how === 'nsenter') return true;
    if (directory === null) return false;
    const mounted = hostPaths.filter((mount) => mount.container === command.container && mount.mountPath !== null);
    // A variable may well be the mounted root, where there is one.
    if (directory.startsWith('$')) return mounted.some(({ path }) => path === '/');
    if (!directory.startsWith('/')) return false;
    const at = cleanPath(directory);
    return CUSTOMARY_ROOTS.has(at) || mounted.some(({ mountPath }) => mountPath === at);
  });

/** Programs that give a person or a peer the node, or that make something stay on it. */
const TAKING: ReadonlySet<string> = new Set([
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
  'sshd',
]);

/** What an act runs on the node: a shell, a download or a place of persistence takes it over, anything else is maintenance. */
export const takesOver = (act: Act): boolean => {
  const { ran, inner } = act;
  if (ran.program === '' && inner.length === 0) return true;
  if (isShell(ran.program) && inner.length === 0 && scriptFile(ran) === null) return true;
  return [act, ...inner].some(
    (one) =>
      isDownload(one) ||
      isPeer(one) ||
      TAKING.has(one.ran.program) ||
      (one !== act && isShell(one.ran.program) && one.inner.length === 0 && scriptFile(one.ran) === null) ||
      (one.code !== null && one !== act) ||
      (runsInput(one.ran) && one.inner.length === 0 && one.step.from.length > 0) ||
      (one.ran.program === 'systemctl' && one.ran.args.includes('enable')) ||
      filesWritten(one).some((file) => isPersistencePlace(cleanPath(file))),
  );
};
