import {
  type CallTally,
  callerOf,
  createCallTally,
  type Suspect,
  suspectOf,
  usernamesOf,
  withCalls,
  withoutCalls,
} from '../finding/calls.ts';
import type { CallEvent, Caller } from '../model/call.ts';
import { atLeast, type Finding } from '../model/finding.ts';
import type { Input } from '../source/source.ts';
import type { CallerSearch } from './call-finder.ts';
import type { Extract } from './extract.ts';
import { isAgain } from './search.ts';

/** Users who are looked for, of the gravest findings first, and findings that are told of them. */
const MOST_USERS = 32;
const MOST_FINDINGS = 500;
/** Requests of one user that are told of. */
export const MOST_ASKED = 100_000;
/** Requests that are told apart from their repetitions in the log. */
const MOST_REQUESTS = 200_000;

export interface CallsOptions {
  readonly inputs: readonly Input[];
  /** Name of the cluster where events do not say it. */
  readonly cluster: string | undefined;
  /** Reads an input once more for the users. */
  read(input: Input, search: CallerSearch): AsyncIterable<Extract>;
  /** Whether inputs could not be read again; asked at the end. */
  failed(): boolean;
  readonly mostAsked?: number;
}

export interface ToldCalls {
  readonly findings: readonly Finding[];
  readonly warnings: readonly string[];
}

const isSuspect = ({ severity, excepted }: Finding): boolean => atLeast(severity, 'high') && excepted === undefined;

/** A finding that is given before all was read: nobody can look any more. */
export const unlooked = (finding: Finding): Finding => (isSuspect(finding) ? withoutCalls(finding) : finding);

/**
 * Tells findings of high and above what their authors and the pods of their workloads asked for besides: reads the files
 * once more, and of them decodes only what names one of these users. A stream cannot be read again, and is said. Who asks
 * more often than anybody reads is told of by what he asked first; that is said too. Who gives himself a name that stands in every
 * line has all lines decoded, once for all such names.
 *
 * Depends on nothing but the order of records.
 */
export const tellCalls = async (findings: readonly Finding[], options: CallsOptions): Promise<ToldCalls> => {
  const grave = findings.filter(isSuspect);
  if (grave.length === 0) return { findings, warnings: [] };
  const files = options.inputs.filter(isAgain);
  const isKept = files.length === options.inputs.length;
  const suspects = files.length === 0 ? [] : chosenOf(grave);
  const looked = await look(suspects, files, options);
  const told = findings.map((finding) => {
    const calls = looked.get(finding);
    const one = calls === undefined ? finding : withCalls(finding, calls);
    return isSuspect(finding) && (calls === undefined || !isKept) ? withoutCalls(one) : one;
  });
  const left = grave.length - suspects.length;
  return {
    findings: told,
    warnings:
      left > 0 && files.length > 0
        ? [
            `what the suspects of ${left} findings asked for besides was not looked for: at most ${MOST_USERS} users are, those of the gravest findings first`,
          ]
        : [],
  };
};

/** The gravest findings, as many as the users allow; those of users who are looked for anyway cost nothing more. */
const chosenOf = (grave: readonly Finding[]): readonly Suspect[] => {
  const users = new Set<string>();
  const chosen: Suspect[] = [];
  for (const finding of [...grave].sort((a, b) => b.risk - a.risk)) {
    const suspect = suspectOf(finding);
    const more = usernamesOf(suspect).filter((name) => !users.has(name));
    if (users.size + more.length > MOST_USERS || chosen.length >= MOST_FINDINGS) continue;
    for (const name of more) users.add(name);
    chosen.push(suspect);
  }
  return chosen;
};

const look = async (
  suspects: readonly Suspect[],
  files: readonly Input[],
  options: CallsOptions,
): Promise<ReadonlyMap<Finding, ReturnType<CallTally['calls']>>> => {
  const names = [...new Set(suspects.flatMap(usernamesOf))];
  const callers = names.map(callerOf).filter((caller): caller is Caller => caller !== null);
  const search: CallerSearch = { callers, ended: new Uint8Array(new SharedArrayBuffer(Math.max(1, callers.length))) };
  const tallies = suspects.map((suspect) => ({ suspect, tally: createCallTally(suspect) }));
  const most = options.mostAsked ?? MOST_ASKED;
  const asked = callers.map(() => 0);
  const seen = new Set<string>();

  const take = (call: CallEvent): void => {
    const username = callers[call.caller]?.username;
    // Threads that read ahead give what comes behind the end as well.
    if (username === undefined || search.ended[call.caller] !== 0) return;
    if (call.request !== null) {
      // Two stages of one request, and one record in two files.
      if (seen.has(call.request)) return;
      if (seen.size < MOST_REQUESTS) seen.add(call.request);
    }
    const count = (asked[call.caller] ?? 0) + 1;
    asked[call.caller] = count;
    if (count > most) {
      search.ended[call.caller] = 1;
      return;
    }
    for (const { suspect, tally } of tallies) {
      const cluster = call.cluster ?? options.cluster ?? 'unknown';
      if (cluster === suspect.finding.cluster && usernamesOf(suspect).includes(username)) tally.add(call, username);
    }
  };

  if (callers.length > 0) {
    for (const input of files) {
      for await (const { calls = [] } of options.read(input, search)) for (const call of calls) take(call);
    }
  }
  const searched = new Set(callers.filter((_, index) => search.ended[index] === 0).map(({ username }) => username));
  const isWhole = !options.failed();
  return new Map(
    tallies.map(({ suspect, tally }) => {
      const whole = isWhole && usernamesOf(suspect).every((name) => searched.has(name));
      return [suspect.finding, tally.calls(whole)];
    }),
  );
};
