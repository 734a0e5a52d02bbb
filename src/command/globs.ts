import { baseName } from '../lib/path.ts';

/** Programs that a pattern is tried against, the likeliest meaning first: `/???/b??h` is bash. */
const CANDIDATES: readonly string[] = [
  ...['sh', 'bash', 'dash', 'ash', 'zsh', 'curl', 'wget', 'nc', 'ncat', 'netcat', 'cat', 'base64', 'base32'],
  ...['python', 'python3', 'perl', 'ruby', 'node', 'php', 'socat', 'openssl', 'chroot', 'nsenter', 'kubectl', 'xargs'],
];
const DIRECTORIES: readonly string[] = ['/bin/', '/usr/bin/', '/sbin/', '/usr/sbin/', '/usr/local/bin/'];
const MOST_PATTERN = 64;

/** The program that a pattern with `*`, `?` or `[…]` names; `null` when it names none of those known. */
export const commandNamed = (pattern: string): string | null => {
  if (pattern.length > MOST_PATTERN || !/[*?[]/.test(pattern)) return null;
  const name = baseName(pattern);
  // A star alone is a list of files.
  if (name.replaceAll(/[*?]/g, '') === '' && !/^\?+$/.test(name)) return null;
  const matches = matcherOf(pattern);
  for (const program of CANDIDATES) {
    if (!pattern.includes('/')) {
      if (matches(program)) return program;
      continue;
    }
    for (const directory of DIRECTORIES) if (matches(directory + program)) return directory + program;
  }
  return null;
};

/** Segment by segment, with a star that is tried from the left: the patterns are short. */
const matcherOf =
  (pattern: string) =>
  (text: string): boolean => {
    const patterns = pattern.split('/');
    const texts = text.split('/');
    return patterns.length === texts.length && patterns.every((one, index) => matchesSegment(one, texts[index] ?? ''));
  };

const matchesSegment = (pattern: string, text: string): boolean => {
  const tokens = pattern.match(/\[[^\]]{1,30}\]|./g) ?? [];
  let states = new Set([0]);
  const closed = (from: Set<number>): Set<number> => {
    for (const state of from) if (tokens[state] === '*') from.add(state + 1);
    return from;
  };
  states = closed(states);
  for (const char of text) {
    const next = new Set<number>();
    for (const state of states) {
      const token = tokens[state];
      if (token === undefined) continue;
      if (token === '*') next.add(state);
      else if (token === '?' || token === char || (token.length > 1 && inSet(token, char))) next.add(state + 1);
    }
    states = closed(next);
  }
  return states.has(tokens.length);
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
