/** Labels of hosts that say nothing of who owns them. */
const COMMON: ReadonlySet<string> = new Set([
  ...['com', 'net', 'org', 'www', 'registry', 'harbor', 'docker', 'internal', 'gitlab', 'github', 'bitbucket', 'gitea'],
  ...['git', 'code', 'source', 'repo', 'repos', 'images', 'image', 'artifactory', 'nexus', 'quay', 'ghcr', 'cloud'],
  ...['corp', 'local', 'amazonaws', 'azurecr', 'pkg', 'dev', 'mirror', 'mirrors', 'library', 'prod', 'stage', 'test'],
]);

const labelsOf = (host: string): readonly string[] =>
  host
    .toLowerCase()
    .replace(/:\d{1,5}$/, '')
    .split(/[.\-_]/);
const telling = (word: string): boolean => word.length >= 3 && !COMMON.has(word) && !/^\d+$/.test(word);

/** The name that somebody has bought: the last two labels, three where the last ones are of a country. */
export const domainOf = (host: string): string => {
  const labels = host
    .toLowerCase()
    .replace(/:\d{1,5}$/, '')
    .split('.');
  return labels.slice(/^(?:co|com|org|net|gov|ac)$/.test(labels.at(-2) ?? '') ? -3 : -2).join('.');
};

/** A place where images or sources lie: the host, and the path below it. */
export interface Place {
  readonly host: string;
  readonly path: string;
}

/**
 * Whether two places may well be of one owner: the same domain, or an account that is named like the other place's host or like
 * a part of its path. Common names say nothing, but that of the very account.
 */
export const areKin = (a: Place, b: Place): boolean => {
  if (a.host === b.host || domainOf(a.host) === domainOf(b.host)) return true;
  const account = (b.path.split('/', 1)[0] ?? '').toLowerCase();
  if (account === '') return false;
  const words = [...labelsOf(a.host), ...a.path.toLowerCase().split(/[/:@]/)];
  if (account.length >= 3 && words.includes(account)) return true;
  const parts = account.split(/[-_.]/).filter(telling);
  return parts.some((part) =>
    words.some((word) => telling(word) && (word === part || word.split(/[-_.]/).includes(part))),
  );
};
