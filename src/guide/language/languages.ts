import { CLOUD_LOGGING } from './cloud-logging.ts';
import { ESQL } from './esql.ts';
import { INSIGHTS } from './insights.ts';
import { JQ } from './jq.ts';
import { AKS, KQL } from './kql.ts';
import type { Language, LanguageId } from './language.ts';
import { LOGQL } from './logql.ts';
import { SPL } from './spl.ts';

/** Every language that searches are written in. */
export const LANGUAGES: readonly Language[] = [KQL, AKS, INSIGHTS, CLOUD_LOGGING, ESQL, SPL, LOGQL, JQ];

/** The languages of the store that an event of this envelope came from; raw events may lie in any. */
export const languagesFor = (envelope: string | null): readonly LanguageId[] =>
  envelope === null ? ['jq'] : (BY_ENVELOPE.get(envelope) ?? ['jq']);

const BY_ENVELOPE: ReadonlyMap<string, readonly LanguageId[]> = new Map<string, readonly LanguageId[]>([
  ['azure-diagnostics', ['kql']],
  ['azure-resource-log', ['kql', 'aks']],
  ['aks-audit', ['aks']],
  ['cloudwatch', ['insights']],
  ['gke', ['gcp']],
  ['elastic', ['esql']],
]);
