const SCALAR_TYPES = ['bool', 'int', 'long', 'real', 'string', 'datetime', 'timespan', 'dynamic', 'guid'] as const;
export type ScalarType = (typeof SCALAR_TYPES)[number];

export interface Column {
  readonly name: string;
  readonly type: ScalarType;
}

export interface TableSchema {
  readonly name: string;
  readonly columns: readonly Column[];
}

const NAMES: ReadonlySet<string> = new Set(SCALAR_TYPES);
export const isScalarType = (name: string): name is ScalarType => NAMES.has(name);
