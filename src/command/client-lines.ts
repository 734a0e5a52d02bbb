import type { Fetched } from './fetchers.ts';
import type { Call } from './machine.ts';

/** Clients that are told what to bring by lines of their input or in a word. */
export const LINE_CLIENTS: ReadonlySet<string> = new Set([
  ...['ftp', 'tnftp', 'ncftp', 'sftp', 'psftp', 'smbclient', 'lftp', 'tftp'],
]);
const MOST_LINES = 64;
const MOST_TEXT = 20_000;
const BRINGS =
  /^\s{0,8}(?:get|mget|recv|reget|pget)\s{1,8}(?:-\S{1,20}\s{1,8}){0,4}(\S{1,400})(?:\s{1,8}(\S{1,400}))?/i;

/** `get FILE [NAME]` in a line of such a client; `null` where nothing is brought. */
export const fetchedByLines = ({ program, texts, input }: Call): Fetched | null => {
  if (!LINE_CLIENTS.has(program)) return null;
  const host = texts.find((text) => !text.startsWith('-') && /[.@\\/]/.test(text)) ?? '';
  const fed = input?.known === true ? input.text.slice(0, MOST_TEXT) : '';
  const files = [fed, ...texts.slice(0, MOST_LINES)]
    .flatMap((text) => text.split(/[\n;]/, MOST_LINES))
    .flatMap((line) => {
      const [, from, to] = BRINGS.exec(line) ?? [];
      return from === undefined ? [] : [to ?? from];
    });
  const place = host.replaceAll('\\', '/').replace(/^(?:[a-z]{2,6}:)?\/\//, '');
  return files.length === 0 ? null : { urls: [`${program}://${place}`], files, tree: null, putsOut: false };
};
