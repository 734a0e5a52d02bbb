import { serverRuns } from '../databases.ts';
import { ROWS, takesPersons } from '../persons.ts';
import { reads } from './acts.ts';
import {
  argumentOf,
  asKind,
  asObject,
  asValue,
  type Calls,
  type CodeCall,
  dict,
  type Handler,
  type Host,
  joinedOf,
  NOTHING,
  number,
  type ObjectThing,
  object,
  type Thing,
  text,
  unknownThing,
} from './things.ts';

const MOST_STATEMENT = 8000;
/** Asks which tables or databases there are. */
const LISTS =
  /\binformation_schema\.(?:tables|columns)\b|\bpg_tables\b|\bshow\s{1,4}(?:tables|databases)\b|\bsqlite_master\b|\bsys\.tables\b|\ball_tables\b/i;
/** Every row of a table whose name is a value of the program. */
const TAKES_ANY = /\bselect\s{1,4}\*\s{1,4}from\s{1,4}["`[]{0,2}\$\(…\)/i;
/** Hashes of passwords and numbers of cards, by the names that columns and tables of those have. */
const TAKES_HASHES =
  /\bselect\b[^;]{0,400}(?:\b(?:password_hash|passwd|pwd_?hash|encrypted_password|authentication_string|card_?number|cvv)\b[^;]{0,400}\bfrom\b|\bfrom\s{1,4}(?:mysql\.user|pg_shadow|pg_authid)\b)/i;

/** Makes the server start a program. */
const STARTS = /\bprogram\s{1,8}'|\b(?:xp_cmdshell|sys_exec|sys_eval)\b/i;

/** Statements of a database: what comes out is a dump where it is every table, one after the other, or who signs in how. */
export const databaseMethod = (host: Host, self: ObjectThing, call: CodeCall, name: string): Thing => {
  if (name === 'cursor' || name === 'connect' || name === 'begin' || name === '__enter__') return self;
  if (/^fetch/.test(name) && call.args.every(({ kind }) => kind === 'number')) return unknownThing(self.origins);
  if (!/^(?:execute|query|fetch|fetchall|read_sql)$/.test(name)) return unknownThing(self.origins);
  const { text: statement } = asValue(call.args[0] ?? text(''));
  if (statement.length > MOST_STATEMENT) return self;
  if (STARTS.test(statement)) serverRuns(host.machine, { program: 'database', ...host.at }, statement);
  if (LISTS.test(statement)) self.fields.set('\0lists', number(1));
  const isDump = self.fields.has('\0lists') && TAKES_ANY.test(statement);
  const taken = isDump || TAKES_HASHES.test(statement) ? '' : takesPersons(statement) ? ROWS : null;
  self.origins = taken === null ? [] : [reads(host, 'database', taken)];
  const then = call.args.at(-1);
  if (then?.kind === 'function') host.call(then, [NOTHING, unknownThing(self.origins)]);
  return self;
};

/** What is known of a server of documents, by whatever part of it a program holds. */
const STATE = '\0state';
const mongo: Handler = () => object('mongo', [], [[STATE, dict()]]);
const DOCUMENTS = /^(?:find|find_raw_batches|aggregate_raw_batches)$/;
const ASKS_PARTS =
  /^(?:list_(?:database_names|databases|collection_names|collections)|listCollections|listDatabases|collections)$/;
const TAKES_PART = /^(?:db|collection|get_database|get_default_database|get_collection)$/;

/** A database of the server, or a collection of one. */
export const mongoPart = (self: ObjectThing): ObjectThing => object('mongo', [], [...self.fields]);
export const MONGO_METHODS =
  /^(?:list_\w{1,30}|find\w{0,20}|aggregate\w{0,20}|count\w{0,20}|insert_\w{1,10}|update_\w{1,10}|replace_one|delete_\w{1,10}|drop\w{0,12}|get_\w{1,20}|command|close|distinct|rename|db|collection|listCollections|listDatabases|collections|admin|connect|toArray|create_\w{1,12}|bulk_write|watch|__\w{1,10}__)$/;

/** Documents: what comes out is a dump where it is every one of each collection that there is. */
export const mongoMethod = (host: Host, self: ObjectThing, call: CodeCall, name: string): Thing => {
  const state = asKind(self.fields.get(STATE), 'dict')?.entries;
  if (name === '__enter__' || name === 'connect' || name === 'admin') return self;
  if (TAKES_PART.test(name)) return mongoPart(self);
  if (ASKS_PARTS.test(name)) state?.set('lists', number(1));
  if (!DOCUMENTS.test(name) || state?.has('lists') !== true) return unknownThing();
  const [filter] = call.args;
  const isAll = filter === undefined || (filter.kind === 'dict' && filter.entries.size === 0);
  return unknownThing(isAll ? [reads(host, 'database', '')] : []);
};

const database: Handler = () => object('database');

/** Commands of Redis that write files, empty it or give it another master: text, whoever sends them. */
const TELLING = /\bconfig\b[^;]{0,100}\b(?:dir|dbfilename)\b|\bflush(?:all|db)\b|\bslaveof\b|\breplicaof\b|\bmodule\b/i;

/** Says which commands a program gives a store of keys, by a client or over a plain connection. */
export const tellsStore = (host: Host, said: string): void => {
  if (said.length > MOST_STATEMENT || !TELLING.test(said)) return;
  // The protocol writes the length of each word in front of it.
  const plain = said.replaceAll(/\s{0,4}[$*]\d{1,6}\r?\n/g, ' ');
  host.emit({ kind: 'code', program: 'redis-cli', text: plain });
};

export const redisMethod = (host: Host, self: ObjectThing, call: CodeCall, name: string): Thing => {
  if (name === 'pipeline' || name === 'multi' || name === '__enter__') return self;
  const words = name === 'execute_command' || name === 'call' ? [] : [text(name.replaceAll('_', ' '))];
  const said = [...words, ...call.args].flatMap((one) => [one, text(' ')]);
  const at = asValue(self.fields.get('host') ?? text('')).text;
  tellsStore(host, `${at === '' ? '' : `-h ${at} `}${joinedOf(said).text}`);
  return unknownThing(self.origins);
};

const redis: Handler = (_host, call) => object('redis', [], [['host', argumentOf(call, 0, 'host') ?? text('')]]);

export const DATABASES: Calls = [
  ...[
    ...['pymysql', 'psycopg2', 'psycopg', 'mysql.connector', 'MySQLdb', 'asyncpg', 'pymssql', 'oracledb', 'pyodbc'].map(
      (module) => `${module}.connect`,
    ),
    'sqlalchemy.create_engine',
  ].map((name) => [name, database] as const),
  ...['redis.Redis', 'redis.StrictRedis', 'redis.from_url', 'redis.Redis.from_url'].map(
    (name) => [name, redis] as const,
  ),
  ...['pymongo.MongoClient', 'motor.motor_asyncio.AsyncIOMotorClient'].map((name) => [name, mongo] as const),
  ...['pandas.read_sql', 'pandas.read_sql_query'].map(
    (name) =>
      [
        name,
        ((host, call) => {
          const of = asObject(argumentOf(call, 1, 'con'), 'database');
          return of === undefined ? NOTHING : databaseMethod(host, of, call, 'read_sql');
        }) satisfies Handler,
      ] as const,
  ),
];

/** The same of the libraries of Node.js. */
export const NODE_DATABASES: Calls = [
  ...['pg.Client', 'pg.Pool', 'better-sqlite3', 'postgres'].map((name) => [name, database] as const),
  ...['mysql', 'mysql2', 'mysql2/promise', 'mariadb'].flatMap((module) =>
    ['createConnection', 'createPool'].map((name) => [`${module}.${name}`, database] as const),
  ),
  ...['mongodb.MongoClient', 'mongodb.MongoClient.connect'].map((name) => [name, mongo] as const),
];
