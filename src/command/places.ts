import { baseName } from '../lib/path.ts';
import { matchesPath } from './globs.ts';

/** Places of a Linux node at which a file starts a program, lets someone in or loads code. Prefixes end in a slash. */
export const PERSISTENCE_PREFIXES: readonly string[] = [
  '/etc/cron.d/',
  '/etc/cron.hourly/',
  '/etc/cron.daily/',
  '/etc/cron.weekly/',
  '/etc/cron.monthly/',
  '/var/spool/cron/',
  '/etc/systemd/system/',
  '/lib/systemd/system/',
  '/usr/lib/systemd/system/',
  '/run/systemd/system/',
  '/etc/init.d/',
  '/etc/rc.d/',
  '/etc/profile.d/',
  '/etc/sudoers.d/',
  '/etc/pam.d/',
  '/etc/modules-load.d/',
  '/etc/udev/rules.d/',
  '/etc/kubernetes/manifests/',
  '/var/lib/rancher/k3s/server/manifests/',
  '/var/lib/kubelet/config/',
];
export const PERSISTENCE_FILES: readonly string[] = [
  '/etc/crontab',
  '/etc/anacrontab',
  '/etc/rc.local',
  '/etc/ld.so.preload',
  '/etc/profile',
  '/etc/bash.bashrc',
  '/etc/sudoers',
  '/etc/passwd',
  '/etc/shadow',
  '/etc/ssh/sshd_config',
];
/** In any home directory. */
const PERSISTENCE_NAMES = /\/(?:\.ssh\/(?:authorized_keys2?|config|rc)|\.bashrc|\.bash_profile|\.profile|\.zshrc)$/;

export const isPersistencePlace = (path: string): boolean =>
  PERSISTENCE_FILES.includes(path) ||
  PERSISTENCE_PREFIXES.some((prefix) => path.startsWith(prefix) || `${path}/` === prefix) ||
  PERSISTENCE_NAMES.test(path) ||
  meansProfile(path);

const PROFILES = ['.bashrc', '.bash_profile', '.profile', '.zshrc'];

/** A pattern that the profile of a shell fits: `/root/.b*rc`. A star alone is every file. */
const meansProfile = (path: string): boolean => {
  const name = baseName(path);
  return (
    name.startsWith('.') && name.length < 40 && /[*?[]/.test(name) && PROFILES.some((one) => matchesPath(name, one))
  );
};

/** Files of a node that are keys or password hashes. */
export const CREDENTIAL_FILES: readonly RegExp[] = [
  /^\/etc\/(?:g?shadow-?|passwd)$/,
  /\/\.ssh\/id_[a-z0-9]+$/,
  /^\/etc\/ssh\/ssh_host_[a-z0-9]+_key$/,
  /^\/etc\/kubernetes\/(?:[a-z-]+\.conf|azure\.json)$/,
  /^\/etc\/kubernetes\/pki(?:\/|$)(?!.*\.(?:crt|pub)$)/,
  /^\/var\/lib\/kubelet\/(?:pki(?:\/|$)|kubeconfig$|bootstrap-kubeconfig$)/,
  // Tokens and secrets of the other pods of the node, by their volumes or by the name of a token.
  /^\/var\/lib\/kubelet\/pods\/[^\s]{0,400}(?:\/kubernetes\.io~(?:secret|projected)(?:\/|$)|\/token$)/,
  /^\/var\/lib\/etcd(?:\/|$)/,
  /^\/var\/lib\/rancher\/k3s\/server\/(?:token|node-token|cred|tls)/,
  /^\/etc\/rancher\/k3s\/k3s\.yaml$/,
  /^\/(?:root|home\/[^/]+)\/\.(?:aws\/credentials|kube\/config|docker\/config\.json|netrc|azure|config\/gcloud)/,
  /^\/(?:root|home\/[^/]+)\/\.(?:git-credentials|pgpass|my\.cnf|vault-token|gnupg(?:\/|$)|ssh(?:\/\*?)?$)/,
  // What was typed holds the passwords that stood in it.
  /^\/(?:root|home\/[^/]+)\/\.(?:(?:ba|a|z|k)?sh_history|history|mysql_history|psql_history)$/,
];

export const isCredentialFile = (path: string): boolean => CREDENTIAL_FILES.some((pattern) => pattern.test(path));
