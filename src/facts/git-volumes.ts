import type { Reading } from '../model/activity.ts';
import type { GitVolumeFact } from '../model/facts.ts';
import { listAt, objectAt, pointer, textAt } from '../model/json.ts';
import { inPod } from './places.ts';

/** Volumes that are read; a real pod has tens. */
const MOST = 500;

/** Repositories that the kubelet clones before the pod starts. */
export const gitVolumesOf = (reading: Reading): readonly GitVolumeFact[] =>
  reading.templates.flatMap((template) =>
    listAt(template.spec, 'volumes')
      .slice(0, MOST)
      .flatMap((one, index): readonly GitVolumeFact[] => {
        const repo = objectAt(one, 'gitRepo');
        const repository = textAt(repo, 'repository');
        if (repository === null) return [];
        const directory = textAt(repo, 'directory') ?? '';
        const field = directory === '' ? 'repository' : 'directory';
        return [
          {
            ...inPod(reading, pointer(template.pointer, 'volumes', index, 'gitRepo', field)),
            volume: textAt(one, 'name') ?? `#${index}`,
            repository,
            directory,
          },
        ];
      }),
  );
