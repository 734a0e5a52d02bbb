import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { kubectlLine, kubectlOf } from './kubectl.ts';
import type { Plan, PlannedStep } from './plan.ts';
import { jsonText } from './shell.ts';

/** The namespace of URLs, RFC 9562. */
const URL_NAMESPACE = hexToBytes('6ba7b8119dad11d180b400c04fd430c8');

/** An id of CACAO's shape that is the same for the same plan and part: a name-based UUID, version 5. */
const idOf = (type: string, plan: Plan, part: string): string => {
  const name = `urn:cronwarden:plan:${plan.hash}/${type}/${part}`;
  const bytes = sha1(new Uint8Array([...URL_NAMESPACE, ...utf8ToBytes(name)])).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytesToHex(bytes);
  return `${type}--${[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')}`;
};

const UNKNOWN_TIME = '1970-01-01T00:00:00.000Z';

/**
 * The plan as an OASIS CACAO Security Playbook 2.0: a chain of actions from start to end. What may turn out not to be
 * needed stays in the chain and says so in its description.
 * https://docs.oasis-open.org/cacao/security-playbooks/v2.0/security-playbooks-v2.0.html
 */
export const cacaoOf = (plan: Plan): Readonly<Record<string, unknown>> => {
  const id = (type: string, part: string): string => idOf(type, plan, part);
  const created = plan.finding.firstSeen === null ? UNKNOWN_TIME : new Date(plan.finding.firstSeen).toISOString();
  const chain = [id('start', ''), ...plan.steps.map(({ step }) => id('action', step.id)), id('end', '')];
  const [server, person] = [id('http-api', 'server'), id('individual', 'responder')];
  const actions = plan.steps.map((planned, at) => [
    chain[at + 1] ?? '',
    actionOf(planned, chain[at + 2] ?? '', planned.requests.length === 0 ? person : server),
  ]);
  return {
    type: 'playbook',
    spec_version: 'cacao-2.0',
    id: id('playbook', ''),
    name: `${plan.playbook.title}: ${plan.subject.kind} ${plan.subject.namespace ?? '?'}/${plan.subject.name ?? '?'}`,
    description: `${plan.finding.title}. Made from the playbook ${plan.playbook.id} ${plan.playbook.version} for finding ${plan.finding.id}.`,
    playbook_types: ['investigation', 'mitigation', 'remediation'],
    created_by: id('identity', 'cronwarden'),
    created,
    modified: created,
    labels: ['kubernetes', 'T1053.007'],
    workflow_start: chain[0],
    workflow: Object.fromEntries([
      [chain[0], { type: 'start', on_completion: chain[1] }],
      ...actions,
      [chain.at(-1), { type: 'end' }],
    ]),
    agent_definitions: {
      [server]: {
        type: 'http-api',
        name: `API server of ${plan.subject.cluster}`,
        address: { url: ['https://kubernetes.default.svc'] },
      },
      [person]: { type: 'individual', name: 'Responder' },
    },
  };
};

const actionOf = (planned: PlannedStep, next: string, agent: string): Readonly<Record<string, unknown>> => {
  const { step, requests, manual, onlyIf, early, givesUp } = planned;
  const notes = [
    step.why,
    `Phase: ${step.phase}. Effect: ${step.effect}.`,
    step.on === undefined || step.on === 'object' ? undefined : `Once for each of: ${step.on}.`,
    onlyIf.length === 0
      ? undefined
      : `Only if ${onlyIf.map(({ circumstance, is }) => `${circumstance} is ${is}`).join(' and ')}.`,
    early === null ? undefined : `Before its turn, because ${early}.`,
    (step.destroys ?? []).length === 0 ? undefined : `Destroys: ${step.destroys?.join(', ')}.`,
    ...givesUp.map(({ evidence, because }) => `Gives up ${evidence.join(', ')}: ${because}.`),
    step.effect === 'none' ? undefined : `Undo: ${planned.undo}.`,
  ];
  return {
    type: 'action',
    name: step.title,
    description: notes.filter((one) => one !== undefined).join(' '),
    on_completion: next,
    agent,
    commands:
      manual === null
        ? requests.map((request) => ({
            type: 'http-api',
            command: `${request.method} ${request.path} HTTP/1.1`,
            headers: {
              accept: [request.accept],
              ...(request.contentType === null ? {} : { 'content-type': [request.contentType] }),
            },
            ...(request.body === null ? {} : { content: jsonText(request.body) }),
            description: kubectlLine(kubectlOf(request)),
          }))
        : [{ type: 'manual', command: manual }],
  };
};
