import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TOO_LONG } from '../finding/shown.ts';
import type { Plan } from './plan.ts';
import { dryRunOf, isDryRun } from './request.ts';
import { type FindingParts, load, planWith, playbookText, shipped } from './testing.ts';

const ids = (plan: Plan): readonly string[] => plan.steps.map(({ step }) => step.id);
const has = (id: string) => (plan: Plan) => assert.ok(ids(plan).includes(id), `${id} in ${ids(plan).join(' ')}`);
const hasNot = (id: string) => (plan: Plan) => assert.ok(!ids(plan).includes(id), id);
const before = (first: string, second: string) => (plan: Plan) => {
  has(first)(plan);
  has(second)(plan);
  assert.ok(ids(plan).indexOf(first) < ids(plan).indexOf(second), `${first} comes before ${second}`);
};

const TRACKED = { annotations: { 'argocd.argoproj.io/tracking-id': 'storefront:batch/CronJob:shop/tick' } };
const FLUX = {
  labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' },
};
const RELEASE = {
  labels: { 'helm.toolkit.fluxcd.io/name': 'shop', 'helm.toolkit.fluxcd.io/namespace': 'flux-system' },
  annotations: { 'meta.helm.sh/release-name': 'shop' },
};
const OWNED = {
  ownerReferences: [{ apiVersion: 'example.com/v1', kind: 'Backup', name: 'b', uid: 'u', controller: true }],
};

