import type { JsonObject } from '../../../model/json.ts';
import { base64, document } from './disguise.ts';

const IMAGE = 'registry.example.com/shop/report:1.4.2';
const HOST = { name: 'node', hostPath: { path: '/' } };
const MOUNT = { name: 'node', mountPath: '/host' };
const SHARED = { name: 'work', mountPath: '/scratch' };

const pod = (container: JsonObject, more: JsonObject = {}): JsonObject => ({
  volumes: [HOST, { name: 'work', emptyDir: {} }],
  containers: [{ name: 'main', image: IMAGE, volumeMounts: [MOUNT], ...container }],
  ...more,
});

/** Pod specs that run a shell text, each through another field. */
export const CARRIERS: Readonly<Record<string, (text: string) => JsonObject>> = {
  'command of the container': (text) => pod({ command: ['sh', '-c', text] }),
  'command and arguments': (text) => pod({ command: ['/bin/bash'], args: ['-c', text] }),
  'arguments for the shell of the image': (text) => pod({ image: 'bash:5.2', args: ['-c', text] }),
  'an init container': (text) =>
    pod({}, { initContainers: [{ name: 'first', image: IMAGE, volumeMounts: [MOUNT], command: ['sh', '-c', text] }] }),
  'a postStart hook': (text) => pod({ lifecycle: { postStart: { exec: { command: ['sh', '-c', text] } } } }),
  'a preStop hook': (text) => pod({ lifecycle: { preStop: { exec: { command: ['sh', '-c', text] } } } }),
  'a liveness probe': (text) => pod({ livenessProbe: { exec: { command: ['sh', '-c', text] } } }),
  'a variable of the container': (text) =>
    pod({ env: [{ name: 'RUN', value: text }], command: ['sh', '-c', 'eval "$RUN"'] }),
  'a variable that Kubernetes puts in': (text) =>
    pod({ env: [{ name: 'RUN', value: text.replaceAll('$(', '$$(') }], command: ['sh', '-c', '$(RUN)'] }),
  'an encoded variable': (text) =>
    pod({ env: [{ name: 'RUN', value: base64(text) }], command: ['sh', '-c', 'echo "$RUN" | base64 -d | sh'] }),
  'a file in the working directory of two containers': (text) =>
    pod(
      { command: ['sh', './run'], workingDir: '/scratch', volumeMounts: [MOUNT, SHARED] },
      {
        initContainers: [
          {
            name: 'first',
            image: IMAGE,
            workingDir: '/scratch',
            command: ['sh', '-c', `cat > run ${document(text, 'EODIR')}`],
            volumeMounts: [SHARED],
          },
        ],
      },
    ),
  'a file of an init container': (text) =>
    pod(
      { command: ['sh', '/scratch/run.sh'], volumeMounts: [MOUNT, SHARED] },
      {
        initContainers: [
          {
            name: 'first',
            image: IMAGE,
            command: ['sh', '-c', `cat > /scratch/run.sh ${document(text, 'EOI')}`],
            volumeMounts: [SHARED],
          },
        ],
      },
    ),
};
