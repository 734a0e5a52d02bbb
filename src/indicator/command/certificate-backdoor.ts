import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

/** The group that is above all authorization, as the organisation of a certificate. */
const MASTERS = /system:masters/;

export const commandCertificateBackdoor = defineIndicator({
  id: 'command.certificate-backdoor',
  title: 'Makes a client certificate of system:masters',
  attack: ['T1053.007', 'T1098', 'T1649'],
  severity: 'high',
  why: 'A client certificate cannot be withdrawn. One of system:masters is above every rule until it ends.',
  falsePositives: ['Set-up of a control plane by hand'],
  needs: ['effects'],
  evaluate: ({ effects }) =>
    fromEffects(
      effects,
      (effect) =>
        effect.kind === 'run' &&
        /^(?:openssl|cfssl|step|easyrsa|certtool)$/.test(effect.program) &&
        effect.args.some((arg) => MASTERS.test(arg)) &&
        'makes a client certificate of the group system:masters',
    ),
});
