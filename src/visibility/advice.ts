import { Document, isScalar, visit } from 'yaml';
import { branchesOf } from './branches.ts';
import { LEVELS, type Level, reaches } from './level.ts';
import type { AuditPolicy } from './policy.ts';
import type { Ask, Subject, Wanted } from './subjects.ts';

/** A rule of a policy as it would be written; nothing that does not restrict. */
export interface AdvisedRule {
  readonly level: Level;
  readonly verbs: readonly string[];
  readonly resources: readonly { readonly group: string; readonly resources: readonly string[] }[];
  readonly omitStages: readonly ['RequestReceived'];
}

export interface Advice {
  readonly title: string;
  /** Ids of the subjects that become visible. */
  readonly opens: readonly string[];
  readonly rules: readonly AdvisedRule[];
  /** The rules as YAML, to stand before all others of the policy. */
  readonly yaml: string;
}

/** What is asked of a subject and not given. */
interface Lack {
  readonly subject: Subject;
  readonly verb: string;
  readonly level: Level;
}

const lacksOf = (policy: AuditPolicy, subject: Subject, { verbs, level }: Ask): readonly Lack[] =>
  verbs.flatMap((verb) => {
    const { group, resource, subresource, clusterScoped } = subject;
    const branches = branchesOf(policy, { verb, group, resource, subresource, clusterScoped });
    return branches.every((branch) => reaches(branch.level, level)) ? [] : [{ subject, verb, level }];
  });

/**
 * The least that a policy lacks to see the subjects: no verb, resource or level beyond what is asked for, and no first
 * stage. `null` when it lacks nothing.
 */
export const adviceFor = (
  policy: AuditPolicy,
  title: string,
  subjects: readonly Subject[],
  wanted: Wanted,
): Advice | null => {
  const lacks = subjects
    .filter(({ unadvised }) => unadvised === undefined)
    .flatMap((subject) =>
      subject.asks.filter((ask) => ask.wanted === wanted).flatMap((ask) => lacksOf(policy, subject, ask)),
    );
  if (lacks.length === 0) return null;
  const rules = rulesOf(lacks);
  return { title, opens: [...new Set(lacks.map(({ subject }) => subject.id))], rules, yaml: yamlOf(rules) };
};

/** A rule for each level and set of verbs, so that none logs more than was asked. */
const rulesOf = (lacks: readonly Lack[]): readonly AdvisedRule[] => {
  const bySubject = Map.groupBy(lacks, ({ subject, level }) => `${level} ${subject.group} ${nameOf(subject)}`);
  const wanted = [...bySubject.values()].flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    return [{ subject: first.subject, level: first.level, verbs: [...new Set(some.map(({ verb }) => verb))] }];
  });
  const alike = Map.groupBy(wanted, ({ level, verbs }) => `${LEVELS.indexOf(level)} ${verbs.join(',')}`);
  return [...alike.values()].flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    const groups = Map.groupBy(some, ({ subject }) => subject.group);
    return [
      {
        level: first.level,
        verbs: first.verbs,
        resources: [...groups].map(([group, members]) => ({
          group,
          resources: members.map(({ subject }) => nameOf(subject)),
        })),
        omitStages: ['RequestReceived'] as const,
      },
    ];
  });
};

const nameOf = ({ resource, subresource }: Subject): string =>
  subresource === null ? resource : `${resource}/${subresource}`;

/** As items of `rules:`. */
export const yamlOf = (rules: readonly AdvisedRule[]): string => {
  const document = new Document(rules);
  visit(document, {
    Seq: (_key, node) => {
      if (node.items.every((item) => isScalar(item))) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, indentSeq: false, flowCollectionPadding: false });
};
