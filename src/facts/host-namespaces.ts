import type { Reading } from '../model/activity.ts';
import type { HostNamespaceFact } from '../model/facts.ts';
import { get, pointer } from '../model/json.ts';
import { inPod } from './places.ts';

export const HOST_NAMESPACES = [
  'hostNetwork',
  'hostPID',
  'hostIPC',
] as const satisfies readonly HostNamespaceFact['namespace'][];

/** Namespaces of the node that the pod joins; only `true` counts. */
export const hostNamespacesOf = (reading: Reading): readonly HostNamespaceFact[] =>
  reading.templates.flatMap((template) =>
    HOST_NAMESPACES.filter((namespace) => get(template.spec, namespace) === true).map((namespace) => ({
      ...inPod(reading, pointer(template.pointer, namespace)),
      namespace,
    })),
  );
