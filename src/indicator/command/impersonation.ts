import { KUBE_CLIENTS } from '../../command/kube.ts';
import { DOWNLOADERS } from '../../command/network.ts';
import type { KubeApi, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

/** Identities of the cluster itself, and the group that may do everything. */
const SYSTEM = /^system:(?:masters$|serviceaccount:kube-system:|kube-|node:|nodes$|admin$)/;
const OPTION = /^--as(?:-group)?(?:=(.*))?$/;

const whom = ({ args }: Run): string | undefined =>
  args
    .flatMap((arg, index) => {
      const match = OPTION.exec(arg);
      return match === null ? [] : [match[1] ?? args[index + 1] ?? ''];
    })
    .find((name) => SYSTEM.test(name));

/** The same as a header of a request. */
const inHeader = ({ args }: Run): string | undefined =>
  args
    .flatMap(
      (arg) => /(?:^|=|\n)Impersonate-(?:User|Group)\s{0,4}:\s{0,4}(\S{1,200})/i.exec(arg.slice(0, 2000))?.[1] ?? [],
    )
    .find((name) => SYSTEM.test(name));

/** `kubectl auth can-i …`: the command itself, and not a word further behind. */
const onlyAsks = ({ args }: Run): boolean => {
  const at = args.indexOf('can-i');
  return (
    args[at - 1] === 'auth' &&
    args.slice(0, at - 1).every((arg, index) => arg.startsWith('-') || (args[index - 1] ?? '').startsWith('-'))
  );
};

const isQuestion = ({ resources }: KubeApi): boolean => /^self|accessreviews?$/.test(resources[0] ?? '');

export const commandImpersonation = defineIndicator({
  id: 'command.impersonation',
  title: 'Asks the API server as a part of the system',
  attack: ['T1053.007', 'T1078', 'T1134'],
  severity: 'medium',
  why: 'Who may impersonate may do what the other may, and its own name stands beside the deed only where somebody looks for it.',
  falsePositives: ['Break-glass scripts of administrators'],
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation'],
  needs: ['effects'],
  kinds: ['kube-api', 'run'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind === 'kube-api') {
        const name = isQuestion(effect) ? undefined : effect.standsFor?.find((one) => SYSTEM.test(one));
        return name !== undefined && `asks the API server as ${quoted(name)}`;
      }
      // A question whether somebody may do something is how rights are tested.
      if (effect.kind !== 'run') return null;
      const name = KUBE_CLIENTS.has(effect.program)
        ? onlyAsks(effect)
          ? undefined
          : whom(effect)
        : DOWNLOADERS.has(effect.program)
          ? inHeader(effect)
          : undefined;
      return name !== undefined && `asks the API server as ${quoted(name)}`;
    }),
});
