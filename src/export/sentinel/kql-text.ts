/** A text of KQL, letter by letter: https://learn.microsoft.com/kusto/query/scalar-data-types/string#verbatim-string-literals */
export const verbatim = (text: string): string => `@"${text.replaceAll('"', '""')}"`;

/** A list of texts as `("a", "b")`. */
export const listed = (texts: Iterable<string>): string =>
  `(${[...texts].map((text) => JSON.stringify(text)).join(',')})`;

/** A list of texts as an array that is a value. */
export const dynamicList = (texts: Iterable<string>): string =>
  `dynamic([${[...texts].map((text) => JSON.stringify(text)).join(',')}])`;

/** Names as alternatives of a regular expression; each stands for itself. */
export const oneOf = (names: Iterable<string>): string =>
  `(?:${[...names].map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`;
