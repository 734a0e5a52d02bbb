import { KUBE_CLIENTS } from '../../command/kube.ts';
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

/**
 * A certificate to sign in with, as a person or as a node; those of servers, which a webhook makes for itself, have another
 * signer. The oldest one signs whatever it is asked for.
 */
const CLIENT = /kubernetes\.io\/(?:kube-apiserver-client(?:-kubelet)?|legacy-unknown)\b/;

const approves = (effect: Effect): boolean =>
  effect.kind === 'run'
    ? KUBE_CLIENTS.has(effect.program) && effect.args.includes('certificate') && effect.args.includes('approve')
    : effect.kind === 'kube-api' && effect.verb !== 'get' && effect.resources.some((one) => APPROVAL.test(one));
const APPROVAL = /^(?:certificatesigningrequest)?approvals?$/;
/** The object that it hands over, or the file that it writes for it. */
const asksForClient = (effect: Effect): boolean =>
  effect.kind === 'kube-api'
    ? effect.manifest !== null && CLIENT.test(effect.manifest)
    : effect.kind === 'write' && CLIENT.test(effect.text);

export const commandCertificateBackdoor = defineIndicator({
  id: 'command.certificate-backdoor',
  title: 'Makes a client certificate of system:masters, or one that it approves itself',
  attack: ['T1053.007', 'T1098', 'T1649'],
  severity: 'high',
  why: 'A client certificate cannot be withdrawn. One of system:masters is above every rule until it ends.',
  falsePositives: ['Set-up of a control plane by hand'],
  needs: ['effects'],
  kinds: ['kube-api', 'run', 'write'],
  evaluate: ({ effects }) => {
    const isMade = effects.some(
      (effect) => effect.kind === 'run' && MAKERS.test(effect.program) && effect.args.some((arg) => MAKES.test(arg)),
    );
    const isApproved = effects.some(approves);
    return fromEffects(
      effects,
      (effect) =>
        (isApproved && asksForClient(effect) && 'asks for a client certificate of the cluster and approves it') ||
        (((effect.kind === 'run' && MAKERS.test(effect.program) && names(effect)) || (isMade && tells(effect))) &&
          'makes a client certificate of the group system:masters'),
    );
  },
});
