import { get, isObject, type JsonObject } from '../model/json.ts';

/** Who is let in by a policy of a cloud, as far as it is a document in the words of a call. */
export interface Policy {
  /** It allows every action on what it names. */
  readonly allowsAll: boolean;
  /** Nobody is left out, and no condition narrows it. */
  readonly everybody: boolean;
  /** Accounts, by their numbers. */
  readonly accounts: readonly string[];
  /** Issuers of foreign identities. */
  readonly issuers: readonly string[];
}

/** Characters of a policy that are read. */
const MOST_CHARACTERS = 20_000;
const MOST_STATEMENTS = 50;
const MOST_PRINCIPALS = 100;
const ACCOUNT = /^(?:arn:aws[a-z-]{0,10}:(?:iam|sts)::)?(\d{12})(?:$|:)/;
const PROVIDER = /:oidc-provider\/(.{1,200})$/;

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

const principalsOf = (statement: JsonObject, key: string): readonly string[] => {
  const principal = get(statement, 'Principal');
  const named = isObject(principal) ? listOf(get(principal, key)) : key === 'AWS' ? listOf(principal) : [];
  return named.slice(0, MOST_PRINCIPALS).filter((one) => typeof one === 'string');
};

/** `null` for a word that is no policy. What it denies lets nobody in. */
export const policyIn = (word: string): Policy | null => {
  const from = word.indexOf('{');
  if (from < 0 || word.length > MOST_CHARACTERS || !word.includes('Statement')) return null;
  const document = parsed(word.slice(from));
  if (document === null) return null;
  const allowed = listOf(get(document, 'Statement'))
    .slice(0, MOST_STATEMENTS)
    .filter((one): one is JsonObject => isObject(one) && get(one, 'Effect') === 'Allow');
  const named = allowed.map((one) => ({ one, names: principalsOf(one, 'AWS') }));
  return {
    allowsAll: allowed.some((one) => listOf(get(one, 'Action')).includes('*')),
    everybody: named.some(({ one, names }) => names.includes('*') && get(one, 'Condition') === undefined),
    accounts: named.flatMap(({ names }) => names.flatMap((name) => ACCOUNT.exec(name)?.[1] ?? [])),
    issuers: allowed.flatMap((one) => principalsOf(one, 'Federated').flatMap((name) => PROVIDER.exec(name)?.[1] ?? [])),
  };
};

const parsed = (text: string): JsonObject | null => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null; // no JSON, or one with a part that is not known
  }
};

/** Issuers of identities that many give access to: of clusters, of builds, of companies' own sign-in. */
const KNOWN_ISSUER =
  /^(?:https:\/\/)?(?:(?:[\w-]{1,63}\.){0,3}(?:oidc\.eks\.[a-z0-9-]{1,30}\.amazonaws\.com|oidc-eks\.[a-z0-9-]{1,30}\.api\.aws|container\.googleapis\.com|accounts\.google\.com|oic\.prod-aks\.azure\.com|token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io|oidc\.circleci\.com|login\.microsoftonline\.com|sts\.windows\.net|vstoken\.dev\.azure\.com|okta\.com|auth0\.com|cognito-identity\.amazonaws\.com|agent\.buildkite\.com|api\.bitbucket\.org))(?:[/:]|$)/;

/** An issuer that is written out and none of those. */
export const isStrangeIssuer = (issuer: string): boolean =>
  /^(?:https:\/\/)?[a-z0-9][\w.-]{1,200}\.[a-z0-9]{1,20}(?:[/:]|$)/i.test(issuer) && !KNOWN_ISSUER.test(issuer);

/** Numbers of accounts that a call's own resources and registries name: those are the account it works in. */
const OWN = /arn:aws[a-z-]{0,10}:[a-z0-9-]{1,30}:[a-z0-9-]{0,30}:(\d{12}):|\b(\d{12})\.dkr\.ecr\./g;

export const ownAccounts = (words: readonly string[]): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const [at, word] of words.entries()) {
    // Whom a call lets in is somebody else, or is no news.
    if (word.length > 400 || word.includes('Principal') || /principal/.test(words[at - 1] ?? '')) continue;
    for (const [, account = '', registry = ''] of word.matchAll(OWN)) found.add(account || registry);
  }
  return found;
};
