import type { Effect, Run, Write } from '../../model/effect.ts';
import { clearsLog } from './journals.ts';

/** Services of a node that watch what runs on it. */
const WATCHERS =
  /^(?:auditd|falco(?:-[a-z-]+)?|falcon-sensor|tetragon|apparmor|aliyun(?:-service)?|aegis|cloudmonitor|bcm-si|osqueryd?|wazuh-agent|ossec(?:-[a-z]+)?|mdatp|amazon-ssm-agent|amazon-guardduty-agent|cbdaemon|cbagentd|cb-psc-sensor|kesl(?:-supervisor)?|sentinel(?:one|agent|d)|ds_agent|elastic-agent|elastic-endpoint|auditbeat|xagt|qualys-cloud-agent|traps_pmd|crowdsec|fail2ban|sysmon|sophos-spl|clamav-daemon|clamd|samhain|snoopy|nessusd|lacework|datacollector|ufw|firewalld|SuSEfirewall2)(?:\.service)?$/;
/** Services that an image may have for itself as well. */
const RECORDERS = /^(?:r?syslogd?|syslog-ng|systemd-journald|ip6?tables|nftables)(?:\.service|\.socket)?$/;
/** Packages of them. */
const PACKAGES =
  /^(?:auditd?|falco|falcon-sensor|tetragon|apparmor|osquery|wazuh-agent|ossec-hids-agent|mdatp|elastic-agent|auditbeat|crowdsec|fail2ban|cb-psc-sensor|kesl|sentinelagent|ds-agent|xagt|qualys-cloud-agent|aliyun-assist)$/;

const STOPS: ReadonlySet<string> = new Set(['stop', 'disable', 'mask', 'kill', 'off', 'force-stop', 'remove', '--del']);
const STARTS: ReadonlySet<string> = new Set(['start', 'restart', 'reload', 'enable', 'unmask', 'try-restart']);
const REMOVERS: ReadonlyMap<string, RegExp> = new Map([
  ...(['apt', 'apt-get', 'yum', 'dnf', 'microdnf', 'zypper'] as const).map(
    (name) => [name, /^(?:remove|purge|autoremove|erase|rm)$/] as const,
  ),
  ['dpkg', /^(?:-r|-P|--remove|--purge)$/],
  ['rpm', /^(?:-e[a-z]*|--erase)$/],
  ['apk', /^del$/],
]);
const MANAGERS: ReadonlySet<string> = new Set([
  ...['systemctl', 'service', 'rc-service', 'chkconfig', 'update-rc.d', 'rc-update', 'initctl', 'invoke-rc.d'],
]);
const KILLERS: ReadonlySet<string> = new Set(['pkill', 'killall', 'skill']);
const FIREWALLS: ReadonlySet<string> = new Set([
  ...['iptables', 'ip6tables', 'iptables-legacy', 'ip6tables-legacy', 'iptables-nft', 'nft'],
]);

const INIT_SCRIPT = /^\/etc\/(?:rc\.d\/)?init\.d\/[\w.-]{1,60}$/;

/** Which services a call stops, by whatever manages them, or starts. */
const managed = ({
  program,
  args,
  words,
}: Run): { readonly stops: boolean; readonly names: readonly string[] } | null => {
  const script = words.find((word) => word.startsWith('/etc/') && INIT_SCRIPT.test(word));
  if (script === undefined && !MANAGERS.has(program)) return null;
  const stops = args.some((arg) => STOPS.has(arg));
  if (!stops && !args.some((arg) => STARTS.has(arg))) return null;
  return { stops, names: script === undefined ? args.filter((arg) => !STOPS.has(arg)) : [program, ...args] };
};

const plainName = (name: string): string => name.replace(/\.(?:service|socket)$/, '');

/** Services that a command starts by name, at whatever time. */
export const startedServices = (effects: readonly Effect[]): ReadonlySet<string> =>
  new Set(
    effects.flatMap((effect) => {
      const call = effect.kind === 'run' ? managed(effect) : null;
      return call === null || call.stops ? [] : call.names.map(plainName);
    }),
  );

/** Modules of them. */
const MODULES =
  /^(?:falco(?:_probe)?|scap|sysdig_probe|falcon_[\w-]{1,30}|talpa_[\w-]{1,30}|kesl\w{0,20}|bmhook|dsa_filter(?:_hook)?|gsch|tmhook|redirfs|mfe_[\w-]{1,30}|sophos\w{0,20}|cbsensor|event_collector|lkrg|p_lkrg|aliyun\w{0,20}|AliSec\w{0,20})(?:\.ko)?$/i;
/** Directories of them, as a whole. */
const GUARD_DIRECTORY =
  /\/(?:CrowdStrike|sentinelone|ds_agent|ossec|wazuh-agent|osquery|falco|tetragon|elastic-agent|elastic\/Agent|microsoft\/mdatp|mdatp|kesl|sophos-spl|qualys|lacework|cbagentd|carbonblack|traps|aegis)\/?$/i;

