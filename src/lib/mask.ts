const MASK = '***';

/**
 * Shapes of secrets that can be told by themselves. Every quantifier runs over one character class and ends at the
 * first other character, so the time is linear.
 */
const SHAPES: readonly RegExp[] = [
  // It begins a word, so that a run of such beginnings is read once and not once for each.
  /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g, // JSON Web Token
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bgh[pousr]_[A-Za-z0-9]{20,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/g,
  /\bglpat-[A-Za-z0-9_-]{16,}/g,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/g,
  /\bsk_(?:live|test)_[A-Za-z0-9]{16,}/g,
  /\bhvs\.[A-Za-z0-9_-]{20,}/g,
  /\bdckr_pat_[A-Za-z0-9_-]{16,}/g,
];

/** What one of the shapes below, or of those above, has somewhere. Most texts have nothing of it. */
const MAY_HOLD =
  /eyJ|AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk_(?:live|test)_|hvs\.|dckr_pat_|-----BEGIN|:\/\/|earer|asic|pass(?:w|phrase)|secret|token|key|credential/i;

const PRIVATE_KEY_START = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/g;

/** `https://user:secret@host`: only the secret goes. A secret that is a variable says nothing and stays. */
const URL_SECRET = /(:\/\/[^\s:/@'"]{1,256}:)([^\s:/@'"$]{1,256})@/g;

/** `Authorization: Bearer …`, but not `Bearer $TOKEN` and not the words "basic settings". */
const AUTH_SCHEME = /\b([Bb]earer|[Bb]asic)(\s{1,4})([A-Za-z0-9+/=._~-]{8,})/g;

/**
 * A name that ends in a word for a secret, then `=`, `:` or a blank after a long option, then the value.
 * `PASSWORD_FILE=…` and `token-ttl=…` do not end in such a word; values that start with `$` or a backtick are references.
 */
const NAMED =
  /(password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|client[_-]?secret|credentials?)(["']?(?:\s{0,4}[=:]\s{0,4})["']?|["']?,"value":")([^\s"'`$&;|,<>(){}]{3,})/gi;
const NAMED_OPTION =
  /(--[a-z0-9-]{0,40}(?:password|passwd|passphrase|secret|token|api-key|access-key))(\s{1,4})(["']?)([^\s"'`$&;|<>(){}-][^\s"'`$&;|<>(){}]{2,})/gi;

/** Takes secrets out of text that is shown to people: tokens, passwords and keys. Names, references and paths stay. */
export const mask = (text: string): string => {
  if (!MAY_HOLD.test(text)) return text;
  let out = maskPrivateKeys(text);
  for (const shape of SHAPES) out = out.replace(shape, MASK);
  return out
    .replace(URL_SECRET, `$1${MASK}@`)
    .replace(AUTH_SCHEME, (whole, scheme: string, blank: string, value: string) =>
      value.length >= 20 || /[0-9=+/]/.test(value) ? `${scheme}${blank}${MASK}` : whole,
    )
    .replace(NAMED, (whole, name: string, between: string, value: string) =>
      isReference(value) ? whole : `${name}${between}${MASK}`,
    )
    .replace(NAMED_OPTION, (whole, name: string, blank: string, quote: string, value: string) =>
      isReference(value) ? whole : `${name}${blank}${quote}${MASK}`,
    );
};

/** A path, a file to read or an address names where a secret is; the secret itself it is not. */
const isReference = (value: string): boolean =>
  value.startsWith('/') || value.startsWith('@') || value.includes('://') || value === MASK || value.startsWith('***');

const maskPrivateKeys = (text: string): string => {
  let out = '';
  let from = 0;
  for (const start of text.matchAll(PRIVATE_KEY_START)) {
    if (start.index < from) continue;
    const end = text.indexOf('-----END ', start.index);
    out += `${text.slice(from, start.index + start[0].length)}${MASK}`;
    from = end < 0 ? text.length : end;
  }
  return out + text.slice(from);
};

const SECRET_NAME =
  /(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)$/i;

/** Whether a field or variable of this name holds a secret by its value: `DB_PASSWORD`, but not `PASSWORD_FILE`. */
export const isSecretName = (name: string): boolean => name.length <= 256 && SECRET_NAME.test(name);

/** The value as it may be shown, knowing the name that it belongs to. */
export const maskNamed = (name: string, value: string): string =>
  isSecretName(name) && value !== '' && !isReference(value) && !value.startsWith('$') ? MASK : mask(value);
