import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { people } from '../cluster/people.ts';
import { type Manifest, recordingsFolder } from '../record/recording.ts';
import type { Step } from '../record/stage.ts';

/** One recorded event, as text of one byte a character, with what the plan asks of it. */
export interface RecordedLine {
  readonly text: string;
  /** Milliseconds since 1970 at which the request ended. */
  readonly ms: number;
  readonly verb: string;
  readonly user: string;
  readonly resource: string;
  readonly subresource: string;
}

export interface Recorded {
  readonly lines: readonly RecordedLine[];
  readonly steps: readonly Step[];
}

/** The text after a mark up to a quote; empty where the mark does not stand in the text. */
const after = (text: string, mark: string, from = 0): string => {
  const at = text.indexOf(mark, from);
  return at < 0 ? '' : text.slice(at + mark.length, text.indexOf('"', at + mark.length));
};

/** Fields by their marks in the server's own order of keys: fifty thousand lines are not parsed for six words. */
export const recordedLine = (text: string): RecordedLine => {
  const object = text.indexOf('"objectRef":{');
  const ends = object < 0 ? -1 : text.indexOf('}', object);
  const reference = object < 0 ? '' : text.slice(object, ends);
  return {
    text,
    ms: Date.parse(after(text, '"stageTimestamp":"', text.lastIndexOf('"stageTimestamp":"'))),
    verb: after(text, '"verb":"'),
    user: after(text, '"username":"'),
    resource: after(reference, '"resource":"'),
    subresource: after(reference, '"subresource":"'),
  };
};

/** One byte a character: texts of other alphabets come out of the pieces as they went in, and slices cost nothing. */
const linesOf = (name: string): readonly string[] =>
  gunzipSync(readFileSync(join(recordingsFolder, `${name}.jsonl.gz`)))
    .toString('latin1')
    .trimEnd()
    .split('\n');

/** A recording's events in the order of their times, and its acts. */
export const readRecording = (name: string): Recorded => {
  const lines = linesOf(name).map(recordedLine);
  lines.sort((a, b) => a.ms - b.ms);
  const { steps } = JSON.parse(readFileSync(join(recordingsFolder, `${name}.json`), 'utf8')) as Manifest; // Our own file.
  return { lines, steps };
};

/** The user name that a person of the cluster goes by in its log. */
export const usernameOf = (name: Step['as']): string => {
  const person = people[name];
  if (person.by === 'nothing') return 'system:anonymous';
  return person.by === 'service-account' ? `system:serviceaccount:${person.namespace}:${person.name}` : person.user;
};

export interface RecordedStory {
  readonly name: string;
  /** Text of one byte a character, in the order in which the server wrote it. */
  readonly lines: readonly string[];
}

/** The stories that were recorded, each with the lines that tell it. */
export const recordedStories = (): readonly RecordedStory[] => {
  const { stories = [] } = JSON.parse(readFileSync(join(recordingsFolder, 'stories.json'), 'utf8')) as Manifest; // Our own file.
  const lines = linesOf('stories');
  return stories.map(({ name, from, to }) => ({ name, lines: lines.slice(from, to) }));
};
