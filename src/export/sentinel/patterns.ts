import { KUBELET_RUN } from '../../command/http-apis.ts';
import { METADATA_CREDENTIALS, NETCATS } from '../../command/network.ts';
import { MINERS } from '../../indicator/command/miner.ts';
import { OFFENSIVE_PROGRAMS } from '../../indicator/command/offensive-tool.ts';
import { TUNNELS } from '../../indicator/command/tunnel.ts';
import { oneOf } from './kql-text.ts';

/** Regular expressions of RE2 for what a command does; each stands for an indicator of ours and sees a part of what it sees. */
export interface CommandPattern {
  readonly indicator: string;
  /** Matches somewhere in the command. */
  readonly pattern: string;
  /** Matches as well, where the addresses of the cluster itself are left out. */
  readonly outside?: string;
}

const SHELL = String.raw`(?:/\S*/)?(?:ba|da|a|z|k)?sh\b`;
const INTERPRETER = String.raw`(?:/\S*/)?(?:(?:ba|da|a|z|k)?sh|python[\d.]*|perl|ruby|node|php)`;
const WRAPPED = String.raw`(?:(?:sudo|env|nohup|exec|busybox|timeout (?:-\S+ )*\S+|tee \S+ ?\|)\s+)*`;
/** After it nothing comes that would make the text that flows in data: `-c` and `-m` do. */
const READS_CODE = String.raw`(?:\s+-(?:[sxeu]*|-)(?:\s|$)|\s*(?:$|[\n;&|)"'>}]))`;
const INTO_INTERPRETER = String.raw`\|\s*${WRAPPED}${INTERPRETER}${READS_CODE}`;
const FETCH = String.raw`\b(?:curl|wget2?|aria2c|lynx)\b`;
const EVALUATES = String.raw`(?:${SHELL}\s+-\w*c|\beval|\bsource|<<<|${SHELL})\s*["'\s]*(?:\$\(|<\(|\x60)\s*`;
const DECODES = String.raw`(?:\bbase(?:64|32)\s+-(?:\w*d|-d|D)|\bxxd\s+-\w*r|\bopenssl\s+(?:enc|base64)\s[^|\n]*-d)`;
const PEER = oneOf([...NETCATS, 'telnet']);
const SENDS = String.raw`https?://|/dev/(?:tcp|udp)/|\b(?:nslookup|dig)\s|\b${PEER}\s`;
/** Files that hold credentials; a service account's own is another matter, since every client of the API reads it. */
const KEYS = String.raw`\.kube/config|\.aws/credentials|\.docker/config\.json|\.ssh/id_|/etc/shadow|/etc/kubernetes/(?:admin|super-admin)\.conf|azure\.json|/pki/ca\.key`;

/** Addresses that lead nowhere else: the node itself, the API server, services of the cluster. */
export const OWN_ADDRESSES = String.raw`(?i)https?://(?:127\.|localhost|\[::1|kubernetes\b|\$\{?KUBE|[\w-]+(?:\.[\w-]+)?\.svc\b|[\w-]+[:/\s"'])`;

const one = (indicator: string, ...patterns: readonly string[]): CommandPattern => ({
  indicator,
  pattern: patterns.join('|'),
});

/** Code from elsewhere, and who it talks to. */
export const EXECUTION_PATTERNS: readonly CommandPattern[] = [
  one(
    'command.reverse-shell',
    String.raw`(?:>&|exec \d+<>)\s*/dev/(?:tcp|udp)/`,
    String.raw`(?s:/dev/(?:tcp|udp)/.*(?:[01]>&|<&\d|sh -i))`,
    String.raw`\b${oneOf(NETCATS)}\b[^\n;|]*\s(?:-\w*[ec]|--exec|--sh-exec)[=\s]\S*(?:sh|cmd|/bin/\w+)\b`,
    String.raw`(?s:\bmk(?:fifo|nod)\s.*(?:\b${PEER}\s|s_client))`,
    String.raw`(?:\b${PEER}\s|s_client)[^\n;|]*\|\s*${SHELL}`,
    String.raw`\bsocat\s[^\n]*(?:exec|system):`,
    String.raw`(?s:\b(?:socket|IO::Socket|TCPSocket|fsockopen|net\.(?:Socket|connect)).*(?:dup2|pty\.spawn|subprocess|/bin/(?:ba)?sh|STDIN|\bqx|child_process))`,
    '/inet/tcp/',
  ),
  one(
    'command.remote-fetch-execute',
    String.raw`${FETCH}[^\n;]*${INTO_INTERPRETER}`,
    `${EVALUATES}${FETCH}`,
    String.raw`(?s:${FETCH}.*(?:\bchmod\s+\S+\s+|[;&\n]\s*(?:${SHELL}\s+)?)(?:/tmp|/dev/shm|/var/tmp|\.)/)`,
    String.raw`(?s:${FETCH}.*://\d{1,3}\.\d.*\bchmod\s+\+x)`,
    String.raw`(?s:\b(?:exec|eval|system)\s*\(.*(?:urlopen|requests\.get|urllib|Net::HTTP|file_get_contents\(.http))`,
    String.raw`(?s:\.get\(.https?://.*(?:child_process|exec|eval))`,
  ),
  one(
    'command.decode-execute',
    String.raw`${DECODES}[^\n;]*${INTO_INTERPRETER}`,
    String.raw`${EVALUATES}[^\n]*${DECODES}`,
    String.raw`(?s:\b(?:exec|eval|system)\s*\(.*(?:b64decode|base64_decode|decode_base64|atob|fromhex|"base64"|decompress))`,
  ),
];

