import type { Download, Effect } from '../model/effect.ts';
import type { Call, Machine } from './machine.ts';
import { isClusterHost } from './network.ts';
import { mapped } from './value.ts';

/** Variables that hold the key with which a client of storage signs in. */
const KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ['aws', ['AWS_SECRET_ACCESS_KEY']],
  ['s5cmd', ['AWS_SECRET_ACCESS_KEY']],
  ['s3cmd', ['AWS_SECRET_ACCESS_KEY']],
  ['az', ['AZURE_STORAGE_KEY', 'AZURE_STORAGE_SAS_TOKEN', 'AZURE_STORAGE_CONNECTION_STRING']],
  ['azcopy', ['AZURE_STORAGE_KEY', 'AZURE_STORAGE_SAS_TOKEN']],
]);
const ENDPOINTS: readonly string[] = ['AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL', 'S3_ENDPOINT_URL'];
const SHORTEST_KEY = 12;
const MOST_WORDS = 60;

/** Whether a client signs in to storage outside with a key that stands in the object or the command. */
export const signsInWithWritten = (machine: Machine, { program, texts, all }: Call): boolean => {
  const isWritten = (KEYS.get(program) ?? []).some((name) => {
    const front = all.slice(0, MOST_WORDS).find(({ text }) => text.startsWith(`${name}=`));
    const value = front === undefined ? machine.variables.get(name) : mapped(front, front.text.slice(name.length + 1));
    return value?.known === true && value.provenance === undefined && value.text.length >= SHORTEST_KEY;
  });
  if (!isWritten) return false;
  const words = texts.slice(0, MOST_WORDS);
  const option = words.flatMap((text, at) =>
    words[at - 1] === '--endpoint-url' ? [text] : (/^--endpoint-url=(.{1,400})$/.exec(text)?.[1] ?? []),
  );
  const places = [...option, ...ENDPOINTS.flatMap((name) => machine.variables.get(name)?.text ?? [])];
  // Storage of the cluster has keys that nobody guards.
  return !places.some((place) => isClusterHost(place.replace(/^https?:\/\//, '').split('/', 1)[0] ?? ''));
};

/** The bucket or container of a place: `s3://bucket`. */
const bucketOf = (place: string): string | undefined => /^(?:s3|gs):\/\/[^/\s]{1,100}/.exec(place)?.[0];

/** What a call writes to storage of that which code put out that came from the same storage by a written key. */
export const answersDrop = (machine: Machine, call: Call): (Effect & Download) | null => {
  const { program, texts, args, input } = call;
  if (!KEYS.has(program)) return null;
  if (program === 'az' || program === 'azcopy') return texts.includes('upload') ? dropIn(machine, call, null) : null;
  const named = texts.includes('put-object') ? texts[texts.indexOf('--bucket') + 1] : undefined;
  if (named !== undefined)
    return dropIn(
      machine,
      call,
      `s3://${named}`,
      args.flatMap(({ origins }) => origins),
    );
  const places = texts.slice(0, MOST_WORDS).filter((text) => !text.startsWith('-'));
  const to = bucketOf(places.findLast((text) => bucketOf(text) !== undefined) ?? '');
  const from = places.find((text) => text.includes('/') || text === '-' || machine.files.get(text) !== undefined);
  if (to === undefined || (from !== undefined && bucketOf(from) !== undefined && !texts.includes('-'))) return null;
  return dropIn(machine, call, to, input?.origins);
};

/** Where what is in the words or the files of a call came from, if that ran: what was brought and never ran is a copy. */
const dropIn = (
  machine: Machine,
  { program, texts }: Call,
  bucket: string | null,
  more: readonly Effect[] = [],
): (Effect & Download) | null => {
  const files = texts.slice(0, MOST_WORDS).flatMap((text) => machine.files.get(text)?.origins ?? []);
  const drop = [...more, ...files].find(
    (one): one is Effect & Download =>
      one.kind === 'download' &&
      one.isKeyed === true &&
      (bucket === null ? one.program === program : one.urls.some((url) => bucketOf(url) === bucket)),
  );
  return drop !== undefined && machine.effects.some((one) => one.kind === 'execute' && one.from === drop) ? drop : null;
};
