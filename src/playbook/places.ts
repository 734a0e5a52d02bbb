import { isList, isObject } from '../model/json.ts';

/** Every `{place}` that a request or a text may hold. `target.` places belong to the member that is worked on. */
export const PLACES = [
  ...['target.name', 'target.namespace', 'target.uid', 'target.container', 'target.recreated'],
  ...['object.name', 'object.namespace', 'object.resource', 'object.uid'],
  ...['serviceAccount', 'case', 'cluster', 'actor', 'imagesCel', 'cloudIdentities', 'secretNames'],
] as const;
export type Place = (typeof PLACES)[number];

const PLACE = /\{([A-Za-z][A-Za-z.]{0,40})\}/g;

export const isPlace = (name: string): name is Place => PLACES.some((one) => one === name);

/** Names of the places in a text, known or not. */
export const placesIn = (text: string): readonly string[] => [...text.matchAll(PLACE)].map((match) => match[1] ?? '');

/** What stands for a place: a text, a whole value (only where a string is nothing but the place), or nothing yet. */
export type Lookup = (place: Place) => unknown;

/** The text with its places filled; `encode` makes a value safe where it lands. A place without a value stays as it is. */
export const fillText = (text: string, lookup: Lookup, encode: (value: string) => string = (value) => value): string =>
  text.replace(PLACE, (whole, name: string) => {
    const value = isPlace(name) ? lookup(name) : undefined;
    return value === undefined ? whole : encode(String(value));
  });

/** A path or query with each value as one segment: no value can add a slash, a parameter or a dot segment. */
export const fillPath = (path: string, lookup: Lookup): string => fillText(path, lookup, pathSegment);

const pathSegment = (value: string): string =>
  value === '.' || value === '..' ? value.replaceAll('.', '%2E') : encodeURIComponent(value);

/** A body with its places filled. Bodies come from playbooks, whose depth the reader of YAML bounds. */
export const fillBody = (body: unknown, lookup: Lookup): unknown => {
  if (typeof body === 'string') {
    const [only] = placesIn(body);
    if (only !== undefined && body === `{${only}}` && isPlace(only)) {
      const value = lookup(only);
      return value === undefined ? body : value;
    }
    return fillText(body, lookup);
  }
  if (isList(body)) return body.map((one) => fillBody(one, lookup));
  if (isObject(body)) return Object.fromEntries(Object.entries(body).map(([key, one]) => [key, fillBody(one, lookup)]));
  return body;
};

/** Texts of a value, for looking places up. */
export const textsOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (isList(value)) return value.flatMap(textsOf);
  if (isObject(value)) return Object.values(value).flatMap(textsOf);
  return [];
};
