import type { Finding } from '../../model/finding.ts';
import { wholeBody } from '../../playbook/circumstances.ts';
import type { Playbook } from '../../playbook/model.ts';
import { knownMembers, type Plan, planOf } from '../../playbook/plan.ts';
import { jsonText } from '../../playbook/shell.ts';
import { type Subject, subjectOf } from '../../playbook/subject.ts';
import { EXIT, UsageError } from '../failure.ts';
import { openOutput } from '../output.ts';
import { readPlaybook } from './files.ts';
import { findFinding } from './input.ts';
import type { RespondOptions } from './options.ts';
import { planText } from './plan-text.ts';

export interface Prepared {
  readonly finding: Finding;
  readonly subject: Subject;
  readonly playbook: Playbook;
  readonly plan: Plan;
}

/** Everything that a response starts from, without asking a cluster. */
export const prepare = async (id: string, paths: readonly string[], options: RespondOptions): Promise<Prepared> => {
  const playbook = readPlaybook(options.playbook);
  const finding = await findFinding(id, paths, options.cluster);
  if (options.cluster !== undefined && finding.cluster !== 'unknown' && finding.cluster !== options.cluster) {
    throw new UsageError(`the finding is of cluster ${finding.cluster}, not of --cluster ${options.cluster}`);
  }
  const subject = subjectOf(finding, options.cluster ?? null);
  if (subject === undefined || !playbook.kinds.includes(subject.kind)) {
    throw new UsageError(
      `the playbook ${playbook.id} is for ${playbook.kinds.join(' and ')}; the finding is about a ${finding.workload.kind}`,
    );
  }
  const plan = planOf(finding, subject, playbook, { argocdNamespace: options.argocdNamespace });
  return { finding, subject, playbook, plan };
};

export const plan = async (id: string, paths: readonly string[], options: RespondOptions): Promise<number> => {
  const prepared = await prepare(id, paths, options);
  const output = await openOutput(options.out ?? null);
  const width = Math.min(process.stdout.columns || 100, 120);
  switch (options.format) {
    case 'text':
      await output.write(planText(prepared.plan, width));
      break;
    case 'json':
      await output.write(`${jsonText(prepared.plan)}\n`);
      break;
    case 'cacao': {
      const { cacaoOf } = await import('../../playbook/cacao.ts');
      await output.write(`${jsonText(cacaoOf(prepared.plan))}\n`);
      break;
    }
    default:
      options.format satisfies never;
  }
  await output.close();
  return EXIT.done;
};

export const script = async (id: string, paths: readonly string[], options: RespondOptions): Promise<number> => {
  const { finding, subject, plan: planned } = await prepare(id, paths, options);
  if (subject.namespace === null || subject.name === null)
    throw new UsageError('the finding names no object: its name or namespace was not logged. Use the plan by hand');
  const { scriptOf } = await import('../../playbook/script.ts');
  const body = wholeBody(finding);
  const text = scriptOf(planned, {
    seen: { object: body, serviceAccount: null },
    known: knownMembers(subject, body, options),
    context: options.context ?? null,
    clusterUid: options.clusterUid ?? null,
  });
  const output = await openOutput(options.out ?? null);
  await output.write(text);
  await output.close();
  return EXIT.done;
};
