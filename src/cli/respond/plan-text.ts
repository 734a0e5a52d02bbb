import { PHASES } from '../../playbook/model.ts';
import type { Plan, PlannedStep } from '../../playbook/plan.ts';
import type { Rule } from '../../playbook/resource.ts';
import { jsonText } from '../../playbook/shell.ts';
import { hang, wrap } from '../../sink/table-text.ts';

const EFFECT_WORDS = { none: 'changes nothing', reversible: 'reversible', irreversible: 'IRREVERSIBLE' } as const;

/** The plan for a person; lines of at most `width` columns, except commands, which are kept whole to be copied. */
export const planText = (plan: Plan, width: number): string => {
  const { subject, finding, playbook } = plan;
  const facts = Object.entries(plan.circumstances);
  const listed = (answer: string): string =>
    facts
      .filter(([, one]) => one === answer)
      .map(([name]) => name)
      .join(', ') || 'none';
  return [
    ...wrap(`Response plan for finding ${finding.id.slice(0, 16)} (${finding.severity}): ${finding.title}`, width),
    '',
    ...hang(
      'Object    ',
      `${subject.kind} ${subject.namespace ?? '(namespace not logged)'}/${subject.name ?? '(name not logged)'}, uid ${subject.uid ?? 'not logged'}`,
      width,
    ),
    ...hang('Cluster   ', subject.cluster, width),
    ...hang('Playbook  ', `${playbook.title} (${playbook.id} ${playbook.version})`, width),
    ...hang('Case      ', `${subject.case}, plan ${plan.hash.slice(0, 12)}`, width),
    ...hang('It is     ', listed('yes'), width),
    ...hang('Not known ', `${listed('unknown')}; what depends on these is planned and says so`, width),
    ...(plan.circumstances.wiper === 'yes'
      ? [
          '',
          ...wrap(
            'It destroys data: this plan contains before it preserves. What that costs is said at each step.',
            width,
          ),
        ]
      : []),
    '',
    ...wrap(
      'Nothing was asked of a cluster and nothing was changed. What is in {braces} is read from the cluster when its turn comes.',
      width,
    ),
    ...PHASES.flatMap((phase) => phaseLines(phase, plan.steps, width)),
    '',
    'Left out',
    ...(plan.left.length === 0
      ? ['  nothing']
      : plan.left.flatMap(({ id, because }) => hang('  ', `${id}: ${because}`, width))),
    '',
  ].join('\n');
};

const phaseLines = (phase: string, steps: readonly PlannedStep[], width: number): readonly string[] => {
  const lines = steps.flatMap((one, at) => (one.step.phase === phase ? stepLines(one, at + 1, width) : []));
  return lines.length === 0 ? [] : ['', phase.toUpperCase(), ...lines];
};

const stepLines = (planned: PlannedStep, number: number, width: number): readonly string[] => {
  const { step, onlyIf, early, requests, kubectl, manual, rights, givesUp } = planned;
  const row = (label: string, text: string): readonly string[] => hang(`      ${label.padEnd(9)} `, text, width);
  const each = step.on === undefined || step.on === 'object' ? '' : `, for each of: ${step.on}`;
  return [
    ...hang(
      `${String(number).padStart(3)}. `,
      `${step.title} [${step.id}; ${manual === null ? EFFECT_WORDS[step.effect] : 'by hand'}${each}]`,
      width,
    ),
    ...(onlyIf.length === 0
      ? []
      : row(
          'only if',
          onlyIf.map(({ circumstance, is }) => `${is === 'yes' ? '' : 'not '}${circumstance}`).join(' and '),
        )),
    ...(early === null ? [] : row('early', `comes before its turn, because ${early}`)),
    ...(step.why === undefined ? [] : row('why', step.why)),
    ...(manual === null ? [] : row('do', manual)),
    ...((step.destroys ?? []).length === 0 ? [] : row('destroys', (step.destroys ?? []).join(', '))),
    ...givesUp.flatMap(({ evidence, because }) => row('gives up', `${evidence.join(', ')}: ${because}`)),
    ...(rights.length === 0 ? [] : row('needs', `${rights.map(ruleText).join('; ')} (role cronwarden-${step.role})`)),
    ...(planned.preconditions.length === 0 ? [] : row('checks', planned.preconditions.join('; '))),
    ...requests.flatMap((request, at) => [
      `      request   ${request.method} ${request.path}`,
      ...(request.body === null ? [] : [`                ${jsonText(request.body)}`]),
      `      kubectl   ${kubectl[at] ?? ''}`,
    ]),
    ...(manual === null ? row('verified', planned.verification) : []),
    ...(step.effect === 'none' ? [] : row('undo', planned.undo)),
    ...(step.unproven === undefined ? [] : row('unproven', step.unproven)),
  ];
};

const ruleText = ({ apiGroups, resources, verbs }: Rule): string =>
  `${verbs.join(', ')} ${resources.map((one) => (apiGroups[0] === '' ? one : `${one}.${apiGroups[0]}`)).join(', ')}`;
