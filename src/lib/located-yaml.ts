import type { ErrorObject } from 'ajv';
import { type Document, LineCounter, parseDocument, visit } from 'yaml';
import { isOneSlipApart } from './likeness.ts';

/** Something wrong at a place of a text; lines and columns count from 1. */
export interface Problem {
  readonly line: number;
  readonly column: number;
  readonly says: string;
}

/** A way through a document: keys of mappings, indexes of lists. */
export type Path = readonly (string | number)[];

export interface LocatedYaml {
  readonly value: unknown;
  /** Faults of the YAML itself; with one the value is not to be used. */
  readonly problems: readonly Problem[];
  /** Where the value at a path stands; the nearest place above it where there is none. */
  at(path: Path): { readonly line: number; readonly column: number };
}

/** Aliases are refused: they make a small text a large value, and no file of ours needs them. */
export const parseLocatedYaml = (text: string): LocatedYaml => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const problems = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    ...place(pos[0]),
    says: message,
  }));
  let value: unknown = null;
  if (problems.length === 0) {
    const alias = firstAlias(document);
    if (alias === null) value = document.toJS({ maxAliasCount: 0 });
    else problems.push({ ...place(alias), says: 'aliases are not read: write out what they stand for' });
  }
  return {
    value,
    problems,
    at: (path) => {
      for (let length = path.length; length > 0; length--) {
        const node = document.getIn(path.slice(0, length), true);
        if (isPlaced(node)) return place(node.range[0]);
      }
      return place(isPlaced(document.contents) ? document.contents.range[0] : 0);
    },
  };
};

/** Where the first alias stands; `null` without one. */
const firstAlias = (document: Document): number | null => {
  let at: number | null = null;
  visit(document, {
    Alias: (_, { range }) => {
      at = range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return at;
};

const isPlaced = (node: unknown): node is { readonly range: readonly [number, number, number] } =>
  typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);

/** The failures of a JSON Schema as problems of the text, each once, in the order of the text. */
export const schemaProblems = (yaml: LocatedYaml, errors: readonly ErrorObject[]): readonly Problem[] => {
  const problems = new Map<string, Problem>();
  for (const error of errors) {
    const says = words(error);
    if (says === null) continue;
    const path = pathOf(error.instancePath);
    const extra: unknown = error.params.additionalProperty ?? error.params.propertyName;
    const problem = { ...yaml.at(typeof extra === 'string' ? [...path, extra] : path), says };
    problems.set(JSON.stringify(problem), problem);
  }
  return [...problems.values()].sort((a, b) => a.line - b.line || a.column - b.column);
};

/** The way that a JSON Pointer goes. */
export const pathOf = (pointer: string): Path =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));

/** `null` for a failure that only repeats others: the branches of an `if` and the like. */
const words = ({ keyword, instancePath, params, message, parentSchema }: ErrorObject): string | null => {
  const where = instancePath === '' ? 'the file' : instancePath.slice(1).replaceAll('/', '.');
  switch (keyword) {
    case 'if':
    case 'propertyNames':
      return null;
    case 'additionalProperties': {
      const name = String(params.additionalProperty);
      const known = Object.keys((parentSchema?.properties as object | undefined) ?? {});
      const near = known.find((one) => isOneSlipApart(one, name));
      return `${where} has an unknown key "${name}"${near === undefined ? '' : `, did you mean "${near}"?`}`;
    }
    case 'required':
      return `${where} lacks ${String(params.missingProperty)}`;
    case 'enum': {
      const allowed: unknown = params.allowedValues;
      return `${where} is none of ${Array.isArray(allowed) ? allowed.join(', ') : 'the allowed values'}`;
    }
    case 'pattern':
      return `${where} does not look as it should (${String(params.pattern)})`;
    case 'not':
      return `${where} has a key that does not go with the others`;
    default:
      return `${where} ${message ?? 'is wrong'}`;
  }
};
