import { gzipSync } from 'node:zlib';
import { wrappers } from '../wrappers.ts';

export const WRAPPERS = wrappers({
  base64: (text) => Buffer.from(text).toString('base64'),
  gzip: (text) => gzipSync(text).toString('base64'),
});
