import { MAIL_CLIENTS } from '../../command/fetched.ts';
import type { Effect, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { isBareAddress } from '../sources.ts';

/** Calls that send mail under the name of the account. */
const SENDS = /^send-(?:email|raw-email|templated-email|bulk-(?:email|templated-email)|custom-verification-email)$/;

const isSes = (effect: Effect): effect is Effect & Run =>
  effect.kind === 'run' && effect.program === 'aws' && effect.args.some((arg) => arg === 'ses' || arg === 'sesv2');
const sendsMail = (effect: Effect): effect is Effect & Run =>
  effect.kind === 'run' &&
  (MAIL_CLIENTS.has(effect.program) || (isSes(effect) && effect.args.some((arg) => SENDS.test(arg))));
/** A new account may write to its own addresses alone, until that is asked for. */
const liftsLimit = (effect: Effect): boolean =>
  isSes(effect) &&
  effect.args.includes('put-account-details') &&
  effect.args.some((arg) => /^--production-access-enabled(?:=true)?$/.test(arg));

export const commandMassMail = defineIndicator({
  id: 'command.mass-mail',
  title: 'Sends mail in the name of the account to a list from a stranger',
  attack: ['T1053.007', 'T1496.004', 'T1566'],
  severity: 'high',
  why: 'Keys of an account that may send mail are taken to write to people whom the account does not know, in a name that they trust.',
  falsePositives: ['Set-up of an account for mail that tries it at once'],
  references: ['https://attack.mitre.org/techniques/T1496/004/'],
  needs: ['effects'],
  kinds: ['download', 'run'],
  evaluate: ({ effects }) => {
    if (!effects.some(sendsMail)) return [];
    const isLifted = effects.some(liftsLimit);
    const isBare = effects.some((effect) => effect.kind === 'download' && effect.urls.some(isBareAddress));
    return fromEffects(effects, (effect) => {
      if (!sendsMail(effect)) return null;
      if (isBare && effect.fetched !== undefined) return 'sends mail to a list that a bare address gave';
      return isLifted && isSes(effect) && 'lifts the limit on mail of the account and sends';
    });
  },
});
