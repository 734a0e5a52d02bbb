import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

/** Logs that say who did what, not what an application did. */
const EVENTS = /^(?:events?|ev)(?:\.events\.k8s\.io)?$/;
const AUDIT = /^(?:auditsinks?|auditpolic(?:y|ies))(?:$|[./])|audit-?(?:policy|webhook|sink)/;
const JOBS = /^(?:jobs?|cronjobs?|cj)(?:\.batch)?(?:$|[,/])/;
const ACCOUNTS = /\/(?:audit(?:\/|$|\.log|\*)|auth\.log|secure$|wtmp|btmp|lastlog|utmp|kube-apiserver)/;

/** What is overwritten is not kept small, as by a truncation: it is made unreadable. */
const OVERWRITES = /\bdd\b[^|;&]{0,200}\bif=\/dev\/(?:zero|u?random)\b/;
const SHREDS = /(?:^|[\s;|&/])(?:shred|srm|wipe)\s/;
const LOG = /^\/var\/log\/(?!.*\.(?:img|bin|tmp)$)/;

export const commandEvidenceRemoval = defineIndicator({
  id: 'command.evidence-removal',
  title: 'Removes events or audit logs',
  attack: ['T1053.007', 'T1070'],
  severity: 'high',
  why: 'Events and audit logs are what an investigation stands on.',
  falsePositives: ['Clean-up of events in clusters with a small etcd'],
  needs: ['effects'],
  kinds: ['delete', 'kube-api', 'run', 'write'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
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
      if (effect.kind === 'run' && effect.program === 'vault') {
        return (
          effect.args.includes('audit') && effect.args.includes('disable') && 'switches off the audit log of Vault'
        );
      }
      const { host } = effect.kind === 'run' ? { host: null } : effect;
      const isSpoilt =
        effect.kind === 'write' ? OVERWRITES.test(effect.shown) : effect.kind === 'delete' && SHREDS.test(effect.shown);
      if (host !== null && isSpoilt && LOG.test(host.path)) return 'overwrites logs of the node';
      return (
        ((effect.kind === 'delete' && !effect.isOld) || effect.kind === 'write') &&
        effect.host !== null &&
        (ACCOUNTS.test(effect.host.path) ||
          (effect.kind === 'delete' && effect.recursive && /^\/var\/log(?:\/\*)?$/.test(effect.host.path))) &&
        'removes audit or sign-in logs of the node'
      );
    }),
});
