import { isObject } from '../model/json.ts';
import { CIRCUMSTANCES, type Circumstance, type Evidence, PHASES, type Playbook, type Step } from './model.ts';
import { inOrder } from './order.ts';
import { isPlace, placesIn, textsOf } from './places.ts';
import { parseResourcePath } from './resource.ts';

/** A fault with the place in the playbook that it is about. */
export interface Located {
  readonly at: readonly (string | number)[];
  readonly says: string;
}

/**
 * What the shape of a playbook cannot say: names that are no step, cycles, an effect that does not fit the request, and
 * above all an order in which evidence is destroyed before it is saved, in any circumstances. Empty when all is well.
 */
export const checkPlaybook = (playbook: Playbook): readonly Located[] => {
  const named = [...twice(playbook.steps), ...strangers(playbook.steps), ...playbook.steps.flatMap(stepFaults)];
  if (named.length > 0) return named;
  return orderFaults(playbook.steps);
};

const twice = (steps: readonly Step[]): readonly Located[] =>
  steps.flatMap(({ id }, index) => {
    const first = steps.findIndex((one) => one.id === id);
    return first < index ? [{ at: ['steps', index, 'id'], says: `a step "${id}" is there already` }] : [];
  });

const strangers = (steps: readonly Step[]): readonly Located[] =>
  steps.flatMap(({ after = [] }, index) =>
    after.flatMap((id, nth) =>
      steps.some((one) => one.id === id)
        ? []
        : [{ at: ['steps', index, 'after', nth], says: `"${id}" is no step of this playbook` }],
    ),
  );

const stepFaults = (step: Step, index: number): readonly Located[] => {
  const fault = (says: string, ...at: readonly (string | number)[]): Located => ({ at: ['steps', index, ...at], says });
  const faults: Located[] = [];
  const { request, effect } = step;
  for (const text of [...textsOf(request?.path), ...textsOf(request?.body), step.manual ?? '']) {
    for (const name of placesIn(text)) {
      if (!isPlace(name))
        faults.push(fault(`{${name}} is no place that can be filled`, request ? 'request' : 'manual'));
      else if (name.startsWith('target.') && step.on === undefined)
        faults.push(fault(`{${name}} needs "on", the set whose members are worked on`, 'request'));
    }
  }
  if (step.expect !== undefined && request?.method !== 'GET') faults.push(fault('"expect" is for a GET', 'expect'));
  if (step.keep !== undefined && request?.method !== 'GET') faults.push(fault('"keep" is for a GET of a list', 'keep'));
  if (request === undefined) {
    if (effect !== 'none') faults.push(fault('a step by hand has the effect none: nothing here does it', 'effect'));
    if (step.destroys !== undefined) faults.push(fault('a step by hand destroys nothing by itself', 'destroys'));
    return faults;
  }
  const path = parseResourcePath(request.path);
  if (path === undefined) return [...faults, fault('is no path of a resource', 'request', 'path')];
  const wanted = {
    GET: ['none'],
    POST: ['reversible', 'irreversible'],
    PATCH: ['reversible', 'irreversible'],
    DELETE: ['irreversible'],
  }[request.method];
  if (!wanted.includes(effect))
    faults.push(fault(`a ${request.method} has the effect ${wanted.join(' or ')}`, 'effect'));
  if (request.method !== 'GET' && step.saves !== undefined)
    faults.push(fault('only what reads can save evidence', 'saves'));
  if (request.method === 'POST' && path.name !== null)
    faults.push(fault('a POST goes to a collection', 'request', 'path'));
  if ((request.method === 'PATCH' || request.method === 'DELETE') && (path.name === null || step.on === undefined))
    faults.push(fault(`a ${request.method} needs "on" and the path of one object`, 'request', 'path'));
  if (request.method === 'DELETE' && !propagates(request.body))
    faults.push(fault('a DELETE says propagationPolicy: Foreground, Background or Orphan', 'request', 'body'));
  if ((request.method === 'PATCH' || request.method === 'POST') && request.body === undefined)
    faults.push(fault(`a ${request.method} needs a body`, 'request'));
  // The server would send values of Secrets, which are never collected.
  if (path.resource === 'secrets' && request.metadataOnly !== true)
    faults.push(fault('a request for Secrets says metadataOnly: true', 'request'));
  return faults;
};

