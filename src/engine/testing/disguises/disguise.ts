/** Shell text that means the same; `null` where the disguise does not fit the text. */
export type Disguise = (text: string) => string | null;

export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
export const double = (text: string): string => `"${text.replaceAll(/[\\"$`]/g, '\\$&')}"`;
/** A literal of Python, JavaScript and Ruby. */
export const json = (text: string): string => JSON.stringify(text).replaceAll('#', '\\u0023');
export const base64 = (text: string): string => Buffer.from(text).toString('base64');
export const bytes = (text: string): readonly number[] => [...Buffer.from(text)];
export const hex = (text: string): string => Buffer.from(text).toString('hex');
export const base32 = (text: string): string => {
  const bits = bytes(text)
    .map((one) => one.toString(2).padStart(8, '0'))
    .join('');
  const digits = bits.match(/.{1,5}/g) ?? [];
  const out = digits
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
  return out + '='.repeat((8 - (out.length % 8)) % 8);
};
export const rot13 = (text: string): string =>
  text.replaceAll(/[A-Za-z]/g, (char) => {
    const base = char <= 'Z' ? 65 : 97;
    return String.fromCharCode(((char.charCodeAt(0) - base + 13) % 26) + base);
  });

/** The first word, where it is the name of a program of at least two letters. */
export const onFirstWord =
  (change: (word: string) => string, before: (word: string) => string = () => ''): Disguise =>
  (text) => {
    const word = /^([a-z][a-z0-9]+) /.exec(text)?.[1];
    if (word === undefined || /^(?:if|for|while|case|trap|eval|exec|function|until|declare|typeset|coproc)$/.test(word))
      return null;
    return `${before(word)}${change(word)}${text.slice(word.length)}`;
  };
export const half = (word: string): readonly [string, string] => [word.slice(0, -1), word.slice(-1)];
/** The words of the first simple command, where nothing in it is quoted or expanded. */
export const onFirstCommand =
  (change: (words: readonly string[]) => string): Disguise =>
  (text) => {
    const command = /^[\w.:/@=+-]+(?: [\w.:/@=+-]+)+(?= ?(?:$|[|;\n]))/.exec(text)?.[0];
    if (command === undefined || /^(?:if|for|while|case|function|until)\b/.test(command)) return null;
    return change(command.split(' ')) + text.slice(command.length);
  };
/** A disguise that only a text of one line fits. */
export const oneLine =
  (change: (text: string) => string): Disguise =>
  (text) =>
    text.includes('\n') ? null : change(text);
export const inShell =
  (before: string): Disguise =>
  (text) =>
    `${before} ${quoted(text)}`;
export const piped =
  (encode: (text: string) => string, decoder: string): Disguise =>
  (text) =>
    `echo ${encode(text)} | ${decoder} | sh`;
export const document = (text: string, end: string): string => `<<'${end}'\n${text}\n${end}\n`;

export type Disguises = Readonly<Record<string, Disguise>>;

/** A text byte by byte, each written in another way. */
export const characters = (text: string, write: (code: number) => string): string => bytes(text).map(write).join('');
/** A text as codes of two digits behind a sign. */
export const coded = (text: string, sign: string): string =>
  characters(text, (code) => `${sign}${code.toString(16).padStart(2, '0')}`);
/** The next letter of the alphabet, as Caesar shifted. */
export const shifted = (code: number): string => {
  const base = code >= 97 && code <= 122 ? 97 : code >= 65 && code <= 90 ? 65 : null;
  return String.fromCharCode(base === null ? code : ((code - base + 1) % 26) + base);
};
export const thirds = (text: string): readonly string[] => {
  const third = Math.ceil(text.length / 3);
  return [text.slice(0, third), text.slice(third, third * 2), text.slice(third * 2)];
};
/** As `xxd` writes it. */
export const dumped = (text: string): string => {
  const lines: string[] = [];
  const all = bytes(text);
  for (let at = 0; at < all.length; at += 16) {
    const row = all.slice(at, at + 16);
    const digits = row
      .map((one, index) => `${one.toString(16).padStart(2, '0')}${index % 2 === 1 ? ' ' : ''}`)
      .join('');
    const shown = row.map((one) => (one > 31 && one < 127 ? String.fromCharCode(one) : '.')).join('');
    lines.push(`${at.toString(16).padStart(8, '0')}: ${digits.padEnd(40)} ${shown}`);
  }
  return lines.join('\n');
};
/** As `uuencode` writes it. */
export const uuencoded = (text: string): string => {
  const sign = (six: number): string => String.fromCharCode(six === 0 ? 96 : six + 32);
  const lines: string[] = [];
  const all = bytes(text);
  for (let at = 0; at < all.length; at += 45) {
    const row = all.slice(at, at + 45);
    let line = sign(row.length);
    for (let three = 0; three < row.length; three += 3) {
      const [a = 0, b = 0, c = 0] = row.slice(three, three + 3);
      line += sign(a >> 2) + sign(((a & 3) << 4) | (b >> 4)) + sign(((b & 15) << 2) | (c >> 6)) + sign(c & 63);
    }
    lines.push(line);
  }
  return ['begin 644 x', ...lines, '`', 'end'].join('\n');
};
