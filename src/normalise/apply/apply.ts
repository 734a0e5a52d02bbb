import type { ReadingKind } from '../../model/activity.ts';
import { isObject, type JsonObject } from '../../model/json.ts';
import { applyJsonPatch } from '../json-patch.ts';
import { queryOf } from '../query.ts';
import { type Applied, applyMergePatch } from './merge.ts';
import { applyServerSide } from './server-side.ts';
import { applyStrategicPatch } from './strategic.ts';

export type PatchKind = Exclude<ReadingKind, 'object'>;

/** The body of a patch as it was sent. */
export type PatchBody = JsonObject | readonly unknown[];

/** The object as it stands after a patch of this kind; `null` where the body is none of it. */
export const applyPatch = (
  base: JsonObject,
  kind: PatchKind,
  body: PatchBody,
  requestUri: string | null,
): (Applied & { readonly isOwned?: boolean }) | null => {
  if (!isObject(body)) return kind === 'json-patch' && Array.isArray(body) ? applyJsonPatch(body, base) : null;
  switch (kind) {
    case 'json-patch':
      return null;
    case 'merge-patch':
      return applyMergePatch(base, body);
    case 'strategic-merge-patch':
      return applyStrategicPatch(base, body);
    case 'apply':
      return applyServerSide(base, body, queryOf(requestUri).get('fieldManager'));
    default:
      return kind satisfies never;
  }
};
