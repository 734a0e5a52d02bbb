import { MARK } from '../value.ts';
import {
  asValue,
  dict,
  type Handler,
  type Host,
  list,
  NOTHING,
  number,
  originsOf,
  type Thing,
  text,
  unknownThing,
} from './things.ts';

const fromJson = (host: Host, parsed: unknown, level: number): Thing => {
  if (!host.spend() || level > 8) return unknownThing();
  if (typeof parsed === 'string') return text(parsed);
  if (typeof parsed === 'number') return number(parsed);
  if (typeof parsed === 'boolean') return number(Number(parsed));
  if (Array.isArray(parsed)) return list(parsed.slice(0, 2000).map((one: unknown) => fromJson(host, one, level + 1)));
  if (typeof parsed !== 'object' || parsed === null) return NOTHING;
  return dict(
    Object.entries(parsed)
      .slice(0, 2000)
      .map(([key, one]) => [key, fromJson(host, one, level + 1)] as const),
  );
};

/** Text that is known is taken apart; the rest keeps where it comes from. */
export const parsesJson: Handler = (host, { args }) => {
  const value = asValue(args[0] ?? NOTHING);
  if (!value.known || value.text.length > 20_000 || value.origins.length > 0)
    return unknownThing(originsOf(args[0] ?? NOTHING));
  try {
    return fromJson(host, JSON.parse(value.text), 0);
  } catch {
    return unknownThing();
  }
};

/** Entries of one level of a document that is put out, levels of it, and characters of one text in it. */
const MOST_ENTRIES = 100;
const MOST_LEVELS = 20;
const MOST_TEXT = 4000;

/** Fields of Kubernetes that hold yes or no, which code of every language has as a number here. */
const IS_SWITCH =
  /^(?:privileged|host(?:PID|IPC|Network|Users)|readOnly(?:RootFilesystem)?|allowPrivilegeEscalation|shareProcessNamespace|automountServiceAccountToken|suspend|runAsNonRoot|optional|prune|selfHeal)$/;
/** A number, or what it stands for in the field of this name. */
export const switched = (name: string, value: number): number | boolean => (IS_SWITCH.test(name) ? value !== 0 : value);

/** A thing as plain data, with a mark for what is not known. */
export const plainOf = (host: Host, thing: Thing, level: number, name = ''): unknown => {
  if (level > MOST_LEVELS || !host.spend()) return MARK;
  switch (thing.kind) {
    case 'number':
      return switched(name, thing.value);
    case 'list':
      return thing.items.slice(0, MOST_ENTRIES).map((item) => plainOf(host, item, level + 1));
    case 'dict':
      return Object.fromEntries(
        [...thing.entries].slice(0, MOST_ENTRIES).map(([key, one]) => [key, plainOf(host, one, level + 1, key)]),
      );
    case 'none':
      return null;
    default:
      return asValue(thing).text.slice(0, MOST_TEXT);
  }
};

/** A document as text: its shape is known, and so is what of it was written; the rest is marked, and keeps where it comes from. */
export const printsJson: Handler = (host, { args }) => {
  const thing = args[0] ?? NOTHING;
  const origins = originsOf(thing);
  if (thing.kind !== 'dict' && thing.kind !== 'list') return unknownThing(origins);
  return unknownThing(origins, JSON.stringify(plainOf(host, thing, 0)));
};
