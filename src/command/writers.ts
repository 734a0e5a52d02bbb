import { folderOf } from './archives.ts';
import { WORK } from './budget.ts';
import type { Call, Machine } from './machine.ts';

/** Words of one call that are looked at, and characters of one text. */
const MOST_WORDS = 64;
const MOST_CHARACTERS = 20_000;

type WrittenBy = (call: Call, input: string) => readonly string[];

const matched = (texts: readonly string[], pattern: RegExp): readonly string[] =>
  texts.flatMap((text) =>
    [...text.slice(0, MOST_CHARACTERS).matchAll(pattern)]
      .slice(0, MOST_WORDS)
      .flatMap((match) => match[1] ?? match[2] ?? []),
  );

/** The words that are no options and no values of these options. */
const operands = (texts: readonly string[], valued: RegExp): readonly string[] =>
  texts.filter((text, at) => !/^[-+]./.test(text) && !valued.test(texts[at - 1] ?? ''));

/** Lines of an editor that end with a file being written: `w`, `wq`, `x`, `:w! NAME`. */
const SAVES =
  /(?:^|[\n|]):?\s{0,8}(?:%|\d{1,6}(?:,(?:\d{1,6}|\$))?)?(?:w|wq|x|up|update|ZZ)!?(?:[ \t]{1,8}(?!!)(\S{1,400}))?[ \t]{0,8}(?=[\n|]|$)/g;

const byEditor: WrittenBy = ({ texts }, input) => {
  const lines = [...texts.filter((text, at) => /^(?:-c|--cmd)$/.test(texts[at - 1] ?? '') || /^\+./.test(text)), input];
  const saved = lines.flatMap((line) => [...line.replace(/^\+/, '').matchAll(SAVES)].slice(0, MOST_WORDS));
  const named = saved.flatMap((match) => match[1] ?? []);
  return saved.length === named.length ? named : [...named, ...operands(texts, /^(?:-[cSuTipsW]|--cmd)$/).slice(-1)];
};

