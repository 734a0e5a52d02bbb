import type { ScalarFunction } from './call.ts';
import { CONVERSION } from './conversion.ts';
import { DYNAMIC } from './dynamic.ts';
import { LOGIC } from './logic.ts';
import { NETWORK } from './network.ts';
import { NUMBER } from './number.ts';
import { TEXT } from './text.ts';
import { TIME } from './time.ts';
import { WINDOW } from './window.ts';

const FUNCTIONS: ReadonlyMap<string, ScalarFunction> = new Map(
  [CONVERSION, LOGIC, TEXT, NUMBER, TIME, DYNAMIC, NETWORK, WINDOW].flatMap((group) => Object.entries(group)),
);

/** Functions that the compiler itself knows, since they ask about the query and not about values. */
export const COMPILED = ['column_ifexists', 'columnifexists', 'ingestion_time', 'materialize', 'toscalar'] as const;

export const scalarFunction = (name: string): ScalarFunction | undefined => FUNCTIONS.get(name);
export const scalarFunctionNames = (): readonly string[] => [...FUNCTIONS.keys(), ...COMPILED].sort();
