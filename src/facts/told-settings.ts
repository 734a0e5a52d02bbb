import { hasTunnelSettings } from '../command/tunnels.ts';
import { hasMinerSettings } from '../command/wallets.ts';
import { cleanPath } from '../lib/path.ts';
import type { LiftedContainer, LiftedTemplate, Reading } from '../model/activity.ts';
import type { Effect } from '../model/effect.ts';
import { listAt, objectAt, pointer, textAt } from '../model/json.ts';
import { type Known, NOTHING_KNOWN } from '../model/known.ts';
import { type Standpoint, sourcesOf } from './held.ts';

const MOST_VOLUMES = 100;
const MOST_FILES = 100;
/** Longer are no settings of a program. */
const MOST_TEXT = 64 * 1024;
const SHOWN = 200;

/**
 * Files of ConfigMaps that are the settings of a miner or of a tunnel, whoever reads them under whatever name: a program that
 * an image brings along is told nothing by its words.
 */
export const toldSettings = (reading: Reading, known: Known, at: Standpoint): readonly Effect[] =>
  known === NOTHING_KNOWN ? [] : reading.templates.flatMap((template) => ofTemplate(template, known, at));

const isTelling = (text: string): boolean => hasMinerSettings(text) || hasTunnelSettings(text);

const ofTemplate = (template: LiftedTemplate, known: Known, at: Standpoint): readonly Effect[] =>
  listAt(template.spec, 'volumes')
    .slice(0, MOST_VOLUMES)
    .filter((volume) => objectAt(volume, 'configMap') !== null || objectAt(volume, 'projected') !== null)
    .flatMap((volume) =>
      sourcesOf(volume, known, at).flatMap((source) => {
        if (source.kind !== 'object' || source.object.provenance.hidden) return [];
        const files = [...(source.object.content?.data ?? [])].slice(0, MOST_FILES);
        const found = files.find(([, text]) => text.length < MOST_TEXT && isTelling(text));
        const mount = found === undefined ? undefined : mountOf(template, textAt(volume, 'name'));
        if (found === undefined || mount === undefined) return [];
        const [name, text] = found;
        const { container, index, path } = mount;
        return [
          {
            kind: 'write',
            path: cleanPath(`${path}/${name}`),
            host: null,
            text,
            holds: [],
            container: container.name,
            role: container.role,
            pointer: pointer(container.pointer, 'volumeMounts', index),
            carrier: 'command',
            shown: text.slice(0, SHOWN).replaceAll(/\s{1,100}/g, ' '),
            layers: [],
            onHost: null,
            provenance: source.object.provenance,
          } satisfies Effect,
        ];
      }),
    );

interface Mount {
  readonly container: LiftedContainer;
  readonly index: number;
  readonly path: string;
}

const mountOf = ({ containers }: LiftedTemplate, volume: string | null): Mount | undefined => {
  for (const container of containers) {
    const mounts = listAt(container.spec, 'volumeMounts').slice(0, MOST_VOLUMES);
    const index = mounts.findIndex((mount) => volume !== null && textAt(mount, 'name') === volume);
    if (index >= 0) return { container, index, path: textAt(mounts[index], 'mountPath') ?? '/' };
  }
  return undefined;
};
