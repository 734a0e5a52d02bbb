import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isHook, isStartedByOthers } from './planted-places.ts';

const HOOKS = [
  '/srv/git/a.git/hooks/post-receive',
  '/srv/git/a.git/hooks/post-receive.d/zz-a',
  '/srv/git/a.git/hooks/update',
  '/srv/git/a.git/custom_hooks/pre-receive.d/10-a',
  '.git/hooks/pre-commit',
  '.husky/pre-push',
  '/opt/templates/hooks/post-checkout',
];
const STARTED = [
  ...[
    'setup.py',
    '/w/conftest.py',
    '/w/package.json',
    'src/a/__init__.py',
    'a.gemspec',
    '/w/ext/a/extconf.rb',
    'composer.json',
  ],
  ...['/venv/lib/python3.12/site-packages/sitecustomize.py', '/venv/lib/python3.12/site-packages/a.pth'],
  ...[
    '/homes/ana/.bashrc',
    '/homes/ana/.profile',
    '/image/etc/profile.d/a.sh',
    '/image/etc/profile',
    '/image/etc/rc.local',
  ],
  ...['/image/etc/cron.d/a', '/image/etc/cron.daily/a', '/etc/crontabs/root', '/image/var/spool/cron/crontabs/root'],
  ...['/image/etc/systemd/system/a.service', '/image/etc/init.d/a'],
];
const OTHERS = [
  ...[
    '/data/report.json',
    '/srv/git/a.git/hooks/README',
    '/srv/app/update',
    '/srv/hooks/post-receive.md',
    '/w/setup.cfg',
  ],
  ...['/w/a.pth', '/w/package-lock.json', '/image/etc/systemd/system.conf', '/data/profile', '/w/cron/README.txt'],
];

for (const path of HOOKS) test(`${path} is a hook`, () => assert.ok(isHook(path) && isStartedByOthers(path)));
for (const path of STARTED)
  test(`${path} is started by others, and no hook`, () => assert.ok(isStartedByOthers(path) && !isHook(path)));
for (const path of OTHERS) test(`${path} is started by nobody`, () => assert.ok(!isStartedByOthers(path)));
