import type { Effect, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { optionOf } from '../options.ts';
import { quoted } from '../quote.ts';
import { isWrittenKey, storageKeyIn, writtenProfiles } from '../written-keys.ts';

/** How each client asks which buckets an account has. */
const LISTS: ReadonlyMap<string, RegExp> = new Map([
  ['aws', /\bs3(?:api)? list-buckets\b|\bs3 ls(?!.*s3:\/\/)/],
  ['gsutil', /(?:^|\s)ls(?!.*gs:\/\/)/],
  ['gcloud', /\bstorage (?:buckets list|ls)\b(?!.*gs:\/\/)/],
  ['az', /\bstorage (?:account|container) list\b/],
  ['rclone', /^(?:lsd|lsf)\s\S{1,60}:(?:\s|$)/],
]);
/** How each client copies. */
const COPIES: ReadonlyMap<string, RegExp> = new Map([
  [
    'aws',
    /\bs3 (?:cp|mv|sync)\b|\bs3api (?:put-object|copy-object|upload-part)\b|\bs3 upload-file(?:obj)?\b|\bs3 (?:put|copy)-object\b/,
  ],
  ['s5cmd', /\b(?:cp|mv|sync)\b/],
  ['s3cmd', /\b(?:put|sync|cp|mv)\b/],
  ['gsutil', /\b(?:cp|mv|rsync)\b/],
  ['gcloud', /\bstorage (?:cp|mv|rsync)\b/],
  ['azcopy', /^(?:copy|cp|sync)\b/],
  ['az', /\bstorage (?:blob|file) (?:copy|upload|sync|upload-batch)\b/],
  ['rclone', /^(?:copy|copyto|sync|move|moveto)\b/],
  ['mc', /^(?:cp|mv|mirror)\b/],
]);
const MOST_CHARACTERS = 4000;
const textOf = ({ args }: Run): string => args.slice(0, 60).join(' ').slice(0, MOST_CHARACTERS);

const does = (calls: ReadonlyMap<string, RegExp>, effect: Effect): effect is Effect & Run =>
  effect.kind === 'run' && calls.get(effect.program)?.test(textOf(effect)) === true;

/** A place of storage that is read with what the pod itself may do: `aws s3 sync s3://own /tmp/x`, `rclone copy own:b …`. */
const OWN_SOURCE = /^(?:s3|gs):\/\/|^[a-zA-Z][\w-]{1,60}:(?!\/\/)/;
const OPERANDS = (effect: Run): readonly string[] => effect.args.filter((arg) => !arg.startsWith('-')).slice(0, 40);

/** Clients that sign in alike. */
const FAMILIES: ReadonlyMap<string, string> = new Map([
  ['aws', 'aws'],
  ['s5cmd', 'aws'],
  ['gsutil', 'google'],
  ['gcloud', 'google'],
  ['az', 'azure'],
  ['azcopy', 'azure'],
]);
const SERVICE_KEY = /"private_key"\s{0,4}:\s{0,4}"-----BEGIN/;

/** Of which clients a call is the sign-in, with a key that stands in the command. */
const signsIn = (
  { program, args }: Run,
  keyFiles: ReadonlySet<string>,
): readonly [family: string, key: string] | null => {
  if (program === 'export') {
    const key = storageKeyIn({ kind: 'run', program, args: [''], words: [...args, ''], opensShell: false }, new Set());
    return key === undefined || !key.startsWith('AWS_') ? null : ['aws', key];
  }
  if (program === 'gcloud' && args.includes('activate-service-account')) {
    const file = optionOf(args, '--key-file');
    return file !== undefined && keyFiles.has(file) ? ['google', file] : null;
  }
  if (program !== 'az' || args[0] !== 'login') return null;
  return isWrittenKey(optionOf(args, '-p') ?? optionOf(args, '--password')) ? ['azure', 'az login'] : null;
};

/** Calls behind such a sign-in, in the order of effects: all of them are made with it. */
const signedIn = (effects: readonly Effect[]): ReadonlyMap<Effect, string> => {
  const held = new Map<string, string>();
  const keyFiles = new Set<string>();
  const found = new Map<Effect, string>();
  for (const effect of effects) {
    if (effect.kind === 'write' && SERVICE_KEY.test(effect.text)) keyFiles.add(effect.path);
    if (effect.kind !== 'run') continue;
    const [family, name] = signsIn(effect, keyFiles) ?? [];
    if (family !== undefined && name !== undefined) held.set(`${effect.pointer} ${family}`, name);
    else {
      const key = held.get(`${effect.pointer} ${FAMILIES.get(effect.program)}`);
      if (key !== undefined) found.set(effect, key);
    }
  }
  return found;
};

export const commandStorageDrain = defineIndicator({
  id: 'command.storage-drain',
  title: 'Copies the storage of the account to one whose key stands in the command',
  attack: ['T1053.007', 'T1537', 'T1530', 'T1567.002'],
  severity: 'high',
  why: 'What a workload reads with its own rights, and writes with a key that somebody wrote into the command, is no longer its own.',
  falsePositives: ['Moves to another provider with a key that was not put into a Secret'],
  references: ['https://attack.mitre.org/techniques/T1567/002/', 'https://attack.mitre.org/techniques/T1537/'],
  needs: ['effects'],
  kinds: ['run', 'write'],
  evaluate: ({ effects }) => {
    const copies = effects.filter((effect) => does(COPIES, effect));
    if (copies.length === 0) return [];
    const profiles = writtenProfiles(effects);
    const behind = signedIn(effects);
    const keyOf = (effect: Effect & Run): string | undefined => storageKeyIn(effect, profiles) ?? behind.get(effect);
    const isEach = effects.some((effect) => does(LISTS, effect) && keyOf(effect) === undefined);
    // One bucket after the other, by this call or by one that brings it here.
    const takesEach = isEach && copies.some((one) => OPERANDS(one).some((arg) => /\$|\{\}/.test(arg)));
    return fromEffects(copies, (effect) => {
      const key = keyOf(effect);
      if (key === undefined) return null;
      const operands = OPERANDS(effect);
      if (takesEach)
        return `copies each bucket of the account to where the key of ${quoted(key)} stands in the command`;
      // A bucket that another call of the same command reads without that key.
      const isRead = copies.some(
        (one) =>
          one.pointer === effect.pointer &&
          one.program === effect.program &&
          keyOf(one) === undefined &&
          /^(?:s3|gs):\/\//.test(OPERANDS(one).find((arg) => OWN_SOURCE.test(arg) || arg.startsWith('/')) ?? ''),
      );
      const isFromOwn =
        effect.program === 'rclone' && OWN_SOURCE.test(operands[1] ?? '') && /^:/.test(operands[2] ?? '');
      return (
        (isRead || isFromOwn) &&
        `copies storage of the account to where the key of ${quoted(key)} stands in the command`
      );
    });
  },
});
