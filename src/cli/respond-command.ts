import { Command, Option } from 'commander';
import { PHASES, ROLES } from '../playbook/model.ts';
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
export const RESPOND_CHOICES = { phases: PHASES, roles: ROLES, collect } as const;
