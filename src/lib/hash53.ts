/**
 * A number of 53 bits for a text: FNV-1a twice, from two starts. Small to keep and quick to make; whoever chooses the texts can
 * make two of them equal, so that nothing of weight may hang on it.
 */
export const hash53 = (text: string): number => {
  let high = 0x811c9dc5;
  let low = 0x1b873593;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ code ^ (low >>> 15), 0x01000193);
  }
  return (high >>> 11) * 0x1_0000_0000 + (low >>> 0);
};
