import { isInterpreter } from '../../command/programs.ts';
import { baseName } from '../../lib/path.ts';
import type { Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

/** Programs that try names and passwords until one fits. */
const GUESSERS: ReadonlySet<string> = new Set([
  ...['hydra', 'medusa', 'ncrack', 'patator', 'crowbar', 'brutespray', 'kerbrute', 'crackmapexec', 'nxc', 'netexec'],
  ...['thc-hydra', 'brutus', 'sshprank', 'wpscan'],
]);
/** How each takes them: a list, one of them, or a file of hosts. */
const GIVEN =
  /^(?:-[lLpPuUCMbHkwx]|--(?:user|users|username|passwords?|passw|userlist|passlist|wordlist|host|file|combo)(?:=|$)|(?:user|password|host)=)/;
const HELP: ReadonlySet<string> = new Set(['-h', '--help', '-V', '--version']);

/** The program, or the script that an interpreter is given. */
const nameOf = ({ program, args }: Run): string =>
  isInterpreter(program) ? baseName(args.find((arg) => !arg.startsWith('-')) ?? '').replace(/\.\w{1,3}$/, '') : program;

export const commandPasswordGuessing = defineIndicator({
  id: 'command.password-guessing',
  title: 'Guesses passwords of other systems',
  attack: ['T1053.007', 'T1110'],
  severity: 'high',
  why: 'A job knows the password that it needs. One that tries lists of them wants in where it does not belong.',
  falsePositives: ['Tests of passwords by a security team'],
  needs: ['effects'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      if (effect.kind !== 'run') return null;
      const name = nameOf(effect);
      const guesses =
        GUESSERS.has(name) && effect.args.some((arg) => GIVEN.test(arg)) && !effect.args.every((arg) => HELP.has(arg));
      return guesses && `tries passwords with ${quoted(name)}`;
    }),
});
