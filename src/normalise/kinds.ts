import type { ShapeName } from './shapes.ts';

export interface TemplatePath {
  /** Path of the template in the object; see `expandPath`. Empty where the object itself is the template. */
  readonly at: string;
  readonly shape: ShapeName;
}

/** One pod-making kind: how requests name it, and where its pods are described. */
export interface KindEntry {
  /** Every version that is or was served. Requests are matched by group, so that a newer version is not missed. */
  readonly apiVersions: readonly string[];
  readonly resource: string;
  /** The only subresource whose writes are authored work; absent for the object itself. */
  readonly subresource?: string;
  readonly kind: string;
  readonly templates: readonly TemplatePath[];
  /** Paths of whole objects inside this one, each of which is lifted as its own kind. */
  readonly embeds?: readonly string[];
  /** `group` where the resource is a common word: the gate then looks for the API group. */
  readonly gate?: 'resource' | 'group';
  /** True where the API server knows the Go type, so that a strategic merge patch exists. */
  readonly strategic?: boolean;
}

const at = (shape: ShapeName, ...paths: readonly string[]): TemplatePath[] =>
  paths.map((path) => ({ at: path, shape }));

const builtIn = (apiVersions: string, resource: string, kind: string, path: string): KindEntry => ({
  apiVersions: apiVersions.split(' '),
  resource,
  kind,
  templates: at('pod', path),
  strategic: true,
});

const custom = (
  apiVersions: string,
  resource: string,
  kind: string,
  templates: readonly TemplatePath[],
  more: Pick<KindEntry, 'gate' | 'embeds' | 'strategic'> = {},
): KindEntry => ({ apiVersions: apiVersions.split(' '), resource, kind, templates, ...more });

const BUILT_IN: readonly KindEntry[] = [
  builtIn('batch/v1 batch/v1beta1 batch/v2alpha1', 'cronjobs', 'CronJob', 'spec.jobTemplate.spec.template'),
  builtIn('batch/v2alpha1', 'scheduledjobs', 'ScheduledJob', 'spec.jobTemplate.spec.template'),
  builtIn('batch/v1 batch/v2alpha1 extensions/v1beta1', 'jobs', 'Job', 'spec.template'),
  builtIn('v1', 'pods', 'Pod', ''),
  {
    apiVersions: ['v1'],
    resource: 'pods',
    subresource: 'ephemeralcontainers',
    kind: 'Pod',
    templates: [...at('ephemeral', ''), ...at('ephemeral-list', '')],
    strategic: true,
  },
  builtIn('v1', 'podtemplates', 'PodTemplate', 'template'),
  builtIn('v1', 'replicationcontrollers', 'ReplicationController', 'spec.template'),
  builtIn('apps/v1 apps/v1beta2 extensions/v1beta1', 'replicasets', 'ReplicaSet', 'spec.template'),
  builtIn('apps/v1 apps/v1beta2 apps/v1beta1 extensions/v1beta1', 'deployments', 'Deployment', 'spec.template'),
  builtIn('apps/v1 apps/v1beta2 apps/v1beta1', 'statefulsets', 'StatefulSet', 'spec.template'),
  builtIn('apps/v1 apps/v1beta2 extensions/v1beta1', 'daemonsets', 'DaemonSet', 'spec.template'),
];

/** https://argo-workflows.readthedocs.io/en/latest/fields/ — templates may also stand inline in steps and DAG tasks. */
const argo = (spec: string): TemplatePath[] => [
  ...at(
    'argo-template',
    `${spec}.templates.*`,
    `${spec}.templateDefaults`,
    `${spec}.templates.*.steps.*.*.inline`,
    `${spec}.templates.*.dag.tasks.*.inline`,
  ),
  ...at('pod-settings', spec),
];

