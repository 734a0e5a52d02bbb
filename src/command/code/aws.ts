import type { Scope } from '../machine.ts';
import { literal, unknown, type Value } from '../value.ts';
import { reads } from './acts.ts';
import { plainOf } from './json.ts';
import {
  argumentOf,
  asValue,
  type CodeCall,
  type Handler,
  type Host,
  knownText,
  type ObjectThing,
  object,
  originsOf,
  type Thing,
  text,
  textOf,
  unknownThing,
} from './things.ts';

/** Words of one call that are handed on. */
const MOST_WORDS = 100;

/** `SnapshotId`, `DBSnapshotIdentifier`, `send_command` as an option or a call of the client for a shell writes it. */
const kebab = (name: string): string =>
  name
    .replaceAll('_', '-')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();

/** What an argument is as the words behind its option. */
const wordsOf = (host: Host, thing: Thing): readonly Value[] => {
  const whole = (): Value => ({ ...literal(JSON.stringify(plainOf(host, thing, 0))), origins: originsOf(thing) });
  if (thing.kind === 'dict') return [whole()];
  if (thing.kind !== 'list') return [asValue(thing)];
  const isPlain = thing.items.every((item) => item.kind === 'text' || item.kind === 'number');
  return isPlain ? thing.items.slice(0, MOST_WORDS).map(asValue) : [whole()];
};

const serviceOf = (self: ObjectThing): string => knownText(self.fields.get('service')) ?? '';

/** Runs a call of the library as the same call of the client for a shell: what that would do is known there. */
const asks = (
  host: Host,
  self: ObjectThing,
  call: string,
  named: ReadonlyMap<string, Thing>,
  given: readonly Thing[] = [],
): Thing => {
  const key = knownText(self.fields.get('key'));
  const front = key === null || key === '' ? [] : [literal(`AWS_SECRET_ACCESS_KEY=${key}`)];
  const words: Value[] = [...front, literal('aws'), literal(serviceOf(self)), literal(kebab(call))];
  words.push(...given.slice(0, 6).map(asValue));
  for (const [name, thing] of named) {
    if (words.length > MOST_WORDS) break;
    words.push(literal(`--${kebab(name)}`), ...wordsOf(host, thing));
  }
  host.spend(10);
  // What it answers goes to the program, not into the log.
  const scope: Scope = { ...host.at.scope, isTaken: true };
  const out = host.machine.runWords(words.slice(0, MOST_WORDS), { ...host.at, scope }, null);
  return textOf(unknown(out.origins));
};

/** Methods of a client of one service. */
export const awsMethod = (host: Host, self: ObjectThing, { named, args }: CodeCall, name: string): Thing => {
  if (name === 'get_paginator' || name === 'get_waiter')
    return object('aws-pages', [], [...self.fields, ['call', args[0] ?? text('')]]);
  if (!/^[a-z][a-z0-9_]{2,60}$/.test(name) || /^(?:can_paginate|close|generate_presigned_url)$/.test(name))
    return unknownThing();
  return asks(host, self, name, named, args);
};

export const awsPages = (host: Host, self: ObjectThing, { named }: CodeCall, name: string): Thing => {
  const call = knownText(self.fields.get('call'));
  return name === 'paginate' && call !== null ? asks(host, self, call, named) : unknownThing();
};

const client: Handler = (_host, call) =>
  object(
    'aws',
    [],
    [
      ['service', argumentOf(call, 0, 'service_name') ?? text('')],
      ['key', call.named.get('aws_secret_access_key') ?? text('')],
    ],
  );

/** Methods of a session: it makes clients, and gives out the credentials that it found. */
export const awsSession = (host: Host, self: ObjectThing, call: CodeCall, name: string): Thing => {
  if (name === 'client') return client(host, call);
  if (name === 'get_credentials')
    return object('aws-session', [reads(host, 'credentials', 'the credentials of a client')]);
  return self.origins.length > 0 ? self : unknownThing();
};

/** `boto3.client`, `boto3.Session`. */
export const awsCall = (path: string): Handler | undefined => {
  if (path === 'boto3.client') return client;
  return path === 'boto3.Session' || path === 'boto3.session.Session' || path === 'botocore.session.get_session'
    ? () => object('aws-session')
    : undefined;
};
