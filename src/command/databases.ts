import type { Call, Machine } from './machine.ts';
import { ROWS, takesPersons } from './persons.ts';
import { literal, unknown } from './value.ts';

/** Clients of databases, which take statements as an option, in a file or on their input. */
export const DATABASES: ReadonlySet<string> = new Set([
  ...[
    'mysql',
    'mariadb',
    'psql',
    'mongo',
    'mongosh',
    'redis-cli',
    'valkey-cli',
    'clickhouse-client',
    'cqlsh',
    'sqlcmd',
    'snowsql',
    'snow',
    'bq',
  ],
]);
const MOST_STATEMENTS = 20_000;
/** `\\copy TABLE to 'FILE'`: the client writes it. */
const COPIED = /\\copy\s[^;'\n]{1,800}?\sto\s{1,8}'?([\w./-]{1,300})'?/gi;

/** Says which statements a client of a database is given, as far as they are known. */
export const asksDatabase = (machine: Machine, call: Call): void => {
  const { program, texts, input } = call;
  if (!DATABASES.has(program)) return;
  const files = texts.flatMap((text, index) =>
    /^(?:-f|--file)$/.test(texts[index - 1] ?? '') || /\.(?:js|sql)$/.test(text)
      ? [machine.files.get(text)?.text ?? '']
      : [],
  );
  const parts = [texts.join(' '), ...files, input?.known === true ? input.text : ''];
  const text = parts.join('\n').trim().slice(0, MOST_STATEMENTS);
  machine.emit({ kind: 'code', program, text }, call);
  for (const [statement, file = ''] of [...text.matchAll(COPIED)].slice(0, 20)) {
    if (!takesPersons(statement)) continue;
    const rows = machine.emit({ kind: 'read', what: 'database', path: ROWS, host: null, program }, call);
    machine.files.set(file, unknown([rows]));
  }
  serverRuns(machine, call, text);
};

/** Runs what a statement makes the server itself start: `COPY … FROM PROGRAM '…'`, `xp_cmdshell '…'`. */
export const serverRuns = (machine: Machine, call: Pick<Call, 'program' | 'scope' | 'shown'>, text: string): void => {
  const { program } = call;
  for (const [, way = '', command = ''] of [
    ...text.matchAll(/\b(from|to)\s{1,8}program\s{1,8}'((?:[^']|''){1,4000})'/gi),
  ].slice(0, 20)) {
    const rows =
      way.toLowerCase() === 'to'
        ? unknown([machine.emit({ kind: 'read', what: 'database', path: program, host: null, program }, call)])
        : null;
    machine.runText(literal(command.replaceAll("''", "'")), onServer(call), rows);
  }
  if (!PROCEDURE.test(text)) return;
  for (const [, single, double] of [...text.matchAll(CALLED)].slice(0, 20))
    machine.runText(literal((single ?? double ?? '').replaceAll("''", "'")), onServer(call), null);
};

/** Stands among the layers of what the server of a database runs. */
export const SERVER_LAYER = 'database';
const onServer = ({ scope }: Pick<Call, 'scope'>): Call['scope'] => ({
  ...scope,
  layers: [...scope.layers, SERVER_LAYER],
});

/** Procedures by which servers start a program. */
const PROCEDURE = /\b(?:xp_cmdshell|sys_exec|sys_eval|sys_bineval)\b/i;
const CALLED =
  /\b(?:xp_cmdshell|sys_exec|sys_eval|sys_bineval)\s{0,8}\(?\s{0,8}N?(?:'((?:[^']|''){1,4000})'|"([^"]{1,4000})")/gi;
