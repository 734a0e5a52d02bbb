const NOT_FILES: ReadonlySet<string> = new Set(['', '-', 'null', 'stdout', 'stderr', 'stdin', '&1', '&2']);

/** The path in a word of another form: `@/w/x`, `if=/w/x`, `--file=/w/x`, `field=@/w/x;type=…`, `-T/w/x`. */
const PATH_IN_WORD = /^(?:-[a-zA-Z]|[^/\s]{0,200}[@=<])(\/[^;]*)/;
export const pathIn = (word: string): string => (word.startsWith('/') ? word : (PATH_IN_WORD.exec(word)?.[1] ?? word));

/** A word as the name of a file: without `@`, option and directory; empty for what is none. */
export const fileKey = (whole: string): string => {
  // A field of a form says of what kind the file is, and what it is called there.
  const end = whole.includes(';') ? whole.search(/;(?:type|filename|headers|encoder)=/) : -1;
  const word = end < 0 ? whole : whole.slice(0, end);
  const from = Math.max(word.lastIndexOf('='), word.lastIndexOf('@'), word.lastIndexOf('/'));
  const name = word.slice(from + 1);
  return NOT_FILES.has(name) ? '' : name;
};

/** Whether a word can name a file that is kept. */
export const isFile = (word: string): boolean => fileKey(word) !== '';