const branches: Record<string, { readonly parts: FindingParts; readonly checks: readonly ((plan: Plan) => void)[] }> = {
  'an ordinary CronJob saves before it stops': {
    parts: {},
    checks: [
      ...['save-object', 'save-jobs', 'save-pods', 'save-logs', 'save-events'].map((id) =>
        before(id, 'suspend-cronjob'),
      ),
      before('save-logs', 'suspend-jobs'),
      before('save-late-logs', 'suspend-jobs'),
      before('suspend-cronjob', 'delete-object'),
      hasNot('cordon-nodes'),
      hasNot('pause-argocd'),
      hasNot('delete-anonymous-bindings'),
    ],
  },
  'a Job has no CronJob to suspend': {
    parts: { kind: 'Job' },
    checks: [hasNot('suspend-cronjob'), has('suspend-jobs')],
  },
  'power over the node': {
    parts: { indicators: ['host.path-root'] },
    checks: [has('cordon-nodes'), has('replace-nodes')],
  },
  'a network of the node is beyond a policy': {
    parts: { podSpec: { hostNetwork: true } },
    checks: [hasNot('isolate-pods')],
  },
  'Argo CD is paused before the CronJob is suspended': {
    parts: { metadata: TRACKED },
    checks: [before('pause-argocd', 'suspend-cronjob')],
  },
  'Flux is suspended before the CronJob is': {
    parts: { metadata: FLUX },
    checks: [before('pause-flux-kustomization', 'suspend-cronjob')],
  },
  "Flux's HelmRelease is suspended, and is no Helm by hand": {
    parts: { metadata: RELEASE },
    checks: [before('pause-flux-helm-release', 'suspend-cronjob'), hasNot('hold-helm')],
  },
  'Helm alone': {
    parts: { metadata: { annotations: { 'meta.helm.sh/release-name': 'shop' } } },
    checks: [before('hold-helm', 'suspend-cronjob')],
  },
  'an operator': { parts: { metadata: OWNED }, checks: [before('hold-operator', 'suspend-cronjob')] },
  'another controller of the Jobs': {
    parts: { jobSpec: { managedBy: 'example.com/controller' } },
    checks: [has('hold-managed-jobs'), hasNot('suspend-jobs')],
  },
  'the built-in controller by name is no other': {
    parts: { jobSpec: { managedBy: 'kubernetes.io/job-controller' } },
    checks: [hasNot('hold-managed-jobs'), has('suspend-jobs')],
  },
  'an anonymous actor': {
    parts: { actor: { kind: 'anonymous' } },
    checks: [before('save-anonymous-bindings', 'delete-anonymous-bindings')],
  },
  'a wiper is stopped before logs are saved, its owner still first': {
    parts: { indicators: ['command.data-destruction'], metadata: TRACKED },
    checks: [
      before('pause-argocd', 'suspend-cronjob'),
      before('suspend-jobs', 'save-logs'),
      before('save-object', 'pause-argocd'),
      (plan) => {
        const step = plan.steps.find(({ step: { id } }) => id === 'suspend-jobs');
        assert.match(String(step?.early), /data is destroyed/);
        assert.ok(step?.givesUp.some(({ evidence }) => evidence.includes('logs')));
      },
    ],
  },
  'what was not logged is not what is not set': {
    parts: { body: null },
    checks: [
      has('pause-argocd'),
      has('cordon-nodes'),
      (plan) => assert.equal(plan.circumstances.argocd, 'unknown'),
      (plan) =>
        assert.deepEqual(plan.steps.find(({ step: { id } }) => id === 'pause-argocd')?.onlyIf, [
          { circumstance: 'argocd', is: 'yes' },
        ]),
    ],
  },
  'labels that a finding has no room for may name an owner': {
    parts: { metadata: { annotations: { padding: TOO_LONG } } },
    checks: [has('pause-argocd'), (plan) => assert.equal(plan.circumstances.argocd, 'unknown')],
  },
  'a patch tells nothing of the rest of the object': {
    parts: { verb: 'patch' },
    checks: [(plan) => assert.equal(plan.circumstances.argocd, 'unknown')],
  },
};
for (const [name, { parts, checks }] of Object.entries(branches)) {
  test(name, () => {
    const plan = planWith(parts);
    for (const check of checks) check(plan);
    for (const { step, requests } of plan.steps) {
      for (const { method, body } of requests) {
        if (method !== 'DELETE') continue;
        assert.match(JSON.stringify(body), /"propagationPolicy":"(Foreground|Background)"/, step.id);
        assert.match(JSON.stringify(body), /"preconditions":\{"uid":/, step.id);
      }
    }
  });
}

test('every circumstance of the shipped playbook is reached by one of its steps', () => {
  const used = new Set(shipped().steps.flatMap(({ when = [], unless = [] }) => [...when, ...unless]));
  for (const one of Object.keys(planWith().circumstances))
    assert.ok(
      [...used, 'wiper', 'job'].some((name) => name === one),
      `${one} changes nothing`,
    );
});

test('the exact request, with what makes it this object and no other', () => {
  const step = planWith().steps.find(({ step: { id } }) => id === 'suspend-cronjob');
  assert.deepEqual(step?.requests, [
    {
      method: 'PATCH',
      path: '/apis/batch/v1/namespaces/shop/cronjobs/tick?fieldManager=cronwarden',
      contentType: 'application/merge-patch+json',
      accept: 'application/json',
      body: { spec: { suspend: true }, metadata: { uid: 'uid-of-tick', resourceVersion: '{target.resourceVersion}' } },
    },
  ]);
  assert.deepEqual(step?.rights, [{ apiGroups: ['batch'], resources: ['cronjobs'], verbs: ['get', 'patch'] }]);
});

test('a deletion that is tried says so in its body, beside which the API server reads no query', () => {
  const [request] = planWith().steps.find(({ step: { id } }) => id === 'delete-object')?.requests ?? [];
  assert.ok(request);
  const trial = dryRunOf(request);
  assert.deepEqual(trial.body, { ...(request.body as object), dryRun: ['All'] });
  assert.ok(isDryRun(trial) && !isDryRun(request) && !isDryRun({ ...request, path: `${request.path}?dryRun=All` }));
});

test('names stay data: in a path one segment, in a command one word', () => {
  const plan = planWith({ name: "x'; $(printf no)/../y?z=1", namespace: '..' });
  const step = plan.steps.find(({ step: { id } }) => id === 'suspend-cronjob');
  assert.equal(
    step?.requests[0]?.path,
    "/apis/batch/v1/namespaces/%2E%2E/cronjobs/x'%3B%20%24(printf%20no)%2F..%2Fy%3Fz%3D1?fieldManager=cronwarden",
  );
  assert.ok(String(step?.kubectl[0]).endsWith(`-- 'x'\\''; $(printf no)/../y?z=1'`), String(step?.kubectl[0]));
});

test('the same finding gives the same plan, and another object another one', () => {
  assert.equal(planWith().hash, planWith().hash);
  assert.notEqual(planWith().hash, planWith({ name: 'tock' }).hash);
});

test('the way of names from an Application in another namespace', () => {
  const metadata = { labels: { 'argocd.argoproj.io/instance': 'team-a_storefront' } };
  const step = planWith({ metadata }).steps.find(({ step: { id } }) => id === 'pause-argocd');
  assert.match(step?.requests[0]?.path ?? '', /namespaces\/team-a\/applications\/storefront\?/);
});

test("a user's playbook makes a plan of its own", () => {
  const own = load(
    playbookText(
      '  - { id: only, phase: learn, title: T, effect: none, role: collector, manual: "Tell {actor} about {cluster}" }\n',
    ),
  );
  assert.deepEqual(
    planWith({}, own).steps.map(({ manual }) => manual),
    ['Tell jane@example.com about harbour'],
  );
});
