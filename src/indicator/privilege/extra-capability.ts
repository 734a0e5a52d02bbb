import { defineIndicator } from '../define.ts';
import { quoted, subjectOf } from '../quote.ts';

/** Capabilities beyond what runtimes give by default that touch the node or its network, but do not leave the container alone. */
export const EXTRA_CAPABILITIES: ReadonlySet<string> = new Set([
  'NET_BROADCAST',
  'SYS_NICE',
  'SYS_RESOURCE',
  'SYS_PACCT',
  'SYS_TTY_CONFIG',
  'IPC_LOCK',
  'IPC_OWNER',
  'LEASE',
  'AUDIT_READ',
  'WAKE_ALARM',
  'BLOCK_SUSPEND',
]);

export const privilegeExtraCapability = defineIndicator({
  id: 'privilege.extra-capability',
  title: 'Capability added beyond the default',
  attack: ['T1053.007', 'T1611'],
  severity: 'low',
  why: 'It widens what a taken-over container can do to the node and to the network.',
  falsePositives: ['Databases that lock memory', 'Jobs that ask for a higher priority'],
  needs: ['privileges'],
  evaluate: ({ privileges }) =>
    privileges
      .filter(({ what, value }) => what === 'capability' && EXTRA_CAPABILITIES.has(value))
      .map((one) => ({
        says: `${subjectOf(one)} adds the capability ${quoted(one.value)}.`,
        at: one.pointer,
        value: one.value,
        container: one.container,
      })),
});
