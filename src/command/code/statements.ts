import { type Literal, MOST_LITERALS, tokens } from './tokens.ts';

/** One statement of code whose language has no parser here. */
export interface Statement {
  readonly code: string;
  readonly literals: readonly Literal[];
  /** The function that begins in it, with what that is given. */
  readonly defines: { readonly name: string; readonly given: readonly string[] } | null;
  /** Names that it sets or adds to. */
  readonly names: readonly string[];
  /** Names that it uses, with where they stand in it. */
  readonly mentions: readonly { readonly name: string; readonly at: number }[];
}

const MOST_STATEMENTS = 2000;
const MOST_MENTIONS = 200;
const MOST_BOUND = 16;

/** Whether names are the same in capitals. */
export const IGNORES_CASE = /^(?:pwsh|powershell)/;

/** Where statements end: at a semicolon, and at the end of a line outside of brackets. */
export const statementsOf = (
  code: string,
  program: string,
): { readonly statements: readonly Statement[]; readonly isCut: boolean } => {
  const literals = tokens(code);
  const cuts: number[] = [];
  let next = 0;
  let open = 0;
  for (let at = 0; at < code.length && cuts.length < MOST_STATEMENTS; at += 1) {
    const literal = literals[next];
    if (literal !== undefined && at >= literal.start) {
      at = Math.max(at, literal.end - 1);
      next += 1;
      continue;
    }
    const sign = code[at];
    if (sign === '(' || sign === '[') open += 1;
    else if (sign === ')' || sign === ']') open = Math.max(0, open - 1);
    else if (sign === ';' || (sign === '\n' && open === 0)) cuts.push(at);
  }
  const isCut = cuts.length >= MOST_STATEMENTS || literals.length >= MOST_LITERALS;
  cuts.push(code.length);
  const statements: Statement[] = [];
  let from = 0;
  let first = 0;
  for (const to of cuts) {
    const text = code.slice(from, to);
    while ((literals[first]?.start ?? code.length) < from) first += 1;
    let last = first;
    while ((literals[last]?.start ?? code.length) < to) last += 1;
    if (text.trim() !== '')
      statements.push(statementOf(text, from, literals.slice(first, last), IGNORES_CASE.test(program)));
    from = to + 1;
    first = last;
  }
  return { statements, isCut };
};

const NAME = String.raw`[$@%]{0,2}([A-Za-z_]\w{0,60})`;
/** The ways in which languages give a name something: `my $a =`, `a, err :=`, `a <-`, `req.body =`, `a << b`. */
const SETS = new RegExp(
  String.raw`(?<![\w.$@%>:])${NAME}(?:(?:\.|->|::)\w{1,60}){0,3}\s{0,4}(?:,\s{0,4}[$@%]?\w{1,60}\s{0,4}){0,3}\)?\s{0,4}(?::=|[+.|]{0,2}=(?![=~>])|<-|<<)`,
  'g',
);
/** `for my $f (…)`, `foreach ($a in …)`, `each do |a|`, `{ |a|`, `open(my $h, …)`, `push @a, …`, `a.append(…)`. */
const BINDS: readonly RegExp[] = [
  new RegExp(
    String.raw`\bfor(?:each)?\s{0,4}\(?\s{0,4}(?:my\s|our\s|local\s|var\s|const\s|final\s|_,\s{0,4})?\s{0,4}(?:\w{1,40}\s{1,4})?${NAME}\s{0,4}(?:in\b|:|\()`,
    'g',
  ),
  new RegExp(String.raw`(?:\bdo|\{)\s{0,4}\|\s{0,4}(?:\w{1,40}\s{0,4},\s{0,4})?${NAME}`, 'g'),
  new RegExp(String.raw`\bopen\s{0,4}\(?\s{0,4}(?:my\s{1,4})?${NAME}\s{0,4},`, 'g'),
  new RegExp(String.raw`\b(?:push|unshift)\s{0,4}\(?\s{0,4}${NAME}\s{0,4},`, 'g'),
  new RegExp(
    String.raw`(?<![\w.])${NAME}(?:\.|->)(?:push|append|add|Add|AddRange|concat|Write|WriteString|write|print|puts|insert|set_form\w{0,8}|setBody|setEntity|body|content|add_content)\b`,
    'g',
  ),
];
const LOOPS = /\bfor(?:each)?\b|\bmap\b|\bgrep\b|\||%\s{0,4}\{/;
/** `def a(b, c)`, `func a(b string)`, `function a($b)`. */
const DEFINES = /\b(?:def|func|function)\s{1,4}([A-Za-z_]\w{0,60})\s{0,2}\(([^()]{0,200})\)/;
const PARAMETER = /(?:^|,)\s{0,4}(?:\[\w{1,20}\]\s{0,2})?[$@%]?([A-Za-z_]\w{0,60})/g;
const MENTION = /[A-Za-z_]\w{0,60}/g;

const statementOf = (code: string, from: number, literals: readonly Literal[], ignoresCase: boolean): Statement => {
  const plain = (name: string): string => (ignoresCase ? name.toLowerCase() : name);
  const held = literals.map(({ start, end, text }) => ({ start: start - from, end: end - from, text }));
  const isInside = (at: number): boolean => held.some(({ start, end }) => at > start && at < end);
  const names = new Set<string>();
  for (const pattern of [SETS, ...BINDS]) {
    for (const match of code.matchAll(pattern)) {
      if (names.size >= MOST_BOUND) break;
      if (isInside(match.index) || match[1] === undefined) continue;
      for (const name of match[0].matchAll(MENTION)) {
        if (
          name[0] === '_' ||
          KEYWORDS.has(name[0]) ||
          names.size >= MOST_BOUND ||
          /[.>:]$/.test(match[0].slice(0, name.index))
        )
          continue;
        names.add(plain(name[0]));
      }
    }
  }
  if (LOOPS.test(code)) names.add('_');
  const mentions: { name: string; at: number }[] = [];
  for (const match of code.matchAll(MENTION)) {
    if (mentions.length >= MOST_MENTIONS) break;
    const before = code.slice(Math.max(0, match.index - 3), match.index);
    const isNamed = isInside(match.index) ? /(?:[$@]\{?|\$\(|#\{)$/.test(before) : !/[\w.]$|->$|::$/.test(before);
    if (isNamed && !KEYWORDS.has(match[0])) mentions.push({ name: plain(match[0]), at: match.index });
  }
  const [, defined, given = ''] = DEFINES.exec(code) ?? [];
  const defines =
    defined === undefined
      ? null
      : { name: plain(defined), given: [...given.matchAll(PARAMETER)].map(([, name = '']) => plain(name)).slice(0, 8) };
  return { code, literals: held, defines, names: [...names], mentions };
};

const KEYWORDS: ReadonlySet<string> = new Set([
  ...[
    'my',
    'our',
    'local',
    'var',
    'let',
    'val',
    'const',
    'final',
    'String',
    'byte',
    'in',
    'do',
    'for',
    'foreach',
    'if',
  ],
  ...['open', 'push', 'unshift', 'err', 'def', 'func', 'sub', 'return', 'or', 'and', 'not', 'unless', 'while', 'end'],
  ...['append', 'add', 'Add', 'AddRange', 'concat', 'Write', 'WriteString', 'write', 'print', 'puts', 'insert'],
]);
