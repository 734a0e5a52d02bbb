import { sha256Hex } from '../lib/canonical.ts';
import { networkOf } from '../lib/network.ts';
import type { Activity } from '../model/activity.ts';
import type { Facts, FirstTime, Place } from '../model/facts.ts';
import type { Because } from '../model/seen.ts';
import { shapeOf } from './command-shape.ts';

/** One thing that a write shows, by which it may be new. */
export interface ShownKey extends Place {
  readonly what: FirstTime;
  readonly key: string;
  readonly value: string;
}

/** What a write shows to the baseline, and what it is asked about. */
export interface Shown {
  readonly cluster: string | null;
  /** Event time in milliseconds; `null` for a write that teaches nothing and cannot be asked about. */
  readonly ms: number | null;
  /** Who it was, as an author counts; `null` where the log does not tell. */
  readonly author: string | null;
  readonly namespace: string | null;
  readonly kind: ShownKey | null;
  /** Product and network, as far as the record carries them. */
  readonly origin: readonly ShownKey[];
  readonly content: readonly ShownKey[];
  /** Why origin or content may not be all. */
  readonly missing: { readonly origin: Because | null; readonly content: Because | null };
}

/** Registries and repositories of one write that are looked at. */
const MOST_IMAGES = 32;
/** Longer keys are kept as their hash. */
const MOST_KEY = 200;

export const authorKey = (author: string): string => keyOf('author', author);
export const namespaceKey = (namespace: string | null): string => keyOf('namespace', namespace);

/** What one write shows of who, whence and what. */
export const shownBy = (
  { event, actor, workload }: Activity,
  { images, commands, effects }: Pick<Facts, 'images' | 'commands' | 'effects'>,
): Shown => {
  const author = authorOf(actor);
  const { namespace } = workload;
  const ms = event.time.at === null ? Number.NaN : Date.parse(event.time.at);
  const product = actor.claimedUserAgent === null ? null : productOf(actor.claimedUserAgent);
  const network = actor.peerIp === null ? null : networkOf(actor.peerIp);
  const shape = shapeOf(commands, effects);
  const pictures = imageKeys(namespace, images);
  return {
    cluster: event.cluster,
    ms: Number.isNaN(ms) ? null : ms,
    author,
    namespace,
    kind:
      author === null
        ? null
        : shownKey('author-kind', [author, workload.kind, namespace], workload.kind, ofEvent('/objectRef/resource')),
    origin:
      author === null
        ? []
        : [
            ...(product === null ? [] : [shownKey('agent', [author, product], product, ofEvent('/userAgent'))]),
            ...(network === null
              ? []
              : [
                  shownKey(
                    'address',
                    [author, network],
                    network,
                    ofEvent(`/sourceIPs/${actor.claimedSourceIps.length - 1}`),
                  ),
                ]),
          ],
    content: [
      ...pictures.keys,
      ...(shape.value === null ? [] : [shownKey('command-shape', [namespace, shape.value], shape.value, shape.place)]),
    ],
    missing: {
      origin: author === null || product === null || network === null ? 'not-kept' : null,
      content: pictures.missing ?? shape.missing,
    },
  };
};

/** All keys that a write shows, for the baseline to keep. */
export const keysOf = ({ author, namespace, kind, origin, content }: Shown): readonly string[] => [
  ...(author === null ? [] : [authorKey(author)]),
  namespaceKey(namespace),
  ...[kind, ...origin, ...content].flatMap((one) => (one === null ? [] : [one.key])),
];

const imageKeys = (
  namespace: string | null,
  images: Facts['images'],
): { readonly keys: readonly ShownKey[]; readonly missing: Because | null } => {
  if (images.state !== 'seen') return { keys: [], missing: images.state === 'unseen' ? images.because : null };
  const keys = new Map<string, ShownKey>();
  for (const { registry, repository, container, role, pointer } of images.value) {
    const place = { container, role, pointer };
    const whole = `${registry}/${repository}`;
    for (const one of [
      shownKey('registry', [namespace, registry], registry, place),
      shownKey('repository', [namespace, whole], whole, place),
    ])
      if (!keys.has(one.key)) keys.set(one.key, one);
  }
  const all = [...keys.values()];
  return { keys: all.slice(0, MOST_IMAGES), missing: images.missing ?? (all.length > MOST_IMAGES ? 'not-kept' : null) };
};

/** Who an author is: with whom it acts for, and one for all sessions that machines name. */
const authorOf = ({ username, impersonatedBy }: Activity['actor']): string | null => {
  if (username === null) return null;
  const own = withoutSession(username);
  return impersonatedBy === null ? own : `${withoutSession(impersonatedBy)} as ${own}`;
};

/** A role of AWS with the session of its user: a session that is no mail address is named anew for every run. */
const SESSION = /^(arn:[^:]*:sts::[^:]*:assumed-role\/[^/]+)\/[^@]*$/;
const withoutSession = (username: string): string => SESSION.exec(username)?.[1] ?? username;

/** `kubectl` of `kubectl/v1.34.1 (linux/amd64)`: the product with its parts that are no version. */
export const productOf = (agent: string): string | null => {
  const [first = ''] = agent.trim().split(/\s/, 1);
  const product = first
    .split('/')
    .filter((part, index) => index === 0 || !/^v?\d|^\$Format/.test(part))
    .join('/');
  return product === '' ? null : product.slice(0, MOST_KEY);
};

const ofEvent = (pointer: string): Place => ({ container: null, role: null, pointer });

const shownKey = (
  what: FirstTime,
  parts: readonly (string | null)[],
  value: string,
  { container, role, pointer }: Place,
): ShownKey => ({ what, key: keyOf(what, ...parts), value, container, role, pointer });

const keyOf = (...parts: readonly (string | null)[]): string => {
  const text = JSON.stringify(parts);
  return text.length <= MOST_KEY ? text : sha256Hex(text);
};
