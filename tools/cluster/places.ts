import { homedir } from 'node:os';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where built binaries and a running cluster are kept: outside the repository, and safe to delete. */
export const cacheFolder = (environment: Environment = process.env): string => {
  const base = environment.XDG_CACHE_HOME;
  // The XDG rules say to ignore a relative path.
  return join(base?.startsWith('/') ? base : join(homedir(), '.cache'), 'cronwarden', 'cluster');
};

export const binaryFolder = (build: string, environment: Environment = process.env): string =>
  join(cacheFolder(environment), build);

/** The cluster that `npm run cluster` starts; there is one. */
export const standingFolder = (environment: Environment = process.env): string => join(cacheFolder(environment), 'run');