const WATCHES = 'stops a service that guards the node';

/** Flushes the rules of a firewall, or opens it. */
export const opensFirewall = ({ program, args }: Run): boolean =>
  FIREWALLS.has(program) && args.some((arg) => /^(?:-F|--flush|flush)$/.test(arg));

/** What of the guards of a node a call switches off, as the rest of a sentence: what no image has for itself. */
export const stopsGuard = (run: Run, started: ReadonlySet<string>): string | null => {
  const { program, args } = run;
  const has = (...words: readonly string[]): boolean => words.some((word) => args.includes(word));
  const call = managed(run);
  if (call?.stops === true) {
    // To stop it and to start it again is to restart it.
    const name = call.names.find(
      (one) => (WATCHERS.test(one) || (program === 'systemctl' && RECORDERS.test(one))) && !started.has(plainName(one)),
    );
    if (name !== undefined) return WATCHES;
  }
  switch (program) {
    case 'setenforce':
      return has('0', 'Permissive', 'permissive') ? 'switches SELinux off on the node' : null;
    case 'auditctl':
      return has('-D') || args.join(' ').includes('-e 0') ? 'switches the audit of the kernel off' : null;
    case 'ufw':
      return has('disable', 'reset') || args.join(' ') === 'logging off'
        ? 'switches the firewall of the node off'
        : null;
    case 'ufw-init':
    case 'SuSEfirewall2':
      return has('stop', 'force-stop', 'flush-all') ? 'switches the firewall of the node off' : null;
    case 'aa-teardown':
    case 'aa-disable':
      return 'switches AppArmor off on the node';
    case 'mdatp':
      return has('config') && has('disabled', 'passive') ? WATCHES : null;
    case 'rmmod':
      return args.some((arg) => MODULES.test(arg)) ? 'unloads a module of the kernel that guards the node' : null;
    case 'modprobe':
      return has('-r', '--remove') && args.some((arg) => MODULES.test(arg))
        ? 'unloads a module of the kernel that guards the node'
        : null;
    case 'mount':
      return GUARD_DIRECTORY.test(args.at(-1) ?? '') ? 'covers the programs that guard the node' : null;
    case 'dmesg':
      return clearsLog(run) ? 'empties the messages of the kernel' : null;
    case 'sysctl':
      return args.some((arg) => /^kernel\.randomize_va_space=0$/.test(arg))
        ? 'lets the kernel put programs at addresses that are known before'
        : null;
    default:
      break;
  }
  if (KILLERS.has(program)) return args.some((arg) => WATCHERS.test(arg)) ? WATCHES : null;
  return null;
};

/** The same on the node itself, where what an image might have for itself is the node's. */
export const stopsOnNode = (run: Run, started: ReadonlySet<string>): string | null => {
  const guard = stopsGuard(run, started);
  if (guard !== null) return guard;
  const call = managed(run);
  if (call?.stops === true && call.names.some((one) => RECORDERS.test(one) && !started.has(plainName(one))))
    return WATCHES;
  if (opensFirewall(run)) return 'removes the rules of the firewall of the node';
  const removes = REMOVERS.get(run.program);
  return removes !== undefined &&
    run.args.some((arg) => removes.test(arg)) &&
    run.args.some((arg) => PACKAGES.test(arg))
    ? 'removes what guards the node'
    : null;
};

const SELINUX = /^\/etc\/(?:selinux\/config|sysconfig\/selinux)$/;
const JOURNALD = /^\/etc\/systemd\/journald\.conf(?:\.d\/|$)/;
const SYSLOG = /^\/etc\/(?:r?syslog\.conf|rsyslog\.d\/|syslog-ng\/)/;
const AUDIT = /^\/etc\/audit\//;

/** What a file of the node is made to say that switches a guard off. */
export const unguards = ({ host, text, shown }: Effect & Write): string | null => {
  if (host === null || host.readOnly) return null;
  const isEmptied = text.trim() === '' && !shown.includes('>>');
  if (SELINUX.test(host.path))
    return /\bSELINUX=(?:disabled|permissive)\b/.test(text) ? 'switches SELinux off on the node' : null;
  if (JOURNALD.test(host.path)) return /\bStorage=none\b/.test(text) ? 'makes the node keep no journal' : null;
  if (SYSLOG.test(host.path)) return isEmptied ? 'makes the node write no log' : null;
  // Rules begin by taking away those that were there; alone that takes away all.
  return AUDIT.test(host.path) && (isEmptied || /(?:^|\s)-e\s{1,4}0\b/.test(text) || /^\s{0,40}-D\s{0,40}$/.test(text))
    ? 'switches the audit of the node off'
    : null;
};

/** Whether it is a rule of the audit of the node. */
export const isAuditRule = (path: string): boolean => /^\/etc\/audit\/(?:audit\.rules|rules\.d(?:\/|$))/.test(path);
