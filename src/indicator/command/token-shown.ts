import { CREDENTIAL_NAME, TOKEN_FILE } from '../../command/reads.ts';
import type { Read } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';

/** Whether what is put into the log lets whoever reads it act as a service account, a node or an administrator. */
export const showsIdentity = ({ isShown, what, path }: Read): boolean =>
  isShown === true &&
  (what === 'metadata' ||
    (what === 'token' && TOKEN_FILE.test(path)) ||
    (what === 'credentials' && CREDENTIAL_NAME.test(path)));

export const commandTokenShown = defineIndicator({
  id: 'command.token-shown',
  title: 'Puts the credentials of an identity into the log of its container',
  attack: ['T1053.007', 'T1528', 'T1552.007'],
  severity: 'high',
  why: 'A program that signs in reads its token and keeps it. Whoever has it printed wants to carry it away by the log, which any reader of logs can.',
  falsePositives: ['Tutorials, and developers who look at what a token holds'],
  references: ['https://attack.mitre.org/techniques/T1528/'],
  needs: ['effects'],
  kinds: ['read'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'read' &&
        showsIdentity(effect) &&
        (effect.what === 'metadata'
          ? 'puts credentials of the instance into its log'
          : `puts what is in ${quoted(effect.path)} into its log`),
    ),
});
