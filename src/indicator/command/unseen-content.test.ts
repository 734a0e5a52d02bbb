import { cronJob, indicatorTable, script, UNSEEN } from '../testing.ts';
import { commandUnseenContent } from './unseen-content.ts';

const plain = { name: 'main', image: 'registry.example.com/shop/report:1.4.2' };
const mounting = (volume: object, command: readonly string[], mount: object = {}) =>
  cronJob({
    volumes: [{ name: 'scripts', ...volume }],
    containers: [{ ...plain, command, volumeMounts: [{ name: 'scripts', mountPath: '/scripts', ...mount }] }],
  });
const configMap = { configMap: { name: 'report-scripts' } };

indicatorTable(commandUnseenContent, {
  fires: {
    'a script of a ConfigMap': mounting(configMap, ['/bin/sh', '/scripts/run.sh']),
    'started by itself': mounting(configMap, ['/scripts/run.sh']),
    'started in its folder': mounting(configMap, ['sh', '-c', 'cd /scripts && ./run.sh']),
    'read into a shell': mounting(configMap, ['sh', '-c', 'cat /scripts/run.sh | sh']),
    sourced: mounting(configMap, ['bash', '-c', '. /scripts/env.sh; date']),
    'all scripts in a loop': mounting(configMap, ['sh', '-c', 'for f in /scripts/*.sh; do sh "$f"; done']),
    'Python code of a Secret': mounting({ secret: { secretName: 'code' } }, ['python3', '/scripts/main.py']),
    'one file of it by its path': mounting(configMap, ['sh', '/run.sh'], { mountPath: '/run.sh', subPath: 'run.sh' }),
    'a projected volume': mounting({ projected: { sources: [configMap] } }, ['sh', '/scripts/run.sh']),
    'the value of a variable': cronJob({
      containers: [
        {
          ...plain,
          command: ['sh', '-c', '$(SCRIPT)'],
          env: [{ name: 'SCRIPT', valueFrom: { configMapKeyRef: { name: 'report-scripts', key: 'run' } } }],
        },
      ],
    }),
  },
  staysSilent: {
    'a ConfigMap that is only read': mounting(configMap, ['/app/report', '--config', '/scripts/report.yaml']),
    'a script of the image beside a ConfigMap': mounting(configMap, ['sh', '/app/run.sh']),
    'a script on an emptyDir below': cronJob({
      volumes: [
        { name: 'scripts', ...configMap },
        { name: 'work', emptyDir: {} },
      ],
      containers: [
        {
          ...plain,
          command: ['sh', '/scripts/work/run.sh'],
          volumeMounts: [
            { name: 'scripts', mountPath: '/scripts' },
            { name: 'work', mountPath: '/scripts/work' },
          ],
        },
      ],
    }),
    'shell text in the manifest': script('date'),
  },
  cannotTell: UNSEEN,
});
