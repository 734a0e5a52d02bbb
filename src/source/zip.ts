import yauzl from 'yauzl';
import type { FileRange } from './read.ts';
import type { Input, Unreadable, ZipMember } from './source.ts';

/** Members that are taken from one archive. */
export const MAX_MEMBERS = 100_000;

const SUPPORTED_METHODS: ReadonlySet<number> = new Set([0, 8, 93]);

export interface ArchiveListing {
  readonly inputs: readonly Input[];
  readonly unreadable: readonly Unreadable[];
  /** Members that are no logs by their name. */
  readonly skipped: number;
}

/**
 * The members of a zip archive as inputs, in the archive's order, without those that `isLog` refuses. What cannot be read is
 * said per member; a directory that is damaged half-way gives what came before. Never throws.
 */
export const listArchive = async (path: string, isLog: (name: string) => boolean): Promise<ArchiveListing> => {
  const inputs: Input[] = [];
  const unreadable: Unreadable[] = [];
  let skipped = 0;
  try {
    // Undecoded names pass unchecked: they are printed, and never used as a path.
    const zip = await yauzl.openPromise(path, { decodeStrings: false, autoClose: false });
    try {
      for await (const entry of zip.eachEntry()) {
        const member = yauzl.getFileNameLowLevel(
          entry.generalPurposeBitFlag,
          entry.fileNameRaw,
          entry.extraFields,
          false,
        );
        const name = `${path}!/${member}`;
        if (member.endsWith('/')) continue;
        if (!isLog(member)) skipped += 1;
        else if (entry.isEncrypted()) unreadable.push({ path: name, reason: `encrypted: ${name}` });
        else if (!SUPPORTED_METHODS.has(entry.compressionMethod)) {
          unreadable.push({
            path: name,
            reason: `compression method ${entry.compressionMethod} is not supported: ${name}`,
          });
        } else {
          if (inputs.length === MAX_MEMBERS) {
            unreadable.push({ path, reason: `only the first ${MAX_MEMBERS} members were read: ${path}` });
            break;
          }
          inputs.push({
            name,
            encoding: 'zip',
            path,
            size: entry.compressedSize,
            member: {
              headerOffset: entry.relativeOffsetOfLocalHeader,
              compressedSize: entry.compressedSize,
              method: entry.compressionMethod,
              crc32: entry.crc32,
            },
          });
        }
      }
    } finally {
      zip.close();
    }
  } catch (error) {
    unreadable.push({ path, reason: `damaged zip archive: ${path} (${messageOf(error)})` });
  }
  return { inputs, unreadable, skipped };
};

/** Where a member's compressed bytes lie; a sentence when its local header is not where the directory says. */
export const memberRange = async (path: string, member: ZipMember): Promise<FileRange | string> => {
  try {
    const zip = await yauzl.openPromise(path, { decodeStrings: false, autoClose: false });
    try {
      const entry = Object.assign(new yauzl.Entry(), {
        relativeOffsetOfLocalHeader: member.headerOffset,
        compressedSize: member.compressedSize,
      });
      const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
      return { path, start: fileDataStart, length: member.compressedSize };
    } finally {
      zip.close();
    }
  } catch (error) {
    return messageOf(error);
  }
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
