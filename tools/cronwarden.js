// `npm run -s cronwarden -- ARGS`: the CLI from a checkout. npm changes into the package's folder, the paths that were
// given are meant from where npm was called.
import process from 'node:process';

if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
await import('../bin/cronwarden.js');
