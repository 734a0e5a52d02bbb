import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse, parseDocument } from 'yaml';
import { INDICATORS } from '../indicator/registry.ts';
import { type AuditPolicy, parsePolicy } from './policy.ts';
import { PROVIDERS, type ProviderId, providerOf } from './providers.ts';
import { adviceOf, reportVisibility, type VisibilityReport } from './report.ts';
import { SUBJECTS } from './subjects.ts';

const policyOf = (text: string): AuditPolicy => {
  const policy = parsePolicy(text);
  assert.ok(policy.ok, JSON.stringify(policy));
  return policy.value;
};
const reportOf = (text: string, provider: ProviderId | null = null): VisibilityReport =>
  reportVisibility({ version: '0.0.1', logs: null, policy: { name: 'p.yaml', policy: policyOf(text) }, provider });
const head = 'apiVersion: audit.k8s.io/v1\nkind: Policy\n';
const of = (report: VisibilityReport, id: string) => {
  const found = report.indicators.find((one) => one.id === id);
  assert.ok(found, id);
  return found;
};
const subjectOf = (report: VisibilityReport, id: string) => {
  const found = report.subjects.find((one) => one.id === id);
  assert.ok(found, id);
  return found;
};

test('at level Metadata the actor is seen, and nothing of the body', () => {
  const report = reportOf(`${head}rules: [{ level: Metadata }]`);
  assert.equal(of(report, 'command.reverse-shell').sight, 'blind');
  assert.equal(of(report, 'host.path-root').sight, 'blind');
  assert.equal(of(report, 'actor.anonymous').sight, 'assessed');
  assert.equal(of(report, 'naming.system-component').sight, 'assessed');
  assert.equal(of(report, 'request.body-unseen').sight, 'assessed', 'it is about what is missing');
  assert.match(of(report, 'host.path-root').because, /CronJob: create, update, patch: Metadata, rule 1 \(line 3\)/);
});

test('without a policy and without a log nothing is known', () => {
  const report = reportVisibility({ version: '0.0.1', logs: null, policy: null, provider: null });
  assert.deepEqual([...new Set(report.indicators.map(({ sight }) => sight))], ['unknown']);
  assert.deepEqual(report.advice, []);
});

test('at level Request a change is seen in part, since it shows only itself', () => {
  const report = reportOf(`${head}rules: [{ level: Request }]`);
  assert.equal(of(report, 'host.path-root').sight, 'partly');
  assert.deepEqual(
    report.advice[0]?.rules.map(({ level, verbs }) => [level, verbs]),
    [['RequestResponse', ['patch']]],
  );
});

test('a rule for some users or namespaces is told with them', () => {
  const report = reportOf(`${head}rules:
- { level: None, users: [jane@example.com] }
- { level: Metadata, namespaces: [dev] }
- { level: RequestResponse }`);
  const { sight, body } = subjectOf(report, 'batch/cronjobs');
  assert.equal(sight, 'partly');
  assert.match(body.says, /by jane@example.com None, rule 1 \(line 4\), in dev Metadata, rule 2/);
});

test('scripts in ConfigMaps are a part of what a command runs', () => {
  const report = reportOf(`${head}rules:
- { level: Metadata, resources: [{ group: "", resources: [configmaps] }] }
- { level: RequestResponse }`);
  assert.equal(of(report, 'command.reverse-shell').sight, 'partly');
  assert.equal(of(report, 'host.path-root').sight, 'assessed');
  assert.deepEqual(
    report.advice.map(({ title }) => title),
    ['Scripts in ConfigMaps'],
  );
});

test('without roles and bindings the rights of an account are blind, and a file is named that gives them', () => {
  const report = reportOf(`${head}rules:
- { level: Metadata, resources: [{ group: rbac.authorization.k8s.io }] }
- { level: RequestResponse }`);
  const { sight, because } = of(report, 'identity.strong-service-account');
  assert.equal(sight, 'blind');
  assert.match(because, /--rbac/);
});

test('where everything is logged, all is assessed and nothing is advised', () => {
  const report = reportOf(`${head}rules: [{ level: RequestResponse }]`);
  assert.deepEqual(
    report.indicators.filter(({ sight }) => sight !== 'assessed'),
    [],
  );
  assert.deepEqual(report.advice, []);
});

/** The policy with what is advised before its own rules. */
const advised = (text: string, rules: readonly string[]): string => {
  const document = parseDocument(text);
  const own = document.toJS().rules as readonly unknown[]; // a policy that parsed has a list of rules
  document.set('rules', [...rules.flatMap((yaml) => parse(yaml) as readonly unknown[]), ...own]);
  return document.toString();
};

/** The advice opens what it says, logs no Secret, and lowers nothing. */
const roundTrip = (text: string): void => {
  const before = reportOf(text);
  const advice = adviceOf(policyOf(text));
  const after = reportOf(
    advised(
      text,
      advice.map(({ yaml }) => yaml),
    ),
  );
  assert.deepEqual(
    after.indicators.filter(({ sight }) => sight !== 'assessed').map(({ id, because }) => [id, because]),
    [],
  );
  assert.deepEqual(
    adviceOf(
      policyOf(
        advised(
          text,
          advice.map(({ yaml }) => yaml),
        ),
      ),
    ),
    [],
    'asked again, it has no more to say',
  );
  assert.equal(subjectOf(after, 'secrets').body.sight, subjectOf(before, 'secrets').body.sight);
  for (const { opens } of advice) {
    for (const id of opens) assert.equal(subjectOf(after, id).sight, 'assessed', id);
  }
};

