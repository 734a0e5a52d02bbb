import type { Run } from '../../model/effect.ts';

/** Sinks and buckets that carry what is done in a project to whoever watches it, by their names. */
const WATCHED =
  /^_(?:Default|Required)$|audit|secur|siem|trail|(?:^|[-_])soc(?:$|[-_])|splunk|sentinel|chronicle|secops|^\$|^\{\}$/i;
/** Characters of a call that are looked at. */
const MOST_CHARACTERS = 4000;

/** `logging sinks delete NAME`: of an organisation or a folder each sink is of those who watch. */
const takesSink = (args: readonly string[]): boolean => {
  const at = args.indexOf('sinks');
  if (at < 1 || args[at - 1] !== 'logging') return false;
  const [verb = '', name = ''] = args.slice(at + 1);
  const stops =
    verb === 'delete' ||
    (verb === 'update' && args.some((arg) => arg === '--disabled' || /^--add-exclusion/.test(arg)));
  return stops && (WATCHED.test(name) || args.some((arg) => /^--(?:organization|folder)(?:=|$)/.test(arg)));
};

/** `logging buckets update NAME --retention-days=1`: what is kept for days is gone before anybody looks. */
const forgetsSoon = (args: readonly string[]): boolean => {
  const at = args.indexOf('buckets');
  return (
    at > 0 &&
    args[at - 1] === 'logging' &&
    WATCHED.test(args[at + 2] ?? '') &&
    /--retention-days[= ][1-7](?:\s|$)/.test(args.join(' '))
  );
};

/** The value of `--logging`, in either of the ways of writing it. */
const stopsLogging = (arg: string, before = ''): boolean =>
  (before === '--logging' || arg.startsWith('--logging=')) && /enabled"?\s{0,4}[:=]\s{0,4}false/i.test(arg);

/** A bucket of logs of the account whose objects expire within days. */
const expiresSoon = (args: readonly string[]): boolean =>
  args.includes('put-bucket-lifecycle-configuration') &&
  args.some((arg, at) => args[at - 1] === '--bucket' && WATCHED.test(arg) && !arg.startsWith('$')) &&
  args.some((arg) => /"Days"\s{0,4}:\s{0,4}[1-7]\b/.test(arg));

/** Words of each client that end what records or watches. */
const STOPS: ReadonlyMap<string, readonly RegExp[]> = new Map([
  [
    'aws',
    [
      /\bcloudtrail (?:stop-logging|delete-trail|delete-event-data-store|stop-event-data-store-ingestion)\b/,
      /\bcloudtrail put-event-selectors\b.*"?IncludeManagementEvents"?\s{0,4}[:=]\s{0,4}false/i,
      /\bguardduty (?:delete-detector|update-detector\b.*--no-enable|stop-monitoring-members|delete-publishing-destination)\b/,
      /\bec2 delete-flow-logs\b/,
      /\bconfigservice (?:stop-configuration-recorder|delete-configuration-recorder|delete-delivery-channel)\b/,
      /\bsecurityhub disable-security-hub\b/,
      /\b(?:macie2 disable-macie|inspector2 disable|detective delete-graph|accessanalyzer delete-analyzer)\b/,
      /\broute53resolver (?:delete|disassociate)-resolver-query-log-config\b/,
      /\borganizations leave-organization\b/,
      /\bbedrock delete-model-invocation-logging-configuration\b/,
      /\biam (?:deactivate-mfa-device|delete-virtual-mfa-device)\b/,
    ],
  ],
  [
    'gcloud',
    [
      /\bservices disable (?:logging|securitycenter)\./,
      /\blogging logs delete\b.*cloudaudit/,
      /\bnetworks subnets update\b.*--no-enable-flow-logs/,
      /\bdns policies update\b.*--no-enable-logging/,
      /\borg-policies (?:disable-enforce|delete) /,
    ],
  ],
  [
    'az',
    [
      /\bmonitor diagnostic-settings delete\b/,
      /\bmonitor log-analytics workspace delete\b/,
      /\bmonitor activity-log alert delete\b/,
      /\bnetwork watcher flow-log delete\b/,
      /\bsecurity pricing create\b.*\bFree\b/i,
      /\bsecurity auto-provisioning-setting update\b.*\bOff\b/i,
      /\bpolicy assignment delete\b/,
    ],
  ],
  ['vault', [/\baudit disable\b/]],
]);

/** What records or watches a whole cloud account, or a store of secrets, and how its client is told to stop. */
export const stopsInCloud = ({ program, args }: Run): string | null => {
  const calls = STOPS.get(program);
  if (calls === undefined) return null;
  const text = args.join(' ').slice(0, MOST_CHARACTERS);
  const stops =
    calls.some((call) => call.test(text)) ||
    (program === 'aws' &&
      (expiresSoon(args) ||
        (args.includes('update-cluster-config') && args.some((arg, at) => stopsLogging(arg, args[at - 1]))))) ||
    (program === 'gcloud' && (takesSink(args) || forgetsSoon(args)));
  if (!stops) return null;
  return program === 'vault'
    ? 'stops the log of the store of secrets'
    : 'stops what records or watches the cloud account';
};
