import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atLeast } from '../model/finding.ts';
import type { JsonObject } from '../model/json.ts';
import { examine } from './examine.ts';
import { CLEAN_UPS } from './testing/benign/clean-ups.ts';
import { HEALTH_CHECKS } from './testing/benign/health-checks.ts';
import { changed, type Member } from './testing/benign/member.ts';
import { OPERATORS } from './testing/benign/operators.ts';
import { PIPELINES } from './testing/benign/pipelines.ts';
import { SCANNERS } from './testing/benign/scanners.ts';
import { eventListOf, requestOf } from './testing/requests.ts';

/** The five kinds of ordinary work that the published query for this technique names as its false alarms. */
const CLASSES: Readonly<Record<string, readonly Member[]>> = {
  'jobs of build pipelines on base images': PIPELINES,
  'health checks with curl and wget': HEALTH_CHECKS,
  'log rotation and clean-up with a shell': CLEAN_UPS,
  'security scans that mount paths of the node': SCANNERS,
  'jobs of operators and controllers': OPERATORS,
};

const judged = ({ by, identities = [] }: Member, object: JsonObject) => {
  const { findings } = examine(eventListOf([requestOf(object, { by })]), { identities: new Set(identities) });
  const finding = findings[0] ?? assert.fail('not judged');
  const reasons = finding.breakdown.risk.map(({ points, reason }) => `  ${points} ${reason}`).join('\n');
  return { severity: finding.severity, says: `${finding.severity}, risk ${finding.risk}\n${reasons}` };
};

for (const [name, members] of Object.entries(CLASSES)) {
  test(`${name}: at least eight members, each with an act of its own`, () => {
    assert.ok(members.length >= 8, String(members.length));
    assert.equal(new Set(members.map(({ change }) => change.act)).size, members.length);
  });
  for (const member of members) {
    test(`${name}: ${member.what} stays below medium`, () => {
      const { severity, says } = judged(member, member.object);
      assert.ok(!atLeast(severity, 'medium'), says);
    });
    test(`${name}: ${member.what} is at least high when ${member.change.act}`, () => {
      const { severity, says } = judged(member, changed(member.object, member.change.edits));
      assert.ok(atLeast(severity, 'high'), says);
    });
  }
}
