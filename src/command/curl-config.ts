import type { Call, Machine } from './machine.ts';
import { literal, mapped, type Value } from './value.ts';

/** Settings of one file that are taken over. */
const MOST_SETTINGS = 40;
const LINE =
  /^\s{0,20}(?:--?)?([a-zA-Z][\w-]{0,40})(?:\s{0,10}[=:]\s{0,10}|\s{1,10}|$)(?:"((?:[^"\\]|\\.){0,4000})"|(\S.{0,4000}))?\s{0,20}$/;

/** The words that a configuration of curl stands for: `url = "…"`, `data = @file`. */
const wordsOf = (config: Value): readonly Value[] =>
  config.text.split('\n', MOST_SETTINGS).flatMap((line) => {
    const [, name, inQuotes, plain] = LINE.exec(line) ?? [];
    if (name === undefined) return [];
    const value = inQuotes?.replaceAll(/\\(["\\])/g, '$1') ?? plain;
    const option = literal(name.length === 1 ? `-${name}` : `--${name}`);
    return value === undefined ? [option] : [option, mapped(config, value)];
  });

/** The same call with what `curl -K FILE` reads among its words. */
export const withConfig = (machine: Machine, call: Call): Call => {
  const { program, texts, args, input } = call;
  if (program !== 'curl') return call;
  const at = texts.findIndex((text) => text === '-K' || text === '--config' || /^(?:-K.|--config=)/.test(text));
  if (at < 0) return call;
  const name = /^(?:-K|--config=)(.+)$/s.exec(texts[at] ?? '')?.[1] ?? texts[at + 1] ?? '';
  const config = name === '-' ? input : machine.files.get(name);
  if (config?.known !== true) return call;
  const all = [...args, ...wordsOf(config)];
  return { ...call, args: all, texts: all.map(({ text }) => text) };
};
