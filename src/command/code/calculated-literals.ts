import { replacedAll } from '../../lib/grown.ts';
import { fromBase64, translated } from '../decoders.ts';
import { type Literal, outsideLiterals, quoted, tokens } from './tokens.ts';

/** Characters beside a literal that may hold what is done with it. */
const AROUND = 120;
/** Literals that one call takes. */
const MOST_TAKEN = 40;
/** Characters that are calculated, of one literal and of all: each sign of a text may become another text. */
const MOST_CALCULATED = 256 * 1024;

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

/** A literal, the code around it, and the literals behind it. */
interface Place {
  readonly code: string;
  readonly all: readonly Literal[];
  readonly at: number;
  readonly one: Literal;
  readonly before: string;
  readonly after: string;
}

type Rule = (place: Place) => Edit | null;

/**
 * Code in which a literal stands for what is calculated from literals alone: translated, replaced, formatted, added up,
 * in the ways of Perl, Ruby, Lua, Tcl and PowerShell.
 */
export const withCalculated = (code: string): string => {
  if (!WORTH_A_LOOK.test(code)) return code;
  const text = withoutBareWords(code);
  const all = tokens(text);
  let out = '';
  let from = 0;
  let room = MOST_CALCULATED;
  for (const [at, one] of all.entries()) {
    if (one.start < from) continue;
    const place: Place = {
      code: text,
      all,
      at,
      one,
      before: text.slice(Math.max(from, one.start - AROUND), one.start),
      after: text.slice(one.end, one.end + AROUND),
    };
    for (const rule of RULES) {
      const edit = rule(place);
      if (edit === null || edit.from < from) continue;
      if (edit.by.length > room) break;
      room -= edit.by.length;
      out += text.slice(from, edit.from) + edit.by;
      from = edit.to;
      break;
    }
  }
  return out + text.slice(from);
};