/** What is done to the cluster and its secrets. */
export const CLUSTER_PATTERNS: readonly CommandPattern[] = [
  { indicator: 'command.credential-send', pattern: `serviceaccount/token|${KEYS}`, outside: SENDS },
  {
    indicator: 'command.credential-send',
    pattern: String.raw`\bkubectl\b[^\n;]*\ssecrets?\b`,
    outside: `${FETCH}[^\\n]*https?://`,
  },
  one('command.credential-access', METADATA_CREDENTIALS.source, KEYS),
  one(
    'command.evidence-removal',
    String.raw`\b(?:kubectl|oc)\b[^\n;|&]*\sdelete\s[^\n;|&]*\b(?:events?|ev)\b`,
    String.raw`DELETE[^\n]*/events\b`,
    String.raw`\b(?:rm|truncate|shred)\s[^\n;|]*/(?:audit|pods|containers|kube\S*)/?\S*\.?log`,
  ),
  one('command.cluster-grant-wide', '(?s:clusterrolebinding.*cluster-admin)'),
  one('command.certificate-backdoor', '(?s:system:masters.*certificate approve)'),
  one(
    'command.workload-removal',
    String.raw`\bkubectl\b[^\n;|&]*\sdelete\s[^\n;|&]*\s(?:--all\b|-A\b|--all-namespaces)`,
  ),
  one('command.kubelet-run', KUBELET_RUN.source.replaceAll(String.raw`\/`, '/')),
];

/** What is done to the node and to what it holds. */
export const NODE_PATTERNS: readonly CommandPattern[] = [
  one(
    'command.host-entry',
    String.raw`\bnsenter\s`,
    String.raw`\bchroot\s+(?:-\S+\s+)*"?/\w*(?:host|node|mnt|rootfs)`,
    '/proc/1/root',
  ),
  one(
    'command.persistence-write',
    String.raw`(?:>|\btee\s(?:-a\s)?|\b(?:cp|mv|install|ln)\s[^\n;|]*|-[oO]\s)\s*"?\S*(?:/etc/cron|/spool/cron|authorized_keys|ld\.so\.preload|/systemd/system|/kubernetes/manifests|rc\.local|/etc/sudoers|/etc/passwd)`,
  ),
  one(
    'command.destruction',
    String.raw`\brm\s+-\w*[rf]\w*\s+(?:--\S+\s+)*/(?:\s|\*|$|host)`,
    String.raw`\bof=/dev/(?:sd|nvme|vd)`,
  ),
  one(
    'command.runtime-client',
    String.raw`\b(?:docker|ctr|crictl|nerdctl)\b[^\n;|&]*(?:unix:|--address|-H\b|-n k8s)[^\n;|&]*\s(?:run|create|exec)\b`,
    String.raw`--unix-socket\s+\S*(?:docker|containerd|crio)[^\n]*/(?:create|exec|start)`,
  ),
  one('command.kernel-escape', 'release_agent|kernel/core_pattern|uevent_helper'),
  one('command.link-escape', String.raw`\bln\s+-\w*s\w*\s+/\s+\S*log`),
  one('command.ransom', String.raw`(?s:(?:openssl\s+enc|\bgpg\s).*(?:your files|decrypt|to_restore|bitcoin|ransom))`),
  one('command.setuid', String.raw`\bchmod\s+(?:\w*\+s|[4567][0-7]{3})\b`),
];

/** Programs that attackers bring, and doors that they leave open. */
export const TOOL_PATTERNS: readonly CommandPattern[] = [
  one(
    'command.miner',
    String.raw`stratum\d?\+(?:tcp|ssl|tls)`,
    String.raw`--(?:donate-level|nicehash|rig-id|randomx-mode|cpu-max-threads-hint|wallet-address|mining-address)\b`,
    String.raw`\b(?:cryptonight|randomx|kawpow|rx/0)\b`,
    String.raw`(?:^|[/\s"'.])${oneOf(MINERS)}(?:$|[-/\s"'.])`,
    String.raw`\b[48][0-9A-Za-z]{94}\b`,
  ),
  one('command.offensive-tool', String.raw`(?:^|[/\s;&|])${oneOf(OFFENSIVE_PROGRAMS)}(?:$|[\s;&|])`),
  one('command.tunnel', String.raw`(?:^|[/\s;&|])${oneOf(TUNNELS)}(?:$|[\s;&|])`),
  one('command.reverse-tunnel', String.raw`\bssh\s[^\n;|]*\s-\w*R[\s\d]`),
  one(
    'command.web-shell',
    String.raw`\b(?:system|exec|passthru|eval)\s*\(\s*(?:base64_decode\()?\$_(?:GET|POST|REQUEST)`,
  ),
  one('command.package-from-address', String.raw`(?:--(?:extra-)?index-url|--registry|\s-i)[=\s]https?://\d{1,3}\.\d`),
];
