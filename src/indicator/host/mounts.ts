import type { HostPathFact } from '../../model/facts.ts';
import type { Evidence } from '../../model/indicator.ts';
import { quoted, subjectOf } from '../quote.ts';

/** A sentence about a mount of the node's files: who, what, where and how. */
export const mountEvidence = (mount: HostPathFact, what: string): Evidence => {
  const where = mount.mountPath === null ? '' : ` at ${quoted(mount.mountPath)}`;
  const how =
    mount.readOnly === null ? ', though no container seen mounts it' : mount.readOnly ? ', read-only' : ', writable';
  const path =
    mount.path === mount.written ? quoted(mount.path) : `${quoted(mount.path)} (written ${quoted(mount.written)})`;
  return {
    says: `${subjectOf(mount)} mounts ${what} ${path}${where}${how}.`,
    at: mount.pointer,
    value: mount.written,
    container: mount.container,
  };
};

export const isWritable = ({ readOnly }: HostPathFact): boolean => readOnly !== true;

export const isBelow = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);
