import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growth } from '../../lib/testing.ts';
import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandCredentialHunt } from './credential-hunt.ts';

indicatorTable(commandCredentialHunt, {
  fires: {
    'the first line of keys': script('grep -r "BEGIN DSA PRIVATE" /'),
    'all homes of the node': runs('find', '/host/home', '-type', 'f', '-name', '.netrc'),
    'keys in the homes of the node': script('grep -rl "BEGIN OPENSSH PRIVATE KEY" /host/home /host/root'),
    'a search by a path': script('f=$(find / -path "*/.git-credentials" 2>/dev/null); cat $f'),
    'a search by a name': script('find / -name id_rsa -exec cat {} \\;'),
    'several names': script("find /home /root -name '*.pem' -o -name '*.kubeconfig' | head"),
    'a look at certificates, and a copy': script(
      "find / -name '*.pem' -exec openssl x509 -noout -in {} \\; -exec cp {} /out \\;",
    ),
    'words in all files': script('grep -rniE "password|secret" / 2>/dev/null | head -500'),
    'words in the settings of others': runs('grep', '-r', 'aws_secret_access_key', '/home'),
    'certificates in a loop, and a copy of each': script(
      'find /etc -name "*.pem" | while read f; do openssl x509 -noout -in "$f"; cp "$f" /out; done',
    ),
    'words of a key': script('grep -rl "private key" /'),
    'a name of a secret in three words': script('grep -ri "aws secret key" /home'),
  },
  staysSilent: {
    'certificates that run out, in a loop': script(
      'find /etc -name "*.pem" | while read f; do openssl x509 -checkend 2592000 -noout -in "$f" || echo "$f"; done',
    ),
    'a message in all logs': script('grep -rl "token expired" /var'),
    'a directory of the node': script('grep -rl token /host/var/lib/shop'),
    'a file of the application': script("find /app -name '*.pem' -mtime +30"),
    'old logs everywhere': script("find / -name '*.log' -mtime +7 -delete"),
    'certificates that run out': script(
      "find /etc -name '*.pem' -exec openssl x509 -checkend 864000 -noout -in {} \\;",
    ),
    'keys that lose rights': script("find / -name '*.pem' -exec chmod 600 {} +"),
    'a word in one file': script('grep -i password /app/config.yaml'),
    'a word in the sources': script('grep -rn token /workspace/src'),
    'another word everywhere': script('grep -rl "log4j-core" /'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});

test('a long word is read in a time that grows with its length', () => {
  const ratio = growth(
    (size) => commandCredentialHunt.assess(script(`find / -name '${'*id_'.repeat(size / 4)}'`)),
    2000,
  );
  assert.ok(ratio < 6, `${ratio}`);
});
