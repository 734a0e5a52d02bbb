import assert from 'node:assert/strict';
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { cronJobWrite, lease } from '../engine/testing.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'cronwarden-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const log = join(folder, 'audit.jsonl');
writeFileSync(
  log,
  [lease(1), cronJobWrite({ name: 'tool', index: 2 })].map((event) => JSON.stringify(event)).join('\n'),
);

const run = (args: readonly string[], input?: string): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [join(root, 'bin', 'cronwarden.js'), ...args], {
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', INIT_CWD: undefined },
    ...(input === undefined ? {} : { input }),
  });

test('a pipe gets JSON Lines on stdout and the summary on stderr', () => {
  const { status, stdout, stderr } = run(['scan', log]);
  assert.equal(status, 0, stderr);
  const [finding, ...more] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.equal(more.length, 0);
  assert.equal(finding?.schema, 'cronwarden.finding/v1');
  assert.match(stderr, /2 records/);
});

test('--quiet says nothing on stderr', () => {
  assert.equal(run(['scan', log, '--quiet']).stderr, '');
});

const formats: Record<string, RegExp> = {
  table: /tool/,
  json: /"cronwarden\.results\/v1"/,
  csv: /^.*severity/,
  markdown: /^#/,
  html: /^<!doctype html>/i,
};
for (const [format, looks] of Object.entries(formats)) {
  test(`--format ${format}, on stdout and in a file`, () => {
    const { status, stdout, stderr } = run(['scan', log, '--format', format]);
    assert.equal(status, 0, stderr);
    assert.match(stdout, looks);
    const out = join(folder, `out.${format}`);
    const toFile = run(['scan', log, '--format', format, '--out', out]);
    assert.equal(toFile.stdout, '');
    assert.match(readFileSync(out, 'utf8'), looks);
  });
}

test('standard input, named and implied', () => {
  for (const args of [['scan', '-'], ['scan']]) {
    assert.match(run(args, readFileSync(log, 'utf8')).stdout, /"name":"tool"/);
  }
});

test('--compat sentinel prints the columns of the original query in its order', () => {
  const { stdout, stderr } = run(['scan', log, '--compat', 'sentinel']);
  assert.match(stderr, /^Read /m);
  assert.doesNotMatch(stderr, /Judged|Findings|none/, 'nothing was looked for, so nothing is said to be missing');
  assert.deepEqual(Object.keys(JSON.parse(stdout) as object), [
    'TimeGenerated',
    'Resource',
    'Verb',
    'Namespace',
    'Name',
    'User',
    'UserAgent',
    'SourceIP',
    'IsSuspiciousImage',
    'IsSuspiciousCommand',
    'IsHostPathMount',
    'IsPrivileged',
    'IsHostNetwork',
    'IsSensitiveMount',
    'IsServiceAccountToken',
    'SuspicionScore',
    'RequestBody',
  ]);
});

test('severities: --min-severity leaves out, --fail-on fails', () => {
  assert.equal(run(['scan', log, '--min-severity', 'critical']).stdout, '');
  assert.equal(run(['scan', log, '--fail-on', 'medium']).status, 1);
  assert.equal(run(['scan', log, '--fail-on', 'critical']).status, 0);
  // What is left out can still fail: the floor is for the eye.
  assert.equal(run(['scan', log, '--fail-on', 'medium', '--min-severity', 'critical']).status, 1);
});

const usage: Record<string, { readonly args: readonly string[]; readonly says: RegExp }> = {
  'an unknown option': { args: ['scan', log, '--formt', 'json'], says: /--format/ },
  'an unknown command': { args: ['scna', log], says: /scan/ },
  'an unknown format': { args: ['scan', log, '--format', 'yaml'], says: /table, jsonl/ },
  'an unknown severity': { args: ['scan', log, '--fail-on', 'urgent'], says: /critical/ },
  'a time that is none': { args: ['scan', log, '--since', 'yesterday'], says: /2026-11-24T10:00:00Z/ },
  'a duration that is none': { args: ['scan', log, '--last', '1 day'], says: /24h/ },
  'jobs that are none': { args: ['scan', log, '--jobs', '0'], says: /1 to 64/ },
  'a folder that cannot be written': { args: ['scan', log, '--out', '/nowhere/at/all'], says: /cannot write/ },
  'a table of kinds that is not there': { args: ['scan', log, '--kinds', '/nowhere.json'], says: /--kinds/ },
  'an HTML page of the original query': {
    args: ['scan', log, '--compat', 'sentinel', '--format', 'html'],
    says: /markdown/,
  },
  'a severity to fail on where there are only rows': {
    args: ['scan', log, '--compat', 'sentinel', '--fail-on', 'high'],
    says: /--fail-on/,
  },
};
for (const [name, { args, says }] of Object.entries(usage)) {
  test(`exit code 2 and what to do for ${name}`, () => {
    const { status, stdout, stderr } = run(args);
    assert.equal(status, 2, stderr);
    assert.equal(stdout, '');
    assert.match(stderr, says);
    assert.doesNotMatch(stderr, /\n\s+at /, 'no stack');
  });
}

