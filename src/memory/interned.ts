/** Texts that are kept once however many records carry them: each record that crosses threads brings copies of its own. */
export type Interned = <T extends string | null>(text: T) => T;

/** Texts that are known at a time; with more of them nothing is lost but some room. */
const MOST_TEXTS = 4096;

export const createInterned = (): Interned => {
  const texts = new Map<string, string>();
  return (text) => {
    if (text === null) return text;
    const known = texts.get(text);
    if (known !== undefined) return known as typeof text; // Equal texts.
    if (texts.size >= MOST_TEXTS) texts.clear();
    texts.set(text, text);
    return text;
  };
};
