import { isDirectoryName, OWN_PLACE } from '../archives.ts';
import { concat, EMPTY, MARK, unknown, type Value } from '../value.ts';
import { reads, readsFile } from './acts.ts';
import {
  asKind,
  asObject,
  asValue,
  type CodeCall,
  type Handler,
  type Host,
  joinedOf,
  NOTHING,
  type ObjectThing,
  object,
  originsOf,
  type Thing,
  text,
  textOf,
  unknownThing,
} from './things.ts';

/** Something in memory that takes one piece after the other: a buffer, a mail, a table that is written into one. */
export const gathered = (held: Value = EMPTY): ObjectThing => object('gathered', [], [['\0held', textOf(held)]]);

const heldBy = (self: ObjectThing): Value => asValue(self.fields.get('\0held') ?? text(''));

const ADDS =
  /^(?:write\w{0,20}|set_content|set_payload|attach\w{0,12}|add_(?:attachment|alternative|related)|append|addData)$/;
const GIVES = /^(?:getvalue|getbuffer|read|read1|readline|as_string|as_bytes|get_payload|toString|__str__|__bytes__)$/;

export const gatheredMethod = (_host: Host, self: ObjectThing, call: CodeCall, name: string): Thing => {
  if (ADDS.test(name)) {
    const given = joinedOf([...call.args, ...(call.named.has('filename') ? [] : call.named.values())]);
    self.fields.set('\0held', textOf(concat(heldBy(self), given)));
    return NOTHING;
  }
  // Headers of a mail are in it.
  return GIVES.test(name) ? textOf({ ...heldBy(self) }) : name === 'close' || name === 'flush' ? NOTHING : self;
};

/** An archive that is made in memory: what it is given are names of files. */
export const archiveIn = (buffer: ObjectThing): ObjectThing => object('archive', [], [['buffer', buffer]]);

export const archiveMethod = (host: Host, self: ObjectThing, call: CodeCall, name: string): Thing => {
  const buffer = asObject(self.fields.get('buffer'), 'gathered');
  const [first, second] = call.args;
  if (buffer === undefined || first === undefined) return self;
  const add = (value: Value): void => {
    buffer.fields.set('\0held', textOf(concat(heldBy(buffer), { ...value, known: false, text: MARK })));
  };
  if (name === 'write' || name === 'add') {
    const path = asValue(asObject(first, 'path')?.fields.get('name') ?? first);
    add(readsFile(host, path));
    if (name === 'add' && isDirectoryName(path.text) && !OWN_PLACE.test(path.text))
      add(unknown([reads(host, 'archive', path.text)]));
  }
  if (name === 'writestr' || name === 'addfile') add(unknown(originsOf(second ?? NOTHING)));
  return NOTHING;
};

/** `io.StringIO()`; one that is made of a text is that text. */
export const buffer: Handler = (_host, { args: [first] }) =>
  first === undefined || first.kind === 'none' ? gathered() : first;

export const message: Handler = (_host, { args: [first] }) =>
  gathered(first?.kind === 'text' ? first.value : unknown(originsOf(first ?? NOTHING)));

/** `csv.writer(file)`: what it is given stands in the file. */
export const tableIn: Handler = (_host, { args: [first] }) => asKind(first, 'object') ?? unknownThing();
