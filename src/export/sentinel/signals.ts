import { RUNTIME_SOCKETS } from '../../indicator/host/runtime-socket.ts';
import { HARMLESS_PLACES, HOLDING_PLACES, LOG_PLACES, SENSITIVE_PLACES } from '../../indicator/host/sensitive.ts';
import { DISTRIBUTORS } from '../../indicator/image/accounts.ts';
import { MINER_IMAGES } from '../../indicator/image/miner.ts';
import { OFFENSIVE_IMAGES } from '../../indicator/image/offensive-tool.ts';
import { SYSTEM_NAMESPACES } from '../../indicator/placement/system-namespace.ts';
import { ADMIN_CAPABILITIES } from '../../indicator/privilege/admin-capability.ts';
import { DANGEROUS_CAPABILITIES } from '../../indicator/privilege/dangerous-capability.ts';
import { INVENTED_COMPONENTS, SYSTEM_COMPONENTS } from '../../indicator/system-components.ts';
import { dynamicList, listed, oneOf, verbatim } from './kql-text.ts';
import {
  CLUSTER_PATTERNS,
  type CommandPattern,
  EXECUTION_PATTERNS,
  NODE_PATTERNS,
  OWN_ADDRESSES,
  TOOL_PATTERNS,
} from './patterns.ts';

/** One indicator of ours as far as KQL reaches. */
export interface Signal {
  /** Id of the indicator, whose points and techniques are its own. */
  readonly indicator: string;
  /** KQL that is true where it is found. */
  readonly when: string;
}

const places = (all: readonly string[]): string =>
  `^(?:${all.map((place) => place.replaceAll('.', '\\.')).join('|')})(?:/|$)`;
const anImageOf = (names: Iterable<string>): string =>
  `Repos matches regex ${verbatim(`(?i)[-/_."]${oneOf(names)}[-/_."]`)}`;

const isSystem = `Namespace in ${listed(SYSTEM_NAMESPACES)}`;

const signalsOf = (patterns: readonly CommandPattern[]): readonly Signal[] =>
  patterns.map(({ indicator, pattern, outside }) => ({
    indicator,
    when: `Cmd matches regex ${verbatim(`(?i)${pattern}`)}${outside === undefined ? '' : ` and replace_regex(Cmd,${verbatim(OWN_ADDRESSES)},"") matches regex ${verbatim(`(?i)${outside}`)}`}`,
  }));

/** Code from elsewhere that commands let run, and those that they take orders from. */
export const EXECUTION: readonly Signal[] = signalsOf(EXECUTION_PATTERNS);

/** Tools of attackers in commands and images, and who asked. */
export const TOOLS: readonly Signal[] = [
  ...signalsOf(TOOL_PATTERNS),
  { indicator: 'image.miner', when: anImageOf(MINER_IMAGES) },
  { indicator: 'image.offensive-tool', when: anImageOf(OFFENSIVE_IMAGES) },
  { indicator: 'actor.anonymous', when: `User=="system:anonymous" and not(coalesce(Code,0)>=400)` },
];

/** What commands do to the cluster and its secrets. */
export const CLUSTER: readonly Signal[] = signalsOf(CLUSTER_PATTERNS);

/** What commands do to the node and to what it holds. */
export const NODE: readonly Signal[] = signalsOf(NODE_PATTERNS);

/** Power over the node, by the values of the fields that give it. */
export const POWERS: readonly Signal[] = [
  { indicator: 'privilege.privileged', when: 'Privileged>0' },
  {
    indicator: 'privilege.dangerous-capability',
    when: `array_length(set_intersect(Caps,${dynamicList(DANGEROUS_CAPABILITIES)}))>0`,
  },
  {
    indicator: 'privilege.admin-capability',
    when: `array_length(set_intersect(Caps,${dynamicList(ADMIN_CAPABILITIES)}))>0`,
  },
  { indicator: 'host.path-root', when: 'array_index_of(Paths,"/")>=0' },
  {
    indicator: 'host.runtime-socket',
    when: `array_length(set_intersect(Paths,${dynamicList(RUNTIME_SOCKETS)}))>0`,
  },
  { indicator: 'host.path-sensitive', when: 'Sensitive>0' },
  { indicator: 'host.namespaces', when: 'tobool(S.hostPID)==true or tobool(S.hostIPC)==true' },
  { indicator: 'host.network', when: 'tobool(S.hostNetwork)==true' },
];

/** KQL that is true for a path `P` of the node that is sensitive, or holds what is. */
export const IS_SENSITIVE = `(P in ${listed(HOLDING_PLACES)} or P matches regex ${verbatim(places(SENSITIVE_PLACES))}) and not(P matches regex ${verbatim(places([...HARMLESS_PLACES, ...LOG_PLACES]))})`;

/** Circumstances: none is worth an alert alone. */
export const CIRCUMSTANCES: readonly Signal[] = [
  {
    indicator: 'placement.system-namespace',
    when: `${isSystem} and not(User startswith "system:" or User in ("aksService","acsService"))`,
  },
  {
    indicator: 'schedule.every-minute',
    when: `tostring(O.spec.schedule) matches regex @"^\\s*(?:(?:CRON_)?TZ=\\S+\\s+)?(?:\\*|0-59)(?:/[1-4])?\\s+(?:\\*|\\*/1)\\s|^\\s*@every\\s+(?:\\d{1,3}s|[1-4]m)"`,
  },
  {
    indicator: 'image.system-lookalike',
    when: `tostring(Images) matches regex ${verbatim(`"(?:(?:index\\.)?docker\\.io/)?[^/.:"]+/${oneOf([...SYSTEM_COMPONENTS, ...INVENTED_COMPONENTS])}["@:]`)} and not(tostring(Images) matches regex ${verbatim(`"(?:(?:index\\.)?docker\\.io/)?${oneOf(DISTRIBUTORS)}/`)})`,
  },
  {
    indicator: 'naming.system-component',
    when: `Key in ("batch/jobs","batch/cronjobs","/pods") and not(User startswith "system:") and Name in ${listed([...SYSTEM_COMPONENTS, ...INVENTED_COMPONENTS])}`,
  },
  {
    indicator: 'image.address-registry',
    when: `tostring(Images) matches regex @'"\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d+)?/' and not(tostring(Images) matches regex @'"(?:10|127|192\\.168|172\\.(?:1[6-9]|2\\d|3[01]))\\.')`,
  },
  {
    indicator: 'evasion.no-history',
    when: 'toint(O.spec.successfulJobsHistoryLimit)==0 and toint(O.spec.failedJobsHistoryLimit)==0',
  },
  { indicator: 'actor.impersonation', when: 'Imposed!=""' },
];
