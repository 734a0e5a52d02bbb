#!/usr/bin/env node
// Plain JavaScript that old versions of Node.js parse, so that they can be told what to do.
import { existsSync } from 'node:fs';

const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `cronwarden needs Node.js 24 or newer; this is ${process.versions.node}.\n` +
      'Install a current one from https://nodejs.org, or run it from a checkout with: npm run -s cronwarden -- scan …',
  );
  process.exit(2);
}
// Compiled code is kept between runs, which halves the start. Not every folder can be written to, and that is no error.
const { enableCompileCache } = await import('node:module');
enableCompileCache();
// A checkout runs its sources as they are; the package brings only what was built from them.
const sources = new URL('../src/cli/main.ts', import.meta.url);
const { main } = await import(existsSync(sources) && !process.env.CRONWARDEN_DIST ? sources.href : '../dist/main.js');
process.exitCode = await main(process.argv.slice(2));
