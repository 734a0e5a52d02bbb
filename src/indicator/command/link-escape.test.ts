import { cronJob, indicatorTable, script, scriptOn, UNSEEN } from '../testing.ts';
import { commandLinkEscape } from './link-escape.ts';

const race = (text: string, subPath = 'inner') =>
  cronJob({
    volumes: [{ name: 'work', emptyDir: {} }],
    initContainers: [
      {
        name: 'first',
        image: 'busybox',
        command: ['sh', '-c', text],
        volumeMounts: [{ name: 'work', mountPath: '/work' }],
      },
    ],
    containers: [
      {
        name: 'main',
        image: 'busybox',
        volumeMounts: [{ name: 'work', mountPath: '/w', ...(subPath && { subPath }) }],
      },
    ],
  });

indicatorTable(commandLinkEscape, {
  fires: {
    'a link to the root where an inner path is mounted': race('ln -s / /work/inner'),
    'after a change of directory, with options apart': race('cd /work && ln -s -f / /work/inner'),
    'the logs of the node led to its root': scriptOn('/var/log', 'ln -sf / /host/root_link'),
    'the logs of the node led to its hashes': scriptOn('/var/log/pods', 'ln -s /etc/shadow /host/0.log'),
  },
  staysSilent: {
    'a volume that is mounted as a whole': race('ln -s / /work/inner', ''),
    'a link inside a volume': race('ln -s /work/a /work/inner'),
    'a link inside the container': script('ln -s / /tmp/root'),
    'a tool that is linked on the node': scriptOn('/usr/local/bin', 'ln -sf /opt/tool/bin/tool /host/tool'),
    'a hard link': scriptOn('/var/log', 'ln / /host/root_link'),
  },
  cannotTell: UNSEEN,
});
