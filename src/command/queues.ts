import type { Fetched } from './fetchers.ts';
import type { Call, Machine } from './machine.ts';
import { isOutside } from './network.ts';

/** A client of a queue or a database: how it is told the server, and which of its calls put out what lies there. */
interface QueueClient {
  /** Options behind which the server stands, in the next word or joined. */
  readonly options: RegExp;
  /** Variables that name it where no word does. */
  readonly variables: readonly string[];
  /** The words of a call that takes something. */
  readonly takes: RegExp;
}

const SUBSCRIBES = /(?:)/;
const REDIS: QueueClient = {
  options: /^(?:-h|-u|--uri)$/,
  variables: ['REDISCLI_URI'],
  takes:
    /(?:^|\s)(?:b?[lr]pop|[bl]?move|b?rpoplpush|lindex|lrange|get|getdel|getex|mget|hget|hgetall|hvals|spop|smembers|srandmember|zpop(?:min|max)|bzpop(?:min|max)|zrange|xread|xreadgroup|xrange|p?subscribe)(?:\s|$)/i,
};
const SQL = /\bselect\b|\breturning\b/i;
const MYSQL: QueueClient = { options: /^(?:-h|--host)$/, variables: ['MYSQL_HOST'], takes: SQL };
const MONGO: QueueClient = { options: /^--host$/, variables: [], takes: /\bfind(?:One\w{0,20})?\s{0,4}\(/ };
const KAFKA: QueueClient = { options: /^--bootstrap-server$/, variables: [], takes: SUBSCRIBES };
const AMQP: QueueClient = { options: /^(?:-u|--url|-s|--server)$/, variables: ['AMQP_URL'], takes: SUBSCRIBES };
const KCAT: QueueClient = {
  options: /^-[a-zA-Z]{0,8}b$/,
  variables: [],
  takes: /(?:^|\s)-[a-zA-Z]{0,8}[CG][a-zA-Z]{0,8}(?:\s|$)/,
};

export const QUEUE_CLIENTS: ReadonlyMap<string, QueueClient> = new Map<string, QueueClient>([
  ['redis-cli', REDIS],
  ['valkey-cli', REDIS],
  ['mosquitto_sub', { options: /^(?:-h|--host|-L|--url)$/, variables: [], takes: SUBSCRIBES }],
  ['kcat', KCAT],
  ['kafkacat', KCAT],
  ['kafka-console-consumer', KAFKA],
  ['kafka-console-consumer.sh', KAFKA],
  ['amqp-get', AMQP],
  ['amqp-consume', AMQP],
  ['rabbitmqadmin', { options: /^(?:-H|--host)$/, variables: [], takes: /(?:^|\s)get(?:\s|$)/ }],
  [
    'nats',
    {
      options: /^(?:-s|--server)$/,
      variables: ['NATS_URL'],
      takes: /(?:^|\s)(?:sub|subscribe|req|request|kv\sget)(?:\s|$)/,
    },
  ],
  ['psql', { options: /^(?:-h|--host|-d|--dbname)$/, variables: ['PGHOST'], takes: SQL }],
  ['mysql', MYSQL],
  ['mariadb', MYSQL],
  ['mongo', MONGO],
  ['mongosh', MONGO],
]);
const MOST_WORDS = 100;
const MOST_TEXT = 8000;

/** A server in a word: `redis://:pw@host:6379/0`, `host:9092`, `host=db.example.com dbname=x`. */
const SERVER =
  /^(?:\w{1,12}(?:\+\w{1,8})?:\/\/)?(?:[^@\s/]{0,400}@)?([a-z\d][a-z\d.-]{1,253})(?::\d{1,5})?(?:[,/?]\S{0,400})?$/i;
const IN_TEXT = /(?:^|\s)host(?:addr)?=([a-z\d][a-z\d.-]{1,253})/i;
const URI = /^(?:redis|rediss|valkey|amqps?|mqtts?|nats|tls|postgres(?:ql)?|mysql|mongodb(?:\+srv)?):\/\//i;
/** Databases and queues that a cloud keeps for whoever pays for the cluster as a rule. */
const MANAGED = /\.(?:amazonaws\.com|azure\.com|windows\.net|googleapis\.com|confluent\.cloud|mongodb\.net)$/i;

const hostIn = (text: string): string | undefined => {
  const host = (IN_TEXT.exec(text) ?? SERVER.exec(text))?.[1];
  return host?.includes('.') === true && isOutside(host) && !MANAGED.test(host) ? host : undefined;
};

/**
 * What a client takes out of a queue or a database of somebody outside: whoever writes there says what it is. `null` for
 * another call, and for servers of the cluster or of its cloud.
 */
export const takenFromQueue = (machine: Machine, { program, texts, input }: Call): Fetched | null => {
  const client = QUEUE_CLIENTS.get(program);
  if (client === undefined) return null;
  const words = texts.slice(0, MOST_WORDS);
  const asked = `${words.join(' ')} ${input?.known === true ? input.text : ''}`.slice(0, MOST_TEXT);
  if (!client.takes.test(asked)) return null;
  const named = words.flatMap((text, at) => {
    if (client.options.test(words[at - 1] ?? '') || URI.test(text)) return [text];
    const [, option = '', value = ''] = /^(--[a-z-]{2,20})=(\S{1,400})$/.exec(text) ?? [];
    return client.options.test(option) ? [value] : [];
  });
  const held = client.variables.flatMap((name) => machine.variables.get(name)?.text ?? []);
  const host = (named.length > 0 ? named : held).map(hostIn).find((one) => one !== undefined);
  return host === undefined ? null : { urls: [`${program}://${host}`], files: [], tree: null, putsOut: true };
};
