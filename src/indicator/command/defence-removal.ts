import type { KubeApi, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';
import { stopsInCloud } from './cloud-watch.ts';
import { GUARDING, takesEachOfAll } from './each-of-all.ts';

/** Words in names of what watches or guards a cluster. */
export const GUARDS: readonly string[] = [
  ...['falco', 'tetragon', 'kubearmor', 'tracee', 'sysdig', 'gatekeeper', 'kyverno', 'neuvector', 'kubewarden'],
  ...['falcon-sensor', 'twistlock', 'defender', 'aqua-enforcer', 'stackrox', 'wazuh', 'osquery', 'guardduty'],
  ...['auditsink', 'audit-policy', 'audit-webhook'],
];
/** Services of a node that record or guard. */
const SERVICES =
  /^(?:auditd|falco(?:-[a-z-]+)?|falcon-sensor|firewalld|ufw|apparmor|aliyun|cloudmonitor|osqueryd|wazuh-agent|mdatp|amazon-ssm-agent)(?:\.service)?$/;
const STOPS: ReadonlySet<string> = new Set(['stop', 'disable', 'mask', 'kill']);

const stopsOnNode = ({ program, args }: Run): string | null => {
  const has = (...words: readonly string[]): boolean => words.some((word) => args.includes(word));
  switch (program) {
    case 'systemctl':
      return args.some((arg) => STOPS.has(arg)) && args.some((arg) => SERVICES.test(arg))
        ? 'stops a service that guards the node'
        : null;
    case 'service':
      return has('stop') && args.some((arg) => SERVICES.test(arg)) ? 'stops a service that guards the node' : null;
    case 'setenforce':
      return has('0', 'Permissive') ? 'switches SELinux off on the node' : null;
    case 'auditctl':
      return has('-D') || args.join(' ').includes('-e 0') ? 'switches the audit of the kernel off' : null;
    case 'iptables':
    case 'nft':
      return has('-F', '--flush', 'flush') ? 'removes the rules of the firewall of the node' : null;
    case 'ufw':
      return has('disable') ? 'switches the firewall of the node off' : null;
    default:
      return null;
  }
};

const REMOVES: ReadonlySet<string> = new Set(['delete', 'scale', 'patch', 'cordon']);

/** A patch that leaves no node for it, or no replica. */
const starves = ({ verb, manifest }: KubeApi): boolean =>
  verb === 'patch' && manifest !== null && /"?(?:nodeSelector|replicas"?\s{0,4}:\s{0,4}0)\b/.test(manifest);

/** `kubectl label ns --all pod-security.kubernetes.io/enforce=privileged`. */
const opensEveryNamespace = ({ program, args }: Run): boolean =>
  program === 'kubectl' &&
  args.includes('label') &&
  args.includes('--all') &&
  args.some((arg) => /^pod-security\.kubernetes\.io\/enforce(?:=privileged|-)$/.test(arg));

export const commandDefenceRemoval = defineIndicator({
  id: 'command.defence-removal',
  title: 'Removes what watches or guards the cluster',
  attack: ['T1053.007', 'T1685'],
  severity: 'high',
  why: 'Nobody stops the alarm from a scheduled job but who is about to set it off.',
  falsePositives: ['Upgrade hooks of a security tool that run outside of its own namespace'],
  needs: ['effects', 'workload'],
  kinds: ['kube-api', 'run'],
  evaluate: ({ effects, workload }) => {
    const each = takesEachOfAll(effects, GUARDING);
    return fromEffects(effects, (effect) => {
      const what = each.get(effect);
      if (what !== undefined) return `deletes each ${what} that there is`;
      if (effect.kind === 'run' && opensEveryNamespace(effect)) return 'takes the limits for pods off every namespace';
      if (effect.kind === 'run') return (effect.onHost !== null && stopsOnNode(effect)) || stopsInCloud(effect);
      if (effect.kind !== 'kube-api' || !REMOVES.has(effect.verb)) return null;
      if (effect.verb === 'delete' && (effect.all || effect.everywhere) && effect.selector === null) {
        const guard = effect.resources.find((one) =>
          /^(?:networkpolic(?:y|ies)|netpol|(?:validating|mutating)webhookconfigurations?|podsecuritypolic(?:y|ies)|psp)$/.test(
            one,
          ),
        );
        if (guard !== undefined) return `deletes every ${quoted(guard)}`;
      }
      if (effect.verb !== 'delete' && !effect.isStopped && !starves(effect)) return null;
      const names = [effect.namespace ?? '', ...effect.resources];
      const guard = GUARDS.find((one) => names.some((name) => name.includes(one)));
      // A tool tidies up after itself from its own namespace; what guards is taken down by who installed it.
      const isItself = effect.resources.some((one) =>
        /^(?:daemonsets?|deployments?|statefulsets?|ds|deploy|sts)(?:$|[./])/.test(one),
      );
      const isOwn = guard !== undefined && !isItself && (workload.namespace ?? '').includes(guard);
      return guard !== undefined && !isOwn && `stops or deletes ${quoted(guard)}`;
    });
  },
});
