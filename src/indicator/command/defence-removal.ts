import type { Effect, KubeApi, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { quoted } from '../quote.ts';
import { stopsInCloud } from './cloud-watch.ts';
import { GUARDING, LIMITS, looksFirst, takesEachOfAll } from './each-of-all.ts';
import { isAuditRule, startedServices, stopsOnNode, unguards } from './node-guards.ts';

/** Words in names of what watches or guards a cluster. */
export const GUARDS: readonly string[] = [
  ...['falco', 'tetragon', 'kubearmor', 'tracee', 'sysdig', 'gatekeeper', 'kyverno', 'neuvector', 'kubewarden'],
  ...['falcon-sensor', 'twistlock', 'defender', 'aqua-enforcer', 'stackrox', 'wazuh', 'osquery', 'guardduty'],
  ...['auditsink', 'audit-policy', 'audit-webhook'],
];

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

/** Objects of which each guards a part of the cluster. */
const GUARD =
  /^(?:networkpolic(?:y|ies)|netpol|(?:validating|mutating)webhookconfigurations?|podsecuritypolic(?:y|ies)|psp|(?:validating|mutating)admissionpolic(?:y|ies)|validatingadmissionpolicybindings?|clusterpolic(?:y|ies)(?:\.kyverno\.io)?|cpol|constrainttemplates?(?:\.templates\.gatekeeper\.sh)?|(?:cilium|globalnetwork|ciliumclusterwide)\w{0,20}polic(?:y|ies)(?:\.[\w.]{1,60})?)$/;

/** Several kinds may stand in one word. */
const kindsOf = ({ resources }: KubeApi): readonly string[] => resources.flatMap((one) => one.split(',', 20));

/** Programs that choose lines of a list, and how each is told what to leave out. */
const CHOOSERS = /^(?:[ef]?grep|[gmn]?awk|sed|jq|yq)$/;
const LEAVES_OUT = /^-[a-zA-Z]*v|^--invert-match$|!\s{0,2}\/|!~|!=|\|\s{0,4}not\b|\/d\s{0,2};?$/;
/** The guard whose objects a list of all namespaces is searched for. */
const searchedFor = (effects: readonly Effect[]): string | undefined => {
  if (!effects.some((one) => one.kind === 'kube-api' && one.verb === 'get' && one.everywhere)) return undefined;
  for (const one of effects) {
    if (one.kind !== 'run' || !CHOOSERS.test(one.program)) continue;
    const args = one.args.filter((arg) => arg.length < 400);
    if (args.some((arg) => LEAVES_OUT.test(arg))) continue;
    const words = args.map((arg) => arg.toLowerCase().replaceAll(/[[\]]/g, ''));
    const found = GUARDS.find((guard) => words.some((word) => word.includes(guard)));
    if (found !== undefined) return found;
  }
  return undefined;
};
const RUNS_IT = /^(?:ds|daemonsets?|deploy|deployments?|sts|statefulsets?|po|pods?)(?:[./]|$)/;

/** What policies have found, which their own jobs clear away. */
const REPORTS = /reports?(?:$|[./])|^updaterequests/;

const opensNamespace = ({ verb, resources, manifest }: KubeApi): boolean =>
  (verb === 'patch' || verb === 'replace') &&
  resources[0] === 'namespaces' &&
  manifest !== null &&
  /pod-security\.kubernetes\.io\/enforce["']?\s{0,4}:\s{0,4}(?:"privileged"|null)/.test(manifest);

const COLLECTOR = /fluent|logging|log-(?:agent|collector|shipper|router)|logstash/;
const MOST_OUTPUTS = 50;
/** A configuration of a collector of logs whose every output leads nowhere. */
const silencesLogs = ({ verb, resources, namespace, manifest }: KubeApi): boolean => {
  if (manifest === null || !/^(?:patch|replace|apply)$/.test(verb) || !/\bnull\b/.test(manifest)) return false;
  if (
    ![namespace ?? '', ...resources, /"?\bname"?:\s{0,4}"?([\w.-]{1,100})/.exec(manifest)?.[1] ?? ''].some((one) =>
      COLLECTOR.test(one),
    )
  )
    return false;
  const text = manifest.replaceAll('\\n', '\n');
  const outputs = [
    ...[...text.matchAll(/\[OUTPUT\]([^[]{0,4000})/gi)].map(
      ([, body = '']) => /^\s{0,40}name\s{1,20}(\S{1,40})/im.exec(body)?.[1],
    ),
    ...[...text.matchAll(/<match\b[^>]{0,200}>([^<]{0,4000})/gi)].map(
      ([, body = '']) => /@type\s{1,20}(\S{1,40})/.exec(body)?.[1],
    ),
  ].slice(0, MOST_OUTPUTS);
  return outputs.length > 0 && outputs.every((one) => one?.toLowerCase() === 'null');
};

export const commandDefenceRemoval = defineIndicator({
  id: 'command.defence-removal',
  title: 'Removes what watches or guards the cluster',
  attack: ['T1053.007', 'T1685'],
  severity: 'high',
  why: 'Nobody stops the alarm from a scheduled job but who is about to set it off.',
  falsePositives: ['Upgrade hooks of a security tool that run outside of its own namespace'],
  needs: ['effects', 'workload'],
  kinds: ['code', 'delete', 'kube-api', 'run', 'write'],
  evaluate: ({ effects, workload }) => {
    const started = startedServices(effects);
    const each = takesEachOfAll(effects, GUARDING);
    const chooses = effects.some(looksFirst);
    const searched = searchedFor(effects);
    return fromEffects(effects, (effect) => {
      const what = each.get(effect);
      if (what !== undefined)
        return what === LIMITS ? 'takes the limits for pods off each namespace' : `deletes each ${what} that there is`;
      if (effect.kind === 'run') {
        if (opensEveryNamespace(effect)) return 'takes the limits for pods off every namespace';
        return (effect.onHost !== null && stopsOnNode(effect, started)) || stopsInCloud(effect);
      }
      if (effect.kind === 'write') return unguards(effect);
      if (effect.kind === 'delete') {
        const { host } = effect;
        const isRule = host !== null && !host.readOnly && isAuditRule(host.path);
        return isRule && 'removes the rules of the audit of the node';
      }
      if (effect.kind !== 'kube-api') return null;
      if (effect.isEach && !chooses) {
        if (opensNamespace(effect)) return 'takes the limits for pods off each namespace';
        const guard = effect.verb === 'delete' ? kindsOf(effect).find((one) => GUARD.test(one)) : undefined;
        if (guard !== undefined) return `deletes each of the ${quoted(guard)} that there are`;
      }
      if (
        searched !== undefined &&
        (effect.verb === 'delete' || (effect.verb === 'scale' && effect.isStopped)) &&
        effect.namespace?.startsWith('$') === true &&
        effect.resources.some((one) => RUNS_IT.test(one))
      )
        return `stops or deletes whatever is named like ${quoted(searched)}, in every namespace`;
      if (silencesLogs(effect)) return 'makes a collector of logs send them nowhere';
      if (!REMOVES.has(effect.verb)) return null;
      if (effect.verb === 'delete' && (effect.all || effect.everywhere) && effect.selector === null) {
        const guard = kindsOf(effect).find((one) => GUARD.test(one));
        if (guard !== undefined) return `deletes every ${quoted(guard)}`;
      }
      if (effect.verb !== 'delete' && !effect.isStopped && !starves(effect)) return null;
      if (effect.resources.some((one) => REPORTS.test(one))) return null;
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
