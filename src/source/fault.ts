/** The code of a Node error (`ENOENT`, `Z_DATA_ERROR`), empty when it has none. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const SENTENCES: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'symbolic links that lead in a circle',
  ENOTDIR: 'no such file (a part of the path is no folder)',
  EISDIR: 'a folder where a file was expected',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many open files',
  EIO: 'the disk reports an error',
};

/** One plain sentence for a path that the operating system did not give us. */
export const explainFault = (error: unknown, path: string): string => {
  const code = codeOf(error);
  const sentence = Object.hasOwn(SENTENCES, code) ? SENTENCES[code] : undefined;
  if (sentence !== undefined) return `${sentence}: ${path}`;
  return `cannot be read: ${path} (${code || (error instanceof Error ? error.message : String(error))})`;
};
