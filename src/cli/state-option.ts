import { openState, StateError } from '../engine/state/file.ts';
import type { State } from '../engine/state/state.ts';
import { UsageError } from './failure.ts';

/** Opens the file of `--state`: one that is none is found before anything is read. */
export const stateOf = async (path: string): Promise<State> => {
  try {
    return await openState(path);
  } catch (error) {
    if (error instanceof StateError) throw new UsageError(`--state: ${error.message}`);
    throw error;
  }
};

/**
 * Keeps what the run knows, unless findings that were to be sent were not: then the next run tells of them again. Gives why
 * nothing was kept as a sentence, else `null`.
 */
export const keepState = (state: State, isDelivered: boolean): string | null => {
  if (!isDelivered) {
    state.close();
    return `${state.name} is as it was, since findings were not sent: the next run tells of them again`;
  }
  try {
    state.commit();
    return null;
  } catch (error) {
    if (error instanceof StateError) return error.message;
    throw error;
  }
};