const propagates = (body: unknown): boolean =>
  isObject(body) && ['Foreground', 'Background', 'Orphan'].some((one) => one === body.propagationPolicy);

/** Circumstances that change the order or waive evidence; each set of them gives an order to check. */
const turning = (steps: readonly Step[]): readonly Circumstance[] =>
  CIRCUMSTANCES.filter((one) =>
    steps.some(({ early, waives = [] }) => early?.when.includes(one) || waives.some(({ when }) => when?.includes(one))),
  );

/** More would make too many orders; a playbook that turns on so much is better written as several. */
const MOST_TURNING = 6;

const orderFaults = (steps: readonly Step[]): readonly Located[] => {
  const turns = turning(steps);
  if (turns.length > MOST_TURNING)
    return [{ at: ['steps'], says: `"early" and "waives" turn on more than ${MOST_TURNING} circumstances` }];
  for (let bits = 0; bits < 2 ** turns.length; bits += 1) {
    const holds = (one: Circumstance): boolean => turns.indexOf(one) >= 0 && (bits & (1 << turns.indexOf(one))) !== 0;
    const faults = faultsOfOrder(steps, holds, turns);
    if (faults.length > 0) return faults;
  }
  return [];
};

const faultsOfOrder = (
  steps: readonly Step[],
  holds: (one: Circumstance) => boolean,
  turns: readonly Circumstance[],
): readonly Located[] => {
  const indexOf = (id: string | undefined): number => steps.findIndex((step) => step.id === id);
  const ordered = inOrder(steps, holds);
  if (!ordered.ok) {
    return [{ at: ['steps', indexOf(ordered.cycle[0]), 'after'], says: `a cycle: ${ordered.cycle.join(' → ')}` }];
  }
  const given = turns.filter(holds);
  const where = given.length === 0 ? '' : ` (when it is: ${given.join(', ')})`;
  const faults: Located[] = [];
  for (const [position, step] of ordered.steps.entries()) {
    const before = ordered.steps.slice(0, position);
    const late = before.find(
      (one) => PHASES.indexOf(one.phase) > PHASES.indexOf(step.phase) && !one.early?.when.some(holds),
    );
    if (late !== undefined) {
      faults.push({
        at: ['steps', indexOf(late.id), 'phase'],
        says: `"${late.id}" (${late.phase}) would be done before "${step.id}" (${step.phase})${where}; say why with "early"`,
      });
    }
    for (const [nth, evidence] of (step.destroys ?? []).entries()) {
      if (isWaived(step, evidence, holds) || before.some((one) => savesFor(one, step, evidence))) continue;
      faults.push({
        at: ['steps', indexOf(step.id), 'destroys', nth],
        says: `"${step.id}" destroys ${evidence}, and no step before it saves that${where}; move it behind one, or give it up with "waives"`,
      });
    }
  }
  return faults;
};

export const isWaived = (step: Step, evidence: Evidence, holds: (one: Circumstance) => boolean): boolean =>
  (step.waives ?? []).some((one) => one.evidence.includes(evidence) && (one.when ?? []).every(holds));

/** Whether a step saves the evidence in all circumstances in which the other one destroys it. */
const savesFor = (saver: Step, destroyer: Step, evidence: Evidence): boolean =>
  (saver.saves ?? []).includes(evidence) &&
  (saver.when ?? []).every((one) => destroyer.when?.includes(one)) &&
  (saver.unless ?? []).every((one) => destroyer.unless?.includes(one));
