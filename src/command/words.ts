import type { Word, WordPart } from 'unbash';
import { calculated } from './arithmetic.ts';
import { braced } from './braces.ts';
import { WORK } from './budget.ts';
import { commandNamed } from './globs.ts';
import { elementsOf, expanded, parameter } from './parameters.ts';
import { concat, EMPTY, literal, mapped, unknown, type Value } from './value.ts';

/** What the words of a command are resolved with. */
export interface Resolver {
  variable(name: string): Value | undefined;
  assign(name: string, value: Value): void;
  assignElement(name: string, key: string, value: Value): void;
  /** `$@`, `$1` and so on. */
  readonly positional: readonly Value[];
  readonly shellName: string;
  /** Runs a substitution; gives what it puts out. */
  substitute(part: WordPart): Value;
  /** Expands a value once more, as a prompt is or the index of an array. */
  expand(value: Value): Value;
  /** The elements of an array; `undefined` for what is none. */
  list(name: string): readonly Value[] | undefined;
  /** The elements of an array of names; `undefined` for what is none. */
  map(name: string): ReadonlyMap<string, Value> | undefined;
  /** The indices or names of the elements of an array. */
  keys(name: string): readonly string[] | undefined;
  /** Signs at which expansions are split, where the text sets them; `null` for blanks. */
  readonly separators: string | null;
  /** Expansions around the word. */
  readonly nested: number;
  /** The same for what stands in an expansion of the word. */
  inside(): Resolver;
  /** False once the work of the command is used up. */
  spend(work: number): boolean;
  /** Says once that a limit kept something from being read. */
  cut(): void;
}

interface Piece {
  readonly value: Value;
  /** An expansion outside quotes, which the shell splits at blanks. */
  readonly splits: boolean;
  /** A variable that neither the text nor the container sets. */
  readonly isUnset?: boolean;
}

const MOST_FIELDS = 2000;
/** Of a text with more of them. */
const FIELDS_OF_CUT = 64;
/** Words and braces inside one another. */
const MOST_DEPTH = 12;

/** The words that one word becomes: expansions are resolved, and split outside quotes. */
export const fieldsOf = (word: Word, resolver: Resolver, depth = 0, isName = false): readonly Value[] => {
  const { parts } = word;
  if (parts === undefined) return [literal(word.value)];
  const elements = parts.length === 1 ? elementsOf(parts[0], resolver) : null;
  if (elements !== null) return elements;
  const brace = parts.find(({ type }) => type === 'BraceExpansion');
  if (brace !== undefined && depth < MOST_DEPTH) return braced(word, brace, resolver, depth);
  const fields: Value[] = [];
  let field: Value | null = null;
  for (const { value, splits } of withoutUnset(piecesOf(parts, resolver), isName)) {
    if (!splits) {
      field = field === null ? value : concat(field, value);
      continue;
    }
    const texts = split(value.text, resolver);
    for (let index = 0; index < texts.length; index += 1) {
      const text = texts[index] ?? '';
      if (index > 0) {
        if (field !== null) fields.push(field);
        field = null;
      }
      if (text !== '') {
        const piece: Value = text === value.text ? value : { ...value, text };
        field = field === null ? piece : concat(field, piece);
      }
    }
  }
  if (field !== null) fields.push(field);
  const [first] = fields;
  if (first !== undefined && parts.some(({ type }) => type === 'Glob')) {
    const named = commandNamed(first.text);
    if (named !== null) fields[0] = mapped(first, named);
  }
  return fields;
};

/** A text at its blanks, as the shell splits what an expansion gives. */
const split = (text: string, resolver: Resolver): readonly string[] => {
  const { separators } = resolver;
  if (separators === '') return [text];
  if (
    separators === null
      ? text.length < 64 && !/[ \t\n]/.test(text)
      : ![...separators.slice(0, 16)].some((one) => text.includes(one))
  )
    return [text];
  if (!resolver.spend(text.length * WORK.character)) {
    resolver.cut();
    return [];
  }
  const at = separators === null ? /[ \t\n]+/ : separatorOf(separators);
  const texts = text.split(at, MOST_FIELDS + 1);
  if (texts.length <= MOST_FIELDS && resolver.spend(texts.length * WORK.word)) return texts;
  resolver.cut();
  return texts.slice(0, FIELDS_OF_CUT);
};

