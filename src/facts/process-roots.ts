import type { Reading } from '../model/activity.ts';
import type { HostPathFact } from '../model/facts.ts';
import { get, pointer } from '../model/json.ts';
import { inContainer } from './places.ts';

/** What a process of the node sees as its root, for whoever shares its process namespace. */
const ROOTS = ['/proc/1/root', '/proc/1/cwd'];

/**
 * The root of the node as containers see it without a mount: through its first process, where the pod shares the process
 * namespace of the node. These tell what a path means; they are no mounts, and nothing is judged by them alone.
 */
export const processRootsOf = (reading: Reading): readonly HostPathFact[] =>
  reading.templates
    .filter(({ spec }) => get(spec, 'hostPID') === true)
    .flatMap((template) =>
      template.containers.flatMap((container) =>
        ROOTS.map((mountPath) => ({
          ...inContainer(reading, container, pointer(template.pointer, 'hostPID')),
          volume: mountPath,
          path: '/',
          written: mountPath,
          mountPath,
          readOnly: false,
        })),
      ),
    );
