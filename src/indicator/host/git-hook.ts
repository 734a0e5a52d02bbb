import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

/** The directory that git keeps for itself, from which it runs hooks, or a place in it. */
const OWN = '.git';

export const hostGitHook = defineIndicator({
  id: 'host.git-hook',
  title: 'Has the node run the hooks of a repository',
  attack: ['T1053.007', 'T1611', 'T1068'],
  severity: 'high',
  why: 'The kubelet clones a gitRepo volume as root of the node. Cloned to where git keeps its hooks, the repository says what runs there.',
  falsePositives: ['None known; a repository is of no use to its pod in that place'],
  references: ['https://github.com/kubernetes/kubernetes/issues/128885'],
  needs: ['gitVolumes'],
  evaluate: ({ gitVolumes }) =>
    gitVolumes
      .filter(({ directory }) => directory.split('/').includes(OWN))
      .map(({ repository, directory, pointer, container }) => ({
        says: `The pod has its node clone ${quoted(repository)} to ${quoted(directory)}.`,
        at: pointer,
        value: directory,
        container,
      })),
});
