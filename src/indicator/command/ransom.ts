import { DATABASES } from '../../command/databases.ts';
import { isShell } from '../../command/programs.ts';
import type { Effect, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { DROPS } from './data-destruction.ts';

/** A word that stands for one file of many: what a loop or a search gives. The environment is spelled in capitals. */
const ONE_OF_MANY = /^\$\{?[a-z]\w{0,60}\}?$|\/\*$/;
const NAME = /^\$\{?([A-Za-z_]\w{0,60})\}?$/;

/** Ciphers as words of openssl. */
const CIPHER = /^(?:enc|aes|aria|camellia|chacha20|des3?|bf|cast5?|idea|rc[24]|seed|sm4)(?:$|-)/;
const BY_KEY = /^(?:smime|cms|pkeyutl|rsautl)$/;

const encrypts = ({ program, args }: Run): boolean => {
  const has = (option: RegExp): boolean => args.some((arg) => option.test(arg));
  if (program === 'openssl') {
    const [verb = ''] = args;
    return (CIPHER.test(verb) && !args.includes('-d')) || (BY_KEY.test(verb) && args.includes('-encrypt'));
  }
  if (program === 'gpg' || program === 'gpg2') {
    return has(/^-[a-zA-Z]{0,8}[ce][a-zA-Z]{0,8}$|^--(?:symmetric|encrypt)$/) && !has(/^-[a-zA-Z]{0,8}d|^--decrypt/);
  }
  if (program === '7z' || program === 'zip') return has(/^(?:-p.|-P$|-e$)/);
  return program === 'age' && has(/^-[rp]$/);
};

/** An archive tool that takes the originals with it, into an archive for each. */
const moves = ({ program, args }: Run, one: string): boolean =>
  args.includes(program === '7z' ? '-sdel' : '-m') && args.some((arg) => arg !== one && arg.startsWith(one));

/** Tells somebody that money brings data back. All of it has to be there: each word alone stands in ordinary text. */
const NOTE: readonly RegExp[] = [
  /\byou(?:r|rs)?\b|READ[ _-]?ME|HOW[ _-]TO/i,
  /\b(?:bitcoins?|btc|monero|xmr|ransom)\b|\bbc1q|\.onion\b/i,
  /\b(?:pay|send|transfer|contact)\b/i,
  /encrypt|decrypt|restor|recover|back(?:ed)?[ -]?up|leak/i,
];
/** What happened to it, and what it costs: an amount or an address stands beside. */
const GONE = /\bget\b.{0,40}\bback\b|\b(?:gone|wiped|stolen|locked|destroyed|deleted|lost)\b/i;
const ASKED: readonly RegExp[] = [
  /\bbc1q\w{8}|\d\s{0,4}(?:btc|xmr|bitcoins?|monero)\b/i,
  /\b(?:pay|send|transfer|contact)\b/i,
];
const MOST_NOTE = 4000;
/** Programs that put text somewhere. */
const PUTS: ReadonlySet<string> = new Set(['echo', 'printf', 'curl', 'wget', 'tee', 'cat', 'redis-cli', 'aws']);

const asks = (effect: Effect): boolean => {
  const isPut = effect.kind === 'run' && PUTS.has(effect.program);
  if (!isPut && effect.kind !== 'write' && effect.kind !== 'code') return false;
  const text = (effect.kind === 'run' ? effect.args.join(' ') : effect.text).slice(0, MOST_NOTE);
  // Who drops the data in the same breath need not say what the money is for.
  const isDropped = effect.kind === 'code' && DATABASES.has(effect.program) && DROPS.test(text);
  if (isDropped) return ASKED.every((part) => part.test(text));
  if (NOTE.every((part) => part.test(text))) return true;
  return effect.kind !== 'code' && GONE.test(text) && [...NOTE.slice(0, 3), ...ASKED].every((part) => part.test(text));
};

/** A file for whoever misses the data, and a word that says why. */
const NOTE_FILE =
  /(?:^|[/=])[\w.-]{0,40}(?:restore|recover|decrypt|how[_-]?to|read[_-]?me|ransom)[\w.-]{0,40}\.(?:txt|html?|hta|md)$/i;
const ENCRYPTS = /^(?:-{0,2}(?:mode|action|op(?:eration)?)?=?)?encrypt(?:ion)?$/i;

/** `app --mode encrypt --note RESTORE-FILES.txt`: a program that is told to do both. */
const isToldBoth = ({ args }: Run): boolean =>
  args.some((arg) => arg.length < 60 && ENCRYPTS.test(arg)) &&
  args.some((arg) => arg.length < 400 && NOTE_FILE.test(arg));

/** `… | xargs sh -c 'openssl enc … "$1"; rm "$1"' _`: a shell for each file, which encrypts it and removes it. */
const ENCRYPTS_IN_TEXT =
  /\bopenssl\s{1,4}(?:enc|aes|smime|cms)\b|\bgpg2?\s[^|;&]{0,200}(?:\s-c\b|--symmetric|\s-e\b)|\bage\s{1,4}-[rp]\b/;
const REMOVES_IN_TEXT = /\b(?:rm|shred|unlink|srm)\b[^|;&]{0,80}(?:\$[\d{]|\{\})/;
const MOST_SHELL = 4000;

const locksEach = ({ program, args, words }: Run): boolean =>
  isShell(program) &&
  words.some((word) => word.endsWith('xargs') || word.endsWith('parallel')) &&
  args.some(
    (arg) => arg.length < MOST_SHELL && ENCRYPTS_IN_TEXT.test(arg) && !/\s-d\b/.test(arg) && REMOVES_IN_TEXT.test(arg),
  );

/** What is gone afterwards: removed, or replaced by another file. */
const removedBy = (effect: Effect): readonly string[] => {
  if (effect.kind === 'delete') return [effect.path];
  return effect.kind === 'run' && effect.program === 'mv' ? effect.args.slice(-1) : [];
};

/** An object that is copied onto itself with a key of the caller. One that had such a key before gets a new one. */
const locksObject = (args: readonly string[]): boolean => {
  const wordBehind = (option: string): string | undefined => args[args.indexOf(option) + 1];
  if (!args.includes('--sse-customer-key') || args.some((arg) => arg.startsWith('--copy-source-sse-customer')))
    return false;
  const from = wordBehind('--copy-source') ?? '';
  const bucket = args.includes('--bucket') ? (wordBehind('--bucket') ?? '') : '';
  return bucket !== '' && (from.includes(`"Bucket":${JSON.stringify(bucket)}`) || from.startsWith(`${bucket}/`));
};

/** A bucket that is written over itself with a key that its owner does not have. */
const locksBucket = ({ program, args }: Run): boolean => {
  if (program === 'aws' && args.includes('copy-object')) return locksObject(args);
  if (program !== 'aws' || !args.some((arg) => /^--sse-c(?:=|$)/.test(arg))) return false;
  const places = args.filter((arg) => arg.startsWith('s3://')).map((arg) => arg.replace(/\/$/, ''));
  return places.length === 2 && places[0] === places[1];
};

export const commandRansom = defineIndicator({
  id: 'command.ransom',
  title: 'Encrypts files and removes the originals, or asks for money',
  attack: ['T1053.007', 'T1486'],
  severity: 'high',
  why: 'A backup encrypts a copy. Whoever goes through the files one by one and removes each wants it to be gone.',
  falsePositives: ['Archives that are encrypted file by file'],
  needs: ['effects'],
  kinds: ['code', 'delete', 'run', 'write'],
  evaluate: ({ effects }) => {
    const removed = new Set(effects.flatMap(removedBy));
    const counted = new Set(
      effects.flatMap((effect) => (effect.kind === 'run' && effect.program === 'read' ? effect.args : [])),
    );
    const isOneOfMany = (arg: string): boolean => ONE_OF_MANY.test(arg) || counted.has(NAME.exec(arg)?.[1] ?? '-');
    return fromEffects(effects, (effect) => {
      if (asks(effect)) return 'leaves a note that asks for money';
      if (effect.kind !== 'run') return null;
      if (locksEach(effect)) return 'encrypts files one by one and removes the originals';
      if (isToldBoth(effect)) return 'is told to encrypt and to leave a note';
      if (locksBucket(effect)) return 'encrypts a bucket in its place with a key that its owner does not have';
      const isThrough = effect.args.some((arg) => isOneOfMany(arg) && (removed.has(arg) || moves(effect, arg)));
      return isThrough && encrypts(effect) && 'encrypts files one by one and removes the originals';
    });
  },
});
