import { cleanPath } from '../lib/path.ts';
import type { Call, Machine } from './machine.ts';
import { unknown } from './value.ts';

/** Programs that put what another host keeps at a place of the container: `PROGRAM SOURCE DIRECTORY`. */
export const MOUNTERS: ReadonlySet<string> = new Set([
  ...['mount', 'mount.nfs', 'mount.nfs4', 'mount.cifs', 'mount.smb3', 'mount.davfs', 'mount_nfs', 'sshfs', 'curlftpfs'],
  ...['s3fs', 'gcsfuse', 'goofys', 'blobfuse2'],
]);
const VALUED = /^(?:-[tOLUopFC]|--types|--options)$/;

/** `host:/path`, `user@host:`, `//host/share`, `https://host/`. */
const SOURCE = /^(?:\/\/|[a-z]{2,6}:\/\/|(?:[\w.-]{1,64}@)?)([\w.-]{1,253})(?::(?!\/\/)|\/|$)/i;
const IS_REMOTE = /^\/\/|^[a-z]{2,6}:\/\/|^(?:[\w.-]{1,64}@)?[\w.-]{2,253}:/i;

/** Notes that a directory is one of another host: what is read there was brought, what is written there leaves. */
export const mountsRemote = (machine: Machine, call: Call): void => {
  if (!MOUNTERS.has(call.program)) return;
  const [source, directory] = call.texts.filter(
    (text, at) => !text.startsWith('-') && !VALUED.test(call.texts[at - 1] ?? ''),
  );
  if (source === undefined || directory === undefined || !IS_REMOTE.test(source)) return;
  const host = SOURCE.exec(source)?.[1];
  if (host === undefined) return;
  const brought = machine.emit({ kind: 'download', program: call.program, urls: [`mount://${host}`] }, call);
  machine.files.setTree(directory, unknown([brought]));
  machine.files.remote.set(cleanPath(machine.absolute(directory)), host);
};

/** The host to which a path belongs; `null` for one of the container. */
export const hostOfPlace = (machine: Pick<Machine, 'files' | 'absolute'>, path: string): string | null => {
  const { remote } = machine.files;
  if (remote.size === 0) return null;
  let at = cleanPath(machine.absolute(path));
  while (at !== '/' && at !== '') {
    const host = remote.get(at);
    if (host !== undefined) return host;
    const end = at.lastIndexOf('/');
    if (end <= 0) return null;
    at = at.slice(0, end);
  }
  return null;
};
