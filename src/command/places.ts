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
  '/usr/local/lib/systemd/system/',
  '/etc/systemd/user/',
  '/usr/lib/systemd/user/',
  '/etc/systemd/system-generators/',
  '/lib/systemd/system-generators/',
  '/usr/lib/systemd/system-generators/',
  '/etc/init.d/',
  '/etc/rc.d/',
  '/etc/profile.d/',
  '/etc/sudoers.d/',
  '/etc/pam.d/',
  '/etc/modules-load.d/',
  '/etc/udev/rules.d/',
  '/lib/udev/rules.d/',
  '/usr/lib/udev/rules.d/',
  '/run/udev/rules.d/',
  '/etc/update-motd.d/',
  '/etc/NetworkManager/dispatcher.d/',
  '/usr/lib/NetworkManager/dispatcher.d/',
  '/etc/networkd-dispatcher/',
  '/etc/network/if-up.d/',
  '/usr/lib/yum-plugins/',
  '/usr/lib/dracut/modules.d/',
  '/etc/initramfs-tools/hooks/',
  '/etc/initramfs-tools/scripts/',
  '/usr/share/dbus-1/system-services/',
  '/etc/polkit-1/rules.d/',
  '/usr/share/polkit-1/rules.d/',
  '/etc/xdg/autostart/',
  '/etc/zsh/',
  '/etc/ssh/sshd_config.d/',
  '/var/spool/at/',
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
  '/etc/bashrc',
  '/etc/zshrc',
  '/etc/zprofile',
  '/etc/zshenv',
  '/etc/csh.cshrc',
  '/etc/csh.login',
  '/etc/rc.common',
  '/etc/inittab',
  '/etc/modules',
  '/etc/doas.conf',
  '/etc/sudoers',
  '/etc/passwd',
  '/etc/shadow',
  '/etc/ssh/sshd_config',
  '/etc/ssh/sshrc',
];
/** In any home directory. */
const PERSISTENCE_NAMES =
  /\/(?:\.ssh\/(?:authorized_keys2?|config|rc)|\.bashrc|\.bash_(?:profile|login|logout|aliases)|\.(?:sh|ksh|csh|tcsh|zsh)rc|\.(?:z?profile|z?login|zlogout|zshenv|xinitrc|xprofile)|\.config\/(?:systemd\/user|autostart)\/[^/]{1,255})$/;

/** Places by what lies in them, wherever a distribution has it. */
const PERSISTENCE_PATTERNS: readonly RegExp[] = [
  // Modules that are asked at each sign-in.
  /^\/(?:usr\/)?lib(?:64|\/[\w-]{1,40}-linux-gnu)?\/security\/[^/]{1,255}\.so$/,
  // Libraries that programs which let people in load.
  /^\/(?:usr\/)?lib(?:64|\/[\w-]{1,40}-linux-gnu)?\/lib(?:c|pam\w{0,10}|nss_\w{1,30}|crypto|ssl|lzma|selinux|keyutils|systemd)(?:-[\d.]{1,10})?\.so(?:\.[\d.]{1,20})?$/,
  // What each start of Python, and each run of the package manager, loads.
  /\/(?:dist|site)-packages\/(?:[^/]{1,255}\.pth|(?:site|user)customize\.py|dnf-plugins\/[^/]{1,255})$/,
  /\/\.git\/hooks\/[a-z-]{1,40}$/,
  // Programs that everybody starts, or that let people in. Installers bring programs of their own.
  /^\/(?:usr\/)?s?bin\/(?:sshd?|sudo|su|login|passwd|agetty|bash|dash|sh|ls|ps|ss|top|netstat|lsof|lsmod|who|w|last|crond?|systemctl)$/,
];

/** Files that hold much else: only with such a text do they start something or load it. */
const PERSISTENCE_TEXTS: readonly (readonly [place: RegExp, text: RegExp])[] = [
  [/^\/etc\/apt\/apt\.conf(?:\.d\/|$)/, /\b(?:Pre|Post)-Invoke\b/i],
  [
    /^\/(?:etc|usr\/lib|lib|run)\/modprobe\.d\//,
    /(?:^|\n)[ \t]{0,20}install[ \t]{1,20}\S{1,80}[ \t]{1,20}(?!(?:\/usr)?\/bin\/(?:true|false)\b)\S/,
  ],
  [
    /^\/etc\/(?:environment(?:\.d\/|$)|security\/pam_env\.conf$)/,
    /\b(?:LD_PRELOAD|LD_AUDIT|LD_LIBRARY_PATH|BASH_ENV)\b/,
  ],
  [/^\/etc\/ld\.so\.conf(?:\.d\/|$)/, /(?:^|[\s"'])\/(?:tmp|var\/tmp|dev\/shm|home)\b/],
  [/^\/(?:etc\/default\/grub(?:\.d\/|$)|boot\/grub2?\/)/, /\binit=\//],
  [
    /^\/(?:etc\/sysctl(?:\.conf$|\.d\/)|usr\/lib\/sysctl\.d\/)/,
    /kernel\.core_pattern\s{0,4}=\s{0,4}\|(?!\S{0,80}(?:systemd-coredump|apport|abrt))/,
  ],
];

/** Whether a file with such a text starts a program, lets someone in or loads code. */
export const isPersistence = (path: string, text: string): boolean =>
  isPersistencePlace(path) || PERSISTENCE_TEXTS.some(([place, told]) => place.test(path) && told.test(text));

export const isPersistencePlace = (path: string): boolean =>
  PERSISTENCE_FILES.includes(path) ||
  PERSISTENCE_PREFIXES.some((prefix) => path.startsWith(prefix) || `${path}/` === prefix) ||
  PERSISTENCE_NAMES.test(path) ||
  PERSISTENCE_PATTERNS.some((pattern) => pattern.test(path)) ||
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
