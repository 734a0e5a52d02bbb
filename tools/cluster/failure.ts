/** What a person can do something about; printed without a stack. */
export class ClusterFailure extends Error {
  override readonly name = 'ClusterFailure';
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
