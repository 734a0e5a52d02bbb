/**
 * Query parameters as the API server reads them: parted by `&` only, percent-decoded. A pair that does not decode is kept
 * as it is and so equals nothing, as the server drops it.
 */
export const queryOf = (requestUri: string | null): URLSearchParams => {
  const mark = requestUri?.indexOf('?') ?? -1;
  // A second question mark belongs to the first name; URLSearchParams would take it for the one that begins the query.
  return new URLSearchParams(requestUri === null || mark < 0 ? '' : `&${requestUri.slice(mark + 1)}`);
};

/** A name that is no `dryRun` as it stands may be one in escapes. */
const MAY_BE_DRY_RUN = /dryRun|%/;

/** The only value that the server takes: https://kubernetes.io/docs/reference/using-api/api-concepts/#dry-run */
export const isDryRun = (requestUri: string | null): boolean =>
  requestUri !== null && MAY_BE_DRY_RUN.test(requestUri) && queryOf(requestUri).getAll('dryRun').includes('All');
