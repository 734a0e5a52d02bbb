import { plain } from '../lib/inert.ts';
import { objectAt, textAt } from '../model/json.ts';
import { kubectlOf } from './kubectl.ts';
import { EVIDENCE, type SetName, type Step } from './model.ts';
import { fillText } from './places.ts';
import type { Plan, PlannedStep } from './plan.ts';
import { dryRunOf, type PlannedRequest, requestFor } from './request.ts';
import { parseResourcePath } from './resource.ts';
import { setFunction } from './script-sets.ts';
import { jsonText, quote } from './shell.ts';
import { lookupFor, type Member, type Seen } from './subject.ts';

export interface ScriptOptions {
  readonly seen: Seen;
  readonly known: Readonly<Partial<Record<SetName, readonly Member[]>>>;
  readonly context: string | null;
  readonly clusterUid: string | null;
}

/**
 * The plan as a bash script for kubectl, to be read and then run by hand. As it is it saves evidence and tries each change
 * on the server; `APPLY=yes` makes the reversible ones of the phases in `PHASES`, `IRREVERSIBLE=yes` the others too. Whatever an attacker named is
 * one quoted word, and stays data.
 */
export const scriptOf = (plan: Plan, options: ScriptOptions): string => {
  const { subject } = plan;
  const sets = new Set<SetName>([
    'jobs',
    ...plan.steps.flatMap(({ step }) => (step.on === undefined ? [] : [step.on])),
  ]);
  return [
    '#!/usr/bin/env bash',
    comment(`Response to finding ${plan.finding.id} (${plan.finding.severity}): ${plan.finding.title}`),
    comment(
      `Playbook ${plan.playbook.id} ${plan.playbook.version}, plan ${plan.hash.slice(0, 12)}. Read it before you run it.`,
    ),
    '# As it is, it saves evidence and tries each change on the server without effect.',
    '#   APPLY=yes         makes the changes that can be undone',
    '#   PHASES="contain"  in these phases: contain revoke block eradicate; contain alone if not said',
    '#   IRREVERSIBLE=yes  also those that cannot be undone, with APPLY=yes and their phase',
    `#   WAIVE="logs"      gives up evidence that cannot be saved, by name: ${EVIDENCE.join(' ')}`,
    'set -euo pipefail',
    'umask 077',
    `CONTEXT=${options.context === null ? asked('CONTEXT', 'name the context of the kubeconfig') : quote(options.context)}`,
    `CLUSTER_UID=${options.clusterUid === null ? asked('CLUSTER_UID', 'uid of the namespace kube-system of the cluster that is meant') : quote(options.clusterUid)}`,
    `object_namespace=${quote(subject.namespace ?? '')}`,
    `object_name=${quote(subject.name ?? '')}`,
    `expected_uid=${subject.uid === null ? asked('OBJECT_UID', 'the log did not tell the uid of the object; look it up and give it') : quote(subject.uid)}`,
    `evidence="\${EVIDENCE:-cronwarden-${subject.case}.evidence}"`,
    HELPERS,
    `object_uid="$(k get ${subject.resource}.v1.batch -n "$object_namespace" -o 'jsonpath={.metadata.uid}' -- "$object_name")"`,
    `[ "$object_uid" = "$expected_uid" ] || fail "the object was replaced since the finding: its uid is $object_uid"`,
    '',
    ...[...sets].flatMap((set) => [
      `${functionOf(set)}() {`,
      `  ${setFunction(set, subject, options.known[set] ?? [])}`,
      '}',
    ]),
    '',
    ...plan.steps.flatMap((planned) => [...stepText(planned, plan, options), '']),
    `printf '%s\\n' 'SHA-256 of the evidence:'`,
    `(cd -- "$evidence" && sha256sum -- * | tee SHA256SUMS)`,
    '',
  ].join('\n');
};

