import { Command, CommanderError } from 'commander';
import { VERSION } from '../engine/version.ts';
import { ATTACK } from '../model/attack.ts';
import { atomicsCommand } from './atomics-command.ts';
import { releaseName } from './attack-option.ts';
import { addCompletions, withMendedCompletions } from './completions.ts';
import { evaluateCommand } from './evaluate-command.ts';
import { exceptionsCommand } from './exceptions-command.ts';
import { explainCommand } from './explain-command.ts';
import { EXIT, UsageError } from './failure.ts';
import { guideCommand } from './guide-command.ts';
import { queryCommand } from './query-command.ts';
import { respondCommand } from './respond-command.ts';
import { rulesCommand } from './rules-command.ts';
import { scanCommand } from './scan-command.ts';
import { visibilityCommand } from './visibility-command.ts';

/** Runs one command line and gives its exit code. Never throws for what a user or an input can do wrong. */
export const main = async (argv: readonly string[]): Promise<number> => {
  const program = new Command('cronwarden')
    .description(
      'Finds malicious CronJobs and Jobs (MITRE ATT&CK T1053.007) in Kubernetes audit logs, and explains each finding.',
    )
    .version(`${VERSION}\n${releaseName(ATTACK)}`, '-V, --version', 'show the version, and the release of MITRE ATT&CK')
    .helpOption('-h, --help', 'show help with examples')
    .showHelpAfterError('(add --help for the options and examples)')
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureHelp({ helpWidth: Math.min(process.stdout.columns || 100, 110) });
  let code: number = EXIT.done;
  const setExit = (exitCode: number): void => {
    code = exitCode;
  };
  program.addCommand(scanCommand(setExit));
  program.addCommand(visibilityCommand(setExit));
  program.addCommand(evaluateCommand(setExit));
  program.addCommand(explainCommand(setExit));
  program.addCommand(guideCommand(setExit));
  program.addCommand(atomicsCommand(setExit));
  program.addCommand(exceptionsCommand(setExit));
  program.addCommand(queryCommand(setExit));
  program.addCommand(respondCommand(setExit));
  program.addCommand(rulesCommand(setExit));
  inherit(program);
  addCompletions(program);
  try {
    if (argv.length === 0) {
      program.outputHelp();
      return EXIT.usage;
    }
    const parse = () => program.parseAsync([...argv], { from: 'user' });
    await (argv[0] === 'complete' ? withMendedCompletions(parse) : parse());
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (error instanceof UsageError) {
      process.stderr.write(`cronwarden: ${error.message}\n`);
      return EXIT.usage;
    }
    throw error;
  }
};

/** The parts of a command were made before it had the settings of the program. */
const inherit = (parent: Command): void => {
  for (const command of parent.commands) inherit(command.exitOverride().copyInheritedSettings(parent));
};
