import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSecretName, mask, maskNamed } from './mask.ts';
import { growth } from './testing.ts';

const jwt = `eyJ${'a'.repeat(20)}.${'b'.repeat(20)}.${'c'.repeat(20)}`;

const MASKED: Record<string, [string, string]> = {
  'a bearer token in a header': ['curl -H "Authorization: Bearer abcdef123456"', 'Authorization: Bearer ***'],
  'a JSON Web Token anywhere': [`x ${jwt} y`, 'x *** y'],
  'an assignment in the environment': ['DB_PASSWORD=hunter22 run', 'DB_PASSWORD=*** run'],
  'a quoted assignment': ['export API_KEY="abc-123-def"', 'API_KEY="***"'],
  'a long option': ['mysqldump --password hunter22 db', '--password *** db'],
  'a long option with an equals sign': ['x --client-secret=s3cr3tvalue', '--client-secret=***'],
  'JSON in an argument': ['{"password": "hunter22"}', '"password": "***"'],
  'credentials in an address': ['git clone https://bot:s3cret@git.example.com/x', 'https://bot:***@git.example.com'],
  'a cloud access key id': ['AKIAABCDEFGHIJKLMNOP', '***'],
  'a GitHub token': [`ghp_${'a'.repeat(36)}`, '***'],
};
for (const [name, [text, wanted]] of Object.entries(MASKED)) {
  test(`masks ${name}`, () => assert.ok(mask(text).includes(wanted), mask(text)));
}

test('masks a private key and keeps what stands around it', () => {
  const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\n-----END RSA PRIVATE KEY-----';
  assert.equal(mask(`a ${key} b`), 'a -----BEGIN RSA PRIVATE KEY-----***-----END RSA PRIVATE KEY----- b');
});

test('masks a private key that was cut before its end', () => {
  assert.equal(mask('-----BEGIN PRIVATE KEY-----\nMIIEabc'), '-----BEGIN PRIVATE KEY-----***');
});

const KEPT: Record<string, string> = {
  'a variable': 'curl -H "Authorization: Bearer $TOKEN" -d password=$PASSWORD',
  'a substitution': 'TOKEN=$(cat /var/run/secrets/kubernetes.io/serviceaccount/token)',
  'a path to a secret': 'PASSWORD=/run/secrets/db --token-file /run/t',
  'a name that only starts like one': 'PASSWORD_FILE=/x TOKEN_TTL=3600s',
  'words after basic': 'echo basic configuration',
  'an ordinary command': 'curl -fsS https://example.com/health | sh',
  'a plain address with a port': 'http://192.0.2.1:8080/x',
};
for (const [name, text] of Object.entries(KEPT)) {
  test(`keeps ${name}`, () => assert.equal(mask(text), text));
}

test('a value is judged with its name', () => {
  assert.equal(maskNamed('DB_PASSWORD', 'x'), '***');
  assert.equal(maskNamed('PASSWORD_FILE', '/run/secrets/x'), '/run/secrets/x');
  assert.equal(maskNamed('TOKEN', '$(OTHER)'), '$(OTHER)');
  assert.equal(maskNamed('LOG_LEVEL', 'debug'), 'debug');
  assert.ok(!isSecretName('secretName'));
});

for (const hostile of [
  'eyJ',
  'eyJa.',
  '://a:',
  'Bearer  ',
  'password=',
  '--a-password  ',
  '-----BEGIN PRIVATE KEY-----',
  'a',
]) {
  test(`linear on repeated ${JSON.stringify(hostile)}`, () => {
    const ratio = growth((size) => mask(hostile.repeat(Math.ceil(size / hostile.length))), 250_000);
    assert.ok(ratio < 12, `four times the text took ${ratio.toFixed(1)} times as long`);
  });
}
