import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePolicy } from '../../visibility/policy.ts';
import { reportVisibility, type VisibilityReport } from '../../visibility/report.ts';
import { sectionsHtml } from '../sections/html.ts';
import { sectionsMarkdown } from '../sections/markdown.ts';
import { sectionsText } from '../sections/text.ts';
import { paintWith } from '../table-text.ts';
import { visibilitySections } from './report.ts';
import { sectionsOf } from './sections.ts';

/** What a policy, or the name of its file, may hold in any of its words. */
const HOSTILE = '</td><script>x()</script>|`x`\u202e[a](http://203.0.113.7)\n@team \u001b[31m';

const reportOf = (user: string, name: string): VisibilityReport => {
  const policy = parsePolicy(
    JSON.stringify({
      apiVersion: 'audit.k8s.io/v1',
      kind: 'Policy',
      [user]: 1,
      rules: [{ level: 'None', users: [user], namespaces: [user] }, { level: 'Metadata' }],
    }),
  );
  assert.ok(policy.ok);
  return reportVisibility({ version: '0.0.1', logs: null, policy: { name, policy: policy.value }, provider: null });
};
const written = (report: VisibilityReport) => ({
  table: sectionsText(visibilitySections(report), 200, paintWith(false)),
  markdown: sectionsMarkdown(visibilitySections(report)),
  html: sectionsHtml(visibilitySections(report)),
});

for (const [format, text] of Object.entries(written(reportOf('jane', 'p.yaml')))) {
  test(`${format}: every part stands in it, and the rules that are advised`, () => {
    for (const { title } of sectionsOf(reportOf('jane', 'p.yaml'))) assert.ok(text.includes(title), title);
    assert.match(text, /level: Request\n\s*verbs: \[create, update\]/);
    assert.match(text, /CronJob/);
  });
}

for (const [format, text] of Object.entries(written(reportOf(HOSTILE, HOSTILE)))) {
  test(`${format}: what others wrote is inert`, () => {
    assert.doesNotMatch(text, /\u001b|\u202e/);
    if (format === 'html') assert.doesNotMatch(text, /<script/);
    if (format === 'markdown') {
      assert.doesNotMatch(text.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, ''), /\]\(http/);
      assert.doesNotMatch(text, /^@team/m);
    }
  });
}

test('html: loads nothing, runs nothing', () => {
  const { html } = written(reportOf('jane', 'p.yaml'));
  assert.match(html, /default-src 'none'/);
  assert.doesNotMatch(html, /<script|src=|url\(/);
});
