import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

const BINDING = /^(?:cluster)?rolebindings?(?:$|[./])/;
const WRITES: ReadonlySet<string> = new Set(['create', 'apply', 'patch', 'replace']);

/** A subject is `name` or `namespace:name`; a namespace that a variable holds may be any. */
const isOwn = (subject: string, name: string, namespace: string | null): boolean => {
  const colon = subject.lastIndexOf(':');
  if (subject.slice(colon + 1) !== name) return false;
  const where = colon < 0 ? null : subject.slice(0, colon).replace(/^system:serviceaccount:/, '');
  return where === null || namespace === null || where === namespace || where.startsWith('$');
};

export const commandOwnGrant = defineIndicator({
  id: 'command.own-grant',
  title: 'Binds a role to the service account under which it runs',
  attack: ['T1053.007', 'T1098.006', 'T1078'],
  severity: 'medium',
  why: 'Rights are given to a workload by whoever installs it. One that widens its own has more than was meant for it.',
  falsePositives: ['Installers that grant themselves what the next step needs'],
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks'],
  needs: ['effects', 'serviceAccount', 'workload'],
  kinds: ['kube-api'],
  evaluate: ({ effects, serviceAccount, workload }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind !== 'kube-api' || !WRITES.has(effect.verb)) return null;
      if (!effect.resources.some((resource) => BINDING.test(resource))) return null;
      const subject = effect.subjects.find((one) => isOwn(one, serviceAccount.name, workload.namespace));
      return subject !== undefined && `binds a role to ${quoted(subject)}, the account under which it runs`;
    }),
});
