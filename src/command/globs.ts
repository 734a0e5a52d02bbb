import { baseName } from '../lib/path.ts';

/** Programs that a pattern is tried against, the likeliest meaning first: `/???/b??h` is bash. */
const CANDIDATES: readonly string[] = [
  ...['sh', 'bash', 'dash', 'ash', 'zsh', 'curl', 'wget', 'nc', 'ncat', 'netcat', 'cat', 'base64', 'base32'],
  ...['python', 'python3', 'perl', 'ruby', 'node', 'php', 'socat', 'openssl', 'chroot', 'nsenter', 'kubectl', 'xargs'],
  ...['docker', 'chmod', 'mkfifo', 'telnet', 'tar', 'env', 'awk', 'ssh', 'scp', 'nohup', 'crontab', 'busybox', 'tee'],
  ...['echo', 'printf', 'gawk', 'mawk', 'sed', 'tr', 'xxd', 'find', 'dd', 'cp', 'mv', 'rm', 'ln', 'timeout', 'setsid'],
  ...['head', 'tail', 'rev', 'gzip', 'gunzip', 'zcat', 'mknod', 'dig', 'mount', 'insmod', 'script', 'su', 'sudo'],
  ...[
    'git',
    'make',
    'expect',
    'lua',
    'tclsh',
    'gdb',
    'jq',
    'od',
    'dc',
    'watch',
    'flock',
    'stdbuf',
    'unshare',
    'screen',
  ],
];
const DIRECTORIES: readonly string[] = ['/bin/', '/usr/bin/', '/sbin/', '/usr/sbin/', '/usr/local/bin/'];
const MOST_PATTERN = 64;

/** The program that a pattern with `*`, `?` or `[…]` names; `null` when it names none of those known. */
export const commandNamed = (pattern: string): string | null => {
  if (pattern.length > MOST_PATTERN || !/[*?[]/.test(pattern)) return null;
  const name = baseName(pattern);
  // A star alone is a list of files.
  if (name.replaceAll(/[*?]/g, '') === '' && !/^\?+$/.test(name)) return null;
  const directory = pattern.slice(0, pattern.length - name.length);
  const directories = directory === '' ? [''] : DIRECTORIES.filter((one) => matchesPath(directory, one));
  const [first] = directories;
  if (first === undefined) return null;
  const tokens = tokensOf(name);
  const program = CANDIDATES.find((one) => matches(tokens, one));
  return program === undefined ? null : first + program;
};

/** Segment by segment: a star stands for no slash. */
export const matchesPath = (pattern: string, path: string): boolean => pathMatcher(pattern)(path);

/** The same for many paths. */
export const pathMatcher = (pattern: string): ((path: string) => boolean) => {
  const patterns = pattern.split('/').map(tokensOf);
  return (path) => {
    const segments = path.split('/');
    return patterns.length === segments.length && patterns.every((one, index) => matches(one, segments[index] ?? ''));
  };
};

/** Characters, sets of them, and stars. */
const tokensOf = (pattern: string): readonly string[] => pattern.match(/\[[^\]]{1,30}\]|./g) ?? [];

/** With a star that takes as little as it can: it is made longer only by what comes after, so the time is bounded. */
const matches = (tokens: readonly string[], text: string): boolean => {
  let token = 0;
  let at = 0;
  let star = -1;
  let from = 0;
  while (at < text.length) {
    const one = tokens[token];
    const char = text[at] ?? '';
    if (one === '*') {
      star = token;
      from = at;
      token += 1;
    } else if (one !== undefined && (one === '?' || one === char || (one.length > 1 && inSet(one, char)))) {
      token += 1;
      at += 1;
    } else if (star >= 0) {
      token = star + 1;
      from += 1;
      at = from;
    } else return false;
  }
  while (tokens[token] === '*') token += 1;
  return token === tokens.length;
};

const inSet = (set: string, char: string): boolean => {
  const inner = set.slice(1, -1);
  const negated = inner.startsWith('!') || inner.startsWith('^');
  const body = negated ? inner.slice(1) : inner;
  let found = false;
  for (let at = 0; at < body.length; at += 1) {
    if (body[at + 1] === '-' && body[at + 2] !== undefined) {
      found ||= char >= (body[at] ?? '') && char <= (body[at + 2] ?? '');
      at += 2;
    } else found ||= body[at] === char;
  }
  return found !== negated;
};
