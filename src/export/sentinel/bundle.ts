import { stringify } from 'yaml';
import { findingsTemplate, rulesTemplate, workbookTemplate } from './arm.ts';
import { HUNTS } from './hunting.ts';
import { LIMITS } from './limits.ts';
import { RULES } from './rules.ts';
import { WATCHLIST, WATCHLIST_CSV, WATCHLIST_JOIN } from './watchlist.ts';
import { WORKBOOK } from './workbook.ts';

/** A file of the export: its path below the folder, with slashes, and its text. */
export interface ExportFile {
  readonly path: string;
  readonly about: string;
  readonly text: string;
}

/** Queries stand in a block of their own, line for line. */
const yaml = (value: object): string => stringify(value, { lineWidth: 0, blockQuote: 'literal' });
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const README = `# Cronwarden for Microsoft Sentinel

Deploy to the resource group of the workspace:

    az deployment group create -g GROUP --template-file rules.arm.json --parameters workspace=NAME
    az deployment group create -g GROUP --template-file findings.arm.json --parameters workspace=NAME
    az deployment group create -g GROUP --template-file workbook.arm.json --parameters workspace=NAME

Keep the rules of the table that the cluster's diagnostic setting fills (AzureDiagnostics, or AKSAudit and AKSAuditAdmin); the
others find nothing. The rule over Cronwarden_CL needs findings.arm.json first. The tables need the plan Analytics: Basic and
Auxiliary tables feed no analytics rule.

## Exceptions

Upload watchlist.csv as the watch list ${WATCHLIST}, and add this to the end of the queries that should heed it:

    ${WATCHLIST_JOIN.replaceAll('\n', '\n    ')}

## What these rules cannot do

${LIMITS.map((one) => `- ${one}`).join('\n')}
`;

/** Everything that `rules export --to sentinel` writes. */
export const sentinelFiles = (): readonly ExportFile[] => [
  { path: 'README.md', about: 'how to deploy it, and what it cannot do', text: README },
  ...RULES.map(({ file, id, name, description, severity, ...rule }) => ({
    path: `rules/${file}.yaml`,
    about: `${severity}: ${name}`,
    text: yaml({ id, name, description, severity, ...rule }),
  })),
  { path: 'rules.arm.json', about: `all ${RULES.length} rules as a template`, text: json(rulesTemplate(RULES)) },
  ...HUNTS.map(({ file, ...hunt }) => ({ path: `hunting/${file}.yaml`, about: hunt.name, text: yaml(hunt) })),
  {
    path: 'findings.arm.json',
    about: 'the table Cronwarden_CL and its data collection rule',
    text: json(findingsTemplate()),
  },
  { path: 'workbook.json', about: 'a workbook, to paste', text: json(WORKBOOK) },
  { path: 'workbook.arm.json', about: 'the workbook as a template', text: json(workbookTemplate()) },
  { path: 'watchlist.csv', about: `head of the watch list ${WATCHLIST}`, text: WATCHLIST_CSV },
];
