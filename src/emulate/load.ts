import { Ajv, type ValidateFunction } from 'ajv';
import expectationsSchema from '../../schema/atomic-expectations.v1.json' with { type: 'json' };
import atomicsSchema from '../../schema/atomics.v1.json' with { type: 'json' };
import { type LocatedYaml, type Problem, parseLocatedYaml, schemaProblems } from '../lib/located-yaml.ts';
import { fail, ok, type Result } from '../model/result.ts';
import type { Atomic, AtomicFile, ExecutorName, Expectation } from './atomic.ts';
import { faultsOf } from './faults.ts';

/** The texts of a folder of atomic tests; a path is relative to the folder that `PathToAtomicsFolder` stands for. */
export interface AtomicTexts {
  readonly file: string;
  readonly text: string;
  /** The file of expectations beside it; `null` where there is none. */
  readonly expectations: { readonly file: string; readonly text: string } | null;
  /** The text of a file that commands name; `null` where there is none. */
  readonly read: (path: string) => string | null;
}

export interface LoadFailure {
  readonly file: string;
  readonly problems: readonly Problem[];
}

/** `file:line:column: what is wrong`, a line each. */
export const explainLoadFailure = ({ file, problems }: LoadFailure): string =>
  problems.map(({ line, column, says }) => `${file}:${line}:${column}: ${says}`).join('\n');

/** What the schema lets through. */
interface RawFile {
  readonly attack_technique: string;
  readonly display_name: string;
  readonly atomic_tests: readonly RawTest[];
}
interface RawTest {
  readonly name: string;
  readonly auto_generated_guid?: string;
  readonly description: string;
  readonly supported_platforms: readonly string[];
  readonly input_arguments?: Readonly<
    Record<string, { description: string; type: string; default?: string | number | boolean | null }>
  >;
  readonly dependency_executor_name?: ExecutorName;
  readonly dependencies?: readonly { description: string; prereq_command: string; get_prereq_command?: string }[];
  readonly executor: {
    readonly name: ExecutorName;
    readonly command?: string;
    readonly cleanup_command?: string | null;
    readonly elevation_required?: boolean;
  };
}

const ajv = new Ajv({ allErrors: true, verbose: true });
const isAtomics: ValidateFunction<RawFile> = ajv.compile<RawFile>(atomicsSchema);
const isExpectations: ValidateFunction<Record<string, Expectation>> =
  ajv.compile<Record<string, Expectation>>(expectationsSchema);

/**
 * Reads a file of atomic tests by the rules of its format, with the expectations beside it. A test that could not work as it
 * stands is there with its faults; a file that breaks the format is a failure, with every place in it.
 */
export const loadAtomics = ({ file, text, expectations, read }: AtomicTexts): Result<AtomicFile, LoadFailure> => {
  const yaml = parseLocatedYaml(text);
  const raw = yaml.value;
  if (yaml.problems.length > 0) return fail({ file, problems: yaml.problems });
  if (!isAtomics(raw)) return fail({ file, problems: schemaProblems(yaml, isAtomics.errors ?? []) });
  const expected = expectations === null ? ok({}) : readExpectations(expectations.file, expectations.text, raw);
  if (!expected.ok) return expected;
  const atomics = raw.atomic_tests.map((test, index) => {
    const { line } = yaml.at(['atomic_tests', index]);
    return atomicOf(raw.attack_technique, test, index + 1, line, expected.value);
  });
  const again = repeated(raw, yaml);
  if (again.length > 0) return fail({ file, problems: again });
  const faults = atomics.flatMap((atomic) =>
    faultsOf(atomic, read).map(({ at, says }) => ({
      file,
      number: atomic.number,
      ...yaml.at(['atomic_tests', atomic.number - 1, ...at]),
      says,
    })),
  );
  return ok({ file, technique: raw.attack_technique, displayName: raw.display_name, atomics, faults });
};

const atomicOf = (
  technique: string,
  test: RawTest,
  number: number,
  line: number,
  expectations: Readonly<Record<string, Expectation>>,
): Atomic => {
  const { executor } = test;
  const guid = test.auto_generated_guid ?? null;
  return {
    technique,
    number,
    guid,
    name: test.name,
    description: test.description.trim(),
    platforms: test.supported_platforms,
    arguments: Object.entries(test.input_arguments ?? {}).map(([name, one]) => ({
      name,
      description: one.description.trim(),
      type: one.type.toLowerCase(),
      default: one.default === undefined || one.default === null ? null : String(one.default),
    })),
    dependencies: (test.dependencies ?? []).map((one) => ({
      description: one.description.trim(),
      check: one.prereq_command,
      get: one.get_prereq_command ?? null,
    })),
    dependencyExecutor: test.dependency_executor_name ?? executor.name,
    executor: executor.name,
    needsElevation: executor.elevation_required ?? false,
    command: executor.command ?? '',
    cleanup: executor.cleanup_command ?? null,
    line,
    expectation: guid === null ? null : (expectations[guid] ?? null),
  };
};

/** Names and GUIDs are how tests are called: each belongs to one. */
const repeated = ({ atomic_tests }: RawFile, yaml: LocatedYaml): readonly Problem[] => {
  const seen = new Map<string, number>();
  return atomic_tests.flatMap((test, index) =>
    (['auto_generated_guid', 'name'] as const).flatMap((key) => {
      const value = test[key];
      if (value === undefined) return [];
      const before = seen.get(`${key} ${value}`);
      seen.set(`${key} ${value}`, before ?? index + 1);
      if (before === undefined) return [];
      return [
        { ...yaml.at(['atomic_tests', index, key]), says: `${key} "${value}" is that of test ${before} as well` },
      ];
    }),
  );
};

const readExpectations = (
  file: string,
  text: string,
  { atomic_tests }: RawFile,
): Result<Readonly<Record<string, Expectation>>, LoadFailure> => {
  const yaml = parseLocatedYaml(text);
  const raw = yaml.value ?? {};
  if (yaml.problems.length > 0) return fail({ file, problems: yaml.problems });
  if (!isExpectations(raw)) return fail({ file, problems: schemaProblems(yaml, isExpectations.errors ?? []) });
  const guids = new Set(atomic_tests.map(({ auto_generated_guid }) => auto_generated_guid));
  const ids = new Set<string>();
  const problems = Object.entries(raw).flatMap(([guid, { id }]): Problem[] => {
    const place = yaml.at([guid]);
    if (!guids.has(guid)) return [{ ...place, says: `no test has the GUID ${guid}` }];
    if (ids.has(id)) return [{ ...place, says: `the id "${id}" is that of another test as well` }];
    ids.add(id);
    return [];
  });
  return problems.length > 0 ? fail({ file, problems }) : ok(raw);
};