test('a configuration file gives what the command line does not', () => {
  const config = join(folder, 'cronwarden.yaml');
  writeFileSync(config, 'cluster: harbour\nfailOn: medium\nminSeverity: critical\n');
  const fromFile = run(['scan', log, '--config', config]);
  assert.equal(fromFile.status, 1);
  assert.equal(fromFile.stdout, '');
  assert.match(run(['scan', log, '--config', config, '--min-severity', 'info']).stdout, /"cluster":"harbour"/);
});

for (const [name, content, says] of [
  ['an unknown key', 'clutser: a\n', /clutser/],
  ['a value that the option refuses', 'failOn: urgent\n', /critical/],
  ['a wrong type', 'jobs: many\n', /number/],
  ['no mapping', '- a\n', /mapping/],
  ['no YAML', 'a: [\n', /--config/],
] as const) {
  test(`a configuration file with ${name} is refused`, () => {
    const config = join(folder, 'bad.yaml');
    writeFileSync(config, content);
    const { status, stderr } = run(['scan', log, '--config', config]);
    assert.equal(status, 2);
    assert.match(stderr, says);
  });
}

test('exit code 3 when some input cannot be read; the rest is', () => {
  const { status, stdout, stderr } = run(['scan', log, join(folder, 'missing.log')]);
  assert.equal(status, 3);
  assert.match(stdout, /"name":"tool"/);
  assert.match(stderr, /missing\.log/);
});

test('what holds no audit event is not taken for a quiet cluster', () => {
  for (const input of ['', 'garbage about create jobs\n']) {
    const { status, stdout, stderr } = run(['scan', '-'], input);
    assert.equal(status, 3, input);
    assert.equal(stdout, '');
    assert.match(stderr, /Nothing in this input was recognised/);
  }
});

test('the name of --out says the format', () => {
  const out = join(folder, 'named.html');
  run(['scan', log, '--out', out]);
  assert.match(readFileSync(out, 'utf8'), /^<!doctype html>/i);
});

test('bash completes file names, with and without its completion package', () => {
  const { stdout } = run(['complete', 'bash']);
  assert.match(stdout, /^complete -o default -o bashdefault -F /m);
  assert.doesNotMatch(stdout, /^readonly /m);
  assert.match(stdout, /declare -F _get_comp_words_by_ref/);
  assert.doesNotMatch(run(['complete', '--', 'scan', 'ex']).stdout, /^:4$/m);
});

test('--strict counts what does not parse as unreadable', () => {
  const mixed = join(folder, 'mixed.jsonl');
  writeFileSync(mixed, `${readFileSync(log, 'utf8')}\nnot an event\n`);
  assert.equal(run(['scan', mixed]).status, 0);
  assert.equal(run(['scan', mixed, '--strict']).status, 3);
});

test('a reader that goes away early is no error', () => {
  const many = join(folder, 'many.jsonl');
  writeFileSync(
    many,
    Array.from({ length: 3000 }, (_, index) => JSON.stringify(cronJobWrite({ name: `n-${index}`, index }))).join('\n'),
  );
  // A harmless pipeline: the reader takes one line and leaves.
  const { stdout, stderr, status } = spawnSync(
    'sh',
    [
      '-c',
      '"$0" "$1" scan "$2" --quiet | head -n 1; exit 0',
      process.execPath,
      join(root, 'bin', 'cronwarden.js'),
      many,
    ],
    {
      encoding: 'utf8',
      timeout: 60_000,
    },
  );
  assert.equal(status, 0);
  assert.equal(stdout.trim().split('\n').length, 1);
  assert.equal(stderr, '');
});

