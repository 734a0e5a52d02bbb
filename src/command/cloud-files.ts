import type { Call, Machine } from './machine.ts';
import { mapped, type Value } from './value.ts';

/** Clients of clouds with what stands in front of a file whose content takes the place of the word. */
const FILE_MARKS: ReadonlyMap<string, RegExp> = new Map([
  ['aws', /^(--[a-z-]{2,60}=)?fileb?:\/\//],
  ['az', /^(--[a-z-]{2,60}=)?@(?=.)/],
]);
const MOST_WORDS = 200;

/** The same call with the content of files that the command wrote, where a client of a cloud is told to take it. */
export const withCloudFiles = (machine: Machine, call: Call): Call => {
  const mark = FILE_MARKS.get(call.program);
  if (mark === undefined) return call;
  const content = (word: Value): Value | null => {
    const match = mark.exec(word.text);
    const file = match === null ? undefined : machine.files.get(word.text.slice(match[0].length));
    return file === undefined || (!file.known && !/[^$(…)\s]/.test(file.text))
      ? null
      : mapped(file, `${match?.[1] ?? ''}${file.text}`);
  };
  let isChanged = false;
  const args = call.args.map((arg, at) => {
    const held = at < MOST_WORDS ? content(arg) : null;
    if (held !== null) isChanged = true;
    return held ?? arg;
  });
  if (!isChanged) return call;
  const texts = args.map(({ text }) => text);
  const front = call.all.slice(0, call.all.length - args.length);
  const all = [...front, ...args];
  return { ...call, args, texts, all, allTexts: all.map(({ text }) => text) };
};