const WORTH_A_LOOK =
  /\b(?:tr|y|gsub|sub|delete|[Rr]eplace|sprintf|format|reverse|GetString)\b|-(?:[ic]?replace|f|join|join\()|\.=|\+=|<<|\.\.|=~|\[char|\[binary /;

/** What stands without quotes: numbers of characters in PowerShell, digits in Tcl. */
const withoutBareWords = (code: string): string => {
  if (!/\[(?:char|binary|format)\b/i.test(code)) return code;
  let out = outsideLiterals(code, /\[char\[\]\]\s{0,4}\(([\d\s,]{1,20000})\)/gi, (_, numbers) =>
    fromNumbers(numbers.split(',')),
  );
  out = outsideLiterals(out, /\[char\]\s{0,4}(0x[0-9a-f]{2}|\d{2,3})\b/gi, (_, number) => fromNumbers([number]));
  out = outsideLiterals(out, /\[binary (?:format H\*|decode hex)\s{1,4}"?([0-9a-fA-F]{2,20000})"?\]/g, (_, digits) =>
    fromNumbers((digits.match(/../g) ?? []).map((pair) => `0x${pair}`)),
  );
  out = outsideLiterals(out, /\[binary decode base64\s{1,4}"?([\w+/=-]{2,20000})"?\]/g, (whole, digits) => {
    const plain = fromBase64(digits);
    return plain === null ? whole : quoted(plain);
  });
  return outsideLiterals(out, /\[format\s{1,4}"?(?:%c){1,400}"?((?:\s{1,4}\d{2,3}){1,400})\]/g, (_, numbers) =>
    fromNumbers(numbers.trim().split(/\s+/)),
  );
};

const fromNumbers = (numbers: readonly string[]): string =>
  quoted(String.fromCharCode(...numbers.map(Number).filter((code) => code > 0 && code < 0xffff)));

/** The literals behind a place that stand between commas, the first of them behind what the pattern says. */
const taken = ({ code, all, at, one }: Place, first: RegExp): { readonly texts: string[]; readonly end: number } => {
  const texts: string[] = [];
  let end = one.end;
  for (const next of all.slice(at + 1, at + 1 + MOST_TAKEN)) {
    if (next.start - end > AROUND || !(texts.length === 0 ? first : COMMA).test(code.slice(end, next.start))) break;
    texts.push(next.text);
    end = next.end;
  }
  return { texts, end };
};
const COMMA = /^\s{0,4},\s{0,4}$/;

/** `.tr("a-z", "n-za-m")`, `.gsub("~", "")`, `.delete("^")`, `.Replace('x', 'y')`; `-replace 'x', 'y'`. */
const byMethod: Rule = (place) => {
  const { code, one, after } = place;
  const method = /^\s{0,4}(?:\.(tr|delete|gsub|sub|[Rr]eplace)\s{0,4}\(|-([ic]?replace)\s)/.exec(after);
  if (method === null) return null;
  const { texts, end } = taken(place, /^\s{0,4}(?:\.\w{2,8}\s{0,4}\(|-[ic]?replace\s)\s{0,4}$/);
  const [a, b = ''] = texts;
  if (a === undefined) return null;
  const text =
    method[1] === 'tr'
      ? translated(one.text, [a, b])
      : method[1] === 'delete'
        ? translated(one.text, ['-d', a])
        : replaced(one.text, a, b);
  if (text === null) return null;
  const close = method[1] === undefined ? 0 : (/^\s{0,4}\)/.exec(code.slice(end, end + 8))?.[0].length ?? 0);
  return { from: one.start, to: end + close, by: quoted(text) };
};

/** One sign or word for another, where it is no pattern. */
const replaced = (text: string, what: string, by: string): string | null => {
  const plain = what.replaceAll(/\\(.)/g, '$1');
  if (what === '' || /[*+?[\](){}|^$.]/.test(what.replaceAll(/\\./g, ''))) return null;
  return replacedAll(text, plain, by, MOST_CALCULATED);
};

/** A text with others in the place of what is found; `null` where that is too much. */
const withEach = (text: string, pattern: RegExp, by: (...found: string[]) => string): string | null => {
  let out = '';
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    out += text.slice(from, match.index) + by(...match);
    from = match.index + match[0].length;
    if (out.length > MOST_CALCULATED) return null;
  }
  return out + text.slice(from);
};

/** `$c = "…"; $c =~ tr/a-z/n-za-m/;` and `y///`, `s///g`. */
const byOperator: Rule = ({ one, after }) => {
  const match =
    /^\s{0,4};\s{0,4}(?:\$\w{1,40}\s{0,4}=~\s{0,4})?(tr|y|s)([/|#,!])((?:(?!\2)[^\\\n]|\\.){1,100})\2((?:(?!\2)[^\\\n]|\\.){0,100})\2[a-z]{0,4}\s{0,4}(?=;|$|\n)/.exec(
      after,
    );
  const [whole = '', operator, , what = '', by = ''] = match ?? [];
  if (match === null || /[er]\s{0,4}$/.test(whole)) return null;
  const text = operator === 's' ? replaced(one.text, what, by) : translated(one.text, [what, by]);
  return text === null ? null : { from: one.start, to: one.end + whole.length, by: quoted(text) };
};

/** `sprintf("%s%s", "a", "b")`, `'{1}{0}' -f 'a', 'b'`. */
const byFormat: Rule = (place) => {
  const { code, one, before, after } = place;
  const call = /\b(?:sprintf|(?:string\.)?format)\s{0,4}(\(?)\s{0,4}$/.exec(before);
  const isOperator = call === null && /^\s{0,4}-f\s/.test(after);
  if (call === null && !isOperator) return null;
  const { texts, end } = taken(place, isOperator ? /^\s{0,4}-f\s{1,4}$/ : COMMA);
  if (texts.length === 0) return null;
  let next = 0;
  const text = isOperator
    ? withEach(one.text, /\{(\d{1,2})\}/g, (whole = '', number = '') => texts[Number(number)] ?? whole)
    : withEach(one.text, /%[s%]/g, (sign = '') => (sign === '%%' ? '%' : (texts[next++] ?? sign)));
  if (text === null) return null;
  const from = call === null ? one.start : one.start - call[0].length;
  const close = call?.[1] === '(' ? (/^\s{0,4}\)/.exec(code.slice(end, end + 8))?.[0].length ?? 0) : 0;
  return { from, to: end + close, by: quoted(text) };
};

/** `$c = "a"; $c .= "b"`, `c += "b"`, `c << "b"`, `c = c .. "b"`, as often as it goes on. */
const byAddition: Rule = ({ code, all, at, one, before }) => {
  const name = /(?:^|[;\n{\s])(\$?[A-Za-z_]\w{0,40})\s{0,8}=\s{0,8}$/.exec(before)?.[1];
  if (name === undefined) return null;
  let text = one.text;
  let end = one.end;
  for (const next of all.slice(at + 1, at + 1 + MOST_TAKEN)) {
    if (next.start - end > AROUND || !isAddition(code.slice(end, next.start), name)) break;
    text += next.text;
    end = next.end;
  }
  return end === one.end ? null : { from: one.start, to: end, by: quoted(text) };
};

const isAddition = (between: string, name: string): boolean => {
  const added = between.replaceAll(/\s+/g, '').replace(/^;/, '');
  return added.startsWith(name) && /^(?:\.=|\+=|<<)$/.test(added.slice(name.length))
    ? true
    : added.startsWith(`${name}=${name}`) && /^(?:\.{1,2}|\+)$/.test(added.slice(name.length * 2 + 1));
};

/** `'a', 'b' -join ''`, `-join ("…")`, `$encoding.GetString("…")`: what is one text already stays it. */
const byJoining: Rule = (place) => {
  const { code, one, before, after } = place;
  const joins = /(?:-join\s{0,4}|\.GetString\s{0,4})(\(?)\s{0,4}$/.exec(before);
  if (joins !== null) {
    const owner = /\[[\w.]{1,40}\](?:::\w{1,20})?$/.exec(before.slice(0, joins.index))?.[0].length ?? 0;
    const close = joins[1] === '(' ? (/^\s{0,4}\)/.exec(after)?.[0].length ?? 0) : 0;
    const from = one.start - joins[0].length - owner;
    return { from, to: one.end + close, by: quoted(one.text.replaceAll('\0', '')) };
  }
  const { texts, end } = taken(place, COMMA);
  if (texts.length === 0 || !/^\s{0,4}\)?\s{0,4}-join\s/.test(code.slice(end, end + 20))) return null;
  const mark = /^\s{0,4}\)?\s{0,4}-join\s{1,4}(?:''|"")/.exec(code.slice(end, end + 40));
  return mark === null
    ? null
    : { from: one.start, to: end + mark[0].length, by: quoted([one.text, ...texts].join('')) };
};

/** `[string reverse "…"]`, `scalar reverse "…"` and the like without brackets. */
const backwards: Rule = ({ one, before, after }) => {
  const head = /(?:\[string reverse|\bscalar\s{1,4}reverse|\breverse)\s{1,4}$/.exec(before);
  if (head === null) return null;
  const close = head[0].startsWith('[') && after.startsWith(']') ? 1 : 0;
  return { from: one.start - head[0].length, to: one.end + close, by: quoted([...one.text].reverse().join('')) };
};

const RULES: readonly Rule[] = [byMethod, byOperator, byFormat, byAddition, byJoining, backwards];
