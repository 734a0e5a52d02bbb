/** A technique of MITRE ATT&CK (enterprise), as far as findings name it. */
export interface Technique {
  readonly id: string;
  readonly name: string;
  /** Short names of the tactics, as in the ATT&CK data: `privilege-escalation`. */
  readonly tactics: readonly string[];
  readonly platforms: readonly string[];
}

/** Release of ATT&CK that the table below was taken from. */
export const ATTACK_VERSION = '18.1';

const CONTAINERS = ['Containers'];
const HOSTS = ['Linux', 'Windows', 'macOS'];
const HOSTS_AND_ESXI = ['ESXi', ...HOSTS];

/** Only techniques that an indicator names. Source: https://github.com/mitre-attack/attack-stix-data, enterprise-attack-18.1. */
const TABLE: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
  ['T1053.007', 'Container Orchestration Job', ['execution', 'persistence', 'privilege-escalation'], CONTAINERS],
  ['T1609', 'Container Administration Command', ['execution'], CONTAINERS],
  ['T1610', 'Deploy Container', ['defense-evasion', 'execution'], CONTAINERS],
  ['T1611', 'Escape to Host', ['privilege-escalation'], ['Containers', 'ESXi', 'Linux', 'Windows']],
  ['T1613', 'Container and Resource Discovery', ['discovery'], CONTAINERS],
  ['T1552.007', 'Container API', ['credential-access'], CONTAINERS],
  ['T1552.001', 'Credentials In Files', ['credential-access'], ['Containers', 'IaaS', ...HOSTS]],
  ['T1552.005', 'Cloud Instance Metadata API', ['credential-access'], ['IaaS']],
  [
    'T1528',
    'Steal Application Access Token',
    ['credential-access'],
    ['Containers', 'IaaS', 'Identity Provider', 'Office Suite', 'SaaS'],
  ],
  ['T1204.003', 'Malicious Image', ['execution'], ['Containers', 'IaaS']],
  [
    'T1078',
    'Valid Accounts',
    ['defense-evasion', 'initial-access', 'persistence', 'privilege-escalation'],
    ['Containers', 'ESXi', 'IaaS', 'Identity Provider', ...HOSTS, 'Network Devices', 'Office Suite', 'SaaS'],
  ],
  ['T1036.005', 'Match Legitimate Resource Name or Location', ['defense-evasion'], ['Containers', ...HOSTS_AND_ESXI]],
  ['T1133', 'External Remote Services', ['initial-access', 'persistence'], ['Containers', ...HOSTS]],
  ['T1496.001', 'Compute Hijacking', ['impact'], ['Containers', 'IaaS', ...HOSTS]],
  ['T1046', 'Network Service Discovery', ['discovery'], ['Containers', 'IaaS', ...HOSTS, 'Network Devices']],
  ['T1098.006', 'Additional Container Cluster Roles', ['persistence', 'privilege-escalation'], CONTAINERS],
  ['T1059.004', 'Unix Shell', ['execution'], ['ESXi', 'Linux', 'macOS', 'Network Devices']],
  ['T1059.006', 'Python', ['execution'], HOSTS_AND_ESXI],
  ['T1059.013', 'Container CLI/API', ['execution'], CONTAINERS],
  ['T1105', 'Ingress Tool Transfer', ['command-and-control'], [...HOSTS_AND_ESXI, 'Network Devices']],
  ['T1095', 'Non-Application Layer Protocol', ['command-and-control'], [...HOSTS_AND_ESXI, 'Network Devices']],
  ['T1572', 'Protocol Tunneling', ['command-and-control'], HOSTS_AND_ESXI],
  ['T1140', 'Deobfuscate/Decode Files or Information', ['defense-evasion'], HOSTS_AND_ESXI],
  ['T1027', 'Obfuscated Files or Information', ['defense-evasion'], [...HOSTS_AND_ESXI, 'Network Devices']],
  [
    'T1048',
    'Exfiltration Over Alternative Protocol',
    ['exfiltration'],
    [...HOSTS_AND_ESXI, 'IaaS', 'Network Devices', 'Office Suite', 'SaaS'],
  ],
  ['T1003.008', '/etc/passwd and /etc/shadow', ['credential-access'], ['Linux']],
  ['T1053.003', 'Cron', ['execution', 'persistence', 'privilege-escalation'], ['ESXi', 'Linux', 'macOS']],
  [
    'T1098.004',
    'SSH Authorized Keys',
    ['persistence', 'privilege-escalation'],
    ['ESXi', 'IaaS', 'Linux', 'macOS', 'Network Devices'],
  ],
  ['T1543.002', 'Systemd Service', ['persistence', 'privilege-escalation'], ['Linux']],
  [
    'T1574.006',
    'Dynamic Linker Hijacking',
    ['defense-evasion', 'persistence', 'privilege-escalation'],
    ['Linux', 'macOS'],
  ],
  ['T1547.006', 'Kernel Modules and Extensions', ['persistence', 'privilege-escalation'], ['Linux', 'macOS']],
  [
    'T1070',
    'Indicator Removal',
    ['defense-evasion'],
    ['Containers', ...HOSTS_AND_ESXI, 'Network Devices', 'Office Suite'],
  ],
];

/** By id. */
export const TECHNIQUES: ReadonlyMap<string, Technique> = new Map(
  TABLE.map(([id, name, tactics, platforms]) => [id, { id, name, tactics, platforms }]),
);
