import { areSwapped, isOneSlipApart, looksLike } from '../../lib/likeness.ts';
import type { ImageFact } from '../../model/facts.ts';
import { defineIndicator } from '../define.ts';
import { quoted, subjectOf } from '../quote.ts';
import { WELL_KNOWN_ACCOUNTS } from './accounts.ts';
import { accountOf, hostOf, isInside, isKnownRegistry } from './registries.ts';

/** Hosts of registries that are worth imitating. */
export const IMITATED_HOSTS: readonly string[] = [
  'docker.io',
  'ghcr.io',
  'quay.io',
  'k8s.gcr.io',
  'registry.k8s.io',
  'mcr.microsoft.com',
  'public.ecr.aws',
  'registry.gitlab.com',
  'registry.redhat.io',
  'docker.elastic.co',
];

/** From this length on a name that is one slip away was hardly chosen by chance. */
export const TELLING_LENGTH = 9;
/** A shorter name, written with digits for letters, may be anyone's. */
export const TELLING_LOOK = 6;
const TELLING_HOST_LENGTH = 10;
/** Longer than any of the names. */
const MOST = 64;

/** The account that another's name imitates. */
export const imitatedAccount = (account: string): string | null => {
  if (account.length > MOST || WELL_KNOWN_ACCOUNTS.has(account)) return null;
  for (const name of WELL_KNOWN_ACCOUNTS) {
    const imitates =
      (name.length >= TELLING_LOOK && looksLike(account, name)) ||
      (name.length >= TELLING_LENGTH && isOneSlipApart(account, name));
    if (imitates) return name;
  }
  return null;
};

export const imitatedHost = (registry: string): string | null => {
  const host = hostOf(registry);
  if (host.length > MOST || isKnownRegistry(registry) || isInside(registry)) return null;
  return (
    IMITATED_HOSTS.find(
      (name) =>
        looksLike(host, name) ||
        areSwapped(host, name) ||
        (name.length >= TELLING_HOST_LENGTH && isOneSlipApart(host, name)),
    ) ?? null
  );
};

const imitation = (image: ImageFact): readonly [written: string, meant: string] | null => {
  const host = imitatedHost(image.registry);
  if (host !== null) return [image.registry, host];
  const account = accountOf(image);
  const meant = account === null ? null : imitatedAccount(account);
  return account === null || meant === null ? null : [account, meant];
};

export const imageTyposquat = defineIndicator({
  id: 'image.typosquat',
  title: 'Image of a publisher whose name imitates a well-known one',
  attack: ['T1036.005', 'T1204.003', 'T1053.007'],
  severity: 'high',
  why: 'Nobody chooses a publisher by a misspelt name: either a slip pulls what a squatter put there, or the name is meant to be overlooked.',
  falsePositives: ['A publisher whose own name is one letter from a well-known one'],
  references: ['https://www.aquasec.com/blog/leveraging-kubernetes-rbac-to-backdoor-clusters/'],
  needs: ['images'],
  evaluate: ({ images }) =>
    images.flatMap((image) => {
      const found = imitation(image);
      if (found === null) return [];
      return [
        {
          says: `${subjectOf(image)} runs ${quoted(image.reference)}: ${quoted(found[0])} is not ${quoted(found[1])}, and looks like it.`,
          at: image.pointer,
          value: image.reference,
          container: image.container,
        },
      ];
    }),
});
