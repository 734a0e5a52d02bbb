import type { Effect, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { editsOf, isGivenUnseen, letInBy } from '../edited-policies.ts';
import { fromEffects } from '../effects.ts';
import { optionOf } from '../options.ts';
import { isStrangeIssuer, ownAccounts, policyIn } from '../policies.ts';
import { quoted } from '../quote.ts';

const CLIENTS: ReadonlySet<string> = new Set(['aws', 'gcloud', 'az', 'gsutil', 'bq', 'vault', 'bao']);

const POLICIES: ReadonlySet<string> = new Set([
  ...['attach-user-policy', 'attach-role-policy', 'attach-group-policy', 'put-user-policy', 'put-role-policy'],
  ...['put-group-policy', 'create-policy', 'create-policy-version'],
]);
const ADMINISTRATOR = /AdministratorAccess|IAMFullAccess|"Action"\s{0,4}:\s{0,4}\[?\s{0,4}"\*"/;
const OWNER = /^(?:--role[= ]?)?(?:roles\/(?:owner|editor|iam\.securityAdmin)|Owner|User Access Administrator)$/;
/** Groups and roles of administrators, by their names. */
const ADMINISTRATORS = /\badmin(?:s|istrators?)?\b/i;

/** Rights to act as an account of the project. */
const ACTS_AS =
  /^(?:--role=)?roles\/iam\.(?:serviceAccount(?:TokenCreator|User|KeyAdmin|Admin)|workloadIdentityUser|workloadIdentityPoolAdmin)$/;
/** A person, or whoever another issuer names; a pod of a cluster by its own pool is no stranger. */
const PERSON = /(?:^|=)(?:user:|allUsers$|allAuthenticatedUsers$)/;
/** Mail of anybody, which no company gives to those who work for it. */
const PRIVATE_MAIL =
  /(?:^|[=:])(?:user:)?[\w.+-]{1,64}(?:@|_)(?:gmail|googlemail|outlook|hotmail|live|yahoo|icloud|proton|protonmail|gmx|mail|tutanota|yandex)\.(?:com|me|net|de|ru|fr|co\.uk)(?:$|#EXT#@|:[\w,./-]{1,100}$)/i;
/** The same in the body of an invitation to a directory. */
const INVITED = /"invitedUserEmailAddress"\s{0,4}:\s{0,4}"([^"\s]{3,200})"/i;

/** A value that stands in the manifest. */
const isWritten = (value: string | undefined): boolean => value !== undefined && value !== '' && !value.includes('$');

const givesOnAws = (args: readonly string[], own: ReadonlySet<string>): string | null => {
  const has = (...words: readonly string[]): boolean => words.every((word) => args.includes(word));
  if (has('sts', 'get-federation-token'))
    return args.some((arg) => policyIn(arg)?.allowsAll === true || ADMINISTRATOR.test(arg))
      ? 'makes credentials with all rights that outlive their key'
      : null;
  if (has('rolesanywhere', 'create-trust-anchor'))
    return 'lets whoever has a key of another authority into the account';
  if (
    has('eks', 'associate-access-policy') &&
    args.some((arg) => /cluster-access-policy\/AmazonEKS(?:Cluster)?AdminPolicy$/.test(arg))
  )
    return 'makes an identity of the cloud an administrator of the cluster';
  if (!args.includes('iam')) return null;
  if (args.some((arg) => POLICIES.has(arg)) && args.some((arg) => ADMINISTRATOR.test(arg)))
    return 'gives an identity of the cloud account all rights';
  if (has('add-user-to-group') && ADMINISTRATORS.test(optionOf(args, '--group-name') ?? ''))
    return 'makes a user an administrator of the cloud account';
  const signsIn = has('create-login-profile') || has('update-login-profile');
  if (signsIn && isWritten(optionOf(args, '--password')) && !has('--password-reset-required'))
    return 'gives a user of the cloud account a password of the manifest';
  if (has('create-open-id-connect-provider'))
    return isStrangeIssuer(optionOf(args, '--url') ?? '') ? 'lets identities of another issuer into the account' : null;
  if (!has('update-assume-role-policy') && !has('create-role')) return null;
  const policy = args.map(policyIn).find((one) => one !== null);
  if (policy?.everybody === true) return 'lets everybody take a role of the cloud account';
  const stranger = policy?.accounts.find((one) => !own.has(one));
  if (stranger !== undefined) return `lets the account ${quoted(stranger)} take a role of this one`;
  return policy?.issuers.some(isStrangeIssuer) === true ? 'lets identities of another issuer take a role' : null;
};

const givesOnGoogle = (args: readonly string[]): string | null => {
  if (args.includes('create-oidc') || args.includes('create-saml'))
    return isStrangeIssuer(optionOf(args, '--issuer-uri') ?? '')
      ? 'lets identities of another issuer into the project'
      : null;
  const isOlder = args.includes('iam') && args.includes('ch') && !args.includes('-d');
  if (isOlder && args.some((arg) => PRIVATE_MAIL.test(arg))) return 'gives somebody with a private mail address rights';
  if (!args.includes('add-iam-policy-binding')) return null;
  if (args.some((arg) => OWNER.test(arg))) return 'gives an identity of the cloud project all rights';
  if (args.some((arg) => PRIVATE_MAIL.test(arg))) return 'gives somebody with a private mail address rights';
  return args.some((arg) => ACTS_AS.test(arg)) && args.some((arg) => PERSON.test(arg))
    ? 'lets a person act as an account of the project'
    : null;
};

/** Requests to the interfaces of Azure and of its directory that give rights away. */
const GRANTING_ADDRESS =
  /\/elevateAccess\b|graph\.microsoft\.com\/\S{0,80}(?:roleManagement\/directory\/role(?:Assignments|EligibilityScheduleRequests)|directoryRoles\/\S{1,80}\/members|appRoleAssign(?:ments|edTo)|oauth2PermissionGrants)\b/i;

const givesOnAzure = (args: readonly string[]): string | null => {
  const has = (...words: readonly string[]): boolean => words.every((word) => args.includes(word));
  const isOwner = args.some((arg) => OWNER.test(arg));
  if ((has('assignment', 'create') || has('sp', 'create-for-rbac')) && isOwner)
    return 'gives an identity of the subscription all rights';
  if (has('assignment', 'create') && PRIVATE_MAIL.test(optionOf(args, '--assignee') ?? ''))
    return 'gives somebody with a private mail address rights';
  if (has('rest') && args.some((arg) => arg.length < 2000 && PRIVATE_MAIL.test(INVITED.exec(arg)?.[1] ?? '')))
    return 'invites somebody with a private mail address into the directory';
  if (has('rest')) {
    const isPost = args.some((arg) => /^(?:--method=|-m=)?post$/i.test(arg));
    return isPost && args.some((arg) => arg.length < 2000 && GRANTING_ADDRESS.test(arg))
      ? 'gives an identity rights over the directory'
      : null;
  }
  if (has('federated-credential', 'create') || has('federated-credential', 'update')) {
    const issuer = optionOf(args, '--issuer') ?? /"issuer"\s{0,4}:\s{0,4}"([^"]{1,300})"/.exec(args.join(' '))?.[1];
    return isStrangeIssuer(issuer ?? '') ? 'lets identities of another issuer act as one of the subscription' : null;
  }
  if (has('group', 'member', 'add') && ADMINISTRATORS.test(optionOf(args, '--group') ?? optionOf(args, '-g') ?? ''))
    return 'makes somebody an administrator of the directory';
  if (has('vm', 'user', 'update') && isWritten(optionOf(args, '--password') ?? optionOf(args, '-p')))
    return 'gives a user of a machine a password of the manifest';
  return has('ad', 'user') &&
    (has('update') || has('create')) &&
    isWritten(optionOf(args, '--password')) &&
    !/^true$/i.test(optionOf(args, '--force-change-password-next-sign-in') ?? '')
    ? 'gives a user of the directory a password of the manifest'
    : null;
};

