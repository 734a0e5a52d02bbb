import type { Effect } from '../model/effect.ts';
import type { Facts } from '../model/facts.ts';

/** Where projects keep the script that installs them; a pinned version is part of many of these addresses. */
export const INSTALLERS: readonly string[] = [
  'https://get.helm.sh/',
  'https://raw.githubusercontent.com/helm/helm/',
  'https://raw.githubusercontent.com/kubernetes-sigs/kustomize/',
  'https://raw.githubusercontent.com/nvm-sh/nvm/',
  'https://raw.githubusercontent.com/aquasecurity/trivy/',
  'https://raw.githubusercontent.com/anchore/',
  'https://raw.githubusercontent.com/kubescape/kubescape/',
  'https://raw.githubusercontent.com/golangci/golangci-lint/',
  'https://raw.githubusercontent.com/terraform-linters/tflint/',
  'https://raw.githubusercontent.com/k3d-io/k3d/',
  'https://raw.githubusercontent.com/infracost/infracost/',
  'https://get.docker.com',
  'https://get.k3s.io',
  'https://sh.rustup.rs',
  'https://install.python-poetry.org',
  'https://astral.sh/uv/',
  'https://bootstrap.pypa.io/',
  'https://deb.nodesource.com/',
  'https://rpm.nodesource.com/',
  'https://aka.ms/InstallAzureCLI',
  'https://sdk.cloud.google.com',
  'https://bun.sh/install',
  'https://fluxcd.io/install.sh',
  'https://linkerd.io/install',
  'https://run.linkerd.io/install',
];

/** Where publishers keep their releases. On GitHub only the organisations of well-known tools: anyone can publish there. */
export const PUBLISHERS: readonly string[] = [
  ...INSTALLERS,
  'https://dl.k8s.io/',
  'https://cdn.dl.k8s.io/',
  'https://storage.googleapis.com/kubernetes-release/',
  'https://storage.googleapis.com/gke-release/',
  'https://amazon-eks.s3.us-west-2.amazonaws.com/',
  'https://s3.us-west-2.amazonaws.com/amazon-eks/',
  'https://awscli.amazonaws.com/',
  'https://releases.hashicorp.com/',
  'https://dl.min.io/',
  'https://dl.google.com/',
  'https://downloads.rclone.org/',
  'https://fastdl.mongodb.org/',
  'https://downloads.mongodb.com/',
  'https://mirror.openshift.com/',
  'https://packages.microsoft.com/',
  'https://download.docker.com/',
  'https://archive.apache.org/',
  'https://dlcdn.apache.org/',
  'https://downloads.apache.org/',
  'https://nodejs.org/dist/',
  'https://go.dev/dl/',
  'https://repo1.maven.org/',
  'https://repo.maven.apache.org/',
  'https://github.com/mikefarah/yq/',
  'https://github.com/jqlang/jq/',
  'https://github.com/stedolan/jq/',
  'https://github.com/kubernetes-sigs/',
  'https://github.com/kubernetes/',
  'https://github.com/argoproj/',
  'https://github.com/fluxcd/',
  'https://github.com/helm/',
  'https://github.com/helmfile/',
  'https://github.com/aquasecurity/',
  'https://github.com/anchore/',
  'https://github.com/sigstore/',
  'https://github.com/getsops/',
  'https://github.com/mozilla/sops/',
  'https://github.com/FiloSottile/',
  'https://github.com/rclone/',
  'https://github.com/restic/',
  'https://github.com/grafana/',
  'https://github.com/prometheus/',
  'https://github.com/cli/',
  'https://github.com/etcd-io/',
  'https://github.com/vmware-tanzu/',
  'https://github.com/google/go-containerregistry/',
  'https://github.com/regclient/',
  'https://github.com/cloudflare/',
  'https://github.com/fullstorydev/',
  'https://github.com/minio/',
  'https://github.com/open-telemetry/',
  'https://github.com/DataDog/dd-trace-java/',
  'https://github.com/aws-observability/',
  'https://github.com/microsoft/ApplicationInsights-Java/',
  'https://dtdg.co/',
  'https://download.newrelic.com/',
];