const policies: Readonly<Record<string, string>> = {
  'metadata alone': `${head}rules: [{ level: Metadata }]`,
  nothing: `${head}rules: [{ level: None }]`,
  'for some': `${head}omitStages: [RequestReceived]\nrules:\n- { level: Request, userGroups: [system:authenticated], verbs: [create] }\n- { level: None, namespaces: [kube-system] }\n- { level: Metadata }`,
  'without the stage that has bodies': `${head}rules: [{ level: Metadata, omitStages: [ResponseComplete] }]`,
};
for (const [name, text] of Object.entries(policies)) {
  test(`the rules that are advised open the eyes: ${name}`, () => roundTrip(text));
}

test('one advice alone opens its own and logs nothing else', () => {
  const text = policies['metadata alone'] ?? '';
  const first = adviceOf(policyOf(text))[0];
  assert.deepEqual(first?.opens, ['batch/cronjobs', 'batch/jobs']);
  const after = reportOf(advised(text, [first?.yaml ?? '']));
  assert.equal(of(after, 'host.path-root').on.job, 'assessed');
  assert.equal(of(after, 'host.path-root').on['built-in'], 'blind');
});

for (const id of PROVIDERS) {
  test(`${id}: what it logs can be read, and no rule is advised`, () => {
    const policy = policyOf(providerOf(id).policy);
    assert.deepEqual(policy.notes, []);
    const report = reportVisibility({ version: '0.0.1', logs: null, policy: null, provider: id });
    assert.equal(report.policy?.from, 'provider');
    assert.equal(of(report, 'host.path-root').on.job, 'assessed');
    assert.equal(of(report, 'host.path-root').on.custom, 'blind', 'kinds that it does not know are at Metadata');
    assert.equal(of(report, 'command.reverse-shell').on.job, 'partly', 'ConfigMaps are at Metadata');
    assert.deepEqual(report.advice, []);
    assert.match(report.provider?.fixed ?? '', /no rule can be added/);
  });
}

test('subjects have ids of their own, and every indicator is in the report', () => {
  assert.equal(new Set(SUBJECTS.map(({ id, scope }) => `${scope} ${id}`)).size, SUBJECTS.length);
  assert.deepEqual(
    SUBJECTS.filter(({ scope }) => scope === 'job').map(({ id }) => id),
    ['batch/cronjobs', 'batch/jobs'],
  );
  assert.equal(reportOf(`${head}rules: [{ level: None }]`).indicators.length, INDICATORS.length);
});

const SHARED = new URL('../../../shared/samples/policies/', import.meta.url);
const there = existsSync(SHARED);
const skip = there || process.env.CI === 'true' ? false : 'The shared samples are not on this machine.';

/** Sights of a body of a CronJob, of a Tekton TaskRun, of a ConfigMap and of a Role, and of the reading of Secrets. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  'aks-audit-policy.yaml': ['assessed', 'blind', 'partly', 'assessed', 'partly'],
  'audit2rbac-demo-policy.yaml': ['blind', 'blind', 'blind', 'blind', 'partly'],
  'eks-audit-policy.yaml': ['assessed', 'blind', 'partly', 'assessed', 'assessed'],
  'falco-k8saudit-audit-policy.yaml': ['blind', 'blind', 'partly', 'blind', 'assessed'],
  'gce-kube-up-1.20-audit-policy.yaml': ['assessed', 'blind', 'blind', 'assessed', 'assessed'],
  'openshift-profile-allrequestbodies.yaml': ['assessed', 'assessed', 'assessed', 'assessed', 'assessed'],
  'openshift-profile-default.yaml': ['blind', 'blind', 'blind', 'blind', 'assessed'],
  'openshift-profile-multipleCr.yaml': ['partly', 'partly', 'partly', 'partly', 'partly'],
  'openshift-profile-none.yaml': ['blind', 'blind', 'blind', 'blind', 'blind'],
  'openshift-profile-oauth.yaml': ['partly', 'partly', 'partly', 'partly', 'partly'],
  'openshift-profile-writerequestbodies.yaml': ['assessed', 'assessed', 'assessed', 'assessed', 'assessed'],
};

test('real policies: what is known of them, and the round trip', { skip }, () => {
  assert.ok(there, 'the shared samples belong to the checks of CI');
  const names = readdirSync(SHARED).filter((name) => name.endsWith('.yaml'));
  assert.ok(names.length >= 11);
  for (const name of names) {
    const text = readFileSync(new URL(name, SHARED), 'utf8');
    const report = reportOf(text);
    const sights = [
      ...['batch/cronjobs', 'tekton.dev/taskruns', 'configmaps', 'rbac.authorization.k8s.io/roles'].map(
        (id) => subjectOf(report, id).body.sight,
      ),
      subjectOf(report, 'secrets get').sight,
    ];
    assert.deepEqual(sights, KNOWN[name] ?? [], name);
    roundTrip(text);
  }
});

test('a real policy: the misspelt field of OpenShift is told', { skip }, () => {
  const text = readFileSync(new URL('openshift-profile-writerequestbodies.yaml', SHARED), 'utf8');
  assert.match(policyOf(text).notes.join(), /"resource"; did you mean resources\?/);
});
