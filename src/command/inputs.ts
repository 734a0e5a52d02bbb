import { WORK } from './budget.ts';
import type { Call, Machine } from './machine.ts';
import { MARK, mapped, unknown, type Value } from './value.ts';
import { MOST_ELEMENTS } from './variables.ts';

/** What `read` and `mapfile` are told. */
interface Options {
  readonly names: readonly string[];
  /** `read -a`. */
  readonly list: string | null;
  readonly isRaw: boolean;
  readonly end: string;
  /** Characters that are read at most; `null` for a whole line. */
  readonly count: number | null;
  readonly descriptor: string | null;
  readonly keepsEnds: boolean;
  readonly skips: number;
}

const optionsOf = (texts: readonly string[], program: string): Options => {
  const names: string[] = [];
  const held = new Map<string, string>();
  const takes = program === 'read' ? 'adnNuptiu' : 'dnOscCu';
  let flags = '';
  for (let at = 0; at < texts.length; at += 1) {
    const text = texts[at] ?? '';
    if (!text.startsWith('-') || text.length < 2) {
      names.push(text);
      continue;
    }
    for (let letter = 1; letter < text.length; letter += 1) {
      const option = text[letter] ?? '';
      if (!takes.includes(option)) {
        flags += option;
        continue;
      }
      const rest = text.slice(letter + 1);
      if (rest === '') at += 1;
      held.set(option, rest === '' ? (texts[at] ?? '') : rest);
      break;
    }
  }
  const count = Number(held.get('n') ?? held.get('N') ?? Number.NaN);
  const end = held.get('d');
  return {
    names: names.filter((name) => /^[A-Za-z_]\w*(?:\[[^\]]{1,64}\])?$/.test(name)),
    list: held.get('a') ?? null,
    isRaw: flags.includes('r'),
    end: end === undefined ? '\n' : end === '' ? '\0' : end.slice(0, 1),
    count: program === 'read' && Number.isInteger(count) && count > 0 ? count : null,
    descriptor: held.get('u') ?? null,
    keepsEnds: !flags.includes('t'),
    skips: Number(held.get('s') ?? 0) || 0,
  };
};

/** `read`, `mapfile`, `readarray`: gives whether there was something to read; `null` when that is not known. */
export const readInto = (machine: Machine, call: Call): boolean | null => {
  const { texts, program } = call;
  const options = optionsOf(texts, program);
  const input =
    options.descriptor === null ? call.input : (machine.files.get(`/dev/fd/${options.descriptor}`) ?? call.input);
  const piped = input ?? unknown();
  const rest = machine.restOf(piped);
  const affords = machine.spend(Math.min(rest.length, 4096) * WORK.character);
  if (!affords) machine.cut(call);
  if (!piped.known || !affords) {
    for (const name of namesOf(options, program)) machine.assign(name, { ...piped, known: false, text: `$${name}` });
    return null;
  }
  if (program !== 'read') {
    intoList(machine, options, mapped(piped, rest));
    machine.advance(piped, rest.length);
    return true;
  }
  const { line, used } = lineOf(rest, options);
  machine.advance(piped, used);
  words(machine, options, mapped(piped, line));
  return used > 0 && (rest.includes(options.end) || options.end !== '\n' || rest !== '');
};

const namesOf = ({ names, list }: Options, program: string): readonly string[] => {
  if (list !== null) return [list];
  return names.length > 0 ? names : [program === 'read' ? 'REPLY' : 'MAPFILE'];
};

const lineOf = (text: string, { end, count, isRaw }: Options): { readonly line: string; readonly used: number } => {
  let line = '';
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf(end, at);
    const stop = next < 0 ? text.length : next;
    const piece = text.slice(at, count === null ? stop : Math.min(stop, at + count - line.length));
    if (count !== null && line.length + piece.length >= count) return { line: line + piece, used: at + piece.length };
    at = Math.min(text.length, stop + 1);
    // Without -r a backslash at the end of a line joins it with the next.
    if (!isRaw && end === '\n' && /(?:^|[^\\])(?:\\\\)*\\$/.test(piece.slice(-200)) && at < text.length) {
      line += piece.slice(0, -1);
      continue;
    }
    return { line: line + piece, used: at };
  }
  return { line, used: at };
};

const intoList = (machine: Machine, { names, end, keepsEnds, skips }: Options, value: Value): void => {
  const pieces = value.text.split(end, MOST_ELEMENTS + skips + 1);
  if (pieces.at(-1) === '') pieces.pop();
  const elements = pieces
    .slice(skips, skips + MOST_ELEMENTS)
    .map((piece) => mapped(value, keepsEnds ? piece + end : piece));
  machine.variables.setList(names[0] ?? 'MAPFILE', elements);
};

const words = (machine: Machine, options: Options, line: Value): void => {
  const set = (name: string, text: string): void => {
    const value = mapped(line, options.isRaw ? text : text.replaceAll(/\\(.)/gs, '$1'));
    const element = /^(\w+)\[([^\]]+)\]$/.exec(name);
    if (element !== null) machine.variables.setElement(element[1] ?? '', element[2] ?? '', value);
    else machine.assign(name, value);
  };
  const held = machine.variables.get('IFS');
  const separators = held?.known === true && held.text !== MARK ? held.text.slice(0, 16) : ' \t\n';
  if (options.names.length === 0 && options.list === null) {
    set('REPLY', line.text);
    return;
  }
  const pieces = splitAt(line.text, separators, options.list === null ? options.names.length : MOST_ELEMENTS);
  if (options.list !== null) {
    machine.variables.setList(
      options.list,
      pieces.map((piece) => mapped(line, piece)),
    );
    return;
  }
  for (const [index, name] of options.names.entries()) set(name, pieces[index] ?? '');
};

/** The words of a line; the last holds the rest. Blanks count once, other signs each. */
const splitAt = (text: string, separators: string, most: number): readonly string[] => {
  const isBlank = (sign: string): boolean => separators.includes(sign) && /\s/.test(sign);
  let at = 0;
  let end = text.length;
  while (at < end && isBlank(text[at] ?? '')) at += 1;
  while (end > at && isBlank(text[end - 1] ?? '')) end -= 1;
  const out: string[] = [];
  while (at < end && out.length < most - 1) {
    let stop = at;
    while (stop < end && !separators.includes(text[stop] ?? '')) stop += 1;
    out.push(text.slice(at, stop));
    at = stop;
    while (at < end && isBlank(text[at] ?? '')) at += 1;
    if (at < end && !isBlank(text[at] ?? '') && separators.includes(text[at] ?? '') && at === stop) {
      at += 1;
      while (at < end && isBlank(text[at] ?? '')) at += 1;
    }
  }
  if (at < end) out.push(text.slice(at, end));
  return out;
};
