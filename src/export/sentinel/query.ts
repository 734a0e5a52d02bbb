import { DUTIES } from '../../normalise/bookkeeping.ts';
import { GROUP_CAPS, THRESHOLDS, WEIGHTS, type WeightGroup } from '../../score/weights.ts';
import { dynamicList, listed } from './kql-text.ts';
import { ITEMS, REACHED, SPEC } from './lift.ts';
import type { LogSource } from './source.ts';
import type { Theme } from './themes.ts';

/** Characters of a rule's query: https://learn.microsoft.com/azure/sentinel/scheduled-rules-overview */
export const MOST_CHARACTERS = 10_000;

const CONTROLLERS = 'system:serviceaccount:kube-system:';

/** `controller group/resource Owner` of what controllers write as their duty; without an owner what they only update. */
const duties = (): readonly string[] =>
  DUTIES.filter(({ user, writes }) => user.startsWith(CONTROLLERS) && writes !== '*').map(
    ({ user, writes, owner }) => `${user.slice(CONTROLLERS.length)} ${writes} ${owner ?? ''}`,
  );

const words = (): readonly string[] => [...new Set(REACHED.map((key) => key.slice(key.indexOf('/') + 1)))];

const CUT_NAMES_JOBS = `(Raw!="" and Uri matches regex @"/(?:cronjobs|jobs)(?:[/?]|$)")`;

/** What a patch changed is looked at in the object that came of it, where it is logged and the patch touches pods. */
const OBJECT = `iff(Verb=="patch" and gettype(Resp)=="dictionary" and tostring(Resp.kind)!="Status" and tostring(Req) has_any (dynamic(["containers","initContainers","ephemeralContainers","volumes","hostPID","hostIPC","hostNetwork","templates","steps"])),Resp,Req)`;

/** Rows, one for each pod spec `S` of each write that is no controller's own. */
const lifted = (source: LogSource): string => `let Every=10m;
let Period=1h;
let L=(x:dynamic){iff(gettype(x)=="array",x,dynamic([]))};
let Duties=${dynamicList(duties())};
${source.rows(words())}
| extend Key=strcat(tostring(Ref.apiGroup),"/",tostring(Ref.resource)),User=tostring(Who.username),Imposed=tostring(Imp.username)
| where (Key in ${listed(REACHED)} and tostring(Ref.subresource) in ("","ephemeralcontainers")) or ${CUT_NAMES_JOBS}
| where Uri !contains "dryRun=All"
| extend O=${OBJECT}
| extend Namespace=tostring(Ref.namespace),Name=coalesce(tostring(Ref.name),tostring(O.metadata.name),tostring(O.metadata.generateName)),Owner=tostring(O.metadata.ownerReferences[0].kind)
| extend Controller=iff(User startswith_cs "${CONTROLLERS}" and Imposed=="" and isempty(Who.extra["authentication.kubernetes.io/pod-name"]),substring(User,${CONTROLLERS.length}),"")
| where not(Controller!="" and ((Owner!="" and strcat(Controller," ",Key," ",Owner) in (Duties)) or (Verb!="create" and strcat(Controller," ",Key," ") in (Duties))))
| where not(User startswith_cs "system:node:" and Key=="/pods" and isnotempty(O.metadata.annotations["kubernetes.io/config.mirror"]))`;

const eachSpec = (): string => `
| extend Items=${ITEMS}
| mv-expand I=Items
| extend S=${SPEC}
| extend C=array_concat(L(S.containers),L(S.initContainers),L(S.ephemeralContainers),L(S.steps),L(S.sidecars),pack_array(S.container,S.script))`;

const points = (signals: Theme['signals']): string =>
  `dynamic({${signals.map(({ indicator }) => `"${indicator}":${WEIGHTS.get(indicator)?.points ?? 0}`).join(',')}})`;

const groupOf = (signals: Theme['signals']): WeightGroup =>
  WEIGHTS.get(signals[0]?.indicator ?? '')?.group ?? 'circumstance';

const least = (severity: string): number => THRESHOLDS.find(([name]) => name === severity)?.[1] ?? 0;

const scored = (theme: Theme): string => `
| extend Hits=set_difference(pack_array(
  ${theme.signals.map(({ indicator, when }) => `iff(${when},"${indicator}","")`).join(',\n  ')}),dynamic([""]))
| mv-apply H=Hits to typeof(string) on (summarize Points=sum(toint(${points(theme.signals)}[H])))
| extend Score=min_of(${GROUP_CAPS[groupOf(theme.signals)]},Points)
| where Points>=${theme.leastPoints}${theme.notAlone === undefined ? '' : ` and array_length(set_difference(Hits,${dynamicList(theme.notAlone)}))>0`}
| extend Severity=case(Score>=${least('high')},"High",Score>=${least('medium')},"Medium","Low"),Reasons=strcat_array(Hits,", ")`;

const RESULT = `
| summarize arg_max(Score,*) by AuditId,Key,Namespace,Name
| project TimeGenerated,Severity,Score,Reasons,Resource=Key,Namespace,Name,Workload=iff(Raw=="",strcat(Namespace,"/",Name),Uri),Verb,Outcome=case(isnull(Code),"unknown",Code>=400,"refused","accepted"),User,ImpersonatedBy=iff(Imposed=="","",User),SourceIP=tostring(Ips[0]),UserAgent,Images=tostring(Images)`;

/**
 * A theme's query over one of the places where an AKS cluster's audit log is. The same audit id gives one row for each object,
 * the worst; a client chooses the id, so the id alone would let one write hide another.
 */
export const themeQuery = (theme: Theme, source: LogSource): string =>
  theme.isOfUnread
    ? `${lifted(source)}
| extend Reasons=case(Raw!="","The row was cut and does not parse",gettype(O)=="string","The body was withheld","")
| where Reasons!=""
| summarize arg_max(TimeGenerated,*) by AuditId,Key,Namespace,Name
| project TimeGenerated,Severity="Low",Score=${WEIGHTS.get('request.body-withheld')?.points ?? 0},Reasons,Resource=Key,Namespace,Name,Workload=iff(Raw=="",strcat(Namespace,"/",Name),Uri),Verb,Outcome=case(isnull(Code),"unknown",Code>=400,"refused","accepted"),User,ImpersonatedBy=iff(Imposed=="","",User),SourceIP=tostring(Ips[0]),UserAgent,Images="",AuditId,ClusterId`
    : `${lifted(source)}${eachSpec()}${theme.containers}${scored(theme)}${RESULT}${theme.shows},AuditId,ClusterId`;
