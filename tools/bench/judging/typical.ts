import type { JsonObject } from '../../../src/model/json.ts';

const secretEnv = (name: string, secret: string, key: string): JsonObject => ({
  name,
  valueFrom: { secretKeyRef: { name: secret, key } },
});
const resources: JsonObject = {
  requests: { cpu: '100m', memory: '128Mi' },
  limits: { cpu: '500m', memory: '512Mi' },
};
const hardened: JsonObject = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
};

/** Pod specs of CronJobs as people write them. */
export const TYPICAL: Readonly<Record<string, JsonObject>> = {
  'a report of an application': {
    restartPolicy: 'OnFailure',
    serviceAccountName: 'report',
    containers: [
      {
        name: 'report',
        image: 'registry.example.com/shop/report:1.4.2',
        command: ['/app/report', '--since', '24h', '--format', 'csv'],
        env: [{ name: 'LOG_LEVEL', value: 'info' }, secretEnv('DATABASE_URL', 'shop-db', 'url')],
        resources,
        securityContext: hardened,
      },
    ],
  },
  'a backup of a database': {
    restartPolicy: 'Never',
    serviceAccountName: 'backup',
    volumes: [{ name: 'backup', persistentVolumeClaim: { claimName: 'backup' } }],
    containers: [
      {
        name: 'backup',
        image: 'postgres:16.4-alpine',
        command: [
          '/bin/sh',
          '-c',
          'set -eu\nSTAMP=$(date +%Y%m%d-%H%M%S)\npg_dump -h "$PGHOST" -U "$PGUSER" shop | gzip > /backup/shop-$STAMP.sql.gz\nfind /backup -name "shop-*.sql.gz" -mtime +14 -delete\necho "wrote shop-$STAMP.sql.gz"\n',
        ],
        env: [
          { name: 'PGHOST', value: 'postgres.shop.svc' },
          secretEnv('PGUSER', 'shop-db', 'username'),
          secretEnv('PGPASSWORD', 'shop-db', 'password'),
        ],
        volumeMounts: [{ name: 'backup', mountPath: '/backup' }],
        resources,
      },
    ],
  },
  'a clean-up with the API': {
    restartPolicy: 'OnFailure',
    serviceAccountName: 'cleaner',
    containers: [
      {
        name: 'cleaner',
        image: 'bitnami/kubectl:1.31.1',
        command: ['/bin/bash', '-c'],
        args: [
          'for ns in $(kubectl get ns -l preview=true -o name | cut -d/ -f2); do\n  age=$(kubectl get ns "$ns" -o jsonpath="{.metadata.creationTimestamp}")\n  if [ "$(date -d "$age" +%s)" -lt "$(date -d "-3 days" +%s)" ]; then kubectl delete ns "$ns"; fi\ndone\n',
        ],
        resources,
      },
    ],
  },
  'a call of an application': {
    restartPolicy: 'OnFailure',
    containers: [
      {
        name: 'call',
        image: 'curlimages/curl:8.10.1',
        args: ['-fsS', '-X', 'POST', '-H', 'Authorization: Bearer $(TOKEN)', 'http://shop.shop.svc:8080/tasks/expire'],
        env: [secretEnv('TOKEN', 'shop-tasks', 'token')],
        resources,
        securityContext: hardened,
      },
    ],
  },
  'a framework with an init container': {
    restartPolicy: 'Never',
    serviceAccountName: 'web',
    imagePullSecrets: [{ name: 'registry' }],
    volumes: [
      { name: 'work', emptyDir: {} },
      { name: 'settings', configMap: { name: 'web-settings' } },
    ],
    initContainers: [
      {
        name: 'wait',
        image: 'busybox:1.36',
        command: ['sh', '-c', 'until nc -z postgres.shop.svc 5432; do echo waiting; sleep 2; done'],
      },
    ],
    containers: [
      {
        name: 'web',
        image: 'registry.example.com/shop/web:2026.11.3',
        command: ['bundle', 'exec', 'rake', 'invoices:send'],
        env: [
          { name: 'RAILS_ENV', value: 'production' },
          { name: 'RAILS_LOG_TO_STDOUT', value: 'true' },
          { name: 'REDIS_URL', value: 'redis://redis.shop.svc:6379/0' },
          secretEnv('SECRET_KEY_BASE', 'web', 'secret-key-base'),
        ],
        envFrom: [{ configMapRef: { name: 'web-environment' } }],
        volumeMounts: [
          { name: 'work', mountPath: '/app/tmp' },
          { name: 'settings', mountPath: '/app/config/settings.yml', subPath: 'settings.yml' },
        ],
        resources,
      },
    ],
  },
  'a certificate that is checked, with a notice': {
    restartPolicy: 'OnFailure',
    containers: [
      {
        name: 'check',
        image: 'alpine:3.20',
        command: [
          'sh',
          '-ec',
          'apk add --no-cache openssl curl\nEND=$(echo | openssl s_client -servername shop.example.com -connect shop.example.com:443 2>/dev/null | openssl x509 -noout -enddate | cut -d= -f2)\nif [ $(( ($(date -d "$END" +%s) - $(date +%s)) / 86400 )) -lt 14 ]; then\n  curl -fsS -X POST -d "{\\"text\\":\\"shop.example.com expires $END\\"}" "$HOOK"\nfi\n',
        ],
        env: [secretEnv('HOOK', 'chat', 'hook')],
        resources,
      },
    ],
  },
};