const ARGO: readonly KindEntry[] = [
  custom('argoproj.io/v1alpha1', 'cronworkflows', 'CronWorkflow', argo('spec.workflowSpec')),
  custom('argoproj.io/v1alpha1', 'workflows', 'Workflow', argo('spec')),
  custom('argoproj.io/v1alpha1', 'workflowtemplates', 'WorkflowTemplate', argo('spec')),
  custom('argoproj.io/v1alpha1', 'clusterworkflowtemplates', 'ClusterWorkflowTemplate', argo('spec')),
  custom('argoproj.io/v1alpha1', 'rollouts', 'Rollout', at('pod', 'spec.template')),
  ...(['AnalysisTemplate', 'ClusterAnalysisTemplate', 'AnalysisRun'] as const).map((kind) =>
    custom(
      'argoproj.io/v1alpha1',
      `${kind.toLowerCase()}s`,
      kind,
      at('pod', 'spec.metrics.*.provider.job.spec.template'),
    ),
  ),
  custom('argoproj.io/v1alpha1', 'sensors', 'Sensor', [], {
    gate: 'group',
    embeds: ['spec.triggers.*.template.k8s.source.resource', 'spec.triggers.*.template.argoWorkflow.source.resource'],
  }),
];

/** https://tekton.dev/docs/pipelines/ — `finally` tasks run as well. */
const pipeline = (spec: string): TemplatePath[] =>
  at('tekton-task', `${spec}.tasks.*.taskSpec`, `${spec}.finally.*.taskSpec`);
const TEKTON_VERSIONS = 'tekton.dev/v1 tekton.dev/v1beta1 tekton.dev/v1alpha1';

const TEKTON: readonly KindEntry[] = [
  custom(TEKTON_VERSIONS, 'tasks', 'Task', at('tekton-task', 'spec'), { gate: 'group' }),
  custom('tekton.dev/v1beta1 tekton.dev/v1alpha1', 'clustertasks', 'ClusterTask', at('tekton-task', 'spec'), {
    gate: 'group',
  }),
  custom('tekton.dev/v1beta1 tekton.dev/v1alpha1', 'stepactions', 'StepAction', at('container', 'spec'), {
    gate: 'group',
  }),
  custom(
    TEKTON_VERSIONS,
    'taskruns',
    'TaskRun',
    [...at('tekton-task', 'spec.taskSpec'), ...at('pod-settings', 'spec', 'spec.podTemplate')],
    { gate: 'group' },
  ),
  custom(TEKTON_VERSIONS, 'pipelines', 'Pipeline', pipeline('spec'), { gate: 'group' }),
  custom(
    TEKTON_VERSIONS,
    'pipelineruns',
    'PipelineRun',
    [
      ...pipeline('spec.pipelineSpec'),
      ...at('pod-settings', 'spec', 'spec.podTemplate', 'spec.taskRunTemplate', 'spec.taskRunTemplate.podTemplate'),
      ...at(
        'pod-settings',
        'spec.taskRunSpecs.*',
        'spec.taskRunSpecs.*.podTemplate',
        'spec.taskRunSpecs.*.taskPodTemplate',
      ),
    ],
    { gate: 'group' },
  ),
  custom('triggers.tekton.dev/v1beta1 triggers.tekton.dev/v1alpha1', 'triggertemplates', 'TriggerTemplate', [], {
    embeds: ['spec.resourcetemplates.*'],
  }),
];

/** https://volcano.sh/en/docs/vcjob/ and https://jobset.sigs.k8s.io/ */
const BATCH: readonly KindEntry[] = [
  custom('batch.volcano.sh/v1alpha1', 'jobs', 'Job', at('pod', 'spec.tasks.*.template')),
  custom('batch.volcano.sh/v1alpha1', 'cronjobs', 'CronJob', at('pod', 'spec.jobTemplate.spec.tasks.*.template')),
  custom('flow.volcano.sh/v1alpha1', 'jobtemplates', 'JobTemplate', at('pod', 'spec.tasks.*.template')),
  custom(
    'jobset.x-k8s.io/v1alpha2 jobset.x-k8s.io/v1alpha1',
    'jobsets',
    'JobSet',
    at('pod', 'spec.replicatedJobs.*.template.spec.template', 'spec.jobs.*.template.spec.template'),
  ),
  custom(
    'leaderworkerset.x-k8s.io/v1',
    'leaderworkersets',
    'LeaderWorkerSet',
    at('pod', 'spec.leaderWorkerTemplate.leaderTemplate', 'spec.leaderWorkerTemplate.workerTemplate'),
  ),
  custom('keda.sh/v1alpha1', 'scaledjobs', 'ScaledJob', at('pod', 'spec.jobTargetRef.template')),
];

