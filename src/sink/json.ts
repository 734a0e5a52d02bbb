import { inertJson } from '../lib/inert.ts';
import type { Sink } from './sink.ts';

/** JSON of one value on one line; what a terminal would act on is a `\u` escape, and the value is the same. */
export const jsonLine = (value: unknown): string => inertJson(JSON.stringify(value));

/** JSON Lines: one finding a line, each as soon as it is there. */
export const jsonlSink: Sink = async function* (findings) {
  for await (const finding of findings) yield `${jsonLine(finding)}\n`;
};

/** One JSON document, a finding a line and the summary last; written as findings come, never held. */
export const jsonSink: Sink = async function* (findings, context) {
  yield '{"schema":"cronwarden.results/v1","findings":[';
  let between = '\n';
  for await (const finding of findings) {
    yield `${between}${jsonLine(finding)}`;
    between = ',\n';
  }
  yield `\n],"summary":${jsonLine(context.summary())}}\n`;
};
