import { blank, indicatorTable, partOf, pod, UNSEEN } from '../testing.ts';
import { hostGitHook } from './git-hook.ts';

const REPOSITORY = 'https://git.example.com/shop/tools.git';
const clones = (fields: Readonly<Record<string, string>>) => ({
  volumes: [{ name: 'tools', gitRepo: { repository: REPOSITORY, ...fields } }],
});

indicatorTable(hostGitHook, {
  fires: {
    'the place of hooks': pod(clones({ directory: 'g/.git', revision: 'main' })),
    'a place in it': pod(clones({ directory: './g//.git/modules' })),
    'at the top': pod(clones({ directory: '.git' })),
    'in the part that was seen': partOf(clones({ directory: 'g/.git' })),
  },
  staysSilent: {
    'the volume itself': pod(clones({ directory: '.' })),
    'a directory of its own': pod(clones({ directory: 'tools' })),
    'a bare name of a repository': pod(clones({ directory: 'tools.git' })),
    'no directory': pod(clones({})),
    'no repository': pod({ volumes: [{ name: 'tools', gitRepo: { directory: 'g/.git' } }] }),
    'a directory of another volume': pod({ volumes: [{ name: 'tools', emptyDir: { directory: 'g/.git' } }] }),
    'no volume': blank,
  },
  cannotTell: UNSEEN,
});
