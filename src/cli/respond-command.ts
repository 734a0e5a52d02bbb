import { Command, Option } from 'commander';
import { PHASES } from '../playbook/model.ts';
import { UsageError } from './failure.ts';
import type { RespondOptions } from './respond/options.ts';
import { collect } from './scan-options.ts';

const EXAMPLES = `
Examples:
  cronwarden respond plan 098e2cab findings.jsonl           what to do, in order; touches nothing
  cronwarden respond plan 098e2cab audit.log --format cacao --out plan.json
  cronwarden respond script 098e2cab audit.log > respond.sh    to read, then to run by hand
  cronwarden respond run 098e2cab findings.jsonl --context prod --cluster harbour --cluster-uid 2b1c… --yes
  cronwarden respond undo 098e2cab findings.jsonl --context prod --cluster harbour --cluster-uid 2b1c… --yes

A run saves evidence and contains; --through and --irreversible say how much further it goes. It keeps a journal: the same
command again finishes what was cut off. The uid of a cluster: kubectl get namespace kube-system -o jsonpath={.metadata.uid}`;

export const respondCommand = (setExit: (code: number) => void): Command => {
  const respond = new Command('respond')
    .summary('plan, script, run or undo the response to a finding')
    .description(
      'Turns a finding about a CronJob or a Job into an ordered response: preserve, contain, revoke, block, eradicate, verify, learn.',
    )
    .addHelpText('after', EXAMPLES);
  const add = (name: string, summary: string): Command =>
    respond
      .command(name)
      .summary(summary)
      .description(`${summary[0]?.toUpperCase()}${summary.slice(1)}.`)
      .argument('<finding>', 'id of the finding, or its beginning')
      .argument('[paths...]', 'what scan wrote (jsonl, json), or the log that the finding is in')
      .option('--playbook <file>', 'a playbook of your own (YAML or JSON, schema/playbook.v1.json)')
      .option('--cluster <name>', 'name of the cluster, where the log does not say it')
      .option('--argocd-namespace <namespace>', 'where the Applications of Argo CD are', 'argocd');

  add('plan', 'the ordered plan for this object; asks and changes nothing')
    .addOption(
      new Option('-f, --format <format>', 'text, json or cacao (CACAO 2.0)')
        .choices(['text', 'json', 'cacao'])
        .default('text'),
    )
    .option('-o, --out <file>', 'write to a file')
    .action(async (id: string, paths: string[], options: RespondOptions) => {
      const { plan } = await import('./respond/plan.ts');
      setExit(await plan(id, paths, options));
    });
  add('script', 'the plan as a shell script for kubectl, to be read and then run by hand')
    .option('-o, --out <file>', 'write to a file')
    .option('--context <name>', 'context of the kubeconfig; else the script asks for CONTEXT')
    .option('--cluster-uid <uid>', 'uid of the namespace kube-system; else the script asks for CLUSTER_UID')
    .action(async (id: string, paths: string[], options: RespondOptions) => {
      const { script } = await import('./respond/plan.ts');
      setExit(await script(id, paths, options));
    });

  const online = (name: string, summary: string): Command =>
    add(name, summary)
      .option('--context <name>', 'context of the kubeconfig; the current one is never taken by chance')
      .option('--kubeconfig <file>', 'default: KUBECONFIG, then ~/.kube/config')
      .option('--cluster-uid <uid>', 'uid of the namespace kube-system of that cluster')
      .option('--config <file>', 'clusters by name: clusters: [{ name, uid }]')
      .option('--journal <file>', 'default: cronwarden-CASE.journal.jsonl; evidence is kept beside it')
      .addOption(
        new Option('--timeout <seconds>', 'for one answer, and for one deletion')
          .argParser(parseSeconds('--timeout', 3600))
          .default(30),
      )
      .option('--yes', 'do it');

  online('run', 'carries the plan out on the cluster, and goes on where it was cut off')
    .option('--uid <uid>', 'uid of the object, where the log did not tell it')
    .addOption(
      new Option('--through <phase>', 'the last phase that changes anything').choices(PHASES).default('contain'),
    )
    .addOption(new Option('--role <role>', 'only steps of this role; repeatable').argParser(collect))
    .option('--irreversible', 'also what cannot be undone')
    .addOption(
      new Option('--waive <evidence>', 'give up evidence that cannot be saved, by name; repeatable').argParser(collect),
    )
    .addOption(
      new Option('--watch <seconds>', 'how long to look for new Jobs at the end')
        .argParser(parseSeconds('--watch', 86_400))
        .default(0),
    )
    .action(async (id: string, paths: string[], options: RespondOptions) => {
      const { run } = await import('./respond/run.ts');
      setExit(await run(id, paths, options));
    });

  online('undo', 'takes back what a run changed, last first')
    .option('--closed <reason>', 'the finding is closed, for this reason; it goes into the journal')
    .option('--force', 'also while the finding is open, and over changes of others')
    .action(async (id: string, paths: string[], options: RespondOptions) => {
      const { undo } = await import('./respond/run.ts');
      setExit(await undo(id, paths, options));
    });
  return respond;
};

export const parseSeconds =
  (option: string, most: number) =>
  (text: string): number => {
    const seconds = Number(text);
    if (text.trim() === '' || !Number.isFinite(seconds) || seconds < 0 || seconds > most)
      throw new UsageError(`${option} ${text}: write seconds from 0 to ${most}`);
    return seconds;
  };
