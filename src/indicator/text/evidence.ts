import type { CommandFact } from '../../model/facts.ts';
import type { Evidence } from '../../model/indicator.ts';
import { subjectOf } from '../quote.ts';
import { type Act, excerptOf, type Understood, understand } from './understand.ts';

const CARRIERS: Readonly<Record<CommandFact['carrier'], string>> = {
  command: '',
  postStart: ', in its postStart hook',
  preStop: ', in its preStop hook',
  livenessProbe: ', in its liveness probe',
  readinessProbe: ', in its readiness probe',
  startupProbe: ', in its startup probe',
};

/** A sentence about a command: the container, what it does, and the hook or probe that carries it. */
export const saysOf = (command: CommandFact, does: string): string =>
  `${subjectOf(command)} ${does}${CARRIERS[command.carrier]}.`;

export interface Finding {
  readonly act: Act;
  /** What the container does, as the rest of a sentence without its full stop: `pipes a download into a shell`. */
  readonly does: string;
}

/** Reads every command and gives the first finding of each. */
export const fromCommands = (
  commands: readonly CommandFact[],
  find: (understood: Understood, command: CommandFact) => Finding | null | undefined,
): readonly Evidence[] =>
  commands.flatMap((command) => {
    const finding = find(understand(command), command);
    if (finding === null || finding === undefined) return [];
    return [
      {
        says: saysOf(command, finding.does),
        at: command.pointer,
        value: excerptOf(finding.act) || command.shown,
        container: command.container,
      },
    ];
  });

/** The first act that a test answers, with the answer as its sentence. */
export const firstAct = (
  { acts }: Understood,
  does: (act: Act) => string | null | undefined | false,
): Finding | undefined => {
  for (const act of acts) {
    const answer = does(act);
    if (answer) return { act, does: answer };
  }
  return undefined;
};
