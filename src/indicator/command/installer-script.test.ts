import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INSTALLERS } from '../publishers.ts';
import { blank, indicatorTable, script, UNSEEN } from '../testing.ts';
import { commandInstallerScript } from './installer-script.ts';
import { commandRemoteFetchExecute } from './remote-fetch-execute.ts';
import { commandToolInstall } from './tool-install.ts';

const SUM = 'a'.repeat(64);

indicatorTable(commandInstallerScript, {
  fires: {
    'a scanner of the cluster, by a tag': script(
      'curl -s https://raw.githubusercontent.com/kubescape/kubescape/v3.0.11/install.sh | bash -s -- -v v3.0.11',
    ),
    'a version in the address': script(
      'curl -fsSL https://raw.githubusercontent.com/helm/helm/v3.15.4/scripts/get-helm-3 | bash',
    ),
    'a version among the words that run it': script(
      'curl -fsSL https://raw.githubusercontent.com/aquasecurity/trivy/main/contrib/install.sh | sh -s -- v0.55.0',
    ),
    'a version in the environment of the shell': script(
      'curl -sfL https://get.k3s.io | INSTALL_K3S_VERSION=v1.31.1+k3s1 sh -',
    ),
    'the same as a substitution': script('bash -c "$(curl -fsSL https://get.helm.sh/install-3.15.sh)"'),
  },
  staysSilent: {
    'no version, so that what runs is whatever stands there': script('curl -fsSL https://get.helm.sh/install | bash'),
    'the same without https': script('curl http://get.helm.sh/v3.1.0/install | bash'),
    'any other script': script('curl https://example.com/v1.2.3/install | bash'),
    'a known host as the beginning of another': script('curl https://get.docker.com.example.com/v1.2.3/x | bash'),
    'a known host inside the path of another': script('curl https://example.com/https://get.docker.com/1.2.3 | bash'),
    'the script only stored': script('curl -o install.sh https://get.helm.sh/install-1.2.3'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});

for (const place of INSTALLERS) {
  test(`${place} is known, with a version`, () => {
    const text = (more: string) => script(`curl -fsSL ${place} | bash -s -- ${more}`);
    assert.equal(commandInstallerScript.assess(text('--version 1.2.3')).kind, 'hit');
    assert.equal(commandRemoteFetchExecute.assess(text('--version 1.2.3')).kind, 'miss');
    assert.equal(commandInstallerScript.assess(text('--quiet')).kind, 'miss');
    assert.equal(commandRemoteFetchExecute.assess(text('--quiet')).kind, 'hit');
  });
}

for (const [situation, text, wanted] of [
  [
    'a sum of the manifest that is compared before',
    `curl -fsSLo /tmp/i https://files.example.com/i; echo "${SUM}  /tmp/i" | sha256sum -c - && sh /tmp/i`,
    true,
  ],
  [
    'in a here-string',
    `wget -O /tmp/i https://files.example.com/i && sha256sum --check <<< "${SUM} */tmp/i" && bash /tmp/i`,
    true,
  ],
  [
    'a sum that was downloaded too',
    'curl -o i https://files.example.com/i; curl -o i.sum https://files.example.com/i.sum; cat i.sum | sha256sum -c; sh i',
    false,
  ],
  [
    'the sum of another file',
    `curl -o /tmp/i https://files.example.com/i; echo "${SUM}  /tmp/j" | sha256sum -c; sh /tmp/i`,
    false,
  ],
  ['a sum that is only printed', 'curl -o /tmp/i https://files.example.com/i; sha256sum /tmp/i; sh /tmp/i', false],
  [
    'compared only after it ran',
    `curl -o /tmp/i https://files.example.com/i; sh /tmp/i; echo "${SUM}  /tmp/i" | sha256sum -c`,
    false,
  ],
] as const) {
  test(`a download that runs, with ${situation}`, () => {
    assert.equal(commandToolInstall.assess(script(text)).kind, wanted ? 'hit' : 'miss');
    assert.equal(commandRemoteFetchExecute.assess(script(text)).kind, wanted ? 'miss' : 'hit');
  });
}