const HELPERS = `
k() { kubectl --context "$CONTEXT" "$@"; }
fail() { printf 'stopped: %s\\n' "$1" >&2; exit 1; }
say() { printf '%s\\n' "$1" >&2; }
# The text with the places of the member that is worked on.
filled() {
  local text="$1"
  text="\${text//'{target.namespace}'/"$t_namespace"}"
  text="\${text//'{target.name}'/"$t_name"}"
  text="\${text//'{target.uid}'/"$t_uid"}"
  text="\${text//'{target.resourceVersion}'/"$t_version"}"
  text="\${text//'{target.container}'/"$t_container"}"
  printf '%s' "$text"
}
# Reads uid and version again; another uid is another object.
current() {
  local resource="$1" found
  if [ -n "$t_namespace" ]; then found="$(k get "$resource" -n "$t_namespace" -o 'jsonpath={.metadata.uid}|{.metadata.resourceVersion}' -- "$t_name")"
  else found="$(k get "$resource" -o 'jsonpath={.metadata.uid}|{.metadata.resourceVersion}' -- "$t_name")"; fi
  [ -z "$t_uid" ] || [ "\${found%%|*}" = "$t_uid" ] || fail "$resource $t_name was replaced in between"
  t_uid="\${found%%|*}"
  t_version="\${found##*|}"
}
# mine CASE RESOURCE NAMESPACE NAME: whether this case created it before, so that the script can be run again.
mine() {
  local found
  if [ -n "$3" ]; then found="$(k get "$2" -n "$3" --ignore-not-found -o 'jsonpath={.metadata.annotations.cronwarden\\.io/case}' -- "$4")"
  else found="$(k get "$2" --ignore-not-found -o 'jsonpath={.metadata.annotations.cronwarden\\.io/case}' -- "$4")"; fi
  [ "$found" = "$1" ] || return 1
  say '  it is there already'
}
# save FILE EVIDENCE COMMAND…: what cannot be saved is noted, and holds back what destroys it.
lost=' '
save() {
  local file="$1" kinds="$2"
  shift 2
  if "$@" > "$evidence/$file.partial"; then mv -- "$evidence/$file.partial" "$evidence/$file"; say "  saved $file"
  else rm -f -- "$evidence/$file.partial"; say "  NOT saved: $file"; lost="$lost$kinds "; fi
}
# destroys EVIDENCE…: stops where it was not saved and not given up.
destroys() {
  local one
  for one in "$@"; do
    case "$lost" in *" $one "*) case " \${WAIVE:-} " in *" $one "*) ;; *) fail "this destroys $one, which is not all saved; WAIVE=\\"$one\\" gives it up" ;; esac ;; esac
  done
}
may() {
  [ "\${APPLY:-no}" = yes ] || { say '  tried on the server only; APPLY=yes does it'; return 1; }
  case " \${PHASES:-contain} " in *" $2 "*) ;; *) say "  tried on the server only; PHASES=$2 does it"; return 1 ;; esac
  [ "$1" = reversible ] || [ "\${IRREVERSIBLE:-no}" = yes ] || { say '  cannot be undone; IRREVERSIBLE=yes does it'; return 1; }
}
t_name='' t_namespace='' t_uid='' t_version='' t_container=''
mkdir -p -- "$evidence"
[ "$(k get namespace kube-system -o 'jsonpath={.metadata.uid}')" = "$CLUSTER_UID" ] || fail "context $CONTEXT is not the cluster that is meant"`;

/** A variable that whoever runs the script has to give. */
const asked = (name: string, says: string): string => `"\${${name}:?${says}}"`;
const functionOf = (set: SetName): string => `each_${set.replaceAll('-', '_')}`;
const comment = (text: string): string => `# ${plain(text)}`;

