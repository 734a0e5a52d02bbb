import type { JsonObject } from '../model/json.ts';

export const LEVELS = ['RequestResponse', 'Request', 'Metadata'] as const;
export type Level = (typeof LEVELS)[number];

/** The event as the API server writes it at a lower level: the same without its bodies. A lower level is kept. */
export const atLevel = (event: JsonObject, level: Level): JsonObject => {
  const logged = LEVELS.indexOf(event.level as Level); // An unknown level is -1: above all.
  if (logged >= LEVELS.indexOf(level)) return event;
  const { requestObject, responseObject: _response, ...rest } = event;
  return level === 'Request' && requestObject !== undefined ? { ...rest, level, requestObject } : { ...rest, level };
};