test('help has examples, on stdout, with exit code 0', () => {
  for (const args of [['--help'], ['scan', '--help']]) {
    const { status, stdout } = run(args);
    assert.equal(status, 0);
    assert.match(stdout, /scan/);
  }
  assert.match(run(['scan', '--help']).stdout, /Examples:/);
});

test('explain: an indicator, a technique, a finding of a log', () => {
  assert.match(run(['explain', 'privilege.privileged']).stdout, /When it is wrong\n {2}- /);
  assert.match(run(['explain', 't1611']).stdout, /Escape to Host[\s\S]*privilege\.privileged/);
  const { id } = JSON.parse(run(['scan', log, '--quiet']).stdout) as { id: string };
  assert.match(run(['explain', id.slice(0, 12), log]).stdout, /tool/);
  for (const [args, says] of [
    [['explain', 'privileged'], /privilege\.privileged/],
    [['explain', id], /name its log/],
    [['explain', 'abcdef0123', log], /no finding/],
  ] as const) {
    const { status, stderr } = run(args);
    assert.equal(status, 2);
    assert.match(stderr, says);
  }
});

const release = join(folder, 'enterprise-attack.json');
writeFileSync(
  release,
  JSON.stringify({
    type: 'bundle',
    objects: [
      { type: 'x-mitre-collection', x_mitre_version: '99.0', modified: '2030-04-28T00:00:00Z' },
      { type: 'x-mitre-tactic', id: 'x-mitre-tactic--1', x_mitre_shortname: 'mischief' },
      {
        type: 'attack-pattern',
        id: 'attack-pattern--1',
        name: 'Leave the Container',
        external_references: [{ source_name: 'mitre-attack', external_id: 'T1611' }],
        kill_chain_phases: [{ kill_chain_name: 'mitre-attack', phase_name: 'mischief' }],
        x_mitre_platforms: ['Containers'],
      },
    ],
  }),
);

test('explain without an id lists every indicator, and the release is said', () => {
  const { status, stdout } = run(['explain']);
  assert.equal(status, 0);
  assert.match(stdout, /^\d+ indicators in \d+ families; techniques as in MITRE ATT&CK \d+\.\d+ of /);
  assert.match(stdout, /\nprivilege\n[\s\S]*privilege\.privileged +\S/);
  assert.match(run(['--version']).stdout, /^\d+\.\d+\.\d+\nMITRE ATT&CK \d+\.\d+ of \d{4}-\d{2}-\d{2}\n$/);
});

test('a withdrawn technique says what took its place, one without indicators that there is none', () => {
  assert.match(run(['explain', 'T1562.001']).stdout, /revoked; T1685 took its place/);
  assert.match(run(['explain', 'T1003.001']).stdout, /No indicator names it/);
});

test('--attack names techniques as in another release', () => {
  const { stdout, stderr } = run(['scan', log, '--quiet', '--attack', release]);
  const { attack } = JSON.parse(stdout) as { attack: readonly { version: string; id: string; name: string }[] };
  assert.ok(attack.length > 1, stderr);
  for (const one of attack) assert.equal(one.version === '99.0', one.id === 'T1611');
  assert.match(run(['explain', 'T1611', '--attack', release]).stdout, /Leave the Container[\s\S]*99\.0[\s\S]*mischief/);
  assert.match(run(['explain', 'privilege.privileged', '--attack', release]).stdout, /T1611 Leave the Container/);
  for (const [file, says] of [
    [join(folder, 'none.json'), /none\.json: ENOENT/],
    [log, /audit\.jsonl/],
  ] as const) {
    const wrong = run(['scan', log, '--attack', file]);
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, says);
  }
});

test('completions for each shell', () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { status, stdout } = run(['complete', shell]);
    assert.equal(status, 0);
    assert.match(stdout, /cronwarden/);
  }
});

test('a version of Node.js that is too old is told what to do', () => {
  const text = readFileSync(join(root, 'bin', 'cronwarden.js'), 'utf8').replace(
    'process.versions.node.split',
    "'20.20.2'.split",
  );
  const old = join(folder, 'old.mjs');
  writeFileSync(old, text);
  const { status, stderr } = spawnSync(process.execPath, [old, 'scan'], { encoding: 'utf8' });
  assert.equal(status, 2);
  assert.match(stderr, /needs Node\.js 24 or newer/);
});
