import type { Effect, Provenance } from '../model/effect.ts';

/** What stands in a word for output that could not be resolved. */
export const MARK = '$(…)';

/** Effects that one value is traced back to; more of them say nothing new. */
const MOST_ORIGINS = 8;
/** Characters of one value; what is longer is cut and counts as not known. */
export const MOST_VALUE = 256 * 1024;

/** Text that flows through a command: what it is, as far as it is known, and where it comes from. */
export interface Value {
  /** Bytes of decoded data stand as characters of the same number. */
  readonly text: string;
  /** False when a part of the text stands for something that could not be resolved. */
  readonly known: boolean;
  /** Effects whose data is in it. */
  readonly origins: readonly Effect[];
  /** Those whose data it begins with: the first word of what a shell would run. */
  readonly leads: readonly Effect[];
  /** Encodings that were taken off, outermost first. */
  readonly layers: readonly string[];
  /** Set when the text was read from another object. */
  readonly provenance?: Provenance;
  /** What is not known because another object holds it: `/scripts/run.sh of ConfigMap "x", whose content is …`. */
  readonly lacks?: string;
  /** Text that is run when the value is, and that no word or evidence may hold: the value itself is not known. */
  readonly sealed?: { readonly text: string; readonly provenance: Provenance };
}

const NONE: readonly never[] = [];
export const EMPTY: Value = { text: '', known: true, origins: NONE, leads: NONE, layers: NONE };

export const literal = (text: string): Value => ({ text, known: true, origins: NONE, leads: NONE, layers: NONE });

/** Text of another object; of a hidden one it can only be run. */
export const provided = (text: string, provenance: Provenance, name = MARK): Value =>
  provenance.hidden ? { ...unknown([], name), sealed: { text, provenance } } : { ...literal(text), provenance };

/** A value as it may leave hidden text: it can be run, and is not known. */
export const sealedBy = (value: Value, provenance: Provenance, name = MARK): Value =>
  value.known && value.text !== ''
    ? { ...value, text: name, known: false, sealed: { text: value.text, provenance } }
    : value;

/** Output of which only the origins are known. */
export const unknown = (origins: readonly Effect[] = NONE, text = MARK): Value => ({
  text,
  known: false,
  origins,
  leads: origins,
  layers: NONE,
});

export const union = (a: readonly Effect[], b: readonly Effect[]): readonly Effect[] => {
  if (b.length === 0 || a === b) return a;
  if (a.length === 0) return b;
  const both = [...a];
  for (const one of b) if (both.length < MOST_ORIGINS && !both.includes(one)) both.push(one);
  return both;
};

const joinedLayers = (a: readonly string[], b: readonly string[]): readonly string[] => (a.length >= b.length ? a : b);

export const concat = (a: Value, b: Value): Value => {
  if (a.text === '' && a.known) return a.origins.length === 0 ? b : { ...b, origins: union(a.origins, b.origins) };
  if (b.text === '' && b.known && b.origins.length === 0) return a;
  const fits = a.text.length + b.text.length <= MOST_VALUE;
  const both: Value = {
    text: fits ? a.text + b.text : a.text,
    known: a.known && b.known && fits,
    origins: union(a.origins, b.origins),
    leads: a.leads,
    layers: joinedLayers(a.layers, b.layers),
  };
  const more = besides(a, b);
  return more === null ? both : { ...both, ...more };
};

/** Of two values that are put together, what they say of other objects, if anything; text beside a sealed one is sealed with it. */
const besides = (a: Value, b: Value): Partial<Value> | null => {
  const provenance = a.provenance ?? b.provenance;
  const lacks = a.lacks ?? b.lacks;
  const seal = a.sealed ?? b.sealed;
  if (provenance === undefined && lacks === undefined && seal === undefined) return null;
  const [first, second] = [a, b].map(({ sealed, known, text }) => sealed?.text ?? (known ? text : null));
  const whole = seal === undefined || typeof first !== 'string' || typeof second !== 'string' ? null : first + second;
  return {
    ...(provenance === undefined ? {} : { provenance }),
    ...(lacks === undefined ? {} : { lacks }),
    ...(seal === undefined || whole === null || whole.length > MOST_VALUE
      ? {}
      : { sealed: { text: whole, provenance: seal.provenance } }),
  };
};

export const join = (values: readonly Value[], between: string): Value => {
  let out = EMPTY;
  const gap = literal(between);
  for (const [index, value] of values.entries()) out = concat(index === 0 ? out : concat(out, gap), value);
  return out;
};

/** The same origins with other text: what a filter makes of its input. */
export const mapped = (value: Value, text: string | null): Value =>
  text === null ? { ...value, text: MARK, known: false } : { ...value, text };

/** Whether a value is text to its last character: known, and no program in the form of a machine. */
export const isReadable = ({ known, text }: Value): boolean => known && !/[\0-\x08\x0e-\x1a\x7f]/.test(text);

export const withOrigins = (value: Value, origins: readonly Effect[]): Value =>
  origins.length === 0
    ? value
    : { ...value, origins: union(origins, value.origins), leads: union(origins, value.leads) };

export const originOf = <K extends Effect['kind']>(
  origins: readonly Effect[],
  ...kinds: readonly K[]
): Extract<Effect, { readonly kind: K }> | undefined =>
  // The test is on the tag that tells the union apart.
  origins.find(({ kind }) => (kinds as readonly string[]).includes(kind)) as
    | Extract<Effect, { readonly kind: K }>
    | undefined;
