import type { Effect } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

const POLICIES: ReadonlySet<string> = new Set([
  ...['attach-user-policy', 'attach-role-policy', 'attach-group-policy', 'put-user-policy', 'put-role-policy'],
  'put-group-policy',
]);
const ADMINISTRATOR = /AdministratorAccess|IAMFullAccess|"Action"\s{0,4}:\s{0,4}\[?\s{0,4}"\*"/;
const OWNER = /^(?:--role[= ]?)?(?:roles\/(?:owner|editor|iam\.securityAdmin)|Owner|User Access Administrator)$/;

/** What a client of a cloud gives away, as the rest of a sentence. */
const gives = (effect: Effect): string | null => {
  if (effect.kind !== 'run') return null;
  const { program, args } = effect;
  if (program === 'aws') {
    const policy =
      args.includes('iam') && args.some((arg) => POLICIES.has(arg)) && args.some((arg) => ADMINISTRATOR.test(arg));
    return policy ? 'gives an identity of the cloud account all rights' : null;
  }
  if (program === 'gcloud')
    return args.includes('add-iam-policy-binding') && args.some((arg) => OWNER.test(arg))
      ? 'gives an identity of the cloud project all rights'
      : null;
  if (program !== 'az') return null;
  return args.includes('assignment') && args.includes('create') && args.some((arg) => OWNER.test(arg))
    ? 'gives an identity of the subscription all rights'
    : null;
};

const does = (effect: Effect, verb: string): boolean =>
  effect.kind === 'run' && effect.program === 'aws' && effect.args.includes('iam') && effect.args.includes(verb);

export const commandCloudGrant = defineIndicator({
  id: 'command.cloud-grant',
  title: 'Makes an administrator of the cloud account',
  attack: ['T1053.007', 'T1098.003', 'T1136.003'],
  severity: 'high',
  why: 'A user with keys, or all rights for an identity, outlives the cluster: whoever holds it comes back from outside.',
  falsePositives: ['Set-up jobs of whole accounts'],
  needs: ['effects'],
  kinds: ['run'],
  evaluate: ({ effects }) => {
    // One key alone is how keys are renewed; a user and a key for it are a way in.
    const makesUser = effects.some((effect) => does(effect, 'create-user'));
    const listsUsers = effects.some((effect) => does(effect, 'list-users'));
    const isForEach = (effect: Effect): boolean =>
      listsUsers &&
      does(effect, 'create-access-key') &&
      effect.kind === 'run' &&
      effect.args.some((arg) => /^\$|\{\}/.test(arg));
    return fromEffects(
      effects,
      (effect) =>
        gives(effect) ??
        (isForEach(effect) ? 'makes a key for one user of the cloud account after the other' : null) ??
        (makesUser &&
          (does(effect, 'create-access-key') || does(effect, 'create-login-profile')) &&
          'makes a user of the cloud account and a key for it'),
    );
  },
});
