import { closeSync, openSync, writeSync } from 'node:fs';
import { isOfNight, isTold, leftOut, type Shift, shiftsFrom } from './plan.ts';
import { type RecordedLine, readRecording, recordedLine } from './recorded.ts';
import { type Cut, createDictionary, type Dictionary, eachBorn, type Telling, timeText, tokenText } from './tokens.ts';

/** Other logs of the cluster that are told in between, such as those of an attack. */
export interface Inserted {
  /** Lines of an audit log. */
  readonly lines: readonly string[];
  /** When its first minute is told, in milliseconds since 1970: a whole minute, or names of runs would lie. */
  readonly at: number;
}

export interface OperationOptions {
  /** Default 21. */
  readonly days?: number;
  readonly inserted?: readonly Inserted[];
}

/** A Monday. */
export const FIRST_DAY = Date.UTC(2026, 10, 2);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A minute of the recording is an hour of the three weeks. */
const STRETCH = 60;
const BEGIN = Date.parse('2026-11-24T19:31:00Z');
/** The loop of releases and runs that the quiet hour ends with: its whole minutes. */
const LOOP = { from: Date.parse('2026-11-24T19:34:00Z'), to: Date.parse('2026-11-24T19:42:00Z') };
/** Releases and numbered runs that one telling of the loop makes. */
const RELEASES = 8;
/** Schedules are stretched like time is: what ran each minute runs each hour. */
const SCHEDULE = /(\*(?:\/\d+)?) \* \* \* \*/g;
/** A CronJob that the CI account adds in the second week: what is recorded of another one, under a name of its own. */
const ADDED = { from: 'ledger-check', name: 'refund-check', at: FIRST_DAY + 8 * 24 * HOUR + 10 * HOUR } as const;

interface Prepared {
  readonly line: RecordedLine;
  readonly cut: Cut;
}

/** A part of the recording that is told again and again. */
interface Part {
  readonly dictionary: Dictionary;
  readonly work: readonly Prepared[];
  readonly night: readonly Prepared[];
}

interface Told {
  readonly ms: number;
  readonly text: string;
}

const partOf = (lines: readonly RecordedLine[], isOld: (token: string) => boolean): Part => {
  const dictionary = createDictionary();
  const work = lines.map(
    (line): Prepared => ({
      line,
      cut: dictionary.cut(line.text.replace(SCHEDULE, '0 $1 * * *'), isOld),
    }),
  );
  return { dictionary, work, night: work.filter(({ line }) => isOfNight(line)) };
};

const tell = ({ dictionary }: Part, lines: readonly Prepared[], telling: Telling): Told[] => {
  const texts: string[] = [];
  const textOf = (id: number): string => {
    const token = dictionary.tokens[id];
    texts[id] ??= token === undefined ? '' : tokenText(token, telling);
    return texts[id];
  };
  return lines.map(({ line, cut: { pieces, tokens } }) => {
    let text = pieces[0] ?? '';
    for (let at = 0; at < tokens.length; at++) text += textOf(tokens[at] ?? 0) + (pieces[at + 1] ?? '');
    return { ms: telling.timeOf(line.ms), text };
  });
};

const TIME_OR_MINUTE = /20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z|(?<=[0-9a-z]-)(29\d{6})(?![0-9a-zA-Z])/g;

/** Lines of a log moved by whole minutes, names of runs with them; everything else stays as it is. */
export const moved = ({ lines, at }: Inserted): Told[] => {
  const recorded = lines.map(recordedLine);
  const first = Math.floor(Math.min(...recorded.map(({ ms }) => ms)) / MINUTE) * MINUTE;
  const by = at - first;
  const timeOf = (ms: number): number => ms + by;
  return recorded
    .map(({ ms, text }) => ({
      ms: timeOf(ms),
      text: text.replace(TIME_OR_MINUTE, (whole, minute: string | undefined) =>
        minute === undefined ? timeText(whole, timeOf) : String(Number(minute) + by / MINUTE),
      ),
    }))
    .sort((a, b) => a.ms - b.ms);
};

