/**
 * String literals of the languages that no parser is at hand for, read as their documentation says. Each reader gives the
 * query with every literal replaced by `§`, and the values; it throws where the text is not of the language.
 */
export interface Read {
  readonly skeleton: string;
  readonly values: readonly string[];
}

type Escape = (text: string, at: number) => readonly [value: string, next: number];

interface Grammar {
  /** Reads what stands behind a backslash. */
  readonly escaped: Escape;
  /** Whether a raw line break may stand in a literal. */
  readonly breaks: boolean;
  /** Characters that mean something even in a literal, to whatever fills in the text before it is parsed. */
  readonly forbidden: RegExp | null;
}

const simple =
  (pairs: Readonly<Record<string, string>>): Escape =>
  (text, at) => {
    const found = pairs[text.charAt(at)];
    if (found === undefined) throw new Error(`no escape: \\${text.charAt(at)}`);
    return [found, at + 1];
  };

const hexEscape = (text: string, at: number, digits: number): readonly [string, number] => {
  const hex = text.slice(at, at + digits);
  if (!new RegExp(`^[0-9a-fA-F]{${digits}}$`).test(hex)) throw new Error(`no escape: ${hex}`);
  return [String.fromCodePoint(Number.parseInt(hex, 16)), at + digits];
};

const read = (text: string, { escaped, breaks, forbidden }: Grammar): Read => {
  let skeleton = '';
  const values: string[] = [];
  for (let at = 0; at < text.length; ) {
    if (text.charAt(at) !== '"') {
      skeleton += text.charAt(at);
      at += 1;
      continue;
    }
    let value = '';
    for (at += 1; text.charAt(at) !== '"'; ) {
      if (at >= text.length) throw new Error('a literal does not end');
      const char = text.charAt(at);
      if (char === '\\') {
        const [found, next] = escaped(text, at + 1);
        value += found;
        at = next;
        continue;
      }
      if ((char === '\n' || char === '\r') && !breaks) throw new Error('a line break in a literal');
      if (forbidden?.test(char) === true) throw new Error(`${JSON.stringify(char)} in a literal`);
      value += char;
      at += 1;
    }
    at += 1;
    values.push(value);
    skeleton += '§';
  }
  return { skeleton, values };
};

/** `"` QUOTE, escapes `\t \n \r \" \\`, anything but CR, LF, `"` and `\` besides: `EsqlBaseLexer.g4`, QUOTED_STRING. */
export const readEsql = (text: string): Read => {
  const { skeleton, values } = read(text, {
    escaped: simple({ t: '\t', n: '\n', r: '\r', '"': '"', '\\': '\\' }),
    breaks: false,
    forbidden: null,
  });
  return called(skeleton, values, 'FROM_BASE64', (value) => new TextDecoder().decode(bytesOf(atob(value))));
};

/**
 * Text in double quotes; a backslash escapes a quote or itself. Backticks are macros, `$` tokens and `[` subsearches, which are
 * filled in before anything is parsed: https://docs.splunk.com/Documentation/Splunk/latest/Search/Aboutsearchlanguagesyntax
 */
export const readSpl = (text: string): Read => {
  const { skeleton, values } = read(text, {
    escaped: simple({ '"': '"', '\\': '\\' }),
    breaks: false,
    forbidden: /[`$[\]|]/,
  });
  return called(skeleton, values, 'urldecode', (value) => decodeURIComponent(value.replaceAll('+', ' ')));
};

/** Interpreted string literals of Go: https://go.dev/ref/spec#String_literals. `$` and `[[` are variables of Grafana. */
export const readLogql = (text: string): Read =>
  read(text, {
    escaped: (from, at) => {
      const kind = from.charAt(at);
      if (kind === 'u') {
        const code = Number.parseInt(from.slice(at + 1, at + 5), 16);
        if (code >= 0xd800 && code <= 0xdfff) throw new Error('half a surrogate pair is no escape of Go');
        return hexEscape(from, at + 1, 4);
      }
      if (kind === 'U') return hexEscape(from, at + 1, 8);
      return simple({ a: '\u0007', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', '"': '"' })(
        from,
        at,
      );
    },
    breaks: false,
    forbidden: /[$[\]`]/,
  });

/** Strings of JSON, with interpolation by `\(`, which must not be there: https://jqlang.github.io/jq/manual/ */
export const readJq = (text: string): Read =>
  read(text, {
    escaped: (from, at) => {
      if (from.charAt(at) !== 'u')
        return simple({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '/': '/', '\\': '\\', '"': '"' })(from, at);
      const hex = from.slice(at + 1, at + 5);
      if (!/^[0-9a-f]{4}$/i.test(hex)) throw new Error(`no escape: ${hex}`);
      return [String.fromCharCode(Number.parseInt(hex, 16)), at + 5];
    },
    breaks: false,
    forbidden: /['\p{C}]/u,
  });

/** Literals that need no escape at all: what Insights and Cloud Logging are given. */
export const readPlain = (text: string): Read =>
  read(text, {
    escaped: () => {
      throw new Error('a backslash in a literal');
    },
    breaks: false,
    forbidden: /[^A-Za-z0-9 _.,:;@/=+-]/,
  });

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

/** Applies a function of the language to the literals that it is called with. */
const called = (skeleton: string, values: readonly string[], name: string, apply: (value: string) => string): Read => {
  const out: string[] = [];
  let shown = '';
  const parts = skeleton.split('§');
  const opens = `${name}(`;
  parts.forEach((part, at) => {
    const value = values[at];
    const before = parts[at - 1];
    const closed = at > 0 && before?.endsWith(opens) === true && part.startsWith(')');
    const rest = closed ? part.slice(1) : part;
    shown += at < parts.length - 1 && rest.endsWith(opens) ? rest.slice(0, -opens.length) : rest;
    if (value === undefined) return;
    out.push(rest.endsWith(opens) ? apply(value) : value);
    shown += '§';
  });
  return { skeleton: shown, values: out };
};