/** A place that is only a host ends where the host ends. Dots and signs that lead elsewhere from a known place are not followed. */
const isFrom = (url: string, place: string): boolean =>
  !/\/\.|%2e|[@\\]/i.test(url) && (url === place || url.startsWith(place.indexOf('/', 8) < 0 ? `${place}/` : place));

/** Kinds of addresses below a project of GitHub under which only who writes to the project publishes. */
const REPOSITORY_KINDS = ['raw', 'archive', 'tarball', 'zipball'];

/**
 * Whether what stands under the name of a project of a code host may be anybody's: uploads of comments, pull requests, and
 * commits by their hash, since those of a fork are served under the project that was forked.
 */
const isAnybodys = (url: string): boolean => {
  const [, host = '', path = ''] = /^https:\/\/([^/]+)\/([^?#]*)/.exec(url.toLowerCase()) ?? [];
  const parts = path.split('/').filter((part) => part !== '');
  if (host === 'raw.githubusercontent.com') return isLooseRef(parts.slice(2));
  if (host === 'github.com') {
    const [, , kind = '', ...rest] = parts;
    return kind !== 'releases' && (!REPOSITORY_KINDS.includes(kind) || isLooseRef(rest));
  }
  if (host !== 'gitlab.com') return false;
  const dash = parts.indexOf('-');
  return dash < 0 || parts[dash + 1] !== 'raw' || isLooseRef(parts.slice(dash + 2));
};

/** References that a code host keeps of what is not the project's, as they stand behind `refs`. */
const KEPT_REFS = ['pull', 'merge-requests', 'keep-around', 'pipelines', 'environments'];
/** A commit by its hash, also behind the name of a tag as `git describe` writes it. */
const HASH = /^(?:.{0,100}-g)?[0-9a-f]{7,64}(?:\.(?:tar\.gz|tgz|zip))?$/;
/** Steps from another commit, escapes, and lists that a client makes several addresses of: read as another reference. */
const DERIVED = /[~^%@{}[\]]/;

/** A commit by its hash, or the head of a pull request: no branch or tag of the project. */
const isLooseRef = ([first = '', second = '']: readonly string[]): boolean =>
  first === 'refs'
    ? second !== 'heads' && second !== 'tags'
    : KEPT_REFS.includes(first) || HASH.test(first) || DERIVED.test(first.replaceAll(/\$\{\w{1,64}\}/g, ''));

const allFrom = (urls: readonly string[], places: readonly string[]): boolean =>
  urls.length > 0 && urls.every((url) => !isAnybodys(url) && places.some((place) => isFrom(url, place)));

export const isKnownInstaller = (urls: readonly string[]): boolean => allFrom(urls, INSTALLERS);
export const isKnownPublisher = (urls: readonly string[]): boolean => allFrom(urls, PUBLISHERS);

/** Registries in which the name of an account is the same account as on the code host beside it, and where that serves files. */
const FORGES: ReadonlyMap<string, readonly string[]> = new Map([
  ['ghcr.io', ['https://raw.githubusercontent.com/', 'https://github.com/']],
  ['registry.gitlab.com', ['https://gitlab.com/']],
]);

/**
 * Whether a download comes from the code of the account that publishes the image of the very container that runs it. Such
 * code is trusted as much as the image: who writes the one puts into the other what he likes, and gains nothing by this.
 */
export const isOfImageOwner = (effect: Effect, urls: readonly string[], images: Facts['images']): boolean => {
  if (images.state !== 'seen' || effect.onHost !== null || effect.isElsewhere === true) return false;
  const image = images.value.find(({ role, container }) => role === effect.role && container === effect.container);
  const [owner = '', ...name] = image?.repository.split('/') ?? [];
  if (image === undefined || owner === '' || name.length === 0) return false;
  const places = FORGES.get(image.registry) ?? [];
  const ofOwner = places.map((place) => `${place}${owner}/`);
  // An unknown part of an address may lead up again; names of accounts are the same in either case.
  return (
    urls.every((url) => !url.includes('$')) &&
    allFrom(
      urls.map((url) => url.toLowerCase()),
      ofOwner,
    )
  );
};
