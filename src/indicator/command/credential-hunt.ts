import type { Effect, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

/** Names of files that hold keys and passwords, as a search names them. */
const NAMES =
  /(?:^|[/*])(?:\.?id_[a-z0-9*]{1,12}|\.git-credentials|\.netrc|\.npmrc|\.pypirc|\.pgpass|\.my\.cnf|\.vault-token|\.kube|kubeconfig\*?|\*?\.kubeconfig|\*?\.(?:pem|ppk|pfx|p12|jks|keystore|kdbx|ovpn)|credentials(?:\.(?:json|db|xml))?|accessTokens\.json|msal_token_cache\.json|access_tokens\.db|wp-config\.php|Login Data|logins\.json|key[34]\.db|cookies\.sqlite|\.aws|\.ssh|\.gnupg|\.docker)(?:$|[/*])/;
/** Words that stand before a secret in a file. */
const WORDS = /passw|secret|token|api[_-]?key|access[_-]?key|aws_|private[ _-]key|begin [a-z]{2,10} private/i;
/** A message as a log holds it: plain words, one of which at least names no key and nothing of one. */
const isMessage = (pattern: string): boolean =>
  /^[A-Za-z][\w' -]{2,200}$/.test(pattern) &&
  pattern.includes(' ') &&
  pattern
    .toLowerCase()
    .split(/[ _-]+/)
    .some((word) => /^[a-z]{3,}$/.test(word) && !OF_KEYS.test(word));
const OF_KEYS =
  /passw|secret|token|^(?:api|access|aws|private|public|keys?|begin|end|rsa|dsa|ecdsa|pgp|encrypted|open|(?:open)?ssh|client|user|name|the|auth|azure|gcp)$/;
/** All of a file system, or all homes. */
const WIDE =
  /^(?:\/|(?:\/(?:host\w{0,20}|node|rootfs|mnt\/\w{1,20}|proc\/1\/root))?\/(?:root|home|var|opt|etc|usr|proc|mnt|host\w*)\/?\*?|~)$/;

const EXECUTES = /^-(?:exec|ok)(?:dir)?$/;
/** Whether all that is done with what is found is to look at certificates, which hold no secret. */
const looksAtCertificates = (args: readonly string[]): boolean =>
  args.some((arg) => EXECUTES.test(arg)) &&
  args.every((arg, at) => !EXECUTES.test(arg) || (args[at + 1] === 'openssl' && args[at + 2] === 'x509'));

/** A name that stands for each of what a search found, as a whole word. */
const EACH = /^\$\{?[A-Za-z_]\w{0,60}\}?$/;
const TALKS: ReadonlySet<string> = new Set(['read', 'echo', 'printf', 'test', '[', 'basename', 'dirname', 'for']);

/** Whether a loop over what is found only looks at certificates, too. */
const looksInLoop = (effects: readonly (Effect & Run)[]): boolean => {
  const users = effects.filter(({ program, args }) => !TALKS.has(program) && args.some((arg) => EACH.test(arg)));
  return users.length > 0 && users.every(({ program, args }) => program === 'openssl' && args[0] === 'x509');
};

const hunts = ({ program, args }: Run): string | null => {
  if (program === 'find' || program === 'locate' || program === 'plocate' || program === 'fd') {
    const isWide = program === 'find' ? WIDE.test(args.find((arg) => !arg.startsWith('-')) ?? '') : true;
    const name = isWide ? args.find((arg) => NAMES.test(arg)) : undefined;
    // To take away rights is what a hardening script looks for keys for.
    return name === undefined || args.includes('chmod') || args.includes('-delete') || looksAtCertificates(args)
      ? null
      : `looks everywhere for ${quoted(name)}`;
  }
  if (program !== 'grep' && program !== 'rg' && program !== 'egrep') return null;
  const isDeep = program === 'rg' || args.some((arg) => /^-[a-zA-Z]*[rR]|^--recursive$/.test(arg));
  const words = args.filter((arg) => !arg.startsWith('-'));
  return isDeep &&
    WORDS.test(words[0] ?? '') &&
    !isMessage(words[0] ?? '') &&
    words.slice(1).some((arg) => WIDE.test(arg))
    ? `looks through everything for ${quoted(words[0] ?? '')}`
    : null;
};

export const commandCredentialHunt = defineIndicator({
  id: 'command.credential-hunt',
  title: 'Looks through a file system for keys and passwords',
  attack: ['T1053.007', 'T1552.001', 'T1552.004'],
  severity: 'medium',
  why: 'A job knows where its own key lies. Whoever searches everything for keys looks for those of others.',
  falsePositives: ['Scanners for secrets'],
  needs: ['effects'],
  kinds: ['run'],
  evaluate: ({ effects }) => {
    const says = fromEffects(effects, (effect) => effect.kind === 'run' && hunts(effect));
    const runs = says.length === 0 ? [] : effects.filter((effect) => effect.kind === 'run');
    const isForCertificates =
      says.length > 0 &&
      runs.every((effect) => hunts(effect) === null || effect.args.some((arg) => /\.(?:pem|crt|cer)$/.test(arg))) &&
      looksInLoop(runs);
    return isForCertificates ? [] : says;
  },
});
