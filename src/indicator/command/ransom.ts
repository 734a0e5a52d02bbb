import type { Effect, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';

/** A word that stands for one file of many: what a loop or a search gives. */
const ONE_OF_MANY = /^\$\{?[A-Za-z_]\w{0,60}\}?$|\/\*$/;

const encrypts = ({ program, args }: Run): boolean => {
  const has = (option: RegExp): boolean => args.some((arg) => option.test(arg));
  if (program === 'openssl') return args[0] === 'enc' && !args.includes('-d');
  if (program === 'gpg' || program === 'gpg2') return has(/^(?:-c|-e|--symmetric|--encrypt)$/);
  if (program === '7z' || program === 'zip') return has(/^(?:-p.|-P$|-e$)/);
  return program === 'age' && has(/^-[rp]$/);
};

/** Asks for money in exchange for data. */
const NOTE =
  /(?:your (?:data|files)|encrypt|restor|recover|decrypt|ransom|back(?:ed)?[ -]?up|leak)[\s\S]{0,400}(?:bitcoin|\bbtc\b|monero|\bxmr\b|bc1q|wallet|pay|\bsend\b)|(?:bitcoin|\bbtc\b|monero|pay\b|\bsend\b)[\s\S]{0,400}(?:restor|recover|decrypt)/i;
/** Programs that put text somewhere. */
const PUTS: ReadonlySet<string> = new Set(['echo', 'printf', 'curl', 'wget', 'tee', 'cat', 'redis-cli', 'aws']);

const asks = (effect: Effect): boolean => {
  if (effect.kind === 'run') return PUTS.has(effect.program) && NOTE.test(effect.args.join(' ').slice(0, 4000));
  return (effect.kind === 'write' || effect.kind === 'code') && NOTE.test(effect.text.slice(0, 4000));
};

export const commandRansom = defineIndicator({
  id: 'command.ransom',
  title: 'Encrypts files and removes the originals, or asks for money',
  attack: ['T1053.007', 'T1486'],
  severity: 'high',
  why: 'A backup encrypts a copy. Whoever goes through the files one by one and removes each wants it to be gone.',
  falsePositives: ['Archives that are encrypted file by file'],
  needs: ['effects'],
  evaluate: ({ effects }) => {
    const removed = new Set(effects.flatMap((effect) => (effect.kind === 'delete' ? [effect.path] : [])));
    return fromEffects(effects, (effect) => {
      if (asks(effect)) return 'leaves a note that asks for money';
      if (effect.kind !== 'run') return null;
      const isThrough = effect.args.some((arg) => ONE_OF_MANY.test(arg) && removed.has(arg));
      if (isThrough && encrypts(effect)) return 'encrypts files one by one and removes the originals';
      return null;
    });
  },
});
