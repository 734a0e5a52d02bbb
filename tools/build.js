// Builds dist/ for the package (npm runs this as `prepack`) and for the bench: a few bundled files, since a start that
// opens two hundred modules takes twice as long, and the declarations of both entries.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
rmSync(join(root, 'dist'), { recursive: true, force: true });

await build({
  absWorkingDir: root,
  entryPoints: { main: 'src/cli/main.ts', index: 'src/index.ts', worker: 'src/engine/worker.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  packages: 'external',
  define: { CRONWARDEN_VERSION: JSON.stringify(version) },
  logLevel: 'warning',
});
// On its own, so that a page loads one file and nothing of Node.js can come in by a shared one.
await build({
  absWorkingDir: root,
  entryPoints: { core: 'src/core.ts' },
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  target: 'es2024',
  packages: 'external',
  logLevel: 'warning',
});

const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const types = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], { stdio: 'inherit' });
process.exit(types.status ?? 1);
