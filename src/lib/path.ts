/** An absolute path without empty, `.` and `..` parts; `..` above the root stays at the root, as for the kernel. */
export const cleanPath = (path: string): string => {
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(part);
  }
  return `/${kept.join('/')}`;
};

/** Last path segment: `/usr/bin/bash` is `bash`. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
