import assert from 'node:assert/strict';
import { test } from 'node:test';
import { QUEUE_CLIENTS } from './queues.ts';
import { effectsOfText } from './testing.ts';

const runsTaken = (script: string): boolean =>
  effectsOfText(script).some((effect) => effect.kind === 'execute' && effect.what === 'downloaded');

/** A call of each client that takes something from a server. */
const CALLS: Record<string, (host: string) => string> = {
  'redis-cli': (host) => `redis-cli -u rediss://:pw@${host}:6380 LPOP tasks`,
  'valkey-cli': (host) => `valkey-cli -h ${host} GETDEL task`,
  mosquitto_sub: (host) => `mosquitto_sub -h ${host} -t tasks -C 1`,
  kcat: (host) => `kcat -b ${host}:9092 -C -t tasks -c 1`,
  kafkacat: (host) => `kafkacat -Cb ${host}:9092 -t tasks -e`,
  'kafka-console-consumer': (host) => `kafka-console-consumer --bootstrap-server=${host}:9092 --topic t`,
  'kafka-console-consumer.sh': (host) => `kafka-console-consumer.sh --bootstrap-server ${host}:9092 --topic t`,
  'amqp-get': (host) => `amqp-get --url=amqps://u:pw@${host} -q tasks`,
  'amqp-consume': (host) => `amqp-consume -u amqps://u:pw@${host} -q tasks -c 1 cat`,
  rabbitmqadmin: (host) => `rabbitmqadmin -H ${host} get queue=tasks`,
  nats: (host) => `nats -s tls://${host}:4222 sub tasks --count 1`,
  psql: (host) => `psql -At "postgresql://u:pw@${host}/q" -c "delete from t returning c"`,
  mysql: (host) => `mysql -h ${host} -BNe "select c from t limit 1"`,
  mariadb: (host) => `mariadb --host=${host} -BNe "select c from t limit 1"`,
  mongo: (host) => `mongo mongodb://${host}/q --eval 'db.t.findOne().c'`,
  mongosh: (host) => `mongosh "mongodb+srv://u:pw@${host}/q" --eval 'db.t.findOneAndDelete({}).c'`,
};
const OUTSIDE = 'tasks.example.org';
for (const program of QUEUE_CLIENTS.keys()) {
  const call = CALLS[program];
  if (call === undefined) throw new Error(`no call of ${program}`);
  test(`${program} takes what a shell runs`, () => assert.ok(runsTaken(`bash -c "$(${call(OUTSIDE)})"`)));
  test(`${program} takes lines of which each runs`, () =>
    assert.ok(runsTaken(`${call(OUTSIDE)} | while read -r c; do eval "$c"; done`)));
  test(`${program} takes data`, () => assert.ok(!runsTaken(`v=$(${call(OUTSIDE)}); work --on "$v"`)));
  test(`${program} takes it from the cluster`, () =>
    assert.ok(!runsTaken(`bash -c "$(${call('queue.jobs.svc.cluster.local')})"`)));
}

for (const [situation, script] of [
  ['a server that a variable names', `export PGHOST=${OUTSIDE}; psql -Atc 'select c from t' | sh`],
  ['commands that a consumer hands to a shell', `amqp-consume -u amqps://${OUTSIDE} -q t bash -s`],
] as const) {
  test(`runs what it takes: ${situation}`, () => assert.ok(runsTaken(script)));
}
for (const [situation, script] of [
  ['what is put into a queue', `redis-cli -h ${OUTSIDE} RPUSH t a | sh`],
  ['a database that a cloud keeps', 'mysql -h a.b.eu-west-1.rds.amazonaws.com -BNe "select c from t" | sh'],
  ['a consumer with a program of its own', `amqp-consume -u amqps://${OUTSIDE} -q t /app/worker`],
  ['no server', 'redis-cli LPOP t | sh'],
] as const) {
  test(`runs nothing of a stranger: ${situation}`, () => assert.ok(!runsTaken(script)));
}
