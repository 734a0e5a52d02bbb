/** What keeps a run from going on, in words for whoever started it. */
export class DrillFailure extends Error {}
