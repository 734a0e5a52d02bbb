/** Stands for the path of rows about persons, as a statement takes them out of a database. */
export const ROWS = 'rows about persons';

/** Columns that tell who somebody is, how to reach them, and how they pay. */
const COLUMN =
  /\b(?:e_?mail|mail_?address|phone|mobile|iban|card_?\w{0,12}|ssn|social_security\w{0,8}|passport\w{0,8}|birth_?da(?:y|te)|date_of_birth|dob|tax_?id|passw(?:or)?d|pwd|full_?name|first_?name|last_?name|surname|street|postal_?code|account_?number)\b/gi;
/** Tables of those, whatever stands in them. */
const TABLE =
  /^(?:[\w"`]{1,60}\.)?["`]?(?:customers?|clients?|users?|members?|patients?|employees?|accounts?|subscribers?|cardholders?|cards?|payments?|contacts?|people|persons?|guests?|passengers?|citizens?|students?)["`]?$/i;
const SELECT = /\bselect\b(.{1,600}?)\bfrom\s{1,8}([\w"`.]{1,120})(.{0,400})/is;
const COPIES = /\bcopy\s{1,8}([\w"`.]{1,120})(?:\s{0,8}\([^)]{0,400}\))?\s{1,8}to\s{1,8}(?:stdout|'|program\b)/i;
/** Some of the rows, or a number that is made of them. */
const CHOSEN = /\b(?:where|limit|group\s{1,8}by|having|top\s{1,4}\d|fetch\s{1,4}first)\b/i;
const COUNTS = /\b(?:count|sum|avg|min|max)\s{0,4}\(/i;
const MOST_STATEMENT = 8000;

/** Whether a statement takes all rows of a table with what identifies persons. */
export const takesPersons = (statement: string): boolean => {
  if (statement.length > MOST_STATEMENT) return false;
  const copied = COPIES.exec(statement)?.[1];
  if (copied !== undefined && TABLE.test(copied)) return true;
  const [, columns = '', table = '', rest = ''] = SELECT.exec(statement) ?? [];
  if (table === '' || CHOSEN.test(rest) || COUNTS.test(columns)) return false;
  return columns.trim() === '*'
    ? TABLE.test(table)
    : new Set([...columns.matchAll(COLUMN)].map(([name]) => name.toLowerCase())).size >= 2;
};
