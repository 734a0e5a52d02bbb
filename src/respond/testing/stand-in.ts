import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isObject, objectAt, textAt } from '../../model/json.ts';
import { mergePatch } from '../../playbook/merge.ts';
import { isDryRun } from '../../playbook/request.ts';
import { parseResourcePath } from '../../playbook/resource.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly dryRun: boolean;
  readonly accept: string;
  readonly body: unknown;
}

/** What the server does with a request instead of answering it as it should. */
export type Trouble = 'refuse' | 'hang' | 'die-before' | 'die-after' | 'half' | 'gateway' | 'not-json';

export interface StandIn {
  readonly url: string;
  readonly asked: Asked[];
  /** Objects by their path. */
  readonly objects: Map<string, Record<string, unknown>>;
  /** Decides for each request; undefined is no trouble. */
  trouble: (asked: Asked) => Trouble | undefined;
  /** Called after each change that took effect. */
  after: (asked: Asked) => void;
  put(path: string, object: Record<string, unknown>): void;
  close(): Promise<void>;
}

const CLUSTER_UID = 'uid-of-kube-system';
export const CLUSTER = { name: 'harbour', uid: CLUSTER_UID } as const;

/**
 * A small API server on the loopback: objects by path, lists, merge patches and deletions with preconditions, dry runs,
 * names only, versions that grow. It has no controllers, except what `after` does.
 */
export const startStandIn = async (): Promise<StandIn> => {
  const objects = new Map<string, Record<string, unknown>>();
  const asked: Asked[] = [];
  let version = 100;
  let uids = 0;
  const put = (path: string, object: Record<string, unknown>): void => {
    version += 1;
    const parsed = parseResourcePath(path);
    const metadata = objectAt(object, 'metadata') ?? {};
    objects.set(path, {
      ...object,
      metadata: {
        ...metadata,
        name: parsed?.name ?? '',
        ...(parsed?.namespace == null ? {} : { namespace: parsed.namespace }),
        uid: textAt(metadata, 'uid') ?? `uid-${++uids}`,
        resourceVersion: String(version),
        creationTimestamp: textAt(metadata, 'creationTimestamp') ?? '2026-11-24T06:00:00Z',
      },
    });
  };
  put('/api/v1/namespaces/kube-system', { apiVersion: 'v1', kind: 'Namespace', metadata: { uid: CLUSTER_UID } });
  const standIn = {
    asked,
    objects,
    put,
    trouble: (_: Asked): Trouble | undefined => undefined,
    after: (_: Asked): void => undefined,
  };

  const answer = (one: Asked): readonly [number, unknown] => {
    const [path = ''] = one.path.split('?');
    const parsed = parseResourcePath(path);
    const found = objects.get(path);
    const names = one.accept.includes('PartialObjectMetadata');
    const shown = (object: Record<string, unknown>): unknown =>
      names ? { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata } : object;
    if (one.method === 'GET' && parsed?.name === null) {
      const prefix = `${path}/`;
      const items = [...objects].filter(([key]) => key.startsWith(prefix)).map(([, object]) => shown(object));
      return [
        200,
        {
          kind: 'List',
          apiVersion: 'v1',
          metadata: { resourceVersion: String(version) },
          items: names && items.length === 0 ? null : items,
        },
      ];
    }
    if (one.method === 'POST') {
      const name = textAt(objectAt(one.body, 'metadata'), 'name') ?? '';
      const key = `${path}/${name}`;
      if (objects.has(key)) return [409, status(409, `"${name}" already exists`)];
      if (one.dryRun) return [201, one.body];
      put(key, isObject(one.body) ? { ...one.body } : {});
      return [201, objects.get(key)];
    }
    if (found === undefined) return [404, status(404, `${path} not found`)];
    const [uid, resourceVersion] = [
      textAt(objectAt(found, 'metadata'), 'uid'),
      textAt(objectAt(found, 'metadata'), 'resourceVersion'),
    ];
    const conflicts = (wanted: unknown): boolean =>
      (textAt(wanted, 'uid') ?? uid) !== uid ||
      (textAt(wanted, 'resourceVersion') ?? resourceVersion) !== resourceVersion;
    if (one.method === 'GET') return [200, shown(found)];
    if (one.method === 'PATCH') {
      if (conflicts(objectAt(one.body, 'metadata'))) return [409, status(409, 'Precondition failed')];
      const patched = mergePatch(found, one.body) as Record<string, unknown>; // A patched object is one.
      if (!one.dryRun) put(path, patched);
      return [200, one.dryRun ? patched : objects.get(path)];
    }
    if (conflicts(objectAt(one.body, 'preconditions'))) return [409, status(409, 'Precondition failed')];
    if (!one.dryRun) objects.delete(path);
    return [200, status(200, 'deleted')];
  };

  const serve = (one: Asked, response: ServerResponse): unknown => {
    asked.push(one);
    const trouble = standIn.trouble(one);
    if (trouble === 'hang') return undefined;
    if (trouble === 'die-before') return response.destroy();
    if (trouble === 'refuse') return reply(response, 403, status(403, 'forbidden: no rights for this'));
    if (trouble === 'gateway') return reply(response, 504, 'upstream is gone');
    const [code, value] = answer(one);
    if (code < 300 && one.method !== 'GET' && !one.dryRun) standIn.after(one);
    if (trouble === 'die-after') return response.destroy();
    if (trouble === 'not-json') return reply(response, 200, 'hello');
    const [path = ''] = one.path.split('?');
    const text =
      path.endsWith('/log') && code === 200 ? String(objectAt(value, 'metadata')?.log ?? '') : JSON.stringify(value);
    response.writeHead(code, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    if (trouble === 'half') {
      response.write(text.slice(0, text.length / 2));
      return setTimeout(() => response.destroy(), 20);
    }
    return response.end(text);
  };
  const server = createServer((request, response) => void receive(request).then((one) => serve(one, response)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // It listens on a port.
  return Object.assign(standIn, { url: `http://127.0.0.1:${port}`, close: () => closed(server) });
};

const receive = async (request: IncomingMessage): Promise<Asked> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  const [method, path] = [request.method ?? '', request.url ?? ''];
  const body: unknown = text === '' ? null : JSON.parse(text);
  return { method, path, dryRun: isDryRun({ method, path, body }), accept: request.headers.accept ?? '', body };
};

const status = (code: number, message: string) => ({ kind: 'Status', apiVersion: 'v1', code, message });

const reply = (response: ServerResponse, code: number, value: unknown): unknown => {
  response.writeHead(code);
  return response.end(typeof value === 'string' ? value : JSON.stringify(value));
};

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  });
