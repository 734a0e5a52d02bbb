import type { Effect, Execute } from '../model/effect.ts';
import type { Files } from './files.ts';

/** Programs that compare files with sums that they read. */
export const SUM_CHECKERS: ReadonlySet<string> = new Set([
  ...['sha256sum', 'sha512sum', 'sha384sum', 'sha1sum', 'shasum', 'b2sum', 'md5sum'],
]);
/** A sum and the name of a file, as these programs write and read them. */
const SUM_LINE = /^\\?([0-9a-fA-F]{32,128})[ \t]{1,4}\*?(\S{1,1024})\s*$/;
/** A version or a commit. `latest`, `main` and `stable` are none. */
const VERSION =
  /(?:^|[^\d.])v?\d{1,4}\.\d{1,4}(?:\.\d{1,4})?(?![\d.]*\d\.\d)(?:$|[^\d])|(?:^|[^0-9a-f])[0-9a-f]{40}(?:$|[^0-9a-f])/;
/** Four numbers with dots are an address, not a version. */
const ADDRESS = /\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}/g;
const MOST_LINES = 100;

/** Which downloads of one container are tied to one content. */
export class Verified {
  private readonly downloads = new Set<Effect>();

  /** Takes the text of sums that stand in the manifest; the files that they name count from then on. */
  take(sums: string, files: Files): void {
    for (const line of sums.split('\n', MOST_LINES)) {
      const name = SUM_LINE.exec(line)?.[2];
      const origins = name === undefined ? [] : (files.get(name)?.origins ?? []);
      for (const one of origins) if (one.kind === 'download') this.downloads.add(one);
    }
  }

  /** `shown` is the pipeline that runs the download, as it is written. */
  fixedBy({ from }: Execute, shown: string): NonNullable<Execute['fixed']> | null {
    if (from?.kind !== 'download') return null;
    if (this.downloads.has(from)) return 'checksum';
    const texts = [...from.urls, shown.slice(0, 2000)].map((text) => text.replaceAll(ADDRESS, ''));
    return texts.some((text) => VERSION.test(text)) ? 'version' : null;
  }
}
