import { inertJson } from '../lib/inert.ts';

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * One word of a bash command that stands for the text and nothing else: no variable, no command, no end of the line. What
 * an eye would not see is written as an escape. A NUL, which no argument can hold, becomes U+FFFD.
 */
export const quote = (text: string): string => {
  if (/^[A-Za-z0-9_./:=@%+,-]+$/.test(text)) return text;
  if (!UNSEEN.test(text)) return `'${text.replaceAll("'", `'\\''`)}'`;
  return `$'${[...text.toWellFormed()].map(escaped).join('')}'`;
};

const escaped = (char: string): string => {
  if (char === '\0') return '\\ufffd';
  if (char === "'" || char === '\\') return `\\${char}`;
  return UNSEEN.test(char) ? `\\U${(char.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}` : char;
};

/** JSON on one line with what an eye would not see as `\u` escapes. */
export const jsonText = (value: unknown): string => inertJson(JSON.stringify(value) ?? 'null');
