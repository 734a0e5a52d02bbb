import type { Effect } from '../model/effect.ts';
import { optionOf } from './options.ts';

/** Programs that change a document on its way from one call to the next. */
const EDITORS: ReadonlySet<string> = new Set(['sed', 'jq', 'yq', 'awk', 'gawk', 'perl', 'envsubst']);
/** Characters of one text that are looked at. */
const MOST_CHARACTERS = 20_000;
const MOST_TEXTS = 40;

/** Whom an editor names, in the words that a policy has for it. */
const NAMES_WHOM = /Principal|["']AWS\\?["']|\.AWS\b/;
const DENIES = /["']Effect\\?["']\s{0,4}:\s{0,4}\\?["']Deny/;
const WHOM =
  /arn:aws[a-z-]{0,10}:(?:iam|sts)::(\d{12}):|["']AWS\\?["']\s{0,4}:\s{0,4}\[?\s{0,4}\\?["'](\d{12})\\?["']/g;
const EVERYBODY =
  /["']?Principal\\?["']?\s{0,4}[:=]\s{0,4}(?:\{\s{0,4}\\?["']AWS\\?["']\s{0,4}:\s{0,4})?\\?["']\*\\?["']/;

/** Texts that editors, and code that has the document as an object, put into what they were given. */
export const editsOf = (effects: readonly Effect[]): readonly string[] =>
  effects
    .flatMap((effect) =>
      effect.kind === 'code'
        ? [effect.text]
        : effect.kind === 'run' && EDITORS.has(effect.program)
          ? [effect.args.join(' ')]
          : [],
    )
    .slice(0, MOST_TEXTS)
    .map((text) => text.slice(0, MOST_CHARACTERS));

/** Whether a call is given a document that it does not show: one that was fetched, changed, and handed on. */
export const isGivenUnseen = (args: readonly string[], ...options: readonly string[]): boolean =>
  options.some((option) => /^(?:file:\/\/|["']?\$)/.test(optionOf(args, option) ?? ''));

/** An account that an edit lets in and that is not the own one; `*` for everybody. */
export const letInBy = (edits: readonly string[], own: ReadonlySet<string>): string | undefined => {
  for (const text of edits) {
    if (!NAMES_WHOM.test(text) || DENIES.test(text)) continue;
    if (EVERYBODY.test(text)) return '*';
    for (const [, arn = '', number = ''] of text.matchAll(WHOM)) {
      const account = arn || number;
      if (!own.has(account)) return account;
    }
  }
  return undefined;
};
