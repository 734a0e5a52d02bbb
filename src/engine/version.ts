import { readFileSync } from 'node:fs';
import { textAt } from '../model/json.ts';

/** Set by tools/build.js; a checkout runs without a build and reads its package.json. */
declare const CRONWARDEN_VERSION: string | undefined;

const fromPackage = (): string => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return textAt(JSON.parse(text), 'version') ?? 'unknown';
};

/** Version of the package. */
export const VERSION: string = typeof CRONWARDEN_VERSION === 'string' ? CRONWARDEN_VERSION : fromPackage();
