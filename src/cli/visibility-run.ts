import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { VERSION } from '../engine/version.ts';
import { measureLogs } from '../engine/visibility.ts';
import { inertJson } from '../lib/inert.ts';
import { paintWith, usableWidth } from '../sink/table-text.ts';
import { type AuditPolicy, parsePolicy } from '../visibility/policy.ts';
import { reportVisibility, type VisibilityReport } from '../visibility/report.ts';
import { EXIT, UsageError } from './failure.ts';
import { openOutput } from './output.ts';
import { createProgress } from './progress.ts';
import type { RawVisibilityOptions } from './visibility-command.ts';
import { parseWindow } from './window.ts';

export const runVisibility = async (paths: readonly string[], options: RawVisibilityOptions): Promise<number> => {
  const policy = options.policy === undefined ? null : readPolicy(options.policy);
  const window = parseWindow(options, Date.now());
  const from = inputsOf(paths, policy !== null || options.provider !== undefined);
  const output = await openOutput(options.out ?? null);
  const progress = createProgress(options.quiet !== true);
  const logs =
    from.length === 0
      ? null
      : await measureLogs({
          paths: from,
          ...window,
          onProgress: progress.update,
          ...(options.jobs === undefined ? {} : { jobs: options.jobs }),
        }).finally(progress.stop);
  const report = reportVisibility({
    version: VERSION,
    logs,
    policy: policy === null || options.policy === undefined ? null : { name: basename(options.policy), policy },
    provider: options.provider ?? null,
  });
  await output.write(await written(report, options));
  await output.close();
  if (logs === null) return EXIT.done;
  const { unreadable, events, rejected, others } = logs.summary;
  if (events === 0 && unreadable.length === 0) {
    const held =
      rejected + others > 0 ? 'Nothing in this input was recognised as a Kubernetes audit log' : 'This input is empty';
    process.stderr.write(`${held}; docs/envelopes.md says what is one.\n`);
    return EXIT.unreadable;
  }
  return unreadable.length > 0 ? EXIT.unreadable : EXIT.done;
};

/** Standard input is read where nothing else is there to look at. */
const inputsOf = (paths: readonly string[], hasOther: boolean): readonly string[] => {
  if (paths.length > 0 || hasOther) return paths;
  if (process.stdin.isTTY) {
    throw new UsageError('nothing to look at: name logs, a policy or a provider. See cronwarden visibility --help');
  }
  return ['-'];
};

const MOST_ERRORS = 10;

export const readPolicy = (path: string): AuditPolicy => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--policy ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const policy = parsePolicy(text);
  if (policy.ok) return policy.value;
  throw new UsageError(
    `--policy ${path}:${policy.error
      .slice(0, MOST_ERRORS)
      .map((one) => `\n  ${one}`)
      .join('')}`,
  );
};

const written = async (report: VisibilityReport, options: RawVisibilityOptions): Promise<string> => {
  const toTerminal = options.out === undefined && process.stdout.isTTY === true;
  const sections = async () => (await import('../sink/visibility/report.ts')).visibilitySections(report);
  switch (options.format ?? formatOf(options.out) ?? (toTerminal ? 'table' : 'json')) {
    case 'html':
      return (await import('../sink/sections/html.ts')).sectionsHtml(await sections());
    case 'markdown':
      return (await import('../sink/sections/markdown.ts')).sectionsMarkdown(await sections());
    case 'json':
      return `${inertJson(JSON.stringify(report, null, 2))}\n`;
    case 'table': {
      const color = options.color && !process.env.NO_COLOR && toTerminal;
      // A file or a pipe has no width: as wide as the tables are.
      const width = toTerminal ? Math.max(usableWidth(process.stdout.columns || 80), process.stdout.columns || 0) : 200;
      return (await import('../sink/sections/text.ts')).sectionsText(await sections(), width, paintWith(color));
    }
  }
};

const EXTENSIONS: Readonly<Record<string, 'html' | 'json' | 'markdown'>> = {
  html: 'html',
  htm: 'html',
  json: 'json',
  md: 'markdown',
};

/** The format that a file's name asks for. */
const formatOf = (path: string | undefined): RawVisibilityOptions['format'] =>
  EXTENSIONS[path?.slice(path.lastIndexOf('.') + 1).toLowerCase() ?? ''];
