import type { Effect } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

/** The group that is above all authorization, as the organisation of a certificate. */
const MASTERS = /system:masters/;
const MAKERS = /^(?:openssl|cfssl|step|easyrsa|certtool|kubeadm)$/;
const MAKES = /^(?:req|ca|gencert|genkey|selfsign|sign|certificate|--generate-[a-z-]{1,40})$/;

const names = ({ args }: { readonly args: readonly string[] }): boolean => args.some((arg) => MASTERS.test(arg));
/** A configuration that is written, or handed over through a pipe. */
const tells = (effect: Effect): boolean =>
  effect.kind === 'write'
    ? MASTERS.test(effect.text)
    : effect.kind === 'run' && /^(?:echo|printf)$/.test(effect.program) && names(effect);

export const commandCertificateBackdoor = defineIndicator({
  id: 'command.certificate-backdoor',
  title: 'Makes a client certificate of system:masters',
  attack: ['T1053.007', 'T1098', 'T1649'],
  severity: 'high',
  why: 'A client certificate cannot be withdrawn. One of system:masters is above every rule until it ends.',
  falsePositives: ['Set-up of a control plane by hand'],
  needs: ['effects'],
  kinds: ['run', 'write'],
  evaluate: ({ effects }) => {
    const isMade = effects.some(
      (effect) => effect.kind === 'run' && MAKERS.test(effect.program) && effect.args.some((arg) => MAKES.test(arg)),
    );
    return fromEffects(
      effects,
      (effect) =>
        ((effect.kind === 'run' && MAKERS.test(effect.program) && names(effect)) || (isMade && tells(effect))) &&
        'makes a client certificate of the group system:masters',
    );
  },
});
