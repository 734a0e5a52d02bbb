import type { Markup } from '../html/markup.ts';

/** A table with its words, before any format. Cells are text that is not inert yet. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** What a reader must know to read the table right. */
  readonly says: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

export interface Column {
  readonly name: string;
  readonly align: 'left' | 'right';
  /** Too long for a table in a terminal: printed below its row. */
  readonly long?: boolean;
}

export const left = (name: string): Column => ({ name, align: 'left' });
export const right = (name: string): Column => ({ name, align: 'right' });
export const long = (name: string): Column => ({ name, align: 'left', long: true });

/** A report of tables, before any format. Mark, head, method and what sections say are our own words; cells are not. */
export interface SectionReport {
  /** `Cronwarden evaluation` */
  readonly mark: string;
  /** What it comes to, in a line. */
  readonly head: string;
  /** Tables in order; a picture stands in pages alone. */
  readonly parts: readonly (Section | Listing | Picture)[];
  /** How the figures came about. */
  readonly method: string;
}

/** Text of ours to be copied as it is, line by line: YAML, a command. */
export interface Listing {
  readonly title: string;
  /** Of the language that it is in, for Markdown. */
  readonly language: string;
  readonly listing: string;
}

export interface Picture {
  readonly picture: Markup;
}

type Part = SectionReport['parts'][number];
export const isSection = (part: Part): part is Section => 'rows' in part;
export const isListing = (part: Part): part is Listing => 'listing' in part;
