/** Deepest indent of a manifest's line that has a class of its own; deeper ones share it. */
export const INDENTS = 40;
