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
import type { Caller, CallHit } from '../model/call.ts';
import { atLeast, type Finding } from '../model/finding.ts';
import type { Input } from '../source/source.ts';
import type { CallerSearch } from './call-finder.ts';
import type { Extract } from './extract.ts';
import { isAgain } from './search.ts';

/** Users who are looked for, of the gravest findings first, and findings that are told of them. */
const MOST_USERS = 32;
const MOST_FINDINGS = 500;
/** Bytes of records that name one user: about a hundred thousand requests. */
export const MOST_BYTES = 128 * 1024 * 1024;
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
  readonly mostBytes?: number;
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
 * once more, and of them decodes only what names one of these users. A stream cannot be read again, and is said. Who gives
 * himself a name that stands in every line ends the search for himself alone; that is said too.
 *
 * Depends on nothing but the order of records; where a name stands in too many of them also on where parts begin.
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
  const most = options.mostBytes ?? MOST_BYTES;
  const bytes = callers.map(() => 0);
  const seen = new Set<string>();

  const take = ({ callers: named, bytes: size, calls }: CallHit): void => {
    for (const caller of named) {
      bytes[caller] = (bytes[caller] ?? 0) + size;
      if ((bytes[caller] ?? 0) > most) search.ended[caller] = 1;
    }
    for (const call of calls) {
      const username = callers[call.caller]?.username;
      if (username === undefined || search.ended[call.caller] !== 0) continue;
      if (call.request !== null) {
        // Two stages of one request, and one record in two files.
        if (seen.has(call.request)) continue;
        if (seen.size < MOST_REQUESTS) seen.add(call.request);
      }
      for (const { suspect, tally } of tallies) {
        const cluster = call.cluster ?? options.cluster ?? 'unknown';
        if (cluster === suspect.finding.cluster && usernamesOf(suspect).includes(username)) tally.add(call, username);
      }
    }
  };

  if (callers.length > 0) {
    for (const input of files) {
      for await (const { calls = [] } of options.read(input, search)) for (const hit of calls) take(hit);
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
