import type { Proved } from './prove.ts';

/** What XML 1.0 cannot hold is left out; the rest is escaped. */
const xml = (text: string): string =>
  text
    .replaceAll(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '',
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');

/** JUnit's XML, as CI systems read it: a suite for each audit level, a case for each test, its twin and each envelope. */
export const junitOf = (proved: readonly Proved[]): string => {
  const levels = [...new Set(proved.map(({ level }) => level))];
  const failures = (all: readonly Proved[]): number => all.filter(({ problems }) => problems.length > 0).length;
  const suites = levels.map((level) => {
    const own = proved.filter((one) => one.level === level);
    const cases = own.map(({ test, variant, envelope, verdict, severity, carrier, problems }) => {
      const name = `${test}${variant === 'twin' ? ' (twin)' : ''} in ${envelope}`;
      const open = `    <testcase classname="${xml(`T1053.007.${level}`)}" name="${xml(name)}"`;
      const out = `${verdict}${severity === null ? '' : `, ${severity}`}${carrier === null ? '' : `, by ${carrier}`}`;
      const failure =
        problems.length === 0
          ? ''
          : `\n      <failure message="${xml(problems[0] ?? '')}">${xml(problems.join('\n'))}</failure>`;
      return `${open}>${failure}\n      <system-out>${xml(out)}</system-out>\n    </testcase>\n`;
    });
    return `  <testsuite name="${xml(level)}" tests="${own.length}" failures="${failures(own)}" errors="0" skipped="0">\n${cases.join('')}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="cronwarden atomics prove" tests="${proved.length}" failures="${failures(proved)}" errors="0">\n${suites.join('')}</testsuites>\n`;
};
