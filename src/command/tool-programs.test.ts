import assert from 'node:assert/strict';
import { test } from 'node:test';
import { effectsOfText } from './testing.ts';
import { TOLD_BY_TEXT } from './tool-programs.ts';

const hidden = (script: string): number =>
  effectsOfText(script).filter((one) => one.kind === 'execute' && one.what === 'decoded' && one.isRead !== true).length;
const codes = [...'say a; say b; say c; say d'].map((one) => `&#${one.charCodeAt(0)};`).join('');

for (const tool of TOLD_BY_TEXT) {
  test(`${tool} is told by a text that nobody reads`, () => {
    const script = (text: string) => `cat > /b/file.conf <<'E'\n${text}\nE\n${tool} -f /b/file.conf`;
    assert.ok(hidden(script(`<exec executable="sh"><arg value="-c"/><arg value="${codes}"/></exec>`)) > 0);
    assert.equal(hidden(script('<exec executable="tool"><arg value="--report"/></exec>')), 0);
    assert.equal(hidden(script(`<title value="${codes}"/>`)), 0);
  });
}
