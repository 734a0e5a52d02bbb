// Sets a checkout up on a machine that has only Node.js and npm: installs what the lock file says, unless it is there.
// Plain JavaScript for Node.js 20, since the pinned Node.js comes with what is installed here.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 20) {
  console.error(
    `This checkout needs Node.js 20 or newer to set itself up; this is ${process.versions.node}. See https://nodejs.org`,
  );
  process.exit(2);
}

const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
const mark = join(root, 'node_modules', '.cronwarden-setup');
if (!existsSync(mark) || readFileSync(mark, 'utf8') !== lock) {
  console.error('Setting up: installing the dependencies of the lock file (once, about a minute) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const done = spawnSync(npm, ['ci', '--loglevel=error', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) {
    console.error('npm ci failed: see above. It needs a registry; behind a proxy set npm config set proxy …');
    process.exit(2);
  }
  writeFileSync(mark, lock);
}
