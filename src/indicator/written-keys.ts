import { DOWNLOADERS } from '../command/network.ts';
import type { Effect, Run } from '../model/effect.ts';
import { optionOf } from './options.ts';

/** A header that signs in with what stands in it. */
const HEADER =
  /^(?:authorization\s{0,4}:\s{0,4}(?:(?:bearer|token|basic)\s{1,4})?|(?:private-token|job-token|x-api-key|x-auth-key)\s{0,4}:\s{0,4})([^\s]{12,400})\s{0,4}$/i;
const HEADER_OPTION = /^--header=/;
const USER = /^[^:$\s]{0,100}:([^$\s]{12,400})$/;

/** Whether a value is one, and neither a variable nor what stands for one in an example. */
export const isWrittenKey = (text: string | undefined): text is string =>
  text !== undefined && text.length >= 12 && !/[${}<>]|x{4,}|change_?me|your[-_]?|example_?key|minioadmin/i.test(text);

/** Tokens of services for sources, by how they begin. */
const FORGE_TOKEN = /\b(?:gh[pousr]_[A-Za-z0-9]{16,255}|github_pat_\w{16,255}|glpat-[\w-]{16,64})\b/;
const WITH_TOKEN =
  /^https:\/\/[^@\s$]{0,100}?:?([^@:\s$/]{12,300})@(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|gitee\.com)\//;

/** Whether code holds a token for a service for sources, or git is given one in an address. */
export const hasForgeToken = (effect: Effect): boolean =>
  effect.kind === 'code'
    ? FORGE_TOKEN.test(effect.text.slice(0, 20_000))
    : effect.kind === 'run' &&
      effect.program === 'git' &&
      effect.args.some((arg) => arg.length < 1000 && isWrittenKey(WITH_TOKEN.exec(arg)?.[1]));

/** Whether a web client signs in with a token that stands in the command: then whose account it is, the command's author decides. */
export const hasWrittenToken = ({ program, args }: Run): boolean =>
  DOWNLOADERS.has(program) &&
  args.some((arg, at) => {
    if (arg.length > 1000) return false;
    const token = HEADER.exec(arg.replace(HEADER_OPTION, ''))?.[1];
    if (token !== undefined) return isWrittenKey(token);
    return /^(?:-[a-zA-Z]{0,12}u|--user)$/.test(args[at - 1] ?? '') && isWrittenKey(USER.exec(arg)?.[1]);
  });

/** Entries of a file of keys, with the name of the profile or remote in brackets. */
const SECTION = /^\s{0,8}\[(?:profile\s{1,4})?([\w.-]{1,60})\]\s*$/;
const ENTRY =
  /^\s{0,8}(?:aws_secret_access_key|secret_access_key|sas_url|key|pass|private_key_id|service_account_credentials|token)\s{0,4}=\s{0,4}(\S{12,2000})/i;
const FILES = /(?:^|\/)(?:\.aws\/(?:credentials|config)|rclone\.conf|\.s3cfg|\.config\/rclone\/\S{1,60}|credentials)$/;
const MOST_LINES = 200;

const profilesIn = (text: string): readonly string[] => {
  let section = '';
  const found: string[] = [];
  for (const line of text.split('\n', MOST_LINES)) {
    section = SECTION.exec(line)?.[1] ?? section;
    if (section !== '' && isWrittenKey(ENTRY.exec(line)?.[1])) found.push(section);
  }
  return found;
};

/** Names under which the command itself keeps keys that stand in it: profiles of AWS, remotes of rclone, hosts of mc. */
export const writtenProfiles = (effects: readonly Effect[]): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const effect of effects) {
    if (effect.kind === 'write' && FILES.test(effect.path)) for (const one of profilesIn(effect.text)) found.add(one);
    if (effect.kind !== 'run') continue;
    const { program, args } = effect;
    if (program === 'aws' && args[0] === 'configure' && args[1] === 'set' && args[2] === 'aws_secret_access_key') {
      const profile = optionOf(args, '--profile');
      if (profile !== undefined && isWrittenKey(args[3])) found.add(profile);
    } else if (program === 'mc' && args[0] === 'alias' && args[1] === 'set') {
      if (args[2] !== undefined && isWrittenKey(args[5])) found.add(args[2]);
    } else if (program === 'rclone' && args[0] === 'config' && args[1] === 'create') {
      const isKey = args.some(
        (arg, at) =>
          isWrittenKey(/^(?:secret_access_key|pass|key|sas_url|token)=(.{12,2000})$/.exec(arg)?.[1]) ||
          (/^(?:secret_access_key|pass|key|sas_url|token)$/.test(args[at - 1] ?? '') && isWrittenKey(arg)),
      );
      if (args[2] !== undefined && isKey) found.add(args[2]);
    }
  }
  return found;
};

/** What stands in front of the program, or in its options, and is a key. */
const VARIABLE =
  /^(?:AWS_SECRET_ACCESS_KEY|AZURE_STORAGE_(?:KEY|SAS_TOKEN)|RCLONE_CONFIG_\w{1,60}_(?:SECRET_ACCESS_KEY|PASS|KEY|SAS_URL|TOKEN)|MC_HOST_\w{1,40})=(.{12,2000})$/s;
const OPTIONS: readonly string[] = [
  '--account-key',
  '--sas-token',
  '--s3-secret-access-key',
  '--sftp-pass',
  '--webdav-pass',
  '--azureblob-key',
  '--azureblob-sas-url',
  '--secret_key',
  '--destination-sas',
];
const IN_REMOTE = /^:[a-z0-9]{1,20},.{0,400}?\b(?:secret_access_key|pass|key|sas_url|token)=["']?([^,"':]{8,2000})/;
/** A signed address of Azure is its own key. */
const SIGNED = /^https:\/\/([\w.-]{1,253})\/\S{0,300}[?&]sig=([\w%+/=-]{12,200})/;

/** The key that stands in a call of a client of storage, told by whose it is; `undefined` where none does. */
export const storageKeyIn = ({ program, args, words }: Run, profiles: ReadonlySet<string>): string | undefined => {
  const front = words
    .slice(0, Math.max(0, words.length - args.length))
    .find((word) => isWrittenKey(VARIABLE.exec(word)?.[1]));
  if (front !== undefined) return front.slice(0, front.indexOf('='));
  const option = OPTIONS.find((name) => isWrittenKey(optionOf(args, name)));
  if (option !== undefined) return option;
  const profile = program === 'aws' ? optionOf(args, '--profile') : undefined;
  if (profile !== undefined && profiles.has(profile)) return profile;
  const to = args.findLast((arg) => !arg.startsWith('-')) ?? '';
  if (program === 'azcopy' || program === 'az') {
    const signed = args.filter((arg) => arg.length < 2000 && isWrittenKey(SIGNED.exec(arg)?.[2])).at(-1);
    return signed === undefined ? undefined : SIGNED.exec(signed)?.[1];
  }
  if (program === 'rclone' && isWrittenKey(IN_REMOTE.exec(to.slice(0, 4000))?.[1])) return to.split(',', 1)[0];
  if (program !== 'rclone' && program !== 'mc') return undefined;
  const named = to.split(/[:/]/, 1)[0] ?? '';
  return profiles.has(named) ? named : undefined;
};