/** https://www.kubeflow.org/docs/components/trainer/ */
const KUBEFLOW: readonly KindEntry[] = [
  ...(
    [
      ['TFJob', 'tfReplicaSpecs'],
      ['PyTorchJob', 'pytorchReplicaSpecs'],
      ['MXJob', 'mxReplicaSpecs'],
      ['XGBoostJob', 'xgbReplicaSpecs'],
      ['PaddleJob', 'paddleReplicaSpecs'],
      ['JAXJob', 'jaxReplicaSpecs'],
    ] as const
  ).map(([kind, field]) =>
    custom('kubeflow.org/v1', `${kind.toLowerCase()}s`, kind, at('pod', `spec.${field}.*.template`)),
  ),
  custom(
    'kubeflow.org/v1 kubeflow.org/v2beta1 kubeflow.org/v1alpha2 kubeflow.org/v1alpha1',
    'mpijobs',
    'MPIJob',
    at('pod', 'spec.mpiReplicaSpecs.*.template', 'spec.template'),
  ),
  custom('trainer.kubeflow.org/v1alpha1', 'trainjobs', 'TrainJob', [
    ...at('container', 'spec.trainer'),
    ...at('pod', 'spec.podTemplateOverrides.*'),
    ...at('pod', 'spec.runtimePatches.*.trainingRuntimeSpec.template.spec.replicatedJobs.*.template.spec.template'),
  ]),
  ...(['TrainingRuntime', 'ClusterTrainingRuntime'] as const).map((kind) =>
    custom(
      'trainer.kubeflow.org/v1alpha1',
      `${kind.toLowerCase()}s`,
      kind,
      at('pod', 'spec.template.spec.replicatedJobs.*.template.spec.template'),
    ),
  ),
  custom(
    'kubeflow.org/v1 kubeflow.org/v1beta1 kubeflow.org/v1alpha1',
    'notebooks',
    'Notebook',
    at('pod', 'spec.template'),
  ),
  custom('kubeflow.org/v1beta1', 'scheduledworkflows', 'ScheduledWorkflow', argo('spec.workflow.spec')),
  custom('kubeflow.org/v1beta1', 'experiments', 'Experiment', [], {
    gate: 'group',
    embeds: ['spec.trialTemplate.trialSpec'],
  }),
  custom('kubeflow.org/v1beta1', 'trials', 'Trial', [], { gate: 'group', embeds: ['spec.runSpec'] }),
  custom(
    'serving.kserve.io/v1beta1',
    'inferenceservices',
    'InferenceService',
    at('pod-spec', 'spec.predictor', 'spec.transformer', 'spec.explainer'),
  ),
];

/**
 * https://github.com/kubeflow/spark-operator: `image` and `volumes` of the application, then driver and executor, each a
 * pod and a container in one object, with a pod template of its own since v2.
 */
const spark = (spec: string): TemplatePath[] => [
  ...at('spark-pod', spec, `${spec}.driver`, `${spec}.executor`),
  ...at('pod', `${spec}.driver.template`, `${spec}.executor.template`),
];
const SPARK_VERSIONS = 'sparkoperator.k8s.io/v1beta2 sparkoperator.k8s.io/v1beta1 sparkoperator.k8s.io/v1alpha1';

const SPARK: readonly KindEntry[] = [
  custom(SPARK_VERSIONS, 'sparkapplications', 'SparkApplication', spark('spec')),
  custom(SPARK_VERSIONS, 'scheduledsparkapplications', 'ScheduledSparkApplication', spark('spec.template')),
  custom('sparkoperator.k8s.io/v1alpha1', 'sparkconnects', 'SparkConnect', [
    ...at('container', 'spec'),
    ...at('pod', 'spec.server.template', 'spec.executor.template'),
  ]),
  custom(
    'spark.apache.org/v1 spark.apache.org/v1beta1 spark.apache.org/v1alpha1',
    'sparkapplications',
    'SparkApplication',
    at('pod', 'spec.driverSpec.podTemplateSpec', 'spec.executorSpec.podTemplateSpec'),
  ),
];

/** https://ray-project.github.io/kuberay/reference/api/ */
const ray = (cluster: string): TemplatePath[] =>
  at('pod', `${cluster}.headGroupSpec.template`, `${cluster}.workerGroupSpecs.*.template`);
