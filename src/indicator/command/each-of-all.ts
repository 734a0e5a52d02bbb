import { isShell } from '../../command/programs.ts';
import type { Effect, Run } from '../../model/effect.ts';

type Row = readonly [list: RegExp, take: RegExp, what: string];

/** A call that deletes what a list gave, of this kind where it names one. */
const deletes = (kinds: string): RegExp =>
  new RegExp(
    `\\bdelete(?: --?[\\w=-]{1,40}){0,4}(?: (?:${kinds}))?(?: --?[\\w=-]{1,40}){0,4}(?: (?:${kinds})?/?[$({]|$)`,
  );

/** How each client lists what there is, and how it takes away one of it for good. */
const ROWS: ReadonlyMap<string, readonly Row[]> = new Map([
  [
    'aws',
    [
      [/\bec2 describe-instances\b/, /\bec2 terminate-instances\b/, 'machine'],
      [/\bec2 describe-snapshots\b/, /\bec2 delete-snapshot\b/, 'snapshot'],
      [/\bec2 describe-volumes\b/, /\bec2 delete-volume\b/, 'disk'],
      [/\brds describe-db-(?:instances|clusters)\b/, /\brds delete-db-(?:instance|cluster)\b/, 'database'],
      [/\brds describe-db-(?:cluster-)?snapshots\b/, /\brds delete-db-(?:cluster-)?snapshot\b/, 'snapshot'],
      [/\bdynamodb list-tables\b/, /\bdynamodb delete-table\b/, 'table'],
      [/\bkms list-keys\b/, /\bkms (?:schedule-key-deletion|disable-key)\b/, 'key'],
      [/\bs3 ls$|\bs3api list-buckets\b/, /\bs3 (?:rb|rm)\b.*--(?:force|recursive)|\bs3api delete-bucket\b/, 'bucket'],
      [/\blogs describe-log-groups\b/, /\blogs delete-log-group\b/, 'log'],
      [/\bsecretsmanager list-secrets\b/, /\bsecretsmanager delete-secret\b/, 'secret'],
      [
        /\bbackup list-(?:backup-vaults|recovery-points)/,
        /\bbackup delete-(?:backup-vault|recovery-point)\b/,
        'backup',
      ],
      [/\becr describe-repositories\b/, /\becr delete-repository\b.*--force/, 'repository'],
      [/\bcloudtrail (?:describe|list)-trails\b/, /\bcloudtrail delete-trail\b/, 'trail'],
      [/\broute53 list-hosted-zones\b/, /\broute53 delete-hosted-zone\b/, 'zone'],
      [
        /\broute53 list-resource-record-sets\b/,
        /\broute53 change-resource-record-sets\b.*Changes\\?["']?:\s?(?:\$\(|\[?\$)/,
        'record of a zone',
      ],
      [/\beks list-clusters\b/, /\beks delete-cluster\b/, 'cluster'],
      [/\blambda list-functions\b/, /\blambda delete-function\b/, 'function'],
      [/\biam list-users\b/, /\biam delete-user\b/, 'user'],
    ],
  ],
  [
    'gcloud',
    [
      [/\bcompute instances list\b/, /\bcompute instances delete\b/, 'machine'],
      [/\bcompute disks list\b/, /\bcompute disks delete\b/, 'disk'],
      [/\bcompute snapshots list\b/, /\bcompute snapshots delete\b/, 'snapshot'],
      [/\bsql instances list\b/, /\bsql instances delete\b/, 'database'],
      [/\bkms keys versions list\b/, /\bkms keys versions destroy\b/, 'key'],
      [/\bsecrets list\b/, /\bsecrets delete\b/, 'secret'],
      [/\bprojects list\b/, /\bprojects delete\b/, 'project'],
      [/\bstorage (?:buckets list|ls$)/, /\bstorage rm\b.*(?:-r|--recursive)\b|\bstorage buckets delete\b/, 'bucket'],
      [/\bmonitoring policies list\b/, /\bmonitoring policies delete\b/, 'alarm'],
    ],
  ],
  ['gsutil', [[/\bls$/, /\b(?:rm\b.*-[a-zA-Z]*[rR]|rb)\b/, 'bucket']]],
  [
    'az',
    [
      [/^group list\b/, /^group delete\b/, 'resource group'],
      [/\bkeyvault list\b/, /\bkeyvault (?:delete|purge)\b/, 'vault of keys'],
      [/\block list\b/, /\block delete\b/, 'lock'],
      [/^vm list\b/, /^vm delete\b/, 'machine'],
      [/^disk list\b/, /^disk delete\b/, 'disk'],
      [/^snapshot list\b/, /^snapshot delete\b/, 'snapshot'],
      [
        /\bstorage account list\b/,
        /\bstorage (?:account delete|blob delete-batch|container delete)\b/,
        'storage account',
      ],
      [/\bsql server list\b/, /\bsql (?:server|db) delete\b/, 'database'],
      [/\bcosmosdb list\b/, /\bcosmosdb delete\b/, 'database'],
      [/\baks list\b/, /\baks delete\b/, 'cluster'],
    ],
  ],
  [
    'kubectl',
    [
      [/\bget (?:ns|namespaces?)\b(?!.*\$)/, deletes('ns|namespaces?'), 'namespace'],
      [
        /\bget (?:pv|persistentvolumes?)\b(?!.*\$)|\bget (?:pvc|persistentvolumeclaims?)\b.*(?:-A\b|--all-namespaces)/,
        deletes('pvc?|persistentvolume(?:claim)?s?'),
        'volume',
      ],
      [
        /\bget (?:deploy|deployments?|sts|statefulsets?|ds|daemonsets?)(?:[,.]\S{1,60})?\s.*(?:-A\b|--all-namespaces)/,
        /\bscale\b.*--replicas[= ]0\b/,
        'workload',
      ],
      [
        /\bget (?:ns|namespaces?)\b(?!.*\$)/,
        /\bscale\b.*--all\b.*--replicas[= ]0\b|\bscale\b.*--replicas[= ]0\b.*--all\b/,
        'workload',
      ],
    ],
  ],
  ['kafka-topics.sh', [[/--list\b/, /--delete\b.*--topic\b/, 'topic']]],
  ['kafka-topics', [[/--list\b/, /--delete\b.*--topic\b/, 'topic']]],
  ['rabbitmqadmin', [[/\blist queues\b/, /\bdelete queue\b/, 'queue']]],
  ['rabbitmqctl', [[/\blist_(?:queues|vhosts)\b/, /\bdelete_(?:queue|vhost)\b/, 'queue']]],
  ['vault', [[/\bsecrets list\b/, /\bsecrets disable\b/, 'engine of secrets']]],
  ['helm', [[/\b(?:ls|list)\b.*(?:-\w*A|--all-namespaces)/, /\b(?:uninstall|delete|del|un)\b/, 'release']]],
  ['restic', [[/\bsnapshots\b/, /\bforget\b/, 'backup']]],
  ['curl', [[/\/_cat\/indices(?![/*])/, /-X\s?DELETE\b/, 'index']]],
]);

/** What is taken off each namespace by a label. */
export const LIMITS = 'limits for pods';
const OPENS_NAMESPACE =
  /\b(?:label|patch)\b.*pod-security\.kubernetes\.io\/enforce(?:=privileged|-(?:\s|$)|["']?\s{0,4}:\s{0,4}["']?(?:null|privileged))/;

/** What guards a cluster, in as many parts as there are namespaces. */
export const GUARDING: ReadonlyMap<string, readonly Row[]> = new Map([
  [
    'kubectl',
    [
      [
        /\bget (?:netpol|networkpolic(?:y|ies))\b.*(?:-A\b|--all-namespaces)/,
        deletes('netpol|networkpolic(?:y|ies)'),
        'network policy',
      ],
      [
        /\bget (?:validating|mutating)webhookconfigurations?\b/,
        deletes('(?:validating|mutating)webhookconfigurations?'),
        'admission webhook',
      ],
      [/\bget (?:ns|namespaces?)\b(?!.*\$)/, OPENS_NAMESPACE, LIMITS],
    ],
  ],
  [
    'curl',
    [
      [
        /\/networkpolicies(?![/*])/,
        /-X\s?DELETE\b.*\/networkpolicies\/|\/networkpolicies\/.*-X\s?DELETE\b/,
        'network policy',
      ],
      [
        /\/api\/v1\/namespaces(?![/*\w])/,
        /^(?=.*-X\s?PATCH\b)(?=.*\/namespaces\/[$({]).*pod-security\.kubernetes\.io\/enforce["']?\s{0,4}:\s{0,4}["']?(?:null|privileged)/s,
        LIMITS,
      ],
    ],
  ],
]);

/** Workloads that are changed one after the other. */
export const INJECTING: ReadonlyMap<string, readonly Row[]> = new Map([
  [
    'kubectl',
    [
      [
        /\bget (?:deploy|deployments?|sts|statefulsets?|ds|daemonsets?)(?:[,./]\S{1,60})?\s.*(?:-A\b|--all-namespaces|(?:-n|--namespace)[ =]?\$)/,
        /\bpatch\b.*[cC]ontainers\b/,
        'workload',
      ],
      [/\bget (?:ns|namespaces?)\b(?!.*\$)/, /\bpatch\b.*[cC]ontainers\b/, 'workload'],
      [
        /\bget (?:tasks?|clustertasks?|pipelines?|workflowtemplates?|cwft|wftmpl|cronworkflows?|cwf)(?:[,.]\S{1,60})?\s.*(?:-A\b|--all-namespaces|(?:-n|--namespace)[ =]?\$)/,
        /\bpatch\b.*(?:[cC]ontainers|steps|sidecars|templates)\b/,
        'workload',
      ],
    ],
  ],
]);

/** What narrows a list by itself. */
const NARROWS =
  /--filters?[= ]|--query\S{0,4}\s?\S{0,60}\[\?|(?:^|\s)(?:-l|-g|--selector|--resource-group|--field-selector|--tags?|--tag|--prefix|--log-group-name-prefix|--db-instance-identifier|--snapshot-ids|--instance-ids|--exclude-table-names)(?:[= ]|$)/;
/** Programs between a list and what is done with it that leave a part of it. */
const CHOOSERS: ReadonlySet<string> = new Set([
  'head',
  'tail',
  'sed',
  'test',
  '[',
  '[[',
  'case',
  'comm',
  'fzf',
  'date',
  'uniq',
]);

const LOOKS = /(?:^|[\s;&|])(?:case|\[\[)\s/;

const chooses = ({ program, args }: Run): boolean => {
  if (/^[ef]?grep$|^rg$/.test(program)) return !args.some((arg) => /^-[a-zA-Z]*v|^--invert-match$/.test(arg));
  if (/^[gm]?awk$/.test(program))
    return args.some((arg) => /[~<>=]|\bif\b|^\s{0,4}\/|NR/.test(arg.replace(/^-F.*$/, '')));
  if (program === 'jq' || program === 'yq')
    return args.some((arg) => /\bselect\b|\[\d{0,4}:|\blimit\b|\bfirst\b/.test(arg));
  return CHOOSERS.has(program);
};

const textOf = ({ args }: Run): string => args.slice(0, 40).join(' ').slice(0, 4000);
const NAMED_ON_THE_WAY = /\$|\{\}|…/;
/** Characters of code that are looked at. */
const MOST_CODE = 50_000;
/** Listed calls of one pod that are looked at. */
const MOST_CALLS = 400;

const nameOf = ({ program }: Run): string => (program === 'oc' ? 'kubectl' : program);
const NONE: ReadonlyMap<Effect, string> = new Map();

/** Whether an effect is code that looks at what it has; the usual last lines of a program look at nothing. */
export const looksFirst = (effect: Effect): boolean =>
  effect.kind === 'code' &&
  effect.text.length < MOST_CODE &&
  /\bif\b|\bfilter\b/.test(effect.text.replace(/\bif\s{1,4}__name__\b/, ''));

/**
 * Calls that take away each of a list from which nothing was left out, with what they take: the list of a client, and behind it
 * a call that names what it takes by what the list gave.
 */
export const takesEachOfAll = (
  effects: readonly Effect[],
  tables: ReadonlyMap<string, readonly Row[]> = ROWS,
): ReadonlyMap<Effect, string> => {
  const isAsked = (effect: Effect): boolean => effect.kind === 'run' && tables.has(nameOf(effect));
  if (!effects.some(isAsked)) return NONE;
  const found = new Map<Effect, string>();
  const open = new Map<Row, boolean>();
  let looked = 0;
  for (const effect of effects) {
    // Code that looks at what it has before it takes it chooses as well.
    if (looksFirst(effect)) return new Map();
    if (effect.kind !== 'run') continue;
    // A shell that looks at what it has before it takes it chooses as well.
    if (isShell(effect.program) && effect.args.some((arg) => LOOKS.test(arg))) return found;
    const rows = tables.get(nameOf(effect));
    if (rows === undefined) {
      if (open.size > 0 && chooses(effect)) open.clear();
      continue;
    }
    looked += 1;
    if (looked > MOST_CALLS) break;
    const text = textOf(effect);
    for (const row of rows) {
      const [list, take, what] = row;
      if (
        open.has(row) &&
        take.test(text) &&
        (NAMED_ON_THE_WAY.test(text) || effect.words.some((word) => word.endsWith('xargs')))
      )
        found.set(effect, what);
      else if (list.test(text) && !NARROWS.test(text)) open.set(row, true);
    }
  }
  return found;
};
