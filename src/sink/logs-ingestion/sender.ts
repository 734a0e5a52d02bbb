/** One row of a table, as JSON: a value for each column of the stream. */
export type IngestionRow = Readonly<Record<string, unknown>>;

/** Why a request was not taken, after all its repeats. */
export interface UploadFailure {
  /**
   * `refused`: the next request would fare no better (identity, rights, address). `too-large`: fewer rows may pass.
   * `failed`: everything else.
   */
  readonly code: 'refused' | 'too-large' | 'failed';
  /** A clause for people without secrets and unseen characters. */
  readonly says: string;
}

/** Sends rows in one request; `null` when they were taken. Never rejects. */
export type Upload = (rows: readonly IngestionRow[]) => Promise<UploadFailure | null>;

/** Every row that was pushed is in `sent` or in exactly one of `lost`. */
export interface Delivery {
  readonly rows: number;
  readonly sent: number;
  readonly lost: readonly Loss[];
}

export interface Loss {
  readonly says: string;
  readonly rows: number;
  /** The first rows of these. */
  readonly samples: readonly IngestionRow[];
}

export interface Sender {
  /** Waits while a full request is on its way. Never rejects. */
  push(row: IngestionRow): Promise<void>;
  /** Sends what is left, and tells what became of all rows. */
  end(): Promise<Delivery>;
}

/** Below the service's 1 MB with room for commas, and below the 1,000,000 bytes at which the client would split by itself. */
export const MOST_REQUEST_BYTES = 900_000;
/** Rows of input that never ends are sent after this time, full request or not. */
const LINGER_MS = 5_000;
/** Failed requests in a row after which the rest is not tried: each took minutes of repeats. */
const MOST_FAILURES = 3;
const MOST_SAMPLES = 3;
/** Reasons that are told apart; a service may put a number of its own into each. */
const MOST_REASONS = 10;

/** Collects rows into requests, sends one at a time, and accounts for every row. */
export const createSender = (upload: Upload, { lingerMs = LINGER_MS } = {}): Sender => {
  const losses = new Map<string, { rows: number; samples: IngestionRow[] }>();
  let pushed = 0;
  let sent = 0;
  let failures = 0;
  let givenUp: string | null = null;
  let batch: IngestionRow[] = [];
  let batchBytes = 0;
  let linger: NodeJS.Timeout | undefined;
  let queue: Promise<void> = Promise.resolve();

  const lose = (rows: readonly IngestionRow[], reason: string): void => {
    const says = losses.has(reason) || losses.size < MOST_REASONS ? reason : 'other reasons';
    const loss = losses.get(says) ?? { rows: 0, samples: [] };
    losses.set(says, loss);
    loss.rows += rows.length;
    loss.samples.push(...rows.slice(0, MOST_SAMPLES - loss.samples.length));
  };

  const deliver = async (rows: readonly IngestionRow[]): Promise<void> => {
    if (givenUp !== null) return lose(rows, givenUp);
    const failure = await upload(rows);
    if (failure === null) {
      sent += rows.length;
      failures = 0;
      return;
    }
    if (failure.code === 'too-large' && rows.length > 1) {
      const half = Math.ceil(rows.length / 2);
      await deliver(rows.slice(0, half));
      return deliver(rows.slice(half));
    }
    lose(rows, failure.says);
    if (failure.code === 'too-large') return;
    failures += 1;
    if (failure.code === 'refused') givenUp = `not tried, since an earlier request was refused: ${failure.says}`;
    else if (failures >= MOST_FAILURES) givenUp = `not tried, since ${MOST_FAILURES} requests in a row failed`;
  };

  const flush = (): Promise<void> => {
    clearTimeout(linger);
    linger = undefined;
    const rows = batch;
    batch = [];
    batchBytes = 0;
    if (rows.length > 0) queue = queue.then(() => deliver(rows));
    return queue;
  };

  return {
    push: async (row) => {
      pushed += 1;
      const bytes = Buffer.byteLength(JSON.stringify(row)) + 1;
      const isFull = batchBytes + bytes > MOST_REQUEST_BYTES;
      const full = isFull ? flush() : undefined;
      batch.push(row);
      batchBytes += bytes;
      linger ??= setTimeout(flush, lingerMs);
      await full;
    },
    end: async () => {
      await flush();
      return {
        rows: pushed,
        sent,
        lost: [...losses].map(([says, { rows, samples }]) => ({ says, rows, samples })),
      };
    },
  };
};