const RAY_VERSIONS = 'ray.io/v1 ray.io/v1alpha1';

const RAY: readonly KindEntry[] = [
  custom(RAY_VERSIONS, 'rayclusters', 'RayCluster', ray('spec')),
  custom(RAY_VERSIONS, 'rayjobs', 'RayJob', [...ray('spec.rayClusterSpec'), ...at('pod', 'spec.submitterPodTemplate')]),
  custom('ray.io/v1', 'raycronjobs', 'RayCronJob', [
    ...ray('spec.jobTemplate.rayClusterSpec'),
    ...at('pod', 'spec.jobTemplate.submitterPodTemplate'),
  ]),
  custom(RAY_VERSIONS, 'rayservices', 'RayService', [...ray('spec.rayClusterConfig'), ...ray('spec.rayClusterSpec')]),
];

/** https://knative.dev/docs/reference/api/serving-api/ — a Revision's own spec is a pod spec. */
const KNATIVE_VERSIONS = 'serving.knative.dev/v1 serving.knative.dev/v1beta1';

const KNATIVE: readonly KindEntry[] = [
  custom(KNATIVE_VERSIONS, 'services', 'Service', at('pod', 'spec.template'), { gate: 'group' }),
  custom(KNATIVE_VERSIONS, 'configurations', 'Configuration', at('pod', 'spec.template'), { gate: 'group' }),
  custom(KNATIVE_VERSIONS, 'revisions', 'Revision', at('pod', ''), { gate: 'group' }),
  custom('sources.knative.dev/v1', 'containersources', 'ContainerSource', at('pod', 'spec.template')),
  custom('sinks.knative.dev/v1alpha1', 'jobsinks', 'JobSink', at('pod', 'spec.job.spec.template')),
];

/** Deployment hooks and custom strategies run containers of their own. A Template holds whole objects. */
const OPENSHIFT: readonly KindEntry[] = [
  custom(
    'apps.openshift.io/v1 v1',
    'deploymentconfigs',
    'DeploymentConfig',
    [...at('pod', 'spec.template'), ...at('container', 'spec.strategy.*.*.execNewPod', 'spec.strategy.customParams')],
    { strategic: true },
  ),
  ...(['templates', 'processedtemplates'] as const).map((resource) =>
    custom('template.openshift.io/v1', resource, 'Template', [], { gate: 'group', embeds: ['objects.*'] }),
  ),
];

/** https://openkruise.io/docs/ */
const KRUISE_VERSIONS = 'apps.kruise.io/v1alpha1 apps.kruise.io/v1beta1';

const KRUISE: readonly KindEntry[] = [
  custom(
    'apps.kruise.io/v1alpha1',
    'advancedcronjobs',
    'AdvancedCronJob',
    at('pod', 'spec.template.jobTemplate.spec.template', 'spec.template.broadcastJobTemplate.spec.template'),
  ),
  custom('apps.kruise.io/v1alpha1', 'broadcastjobs', 'BroadcastJob', at('pod', 'spec.template')),
  custom('apps.kruise.io/v1alpha1', 'ephemeraljobs', 'EphemeralJob', at('pod-spec', 'spec.template')),
  custom(KRUISE_VERSIONS, 'clonesets', 'CloneSet', at('pod', 'spec.template')),
  custom(KRUISE_VERSIONS, 'statefulsets', 'StatefulSet', at('pod', 'spec.template')),
  custom(KRUISE_VERSIONS, 'daemonsets', 'DaemonSet', at('pod', 'spec.template')),
  custom(KRUISE_VERSIONS, 'sidecarsets', 'SidecarSet', at('pod-spec', 'spec')),
  custom(
    'apps.kruise.io/v1alpha1',
    'uniteddeployments',
    'UnitedDeployment',
    at('pod', 'spec.template.*.spec.template'),
  ),
];

/** Every pod-making kind that is known without configuration. Users add to it with `parseKindTable`. */
export const KINDS: readonly KindEntry[] = [
  ...BUILT_IN,
  ...ARGO,
  ...TEKTON,
  ...BATCH,
  ...KUBEFLOW,
  ...SPARK,
  ...RAY,
  ...KNATIVE,
  ...OPENSHIFT,
  ...KRUISE,
];
