import type { Effect, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { editsOf, isGivenUnseen, letInBy } from '../edited-policies.ts';
import { fromEffects } from '../effects.ts';
import { optionOf } from '../options.ts';
import { ownAccounts, policyIn } from '../policies.ts';
import { quoted } from '../quote.ts';

const CLIENTS: ReadonlySet<string> = new Set(['aws', 'gcloud', 'gsutil', 'az', 'bq']);

/** Calls that say who may have a copy of a disk, an image or a database. */
const ATTRIBUTES = /^modify-(?:(?:db-(?:cluster-)?)?snapshot|image)-attribute$/;
const TAKES_BACK = /^(?:remove|--values-to-remove(?:=.*)?)$|\bRemove=/;
/** Calls that set the policy of a thing that holds data. */
const SETS_POLICY = /^(?:put-(?:bucket|resource|registry|key|access-point|file-system)-policy|set-repository-policy)$/;
/** Calls that let another account use a function or a key. */
const LETS_USE = /^(?:add-permission|add-layer-version-permission|create-grant)$/;
const ACCOUNT = /(?<!\d)\d{12}(?!\d)/g;

/** What is opened on AWS, and to whom, as the rest of a sentence. */
const sharesOnAws = (args: readonly string[], isOwn: (account: string) => boolean): string | null => {
  const call = args.find((arg) => /^[a-z]+(?:-[a-z0-9]+)+$/.test(arg)) ?? '';
  const stranger = (text: string): string | undefined => (text.match(ACCOUNT) ?? []).find((one) => !isOwn(one));
  if (ATTRIBUTES.test(call)) {
    if (args.some((arg) => TAKES_BACK.test(arg))) return null;
    const said = args.filter(
      (arg, at) => /^\d{12}$|^all$|Add=|^\[?\{?"?(?:Add|UserId)/.test(arg) && args[at - 1] !== '--owner-ids',
    );
    if (said.some((arg) => arg === 'all' || /Group"?\s{0,4}[=:]\s{0,4}"?all/.test(arg)))
      return 'gives everybody a copy of a disk, an image or a database';
    const to = said.flatMap((arg) => stranger(arg) ?? [])[0];
    return to === undefined ? null : `gives the account ${quoted(to)} a copy of a disk, an image or a database`;
  }
  if (SETS_POLICY.test(call)) {
    const policy = args.map(policyIn).find((one) => one !== null);
    if (policy?.everybody === true) return 'opens what the account holds to everybody';
    const to = policy?.accounts.find((one) => !isOwn(one));
    return to === undefined ? null : `opens what the account holds to the account ${quoted(to)}`;
  }
  if (LETS_USE.test(call)) {
    const to = optionOf(args, '--principal') ?? optionOf(args, '--grantee-principal') ?? '';
    if (to === '*') return 'lets everybody use what the account holds';
    const account = /^(?:\d{12}$|arn:)/.test(to) ? stranger(to) : undefined;
    return account === undefined ? null : `lets the account ${quoted(account)} use what the account holds`;
  }
  if (/^put-(?:bucket|object)-acl$/.test(call))
    return args.some((arg) => /^(?:--acl=)?(?:public-read(?:-write)?|authenticated-read)$/.test(arg))
      ? 'opens what the account holds to everybody'
      : null;
  if (call === 'put-bucket-replication') {
    const to = args
      .flatMap((arg) => /"Account"\s{0,4}:\s{0,4}"(\d{12})"/.exec(arg)?.[1] ?? [])
      .find((one) => !isOwn(one));
    return to === undefined ? null : `copies a bucket to the account ${quoted(to)}`;
  }
  if (call === 'modify-db-instance' && args.includes('--publicly-accessible')) return 'puts a database on the internet';
  return call === 'authorize-security-group-ingress' && isEverywhere(args) && opensShellPort(args.join(' '))
    ? 'opens the shell of machines to the internet'
    : null;
};

const isEverywhere = (args: readonly string[]): boolean =>
  args.some((arg) => /(?:^|[=:"])(?:0\.0\.0\.0\/0|::\/0)/.test(arg));
/** The port of SSH or RDP, or all of them. */
const opensShellPort = (text: string): boolean =>
  /--port[= ](?:22|3389|0-65535|-1|all)(?:\s|$)|(?:From|To)Port"?[=:]\s{0,4}(?:22|3389|-1)\b|--protocol[= ](?:-1|all)(?:\s|$)|--(?:allow|rules)[= ](?:all|\S{0,40}tcp:(?:22|3389))\b|--destination-port-ranges?[= ](?:\*|22|3389)(?:\s|$)/.test(
    text,
  );

const EVERYBODY = /(?:^|[=:,\s])(?:allUsers|allAuthenticatedUsers|AllUsers|AllAuthenticatedUsers)\b/;
/** What is shown to the public by its nature is no data: a web service, a function that is called. */
const PUBLIC_BY_NATURE = /^(?:run|functions|iap)$/;

const sharesOnGoogle = (program: string, args: readonly string[]): string | null => {
  const opens =
    program === 'gsutil'
      ? (args.includes('iam') || args.includes('acl') || args.includes('defacl')) &&
        (args.includes('ch') || args.includes('set')) &&
        !args.some((arg) => /^-d$/.test(arg)) &&
        args.some((arg) => EVERYBODY.test(arg) || /^public-read/.test(arg))
      : (args.includes('add-iam-policy-binding') || args.some((arg) => arg.startsWith('--add-acl-grant'))) &&
        !args.some((arg) => PUBLIC_BY_NATURE.test(arg)) &&
        args.some((arg) => EVERYBODY.test(arg));
  if (opens) return 'opens what the project holds to everybody';
  if (
    args.includes('sql') &&
    args.includes('instances') &&
    /(?:^|,)(?:0\.0\.0\.0|::)\/0(?:,|$)/.test(optionOf(args, '--authorized-networks') ?? '')
  )
    return 'puts a database on the internet';
  return args.includes('firewall-rules') &&
    args.some((arg) => arg === 'create' || arg === 'update') &&
    isEverywhere(args) &&
    opensShellPort(args.join(' '))
    ? 'opens the shell of machines to the internet'
    : null;
};

const sharesOnAzure = (args: readonly string[]): string | null => {
  const has = (...words: readonly string[]): boolean => words.every((word) => args.includes(word));
  const opens =
    (has('storage', 'account') && /^true$/i.test(optionOf(args, '--allow-blob-public-access') ?? '')) ||
    (has('storage', 'container') && /^(?:container|blob)$/.test(optionOf(args, '--public-access') ?? '')) ||
    (has('acr', 'update') && /^true$/i.test(optionOf(args, '--anonymous-pull-enabled') ?? ''));
  if (opens) return 'opens what the subscription holds to everybody';
  const isWhole = (name: string, address: string): boolean => optionOf(args, name) === address;
  if (
    has('firewall-rule', 'create') &&
    isWhole('--start-ip-address', '0.0.0.0') &&
    isWhole('--end-ip-address', '255.255.255.255')
  )
    return 'puts a database on the internet';
  return has('nsg', 'rule') &&
    args.some((arg) => arg === 'create' || arg === 'update') &&
    /^Allow$/i.test(optionOf(args, '--access') ?? 'Allow') &&
    /^(?:\*|Internet|0\.0\.0\.0\/0)$/i.test(
      optionOf(args, '--source-address-prefixes') ?? optionOf(args, '--source-address-prefix') ?? '*',
    ) &&
    opensShellPort(args.join(' '))
    ? 'opens the shell of machines to the internet'
    : null;
};

/** A policy that was fetched, changed on the way, and put back. */
const sharesByEdit = ({ args }: Run, effects: readonly Effect[], own: ReadonlySet<string>): string | null => {
  if (!args.some((arg) => SETS_POLICY.test(arg)) || !isGivenUnseen(args, '--policy', '--policy-text')) return null;
  const to = letInBy(editsOf(effects), own);
  if (to === undefined) return null;
  return to === '*'
    ? 'opens what the account holds to everybody'
    : `opens what the account holds to the account ${quoted(to)}`;
};

const isCloud = (effect: Effect): effect is Effect & Run => effect.kind === 'run' && CLIENTS.has(effect.program);

export const commandCloudShare = defineIndicator({
  id: 'command.cloud-share',
  title: 'Opens data or machines of the cloud to strangers',
  attack: ['T1053.007', 'T1537', 'T1530'],
  severity: 'high',
  why: 'A disk, an image or a bucket that another account may copy is gone without a byte that leaves the network.',
  falsePositives: ['Backups that are shared with an own account by its number', 'Websites in buckets'],
  references: ['https://attack.mitre.org/techniques/T1537/'],
  needs: ['effects'],
  kinds: ['code', 'run'],
  evaluate: ({ effects }) => {
    const calls = effects.filter(isCloud);
    if (calls.length === 0) return [];
    const own = ownAccounts(calls.flatMap(({ args }) => args));
    return fromEffects(calls, (effect) => {
      const { program, args } = effect;
      if (program === 'aws')
        return sharesOnAws(args, (account) => own.has(account)) ?? sharesByEdit(effect, effects, own);
      return program === 'az' ? sharesOnAzure(args) : sharesOnGoogle(program, args);
    });
  },
});
