import { isPublicAddress } from '../../command/network.ts';
import type { Effect } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { hostOf } from '../sources.ts';

/** Statements with which a server itself writes rows to storage or to an address. */
const UNLOADS =
  /\bcopy\s{1,8}into\s{1,8}@?["']?(?:s3|gcs|azure)|\bunload\s{0,8}\(|\bexport\s{1,8}data\b|\binsert\s{1,8}into\s{1,8}function\s{1,8}(?:s3|url|gcs|azureBlobStorage|hdfs)\b|\binto\s{1,8}outfile\s{1,8}s3\b|\bquery_export_to_s3\b|\bcreate\s(?:or\s{1,8}replace\s{1,8})?(?:external\s{1,8})?stage\b/i;
/** A key in the words of one of them. */
const KEY =
  /\b(?:aws_secret_key|aws_secret_access_key|secret_access_key|azure_sas_token|accountkey)\b["']?\s{0,4}(?:=\s{0,4})?["']?([\w+/=?&%-]{12,400})|\b(?:s3|gcs|azureBlobStorage)\s{0,4}\(\s{0,4}'[^']{1,300}'\s{0,4},\s{0,4}'[^']{8,200}'\s{0,4},\s{0,4}'([\w+/=-]{16,200})'/i;
const PLAIN_URL = /\bfunction\s{1,8}url\s{0,4}\(\s{0,4}'(https?:\/\/[^']{3,300})'/i;
/** What stands for a key where none does. */
const NO_KEY = /\bx{4,}|change_?me|your[-_]|minioadmin/i;

/** Clients that hand a statement to a service of a cloud. */
const CLIENTS: ReadonlySet<string> = new Set(['aws', 'snow', 'snowsql', 'bq', 'gcloud', 'databricks']);
const MOST_CHARACTERS = 20_000;

const statementOf = (effect: Effect): string =>
  effect.kind === 'code'
    ? effect.text.slice(0, MOST_CHARACTERS)
    : effect.kind === 'run' && CLIENTS.has(effect.program)
      ? effect.args.join(' ').slice(0, MOST_CHARACTERS)
      : '';

export const commandDataUnload = defineIndicator({
  id: 'command.data-unload',
  title: 'Lets a database write its rows to storage with a key of the statement',
  attack: ['T1053.007', 'T1537', 'T1567.002'],
  severity: 'high',
  why: 'A warehouse writes to storage that it was given a role for. A key in the statement is of whoever wrote it, and nothing of what leaves passes the network of the cluster.',
  falsePositives: ['Exports of before roles were set up, with an own key'],
  references: ['https://attack.mitre.org/techniques/T1537/'],
  needs: ['effects'],
  kinds: ['code', 'run'],
  evaluate: ({ effects }) =>
    fromEffects(effects, (effect) => {
      const statement = statementOf(effect);
      if (statement === '' || !UNLOADS.test(statement)) return null;
      const [, named, positional] = KEY.exec(statement) ?? [];
      const key = named ?? positional;
      if (key !== undefined && !NO_KEY.test(key))
        return 'lets a database write its rows to storage with a key of the statement';
      const url = PLAIN_URL.exec(statement)?.[1];
      return url !== undefined && isPublicAddress(hostOf(url)) && 'lets a database write its rows to a bare address';
    }),
});
