/** Stands for the path of what a store of secrets or a cloud gives out: one secret, or a key or token that it makes. */
export const STORED = 'a secret of a store';
/** Stands for the path of secrets that are asked of etcd. */
export const ETCD_SECRETS = 'secrets of etcd';
/** Characters of a call that are looked at. */
const MOST_CHARACTERS = 4000;

/** How each client asks for the value of a secret, a key or a token. */
const ASKS: ReadonlyMap<string, readonly RegExp[]> = new Map([
  [
    'aws',
    [
      /\bsecretsmanager (?:batch-)?get-secret-value\b(?!.*--query \S{0,40}\b(?:ARN|Name|CreatedDate|VersionId)\b)/,
      /\bssm get-parameters?(?:-by-path|-history)?\b.*--with-decryption/,
      /\bsts (?:assume-role(?:-with-web-identity)?|get-session-token|get-federation-token)\b/,
      /\biam create-access-key\b/,
      /\bec2 get-password-data\b/,
      /\bec2 describe-instance-attribute\b.*\buserData\b/,
      /\blambda (?:list-functions|get-function-configuration)\b.*\bEnvironment\b/,
      /\bconfigure export-credentials\b/,
      /\beks get-token\b/,
    ],
  ],
  [
    'gcloud',
    [
      /\bsecrets versions access\b/,
      /\bauth (?:application-default )?print-(?:access|identity)-token\b/,
      /\biam service-accounts keys create\b/,
    ],
  ],
  [
    'az',
    [
      /\bkeyvault secret (?:show|download)\b/,
      /\b(?:storage account|cosmosdb|functionapp|cognitiveservices account|redis|search admin-key|eventhubs namespace authorization-rule|servicebus namespace authorization-rule) (?:keys list|list-keys|show)\b(?!.*--query \S{0,20}\b(?:id|name)\b)/,
      /\baccount get-access-token\b/,
      /\baks get-credentials\b/,
      /\b(?:webapp|functionapp) deployment list-publishing-(?:profiles|credentials)\b/,
      /\bad sp create-for-rbac\b|\bad (?:app|sp) credential reset\b/,
      /\bacr credential show\b/,
      /\b(?:disk|snapshot) grant-access\b/,
      /\bgenerate-sas\b/,
    ],
  ],
  ['vault', [/\b(?:kv get|read)\b(?!.*\b(?:sys|identity)\/)/, /\btoken create\b/, /\boperator generate-root\b/]],
  ['bao', [/\bkv get\b/, /\btoken create\b/]],
  ['helm', [/\bget (?:values|all)\b.*(?:\s-a\b|--all\b|\bget all\b)/]],
  ['terraform', [/\bstate pull\b/, /\boutput\b.*-(?:json|raw)\b/]],
  ['tofu', [/\bstate pull\b/]],
  ['istioctl', [/\b(?:proxy-config|pc) secrets?\b.*(?:-o|--output)[= ]?json/]],
]);

/** Whether a call gives out a secret, a key or a token that a store or a cloud keeps. */
export const asksStore = (program: string, texts: readonly string[]): boolean => {
  const calls = ASKS.get(program);
  if (calls === undefined) return false;
  const text = texts.slice(0, 60).join(' ').slice(0, MOST_CHARACTERS);
  return calls.some((call) => call.test(text));
};

/** Files into which such a call puts it by its words. */
export const storedIn = (program: string, texts: readonly string[]): readonly string[] => {
  if (program === 'gcloud') {
    const at = texts.indexOf('create');
    return at > 0 && texts[at - 1] === 'keys'
      ? texts
          .slice(at + 1)
          .filter((text) => /^[\w./$-]+\.json$/.test(text))
          .slice(0, 1)
      : [];
  }
  if (program !== 'az') return [];
  // What is asked for nothing is kept nowhere.
  if (/(?:-o|--output)[= ]?none\b/.test(texts.join(' '))) return ['/dev/null'];
  const at = texts.findIndex((text) => text === '-f' || text === '--file');
  const file = at < 0 ? undefined : texts[at + 1];
  // The configuration of a cluster goes into a file of its own, unless it is asked for.
  if (file === undefined) return texts.includes('get-credentials') ? ['/root/.kube/config'] : [];
  return file === '-' ? [] : [file];
};

/** Clients of storage that put an object out, with how that is told; the copies name the place first. */
const PUTS_OUT: ReadonlyMap<string, RegExp> = new Map([
  ['aws', /\bs3 cp\b.{0,400}?\ss3:\/\/\S{1,400}\s(?:.{0,400}\s)?(?:-|\/dev\/stdout)(?:\s|$)/],
  ['gsutil', /(?:^|\s)cat\s.{0,400}gs:\/\/|\bcp\b.{0,400}?\sgs:\/\/\S{1,400}\s(?:-|\/dev\/stdout)(?:\s|$)/],
  ['gcloud', /\bstorage cat\s.{0,400}gs:\/\/|\bstorage cp\b.{0,400}?\sgs:\/\/\S{1,400}\s(?:-|\/dev\/stdout)(?:\s|$)/],
  ['rclone', /^cat\s/],
  ['mc', /^cat\s/],
  ['s5cmd', /(?:^|\s)cat\s/],
  ['az', /\bstorage blob download\b.{0,400}(?:-f|--file)[= ]\/dev\/stdout/],
]);

/** Whether a client puts out what lies in storage of a cloud. */
export const putsOutObject = (program: string, texts: readonly string[]): boolean => {
  const call = PUTS_OUT.get(program);
  return call?.test(texts.slice(0, 60).join(' ').slice(0, MOST_CHARACTERS)) === true;
};
