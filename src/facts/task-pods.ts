import type { LiftedTemplate, Reading } from '../model/activity.ts';
import { isList, type JsonObject, listAt, objectAt, textAt } from '../model/json.ts';

/** Workspaces and parameters of one task that are read; a real one has a few. */
const MOST = 50;
/** Characters that a value puts into a step. */
const LONGEST = 4000;
/** What Tekton puts in before a step is run, which to a shell looks like a command. */
const NAMED = /\$\((?:workspaces\.([\w-]{1,63})\.path|params\.([\w.-]{1,63}))\)/g;
const TEXTS = ['command', 'args', 'script'] as const;

/**
 * A reading of a task of Tekton as it will run: what its steps name as workspaces and parameters is put in, and a
 * workspace that a Secret fills is a volume of that Secret. Any other reading comes back as it is.
 */
export const asTaskRuns = (reading: Reading): Reading => {
  const { object } = reading;
  if (textAt(object, 'apiVersion')?.startsWith('tekton.dev/') !== true) return reading;
  const spec = objectAt(object, 'spec');
  const values = valuesOf(spec);
  const secrets = secretsOf(spec);
  return { ...reading, templates: reading.templates.map((template) => asRun(template, values, secrets)) };
};

type Texts = ReadonlyMap<string, string>;

const asRun = (template: LiftedTemplate, values: Texts, secrets: Texts): LiftedTemplate => {
  const mounts = [...secrets.keys()].map((name) => ({ name: volumeOf(name), mountPath: placeOf(name) }));
  const volumes = [...secrets].map(([name, secretName]) => ({ name: volumeOf(name), secret: { secretName } }));
  const containers = template.containers.map((container) => {
    const { spec: step } = container;
    const read = TEXTS.filter((field) => Object.hasOwn(step, field)).map((field) => [field, told(step[field], values)]);
    const volumeMounts = [...listAt(step, 'volumeMounts'), ...mounts];
    return { ...container, spec: { ...step, ...Object.fromEntries(read), volumeMounts } };
  });
  return {
    ...template,
    containers,
    spec: { ...template.spec, volumes: [...listAt(template.spec, 'volumes'), ...volumes] },
  };
};

const placeOf = (workspace: string): string => `/workspace/${workspace}`;
const volumeOf = (workspace: string): string => `workspace-${workspace}`;

const valuesOf = (spec: JsonObject | null): Texts =>
  new Map(
    listAt(spec, 'params')
      .slice(0, MOST)
      .flatMap((param): readonly [string, string][] => {
        const name = textAt(param, 'name');
        const value = textAt(param, 'value') ?? textAt(param, 'default');
        return name === null || value === null || value.length > LONGEST ? [] : [[name, value]];
      }),
  );

/** Secrets by the workspaces that they fill, also under the names that the tasks of a pipeline give those. */
const secretsOf = (spec: JsonObject | null): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  for (const workspace of listAt(spec, 'workspaces').slice(0, MOST)) {
    const secret = textAt(objectAt(workspace, 'secret'), 'secretName');
    const name = textAt(workspace, 'name');
    if (name !== null && secret !== null) found.set(name, secret);
  }
  if (found.size === 0) return found;
  for (const task of listAt(objectAt(spec, 'pipelineSpec'), 'tasks').slice(0, MOST))
    for (const workspace of listAt(task, 'workspaces').slice(0, MOST)) {
      const secret = found.get(textAt(workspace, 'workspace') ?? '');
      const name = textAt(workspace, 'name');
      if (name !== null && secret !== undefined) found.set(name, secret);
    }
  return found;
};

const told = (value: unknown, values: Texts): unknown => {
  if (isList(value)) return value.map((one) => told(one, values));
  if (typeof value !== 'string' || !value.includes('$(')) return value;
  return value.replaceAll(NAMED, (whole, workspace: string | undefined, param: string | undefined) =>
    workspace !== undefined ? placeOf(workspace) : (values.get(param ?? '') ?? whole),
  );
};
