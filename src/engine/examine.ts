import { decodeRecord } from '../decode/decode.ts';
import { createDeliveries } from '../memory/deliveries.ts';
import { type DecodeFailure, explainFailure } from '../model/event.ts';
import type { Finding } from '../model/finding.ts';
import { normalise } from '../normalise/normalise.ts';
import { sentinelRow } from '../normalise/sentinel.ts';
import { type JudgeOptions, judge } from './judge.ts';

export interface Examined {
  readonly findings: readonly Finding[];
  /** Audit events in the text. */
  readonly events: number;
  /** Events that are no authored workload write, with the reason. */
  readonly passed: readonly string[];
  readonly failures: readonly (DecodeFailure & { readonly message: string })[];
}

/** Judges the events in one text: a log line, a batch, a query answer. The same pipeline as a scan, without files. */
export const examine = (text: string, options: JudgeOptions & { readonly source?: string } = {}): Examined => {
  const source = options.source ?? 'text';
  const decoded = decodeRecord({ source, offset: 0, text });
  const deliveries = createDeliveries();
  const passed: string[] = [];
  const delivered = decoded.events.flatMap((event) => {
    const result = normalise(event, { source, offset: 0 }, { sentinel: sentinelRow });
    if (result.kind === 'activity') return deliveries.push(result.activity, text.length);
    passed.push(result.why);
    return [];
  });
  return {
    findings: [...delivered, ...deliveries.flush()].map((one) => judge(one, options)),
    events: decoded.events.length,
    passed,
    failures: decoded.failures.map((failure) => ({ ...failure, message: explainFailure(failure) })),
  };
};
