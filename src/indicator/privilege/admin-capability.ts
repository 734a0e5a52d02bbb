import { defineIndicator } from '../define.ts';
import { quoted, subjectOf } from '../quote.ts';

/** Capabilities that administer what the node shares with all its pods: network, clock, audit, files that nobody may change. */
export const ADMIN_CAPABILITIES: ReadonlySet<string> = new Set([
  'NET_ADMIN',
  'SYS_TIME',
  'AUDIT_CONTROL',
  'LINUX_IMMUTABLE',
]);

export const privilegeAdminCapability = defineIndicator({
  id: 'privilege.admin-capability',
  title: 'Capability to administer the network, the clock or the audit',
  attack: ['T1053.007', 'T1611', 'T1557'],
  severity: 'medium',
  why: 'It does not leave the container, but routes, firewall rules, time and audit are what the other pods and the defenders rely on.',
  falsePositives: ['VPN and network add-ons', 'Captures of packets'],
  needs: ['privileges'],
  evaluate: ({ privileges }) =>
    privileges
      .filter(({ what, value }) => what === 'capability' && ADMIN_CAPABILITIES.has(value))
      .map((one) => ({
        says: `${subjectOf(one)} adds the capability ${quoted(one.value)}.`,
        at: one.pointer,
        value: one.value,
        container: one.container,
      })),
});
