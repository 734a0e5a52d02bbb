const MOST_TOKENS = 4000;
const MOST_TEXT = 32 * 1024;
const TOKEN =
  /"(?:[^"\\]|\\[\s\S])*"|\$[A-Za-z_]\w{0,60}|[A-Za-z_]\w{0,200}|-?\d{1,20}(?:\.\d{1,20})?|[{}[\]:,]|\s+|[\s\S]/g;

/** What `--arg NAME TEXT` and `--argjson NAME JSON` set, as JSON, and the filter behind them. */
interface Given {
  readonly values: ReadonlyMap<string, string>;
  readonly filter: string;
}

const givenIn = (texts: readonly string[]): Given => {
  const values = new Map<string, string>();
  let filter = '';
  for (let at = 0; at < texts.length; at += 1) {
    const text = texts[at] ?? '';
    const [, name = '', value = ''] = texts.slice(at, at + 3);
    if (text === '--arg') values.set(name, JSON.stringify(value));
    else if (text === '--argjson') values.set(name, value);
    if (/^--(?:arg|argjson|slurpfile|rawfile)$/.test(text)) at += 2;
    else if (!text.startsWith('-') && filter === '') filter = text;
  }
  return { values, filter };
};

/** A text with names in it: `"run \($c)"`. */
const filledIn = (literal: string, values: ReadonlyMap<string, string>): string =>
  literal.replaceAll(/\\\(\s{0,8}\$(\w{1,60})\s{0,8}\)/g, (_, name: string) => {
    const value = values.get(name) ?? '""';
    return value.startsWith('"') ? value.slice(1, -1) : value.replaceAll('"', '\\"');
  });

/**
 * The object or list that `jq -n` makes of its filter and of the values that its options name, as one line of JSON; `null`
 * for a filter that does anything else.
 */
export const madeByJq = (texts: readonly string[]): string | null => {
  const { values, filter } = givenIn(texts);
  return madeOf(filter, values);
};

/** A container among what a filter puts in. */
const hasContainer = (text: string): boolean => /\bimage\b/.test(text) && /\b(?:command|args|script)\b/.test(text);
const MOST_OBJECTS = 8;

/**
 * The objects and lists with a container in them that a filter of jq or yq puts into what it is given, as documents of
 * JSON; empty for a filter that puts in none.
 */
export const containersPutBy = (texts: readonly string[]): string => {
  if (!texts.some((text) => hasContainer(text.slice(0, MOST_TEXT)))) return '';
  const { values, filter } = givenIn(texts);
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (const match of filter.slice(0, MOST_TEXT).matchAll(/"(?:[^"\\]|\\[\s\S])*"|[{}[\]]/g)) {
    const [token] = match;
    if (token === '{' || token === '[') {
      if (depth === 0) from = match.index;
      depth += 1;
    } else if ((token === '}' || token === ']') && depth > 0) {
      depth -= 1;
      const text = depth === 0 ? filter.slice(from, match.index + 1) : '';
      const made = hasContainer(text) ? madeOf(text, values) : null;
      if (made !== null) found.push(made);
      if (found.length >= MOST_OBJECTS) break;
    }
  }
  return found.join('---\n');
};

const madeOf = (filter: string, values: ReadonlyMap<string, string>): string | null => {
  if (filter.length > MOST_TEXT || !/^\s{0,200}[{[]/.test(filter)) return null;
  const tokens = (filter.match(TOKEN) ?? []).filter((token) => token.trim() !== '');
  if (tokens.length > MOST_TOKENS) return null;
  let out = '';
  const open: string[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token === '{' || token === '[') open.push(token);
    else if (token === '}' || token === ']') open.pop();
    const next = tokens[at + 1] ?? '';
    const isAlone = /^[{,]$/.test(tokens[at - 1] ?? '') && /^[,}]$/.test(next);
    if (token.startsWith('"')) out += filledIn(token, values);
    else if (token.startsWith('$')) {
      const name = token.slice(1);
      // In a list the same stands for the value alone, which the parser below would not take otherwise.
      const value = values.get(name) ?? JSON.stringify(token);
      out += isAlone && open.at(-1) === '{' ? `${JSON.stringify(name)}:${value}` : value;
    } else if (/^[A-Za-z_]/.test(token)) {
      if (next === ':') out += JSON.stringify(token);
      else if (/^(?:true|false|null)$/.test(token)) out += token;
      else return null;
    } else out += token;
    if (out.length > MOST_TEXT) return null;
  }
  try {
    return `${JSON.stringify(JSON.parse(out))}\n`;
  } catch {
    return null; // a filter that calculates
  }
};
