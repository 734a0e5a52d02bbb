import { ClusterFailure } from './failure.ts';
import type { Client } from './request.ts';

/** Addresses of documentation, so that nothing of this machine stands in a recording. */
const addressOf = (index: number): string => `192.0.2.${11 + index}`;

interface NodeList {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly taints?: readonly { readonly key: string; readonly effect: string }[] };
    readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  }[];
}

const listNodes = async (client: Client): Promise<NodeList> => {
  const answer = await client.ask({ path: '/api/v1/nodes' });
  if (answer.status !== 200) throw new ClusterFailure(`The nodes could not be listed: ${answer.text}`);
  return JSON.parse(answer.text) as NodeList; // The shape is the API server's promise.
};

/**
 * Does what a cloud's controller does for a new node: gives it its address and takes away the taint that keeps pods off
 * until then.
 */
export const introduceNodes = async (
  client: Client,
  nodes: readonly string[],
  waitUntil: (ready: () => Promise<boolean>) => Promise<void>,
): Promise<void> => {
  await waitUntil(async () => (await listNodes(client)).items.length === nodes.length);
  for (const [index, name] of nodes.entries()) {
    const addresses = [
      { type: 'InternalIP', address: addressOf(index) },
      { type: 'Hostname', address: name },
    ];
    await patch(client, `/api/v1/nodes/${name}/status`, { status: { addresses } });
    const node = (await listNodes(client)).items.find(({ metadata }) => metadata.name === name);
    const taints =
      node?.spec.taints?.filter(({ key }) => key !== 'node.cloudprovider.kubernetes.io/uninitialized') ?? [];
    await patch(client, `/api/v1/nodes/${name}`, { spec: { taints } });
  }
  await waitUntil(async () =>
    (await listNodes(client)).items.every(
      ({ spec, status }) =>
        (spec.taints ?? []).length === 0 &&
        status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
    ),
  );
  client.close();
};

const patch = async (client: Client, path: string, body: unknown): Promise<void> => {
  const contentType = 'application/strategic-merge-patch+json';
  const answer = await client.ask({ method: 'PATCH', path, body, contentType });
  if (answer.status !== 200) throw new ClusterFailure(`${path} was not accepted: ${answer.status} ${answer.text}`);
};
