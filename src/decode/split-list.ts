import { get, isList, type Json } from '../model/json.ts';
import type { Node } from './node.ts';
import { type Cut, readPrefix } from './prefix.ts';

/** The document around a list that was split, read once for all of its members. */
export interface SplitList {
  /** Shows `use` the document as if the member were the only one of its list. What it holds on to must not outlive the call. */
  around<T>(member: Node, use: (document: Node) => T): T;
}

/**
 * The list that a header (`{"tables":[{"columns":[…],"rows":[`) ends in. `null` when the text is not the beginning of a
 * JSON document, or ends where no list member may begin.
 */
export const splitListOf = (header: string): SplitList | null => {
  if (header !== last.header) last = { header, list: read(header) };
  return last.list;
};

/** Members of one list come one after the other, each with the same header. */
let last: { readonly header: string; readonly list: SplitList | null } = { header: '', list: null };

const read = (header: string): SplitList | null => {
  // An open string stands in for the member that follows, so that the end of the header is told apart from a list's end.
  const prefix = readPrefix(`${header}"`);
  if (prefix.state !== 'cut') return null;
  const path: string[] = [];
  let opening = '';
  let closing = '';
  let slot: Json[] | null = null;
  let value: Json | undefined = prefix.value;
  for (const token of prefix.cut) {
    if (isList(value)) {
      slot = value as Json[]; // parsed here, so that nobody else knows it
      // The lists before were emptied, and members of theirs would be gone through once more for each member of this one.
      slot.splice(0, Number(token));
      path.push('0');
      opening += '[';
      closing = `]${closing}`;
      value = slot[0];
    } else {
      slot = null;
      path.push(token);
      opening += `{${JSON.stringify(token)}:`;
      closing = `}${closing}`;
      value = get(value, token);
    }
  }
  if (slot === null || value !== '') return null;
  return splitList(prefix.value, slot, path, [opening, closing]);
};

const splitList = (root: Json, slot: Json[], path: Cut, [opening, closing]: readonly [string, string]): SplitList => ({
  around: (member, use) => {
    slot[0] = member.value;
    const result = use({
      value: root,
      cut: member.cut === null ? null : [...path, ...member.cut],
      // Only what leads to the member is ever asked for as text.
      text: () => opening + (member.text() ?? 'null') + closing,
    });
    slot[0] = null;
    return result;
  },
});
