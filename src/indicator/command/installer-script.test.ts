import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INSTALLERS } from '../publishers.ts';
import { blank, indicatorTable, script, UNSEEN } from '../testing.ts';
import { commandInstallerScript } from './installer-script.ts';

indicatorTable(commandInstallerScript, {
  fires: {
    'the installer of Helm': script(
      'curl -fsSL https://raw.githubusercontent.com/helm/helm/main/scripts/get-helm-3 | bash',
    ),
    'the same as a substitution': script('bash -c "$(curl -fsSL https://get.helm.sh/install)"'),
  },
  staysSilent: {
    'the same without https': script('curl http://get.helm.sh/install | bash'),
    'any other script': script('curl https://example.com/install | bash'),
    'a known host as the beginning of another': script('curl https://get.docker.com.example.com/x | bash'),
    'a known host inside the path of another': script('curl https://example.com/https://get.docker.com | bash'),
    'the script only stored': script('curl -o install.sh https://get.helm.sh/install'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});

for (const place of INSTALLERS) {
  test(`${place} is known`, () =>
    assert.equal(commandInstallerScript.assess(script(`curl -fsSL ${place} | bash`)).kind, 'hit'));
}