/** Rights over everything in a store of secrets, for whoever signs in by a password or holds a token. */
const givesInVault = (args: readonly string[]): string | null => {
  const isRoot = args.some((arg) => /^-?(?:token_)?(?:policies|policy)=(?:\S{0,100},)?root(?:,|$)/.test(arg));
  if (!isRoot) return null;
  return args.includes('write') && args.some((arg) => /^auth\/[\w./-]{1,100}\/(?:users|roles?|groups)\//.test(arg))
    ? 'lets somebody into the store of secrets with all rights'
    : args.includes('token') && args.includes('create')
      ? 'makes a token with all rights over the store of secrets'
      : null;
};

/** A trust policy that was fetched, changed on the way, and put back. */
const givesByEdit = ({ args }: Run, effects: readonly Effect[], own: ReadonlySet<string>): string | null => {
  if (args.includes('update-assume-role-policy') && isGivenUnseen(args, '--policy-document')) {
    const to = letInBy(editsOf(effects), own);
    if (to !== undefined)
      return to === '*'
        ? 'lets everybody take a role of the cloud account'
        : `lets the account ${quoted(to)} take a role of this one`;
  }
  if (!args.includes('set-iam-policy')) return null;
  return editsOf(effects).some((text) => EDITED_BINDING.test(text))
    ? 'puts an owner into the policy of the cloud project'
    : null;
};
/** A member that is added to a role over everything. */
const EDITED_BINDING =
  /roles\/(?:owner|editor|iam\.securityAdmin)\b.{0,200}(?:user|serviceAccount|group):[\w.+-]{1,64}@|(?:user|serviceAccount|group):[\w.+-]{1,64}@.{0,200}roles\/(?:owner|editor|iam\.securityAdmin)\b/s;

const isCloud = (effect: Effect): effect is Effect & Run => effect.kind === 'run' && CLIENTS.has(effect.program);
const does = ({ program, args }: Run, verb: string): boolean =>
  program === 'aws' && args.includes('iam') && args.includes(verb);

/** How each client lists identities, and how it makes a key for one of them. */
const KEYS: readonly (readonly [program: string, list: RegExp, key: RegExp])[] = [
  ['aws', /\biam list-users\b/, /\biam create-access-key\b/],
  ['gcloud', /\bservice-accounts list\b/, /\bservice-accounts keys create\b/],
  ['az', /\bad (?:app|sp) list\b/, /\bad (?:app|sp) credential reset\b/],
];
const textOf = ({ args }: Run): string => args.slice(0, 40).join(' ').slice(0, 2000);

export const commandCloudGrant = defineIndicator({
  id: 'command.cloud-grant',
  title: 'Makes an administrator of the cloud account',
  attack: ['T1053.007', 'T1098.003', 'T1136.003'],
  severity: 'high',
  why: 'A user with keys, or all rights for an identity, outlives the cluster: whoever holds it comes back from outside.',
  falsePositives: ['Set-up jobs of whole accounts'],
  needs: ['effects'],
  kinds: ['code', 'run'],
  evaluate: ({ effects }) => {
    const calls = effects.filter(isCloud);
    if (calls.length === 0) return [];
    const own = ownAccounts(calls.flatMap(({ args }) => args));
    // One key alone is how keys are renewed; a user and a key for it are a way in.
    const makesUser = calls.some((effect) => does(effect, 'create-user'));
    const listed = KEYS.filter(([program, list]) =>
      calls.some((effect) => effect.program === program && list.test(textOf(effect))),
    );
    const isForEach = (effect: Run): boolean =>
      listed.some(([program, , key]) => program === effect.program && key.test(textOf(effect))) &&
      effect.args.some((arg) => /\$|\{\}/.test(arg));
    const gives = ({ program, args }: Run): string | null =>
      program === 'vault' || program === 'bao'
        ? givesInVault(args)
        : program === 'aws'
          ? givesOnAws(args, own)
          : program === 'az'
            ? givesOnAzure(args)
            : givesOnGoogle(args);
    return fromEffects(
      calls,
      (effect) =>
        gives(effect) ??
        givesByEdit(effect, effects, own) ??
        (isForEach(effect) ? 'makes a key for one identity of the cloud after the other' : null) ??
        (makesUser &&
          (does(effect, 'create-access-key') || does(effect, 'create-login-profile')) &&
          'makes a user of the cloud account and a key for it'),
    );
  },
});
