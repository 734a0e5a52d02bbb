import { REACHED_IN_PART, UNREACHED } from './lift.ts';

/** What the queries cannot do in Sentinel that Cronwarden does, a sentence each. */
export const LIMITS: readonly string[] = [
  'Nested decoding: a command in base64, gzip or hex is seen as decoded text that runs, not for what it says. What is harmless inside is found as well.',
  'Effects: commands are matched as text. Words put together from variables, quotes or substitutions, and scripts from ConfigMaps, Secrets and annotations, are not followed.',
  'Lineage: what the object came from and what became of it (Jobs, pods, their API calls) is not joined.',
  'Patches: a JSON Patch or a patch without the object in the answer is searched as text for commands; privileges that it adds are not seen.',
  'Memory: no rule knows what the object was before, so that an update of a known privileged object is found again, and a swapped image is not told from a new one.',
  'Baseline: no rule knows who usually writes what; a first-time author is a hunting query.',
  'Rights: service accounts are not looked up, so that one with power over the cluster is not told from any other.',
  'Context: agents that are known to need the node (log shippers, backups) are found like anything else with that power. Use the watch list.',
  'Images: no distance of names, so that a misspelt publisher is not found; registries are not told known from unknown.',
  'Impersonation is not in AKSAudit and AKSAuditAdmin; only the rules over AzureDiagnostics see it.',
  'Fields that do not parse in AKSAudit: a body that was cut arrives as text and is reported by the unread rule; what was in it is not searched there.',
  'Severity critical does not exist in Sentinel: it becomes High.',
  `Kinds that are not looked into: ${UNREACHED.join(', ')}.`,
  `Kinds of which only one of several places is looked into: ${REACHED_IN_PART.join(', ')}.`,
  'Subresources other than ephemeralcontainers are not looked at (exec, attach and the like).',
  'Delay: rows that come in more than an hour after the event are in no run.',
];
