import { defineIndicator } from '../define.ts';
import { quoted, subjectOf } from '../quote.ts';

/**
 * A second setting behind a plus sign or a line break, where the runtime of CVE-2022-0811 and its like cut the text, or a
 * program for the kernel to start. The settings of a pod are numbers and a few names.
 */
const SMUGGLED = /^[^=]*=(?:[^+\n]*[+\n]\s{0,20}[a-z]\w{0,40}[./]\w|\s{0,20}\|)|^[^=]*[+\n]/i;
const MOST_VALUE = 4096;

export const privilegeSmuggledSysctl = defineIndicator({
  id: 'privilege.smuggled-sysctl',
  title: 'Kernel setting with another one in its value',
  attack: ['T1053.007', 'T1611', 'T1068'],
  severity: 'high',
  why: 'A runtime that splits the value sets the second one for the whole node, such as the program that gets every crash dump.',
  falsePositives: ['None known; no setting of a pod has such a value'],
  references: ['https://nvd.nist.gov/vuln/detail/CVE-2022-0811'],
  needs: ['privileges'],
  evaluate: ({ privileges }) =>
    privileges
      .filter(({ what, value }) => what === 'sysctl' && SMUGGLED.test(value.slice(0, MOST_VALUE)))
      .map((one) => ({
        says: `${subjectOf(one)} sets ${quoted(one.value)}, which is more than one setting of its own.`,
        at: one.pointer,
        value: one.value,
        container: one.container,
      })),
});
