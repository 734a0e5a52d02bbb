import { BASE64_STARTS } from './aws.ts';

/**
 * Words whose presence in a line means that the events inside cannot be judged on its bytes: they are compressed, or in
 * base64. A gate that looks for words must let such a line through. Bare letters and digits, in this spelling.
 */
export const DECODE_WORDS: readonly string[] = BASE64_STARTS;
