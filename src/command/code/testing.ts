import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import type { Effect } from '../../model/effect.ts';
import type { HostPathFact } from '../../model/facts.ts';
import { Pool } from '../budget.ts';
import { Evaluation } from '../evaluate.ts';
import { Files, SharedFiles } from '../files.ts';
import { Forks } from '../forks.ts';
import type { Scope } from '../machine.ts';
import { Parses } from '../parse.ts';
import { literal, type Value } from '../value.ts';
import type { Language } from './parse.ts';
import { readProgram } from './read.ts';

const SCOPE: Scope = { layers: [], hostEntry: null, source: '', from: 0, onDevice: false, shell: 'sh', depth: 0 };

const NODE: HostPathFact = {
  container: 'main',
  role: 'container',
  pointer: '/x',
  volume: 'node',
  path: '/',
  written: '/',
  mountPath: '/host',
  readOnly: false,
};

const inflate = (bytes: Uint8Array, maxOutputLength: number): Uint8Array | null => {
  for (const unpack of [gunzipSync, inflateSync, inflateRawSync]) {
    try {
      return unpack(bytes, { maxOutputLength });
    } catch {
      // The next kind.
    }
  }
  return null;
};

export interface ReadOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: Value;
}

/** What a program of one language would do, by its tree alone: without the look that knows no language. */
export const effectsIn = (
  language: Language,
  code: string,
  { environment = {}, input }: ReadOptions = {},
): readonly Effect[] => {
  const command = {
    container: 'main',
    role: 'container',
    pointer: '/x',
    carrier: 'command',
    argv: [code],
    entrypoint: null,
    shown: code.slice(0, 200),
    script: null,
  } as const;
  const variables = new Map(Object.entries(environment).map(([name, value]) => [name, literal(value)]));
  const files = new Files({ shared: new SharedFiles(), mounts: [] });
  const pod = { inflate, parses: new Parses(), pool: new Pool(), others: Pool.forOtherReadings() };
  const machine = new Evaluation(command, [NODE], files, variables, pod, new Forks());
  readProgram(machine, { scope: SCOPE, shown: '' }, code, language, input ?? null);
  return machine.effects;
};

/** Each act in a few words, for tables. */
export const actsIn = (language: Language, code: string, options: ReadOptions = {}): readonly string[] =>
  effectsIn(language, code, options).map(actOf);

export const actOf = (effect: Effect): string => {
  switch (effect.kind) {
    case 'execute':
      return `execute ${effect.what}`;
    case 'connect':
      return effect.binds === null ? `connect ${effect.to}` : `shell for ${effect.to}`;
    case 'send':
      return `send ${effect.what.what} to ${effect.to}`;
    case 'kube-api':
      return `kube ${effect.verb} ${effect.resources.join(' ')}${effect.everywhere ? ' everywhere' : ''}${effect.grants === null ? '' : ` grants ${effect.grants}`}`;
    case 'metadata-api':
      return `metadata${effect.credentials ? ' credentials' : ''}`;
    case 'run':
      return `run ${effect.words.join(' ')}`;
    case 'write':
      return `write ${effect.path}${effect.host === null ? '' : ' on the node'}`;
    case 'read':
      return `read ${effect.what}`;
    case 'download':
      return `download ${effect.urls.join(' ')}`;
    case 'delete':
      return `delete ${effect.path}${effect.recursive ? ' and below' : ''}`;
    case 'change-mode':
      return `mode of ${effect.path}`;
    case 'wait':
      return `wait ${effect.seconds}`;
    case 'decode':
      return `decode ${effect.layer}`;
    case 'unresolved':
      return `unresolved: ${effect.note}`;
    case 'escape':
      return `escape ${effect.how}`;
    default:
      return effect.kind;
  }
};

/** Acts that an ordinary program does not do. */
export const LOUD =
  /^(?:execute|shell for|send|escape|metadata credentials|kube get secrets everywhere|kube delete|kube create clusterrolebindings|unresolved)/;
