import { baseName } from '../lib/path.ts';
import { WORK } from './budget.ts';
import { inflated } from './decoders.ts';
import type { Call, Machine } from './machine.ts';
import { mapped, type Value } from './value.ts';

/** Files of one archive that are kept. */
const MOST_FILES = 64;
const BLOCK = 512;

const numberAt = (block: string, at: number, length: number): number => {
  const digits = /^[ \0]{0,12}([0-7]{1,11})/.exec(block.slice(at, at + length))?.[1];
  return digits === undefined ? -1 : Number.parseInt(digits, 8);
};
const textAt = (block: string, at: number, length: number): string =>
  block.slice(at, at + length).split('\0', 1)[0] ?? '';

/** The files of an archive in the form of tar; `null` for what is none. */
const filesOf = (bytes: string): readonly (readonly [name: string, content: string])[] | null => {
  const found: (readonly [string, string])[] = [];
  for (let at = 0; at + BLOCK <= bytes.length && found.length < MOST_FILES; ) {
    const header = bytes.slice(at, at + BLOCK);
    if (/^\0*$/.test(header)) break;
    const size = numberAt(header, 124, 12);
    if (size < 0 || !header.startsWith('ustar', 257)) return at === 0 ? null : found;
    const type = header[156] ?? '0';
    if (type === '0' || type === '\0') found.push([textAt(header, 0, 100), bytes.slice(at + BLOCK, at + BLOCK + size)]);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return found;
};

/** Whether a call of tar takes files out, and puts them into a folder. */
const extractsInto = (texts: readonly string[]): string | null => {
  const flags = texts[0]?.startsWith('-') === true ? '' : (texts[0] ?? '');
  const takesOut = /^[a-zA-Z]*x/.test(flags) || texts.some((text) => /^-[a-zA-Z]*x|^--(?:extract|get)$/.test(text));
  if (!takesOut) return null;
  const at = texts.findIndex((text) => text === '-C' || text === '--directory');
  const joined = texts.find((text) => /^--directory=|^-C./.test(text));
  return at >= 0 ? (texts[at + 1] ?? '') : (joined?.replace(/^--directory=|^-C/, '') ?? '');
};

/** Programs that make one file of all that lies in a directory. */
export const PACKERS: ReadonlySet<string> = new Set([
  ...['tar', 'bsdtar', 'zip', '7z', '7za', 'cpio', 'mksquashfs', 'rar', 'zpaq'],
]);

/** What a packer makes one file of, or a copy takes along: the last thing that it is given to pack; `null` where it takes something out or lists it. */
export const packedBy = (program: string, texts: readonly string[]): string | null => {
  // A whole directory that is copied is taken together as well.
  if (program === 'cp')
    return texts.some((text) => /^-[a-zA-Z]{0,8}[rRa]|^--(?:recursive|archive)$/.test(text))
      ? (texts.filter((text) => !text.startsWith('-')).at(-2) ?? null)
      : null;
  if (!PACKERS.has(program)) return null;
  if (program === 'tar' || program === 'bsdtar') {
    const packs =
      /^-?[a-zA-Z]{0,12}c/.test(texts[0] ?? '') || texts.some((text) => /^-[a-zA-Z]{0,12}c|^--create$/.test(text));
    if (!packs) return null;
    const at = texts.findIndex((text) => text === '-C' || text === '--directory');
    const below = texts.at(-1) ?? '';
    return at >= 0 && !below.startsWith('/') ? (texts[at + 1] ?? below) : below;
  }
  const isPacking =
    program === 'cpio'
      ? texts.some((text) => /^-[a-zA-Z]{0,12}o|^--create$/.test(text))
      : program === '7z' || program === '7za' || program === 'rar'
        ? texts[0] === 'a'
        : true;
  return isPacking ? (texts.at(program === 'mksquashfs' ? 0 : -1) ?? '') : null;
};

/** Places of the command itself: what it put there is known by what it wrote. */
export const OWN_PLACE = /^\/(?:tmp|var\/tmp|dev\/shm)(?:\/|$)/;
/** A path that is rather one of a directory: its last name has no ending. */
export const isDirectoryName = (path: string): boolean => /^\/(?:[^/]{1,255}\/){0,40}[^/.]{1,255}\/?$/.test(path);

/** How other unpackers are told the folder. */
const FOLDERS: ReadonlyMap<string, RegExp> = new Map([
  ['unzip', /^-d(.*)$/],
  ['7z', /^-o(.+)$/],
  ['cpio', /^(?:-D|--directory=)(.*)$/],
]);
/** Folders in which programs of the image lie as well, whatever was put there. */
const OF_THE_IMAGE: ReadonlySet<string> = new Set([
  ...['bin', 'sbin', 'lib', 'lib64', 'libexec', 'usr', 'local', 'share', 'etc', 'var', 'home', 'root', ''],
]);

/** The folder that an unpacker is told, `''` for the one that it works in; `null` where it takes nothing out. */
export const folderOf = (program: string, texts: readonly string[]): string | null => {
  const option = FOLDERS.get(program);
  if (option === undefined) return extractsInto(texts);
  const at = texts.findIndex((text) => option.test(text));
  const joined = option.exec(texts[at] ?? '')?.[1];
  return (joined === '' ? texts[at + 1] : joined) ?? null;
};

/** The folder that an unpacker fills, where nothing but that is in it; `null` for another. */
export const filledBy = (program: string, texts: readonly string[]): string | null => {
  const folder = folderOf(program, texts);
  return folder === null || OF_THE_IMAGE.has(baseName(folder.replace(/\/+$/, ''))) ? null : folder;
};

/** Keeps the files of an archive whose bytes the command itself holds; whether it was one. */
export const unpacksKnown = (machine: Machine, call: Call, from: Value): boolean => {
  const { program, texts } = call;
  if ((program !== 'tar' && program !== 'bsdtar') || !from.known || from.text.length < 20) return false;
  const folder = extractsInto(texts);
  if (folder === null) return false;
  const isPacked = from.text.startsWith('\x1f\x8b');
  if (!machine.spend((isPacked ? WORK.unpacked : 0) + from.text.length * WORK.decodedCharacter)) return false;
  const bytes = isPacked ? inflated(from.text, machine.inflate) : from.text;
  if (bytes === null || !machine.spend(bytes.length * WORK.character * 3)) return false;
  const files = filesOf(bytes);
  if (files === null) return false;
  const base = folder === '' || folder.endsWith('/') ? folder : `${folder}/`;
  for (const [name, content] of files)
    machine.files.set(machine.absolute(base + name), { ...mapped(from, content), layers: [...from.layers, 'tar'] });
  return true;
};

/** What unpackers take off the name of a file. */
const PACKED = /\.(?:gz|z|Z|bz2|xz|lzma|zst)$/;

/** `gzip -d FILE.gz` and the like: what comes out takes the place of the file under a shorter name; whether it does. */
export const unpacksInPlace = (machine: Machine, { program, texts }: Call, out: Value): boolean => {
  if (program.endsWith('cat') || texts.some((text) => /^-[a-zA-Z]*c|^--(?:stdout|to-stdout)$/.test(text))) return false;
  const name = texts.find((text) => PACKED.test(text) && machine.files.get(text) !== undefined);
  // Only zstd takes the name of its output.
  const given = program.includes('zstd') ? texts[texts.indexOf('-o') + 1] : undefined;
  const isGiven = texts.includes('-o') && given !== undefined;
  if (name === undefined && !isGiven) return false;
  machine.files.set(isGiven ? given : (name ?? '').replace(PACKED, ''), out);
  return true;
};
