import type { JsonObject } from '../../../model/json.ts';

const IMAGE = 'registry.example.com/shop/report:1.4.2';
const VOLUMES = [{ name: 'node', hostPath: { path: '/' } }];
const volumeMounts = [{ name: 'node', mountPath: '/host' }];
const ARGO = 'argoproj.io/v1alpha1';
const TEKTON = 'tekton.dev/v1';

const metadata = { name: 'report', namespace: 'shop' };
const container = (text: string): JsonObject => ({ image: IMAGE, command: ['sh', '-c', text], volumeMounts });
const script = (text: string): JsonObject => ({
  name: 'run',
  image: IMAGE,
  script: `#!/bin/bash\n${text}`,
  volumeMounts,
});

/** An object and the resource that a request for it names. */
export interface Carried {
  readonly resource: string;
  readonly object: JsonObject;
}

/** Objects of workflow engines that run a shell text. */
export const WORKFLOWS: Readonly<Record<string, (text: string) => Carried>> = {
  'a container of a Workflow': (text) => ({
    resource: 'workflows',
    object: {
      apiVersion: ARGO,
      kind: 'Workflow',
      metadata,
      spec: { entrypoint: 'run', templates: [{ name: 'run', volumes: VOLUMES, container: container(text) }] },
    },
  }),
  'a script of a CronWorkflow': (text) => ({
    resource: 'cronworkflows',
    object: {
      apiVersion: ARGO,
      kind: 'CronWorkflow',
      metadata,
      spec: {
        schedule: '30 3 * * *',
        workflowSpec: {
          entrypoint: 'run',
          templates: [
            { name: 'run', volumes: VOLUMES, script: { image: IMAGE, command: ['bash'], source: text, volumeMounts } },
          ],
        },
      },
    },
  }),
  'a step of a Task': (text) => ({
    resource: 'tasks',
    object: { apiVersion: TEKTON, kind: 'Task', metadata, spec: { volumes: VOLUMES, steps: [script(text)] } },
  }),
  'a step of a TaskRun': (text) => ({
    resource: 'taskruns',
    object: {
      apiVersion: TEKTON,
      kind: 'TaskRun',
      metadata,
      spec: { taskSpec: { volumes: VOLUMES, steps: [script(text)] } },
    },
  }),
};