/** What is recorded of one CronJob, as that of another. */
const asAdded = (
  lines: readonly RecordedLine[],
): { readonly creation: RecordedLine[]; readonly runs: RecordedLine[] } => {
  const isCreation = ({ verb, resource, text }: RecordedLine): boolean =>
    verb === 'create' && resource === 'cronjobs' && text.includes(`"name":"${ADDED.from}"`);
  const created = lines.find(isCreation);
  const uid = /"responseObject":.*?"uid":"([^"]+)"/.exec(created?.text ?? '')?.[1] ?? '';
  const own = `${uid.slice(0, -4)}0add`;
  const renamed = (line: RecordedLine): RecordedLine => ({
    ...line,
    text: line.text.replaceAll(ADDED.from, ADDED.name).replaceAll(uid, own),
  });
  const isRun = ({ user, text }: RecordedLine): boolean =>
    user.startsWith('system:') && text.includes(`${ADDED.from}-29`);
  const asked = (line: RecordedLine): RecordedLine => ({
    ...line,
    text: line.text.replace(/(?<="auditID":")[0-9a-f]{8}/, '0add0add'),
  });
  return { creation: lines.filter(isCreation).map(renamed).map(asked), runs: lines.filter(isRun).map(renamed) };
};

/** Its lines, some thousand at a time, in the order of their times. Each ends with a newline. */
export function* threeWeeks({ days = 21, inserted = [] }: OperationOptions = {}): Generator<Buffer, void> {
  const { lines: all, steps } = readRecording('quiet-hour');
  const isLeftOut = leftOut(steps);
  const kept = all.filter((line, index) => isTold(line, index) && !isLeftOut(line));
  const before = kept.filter(({ ms }) => ms < LOOP.from);
  const looped = kept.filter(({ ms }) => ms >= LOOP.from && ms < LOOP.to);
  const old = new Set<string>();
  for (const { text } of before) eachBorn(text, (token) => old.add(token));
  const wasThere = (token: string): boolean => old.has(token);
  const added = asAdded(kept);

  const begin = partOf(before, wasThere);
  const loop = partOf(looped, wasThere);
  const extra = partOf(
    added.runs.filter(({ ms }) => ms >= LOOP.from && ms < LOOP.to),
    wasThere,
  );
  const firstTime = (ms: number): number => (shifts[0] === undefined ? ms : shifts[0].at + (ms - BEGIN) * STRETCH);
  const shifts = shiftsFrom(FIRST_DAY, days);
  const waiting = [
    ...inserted.flatMap(moved),
    ...added.creation.flatMap((line) => moved({ lines: [line.text.replace(SCHEDULE, '0 $1 * * *')], at: ADDED.at })),
  ].sort((a, b) => a.ms - b.ms);

  let releases = 0;
  for (const [number, shift] of shifts.entries()) {
    const timeOf = (ms: number): number =>
      shift.kind === 'begin' || ms < LOOP.from ? firstTime(ms) : shift.at + (ms - LOOP.from) * STRETCH;
    const told =
      shift.kind === 'begin'
        ? tell(begin, begin.work, { number, releases: 0, timeOf })
        : [
            ...tell(loop, linesOf(loop, shift), { number, releases: releases * RELEASES, timeOf }),
            // Whose creation was told.
            ...(shift.at < ADDED.at
              ? []
              : tell(extra, extra.work, { number: number + shifts.length, releases: 0, timeOf })),
          ];
    if (shift.kind === 'work') releases += 1;
    const end = Math.max(...told.map(({ ms }) => ms));
    const isLast = number === shifts.length - 1;
    const due = waiting.findIndex(({ ms }) => ms > end);
    told.push(...waiting.splice(0, isLast || due < 0 ? waiting.length : due));
    told.sort((a, b) => a.ms - b.ms);
    yield Buffer.from(told.map(({ text }) => `${text}\n`).join(''), 'latin1');
  }
}

const linesOf = ({ work, night }: Part, { kind, also }: Shift): readonly Prepared[] =>
  kind === 'work' ? work : also === null ? night : work.filter(({ line }) => isOfNight(line, also));

/** Writes them into a file; gives the number of events and of bytes. */
export const writeThreeWeeks = (
  path: string,
  options: OperationOptions = {},
): { readonly events: number; readonly bytes: number } => {
  const file = openSync(path, 'w');
  let events = 0;
  let bytes = 0;
  try {
    for (const chunk of threeWeeks(options)) {
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) events += 1;
      bytes += chunk.length;
      writeSync(file, chunk);
    }
  } finally {
    closeSync(file);
  }
  return { events, bytes };
};
