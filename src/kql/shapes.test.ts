import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowsOf, type Table } from './testing/run.ts';
import { parseDatetime } from './time.ts';
import { Datetime, type Row } from './value.ts';

/* Detections as they are written for Sentinel, in the forms that its public rules have, over a handful of invented rows. */

const at = (text: string): Datetime => new Datetime(parseDatetime(`2026-11-${text}Z`) ?? 0n);
const logged = (time: string, verb: string, user: string, more: Readonly<Record<string, unknown>> = {}): Row => [
  at(time),
  'kube-audit',
  JSON.stringify({
    verb,
    user: { username: user },
    sourceIPs: ['198.51.100.7'],
    objectRef: { resource: 'secrets', namespace: 'shop', name: 'db' },
    responseStatus: { code: 200 },
    annotations: { 'authorization.k8s.io/decision': 'allow' },
    ...more,
  }),
  '/SUBSCRIPTIONS/S/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/HARBOUR',
];
const container = (name: string, privileged: boolean) => ({
  name,
  image: 'registry.example.com/a',
  securityContext: { privileged },
});
const tables: Readonly<Record<string, Table>> = {
  AzureDiagnostics: {
    columns: 'TimeGenerated:datetime Category log_s ResourceId',
    rows: [
      logged('10 08:00', 'get', 'sam'),
      logged('24 08:00', 'get', 'sam'),
      logged('24 08:10', 'list', 'kim'),
      logged('24 08:12', 'get', 'kim', { responseStatus: { code: 403 } }),
      logged('24 09:30', 'create', 'lee', {
        objectRef: { resource: 'pods', namespace: 'shop' },
        requestObject: { spec: { containers: [container('one', true), container('two', false)] } },
        responseStatus: { code: 201 },
      }),
      logged('24 09:40', 'create', 'max', {
        objectRef: { resource: 'clusterrolebindings', name: 'x' },
        requestObject: { kind: 'ClusterRoleBinding', roleRef: { name: 'cluster-admin' } },
      }),
    ],
  },
};

const shapes: readonly (readonly [title: string, query: string, rows: readonly string[]])[] = [
  [
    'parse_json inside parse_json, a member behind a point and brackets',
    `AzureDiagnostics
| where Category == "kube-audit"
| project log_s
| where parse_json(log_s).verb == "create"
| where parse_json(tostring(parse_json(log_s).annotations)).["authorization.k8s.io/decision"] == "allow"
| where parse_json(tostring(parse_json(tostring(parse_json(log_s).requestObject)).roleRef)).name == "cluster-admin"
| project User = tostring(parse_json(tostring(parse_json(log_s).user)).username), Ip = tostring(parse_json(log_s).sourceIPs[0])`,
    ['max|198.51.100.7'],
  ],
  [
    'a cast that keeps the name, and what is dynamic compared with texts',
    `AzureDiagnostics
| where log_s has "secrets"
| project TimeGenerated, parse_json(log_s), ResourceId
| project ResourceId, TimeGenerated, Verb = tostring(log_s["verb"]), ObjectRef = log_s["objectRef"], Status = log_s["responseStatus"]
| where ObjectRef.resource == "secrets" and (Verb == "list" or Verb == "get") and Status.code startswith "20"
| where ObjectRef.name != "kubernetes-dashboard-key-holder"
| extend name = extract(@"/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/(.+)", 1, ResourceId)
| summarize count() by name, bin(TimeGenerated, 1h)
| project name, count_`,
    ['HARBOUR|1', 'HARBOUR|2'],
  ],
  [
    'what was not seen before: leftanti against a baseline',
    `let endtime = 1d; let starttime = 20d;
AzureDiagnostics
| where TimeGenerated >= ago(endtime)
| extend User = tostring(parse_json(log_s).user.username)
| join kind= leftanti (
  AzureDiagnostics
  | where TimeGenerated between (ago(starttime)..ago(endtime))
  | extend User = tostring(parse_json(log_s).user.username)
) on User
| summarize EventCount = count(), StartTimeUtc = min(TimeGenerated) by User
| project User, EventCount
| sort by User asc`,
    ['kim|2', 'lee|1', 'max|1'],
  ],
  [
    'a success and a failure within minutes',
    `let window = 10m;
AzureDiagnostics
| extend Log = parse_json(log_s) | extend User = tostring(Log.user.username), Code = toint(Log.responseStatus.code)
| where Code < 400 | project OkTime = TimeGenerated, User
| join kind= inner (
  AzureDiagnostics
  | extend Log = parse_json(log_s) | extend User = tostring(Log.user.username), Code = toint(Log.responseStatus.code)
  | where Code !in (200, 201) | project FailTime = TimeGenerated, User
) on User
| where OkTime < FailTime and FailTime - OkTime <= window
| summarize FailTime = max(FailTime) by User`,
    ['kim|2026-11-24T08:12:00.0000000Z'],
  ],
  [
    'columns that may not be there, old names of functions, thresholds',
    `let Threshold = 2; let Verbs = dynamic(["GET", "LIST"]);
AzureDiagnostics
| extend requestUri_s = columnifexists("requestUri_s", "None"), Verb = tostring(parse_json(log_s).verb)
| where requestUri_s =~ "None" and isnotempty(ResourceId) and Verb in~ (Verbs)
| summarize EventCount = count(), Verbs = makeset(Verb), Times = makelist(TimeGenerated, 1), Last = arg_max(TimeGenerated, *) by ResourceId
| where EventCount > Threshold
| project EventCount, strcat_array(Verbs, ","), array_length(Times), Last`,
    ['4|get,list|1|2026-11-24T08:12:00.0000000Z'],
  ],
  [
    'containers taken apart, a materialized table, union with rows made of it',
    `let pods = AzureDiagnostics
| where log_s has "privileged"
| extend Log = parse_json(log_s)
| where Log.objectRef.resource == "pods" and Log.objectRef !has "subresource"
| extend containers = Log.requestObject.spec.containers
| mvexpand containers
| where containers.securityContext.privileged == true
| project Name = tostring(containers.name), ResourceId;
let cached = materialize(pods);
let clusters = cached | distinct ResourceId;
cached | union (clusters | project Name = "cluster", ResourceId) | project Name`,
    ['one', 'cluster'],
  ],
  [
    'a list of names from another query',
    `let known = (AzureDiagnostics | where TimeGenerated < ago(2d) | summarize by User = tostring(parse_json(log_s).user.username));
AzureDiagnostics
| where TimeGenerated > ago(1d)
| extend User = tostring(parse_json(log_s).user.username)
| where User !in (known)
| distinct User | sort by User asc`,
    ['kim', 'lee', 'max'],
  ],
  [
    'a function over a table by its name',
    `let users = (tableName:string) { table(tableName) | summarize Users = dcount(tostring(parse_json(log_s).user.username)) };
union isfuzzy=true (users("AzureDiagnostics")), (NoSuchTable | project Users = 1)`,
    ['4'],
  ],
];

for (const [title, query, expected] of shapes) {
  test(title, async () => {
    const rows = await rowsOf(query, tables);
    assert.deepEqual(
      rows.map((row) => row.map((value) => value ?? '∅').join('|')),
      expected,
    );
  });
}
