import { Buffer } from 'node:buffer';
import yazl from 'yazl';
import { collect } from './chunks.ts';

/** A zip archive of these members, deflated unless `stored`. */
export const zipOf = async (
  members: readonly (readonly [name: string, content: string | Buffer])[],
  stored = false,
): Promise<Buffer> => {
  const zip = new yazl.ZipFile();
  for (const [name, content] of members) {
    if (name.endsWith('/')) zip.addEmptyDirectory(name);
    else zip.addBuffer(Buffer.from(content), name, { compress: !stored });
  }
  zip.end();
  const chunks: unknown[] = await collect(zip.outputStream);
  return Buffer.concat(chunks.filter((chunk) => chunk instanceof Uint8Array));
};