/** `.output FILE`, `\o FILE`, `into outfile 'FILE'`. */
const byDatabase: WrittenBy = ({ texts }, input) =>
  matched(
    [...texts, input],
    /(?:^|\n)\s{0,8}(?:\.(?:output|once|backup|save|clone)|\\(?:o|out|g|w))\s{1,8}['"]?(\/[^\s'"|]{1,400})|\b(?:outfile|dumpfile)\s{1,8}['"](\/[^'"]{1,400})['"]/gi,
  );

/** `print > "FILE"`. */
const byAwk: WrittenBy = ({ texts }) =>
  matched(texts, /\bprintf?\b[^;{}\n>]{0,400}>{1,2}\s{0,8}"([\w.]{0,80}\/[^"\n]{1,400})"/g);

/** `s/a/b/w FILE`, `/a/w FILE`. */
const bySed: WrittenBy = ({ texts }) =>
  matched(
    texts.filter((text) => /\s/.test(text)),
    /(?:^|[\w;{}/#|,@$\s])w\s{1,8}(\/[^\s;}]{1,400})\s{0,8}$/gm,
  );

/** The place of a copy whose names come in: `find … | cpio -pd DIRECTORY`. */
const byCopyOfNames: WrittenBy = ({ texts }, input) => {
  if (!texts.some((text) => /^-[a-zA-Z]{0,12}p|^--pass-through$/.test(text))) return [];
  const directory = operands(texts, /^-[HEFDR]$/).at(-1);
  if (directory === undefined) return [];
  const names = input.split('\n', MOST_WORDS).filter((name) => name !== '');
  return names.map((name) => `${directory.replace(/\/$/, '')}/${name.replace(/^\.?\//, '')}`);
};

/** Whatever an archive holds, in the folder that it is unpacked to. */
const byUnpacking: WrittenBy = ({ program, texts }) => {
  const folder = folderOf(program, texts);
  return folder === null || folder === '' ? [] : [`${folder.replace(/\/+$/, '')}/…`];
};

/** Where the last address of socat is a file: with `-u` it is what is written. */
const bySocat: WrittenBy = ({ texts }) => {
  const addresses = texts.filter((text) => !text.startsWith('-') || text === '-');
  const isOneWay = texts.some((text) => /^-u$/.test(text));
  return addresses.flatMap((text, at) => {
    const [, kind, path] = /^(open|create|creat|gopen|file):([^,]{1,400})/i.exec(text) ?? [];
    if (path === undefined) return [];
    const isWritten = isOneWay
      ? at === addresses.length - 1
      : /^creat/i.test(kind ?? '') || /,(?:creat|trunc|append)/.test(text);
    return isWritten ? [path] : [];
  });
};

/** `tar --transform s@.*@/NAME@`: what the names become that are unpacked. */
const byTransform: WrittenBy = ({ texts }) =>
  texts.flatMap((text, at) => {
    const edit =
      /^--(?:xform|transform)=(.{1,400})$/.exec(text)?.[1] ??
      (/^--(?:xform|transform)$/.test(texts[at - 1] ?? '') ? text : '');
    const to = edit.startsWith('s') ? edit.split(edit[1] ?? '/')[2] : undefined;
    return to?.startsWith('/') === true ? [to] : [];
  });

const byArchive: WrittenBy = (call, input) => [...byTransform(call, input), ...byUnpacking(call, input)];

export const WRITTEN_BY: ReadonlyMap<string, WrittenBy> = new Map<string, WrittenBy>([
  ...['ed', 'ex', 'vi', 'vim', 'nvim', 'rvim'].map((name) => [name, byEditor] as const),
  ...['sqlite3', 'psql', 'mysql', 'mariadb'].map((name) => [name, byDatabase] as const),
  ...['awk', 'gawk', 'mawk', 'nawk'].map((name) => [name, byAwk] as const),
  ['sed', bySed],
  ['cpio', byCopyOfNames],
  ['socat', bySocat],
  ...['tar', 'bsdtar'].map((name) => [name, byArchive] as const),
  ...['unzip', '7z'].map((name) => [name, byUnpacking] as const),
  ['find', ({ texts }) => texts.filter((_, at) => /^-f(?:print0?|printf|ls)$/.test(texts[at - 1] ?? ''))],
  ['script', ({ texts }) => operands(texts, /^(?:-[a-zA-Z]*[cEIOBTmot]|--\w+)$/).slice(0, 1)],
  ['xxd', ({ texts }) => operands(texts, /^-[bcglosn]$/).slice(1, 2)],
  ['csplit', ({ texts }) => texts.filter((_, at) => /^(?:-f|--prefix)$/.test(texts[at - 1] ?? ''))],
  ['make', ({ texts }) => matched(texts, /\$\(file\s{1,8}>{1,2}\s{0,8}(\/[^\s,)]{1,400})/g)],
  [
    'gcore',
    ({ texts }) => {
      const at = texts.indexOf('-o');
      const prefix = at < 0 ? 'core' : (texts[at + 1] ?? 'core');
      return operands(texts, /^-[od]$/).map((number) => `${prefix}.${number}`);
    },
  ],
  ['gdb', ({ texts }) => matched(texts, /^\s{0,8}(?:dump|append)\s{1,8}(?:\w{1,12}\s{1,8}){0,2}(\/\S{1,400})/g)],
  [
    'puppet',
    ({ texts }) => matched(texts, /\bfile\s{0,8}\{\s{0,8}["'](\/[^"']{1,400})["']\s{0,8}:(?![^}]{0,400}\babsent\b)/g),
  ],
]);

/** Files that a call writes by words of a shape that its program has of its own, or by lines that it is fed. */
export const filesWrittenBy = (machine: Machine, call: Call): readonly string[] => {
  const written = WRITTEN_BY.get(call.program);
  if (written === undefined) return [];
  const input = call.input?.known === true ? call.input.text.slice(0, MOST_CHARACTERS) : '';
  if (!machine.spend(input.length * WORK.character)) {
    machine.cut(call);
    return [];
  }
  return written({ ...call, texts: call.texts.slice(0, MOST_WORDS) }, input).slice(0, MOST_WORDS);
};
