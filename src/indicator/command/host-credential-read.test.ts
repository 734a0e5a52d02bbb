import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCredentialFile } from '../../command/places.ts';
import { blank, cronJob, indicatorTable, mounting, script, scriptOn, UNSEEN } from '../testing.ts';
import { commandHostCredentialRead } from './host-credential-read.ts';

indicatorTable(commandHostCredentialRead, {
  fires: {
    'the password hashes of the node': scriptOn('/', 'cat /host/etc/shadow'),
    'the key of the cluster': cronJob(
      mounting('/etc/kubernetes/pki', { mountPath: '/pki', readOnly: true }, ['cat', '/pki/ca.key']),
    ),
    'a key through a redirect': scriptOn('/', 'base64 < /host/root/.ssh/id_ed25519'),
    'the keys of the kubelet in an archive': cronJob(
      mounting('/var/lib/kubelet', { mountPath: '/k' }, ['sh', '-c', 'tar czf /out.tgz /k/pki']),
    ),
    'the tokens of the other pods': cronJob(
      mounting('/var/lib/kubelet/pods', { mountPath: '/pods', readOnly: true }, [
        'sh',
        '-c',
        'cat /pods/*/volumes/kubernetes.io~projected/*/token',
      ]),
    ),
    'one field of the account of the node': cronJob(
      mounting('/etc/kubernetes/azure.json', { mountPath: '/a.json' }, ['jq', '-r', '.aadClientSecret', '/a.json']),
    ),
    'each token that is found': scriptOn(
      '/var/lib/kubelet/pods',
      "find /host -name token -exec sh -c 'echo {}; cat {}' \\; > /tmp/t",
    ),
    'what was typed on the node': scriptOn('/', 'cat /host/root/.bash_history | grep -e pass -e ssh'),
    'all keys of a person': scriptOn('/home', 'tar czf /tmp/a.tgz /host/*/.ssh'),
    'hashes that a loop reads': scriptOn('/', 'while read -r line; do echo "$line"; done < /host/etc/shadow'),
    'behind a chroot': script("chroot /host sh -c 'cat /etc/kubernetes/admin.conf'"),
  },
  staysSilent: {
    'the own password file of a container': script('cat /etc/shadow'),
    'another file of the node': scriptOn('/', 'cat /host/etc/os-release'),
    'a client that uses a key': cronJob(
      mounting('/etc/kubernetes/pki', { mountPath: '/pki' }, [
        'etcdctl',
        '--key=/pki/server.key',
        'endpoint',
        'health',
      ]),
    ),
    'the certificate without its key': cronJob(
      mounting('/etc/kubernetes/pki', { mountPath: '/pki' }, ['cat', '/pki/ca.crt']),
    ),
    'another file that is found': scriptOn(
      '/var/lib/kubelet/pods',
      "find /host -name vol_data.json -exec sh -c 'cat {}' \\;",
    ),
    'the disks of the other pods': cronJob(
      mounting('/var/lib/kubelet', { mountPath: '/k' }, [
        'sh',
        '-c',
        'cat /k/pods/8b1/volumes/kubernetes.io~csi/pv-1/vol_data.json',
      ]),
    ),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});

for (const [path, wanted] of [
  ['/etc/shadow', true],
  ['/etc/gshadow-', true],
  ['/home/ana/.ssh/id_rsa', true],
  ['/home/ana/.ssh/id_rsa.pub', false],
  ['/etc/ssh/ssh_host_rsa_key', true],
  ['/etc/kubernetes/super-admin.conf', true],
  ['/etc/kubernetes/pki/etcd/server.key', true],
  ['/etc/kubernetes/pki/ca.crt', false],
  ['/var/lib/kubelet/kubeconfig', true],
  ['/var/lib/kubelet/pki/kubelet-client-current.pem', true],
  ['/var/lib/kubelet/pods/8b1/volumes/kubernetes.io~projected/kube-api-access-x/token', true],
  ['/var/lib/kubelet/pods/8b1/volumes/kubernetes.io~secret', true],
  ['/var/lib/kubelet/pods/*/volumes/*/*/token', true],
  ['/var/lib/kubelet/pods/8b1/volumes/kubernetes.io~empty-dir/cache/a', false],
  ['/var/lib/etcd/member/snap/db', true],
  ['/var/lib/rancher/k3s/server/token', true],
  ['/etc/rancher/k3s/k3s.yaml', true],
  ['/root/.aws/credentials', true],
  ['/home/ana/.kube/config', true],
  ['/root/.ssh', true],
  ['/root/.ssh/known_hosts', false],
  ['/home/ana/.zsh_history', true],
  ['/home/ana/.gnupg/pubring.kbx', true],
  ['/home/ana/history', false],
  ['/etc/hosts', false],
] as const) {
  test(`${path} is ${wanted ? 'a' : 'no'} credential file`, () => assert.equal(isCredentialFile(path), wanted));
}
