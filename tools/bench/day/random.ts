/** A stream of unsigned 32-bit numbers that depends on nothing but the seed (mulberry32). */
export type Random = () => number;

export const seededRandom = (seed: number): Random => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
};

const hexDigits = '0123456789abcdef';

/** Lower-case hexadecimal text of the given length. */
export const hexText = (random: Random, length: number): string => {
  let text = '';
  while (text.length < length) text += hexDigits[random() & 15];
  return text;
};

/** Text in the form of a version 4 UUID. */
export const uuidText = (random: Random): string => {
  const digits = hexText(random, 32);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`;
};
