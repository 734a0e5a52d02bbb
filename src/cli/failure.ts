/** What the user can put right: printed as it is, without a stack, with exit code 2. */
export class UsageError extends Error {}

/** Exit codes of every command; scripts rely on them. */
export const EXIT = { done: 0, failOn: 1, usage: 2, unreadable: 3 } as const;
