import type { FindingSequence } from '../model/finding.ts';
import { accountOf } from './acts.ts';
import { byActor, grantTo, refusedOf, tokenOf } from './keys.ts';
import { besides, type Look, sequence } from './look.ts';
import { RULES } from './windows.ts';
import { actorNamed, distance, objectNamed, placeNamed, quoted } from './words.ts';

/** Rights for the account of the workload, or written by the actor. */
export const grantsOf = ({ write, ms, around }: Look): readonly FindingSequence[] => {
  const { cluster, by, serviceAccount, namespace } = write;
  const found: FindingSequence[] = [];
  const account = serviceAccount === null || namespace === null ? null : `${namespace}/${serviceAccount}`;
  const accounts = account === null ? [] : [account, `${namespace}/*`];
  const given = around(
    accounts.map((one) => grantTo(cluster, one)),
    RULES.grantToAccount,
  );
  const [first] = given;
  if (first !== undefined && account !== null) {
    const who = `${actorNamed(first.by)} gave the account of the workload, ${quoted(account)}, ${quoted(first.role ?? 'a role')}`;
    found.push(sequence(RULES.grantToAccount, `${who} ${distance(first.ms - ms)}${besides(given)}.`, given, 'proved'));
  }
  if (by === null) return found;
  const proved = new Set(given.map(({ identity }) => identity));
  const written = around([byActor('grant', cluster, by)], RULES.grantByActor).filter(
    ({ identity }) => !proved.has(identity),
  );
  const last = written.at(-1);
  if (last !== undefined) {
    const says = `${actorNamed(by)} wrote ${objectNamed(last)} ${distance(last.ms - ms)}${besides(written)}.`;
    found.push(sequence(RULES.grantByActor, says, written, 'inferred'));
  }
  return found;
};

/** Tokens of the account that wrote, and such as the actor requested. */
export const tokensOf = ({ write, ms, around }: Look): readonly FindingSequence[] => {
  const { cluster, by } = write;
  if (by === null) return [];
  const account = accountOf(by);
  const of = account === null ? [] : [tokenOf(cluster, account.namespace, account.name)];
  const requested = around([...of, byActor('token-request', cluster, by)], RULES.token);
  const last = requested.at(-1);
  if (last === undefined) return [];
  const isOwn = account !== null && last.namespace === account.namespace && last.name === account.name;
  const what = `${actorNamed(last.by)} requested a token of ${objectNamed(last)}`;
  const who = isOwn ? ', and the write came in its name' : '';
  const says = `${what} ${distance(last.ms - ms)}${besides(requested)}${who}.`;
  return [sequence(RULES.token, says, requested, isOwn ? 'proved' : 'inferred')];
};

/** Requests that name no object. */
const MANY: ReadonlySet<string> = new Set(['list', 'watch', 'deletecollection']);

/** What the actor was refused before a write that was not. */
export const refusalsOf = ({ write, ms, around }: Look): readonly FindingSequence[] => {
  const { by, cluster } = write;
  if (by === null || write.outcome === 'refused') return [];
  const before = around([refusedOf(cluster, by)], RULES.refusedBefore);
  const last = before.at(-1);
  if (last === undefined) return [];
  const ofAll = MANY.has(last.event.verb) ? `${quoted(last.kind)} of ${placeNamed(last.namespace)}` : null;
  const what = ofAll ?? objectNamed(last);
  const times = before.length === 1 ? 'was refused' : `was refused ${before.length} times, last`;
  const says = `${actorNamed(by)} ${times} ${distance(last.ms - ms)}: ${last.event.verb} ${what}.`;
  return [sequence(RULES.refusedBefore, says, before, 'inferred')];
};