const stepText = (planned: PlannedStep, plan: Plan, options: ScriptOptions): readonly string[] => {
  const { step, onlyIf, early, manual } = planned;
  const lookup = lookupFor(plan.subject, options.seen, null);
  const head = [
    comment(
      `${step.phase}: ${step.id} (${manual === null ? step.effect : 'by hand'})${(step.destroys ?? []).length > 0 ? `; destroys ${step.destroys?.join(', ')}` : ''}`,
    ),
    ...(onlyIf.length === 0
      ? []
      : [
          comment(
            `Only if ${onlyIf.map(({ circumstance, is }) => `${circumstance}: ${is}`).join(', ')}; look before you run it.`,
          ),
        ]),
    ...(early === null ? [] : [comment(`Before its turn, because ${early}.`)]),
    `say ${quote(`${step.phase}: ${step.title}`)}`,
  ];
  const byHand = (text: string): readonly string[] => [...head, `say ${quote(`  by hand: ${text}`)}`];
  if (step.manual !== undefined) return byHand(fillText(step.manual, lookup));
  if (step.request === undefined) return head;
  if (step.on === 'token-secrets') {
    return byHand(
      `from the list above, delete those of the service account ${plan.subject.serviceAccount} (kubectl describe shows whose a Secret is, and not its value)`,
    );
  }
  if (step.request.body === '{target.recreated}') {
    return byHand(
      `create the service account ${plan.subject.serviceAccount} again, with labels and annotations of the saved file and without its uid, if nothing made it already`,
    );
  }
  const request = requestFor(step.request, lookup, null);
  const lines = request.method === 'GET' ? readLines(step, request) : writeLines(step, request, plan.subject.case);
  if (step.on === undefined) return [...head, ...lines];
  return [
    ...head,
    `members="$(${functionOf(step.on)}${step.mayBeAbsent === true ? ' || true' : ''})"`,
    `while IFS='|' read -r t_name t_namespace t_uid t_version t_container; do`,
    `  [ -n "$t_name" ] || continue`,
    ...lines.map((line) => `  ${line}`),
    `done <<<"$members"`,
  ];
};

/** A word of a command; what depends on the member is filled when its turn comes. */
const word = (text: string): string => (text.includes('{target.') ? `"$(filled ${quote(text)})"` : quote(text));

const readLines = (step: Step, request: PlannedRequest): readonly string[] => {
  const command = ['k', ...kubectlOf(request).words.map(word)].join(' ');
  const parsed = parseResourcePath(request.path);
  const ending = parsed?.subresource === 'log' ? 'log' : request.accept.includes('Partial') ? 'txt' : 'json';
  const file =
    step.on === undefined || step.on === 'object'
      ? quote(`${step.id}.${ending}`)
      : `"${step.id}.$t_name\${t_container:+.$t_container}.${ending}"`;
  const kinds = quote((step.saves ?? []).join(' '));
  if (step.expect !== undefined) {
    return [
      comment(`Expected: ${'match' in step.expect ? jsonText(step.expect.match) : 'no Job that was not there before'}`),
      command,
    ];
  }
  return [`save ${file} ${kinds} ${command}`];
};

const writeLines = (step: Step, request: PlannedRequest, caseId: string): readonly string[] => {
  const parsed = parseResourcePath(request.path);
  const resource =
    parsed === undefined || parsed.group === ''
      ? (parsed?.resource ?? '')
      : `${parsed.resource}.${parsed.version}.${parsed.group}`;
  const command = (dryRun: boolean): string => {
    const raw = request.method !== 'PATCH';
    const { words, input } = kubectlOf(dryRun && raw ? dryRunOf(request) : request);
    const all = dryRun && !raw ? [...words.slice(0, 2), '--dry-run=server', ...words.slice(2)] : words;
    const line = ['k', ...all.map(word)].join(' ');
    return input === null ? line : `printf %s ${word(input)} | ${line}`;
  };
  const destroyed = (step.destroys ?? []).filter(
    (one) => !(step.waives ?? []).some(({ evidence, when }) => when === undefined && evidence.includes(one)),
  );
  const lines = [
    ...(request.method === 'POST' ? [] : [`current ${quote(resource)}`]),
    `${command(true)} > /dev/null`,
    `if may ${step.effect} ${step.phase}; then`,
    ...(destroyed.length === 0 ? [] : [`  destroys ${destroyed.join(' ')}`]),
    `  ${command(false)}`,
    'fi',
  ];
  const name = request.method === 'POST' ? textAt(objectAt(request.body, 'metadata'), 'name') : null;
  if (name === null) return lines;
  const place = [resource, parsed?.namespace === null ? '' : decodeURIComponent(parsed?.namespace ?? ''), name]
    .map(word)
    .join(' ');
  return [`if ! mine ${quote(caseId)} ${place}; then`, ...lines.map((line) => `  ${line}`), 'fi'];
};
