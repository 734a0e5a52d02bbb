import type { Act, Effect, HostPlace, Provenance } from '../model/effect.ts';
import type { CommandFact, HostPathFact } from '../model/facts.ts';
import type { Inflate } from './decoders.ts';
import type { Files } from './files.ts';
import type { HostEntry } from './programs.ts';
import type { Value } from './value.ts';
import type { Variables } from './variables.ts';
import type { Verified } from './verified.ts';

/** Under what a command runs: what was taken off around it, and what its input and output are joined with. */
export interface Scope {
  readonly layers: readonly string[];
  readonly hostEntry: HostEntry | null;
  /** The text in which it stands, and where its pipeline begins; what a person is shown is cut out of it. */
  readonly source: string;
  readonly from: number;
  /** Standard input and output of the group around it are a network connection. */
  readonly onDevice: boolean;
  /** Name of the shell that runs it. */
  readonly shell: string;
  /** Shell text and code inside one another. */
  readonly depth: number;
  /** Set inside a loop that nothing ends. */
  readonly isEndless?: boolean;
  /** Set where what it puts out goes to a pipe, a substitution or a file, and not to the log of the container. */
  readonly isTaken?: boolean;
  /** The object that holds the text, where it is another one. */
  readonly provenance?: Provenance;
  /** Set where it runs in another container or on another host than the command itself. */
  readonly isElsewhere?: true;
}

/** What runs in another container or on another host, wherever the command itself is. */
export const elsewhere = (scope: Scope): Scope => ({ ...scope, hostEntry: null, isElsewhere: true });

export interface Redirection {
  readonly fd: number | null;
  readonly op: string;
  readonly target: Value;
}

/** Whether output goes elsewhere than to where it would have gone; errors alone do not count. */
export const takesOutput = ({ op, fd }: Redirection): boolean => op.includes('>') && fd !== 2;

/** One simple command with its words resolved. */
export interface Call {
  /** Base name of what runs, wrappers taken off; empty when nothing is named. */
  readonly program: string;
  readonly path: string;
  readonly args: readonly Value[];
  /** Texts of `args`. */
  readonly texts: readonly string[];
  /** All words, wrappers included. */
  readonly all: readonly Value[];
  readonly allTexts: readonly string[];
  readonly redirects: readonly Redirection[];
  /** What it reads: a pipe, a here-document, a file; `null` when nothing is joined to it. */
  readonly input: Value | null;
  readonly hostEntries: readonly HostEntry[];
  readonly scope: Scope;
  /** As it is written, with the pipeline before it. */
  readonly shown: string;
}

/** The state of one container's shell, and the way back into the evaluation. */
export interface Machine {
  readonly command: CommandFact;
  /** True once a limit kept something from being read. */
  readonly isCut: boolean;
  readonly hostPaths: readonly HostPathFact[];
  readonly inflate: Inflate | undefined;
  readonly variables: Variables;
  /** The variables that the container gives it. */
  readonly environment: ReadonlyMap<string, Value>;
  readonly files: Files;
  positional: readonly Value[];
  readonly effects: readonly Effect[];
  /** Downloads whose content was compared with a checksum. */
  readonly verified: Verified;
  /** Words as an effect keeps them: long ones whole while there is room. */
  wordsShown(words: readonly string[]): readonly string[];
  /** Whether the last command succeeded, as far as the text says it. */
  status: boolean | null;
  /** What is left to read of an input that commands share. */
  restOf(input: Value): string;
  advance(input: Value, characters: number): void;
  readonly aliases: Map<string, Value>;
  /** Calculates an expression, whose assignments are made. */
  calculate(text: string): void;
  /** Ends the loop around, where it is sure to run. */
  breaks(): void;
  /** Ends the function around, where it is sure to run. */
  returns(): void;
  /** Sets a variable, as its declaration shapes it. */
  assign(name: string, value: Value): void;
  emit(act: Act, at: Pick<Call, 'scope' | 'shown'>, layers?: readonly string[]): Effect;
  /** Runs shell text; gives what it puts out. */
  runText(text: Value, scope: Scope, input: Value | null, positional?: readonly Value[]): Value;
  /** Runs a program with these words. */
  runWords(words: readonly Value[], call: Pick<Call, 'scope' | 'shown'>, input: Value | null): Value;
  /** The path on the node that a path means here; `null` where it is the container's own. */
  hostPlace(path: string, scope: Scope): HostPlace | null;
  /** False when there is no work left for so much of it; the work is counted in `WORK`. */
  spend(work: number): boolean;
  /** Whether a redirection joins with the network, by its path or by a descriptor that was opened on it. */
  isOnDevice(redirection: Redirection): boolean;
  /** Opens a descriptor on the network for the rest of the script; gives its number. */
  openDevice(to: string, at: Pick<Call, 'scope' | 'shown'>): number;
  /** Hands output to the process that stands behind a path. */
  feeds(path: string, out: Value, scope: Scope): void;
  /** A path from the root, as far as the working directory is known. */
  absolute(path: string): string;
  /** Says once that a limit kept something from being read. */
  cut(at: Pick<Call, 'scope' | 'shown'>): void;
}
