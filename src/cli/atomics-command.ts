import { Command, InvalidArgumentError, Option } from 'commander';

const LIST_FORMATS = ['table', 'json', 'markdown', 'html'] as const;
const PROVE_FORMATS = ['table', 'json', 'markdown', 'html', 'junit', 'navigator'] as const;

/** Options of every part of `atomics`. */
export interface CommonOptions {
  readonly atomics?: string;
  readonly out?: string;
  readonly color: boolean;
}
export interface ListOptions extends CommonOptions {
  readonly format?: (typeof LIST_FORMATS)[number];
  readonly arg: Readonly<Record<string, string>>;
  readonly twin?: boolean;
}
export interface TargetFlags {
  readonly context?: string;
  readonly namespace?: string;
  readonly kubectl?: string;
  readonly kubeconfig?: string;
  readonly as: Readonly<Record<string, string>>;
}
export interface RunFlags extends CommonOptions, TargetFlags {
  readonly all?: boolean;
  readonly arg: Readonly<Record<string, string>>;
  readonly twin?: boolean;
  readonly twins?: boolean;
  readonly runId?: string;
  readonly journal?: string;
  readonly keep?: boolean;
  readonly timeout: number;
  readonly quiet?: boolean;
  readonly wait?: number;
}
export interface ProveFlags extends RunFlags {
  readonly format?: (typeof PROVE_FORMATS)[number];
  readonly recording?: string;
  readonly envelopes: 'every' | 'typical' | 'plain';
  readonly mutate?: boolean;
  readonly against?: string;
  readonly live?: boolean;
  readonly auditLog?: string;
}

const EXAMPLES = `
Examples:
  cronwarden atomics list                               what there is
  cronwarden atomics show reverse-shell-cronjob         one test: its commands, rights and expected findings
  cronwarden atomics prove                              that each is found, on recorded events: no cluster is needed
  cronwarden atomics prove --against our-rule.kql       what your Sentinel rule finds of the same
  cronwarden atomics prove --mutate --format html --out proof.html
  cronwarden atomics run reverse-shell-cronjob --context kind-lab --namespace cronwarden-atomics
  cronwarden atomics verify-clean --context kind-lab`;

export const atomicsCommand = (setExit: (code: number) => void): Command => {
  const command = new Command('atomics')
    .summary('emulate the technique harmlessly, and prove that each act is found')
    .description(
      'Atomic tests of T1053.007 in the format of Atomic Red Team, with what must and must not be found of each. They reach nobody: addresses of documentation, harmless commands, scratch paths.',
    )
    .addHelpText('after', EXAMPLES);
  const part = (name: string, summary: string): Command =>
    command
      .command(name)
      .summary(summary)
      .description(`${summary[0]?.toUpperCase()}${summary.slice(1)}.`)
      .option(
        '--atomics <path>',
        'tests of yours: a folder such as atomics/T1053.007, or a file; default those that come along',
      )
      .option('-o, --out <file>', 'write to a file')
      .option('--no-color', 'no colours (NO_COLOR does the same)');

  part('list', 'list the tests, with what is wrong with any')
    .addOption(formatOption(LIST_FORMATS))
    .action(async (options: ListOptions) => setExit(await (await import('./atomics-list.ts')).list(options)));
  withArguments(part('show <test>', 'show one test: commands, rights, expected findings, its harmless twin'))
    .option('--twin', 'with the arguments of its harmless twin')
    .action(async (test: string, options: ListOptions) =>
      setExit(await (await import('./atomics-list.ts')).show(test, options)),
    );
  withTarget(withArguments(part('plan [tests...]', 'show what a run would do, and touch nothing')))
    .option('--all', 'every test')
    .option('--twin', 'the harmless twins instead')
    .action(async (tests: string[], options: RunFlags) =>
      setExit(await (await import('./atomics-run.ts')).plan(tests, options)),
    );
  withRun(part('run [tests...]', 'run tests on a cluster, then clean up and verify it')).action(
    async (tests: string[], options: RunFlags) => setExit(await (await import('./atomics-run.ts')).run(tests, options)),
  );
  withTarget(withArguments(part('cleanup', 'clean up what a run left, by its journal')))
    .requiredOption('--journal <file>', 'the journal of the run')
    .action(async (options: RunFlags) => setExit(await (await import('./atomics-run.ts')).cleanup(options)));
  withTarget(part('verify-clean', 'look for anything that runs left in the cluster'))
    .option('--run-id <id>', 'of this run alone')
    .addOption(new Option('--wait <seconds>', 'for what is being deleted').default(30).argParser(seconds(0)))
    .action(async (options: RunFlags) => setExit(await (await import('./atomics-run.ts')).verifyClean(options)));
  withRun(part('prove [tests...]', 'prove on audit events that each test is found and its harmless twin is not'))
    .addOption(formatOption(PROVE_FORMATS))
    .option(
      '--recording <file>',
      'a recording of yours (NAME.json beside NAME.jsonl.gz); default the one that comes along',
    )
    .addOption(
      new Option(
        '--envelopes <which>',
        'ways to store the events: every one that is read, one of each kind, or the plain line',
      )
        .choices(['every', 'typical', 'plain'])
        .default('typical'),
    )
    .option('--mutate', 'change one thing at a time: how robust is each detection?')
    .option(
      '--against <rule>',
      'the present rule in a column beside: sentinel for the original query, or a file of KQL',
    )
    .option('--live', 'run the tests on a cluster (--context, --namespace) and read its audit log')
    .option('--audit-log <file>', 'for --live: the file that the API server writes')
    .action(async (tests: string[], options: ProveFlags) =>
      setExit(await (await import('./atomics-prove.ts')).proveTests(tests, options)),
    );
  return command;
};

const formatOption = (formats: readonly string[]): Option =>
  new Option('-f, --format <format>', 'default table on a terminal, json in a pipe').choices(formats);

const pairs =
  (what: string) =>
  (text: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> => {
    const at = text.indexOf('=');
    if (at < 1) throw new InvalidArgumentError(`Write ${what}.`);
    return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
  };

const withArguments = (command: Command): Command =>
  command.addOption(
    new Option('--arg <name=value>', 'a value for an argument of the tests; may be given several times')
      .argParser(pairs('NAME=VALUE'))
      .default({}, 'those of the tests'),
  );

const withTarget = (command: Command): Command =>
  command
    .option('--context <name>', 'context of the kubeconfig')
    .option('-n, --namespace <name>', 'namespace that the tests write to')
    .option('--kubeconfig <file>', 'default as kubectl finds it')
    .option('--kubectl <path>', 'default kubectl of the PATH')
    .addOption(
      new Option('--as <identity=context>', 'run the tests of an identity (developer, ci, …) in another context')
        .argParser(pairs('IDENTITY=CONTEXT'))
        .default({}, 'all in --context'),
    );

const withRun = (command: Command): Command =>
  withTarget(withArguments(command))
    .option('--all', 'every test')
    .option('--twin', 'the harmless twins instead')
    .option('--twins', 'the harmless twins as well')
    .option('--run-id <id>', 'id of the run, in labels and in the user agent; default drawn')
    .option('--journal <file>', 'what was and was not done; default cronwarden-atomics-RUN.jsonl')
    .option('--keep', 'leave everything there, for a look; clean up later by the journal')
    .addOption(new Option('--timeout <seconds>', 'of one step').default(120).argParser(seconds(1)))
    .option('-q, --quiet', 'no progress');

const seconds =
  (least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > 3600)
      throw new InvalidArgumentError(`Write whole seconds, ${least} to 3600.`);
    return value;
  };
