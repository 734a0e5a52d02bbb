import type { ControllerFact } from '../../model/facts.ts';
import { defineIndicator } from '../define.ts';
import { quoted } from '../quote.ts';

const says = ({ what, user, value }: ControllerFact): string => {
  const name = quoted(user);
  switch (what) {
    case 'agent':
      return `The write came under the name of ${name} by ${value === '' ? 'a client without a name' : quoted(value)}, in which no controller runs.`;
    case 'pod':
      return `The write came under the name of ${name} with a token of pod ${quoted(value)}: the controller runs in none.`;
    case 'impersonated':
      return `The user ${quoted(value)} acted as ${name}.`;
    default:
      return `The write came under the name of ${name} from ${quoted(value)}.`;
  }
};

export const actorControllerIdentity = defineIndicator({
  id: 'actor.controller-identity',
  title: 'Identity of a controller used by somebody else',
  attack: ['T1053.007', 'T1078', 'T1036.005'],
  severity: 'high',
  why: 'Whoever may ask for tokens in kube-system, or act as others, can be a controller of Kubernetes: what controllers make is asked about by nobody, and their rights reach into every namespace.',
  falsePositives: ['Builds of Kubernetes whose controllers run in a program of another name'],
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/#token-request'],
  needs: ['controller'],
  evaluate: ({ controller }) =>
    controller.flatMap((one) =>
      one.what === 'address' || one.what === 'duty'
        ? []
        : [{ says: says(one), at: one.pointer, value: one.value === '' ? one.user : one.value }],
    ),
});
