import type { ImageFact } from '../../model/facts.ts';

/** Public registries and those of vendors, by host. */
export const PUBLIC_REGISTRIES: ReadonlySet<string> = new Set([
  'docker.io',
  'registry.k8s.io',
  'k8s.gcr.io',
  'gcr.io',
  'us.gcr.io',
  'eu.gcr.io',
  'asia.gcr.io',
  'gke.gcr.io',
  'mirror.gcr.io',
  'marketplace.gcr.io',
  'ghcr.io',
  'quay.io',
  'lscr.io',
  'icr.io',
  'nvcr.io',
  'codeberg.org',
  'public.ecr.aws',
  'mcr.microsoft.com',
  'registry.gitlab.com',
  'registry.redhat.io',
  'registry.access.redhat.com',
  'registry.connect.redhat.com',
  'registry.ci.openshift.org',
  'registry.fedoraproject.org',
  'registry.centos.org',
  'registry.suse.com',
  'registry.opensuse.org',
  'registry.rancher.com',
  'registry.digitalocean.com',
  'registry.istio.io',
  'registry.developers.crunchydata.com',
  'registry.hub.docker.com',
  'docker.elastic.co',
  'docker.redpanda.com',
  'docker.mirror.hashicorp.services',
  'docker.gitea.com',
  'docker.n8n.io',
  'docker.getoutline.com',
  'docker.cloudsmith.io',
  'docker.dragonflydb.io',
  'dhi.io',
  'cr.l5d.io',
  'cr.fluentbit.io',
  'cr.weaviate.io',
  'cr.kgateway.dev',
  'cgr.dev',
  'chainguard.dev',
  'data.forgejo.org',
  'code.forgejo.org',
  'container-registry.oracle.com',
  'container-registry.zalando.net',
  'xpkg.upbound.io',
  'xpkg.crossplane.io',
  'oci.external-secrets.io',
  'projects.registry.vmware.com',
  'releases-docker.jfrog.io',
  'reg.kyverno.io',
  'vault.habana.ai',
]);

/** Clouds and services that give each customer a host of their own. */
export const TENANT_SUFFIXES: readonly string[] = [
  '.amazonaws.com',
  '.amazonaws.com.cn',
  '.azurecr.io',
  '.azurecr.cn',
  '.azurecr.us',
  '.gcr.io',
  '.pkg.dev',
  '.icr.io',
  '.ocir.io',
  '.aliyuncs.com',
  '.myhuaweicloud.com',
  '.tencentcloudcr.com',
  '.scw.cloud',
  '.cr.cloud.ru',
  '.jfrog.io',
  '.cloudsmith.io',
  '.quay.io',
  '.ovh.net',
  '.vultrcr.com',
];

/** Ends of names that only a cluster or a company resolves, and those that no one can own: RFC 6761, RFC 6762, RFC 2606. */
const INSIDE_SUFFIXES = [
  '.svc',
  '.cluster.local',
  '.local',
  '.localdomain',
  '.internal',
  '.intranet',
  '.corp',
  '.home',
  '.home.arpa',
  '.lan',
  '.private',
  '.test',
  '.invalid',
  '.localhost',
  '.example',
  '.example.com',
  '.example.net',
  '.example.org',
];

/** Host of a registry without its port; an IPv6 address keeps its brackets. */
export const hostOf = (registry: string): string => registry.toLowerCase().replace(/:\d{1,5}$/, '');

export const isKnownRegistry = (registry: string): boolean => {
  const host = hostOf(registry);
  return PUBLIC_REGISTRIES.has(host) || TENANT_SUFFIXES.some((suffix) => host.endsWith(suffix));
};

/** A name without a dot, or one that nobody outside could answer. */
export const isInside = (registry: string): boolean => {
  const host = hostOf(registry);
  return !host.includes('.') || INSIDE_SUFFIXES.some((suffix) => host.endsWith(suffix) || host === suffix.slice(1));
};

const OCTETS = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

/** `public` for an address that anyone may reach; `null` when the host is no address. */
export const addressKind = (registry: string): 'public' | 'private' | null => {
  const host = hostOf(registry);
  if (host.startsWith('[')) return /^\[(?:f[cd]|fe[89ab]|::1\])/.test(host) ? 'private' : 'public';
  const octets = OCTETS.exec(host);
  if (octets === null) return null;
  const [a, b] = octets.slice(1).map(Number);
  const isPrivate =
    a === 10 ||
    a === 127 ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254) ||
    (a === 172 && b !== undefined && b >= 16 && b < 32) ||
    (a === 100 && b !== undefined && b >= 64 && b < 128);
  return isPrivate ? 'private' : 'public';
};

/** Account or organisation at Docker Hub, GitHub or Quay; `null` elsewhere, where hosts say whose an image is. */
export const accountOf = ({ registry, repository }: Pick<ImageFact, 'registry' | 'repository'>): string | null => {
  const host = hostOf(registry);
  if (host !== 'docker.io' && host !== 'ghcr.io' && host !== 'quay.io') return null;
  const slash = repository.indexOf('/');
  return slash < 0 ? null : repository.slice(0, slash).toLowerCase();
};
