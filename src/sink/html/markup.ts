import { inertJson, plain } from '../../lib/inert.ts';

/** HTML that was made by `html` and may stand in a page as it is. */
export interface Markup {
  readonly markup: string;
}

export type Value = Markup | string | number | null | false | readonly Value[];

const ENTITIES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
  ['`', '&#96;'],
]);

/** Text for an element or a quoted attribute: unseen characters become visible escapes, markup becomes text. */
export const escapeHtml = (text: string): string =>
  plain(text).replace(/[&<>"'`]/g, (char) => ENTITIES.get(char) ?? char);

const written = (value: Value): string => {
  if (value === null || value === false) return '';
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return 'markup' in value ? value.markup : value.map(written).join('');
};

/** Markup with every interpolated text escaped. Attributes must be quoted in the template. */
export const html = (strings: TemplateStringsArray, ...values: readonly Value[]): Markup => ({
  markup: String.raw({ raw: strings }, ...values.map(written)),
});

/** Text of this project, never of a finding, that is markup already. */
export const trusted = (markup: string): Markup => ({ markup });

/**
 * JSON for a data block: no `<`, so that neither `</script>` nor `<!--` can end it, and no unseen character. It parses
 * to the same value.
 */
export const jsonForScript = (value: unknown): Markup => ({
  markup: inertJson(JSON.stringify(value))
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026'),
});
