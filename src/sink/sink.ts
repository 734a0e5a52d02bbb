import type { Finding } from '../model/finding.ts';
import type { Summary } from '../model/summary.ts';

export interface SinkContext {
  /** Columns of the terminal, 80 when unknown. */
  readonly width: number;
  /** False in a pipe, with `--no-color` and under `NO_COLOR`. */
  readonly color: boolean;
  /** Print the full breakdown of every finding. */
  readonly explain: boolean;
  /** Complete once the findings have ended; call it only then. */
  summary(): Summary;
  /** Version of the tool, printed by the reports. */
  readonly version: string;
}

/**
 * Findings in, text out. A sink yields as early as its format allows and leaves everything inert where it lands: text
 * in findings is an attacker's.
 */
export type Sink = (findings: AsyncIterable<Finding>, context: SinkContext) => AsyncGenerator<string>;
