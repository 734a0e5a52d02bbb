/** What is wrong with a query: said with its place, before anything is read. */
export class QueryError extends Error {
  /** Offset in the query's text. */
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** What stopped a query that ran: a limit, or a value that it cannot be worked out for. */
export class QueryStopped extends Error {}

/** `line:column` of an offset, both from 1. */
export const placeOf = (text: string, at: number): string => {
  const before = text.slice(0, at).split(/\r\n|\r|\n/);
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
};
