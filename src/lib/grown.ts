/** A text with another one in the place of each that is found; `null` where that is longer than `most`. */
export const replacedAll = (text: string, what: string, by: string, most: number): string | null => {
  if (what === '') return text;
  if (by.length > what.length) {
    let length = text.length;
    for (let at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + what.length)) {
      length += by.length - what.length;
      if (length > most) return null;
    }
  }
  return text.replaceAll(what, () => by);
};

/** Texts with another one between them; `null` where that is longer than `most`. */
export const joinedTexts = (texts: readonly string[], between: string, most: number): string | null => {
  const length = texts.reduce((sum, text) => sum + text.length, between.length * Math.max(0, texts.length - 1));
  return length > most ? null : texts.join(between);
};
