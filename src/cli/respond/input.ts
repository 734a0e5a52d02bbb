import { scan } from '../../engine/scan.ts';
import { plain } from '../../lib/inert.ts';
import type { Finding } from '../../model/finding.ts';
import { UsageError } from '../failure.ts';
import { findingsIn, isResults } from '../results-file.ts';

/**
 * The one finding whose id begins so, from what `scan` wrote (`jsonl` or `json`) or from the logs themselves, which are
 * then scanned. An id that is not there, or that two findings begin with, is an error.
 */
export const findFinding = async (
  id: string,
  paths: readonly string[],
  cluster: string | undefined,
): Promise<Finding> => {
  if (!/^[0-9a-f]{6,64}$/.test(id))
    throw new UsageError(`"${plain(id)}" is no id of a finding: six or more of 0-9 and a-f`);
  if (paths.length === 0)
    throw new UsageError(`name where the finding is: cronwarden respond plan ${id} findings.jsonl (or the log itself)`);
  const found = new Map<string, Finding>();
  const logs: string[] = [];
  for (const path of paths) {
    if (!(await isResults(path))) logs.push(path);
    else for await (const finding of findingsIn(path, id)) found.set(finding.id, finding);
  }
  if (logs.length > 0) {
    const scanned = scan({ paths: logs, ...(cluster === undefined ? {} : { cluster }) });
    for await (const finding of scanned.findings) if (finding.id.startsWith(id)) found.set(finding.id, finding);
    const [unreadable] = scanned.summary().unreadable;
    if (found.size === 0 && unreadable !== undefined) throw new UsageError(`${unreadable.path}: ${unreadable.reason}`);
  }
  const [finding, ...more] = found.values();
  if (finding === undefined) throw new UsageError(`no finding ${id} in ${paths.join(', ')}`);
  if (more.length > 0) {
    throw new UsageError(
      `${found.size} findings begin with ${id}; write more of it: ${[...found.keys()].slice(0, 4).join(', ')}`,
    );
  }
  return finding;
};
