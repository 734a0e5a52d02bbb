import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Finding } from '../model/finding.ts';
import type { Exception } from './exception.ts';

/**
 * A hidden finding as it is shown: its title and summary say what hides it, so that every format does. It is in a group of
 * its own, so that a finding beside it that is not hidden never stands under its title.
 */
export const exceptedFinding = (finding: Finding, { id, reason, owner, until }: Exception): Finding => ({
  ...finding,
  group: bytesToHex(sha256(utf8ToBytes(`excepted ${id} ${finding.group}`))).slice(0, finding.group.length),
  title: `Excepted (${id}, until ${until}): ${finding.title}`,
  summary: `${finding.summary} Excepted until ${until} by ${owner}: ${reason}`,
  excepted: { id, reason, owner, until },
});
