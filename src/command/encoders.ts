import type { Effect } from '../model/effect.ts';
import { union, type Value } from './value.ts';

const ENCODERS: ReadonlySet<string> = new Set(['base64', 'base32', 'basenc', 'xxd', 'od', 'hexdump']);
const DECODES = /^(?:-[a-zA-Z]*[dDr][a-zA-Z]*|--decode|--revert)$/;
/** Options of these have other meanings. */
const DUMPS: ReadonlySet<string> = new Set(['od', 'hexdump']);

/** Whether a program writes what it reads in letters and digits, as a name or a word of an address takes them. */
const encodes = (program: string, texts: readonly string[]): boolean => {
  if (program === 'openssl')
    return (
      (texts[0] === 'base64' || (texts[0] === 'enc' && /^-(?:base64|a|A)$/m.test(texts.join('\n')))) &&
      !texts.includes('-d')
    );
  return ENCODERS.has(program) && (DUMPS.has(program) || !texts.some((text) => DECODES.test(text)));
};

export const isEncoder = (effect: Effect): boolean => effect.kind === 'run' && encodes(effect.program, effect.args);

/** The output of a program, with the program as an origin where it encodes: once, so that others are not crowded out. */
export const withEncoder = (out: Value, run: Effect): Value =>
  !isEncoder(run) || out.origins.some(isEncoder) ? out : { ...out, origins: union(out.origins, [run]) };

/** Which of these words hold what an encoder made; `null` where none does. */
export const encodedIn = (words: readonly Value[]): readonly number[] | null =>
  words.some(isEncoded) ? words.flatMap((word, index) => (isEncoded(word) ? [index] : [])) : null;

const isEncoded = ({ origins }: Value): boolean => origins.length > 0 && origins.some(isEncoder);
