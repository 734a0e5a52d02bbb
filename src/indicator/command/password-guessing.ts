import { isShell } from '../../command/programs.ts';
import type { Effect, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';
import { isNamesake } from './namesakes.ts';
import { startedBy } from './started.ts';

/** Programs that try names and passwords until one fits. */
const GUESSERS: ReadonlySet<string> = new Set([
  ...['hydra', 'medusa', 'ncrack', 'patator', 'crowbar', 'brutespray', 'kerbrute', 'crackmapexec', 'nxc', 'netexec'],
  ...['thc-hydra', 'brutus', 'sshprank', 'wpscan'],
]);
/** How each takes them: a list, one of them, or a file of hosts. */
const GIVEN =
  /^(?:-[lLpPuUCMbHkwx]|--(?:user|users|username|passwords?|passw|userlist|passlist|wordlist|host|file|combo)(?:=|$)|(?:user|password|host)=)/;
const HELP: ReadonlySet<string> = new Set(['-h', '--help', '-V', '--version']);

/** Those of them that no interpreter runs: a script of such a name is another program. */
const COMPILED: ReadonlySet<string> = new Set(['hydra', 'medusa', 'ncrack', 'kerbrute', 'thc-hydra', 'brutus']);

/** A part of a line: `$(echo $line | cut -d: -f2)`, in either way of writing it. */
const PART = /(?:\$\(|`)\s{0,4}(?:echo|printf %s)\s{1,4}["']?\$\{?(\w{1,40})\}?["']?\s{0,4}\|[^)`]{1,80}[)`]/g;

/** Password and name are parts of one line, as a loop through a list gives them. */
const triesPairs = ({ words, shown }: Effect & Run): boolean => {
  if (!words.some((word) => word === 'sshpass' || word.endsWith('/sshpass'))) return false;
  const lines = [...shown.matchAll(PART)].map(([, line]) => line);
  return new Set(lines).size < lines.length;
};

/** A loop through words, or through lines of one word each; and that word as the password. */
const LOOP =
  /\bfor\s{1,4}(\w{1,40})\s{1,4}in\s{1,4}[^;\n]{1,200}[;\n]|\bread\s{1,4}(?:-r\s{1,4})?(\w{1,40})\s{0,4}(?:<[^;\n]{1,200})?[;\n]/g;
const PASSWORD = /\bsshpass\s{1,4}-p\s{0,4}["']?\$\{?(\w{1,40})/g;
const MOST_TEXT = 4000;

/** One password of a list after the other. Whoever goes through hosts has one for all, or one beside each. */
const triesEach = ({ program, args }: Run): boolean =>
  isShell(program) &&
  args.some((text) => {
    if (text.length > MOST_TEXT || !text.includes('sshpass')) return false;
    const given = new Set([...text.matchAll(PASSWORD)].map(([, name]) => name));
    return [...text.matchAll(LOOP)].some(([, word, line]) => given.has(word ?? line));
  });

export const commandPasswordGuessing = defineIndicator({
  id: 'command.password-guessing',
  title: 'Guesses passwords of other systems',
  attack: ['T1053.007', 'T1110'],
  severity: 'high',
  why: 'A job knows the password that it needs. One that tries lists of them wants in where it does not belong.',
  falsePositives: ['Tests of passwords by a security team'],
  needs: ['effects'],
  kinds: ['run'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind !== 'run') return null;
      if (triesPairs(effect) || triesEach(effect)) return 'tries names and passwords of a list with "sshpass"';
      const { name, args, isScript } = startedBy(effect);
      const guesses =
        GUESSERS.has(name) &&
        !(isScript && COMPILED.has(name)) &&
        !isNamesake(effect) &&
        args.some((arg) => GIVEN.test(arg)) &&
        !args.every((arg) => HELP.has(arg));
      return guesses && `tries passwords with ${quoted(name)}`;
    }),
});
