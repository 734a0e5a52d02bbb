import { defineIndicator } from '../define.ts';
import { firstTime } from './words.ts';

export const baselineNewAuthor = defineIndicator({
  id: 'baseline.new-author',
  title: 'First write of this author, or of this kind by it in this namespace',
  attack: ['T1053.007', 'T1078'],
  severity: 'info',
  why: 'A stolen identity is put to a use that it never had: accounts of pods write no CronJobs, and people keep to their namespaces. Only writes that were no finding of medium or above teach what is usual, so that an attack never makes itself known.',
  falsePositives: ['New colleagues, and new accounts of pipelines', 'A team that takes over a namespace'],
  needs: ['newAuthor'],
  evaluate: ({ newAuthor }) =>
    newAuthor.map((one) =>
      firstTime(one, {
        author: 'workload write of this author in the cluster',
        'author-kind': 'write of this kind in this namespace',
      }),
    ),
});
