import type { Delete, Effect, HostPlace, Run, Write } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { isHistoryFile } from '../evasion/history-off.ts';
import { clearsLog } from './journals.ts';
import { isUploadedBefore } from './uploads.ts';

/** Logs that say who did what, not what an application did. */
const EVENTS = /^(?:events?|ev)(?:\.events\.k8s\.io)?$/;
const AUDIT = /^(?:auditsinks?|auditpolic(?:y|ies))(?:$|[./])|audit-?(?:policy|webhook|sink)/;
const JOBS = /^(?:jobs?|cronjobs?|cj)(?:\.batch)?(?:$|[,/])/;
const ACCOUNTS = /^(?!\/etc\/).*\/(?:audit(?:\/|$|\.log|\*)|auth\.log|secure$|wtmp|btmp|lastlog|utmp|kube-apiserver)/;

/** Whether a path of the node is one of those. */
export const isAccountLog = (host: HostPlace | null): boolean => host !== null && ACCOUNTS.test(host.path);

/** What is overwritten is not kept small, as by a truncation: it is made unreadable. */
const OVERWRITES = /\bdd\b[^|;&]{0,200}\bif=\/dev\/(?:zero|u?random)\b/;
const SHREDS = /(?:^|[\s;|&/])(?:shred|srm|wipe)\s/;
const LOG = /^\/var\/log\/(?!.*\.(?:img|bin|tmp)$)/;

/** What the system itself is writing: rotated ones have another ending. */
const SYSTEM_LOG =
  /^\/var\/log\/(?:syslog|messages|secure|security|cron|maillog|(?:auth|kern|cron|mail|daemon|user|boot|ufw|yum|dnf|dpkg|sudo)\.log|faillog|tallylog)$/;
/** All that the journal has kept. */
const JOURNAL = /^\/(?:var|run)\/log\/journal(?:\/\*{0,2}){0,2}$/;

/** `truncate` keeps what it is told to keep. */
const KEEPS_SOME = /\btruncate\b(?!.{0,200}(?:-s\s{0,4}0|--size[=\s]{1,4}0)\b)/;
const COPIES: ReadonlySet<string> = new Set(['cp', 'mv', 'gzip', 'xz', 'zstd', 'tar', 'savelog', 'logrotate']);

/** Whether nothing of a file is left. What is appended has text. */
const empties = (effect: Effect & (Delete | Write)): boolean =>
  effect.kind === 'delete'
    ? !effect.isOld && !KEEPS_SOME.test(effect.shown)
    : effect.text.trim() === '' && !effect.shown.includes('>>');

/** What somebody copied before they emptied it was rotated. */
const isKept = (effect: Effect & (Delete | Write), runs: readonly Run[]): boolean =>
  runs.some(({ program, args }) => COPIES.has(program) && args.slice(0, -1).includes(effect.path));

/** What of a node tells what happened on it, as the rest of a sentence; `null` where it is another file, or where it is kept. */
const emptied = (effect: Effect & (Delete | Write), runs: readonly Run[]): string | null => {
  const { host } = effect;
  if (host === null || host.readOnly) return null;
  if (isHistoryFile(host.path)) return 'empties the history of a shell of the node';
  if (!(SYSTEM_LOG.test(host.path) || JOURNAL.test(host.path)) || !empties(effect)) return null;
  return isKept(effect, runs) ? null : 'removes logs of the node';
};

/** Indices of a search engine in which logs are kept. */
const LOG_INDEX =
  /\/[^/\s?]{0,200}(?:audit|filebeat|auditbeat|winlogbeat|logstash|fluentd?|\blogs?\b|security|k8s|kube)[^/\s?]{0,200}\/_delete_by_query\b/i;
/** Chooses by a person, an address or an object, where clean-up chooses by age. */
const BY_WHO =
  /"(?:match|match_phrase|term|terms|query_string|wildcard|prefix)"\s{0,4}:[^}]{0,200}(?:user|source_?ip|src|client|remote|pod|namespace|host|actor|principal|verb|message)/i;

const takesEntries = ({ program, args }: Run): boolean =>
  program === 'curl' &&
  args.some((arg) => arg.length < 2000 && LOG_INDEX.test(arg)) &&
  args.some((arg) => arg.length < 8000 && BY_WHO.test(arg));

export const commandEvidenceRemoval = defineIndicator({
  id: 'command.evidence-removal',
  title: 'Removes events or audit logs',
  attack: ['T1053.007', 'T1070'],
  severity: 'high',
  why: 'Events and audit logs are what an investigation stands on.',
  falsePositives: ['Clean-up of events in clusters with a small etcd'],
  needs: ['effects'],
  kinds: ['delete', 'kube-api', 'run', 'write'],
  evaluate: ({ effects }) => {
    const runs = effects.filter((effect) => effect.kind === 'run');
    return fromEffects(effects, (effect) => {
      if (effect.kind === 'kube-api') {
        if (effect.verb !== 'delete') return null;
        if (effect.resources.some((resource) => EVENTS.test(resource))) return 'deletes events of the cluster';
        if (effect.resources.some((resource) => AUDIT.test(resource))) return 'deletes settings of the audit';
        return (
          (effect.everywhere || effect.namespace === 'kube-system') &&
          effect.selector === null &&
          effect.resources.some((resource) => JOBS.test(resource)) &&
          'deletes jobs of the cluster with all that they tell'
        );
      }
      if (effect.kind === 'run' && takesEntries(effect)) return 'deletes entries of a log by who is in them';
      if (effect.kind === 'run' && effect.program === 'vault') {
        return (
          effect.args.includes('audit') && effect.args.includes('disable') && 'switches off the audit log of Vault'
        );
      }
      if (effect.kind === 'run') {
        return effect.onHost !== null && clearsLog(effect) && 'empties what the node has recorded';
      }
      if (effect.kind !== 'delete' && effect.kind !== 'write') return null;
      const { host } = effect;
      const isSpoilt =
        effect.kind === 'write' ? OVERWRITES.test(effect.shown) : effect.kind === 'delete' && SHREDS.test(effect.shown);
      if (host !== null && isSpoilt && LOG.test(host.path)) return 'overwrites logs of the node';
      return ((effect.kind === 'delete' && !effect.isOld) || effect.kind === 'write') &&
        effect.host !== null &&
        ((isAccountLog(effect.host) && !isUploadedBefore(effect, effects)) ||
          (effect.kind === 'delete' && effect.recursive && /^\/var\/log(?:\/\*)?$/.test(effect.host.path)))
        ? 'removes audit or sign-in logs of the node'
        : emptied(effect, runs);
    });
  },
});
