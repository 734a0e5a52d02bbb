import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Binaries } from './build.ts';
import { ClusterFailure } from './failure.ts';
import { components, nodePerson, type Person, people } from './people.ts';

interface Certificate {
  readonly name: string;
  readonly user: string;
  readonly groups?: readonly string[];
  readonly hosts?: readonly string[];
  readonly addresses?: readonly string[];
}

const servers: readonly Certificate[] = [
  { name: 'etcd', user: 'etcd', addresses: ['127.0.0.1'] },
  {
    name: 'kube-apiserver',
    user: 'kube-apiserver',
    hosts: ['localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc'],
    addresses: ['127.0.0.1'],
  },
  // Only the key is used, to sign the tokens of service accounts.
  { name: 'service-account', user: 'service-account' },
];

export const clientsOf = (nodes: readonly string[]): readonly (readonly [string, Person])[] => [
  ...Object.entries(people),
  ...Object.entries(components),
  ...nodes.map((node) => [node, nodePerson(node)] as const),
];

/** Keys and certificates of servers and people, and the file of static tokens. */
export const makeCertificates = (binaries: Binaries, folder: string, nodes: readonly string[]): void => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const clients = clientsOf(nodes).flatMap(([name, person]): Certificate[] =>
    person.by === 'certificate' ? [{ name, user: person.user, groups: person.groups }] : [],
  );
  const made = spawnSync(binaries.path('pki'), [folder], {
    input: JSON.stringify([...servers, ...clients]),
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new ClusterFailure(`The certificates could not be made: ${made.stderr.trim()}`);
  const tokens = clientsOf(nodes).flatMap(([name, person]) => {
    if (person.by !== 'static-token') return [];
    const token = randomBytes(24).toString('hex');
    writeFileSync(join(folder, `${name}.token`), token, { mode: 0o600 });
    return [`${token},${person.user},${name},"${person.groups.join(',')}"\n`];
  });
  writeFileSync(join(folder, 'tokens.csv'), tokens.join(''), { mode: 0o600 });
};

/** A kubeconfig; without credentials for nobody. */
export const kubeconfigText = (
  server: string,
  name: string,
  pki: string,
  person: Person,
  namespace = 'default',
): string =>
  stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'cronwarden', cluster: { server, 'certificate-authority': join(pki, 'ca.crt') } }],
    users: [{ name, user: credentials(name, pki, person) }],
    contexts: [{ name, context: { cluster: 'cronwarden', user: name, namespace } }],
    'current-context': name,
  });

const credentials = (name: string, pki: string, person: Person): Record<string, string> => {
  switch (person.by) {
    case 'certificate':
      return { 'client-certificate': join(pki, `${name}.crt`), 'client-key': join(pki, `${name}.key`) };
    case 'static-token':
    case 'service-account':
      return { token: readFileSync(join(pki, `${name}.token`), 'utf8') };
    case 'nothing':
      // Without any, kubectl asks for a name on the terminal. The server knows no passwords and sees nobody.
      return { username: 'nobody', password: 'none' };
    default:
      return person satisfies never;
  }
};
