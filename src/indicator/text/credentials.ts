import { baseName } from '../../command/programs.ts';
import { hostsOf, isClusterHost, isDownload, isPeer, isSendingOption, NETWORK_DEVICE } from './acts.ts';
import type { Flow } from './flow.ts';
import type { Act } from './understand.ts';

const TOKEN_FILE =
  /(?:^|[@=/])(?:var\/)?run\/secrets\/(?:kubernetes\.io\/serviceaccount|eks\.amazonaws\.com\/serviceaccount|azure\/tokens)\/?(?:token|\*|azure-identity-token|$)/;
const CREDENTIAL_NAME =
  /(?:\/\.ssh\/id_[a-z0-9]+|\/\.kube\/config|\/\.aws\/credentials|\/etc\/shadow|\/admin\.conf|\/super-admin\.conf|\/proc\/(?:\d+|\*|self|\$[A-Za-z_{}]+)\/environ)$/;

/** Addresses at which instances get their credentials. Asking for a region or a name is ordinary. */
const METADATA =
  /(?:169\.254\.169\.254|metadata\.google\.internal|169\.254\.170\.2|fd00:ec2::254|100\.100\.100\.200)[^\s]{0,200}?(?:security-credentials|service-accounts\/[^\s/]{1,100}\/(?:token|identity)|identity\/oauth2\/token|\/v2\/credentials)/;

export const readsTokenFile = ({ step }: Act): boolean =>
  step.words.some((word) => TOKEN_FILE.test(word)) ||
  step.redirects.some(({ op, target }) => op === '<' && TOKEN_FILE.test(target));

export const readsMetadataCredentials = (act: Act): boolean =>
  (isDownload(act) && act.step.words.some((word) => METADATA.test(word))) ||
  (act.code !== null && METADATA.test(act.code));

const KUBECTL: ReadonlySet<string> = new Set(['kubectl', 'oc', 'k3s', 'microk8s.kubectl']);

/** `kubectl get secrets`; with `everywhere` only over all namespaces and with the values. */
export const readsSecrets = ({ ran: { program, args } }: Act, everywhere: boolean): boolean => {
  if (!KUBECTL.has(program) || !args.includes('get')) return false;
  if (!args.some((arg) => /^(?:[a-z,]*,)?secrets?(?:$|[,/])/.test(arg))) return false;
  const shows = args.some((arg) => /^(?:-o|--output)/.test(arg));
  return everywhere ? shows && args.some((arg) => arg === '-A' || arg.startsWith('--all-namespaces')) : shows;
};

const dumpsEnvironment = ({ ran, step }: Act): boolean =>
  ran.args.length === 0 &&
  (ran.program === 'printenv' || baseName(step.words.at(-1) ?? '') === 'env' || ran.program === 'set');

/** Everything in a directory of secrets at once. One secret alone is how a client signs in. */
const ALL_SECRETS = /(?:^|\/)secrets?\/\*$/;

/** A snapshot of etcd holds every secret of the cluster. */
const savesEtcd = ({ ran: { program, args } }: Act): boolean =>
  program === 'etcdctl' && args.includes('snapshot') && args.includes('save');

export const isCredentialSource = (act: Act): boolean =>
  readsTokenFile(act) ||
  readsMetadataCredentials(act) ||
  readsSecrets(act, false) ||
  dumpsEnvironment(act) ||
  savesEtcd(act) ||
  act.step.words.some((word) => CREDENTIAL_NAME.test(word) || ALL_SECRETS.test(word));

/**
 * Whether an act sends data of a source out of the cluster: in the body of a request, in an address, or over a plain
 * connection. A token in a header is how every client signs in and says nothing.
 */
export const sendsAway = (act: Act, flow: Flow): Act | undefined => {
  const { ran, step } = act;
  if (isDownload(act)) {
    const hosts = hostsOf(act);
    if (!hosts.some((host) => !host.startsWith('$') && !isClusterHost(host))) return undefined;
    for (const [index, word] of step.words.entries()) {
      const previous = step.words[index - 1] ?? '';
      const isBody = isSendingOption(previous) || isSendingOption(word);
      const isAddress = word.includes('://');
      if (!isBody && !isAddress) continue;
      const origin = flow.inWord(act, index) ?? (isBody ? flow.inFile(word) : undefined);
      if (origin !== undefined) return origin;
      // `@-` and `-T -` send what comes in; `@FILE` may be the source itself.
      if (isBody && /^(?:.*@)?-$/.test(word) && step.from.length > 0) return flow.originOf(act);
      if (isBody && (TOKEN_FILE.test(word) || CREDENTIAL_NAME.test(word))) return act;
    }
    return undefined;
  }
  if (isPeer(act)) {
    const origin = flow.originOf(act);
    return origin !== undefined && !ran.args.some((arg) => /^-[a-zA-Z]*z/.test(arg)) ? origin : undefined;
  }
  return step.redirects.some(({ target }) => NETWORK_DEVICE.test(target)) ? flow.originOf(act) : undefined;
};