const separatorOf = (separators: string): RegExp =>
  new RegExp(`[${separators.slice(0, 16).replaceAll(/[\\\]^-]/g, '\\$&')}]+`);

/** One word as one text, without splitting: an assignment, the target of a redirect, a here-document. */
export const textOf = (word: Pick<Word, 'value' | 'parts'>, resolver: Resolver): Value => {
  if (word.parts === undefined) return literal(word.value);
  let out = EMPTY;
  for (const { value } of withoutUnset(piecesOf(word.parts, resolver))) out = concat(out, value);
  return out;
};

export const textOfParts = (parts: readonly WordPart[], resolver: Resolver): Value =>
  textOf({ value: '', parts }, resolver);

const piecesOf = (parts: readonly WordPart[], resolver: Resolver): readonly Piece[] => {
  const pieces: Piece[] = [];
  for (const part of parts) {
    if (!resolver.spend(WORK.node)) {
      resolver.cut();
      break;
    }
    // What stands in quotes is not split, and is beside what stands outside of them.
    const inner = part.type === 'DoubleQuoted' || part.type === 'LocaleString' ? piecesOf(part.parts, resolver) : null;
    if (inner === null) pieces.push(pieceOf(part, resolver));
    else if (inner.length === 0) pieces.push({ value: EMPTY, splits: false });
    else for (const one of inner) pieces.push(one.splits ? { ...one, splits: false } : one);
  }
  return pieces;
};

/**
 * Without the variables that nothing sets and that stand between two letters of a word, or beside the letters of the name
 * of a program: nobody means a value there, the shell puts nothing in their place.
 */
const withoutUnset = (pieces: readonly Piece[], isName = false): readonly Piece[] => {
  if (pieces.length < 2 || pieces.every(({ isUnset }) => isUnset !== true)) return pieces;
  const last = pieces.findLastIndex(({ isUnset }) => isUnset !== true);
  let isBehind = false;
  return pieces.filter(({ value, isUnset }, at) => {
    if (isUnset !== true) {
      isBehind = value.known && /[\w-]$/.test(value.text);
      return true;
    }
    const next = at < last ? pieces.slice(at + 1, at + 9).find((one) => one.isUnset !== true)?.value : undefined;
    const isBefore = next?.known === true && /^\w/.test(next.text);
    return !(isName ? isBehind || isBefore : isBehind && isBefore);
  });
};

const unsetOr = (piece: Piece, name: string, resolver: Resolver): Piece =>
  piece.value.known || resolver.variable(name) !== undefined ? piece : { ...piece, isUnset: true };

const pieceOf = (part: WordPart, resolver: Resolver): Piece => {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return { value: literal(part.value), splits: false };
    case 'Glob':
      return { value: literal(part.text), splits: false };
    case 'SimpleExpansion': {
      const name = part.text.slice(1);
      return unsetOr({ value: expanded(name, part.text, resolver), splits: true }, name, resolver);
    }
    case 'ParameterExpansion': {
      const piece: Piece = { value: parameter(part, resolver), splits: true };
      const isPlain = part.operation === undefined && part.prefix === undefined && part.index === undefined;
      return isPlain ? unsetOr(piece, part.parameter, resolver) : piece;
    }
    case 'CommandExpansion':
      return { value: resolver.substitute(part), splits: true };
    case 'ProcessSubstitution':
      return { value: resolver.substitute(part), splits: false };
    case 'ArithmeticExpansion': {
      // The parser reads an expression when it is asked for, with all that stands inside it, and again for each of those.
      const number = resolver.spend(part.text.length * WORK.parsedCharacter)
        ? calculated(part.expression, resolver)
        : null;
      return { value: number === null ? unknown() : literal(String(number)), splits: false };
    }
    case 'ExtendedGlob':
    case 'BraceExpansion':
    // Quotes are taken apart before.
    case 'DoubleQuoted':
    case 'LocaleString':
      return { value: literal(part.text), splits: false };
    default:
      part satisfies never;
      return { value: EMPTY, splits: false };
  }
};
