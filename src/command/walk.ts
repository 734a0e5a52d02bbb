import type { CommandNode, CompoundList, PipelineNode, Script, Statement, WordPart } from 'unbash';
import type { Call, Machine, Scope } from './machine.ts';
import type { Value } from './value.ts';
import type { Resolver } from './words.ts';

/** A part of a text that can be run. */
export type Runnable = PipelineNode | Statement['command'] | CompoundList;
/** The part that a control structure or a redirected command is, by its type. */
export type NodeOf<T extends CommandNode['type']> = Extract<CommandNode, { readonly type: T }>;

/**
 * What the subjects of a shell ask of the walk through its text, besides what programs ask of it: loops run lists, words
 * run substitutions, substitutions run scripts.
 */
export interface Walk extends Machine {
  /** Groups, substitutions, functions and texts around what is read now. */
  depth: number;
  /** What comes in to the command whose words are resolved. */
  feeding: Value | null;
  /** True once only what a payload would need is read. */
  readonly isSparse: boolean;
  /** Runs the body of a function, which ends no loop around its call. */
  calling<T>(run: () => T): T;
  /** Resolves words that stand here, with the variables as they are then. */
  resolver(scope: Scope): Resolver;
  /** Sets one element of an array; the key is a number or a name. */
  assignElement(name: string, key: string, value: Value, append?: boolean): void;
  /** Runs what stands in a substitution; gives what stands in its place. */
  substitute(part: WordPart, scope: Scope): Value;
  /** Each of these runs a part of the text and gives what it puts out. */
  script(script: Script, scope: Scope, input: Value | null): Value;
  list(list: CompoundList, scope: Scope, input: Value | null): Value;
  node(node: Runnable, scope: Scope, input: Value | null): Value;
}

/** Groups, substitutions, functions and texts in one another. */
export const MOST_DEPTH = 120;

/** Where no text stands around: for what holds for the whole shell. */
export const OUTERMOST: Pick<Call, 'scope' | 'shown'> = {
  scope: { layers: [], hostEntry: null, source: '', from: 0, onDevice: false, shell: 'sh', depth: 0 },
  shown: '',
};
