import { setTimeout as sleep } from 'node:timers/promises';
import type { Play } from '../../src/prove/played.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { messageOf } from '../cluster/failure.ts';
import type { PersonName } from '../cluster/people.ts';
import type { Answer, Ask, Client } from '../cluster/request.ts';
import { openCounter } from './counter.ts';

/** How an act is meant to end. A recording in which acts ended otherwise is not kept. */
export type Meant = 'done' | 'forbidden' | 'refused';

/** One act of a recording, as its manifest keeps it. */
export interface Step {
  readonly at: string;
  readonly as: PersonName;
  readonly did: string;
  readonly meant: Meant;
  /** Exit code of kubectl or HTTP status. */
  readonly answer: number | null;
}

/** Which events of a recording tell a story: its lines from the first one up to the last one, which is not among them. */
export interface StorySlice {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

export interface Surprise {
  readonly step: Step;
  readonly says: string;
}

/** What scenarios act through: everything done is written down, with what came of it. */
export interface Stage {
  readonly cluster: Cluster;
  readonly steps: readonly Step[];
  readonly surprises: readonly Surprise[];
  /** How often each background asker has asked. */
  readonly polls: ReadonlyMap<string, number>;
  /** Runs of atomic tests, for the manifest. */
  readonly runs: Play[];
  /** Stories that were played, for the manifest. */
  readonly stories: StorySlice[];
  /** Writes down an act that was done by other means. */
  tell(as: PersonName, did: string, isAsMeant: boolean, says: string): void;
  kubectl(as: PersonName, args: string, input?: unknown, meant?: Meant): Promise<string>;
  ask(as: PersonName, ask: Ask, meant?: Meant): Promise<Answer>;
  /** Asks again and again until the stage is closed; what is asked is counted and not judged. */
  poll(name: string, everyMs: number, once: () => Promise<unknown>): void;
  client(as: PersonName, userAgent: string): Client;
  /** Events that the server has logged so far. */
  events(): number;
  close(): Promise<void>;
}

export const openStage = (cluster: Cluster, say: (text: string) => void): Stage => {
  const steps: Step[] = [];
  const surprises: Surprise[] = [];
  const polls = new Map<string, number>();
  const clients: Client[] = [];
  const own = new Map<PersonName, Client>();
  const loops: Promise<void>[] = [];
  const log = openCounter(cluster.auditLog);
  let closed = false;

  const client = (as: PersonName, userAgent?: string): Client => {
    const made = cluster.client(as, userAgent);
    clients.push(made);
    return made;
  };
  const ownClient = (as: PersonName): Client => {
    const kept = own.get(as) ?? client(as);
    own.set(as, kept);
    return kept;
  };
  const note = (step: Step, kind: Meant, says: string): void => {
    steps.push(step);
    if (kind === step.meant) return;
    surprises.push({ step, says: says.trim().slice(0, 600) });
    say(`not as meant: ${step.as}: ${step.did}: ${says.trim().slice(0, 300)}`);
  };

  return {
    cluster,
    steps,
    surprises,
    polls,
    runs: [],
    stories: [],
    tell: (as, did, isAsMeant, says) => {
      const at = new Date().toISOString();
      note({ at, as, did, meant: 'done', answer: isAsMeant ? 0 : 1 }, isAsMeant ? 'done' : 'refused', says);
    },
    client,
    kubectl: async (as, args, input, meant = 'done') => {
      const at = new Date().toISOString();
      const text = input === undefined || typeof input === 'string' ? input : JSON.stringify(input);
      const { code, output, errors } = await cluster.kubectl(as, words(args), text);
      const kind =
        code === 0 ? 'done' : /forbidden|Unauthorized|must be logged in/i.test(errors) ? 'forbidden' : 'refused';
      note({ at, as, did: `kubectl ${args}`, meant, answer: code }, kind, errors);
      return output;
    },
    ask: async (as, ask, meant = 'done') => {
      const at = new Date().toISOString();
      const answer = await ownClient(as).ask(ask);
      const { status, text } = answer;
      const kind = status < 300 ? 'done' : status === 401 || status === 403 ? 'forbidden' : 'refused';
      note({ at, as, did: `${ask.method ?? 'GET'} ${ask.path}`, meant, answer: status }, kind, text);
      return answer;
    },
    poll: (name, everyMs, once) => {
      polls.set(name, 0);
      const loop = async (): Promise<void> => {
        while (!closed) {
          const next = performance.now() + everyMs;
          try {
            await once();
          } catch (error) {
            if (!closed) say(`${name}: ${messageOf(error)}`);
          }
          polls.set(name, (polls.get(name) ?? 0) + 1);
          await sleep(Math.max(0, next - performance.now()));
        }
      };
      loops.push(loop());
    },
    events: () => log.count(),
    close: async () => {
      closed = true;
      await Promise.all(loops);
      for (const one of clients) one.close();
      log.close();
    },
  };
};

/** Words of a command line of ours: split at blanks, with single quotes around what holds some. */
export const words = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
