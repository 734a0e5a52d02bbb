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
