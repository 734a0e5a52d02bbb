import { defineIndicator } from '../define.ts';
import { quoted, subjectOf } from '../quote.ts';

/** Capabilities with which a container can be left, or every secret of the node read. */
export const DANGEROUS_CAPABILITIES: ReadonlySet<string> = new Set([
  'ALL',
  'SYS_ADMIN',
  'SYS_PTRACE',
  'SYS_MODULE',
  'SYS_RAWIO',
  'SYS_BOOT',
  'DAC_READ_SEARCH',
  'BPF',
  'PERFMON',
  'CHECKPOINT_RESTORE',
  'MAC_ADMIN',
  'MAC_OVERRIDE',
  'SYSLOG',
]);

export const privilegeDangerousCapability = defineIndicator({
  id: 'privilege.dangerous-capability',
  title: 'Dangerous capability added',
  attack: ['T1053.007', 'T1611'],
  severity: 'medium',
  why: 'Each of these leads out of the container by a documented way.',
  falsePositives: ['Profilers and tracers', 'Storage drivers', 'Media encoders that ask for too much'],
  needs: ['privileges'],
  evaluate: ({ privileges }) =>
    privileges
      .filter(({ what, value }) => what === 'capability' && DANGEROUS_CAPABILITIES.has(value))
      .map((one) => ({
        says: `${subjectOf(one)} adds the capability ${quoted(one.value)}.`,
        at: one.pointer,
        value: one.value,
        container: one.container,
      })),
});
