import { hostsOf, isPublicAddress } from '../../command/network.ts';
import type { Effect, Run } from '../../model/effect.ts';
import { defineIndicator } from '../define.ts';
import { fromEffects } from '../effects.ts';
import { addressKind, isInside, PUBLIC_REGISTRIES, TENANT_SUFFIXES } from '../image/registries.ts';
import { areKin, type Place } from '../kinship.ts';
import { optionOf } from '../options.ts';
import { quoted } from '../quote.ts';

/** Registries that keep an image for whoever knows its name, and for hours. */
const DROPS: ReadonlySet<string> = new Set(['ttl.sh', 'registry.ttl.sh']);

const isDrop = (host: string): boolean => DROPS.has(host) || addressKind(host) === 'public';
/** Of one customer or company: it is named so, or is a tenant of a cloud. */
const isPrivate = (host: string): boolean =>
  addressKind(host) !== 'public' && (isInside(host) || TENANT_SUFFIXES.some((suffix) => host.endsWith(suffix)));
const isPublic = (host: string): boolean => PUBLIC_REGISTRIES.has(host) || isDrop(host);

/** `docker://registry/account/image:tag`, with the public registry where none is written; `null` for what is not known. */
const imageIn = (word: string | undefined): Place | null => {
  const plain = word?.replace(/^(?:docker|oci):\/\//, '');
  if (
    plain === undefined ||
    plain.length > 500 ||
    /^[$-]|^[a-z]{1,20}:(?!\d)/.test(plain) ||
    !/^[\w.:[\]@/${}()…-]+$/.test(plain)
  )
    return null;
  const slash = plain.indexOf('/');
  const first = slash < 0 ? '' : plain.slice(0, slash);
  if (first.includes('$')) return null;
  const isHost = /[.:]/.test(first) || first === 'localhost';
  const host = isHost ? first.toLowerCase() : 'docker.io';
  return { host: host.replace(/:\d{1,5}$/, ''), path: isHost ? plain.slice(slash + 1) : plain };
};

/** Clients that copy an image from one registry to another, with the words behind which both stand. */
const COPIES: ReadonlyMap<string, RegExp> = new Map([
  ['skopeo', /^(?:copy|sync)$/],
  ['crane', /^(?:copy|cp)$/],
  ['gcrane', /^(?:copy|cp)$/],
  ['regctl', /^(?:copy|cp)$/],
  ['oras', /^(?:copy|cp)$/],
  ['docker', /^(?:tag)$/],
  ['podman', /^(?:tag)$/],
  ['nerdctl', /^(?:tag)$/],
]);
const TAKES_WORD =
  /^(?:--(?:src|dest|src-creds|dest-creds|creds|(?:src-|dest-)?authfile|(?:src-|dest-)?cert-dir|override-(?:arch|os)|scoped|platform|format|retry-times|src-tls-verify|sign-by)|-[spfu])$/;

const copied = ({ program, args }: Run): readonly [Place, Place] | null => {
  const verb = COPIES.get(program);
  const at = verb === undefined ? -1 : args.findIndex((arg) => verb.test(arg));
  if (at < 0) return null;
  const words = args
    .slice(at + 1)
    .filter((arg, index, all) => !arg.startsWith('-') && !TAKES_WORD.test(all[index - 1] ?? ''));
  const [from, to] = [imageIn(words[0]), imageIn(words[1])];
  return from === null || to === null ? null : [from, to];
};

/** A copy of what is not public to where a stranger reads it. */
const leaves = (from: Place, to: Place): boolean =>
  // Whatever is not public already has no business at a bare address.
  (isPrivate(from.host) || (addressKind(to.host) === 'public' && !isPublic(from.host))) &&
  isPublic(to.host) &&
  (isDrop(to.host) || !(to.path.startsWith('$') || areKin(from, to)));

/** Of all registries that the pod signs in to or lists, one that is private. */
const listsPrivate = (effect: Effect): boolean =>
  effect.kind === 'run' &&
  ((effect.program === 'aws' && effect.args.includes('describe-repositories')) ||
    (effect.program === 'az' && effect.args.includes('acr') && effect.args.includes('list')) ||
    (/^(?:crane|gcrane)$/.test(effect.program) && effect.args.includes('catalog')));
const copiesEach = ({ program, args }: Run): string | undefined => {
  const verb = COPIES.get(program);
  if (verb === undefined || !args.some((arg) => verb.test(arg)) || !args.some((arg) => /\$|\{\}/.test(arg)))
    return undefined;
  return args.flatMap((arg) => imageIn(arg)?.host ?? []).find(isDrop);
};

/** Builders that take a context and push what they made of it. */
const pushesTo = ({ program, args }: Run): string | undefined => {
  if (program !== 'executor' && program !== 'kaniko') return undefined;
  const host = imageIn(optionOf(args, '--destination') ?? optionOf(args, '-d'))?.host;
  return host !== undefined && isDrop(host) ? host : undefined;
};

const repositoryIn = (word: string): Place | null => {
  const [, host, path] =
    /^(?:(?:https?|ssh|git):\/\/)(?:[^@/\s]{1,300}@)?([\w.:[\]-]{1,253})\/([\w./~$(){}…-]{1,300})/.exec(word) ??
    /^(?:[\w.-]{1,64}@)([\w.-]{1,253}):([\w./~-]{1,300})/.exec(word) ??
    [];
  return host === undefined || path === undefined || host.startsWith('$')
    ? null
    : { host: host.replace(/:\d{1,5}$/, ''), path };
};

/** Forges on which anybody has an account. */
const FORGES: ReadonlySet<string> = new Set([
  'github.com',
  'gitlab.com',
  'bitbucket.org',
  'codeberg.org',
  'gitea.com',
  'gitee.com',
]);

const placesIn = ({ args }: Run): readonly Place[] =>
  args.flatMap((arg) => (arg.length < 800 ? (repositoryIn(arg) ?? []) : []));
/** A repository that asks for a password, or one that is not where everybody has an account. */
const clones = (effect: Effect): readonly Place[] =>
  effect.kind === 'run' && effect.program === 'git' && effect.args.includes('clone')
    ? placesIn(effect).filter(
        ({ host }) => !FORGES.has(host) || effect.args.some((arg) => /:\/\/[^@/\s]{1,300}@/.test(arg)),
      )
    : [];
/** The list of repositories of a forge, asked of its interface. */
const LISTS =
  /\/api\/v[134]\/(?:projects|groups|orgs|repos|user|users)\b|\/rest\/api\/[\w.]{1,10}\/(?:projects|repos)\b/;
const listed = (effect: Effect): readonly Place[] =>
  effect.kind === 'download'
    ? effect.urls.flatMap((url) => (LISTS.test(url) ? hostsOf([url]).map((host) => ({ host, path: '' })) : []))
    : [];
const pushes = ({ program, args }: Run): readonly Place[] =>
  program === 'git' &&
  (args.includes('push') || (args.includes('remote') && args.some((arg) => /^(?:add|set-url)$/.test(arg))))
    ? placesIn({ args } as Run)
    : [];

export const commandCopyOutside = defineIndicator({
  id: 'command.copy-outside',
  title: 'Copies private images or sources to a stranger',
  attack: ['T1053.007', 'T1537', 'T1213.003', 'T1567.001'],
  severity: 'high',
  why: 'Images and repositories hold the code of a company and its passwords, and a mirror of them looks like any other.',
  falsePositives: ['Releases from a private registry to an account of another name', 'Moves from one forge to another'],
  references: ['https://attack.mitre.org/techniques/T1567/001/'],
  needs: ['effects'],
  kinds: ['download', 'run'],
  evaluate: ({ effects }) => {
    const runs = effects.filter((effect): effect is Effect & Run => effect.kind === 'run');
    if (!runs.some(({ program }) => program === 'git' || COPIES.has(program) || program === 'executor')) return [];
    const isEach = effects.some(listsPrivate);
    const isPushed = runs.some(({ program, args }) => program === 'git' && args.includes('push'));
    const sources = isPushed ? effects.flatMap((effect) => [...clones(effect), ...listed(effect)]) : [];
    const pushed = (args: readonly string[], program: string): boolean =>
      !/^(?:docker|podman|nerdctl)$/.test(program) ||
      runs.some(
        (one) => one.program === program && one.args.includes('push') && one.args.some((arg) => args.includes(arg)),
      );
    return fromEffects(runs, (effect) => {
      const copy = copied(effect);
      if (copy !== null && leaves(...copy) && pushed(effect.args.slice(-1), effect.program))
        return `copies an image of ${quoted(copy[0].host)} to ${quoted(`${copy[1].host}/${copy[1].path}`)}`;
      const drop = (isEach ? copiesEach(effect) : undefined) ?? pushesTo(effect);
      if (drop !== undefined) return `pushes images to ${quoted(drop)}`;
      if (sources.length === 0) return null;
      const to = pushes(effect).find(
        (place) =>
          isPublicAddress(place.host) ||
          sources.every((source) => source.host !== place.host && !areKin(source, place)),
      );
      return (
        to !== undefined && `pushes sources of ${quoted(sources[0]?.host ?? '')} to ${quoted(`${to.host}/${to.path}`)}`
      );
    });
  },
});
