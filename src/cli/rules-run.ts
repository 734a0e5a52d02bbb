import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ExportFile, sentinelFiles } from '../export/sentinel/bundle.ts';
import { LIMITS } from '../export/sentinel/limits.ts';
import { RULES } from '../export/sentinel/rules.ts';
import { plain } from '../lib/inert.ts';
import { EXIT, UsageError } from './failure.ts';
import type { RawRulesExportOptions } from './rules-command.ts';

export const runRulesExport = async ({ out }: RawRulesExportOptions): Promise<number> => {
  const files = sentinelFiles();
  if (out !== undefined) {
    await writeAll(out, files);
    process.stderr.write(`${files.length} files written to ${plain(out)}; README.md there says how to deploy them.\n`);
    return EXIT.done;
  }
  const width = Math.max(...files.map(({ path }) => path.length));
  const longest = Math.max(...RULES.map(({ query }) => query.length));
  process.stdout.write(
    [
      ...files.map(({ path, about }) => `${path.padEnd(width)}  ${about}`),
      '',
      `${RULES.length} rules; the longest query has ${longest.toLocaleString('en')} of the 10,000 characters that Sentinel takes.`,
      '',
      'What they cannot do:',
      ...LIMITS.map((one) => `- ${one}`),
      '',
      'Write them with --out FOLDER.',
      '',
    ].join('\n'),
  );
  return EXIT.done;
};

const writeAll = async (folder: string, files: readonly ExportFile[]): Promise<void> => {
  for (const { path, text } of files) {
    const file = join(folder, path);
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    } catch (error) {
      throw new UsageError(`cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
};
